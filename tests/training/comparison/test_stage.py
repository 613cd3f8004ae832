from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from evidence.artifact import save
from evidence.manifest import Facts
from evidence.scorer import Scorer
from training.commands import main
from training.comparison import stage
from training.comparison.archive import pool
from training.comparison.changes import Changes
from training.comparison.document import document, summary
from training.comparison.movements import Movements
from training.comparison.stage import Comparison
from training.corpora import Corpora
from training.evaluation import figures
from training.evaluation.figures import Changed


@pytest.fixture(autouse=True)
def quick(tiny: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(figures, "REPEATS", 5)
    monkeypatch.setattr("training.commands.comparison.Corpora", lambda folder: Corpora(folder, tiny.labels))
    return


def run(tiny: Any, work: Path, *arguments: object) -> Result:
    every = ("compare", *arguments, "--corpora", tiny.corpora, "--work", work)
    return CliRunner().invoke(main, [str(argument) for argument in every])


def test_a_model_compared_with_itself_moves_nothing(fit: Any, tiny: Any, tmp_path: Path) -> None:
    ran = run(tiny, tmp_path, fit.model, fit.model, "--fail-on-worse")
    assert (ran.exit_code, ran.exception) == (0, None)
    text = (tmp_path / "compare.md").read_text(encoding="utf-8")
    assert text.startswith("# onrecord-en 0.0.1 (artifact ")
    assert "\n## What is worse\n\nNothing is.\n" in text
    assert "| +0.000 |" in text
    assert "No rating moves." in text
    articles = len(list(pool(Corpora(tiny.corpora, tiny.labels))))
    assert f"0 of {articles} (0.0%) articles change grade." in ran.output.splitlines()
    assert ran.output.splitlines()[-1] == f"All of it is in {tmp_path / 'compare.md'}."


def test_another_model_s_movements_are_told_by_id_and_never_by_text(
    fit: Any, shipped: Scorer, tiny: Any, tmp_path: Path
) -> None:
    assert shipped.manifest is not None
    models = Path(__file__).parents[3] / "models"
    archive = tmp_path / "archive.jsonl"
    piece = "Officials reportedly met on Friday. Nothing was confirmed. It fell, Ida Falk said. It rained. It was wet."
    archive.write_text(json.dumps({"id": "a|`1", "title": "Wall", "text": piece}) + "\n", encoding="utf-8")
    ran = run(tiny, tmp_path, models / shipped.manifest.version, fit.model, "--archive", archive, "--fail-on-worse")
    text = (tmp_path / "compare.md").read_text(encoding="utf-8")
    assert ran.exit_code == 1
    assert re.search(r"^Worse: strength_qwk \S+ after \S+, which keeps it from being published\.$", ran.output, re.M)
    assert "archive.jsonl, 1 articles." in text
    assert "| `a__1` |" in text
    assert not any(word in text + ran.output for word in ("reportedly met", "Ida Falk", "Wall"))


def changed(name: str, old: float, new: float, interval: tuple[float, float]) -> Comparison:
    class Model:
        version, sha256 = "1", "00"

        def __init__(self, name: str) -> None:
            self.name = name

    dev = Changes(40, 900, {name: Changed(old, new, interval)}, {})
    return Comparison(Model("a"), Model("b"), dev, "Unlabelled news", Movements(()))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "worse"),
    [
        (changed("strength_qwk", 0.65, 0.66, (-0.01, 0.03)), []),
        (changed("strength_mae", 0.65, 0.60, (-0.08, -0.02)), []),
        (changed("strength_mae", 0.60, 0.65, (0.02, 0.08)), ["strength, mean error: 0.650 after 0.600"]),
        (changed("certainty_qwk", 0.65, 0.60, (-0.11, 0.01)), []),
        (
            changed("strength_qwk", 0.65, 0.64, (-0.03, 0.01)),
            ["strength_qwk 0.640 after 0.650, which keeps it from being published"],
        ),
    ],
)
def test_worse_is_what_surely_is_or_would_not_be_published(found: Comparison, worse: list[str]) -> None:
    assert found.worse == worse
    assert [line for line in summary(found) if line.startswith("Worse: ")] == [f"Worse: {fault}." for fault in worse]
    assert "0 of 0 articles change grade." in document(found)


@pytest.mark.parametrize("fail", [True, False])
def test_the_exit_code_tells_of_worse_only_if_asked(
    fit: Any, tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail: bool
) -> None:
    found = changed("strength_mae", 0.60, 0.65, (0.02, 0.08))
    monkeypatch.setattr(stage, "compare", lambda *_: found)
    ran = run(tiny, tmp_path, fit.model, fit.model, *(["--fail-on-worse"] if fail else []))
    assert ran.exit_code == int(fail)
    assert "Worse: strength, mean error: 0.650 after 0.600." in ran.output.splitlines()


def test_a_model_of_another_layout_ends_in_one_sentence(fit: Any, tiny: Any, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(fit.model, old)
    path = old / "manifest.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**facts, "features": [*facts["features"][1:], "gone"]}), encoding="utf-8")
    ran = run(tiny, tmp_path, old, fit.model)
    assert ran.exit_code == 2
    assert ran.output.startswith(f"Error: The model in {old} does not fit this code, so nothing is compared: ")
    assert len(ran.output.splitlines()) == 1


def test_an_artifact_with_other_parts_is_refused_alike(fit: Any, tiny: Any, tmp_path: Path) -> None:
    manifest = json.loads((fit.model / "manifest.json").read_text(encoding="utf-8"))
    kept = ("name", "version", "created", "lexicon", "seed", "metrics", "thresholds")
    facts = {**{name: manifest[name] for name in kept}, "features": tuple(manifest["features"]), "corpora": ()}
    save(tmp_path / "old", {"trees": 1}, Facts(**facts))
    ran = run(tiny, tmp_path, tmp_path / "old", fit.model)
    assert (ran.exit_code, ran.output.splitlines()[0].endswith("has other parts than this code works with.")) == (
        2,
        True,
    )
