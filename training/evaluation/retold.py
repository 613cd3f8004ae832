"""Retold: what the document says of refits, the learning curve and the ablation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from training.evaluation import ablation, learning, plots, refits
from training.evaluation.markdown import NONE, number, table, title
from training.evaluation.refits import Row
from training.evaluation.values import Evaluation

UNMEASURED = "Not measured for this model: `python -m training evaluate --full` refits the heads and fills this in."


def curves(found: Evaluation) -> dict[str, list[tuple[float, Row]]]:
    """Return the two curves; none where a refit of either is lacking."""
    if found.refitted is None:
        return {}
    rows = {row.name: row for row in found.refitted.table(learning.TABLE)}
    if any(f"{hard:g} {soft:g}" not in rows for hard, soft in learning.shares()):
        return {}
    return {
        "annotated articles": [(hard, rows[f"{hard:g} {learning.FEW:g}"]) for hard in learning.HARD],
        "soft-labelled articles": [(soft, rows[f"1 {soft:g}"]) for soft in learning.SOFT],
    }


def curve_section(found: Evaluation) -> str:
    """Return the section on the learning curve."""
    drawn = curves(found)
    if not drawn or found.refitted is None:
        return UNMEASURED
    rows = [
        (f"{share:g} of the {name}", *(number(figure, row.dev.get(figure)) for figure in refits.SHOWN))
        for name, curve in drawn.items()
        for share, row in curve
    ]
    head = ("refitted to", *(title(figure) for figure in refits.SHOWN))
    plot = plots.shown("learning", "Learning curve")
    return f"{_made(found)}\n\n{plot}{table(head, rows)}"


def ablation_section(found: Evaluation) -> str:
    """Return the section on the ablation."""
    rows = found.refitted.table(ablation.TABLE) if found.refitted else ()
    if found.refitted is None or {row.name for row in rows} < {one.name for one in ablation.variants()}:
        return UNMEASURED
    whole = next(row for row in rows if row.name == ablation.ALL)

    def told(row: Row) -> tuple[str, ...]:
        return (row.name, *_changes(row.train, whole.train, row is whole), *_changes(row.dev, whole.dev, row is whole))

    shown = [name for name in refits.SHOWN if name != "rating_spearman"]
    head = ("", *(f"train: {title(name)}" for name in shown), *(f"dev: {title(name)}" for name in shown))
    return f"{_made(found)}\n\n{table(head, map(told, rows))}"


def _changes(own: Mapping[str, float], whole: Mapping[str, float], plain: bool) -> Iterator[str]:
    for name in refits.SHOWN:
        if name != "rating_spearman":
            known = name in own and name in whole
            yield (number(name, own[name]) if plain else f"{own[name] - whole[name]:+.3f}") if known else NONE


def _made(found: Evaluation) -> str:
    assert found.refitted is not None
    return f"Measured on {found.refitted.made} with what the tagger of {found.refitted.model} read."
