"""The report: figures of all shards that are done, as plots with their tables, in one page without network."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from service.bulk import layout, marks, report
from service.bulk.errors import BulkError
from service.bulk.options import Outcome
from service.bulk.record import Row, Stamp, Style
from service.bulk.report import tally as tally_module
from service.bulk.report.page import _times
from service.bulk.report.plots import Line, Mark, bars, over_time
from service.bulk.report.tally import Group, Groups, rows, tallied
from service.bulk.schema import CLAIMED, TABLES
from service.bulk.writers import write_shard

STAMP = Stamp("0.1.0", "onrecord-en", "1.1.0", "a" * 64, "default", "1", "b" * 64)
NUMBERS = itertools.count()
EMPTY: dict[Any, Any] = {pa.string(): "", pa.int32(): 0}
BLANK = {one.name: None if one.nullable else EMPTY.get(one.type, []) for one in TABLES["articles"]}


def row(
    score: float | None = 50.0, publisher: str | None = "Gazette", day: str | None = "2024-03-01", **more: Any
) -> Row:
    """Return an article's row with ten claims, two of them unnamed and one hearsay."""
    shares = {"own": 0.7, "named": 0.0, "document": 0.0, "media": 0.0, "unnamed": 0.2, "hearsay": 0.1}
    return {
        **BLANK,
        "place": f"a.jsonl:{next(NUMBERS)}",
        "publisher": publisher,
        "date": date.fromisoformat(day) if day else None,
        "topic": "roads",
        "score": score,
        "grade": None if score is None else "C",
        "note": "too_short" if score is None else None,
        "sentences": 12,
        "claims": 10,
        "sourcing_shares": shares,
        "level_shares": {"none": 0.0, "weak": 0.3, "moderate": 0.3, "solid": 0.4, "strong": 0.0},
        **more,
    }


def output(folder: Path, *shards: Sequence[Row], style: Style = "parquet", finished: bool = True) -> Path:
    """Return a folder as a run leaves it."""
    for name in (*layout.KINDS, layout.MARKS):
        (folder / name).mkdir(parents=True)
    told = {"input": {"path": "/archive/news.jsonl"}, "made_by": vars(STAMP)}
    (folder / layout.RUN).write_text(json.dumps(told))
    for number, articles in enumerate(shards):
        write_shard(folder, number, articles, None, [], style, STAMP)
        counts = Outcome(len(articles) + 2, len(articles), 0, 2, {"not_json": 1, "missing_text": 1})
        marks.write(folder, number, counts, style)
    if finished:
        (folder / layout.DONE).write_text("{}")
    return folder


def counts(groups: Groups) -> dict[str, int]:
    return {name: one.articles for name, one in groups.items()}


@pytest.mark.parametrize("style", ["parquet", "jsonl"])
def test_all_shards_that_are_done_are_added_up(style: Style, tmp_path: Path) -> None:
    folder = output(tmp_path, [row(40.0), row(60.0)], [row(80.0, "Courier"), row(None, None, None)], style=style)
    write_shard(folder, 7, [row(0.0)], None, [], style, STAMP)  # not marked: perhaps half of it
    found = tallied(rows(folder))
    assert (found.whole.articles, found.whole.rated, found.whole.total) == (4, 3, 180.0)
    assert (found.sentences, found.whole.claims) == (48, 40)
    assert {name: one.articles for name, one in found.publishers.items()} == {
        "Gazette": 2,
        "Courier": 1,
        "(none given)": 1,
    }
    assert {name: one.articles for name, one in found.months.items()} == {"2024-03": 3, "(none given)": 1}
    assert (found.grades, found.notes) == ({"C": 3}, {"too_short": 1})
    assert {name: count for name, count in found.sourcing.items() if count} == {"own": 28, "unnamed": 8, "hearsay": 4}
    assert found.levels["weak"] == 12
    assert found.whole.share(found.whole.unnamed) == pytest.approx(0.2)


def grouped(*scores: float) -> Group:
    group = Group()
    for score in scores:
        group.add(row(score))
    return group


def test_a_mean_has_the_interval_of_its_standard_error() -> None:
    group = grouped(40, 50, 60, 50, 50)
    assert group.mean == 50
    # The standard deviation is sqrt(200 / 4), its standard error sqrt(10).
    assert group.interval == pytest.approx((50 - 1.96 * 10**0.5, 50 + 1.96 * 10**0.5))


def test_of_too_few_articles_no_mean_is_told() -> None:
    assert (grouped(40, 50, 60, 50).mean, grouped(40, 50, 60, 50).interval) == (None, None)
    assert Group().share(0) is None


def test_beyond_the_bound_all_further_groups_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally_module, "MOST_GROUPS", 2)
    found = tallied([row(publisher=name) for name in ("a", "b", "c", "a", "d")])
    assert counts(found.publishers) == {"a": 2, "b": 1, "(all others)": 2}


def months(*names: str, articles: int = 5) -> Groups:
    groups = Groups()
    for name in names:
        for _ in range(articles):
            groups.of(name).add(row())
    return groups


MANY = months(*(f"{1990 + at // 12}-{at % 12 + 1:02d}" for at in range(121)))
TIMES: list[tuple[Groups, str, list[str]]] = [
    (months(), "month", []),
    (months("2024-01"), "month", ["2024-01"]),
    (months("2023-11", "2024-02", "2024-01"), "month", ["2023-11", "2023-12", "2024-01", "2024-02"]),
    (months("2023-11", "2024-02", "2024-01", articles=4), "year", ["2023", "2024"]),
    (months("2021-01", "2024-02"), "year", ["2021", "2022", "2023", "2024"]),
    (
        months(*(f"{1990 + at // 12}-{at % 12 + 1:02d}" for at in range(121))),
        "year",
        [str(at) for at in range(1990, 2001)],
    ),
]


@pytest.mark.parametrize(("groups", "unit", "wanted"), TIMES)
def test_time_is_told_by_month_unless_there_are_too_many_or_too_few_in_them(
    groups: Groups, unit: str, wanted: list[str]
) -> None:
    found, times = _times(groups)
    assert (found, list(times)) == (unit, wanted)
    assert sum(one.articles for one in times.values() if one) == sum(one.articles for one in groups.values())


class _Reader(HTMLParser):
    """What the tests look at in a page: its tables, the names of its plots, and whatever could ask a network."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.plots: list[str] = []
        self.asked: list[str] = []
        self.ids: list[str] = []
        self._into: list[str] | None = None
        self._caption = ""
        self._tag = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._tag = tag
        self.ids += [given["id"] or ""] if "id" in given else []
        self.asked += [f"{tag} {name}" for name in ("src", "srcset", "action", "data") if name in given]
        if tag in ("script", "link", "iframe", "img", "object") or not (given.get("href") or "#").startswith("#"):
            self.asked.append(tag)
        if tag == "svg":
            assert given["role"] == "img"
            self.plots.append(given["aria-labelledby"] or "")
        if tag == "tr" and self._caption:
            self._into = []
            self.tables[self._caption].append(self._into)

    def handle_data(self, words: str) -> None:
        if self._tag == "caption" and words.strip():
            self._caption = words
            self.tables[words] = []
        elif self._tag in ("td", "th") and self._into is not None and words.strip():
            self._into.append(words)

    def handle_endtag(self, tag: str) -> None:
        self._tag = ""
        if tag == "table":
            self._caption, self._into = "", None


def page(folder: Path) -> str:
    return report.write(folder).read_text("utf-8")


def articles() -> list[Row]:
    return [row(float(at), day=f"2024-0{at % 2 + 1}-01") for at in range(40, 60)] + [row(None, "Courier", None)]


def test_the_page_has_each_plots_figures_in_a_table(tmp_path: Path) -> None:
    read = _Reader(page(output(tmp_path, articles())))
    assert read.tables["Ratings by publisher"] == [
        ["publisher", "articles", "rated", "mean", "interval", "claims", "unnamed", "hearsay"],
        ["Gazette", "20", "20", "49.5", "46.9–52.1", "200", "20.0 %", "10.0 %"],
        ["Courier", "1", "0", "–", "–", "10", "20.0 %", "10.0 %"],
    ]
    assert read.tables["Ratings, unnamed sources and hearsay by month"][1][:4] == ["2024-01", "10", "10", "49.0"]
    assert read.tables["Articles by grade, and those without one by the reason"][3:] == [
        ["C, partly evidenced", "20", "95.2 %"],
        ["D, weakly evidenced", "0", "0.0 %"],
        ["E, hardly evidenced", "0", "0.0 %"],
        ["Too short to rate.", "1", "4.8 %"],
    ]
    assert [one[0] for one in read.tables["Claims by sourcing"][1:]] == list(CLAIMED)
    assert read.tables["Rejected records by reason"][1][:2] == ["missing_text", "1"]


def test_each_plot_has_a_title_and_a_text_in_its_place(tmp_path: Path) -> None:
    read = _Reader(page(output(tmp_path, articles())))
    assert len(read.plots) == 7
    assert [name for plot in read.plots for name in plot.split() if name not in read.ids] == []
    assert len(set(read.ids)) == len(read.ids)


def test_the_page_asks_nothing_of_any_network_and_knows_the_dark(tmp_path: Path) -> None:
    told = page(output(tmp_path, articles()))
    assert _Reader(told).asked == []
    assert re.search(r"https?://|@import|url\(", told) is None
    assert "default-src 'none'" in told
    assert "prefers-color-scheme: dark" in told


def test_names_out_of_the_input_are_text_and_never_markup(tmp_path: Path) -> None:
    name = '<script>alert(1)</script> & "Co"'
    told = page(output(tmp_path, [row(publisher=name, topic=name) for _ in range(5)]))
    read = _Reader(told)
    assert read.asked == []
    assert "<script" not in told
    assert "".join(read.tables["Ratings by publisher"][1][:-7]) == name


def test_a_run_that_is_not_finished_says_so(tmp_path: Path) -> None:
    assert "The run is not finished" in page(output(tmp_path / "1", articles(), finished=False))
    assert "The run is not finished" not in page(output(tmp_path / "2", articles()))


def test_an_empty_output_has_a_report_too(tmp_path: Path) -> None:
    read = _Reader(page(output(tmp_path)))
    assert read.tables["Claims by level"][1] == ["none", "0", "–"]


def test_the_same_output_makes_the_same_page(tmp_path: Path) -> None:
    folder = output(tmp_path, articles())
    assert page(folder) == page(folder)


def test_a_folder_without_a_run_has_no_report(tmp_path: Path) -> None:
    with pytest.raises(BulkError, match=r"holds no output of a run: run\.json is missing or cannot be read\."):
        report.write(tmp_path)


def test_a_bar_is_as_long_as_its_value() -> None:
    drawn = bars("p", "Title", "Told", [Mark("all", 100), Mark("half", 50), Mark("dot", 50, (25, 75))], 100)
    widths = [float(width) for width in re.findall(r'class="bar"[^>]* width="([\d.]+)"', drawn)]
    assert widths == [426.0, 213.0]
    assert re.findall(r'class="reach" x1="([\d.]+)" x2="([\d.]+)"', drawn) == [("296.5", "509.5")]


def test_a_line_has_a_gap_where_there_is_no_value() -> None:
    drawn = over_time("p", "Title", "Told", ["a", "b", "c", "d"], [Line("x", [0, 50, None, 100])], 100)
    points = re.findall(r'points="([^"]+)"', drawn)
    assert points == ["48.0,234.0 213.3,122.0", "544.0,10.0"]
