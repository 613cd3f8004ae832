"""The page: the tally as plots, each with its table beside it, and what may and may not be read from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from evidence.policy import GRADE_LABELS, GRADES
from evidence.values import LEVELS
from service.bulk.readers.faults import CODES
from service.bulk.report.plots import Line, Mark, bars, over_time
from service.bulk.report.run import Ran
from service.bulk.report.tally import FEWEST, NONE, Group, Groups, Tally
from service.bulk.schema import CLAIMED
from service.formats.palette import NOTES

PLOTTED, LISTED = 25, 200  # groups, the largest
MOST_MONTHS = 120  # in a plot; a longer time is told by years


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: an id, a heading, a sentence on how to read it, plots, and a table with its caption."""

    id: str
    heading: str
    told: str
    plots: Sequence[Markup]
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def page(ran: Ran, tally: Tally) -> str:
    """Return the page as HTML."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(files("service.bulk.report").joinpath("page.html.j2").read_text("utf-8"))
    sections = [
        _grades(tally),
        _shares("sourcing", "Who stands behind the claims", "sourcing", CLAIMED, tally.sourcing),
        _shares("levels", "How strong the stated evidence is", "level", LEVELS, tally.levels),
        _grouped("publishers", "Ratings by publisher", "publisher", tally.publishers),
        _monthly(tally.months),
        _grouped("topics", "Ratings by topic", "topic", tally.topics),
        _rejects(ran),
    ]
    return template.render(ran=ran, tally=tally, sections=sections, count=_count, figure=_figure, fewest=FEWEST)


def _grades(tally: Tally) -> Section:
    told = {grade: f"{grade}, {label}" for grade, label in zip(GRADES, GRADE_LABELS, strict=True)}
    marks = [Mark(told[grade], tally.grades[grade]) for grade in reversed(GRADES)]
    rows = [[mark.name, _count(int(mark.value)), _percent(_part(mark.value, tally.whole.articles))] for mark in marks]
    for note, count in tally.notes.most_common():
        rows.append([NOTES.get(note, note), _count(count), _percent(_part(count, tally.whole.articles))])
    return Section(
        "grades",
        "Grades",
        f"Of {_count(tally.whole.articles)} articles {_count(tally.whole.rated)} have a rating.",
        [Markup(bars("grades-plot", "Articles by grade", "How many articles have each grade.", marks, _top(marks)))],
        "Articles by grade, and those without one by the reason",
        ("grade", "articles", "share"),
        rows,
    )


def _shares(id_: str, heading: str, of: str, names: Sequence[str], counts: Mapping[str, int]) -> Section:
    whole = sum(counts.values())
    marks = [Mark(name, 100 * (_part(counts.get(name, 0), whole) or 0.0)) for name in names]
    title = f"Claims by {of}"
    return Section(
        id_,
        heading,
        f"Of {_count(whole)} claims in all articles together.",
        [Markup(bars(f"{id_}-plot", title, f"The share of the claims that has each {of}.", marks, 100, " %"))],
        title,
        (of, "claims", "share"),
        [[name, _count(counts.get(name, 0)), _percent(_part(counts.get(name, 0), whole))] for name in names],
    )


def _grouped(id_: str, heading: str, of: str, groups: Groups) -> Section:
    marks = [Mark(name, one.mean, one.interval) for name, one in groups.largest(PLOTTED) if one.mean is not None]
    listed = groups.largest(LISTED)
    more = f" The {LISTED} with the most articles, of {_count(len(groups))}." if len(groups) > LISTED else ""
    told = f"The mean rating of each {of}, with its 95 % interval; those with the most articles first."
    return Section(
        id_,
        heading,
        f"The dot is the mean rating, 0 to 100, the line its 95 % interval. Those with the most articles come first, "
        f"which is no ranking; of fewer than {FEWEST} rated articles no mean is told.{more}",
        [Markup(bars(f"{id_}-plot", heading, told, marks, 100))] if marks else [],
        heading,
        (of, *_GROUP),
        [[name, *_group(one)] for name, one in listed],
    )


def _monthly(months: Groups) -> Section:
    known = Groups({name: one for name, one in months.items() if name != NONE})
    unit, times = _times(known)
    means = [one.mean if one else None for one in times.values()]
    reaches = [one.interval if one else None for one in times.values()]
    shares = {
        "unnamed": [one.share(one.unnamed) if one and one.rated >= FEWEST else None for one in times.values()],
        "hearsay": [one.share(one.hearsay) if one and one.rated >= FEWEST else None for one in times.values()],
    }
    told = f"by {unit}, where there are at least {FEWEST} rated articles."
    undated = months[NONE].articles if NONE in months else 0
    return Section(
        "months",
        "Over time",
        f"By the {unit} of the articles' dates; {_count(undated)} articles have none. "
        f"There is no dot where fewer than {FEWEST} articles are rated.",
        [
            Markup(
                over_time(
                    "ratings-time",
                    "Mean rating over time",
                    f"The mean rating {told}",
                    [*times],
                    [Line("rating", means, reaches)],
                    100,
                )
            ),
            Markup(_sourcing_over_time(f"The share of claims {told}", [*times], shares)),
        ]
        if times
        else [],
        f"Ratings, unnamed sources and hearsay by {unit}",
        (unit, *_GROUP),
        [[name, *_group(one or Group())] for name, one in times.items()],
    )


def _sourcing_over_time(told: str, times: Sequence[str], shares: Mapping[str, Sequence[float | None]]) -> str:
    lines = [Line(name, [None if one is None else 100 * one for one in values]) for name, values in shares.items()]
    top = _top([Mark(line.name, value) for line in lines for value in line.values if value is not None])
    return over_time("sourcing-time", "Unnamed sources and hearsay over time", told, times, lines, min(100, top), " %")


def _times(months: Groups) -> tuple[str, dict[str, Group | None]]:
    """Return the unit of time, and all times from the first to the last with their groups.

    Months; or years where there are more months than a plot has room for, or most have too few articles.
    """
    numbers = [12 * int(name[:4]) + int(name[5:]) - 1 for name in months]
    if not numbers:
        return "month", {}
    span = range(min(numbers), max(numbers) + 1)
    told = sum(one.mean is not None for one in months.values())
    if len(span) <= MOST_MONTHS and 2 * told >= len(span):
        return "month", {name: months.get(name) for name in (f"{at // 12:04d}-{at % 12 + 1:02d}" for at in span)}
    years = Groups()
    for name, one in months.items():
        years.of(name[:4]).join(one)
    return "year", {name: years.get(name) for name in (f"{at:04d}" for at in range(span[0] // 12, span[-1] // 12 + 1))}


def _rejects(ran: Ran) -> Section:
    counts = ran.counts
    return Section(
        "rejects",
        "What was not scored",
        f"Of {_count(counts.read)} records {_count(counts.rejected)} were rejected, each with its place and reason "
        "in a file under rejects/.",
        [],
        "Rejected records by reason",
        ("code", "records", "is"),
        [[code, _count(count), CODES.get(code, "–")] for code, count in sorted(counts.codes.items())],
    )


_GROUP = ("articles", "rated", "mean", "interval", "claims", "unnamed", "hearsay")


def _group(one: Group) -> list[str]:
    low, high = one.interval or (None, None)
    return [
        _count(one.articles),
        _count(one.rated),
        _figure(one.mean),
        "–" if low is None else f"{_figure(low)}–{_figure(high)}",
        _count(one.claims),
        _percent(one.share(one.unnamed)),
        _percent(one.share(one.hearsay)),
    ]


def _top(marks: Sequence[Mark]) -> int:
    """Return where a scale of four steps may end, so that every mark lies on it and every step is a round number."""
    most = max((mark.value for mark in marks), default=0)
    return next(
        end for power in range(18) for end in (4 * step * 10**power for step in (1, 2, 3, 4, 5, 8)) if end >= most
    )


def _part(of: float, whole: float) -> float | None:
    return of / whole if whole else None


def _count(value: int) -> str:
    return f"{value:,}"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"
