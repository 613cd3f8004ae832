"""The stage: measure a model on dev and write it all down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evidence import manifest as manifests
from evidence.heads import Judgement
from evidence.scorer import Scorer
from evidence.values import Article
from training.corpora import Corpora
from training.evaluation import ablation, explanations, figures, firing, learning, refits, slices, spans
from training.evaluation.baselines import BASELINES
from training.evaluation.document import write
from training.evaluation.outcomes import Outcomes, assessed, compared
from training.evaluation.refits import Ledger, Material
from training.evaluation.values import Evaluation
from training.progress import Report, silent

REFITS, HEDGES, SPEED = "refits.json", "hedges.json", "speed.json"
BASELINE_REPEATS = 200


@dataclass(frozen=True)
class Paths:
    """The model's folder, the folder of what is made on the way, and the one that the document goes to."""

    model: Path
    work: Path
    docs: Path


def evaluate(paths: Paths, corpora: Corpora, full: bool = False, report: Report = silent) -> Evaluation:
    """Measure the model on dev, write the document, and return the evaluation.

    The learning curve and the ablation refit the heads some twenty times: they are made if ``full``, and else read
    from ``work``, where the last full run of the same features left them.
    """
    scorer, manifest = Scorer.load(paths.model), manifests.read(paths.model)
    ledger = Ledger(paths.work / REFITS, manifest)
    few = refits.annotated(scorer, corpora, report)
    if full:
        material = refits.whole(few, scorer, corpora, manifest, paths.work, report)
        made = datetime.now(UTC).date().isoformat()
        learning.run(material, ledger, made, report)
        ablation.run(material, ledger, made, report)
    outcomes = on_dev(scorer, corpora, report)
    found = Evaluation(
        manifest=manifest,
        articles=len(corpora.labelled("dev")),
        outcomes=outcomes,
        figures=_measured(outcomes, None),
        slices=slices.sliced(outcomes),
        baselines=_baselines(few, report),
        explanations=explanations.agreements(explanations.trials(scorer, corpora.labelled("dev"), report)),
        spans=spans.measure(scorer, corpora),
        fired=firing.measure(scorer),
        hedges=_json(paths.work / HEDGES),
        speed=_json(paths.work / SPEED),
        refitted=ledger.read(),
    )
    write(found, paths.docs)
    return found


def on_dev(scorer: Scorer, corpora: Corpora, report: Report) -> Outcomes:
    """Return the outcomes of a model on dev."""
    given = corpora.labelled("dev")
    said = []
    for at, labelled in enumerate(given, 1):
        article = Article.of(labelled.article.text, labelled.article.title or None)
        said.append((labelled, assessed(scorer.assess(article))))
        report("dev", at / len(given))
    return compared(said)


def _measured(outcomes: Outcomes, repeats: int | None) -> dict[str, figures.Measured]:
    found = {name: figures.measured(outcomes, name, repeats=repeats) for name in figures.MEASURED}
    return {name: one for name, one in found.items() if one is not None}


def _baselines(material: Material, report: Report) -> dict[str, Mapping[str, figures.Measured]]:
    """Fit each baseline and measure it; its rating is fitted to what it says of publishers new to it."""
    found: dict[str, Mapping[str, figures.Measured]] = {}
    for at, (name, make) in enumerate(BASELINES.items(), 1):
        unseen: dict[str, Judgement] = {}
        for fold in {example.fold for example in material.hard}:
            judge = make([example for example in material.hard if example.fold != fold])
            unseen |= {example.id: judge(example) for example in material.hard if example.fold == fold}
        rate = refits.rates(material.hard, unseen)
        outcomes = refits.told(material, material.dev, make(material.hard), rate)
        found[name] = _measured(outcomes, min(BASELINE_REPEATS, figures.REPEATS))
        report("baselines", at / len(BASELINES))
    return found


def _json(path: Path) -> Mapping[str, Any] | None:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
