"""The card: the prose about a model, written from its manifest alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from string import Template

from evidence.manifest import Manifest

TEMPLATE = Path(__file__).parent / "card.md.tmpl"
RANKED = "strength_qwk"
SHOWN = 3


def card(manifest: Manifest) -> str:
    """Return the model card in Markdown."""
    whole = {name: value for name, value in manifest.metrics.items() if "/" not in name}
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        name=manifest.name,
        version=manifest.version,
        created=manifest.created,
        seed=manifest.seed,
        scikit_learn=manifest.scikit_learn,
        numpy=manifest.numpy,
        forced=f" Published although worse than the model before it: {manifest.forced}." if manifest.forced else "",
        corpora="\n".join(f"| {c.name} | {c.licence} | `{c.sha256[:12]}…` |" for c in manifest.corpora),
        metrics="\n".join(f"| {name} | {value:.3f} |" for name, value in whole.items()),
        slices=_slices(manifest.metrics),
        failures=_failures(manifest.metrics),
        thresholds=json.dumps(manifest.thresholds, sort_keys=True) if manifest.thresholds else "none",
        features=f"{len(manifest.features):,}",
        lexicon=f"`{manifest.lexicon[:12]}`",
        sha256=f"`{manifest.sha256[:12]}…`",
        size=f"{manifest.size:,}",
    )


def _slices(metrics: Mapping[str, float]) -> str:
    rows = [(*name.rsplit("/", 1), value) for name, value in metrics.items() if "/" in name]
    if not rows:
        return "None were measured."
    lines = [f"| {part} | {figure} | {value:.3f} |" for part, figure, value in rows]
    return "\n".join(["| slice | figure | value |", "|---|---|---|", *lines])


def _failures(metrics: Mapping[str, float]) -> str:
    ranked = sorted((value, name) for name, value in metrics.items() if name.endswith(f"/{RANKED}"))
    weakest = [f"{name.rsplit('/', 1)[0]} ({value:.2f})" for value, name in ranked[:SHOWN]]
    return f"- Weakest slices by strength QWK: {', '.join(weakest) or 'none were measured'}."
