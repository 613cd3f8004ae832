"""The document: docs/evaluation.md and its plots, written from an evaluation and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Any

import numpy as np

from evidence.values import LEVELS
from training.evaluation import plots, slices, tables
from training.evaluation.figures import FEWEST, FIGURES, MEASURED
from training.evaluation.markdown import NONE, held, interval, number, table, title, verdict
from training.evaluation.outcomes import Outcome
from training.evaluation.retold import ablation_section, curve_section, curves
from training.evaluation.values import Evaluation
from training.evaluation.worst import error, worst

TEMPLATE = Path(__file__).parent / "evaluation.md.tmpl"
DOCUMENT = "evaluation.md"


def write(found: Evaluation, docs: Path) -> None:
    """Write evaluation.md, and the plots beside it in evaluation/, into the folder."""
    folder = docs / plots.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.svg"):
        old.unlink()
    for name, svg in _plots(found) if plots.available() else ():
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
    (docs / DOCUMENT).write_text(document(found), encoding="utf-8")


def document(found: Evaluation) -> str:
    """Return the document in Markdown."""
    manifest = found.manifest
    confusions = tables.confusions(found.outcomes)
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        model=f"{manifest.name} {manifest.version}",
        created=manifest.created,
        sha256=manifest.sha256[:12],
        articles=found.articles,
        sentences=len(found.outcomes.sentences),
        claims=len(found.outcomes.claims),
        fewest=FEWEST,
        plots="" if plots.available() else f"\n{plots.ABSENT}\n",
        figures=_figures(found),
        single=_single(found),
        meanings="\n".join(f"- **{facts.title}**: {facts.meaning}." for facts in FIGURES.values()),
        slices=_slices(found),
        confusions="\n\n".join(_confusion(one) for one in confusions),
        reliability=_reliability(found),
        strengths=_strengths(found),
        baselines=_baselines(found),
        learning=curve_section(found),
        ablation=ablation_section(found),
        explanations=_explanations(found),
        spans=_spans(found),
        hedges=_hedges(found),
        fired=_fired(found),
        worst=_worst(found),
    )


def _plots(found: Evaluation) -> Iterator[tuple[str, str]]:
    for one in tables.confusions(found.outcomes):
        yield f"confusion-{one.name}", plots.confusion(one)
    for name, curve in tables.reliability(found.outcomes).items():
        yield _reliability_file(name), plots.reliability(name, curve)
    yield "strengths", plots.strengths(*tables.strengths(found.outcomes))
    if drawn := curves(found):
        yield "learning", plots.learning(drawn, "strength_qwk")


def _figures(found: Evaluation) -> str:
    rows = [
        (facts.title, number(name, one.value), interval(name, one), held(facts, facts.must), held(facts, facts.aim),
         verdict(facts, one.value))
        for name, one in found.figures.items() for facts in (FIGURES[name],)
    ]  # fmt: skip
    return table(("figure", "value", "95 % interval", "must", "aim", "reached"), rows)


def _single(found: Evaluation) -> str:
    rows = [
        (facts.title, number(name, single) if name in found.single else "not measured", held(facts, facts.must),
         held(facts, facts.aim), verdict(facts, single) if name in found.single else NONE)
        for name, facts in FIGURES.items() if name not in MEASURED for single in (found.single.get(name, 0.0),)
    ]  # fmt: skip
    return table(("figure", "value", "must", "aim", "reached"), rows)


def _slices(found: Evaluation) -> str:
    def told(axis: str) -> str:
        rows = [
            (one.name, str(one.sentences), str(one.claims), str(one.articles),
             *(number(name, one.figures[name].value) if name in one.figures else NONE for name in slices.SHOWN[:1]),
             interval(slices.SHOWN[0], one.figures.get(slices.SHOWN[0])),
             *(number(name, one.figures[name].value) if name in one.figures else NONE for name in slices.SHOWN[1:]))
            for one in found.slices[axis]
        ]  # fmt: skip
        head = (axis, "sentences", "claims", "articles", title(slices.SHOWN[0]), "95 % interval")
        return f"### {axis.capitalize()}\n\n{table((*head, *map(title, slices.SHOWN[1:])), rows)}"

    return "\n\n".join(told(axis) for axis in found.slices)


def _confusion(one: tables.Confusion) -> str:
    totals = one.counts.sum(axis=1)
    rows = [
        (name, *(f"{n:g}" for n in row), f"{row[i] / total:.2f}" if total else NONE)
        for i, (name, row, total) in enumerate(zip(one.classes, one.counts, totals, strict=True))
    ]
    plot = plots.shown(f"confusion-{one.name}", f"Confusion matrix of the {one.name}")
    head = (f"{one.name} as labelled", *one.classes, "right")
    return f"### {one.name.capitalize()}\n\n{plot}{table(head, rows)}"


def _reliability_file(name: str) -> str:
    return f"reliability-{'strength' if 'strength' in name else 'sourcing'}"


def _reliability(found: Evaluation) -> str:
    def told(name: str, curve: tuple[tables.Bin, ...]) -> str:
        rows = [(f"{b.low:.1f} to {b.high:.1f}", str(b.n), f"{b.predicted:.3f}", f"{b.happened:.3f}") for b in curve]
        plot = plots.shown(_reliability_file(name), f"Reliability of {name}")
        return f"### {name}\n\n{plot}{table(('predicted', 'n', 'mean prediction', 'how often it was so'), rows)}"

    return "\n\n".join(told(name, curve) for name, curve in tables.reliability(found.outcomes).items())


def _strengths(found: Evaluation) -> str:
    labelled, scored = tables.strengths(found.outcomes)
    rows = [
        (f"{i} {name}", f"{a:g}", f"{b:g}") for i, (name, a, b) in enumerate(zip(LEVELS, labelled, scored, strict=True))
    ]
    return plots.shown("strengths", "Strengths as labelled and as scored") + table(
        ("strength", "labelled", "scored"), rows
    )


def _baselines(found: Evaluation) -> str:
    every = {f"{found.manifest.name} {found.manifest.version}": found.figures, **found.baselines}
    rows = [
        (title(name), *(number(name, own[name].value) if name in own else NONE for own in every.values()))
        for name in MEASURED
    ]
    return table(("figure", *every), rows)


def _explanations(found: Evaluation) -> str:
    if not found.explanations:
        return "No cue of dev has an effect above 0.01."
    rows = [(one.kind, str(one.n), f"{one.true:.3f}", f"{one.told:.3f}", f"{one.moved:.3f}")
            for one in found.explanations]  # fmt: skip
    return table(("kind of cue", "cues", "true", "mean effect as told", "mean change by deleting"), rows)


def _spans(found: Evaluation) -> str:
    rows = [(name, *(f"{value:.3f}" for value in (score.precision, score.recall, score.f1)))
            for name, score in found.spans.scores.items()]  # fmt: skip
    told = f"{found.spans.articles} articles; {found.spans.left_out} of the split are left out, being among our labels."
    return f"{told}\n\n{table(('span', 'precision', 'recall', 'F1'), rows)}"


def _hedges(found: Evaluation) -> str:
    if found.hedges is None:
        return "Not measured here: `python -m training hedges` leaves its figures for this section."
    return table(("figure", "value"), _flat(found.hedges))


def _flat(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield the figures of a file with their names, whatever groups it puts them in."""
    for key, value in values.items():
        name = f"{before}{key.replace('_', ' ')}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}, ")
        elif isinstance(value, list):
            yield name, " to ".join(f"{bound:.4g}" for bound in value)
        else:
            yield name, f"{value:.4g}" if isinstance(value, float) else str(value)


def _fired(found: Evaluation) -> str:
    if not found.fired:
        return "Not measured here: the tables are in the tests of a checkout."
    rows = [(name, str(one.n), *(f"{share:.1%}" for share in (one.model, one.weak, one.lexicon)))
            for name, one in found.fired.items()]  # fmt: skip
    return table(("table", "sentences", "fired", "strength below solid", "a cue of the lexicon"), rows)


def _worst(found: Evaluation) -> str:
    return table(
        ("article", "place", "labelled", "scored", "off by", "cues and effects"), map(_wrong, worst(found.outcomes))
    )


def _wrong(outcome: Outcome) -> tuple[str, ...]:
    label, said, claim = outcome.label, outcome.said, outcome.claim
    assert claim is not None
    place = f"{'title ' if label.index == 0 else ''}{label.start}–{label.end}"
    cues = [f"{cue.kind}.{cue.subtype} at {cue.start} ({cue.effect:+.2f})" for cue in said.cues]
    certain = np.floor(claim.certain + 0.5)
    return (
        f"`{outcome.article.id}`", place, f"{label.sourcing.replace('|', ' or ')} {label.certainty} {label.strength}",
        f"{said.sourcing} {certain:g} {claim.given:.1f}", f"{error(outcome):.1f}", ", ".join(cues) or NONE,
    )  # fmt: skip
