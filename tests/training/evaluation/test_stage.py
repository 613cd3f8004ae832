from __future__ import annotations

import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evidence.scorer import Scorer
from evidence.values import Article
from training.corpora import Corpora
from training.evaluation import figures, stage
from training.evaluation.figures import MEASURED
from training.evaluation.stage import Paths, evaluate
from training.progress import silent


def test_the_pipeline_leaves_figures_and_document(fit: Any) -> None:
    assert fit.ran.exit_code == 0, fit.ran.output
    metrics = json.loads((fit.work / "metrics.json").read_text(encoding="utf-8"))
    assert set(MEASURED) - {"no_claim_f1", "hedged_auc"} <= metrics.keys()
    assert {"fired_hedged", "headline/sentences"} <= metrics.keys()
    assert "polnear_source" not in metrics  # all of the tiny PolNeAR dev is among the labels
    text = (fit.docs / "evaluation.md").read_text(encoding="utf-8")
    assert "# How well onrecord-en 0.0.1 does" in text
    assert re.search(r"^\| constant|TF-IDF of words and pairs", text, re.MULTILINE)
    assert f"\n| strength, QWK | {metrics['strength_qwk']:.3f} |" in text


def test_the_last_full_run_is_told_of_and_a_new_one_replaces_it(
    fit: Any, tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "REPEATS", 5)
    ran: list[str] = []
    for name in ("learning", "ablation"):
        module = getattr(stage, name)
        monkeypatch.setattr(
            module, "measured", lambda *_: ran.append("refit") or {"dev": {"strength_qwk": 0.5}, "train": {}}
        )
    (tmp_path / "hedges.json").write_text('{"conll_wiki_f1": 0.65}', encoding="utf-8")
    paths, corpora = Paths(fit.model, tmp_path, tmp_path / "docs"), Corpora(tiny.corpora, tiny.labels)
    full = evaluate(paths, corpora, full=True)
    assert full.refitted is not None
    assert len(ran) == len(full.refitted.rows) >= 20
    again = evaluate(paths, corpora)
    assert again.refitted == full.refitted
    assert len(ran) == len(full.refitted.rows)
    assert again.metrics == full.metrics
    assert again.metrics["conll_wiki_f1"] == 0.65


def test_the_figures_are_those_of_the_bench(
    fit: Any, tiny: Any, monkeypatch: pytest.MonkeyPatch, bench: ModuleType
) -> None:
    """The bench's own loop over the service's answers, against ours over the same articles."""
    scorer, corpora = Scorer.load(fit.model), Corpora(tiny.corpora, tiny.labels)
    ours = figures.values(stage.on_dev(scorer, corpora, silent))

    def post(url: str, body: dict[str, Any]) -> dict[str, Any]:
        said = scorer.assess(Article.of(body["text"], body.get("title")))
        head = _wire(said.headline) if said.headline else None
        rating = {"score": said.rating.score} if said.rating else None
        return {"headline": head, "sentences": [_wire(one) for one in said.sentences], "rating": rating}

    monkeypatch.setattr(bench, "post", post)
    told: list[str] = []
    monkeypatch.setattr(bench, "print", lambda text, **_: told.append(text), raising=False)
    folder = tiny.labels
    arguments = ["bench", "--json", "--labels", folder / "labels.dev.tsv", "--ratings", folder / "ratings.dev.tsv",
                 "--articles", tiny.corpora / "news/articles.jsonl.gz"]  # fmt: skip
    monkeypatch.setattr("sys.argv", [str(argument) for argument in arguments])
    bench.main()
    theirs = json.loads(told[-1])
    assert {name: value for name, value in theirs.items() if name in ours} == pytest.approx(ours, abs=1e-4)


def _wire(said: Any) -> dict[str, Any]:
    return {
        "start": said.sentence.start,
        "end": said.sentence.end,
        "strength": said.strength,
        "probabilities": said.probabilities,
        "sourcing": {"label": said.sourcing},
        "certainty": {"value": said.certainty_value},
    }
