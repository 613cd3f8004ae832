"""The document: a comparison in Markdown, and in a few lines for a terminal; no text of an article is in either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Template

from evidence.policy import GRADES
from evidence.values import CERTAINTIES, LEVELS, SOURCINGS, Rating
from training.comparison.changes import SHOWN, SliceChange, verdict
from training.comparison.movements import NO_CLAIM, UNRATED, Movement, Movements, changed, total
from training.comparison.movements import table as counted
from training.comparison.stage import Comparison
from training.evaluation.figures import FEWEST, Changed
from training.evaluation.markdown import NONE, number, table, title

TEMPLATE = Path(__file__).parent / "compare.md.tmpl"


def document(found: Comparison) -> str:
    """Return the document in Markdown."""
    moved = found.sample
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        old=_model(found.old.name, found.old.version, found.old.sha256),
        new=_model(found.new.name, found.new.version, found.new.sha256),
        articles=found.dev.articles,
        sentences=found.dev.sentences,
        fewest=FEWEST,
        worse="\n".join(f"- {fault}." for fault in found.worse) or "Nothing is.",
        whole=_whole(found.dev.whole),
        slices="\n\n".join(_slices(axis, parts) for axis, parts in found.dev.slices.items()),
        archive=found.archive,
        sample=len(moved.articles),
        summary="\n".join(f"- {line}" for line in _moved(moved)),
        grades=_crossed(moved.grades, _seen(moved.grades, GRADES, UNRATED)),
        levels=_crossed(moved.levels, _seen(moved.levels, LEVELS, NO_CLAIM)),
        sourcings=_crossed(moved.sourcings, SOURCINGS),
        certainties=_crossed(moved.certainties, CERTAINTIES),
        movers=_movers(moved.movers),
    )


def summary(found: Comparison) -> Iterator[str]:
    """Yield the lines that sum the comparison up."""
    for name, one in found.dev.whole.items():
        yield (
            f"{title(name):32} {number(name, one.old):>6} -> {number(name, one.new):>6}  {_bounds(one):20} "
            f"{verdict(name, one)}"
        ).rstrip()
    for part, name, one in found.dev.sure:
        yield f"Slice “{part}”: {title(name)} {one.old:.3f} -> {one.new:.3f}, surely {verdict(name, one)}."
    if found.sample.articles:
        yield f"{found.archive}, {len(found.sample.articles)} articles:"
        yield from _moved(found.sample)
    for fault in found.worse:
        yield f"Worse: {fault}."


def _model(name: str, version: str, sha256: str) -> str:
    return f"{name} {version} (artifact {sha256[:12]})"


def _bounds(one: Changed) -> str:
    return NONE if one.interval is None else f"{one.interval[0]:+.3f} to {one.interval[1]:+.3f}"


def _difference(name: str, one: Changed | None) -> tuple[str, ...]:
    if one is None:
        return (NONE,) * 4
    return number(name, one.old), number(name, one.new), f"{one.new - one.old:+.3f}", _bounds(one)


def _whole(figures: Mapping[str, Changed]) -> str:
    rows = [(title(name), *_difference(name, one), verdict(name, one) or NONE) for name, one in figures.items()]
    return table(("figure", "old", "new", "difference", "95 % interval of it", "surely"), rows)


def _slices(axis: str, parts: Sequence[SliceChange]) -> str:
    rows = [
        (one.name, str(one.sentences), *(cell for name in SHOWN for cell in _compact(name, one.figures.get(name))))
        for one in parts
    ]
    head = (axis, "sentences", *(cell for name in SHOWN for cell in (title(name), "95 % interval of the difference")))
    return f"### {axis.capitalize()}\n\n{table(head, rows)}"


def _compact(name: str, one: Changed | None) -> tuple[str, str]:
    if one is None:
        return NONE, NONE
    sure = verdict(name, one)
    return f"{number(name, one.old)} → {number(name, one.new)}", _bounds(one) + (f", **{sure}**" if sure else "")


def _moved(moved: Movements) -> Iterator[str]:
    yield f"{_share(moved.grades)} articles change grade."
    if moved.mean_points is not None:
        yield f"A rating moves by {moved.mean_points:.1f} points in the mean."
    for name, pairs in (("level", moved.levels), ("sourcing", moved.sourcings), ("certainty", moved.certainties)):
        yield f"{_share(pairs)} sentences change {name}."


def _share(pairs: Mapping[tuple[str, str], int]) -> str:
    every = total(pairs)
    return f"{changed(pairs)} of {every} ({changed(pairs) / every:.1%})" if every else "0 of 0"


def _seen(pairs: Mapping[tuple[str, str], int], names: Sequence[str], without: str) -> tuple[str, ...]:
    """Return the names, with the one for what has none of them where there is such."""
    return (*names, without) if any(without in pair for pair in pairs) else tuple(names)


def _crossed(pairs: Mapping[tuple[str, str], int], names: Sequence[str]) -> str:
    rows = [(name, *map(str, row)) for name, row in zip(names, counted(pairs, names), strict=True)]
    return table(("old \\ new", *names), rows)


def _movers(movers: Sequence[Movement]) -> str:
    if not movers:
        return "No rating moves."
    rows = [
        (f"`{_cell(one.id)}`", _rating(one.old), _rating(one.new), NONE if one.points is None else f"{one.points:+.1f}")
        for one in movers
    ]
    return table(("article", "old", "new", "points"), rows)


def _cell(id_: str) -> str:
    """Return an id so that it stays one cell of a table: it is the archive's, and may be anything."""
    flat = "".join(letter if letter.isprintable() and letter not in "|`" else "_" for letter in id_)
    return flat if len(flat) <= 80 else f"{flat[:79]}…"


def _rating(rating: Rating | None) -> str:
    return NONE if rating is None else f"{rating.score:.1f} {rating.grade}"
