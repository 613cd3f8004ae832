from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from evidence import lexicon, manifest
from evidence.features import ROW
from evidence.scorer import Scorer
from training import rater
from training.commands import main
from training.corpora import Corpora
from training.examples import Examiner
from training.fit import FOLDS, GOLDEN, rate, read_examples
from training.heads import Fitted
from training.publish import GATES


def test_all_stages_leave_a_model_that_loads(fit: Any) -> None:
    assert (fit.ran.exit_code, fit.ran.exception) == (0, None)
    assert sorted(path.name for path in fit.model.iterdir()) == ["CARD.md", "manifest.json", "model.joblib"]
    scorer = Scorer.load(fit.model)
    assert (scorer.model.name, scorer.model.version) == ("onrecord-en", "0.0.1")


def test_the_manifest_pins_what_the_model_was_made_of(fit: Any) -> None:
    facts = manifest.read(fit.model)
    assert facts.features == ROW
    assert facts.lexicon == lexicon.load().digest
    assert {corpus.name for corpus in facts.corpora} >= {
        "labels.pool.tsv.xz", "labels.train.tsv", "news-articles", "polnear-train", "ratings.pool.tsv",
        "ratings.train.tsv", "soft_labels.tsv.xz", "szeged-wiki",
    }  # fmt: skip
    assert all(len(corpus.sha256) == 64 and corpus.licence for corpus in facts.corpora)
    assert set(GATES) <= facts.metrics.keys()
    assert facts.metrics == json.loads((fit.work / "metrics.json").read_text(encoding="utf-8"))
    goals = facts.thresholds["goals"]
    assert facts.thresholds == {
        "levels": [0.125, 0.375, 0.625, 0.875], "grades": [30.0, 45.0, 60.0, 75.0], "goals": goals,
    }  # fmt: skip
    assert goals["solid_recall_0.9"]["recall"] >= 0.9


def test_the_golden_texts_are_scored_with_their_titles(fit: Any) -> None:
    golden = manifest.read(fit.model).golden
    paths = sorted(GOLDEN.glob("*.txt"))
    assert [f"{one.title}\n\n{one.text}" for one in golden] == [path.read_text(encoding="utf-8") for path in paths]
    assert all(one.strengths and one.rating is not None for one in golden)


def test_the_pool_s_ratings_teach_the_rater_with_the_heads_own_judgements(
    tiny: Any, scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    examples = read_examples(corpora, Examiner.of(scorer, FOLDS), lambda *_: None)
    pooled = {one.id: one.rating for one in examples if one.soft}
    assert pooled == {"as:ice": None, "as:lamp": 50.0}
    given: list[Any] = []
    monkeypatch.setattr(rater, "fit", lambda *args: given.extend(args))
    lamp = next(one for one in examples if one.id == "as:lamp")
    rate(examples, Fitted(scorer.analyst.heads, {"as:wall": scorer.analyst.heads.judge(lamp.views)}))
    assert given[0] is examples
    assert set(given[1]) == {"as:lamp", "as:wall"}


@pytest.fixture
def again(fit: Any, tmp_path: Path) -> tuple[Path, Path]:
    """Copies of the work and models folders, the candidate in them being the next version."""
    work, models = tmp_path / "build", tmp_path / "models"
    shutil.copytree(fit.work, work)
    shutil.copytree(fit.models, models)
    path = work / "candidate" / "manifest.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**facts, "version": "0.0.2"}), encoding="utf-8")
    return work, models


@pytest.mark.parametrize(("drop", "code", "latest"), [(0.0, 0, "0.0.2\n"), (0.01, 2, "0.0.1\n")])
def test_a_worse_model_is_refused_and_an_equal_one_let_through(
    again: tuple[Path, Path], drop: float, code: int, latest: str
) -> None:
    work, models = again
    path = work / "metrics.json"
    metrics = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**metrics, "hedged_auc": metrics["hedged_auc"] - drop}), encoding="utf-8")
    ran = CliRunner().invoke(main, ["publish", "--work", str(work), "--models", str(models)])
    assert ran.exit_code == code
    assert (models / "LATEST").read_text(encoding="utf-8") == latest
    if code:
        assert ran.output.startswith("Error: The candidate 0.0.2 is worse than the present model: hedged_auc ")
        assert len(ran.output.splitlines()) == 1
    else:
        assert Scorer.load(models / "0.0.2").model.version == "0.0.2"
