"""The card: the prose about a model, written from its manifest alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Any

from evidence.manifest import Manifest
from training.evaluation.figures import FEWEST, FIGURES, Measured
from training.evaluation.markdown import NONE, held, interval, number, table

TEMPLATE = Path(__file__).parent / "card.md.tmpl"
RANKED = "strength_qwk"
SHOWN = 3
SLICED = (RANKED, "strength_mae", "certainty_qwk", "hedged_auc", "sourcing_accuracy")
SENTENCES = "sentences"
GOALS = "goals"


def card(manifest: Manifest) -> str:
    """Return the model card in Markdown."""
    slices = _by_slice(manifest.metrics)
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        name=manifest.name,
        version=manifest.version,
        created=manifest.created,
        seed=manifest.seed,
        scikit_learn=manifest.scikit_learn,
        numpy=manifest.numpy,
        forced=f" Published although worse than the model before it: {manifest.forced}." if manifest.forced else "",
        corpora="\n".join(f"| {c.name} | {c.licence} | `{c.sha256[:12]}…` |" for c in manifest.corpora),
        metrics=_figures(manifest.metrics),
        meanings="\n".join(_meanings(manifest.metrics)),
        slices=_slices(slices),
        fewest=FEWEST,
        failures=_failures(slices),
        thresholds=_thresholds(manifest.thresholds),
        goals=_goals(manifest.thresholds.get(GOALS, {})),
        features=f"{len(manifest.features):,}",
        lexicon=f"`{manifest.lexicon[:12]}`",
        sha256=f"`{manifest.sha256[:12]}…`",
        size=f"{manifest.size:,}",
    )


def _thresholds(thresholds: Mapping[str, Any]) -> str:
    fixed = {name: value for name, value in thresholds.items() if name != GOALS}
    return json.dumps(fixed, sort_keys=True) if fixed else "none"


def _goals(reached: Mapping[str, Mapping[str, float]]) -> str:
    if not reached:
        return "None were measured."
    head = ("goal", "threshold", "precision", "recall")
    return table(head, [(name, *(f"{goal[part]:.2f}" for part in head[1:])) for name, goal in reached.items()])


def _figures(metrics: Mapping[str, float]) -> str:
    rows = [
        (facts.title, number(name, metrics[name]), _interval(metrics, name), held(facts, facts.must),
         held(facts, facts.aim))
        for name, facts in FIGURES.items() if name in metrics
    ]  # fmt: skip
    return table(("figure", "value", "95 % interval", "must", "aim"), rows)


def _interval(metrics: Mapping[str, float], name: str) -> str:
    low, high = metrics.get(f"{name}_low"), metrics.get(f"{name}_high")
    return NONE if low is None or high is None else interval(name, Measured(metrics[name], (low, high), 0))


def _meanings(metrics: Mapping[str, float]) -> Iterator[str]:
    for name, facts in FIGURES.items():
        if name in metrics:
            yield f"- {facts.title}: {facts.meaning}."


def _by_slice(metrics: Mapping[str, float]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for name, value in metrics.items():
        if "/" in name:
            part, _, figure = name.rpartition("/")
            found.setdefault(part, {})[figure] = value
    return found


def _slices(slices: Mapping[str, Mapping[str, float]]) -> str:
    if not slices:
        return "None were measured."
    rows = [
        (part, f"{own[SENTENCES]:.0f}" if SENTENCES in own else NONE, number(RANKED, own.get(RANKED)),
         _interval(own, RANKED), *(number(name, own.get(name)) for name in SLICED[1:]))
        for part, own in slices.items()
    ]  # fmt: skip
    head = ("slice", SENTENCES, FIGURES[RANKED].title, "95 % interval", *(FIGURES[name].title for name in SLICED[1:]))
    return table(head, rows)


def _failures(slices: Mapping[str, Mapping[str, float]]) -> str:
    ranked = sorted((own[RANKED], part) for part, own in slices.items() if RANKED in own)
    weakest = [f"{part} ({value:.2f})" for value, part in ranked[:SHOWN]]
    return f"- Weakest slices by strength QWK: {', '.join(weakest) or 'none were measured'}."
