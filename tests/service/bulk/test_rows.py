"""The output: rows as the service answers, files that say by what they were made, a page that says what they hold."""

from __future__ import annotations

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest
from pyarrow import parquet

from evidence.policy import DEFAULT
from evidence.scorer import Scorer
from service.bulk import layout
from service.bulk.readers.faults import CODES
from service.bulk.record import SCHEMA, Record, Reject, Row, Stamp, Style
from service.bulk.rows import article_row, sentence_rows
from service.bulk.schema import TABLES, Table, described, stamped
from service.bulk.writers import write_shard
from service.score import score
from service.wire.answer import Json
from service.wire.bodies import HtmlBody, TextBody
from service.wire.request import ScoreRequest

PAGE = Path(__file__).parents[3] / "docs" / "bulk.md"
STAMP = Stamp("0.1.0", "onrecord-en", "1.1.0", "a" * 64, "default", "1", "b" * 64)
TEXT = (
    "“We measured cracks in three piers,” Ida Falk, the town engineer, said. A contractor has reportedly offered to "
    "do it for less. Two officials said that the work may last until spring. Why does nobody ask?"
)
RECORD = Record("a.jsonl:3", "7", "Bridge to close", TEXT, None, None, "Gazette", "2024-03-01", "roads", ("topic",))


@pytest.fixture(scope="module")
def answer(shipped: Scorer) -> Json:
    return score(shipped, ScoreRequest(TextBody(TEXT), RECORD.title), DEFAULT)


def test_an_articles_row_says_what_the_answer_says(answer: Json) -> None:
    row = article_row(RECORD, answer, STAMP)
    rating, headline = answer["rating"], answer["headline"]
    assert {name: row[name] for name in ("place", "id", "publisher", "date", "topic", "title", "unread")} == {
        "place": "a.jsonl:3",
        "id": "7",
        "publisher": "Gazette",
        "date": date(2024, 3, 1),
        "topic": "roads",
        "title": "Bridge to close",
        "unread": ["topic"],
    }
    assert (row["score"], row["grade"], row["note"]) == (rating["score"], rating["grade"], None)
    assert [row["interval_low"], row["interval_high"]] == rating["interval"]
    assert (row["components"], row["reasons"]) == (rating["components"], rating["reasons"])
    assert (row["gate"], "mostly_anonymous" in row["gate_codes"]) == ("warn", True)
    assert row["gate_codes"] == [reason["code"] for reason in answer["gate"]["reasons"]]
    assert (row["sentences"], row["claims"], row["hash"]) == (4, 3, answer["hash"])
    assert (row["sources"], row["attributions"]) == (len(answer["sources"]), len(answer["attributions"]))
    assert (row["headline_strength"], row["headline_level"]) == (headline["strength"], headline["level"])
    made_by = ("model", "model_version", "policy", "policy_version", "schema_version")
    assert [row[name] for name in made_by] == ["onrecord-en", "1.1.0", "default", "1", SCHEMA]


def test_shares_are_of_the_claims_and_not_of_all_sentences(answer: Json) -> None:
    row = article_row(RECORD, answer, STAMP)
    assert [one["sourcing"]["label"] for one in answer["sentences"]] == ["named", "hearsay", "unnamed", "none"]
    third = 0.3333
    shares = {"own": 0, "named": third, "document": 0, "media": 0, "unnamed": third, "hearsay": third}
    assert row["sourcing_shares"] == shares
    assert sum(row["level_shares"].values()) == pytest.approx(1, abs=0.001)


def test_an_article_without_rating_or_claims_has_nulls(shipped: Scorer) -> None:
    told = score(shipped, ScoreRequest(TextBody("Why?")), DEFAULT)
    row = article_row(Record("a.txt", "a.txt", text="Why?"), told, STAMP)
    empty = ("score", "grade", "interval_low", "interval_high", "components", "sourcing_shares", "level_shares")
    nulls = (*empty, "headline_strength", "headline_level", "headline_sourcing", "date", "publisher")
    assert {name: row[name] for name in nulls} == dict.fromkeys(nulls)
    assert (row["note"], row["sentences"], row["claims"], row["reasons"]) == ("too_short", 1, 0, [])


def test_a_sentences_row_says_what_the_answer_says(answer: Json) -> None:
    rows = sentence_rows(RECORD, answer, with_text=True)
    assert [TEXT[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]
    assert [row["sourcing"] for row in rows] == ["named", "hearsay", "unnamed", "none"]
    assert [row["index"] for row in rows] == [0, 1, 2, 3]
    assert {(row["place"], row["article"]) for row in rows} == {("a.jsonl:3", "7")}
    assert [row["strength"] for row in rows] == [one["strength"] for one in answer["sentences"]]
    assert [row["cues"] for row in rows][:3] == [["report"], ["hearsay"], ["anonymity", "hedge"]]
    assert [row["text"] for row in sentence_rows(RECORD, answer, with_text=False)] == [None] * 4


def test_a_pages_offsets_count_its_extracted_text(shipped: Scorer) -> None:
    told = score(shipped, ScoreRequest(HtmlBody("<h1>Head</h1><nav>Menu</nav><p>A bridge closed.</p>")), DEFAULT)
    rows = sentence_rows(Record("a.html", "a.html", html="-"), told, with_text=True)
    assert [(row["role"], told["text"][row["start"] : row["end"]]) for row in rows] == [
        ("heading", "Head"),
        ("body", "A bridge closed."),
    ]


TABLE_NAMES: list[Table] = ["articles", "sentences"]


def rows(table: Table, answer: Json) -> list[Row]:
    return [article_row(RECORD, answer, STAMP)] if table == "articles" else sentence_rows(RECORD, answer, True)


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_rows_have_the_schemas_columns_in_its_order(table: Table, answer: Json) -> None:
    for row in rows(table, answer):
        assert list(row) == TABLES[table].names


def written(folder: Path, answer: Json, style: Style, rejects: list[Reject] | None = None) -> Path:
    for kind in layout.KINDS:
        (folder / kind).mkdir(parents=True)
    write_shard(folder, 3, rows("articles", answer), rows("sentences", answer), rejects or [], style, STAMP)
    return folder


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_parquet_and_json_lines_hold_the_same(table: Table, answer: Json, tmp_path: Path) -> None:
    one = layout.part(written(tmp_path / "1", answer, "parquet"), table, 3, "parquet")
    other = layout.part(written(tmp_path / "2", answer, "jsonl"), table, 3, "jsonl")
    wanted = rows(table, answer)
    assert parquet.read_table(one).to_pylist() == wanted
    found = [json.loads(line) for line in other.read_text("utf-8").splitlines()]
    assert found == json.loads(json.dumps(wanted, default=str))


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_a_parquet_file_says_what_it_was_made_by(table: Table, answer: Json, tmp_path: Path) -> None:
    schema = parquet.read_schema(layout.part(written(tmp_path, answer, "parquet"), table, 3, "parquet"))
    assert schema == stamped(table, STAMP)
    assert schema.metadata == {
        b"onrecord.release": b"0.1.0",
        b"onrecord.model": b"onrecord-en",
        b"onrecord.version": b"1.1.0",
        b"onrecord.model_digest": b"a" * 64,
        b"onrecord.policy": b"default",
        b"onrecord.policy_version": b"1",
        b"onrecord.policy_digest": b"b" * 64,
        b"onrecord.schema": SCHEMA.encode(),
    }
    assert schema.field("place").metadata[b"meaning"] == TABLES[table].field("place").metadata[b"meaning"]


@pytest.mark.parametrize("style", ["parquet", "jsonl"])
def test_the_same_rows_make_the_same_bytes(style: Style, answer: Json, tmp_path: Path) -> None:
    made = [written(tmp_path / name, answer, style) for name in ("1", "2")]
    parts = [[layout.part(folder, table, 3, style).read_bytes() for table in TABLE_NAMES] for folder in made]
    assert parts[0] == parts[1]


def test_a_shard_of_rejects_alone_has_an_empty_file_of_articles(tmp_path: Path) -> None:
    for kind in layout.KINDS:
        (tmp_path / kind).mkdir()
    rejects = [Reject("a.jsonl:1", None, "not_json", "The line is JSON, and no object.")]
    write_shard(tmp_path, 0, [], None, rejects, "parquet", STAMP)
    empty = parquet.read_table(layout.part(tmp_path, "articles", 0, "parquet"))
    assert (empty.num_rows, empty.schema) == (0, stamped("articles", STAMP))
    assert not layout.part(tmp_path, "sentences", 0, "parquet").exists()
    told = layout.part(tmp_path, "rejects", 0, "parquet").read_text("utf-8")
    assert json.loads(told) == {
        "place": "a.jsonl:1",
        "id": None,
        "code": "not_json",
        "reason": "The line is JSON, and no object.",
    }


def test_a_shard_without_rejects_has_no_file_of_them(answer: Json, tmp_path: Path) -> None:
    assert not layout.part(written(tmp_path, answer, "parquet"), "rejects", 3, "parquet").exists()


PARTS = {
    "codes": "\n".join(["| code | is |", "|---|---|", *(f"| `{code}` | {said} |" for code, said in CODES.items())]),
    "articles": described("articles"),
    "sentences": described("sentences"),
    "version": SCHEMA,
}


@pytest.mark.parametrize("name", PARTS)
def test_the_page_says_what_the_code_has(name: str) -> None:
    page, line = PAGE.read_text("utf-8"), "" if name == "version" else "\n"
    wanted = f"<!-- {name} -->{line}{PARTS[name]}{line}<!-- /{name} -->"
    part = re.compile(f"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
    if os.environ.get("ONRECORD_WRITE_EXAMPLES"):
        PAGE.write_text(part.sub(lambda _: wanted, page), "utf-8")
        return
    assert part.findall(page) == [wanted]


def test_the_schema_has_every_component_of_the_rating(answer: Json) -> None:
    assert {one.name for one in TABLES["articles"].field("components").type} == set(answer["rating"]["components"])
