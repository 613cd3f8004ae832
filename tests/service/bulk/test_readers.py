"""The readers: every record of every known kind of input with its place, every fault a reject with its own."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tracemalloc
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from service.bulk.errors import BulkError
from service.bulk.readers import csvs as csvs_module
from service.bulk.readers import files, open_input, parse
from service.bulk.readers import parquets as parquets_module
from service.bulk.readers.streams import lines
from service.bulk.record import MOST_BYTES, Fields, RawRecord, Record, Reject
from service.zstandard import zstd

Told = list[tuple[str, str]]
ROWS = b'{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n{"id": "c", "text": "Three."}\n'
DEFAULT = Fields()
CSV = b"id,text\na,One.\n"


def told(source: Path, fields: Fields = DEFAULT) -> Told:
    """Return each record's place with its text, or with the code of its reject."""
    found = []
    for raw in open_input(source, fields):
        record = raw if isinstance(raw, Reject) else parse(raw, fields)
        found.append((record.place, record.code if isinstance(record, Reject) else _words(record)))
    return found


def _words(record: Record) -> str:
    pieces = record.annotation or ()
    read = "".join(piece.get("text", piece.get("interpretAs", "")) for piece in pieces).strip()
    return record.text or record.html or read


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


JSON_LINES: list[tuple[str, bytes, Told]] = [
    ("a.jsonl", ROWS, [("a.jsonl:1", "One."), ("a.jsonl:2", "Two."), ("a.jsonl:3", "Three.")]),
    ("a.ndjson", b'{"text": "One."}', [("a.ndjson:1", "One.")]),
    ("A.JSONL", b'{"text": "One."}', [("A.JSONL:1", "One.")]),
    ("a.jsonl", b"", []),
    ("a.jsonl", b'\n \n{"text": "One."}\r\n\n', [("a.jsonl:3", "One.")]),
    ("a.jsonl", b'\xef\xbb\xbf{"text": "One."}\n', [("a.jsonl:1", "One.")]),
    ("a.jsonl", b'{"text": "One."}\n{"text": "Tw', [("a.jsonl:1", "One."), ("a.jsonl:2", "not_json")]),
    ("a.jsonl", b'{"text": "\xff"}\n{"text": "Two."}\n', [("a.jsonl:1", "not_utf8"), ("a.jsonl:2", "Two.")]),
    ("a.jsonl.gz", gzip.compress(b'{"text": "One."}\n'), [("a.jsonl.gz:1", "One.")]),
    (
        "a.jsonl.gz",
        gzip.compress(b'{"text": "One."}\n') + gzip.compress(b'{"text": "Two."}\n'),
        [("a.jsonl.gz:1", "One."), ("a.jsonl.gz:2", "Two.")],
    ),
    ("a.jsonl.zst", zstd.compress(b'{"text": "One."}\n'), [("a.jsonl.zst:1", "One.")]),
    (
        "a.jsonl.zst",
        zstd.compress(b'{"text": "One."}\n') + zstd.compress(b'{"text": "Two."}\n'),
        [("a.jsonl.zst:1", "One."), ("a.jsonl.zst:2", "Two.")],
    ),
    (
        "a.jsonl.gz",
        gzip.compress(b'{"text": "One."}\n') + b"junk",
        [("a.jsonl.gz:1", "One."), ("a.jsonl.gz:2", "broken")],
    ),
    ("a.jsonl.gz", b'{"text": "One."}\n', [("a.jsonl.gz:1", "broken")]),
    ("a.jsonl.zst", b'{"text": "One."}\n', [("a.jsonl.zst:1", "broken")]),
]


@pytest.mark.parametrize(("name", "content", "wanted"), JSON_LINES)
def test_json_lines_are_read_line_by_line(name: str, content: bytes, wanted: Told, tmp_path: Path) -> None:
    assert told(file(tmp_path, name, content)) == wanted


ROW_CASES: list[tuple[str, bytes, Told]] = [
    ("a.csv", CSV, [("a.csv:2", "One.")]),
    ("a.csv", b"\xef\xbb\xbftext,id\nOne.,a\n", [("a.csv:2", "One.")]),
    (
        "a.csv",
        b'id,text\r\na,"One, two.\r\n\r\nThree."\r\n\r\nb,Four.\r\n',
        [("a.csv:2", "One, two.\r\n\r\nThree."), ("a.csv:6", "Four.")],
    ),
    ("a.csv", b"id;text\na;One, two, three.\n", [("a.csv:2", "One, two, three.")]),
    ("a.csv", b'text\n"He said ""no""."\n', [("a.csv:2", 'He said "no".')]),
    ("a.tsv", b"id\ttext, all of it\ttext\na\tx\tOne.\n", [("a.tsv:2", "One.")]),
    ("a.csv.gz", gzip.compress(CSV), [("a.csv.gz:2", "One.")]),
    (
        "a.csv",
        b"id,text\na\nb,Two.,3\nc,Three.\n",
        [("a.csv:2", "bad_row"), ("a.csv:3", "bad_row"), ("a.csv:4", "Three.")],
    ),
    ("a.csv", b'id,text\na,"One."x\nb,Two.\n', [("a.csv:2", "bad_row"), ("a.csv:3", "Two.")]),
    (
        "a.csv",
        b'id,text\na,"One.\nb,Two.\nc,Three.\n',
        [("a.csv:2", "bad_row"), ("a.csv:3", "Two."), ("a.csv:4", "Three.")],
    ),
    (
        "a.csv",
        b'id,text\n1,"unclosed\n2,Two.\n3,Three.\n4,"quoted, four"\n5,Five.\n',
        [
            ("a.csv:2", "bad_row"),
            *((f"a.csv:{at}", text) for at, text in enumerate(("Two.", "Three.", "quoted, four", "Five."), 3)),
        ],
    ),
    (
        "a.csv",
        b'id,text\n1,"unclosed\n2,Two.\n' + b"a" * (MOST_BYTES + 1) + b"\n4,Four.\n",
        [("a.csv:2", "bad_row"), ("a.csv:3", "Two."), ("a.csv:4", "too_large"), ("a.csv:5", "Four.")],
    ),
    # The quotation closes within a later line of the row: what is in it is no article.
    ("a.csv", b'id,text\n1,"First.\nSecond, line" oops\n2,Two.\n', [("a.csv:2", "bad_row"), ("a.csv:4", "Two.")]),
    (
        "a.csv",
        b'id,text\n1,"One.\nTwo, he said, "no".\nThree, and more.\nEnd."\n2,Two.\n',
        [("a.csv:2", "bad_row"), ("a.csv:6", "Two.")],
    ),
    ("a.csv", b'text\n"He said "no".\nIt rained.\nEnd."\nTwo.\n', [("a.csv:2", "bad_row"), ("a.csv:5", "Two.")]),
    # Rows behind a stray mark, though a word of a later one has a mark behind it.
    (
        "a.csv",
        b'id,text\n1,"stray\n2,Two.\n3,Three.\n4,It was 6" long.\n',
        [("a.csv:2", "bad_row"), ("a.csv:3", "Two."), ("a.csv:4", "Three."), ("a.csv:5", 'It was 6" long.')],
    ),
    ("a.csv", b"id,text\na,\xff\nb,Two.\n", [("a.csv:2", "not_utf8"), ("a.csv:3", "Two.")]),
    ("a.csv", b"id,words\na,One.\n", [("a.csv:2", "missing_text")]),
    ("a.csv", b"id,text\na, \n", [("a.csv:2", "missing_text")]),
    ("a.csv", b'"id,text\na,One.\n', [("a.csv:1", "unreadable")]),
    ("a.csv", b"", []),
    ("a.csv", b"id,text\n", []),
]


@pytest.mark.parametrize(("name", "content", "wanted"), ROW_CASES)
def test_csv_is_read_row_by_row(name: str, content: bytes, wanted: Told, tmp_path: Path) -> None:
    assert told(file(tmp_path, name, content)) == wanted


def test_a_quotation_that_never_closes_costs_its_own_row_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvs_module, "MOST_BYTES", 100)
    rest = b"".join(b"%d,Text %d.\n" % (at, at) for at in range(40))
    found = told(file(tmp_path, "a.csv", b'id,text\na,"One.\n' + rest))
    assert found == [("a.csv:2", "bad_row"), *((f"a.csv:{at + 3}", f"Text {at}.") for at in range(40))]


def test_quotations_that_never_close_are_read_in_linear_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvs_module, "MOST_AGAIN", 1000)
    parsed = [0]
    real = csvs_module._Lines.__next__

    def counted(told: Any) -> str:
        parsed[0] += 1
        return real(told)

    monkeypatch.setattr(csvs_module._Lines, "__next__", counted)
    # Every line closes the quotation before it and begins one.
    found = told(file(tmp_path, "a.csv", b"id,text\n" + b'x","y\n' * 2000))
    assert found == [(f"a.csv:{at}", "bad_row") for at in range(2, 2002)]
    assert parsed[0] < 10_000


def test_a_row_of_one_line_that_is_too_long_is_rejected_and_the_next_is_read(tmp_path: Path) -> None:
    content = b"text\n" + b"a" * (MOST_BYTES + 1) + b"\nTwo.\n"
    assert told(file(tmp_path, "a.csv", content)) == [("a.csv:2", "too_large"), ("a.csv:3", "Two.")]


def _parquet(folder: Path, table: Any, **options: Any) -> Path:
    parquet.write_table(table, folder / "a.parquet", **options)
    return folder / "a.parquet"


def test_parquet_is_read_row_by_row_through_its_row_groups(tmp_path: Path) -> None:
    table = pa.table({"text": [f"Text {at}." for at in range(50)], "other": list(range(50))})
    path = _parquet(tmp_path, table, row_group_size=20)
    assert told(path) == [(f"a.parquet#{at + 1}", f"Text {at}.") for at in range(50)]
    assert [set(raw.given) for raw in open_input(path, Fields()) if isinstance(raw, RawRecord)] == [{"text"}] * 50


STRINGS = [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string()), pa.binary()]


@pytest.mark.parametrize("kind", STRINGS, ids=str)
def test_parquet_strings_of_any_type_are_read(kind: Any, tmp_path: Path) -> None:
    table = pa.table({"text": pa.array(["One.", None, "Thrée."], pa.string()).cast(kind)})
    assert told(_parquet(tmp_path, table)) == [
        ("a.parquet#1", "One."),
        ("a.parquet#2", "missing_text"),
        ("a.parquet#3", "Thrée."),
    ]


def test_parquet_strings_that_are_no_utf8_cost_their_own_row_only(tmp_path: Path) -> None:
    words = pa.array([b"One.", b"\xff\xfe", b"Three."], pa.binary())
    text = pa.Array.from_buffers(pa.string(), 3, words.buffers())
    within = pa.StructArray.from_arrays([text], ["text"])
    wanted = ["One.", "not_utf8", "Three."]
    assert [one for _, one in told(_parquet(tmp_path, pa.table({"text": text})))] == wanted
    nested = told(_parquet(tmp_path, pa.table({"content": within})), Fields(text="content.text"))
    assert [one for _, one in nested] == ["One.", "missing_text", "Three."]


def test_parquet_columns_of_other_types_become_ids_and_dates(tmp_path: Path) -> None:
    dates = pa.array([datetime(2024, 3, 1, 23, 59), None], pa.timestamp("us"))
    path = _parquet(tmp_path, pa.table({"id": [7, 8], "text": ["One.", "Two."], "date": dates, "html": [1, 2]}))
    found = [parse(raw, Fields(html="")) for raw in open_input(path, Fields(html="")) if isinstance(raw, RawRecord)]
    assert [(one.id, one.date) for one in found if not isinstance(one, Reject)] == [("7", "2024-03-01"), ("8", None)]


WITHIN = [("body", lambda text: text), ("content.body", lambda text: {"body": text}), ("content", lambda text: [text])]


@pytest.mark.parametrize(("name", "made"), WITHIN)
def test_a_parquet_row_that_is_too_large_is_rejected_wherever_its_text_stands(
    name: str, made: Callable[[str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquets_module, "MOST_BYTES", 100)
    texts = [made("a" * 101), made("One.")]
    path = _parquet(tmp_path, pa.table({name.split(".")[0]: texts}))
    small, large = "wrong_type" if name == "content" else "One.", "too_large"
    assert [one for _, one in told(path, Fields(text=name))] == [large, small]


def test_a_damaged_row_group_costs_its_own_rows_only(tmp_path: Path) -> None:
    table = pa.table({"text": [f"The words of the text number {at} are of no use to anyone." for at in range(9)]})
    path = _parquet(tmp_path, table, row_group_size=3, compression="zstd", use_dictionary=False)
    place = parquet.ParquetFile(path).metadata.row_group(1).column(0)
    content = bytearray(path.read_bytes())
    content[place.data_page_offset : place.data_page_offset + place.total_compressed_size] = bytes(
        place.total_compressed_size
    )
    path.write_bytes(content)
    found = told(path)
    assert [place for place, _ in found] == [f"a.parquet#{at}" for at in range(1, 10)]
    assert [text == "broken" for _, text in found] == [False] * 3 + [True] * 3 + [False] * 3


def test_files_are_articles_whose_id_is_their_place(tmp_path: Path) -> None:
    file(tmp_path, "b.txt", b"\xef\xbb\xbfPlain text.")
    file(tmp_path, "a/z.html", b"<p>Some text.</p>")
    file(tmp_path, "a/y.md", b"# Head\n\nSome *text*.\n")
    file(tmp_path, "a/x.txt.gz", gzip.compress(b"Packed text."))
    file(tmp_path, "a/w.txt", b"\xff")
    file(tmp_path, "c.pdf", b"%PDF")
    file(tmp_path, "c.parquet.gz", gzip.compress(b"PAR1"))
    file(tmp_path, "c.txt.gz.zst", zstd.compress(gzip.compress(b"Packed twice.")))
    file(tmp_path, "c.txt.zst.gz", gzip.compress(zstd.compress(b"Packed twice.")))
    file(tmp_path, "d.txt", b"a" * (MOST_BYTES + 1))
    (tmp_path / "e.txt").symlink_to(tmp_path / "nowhere")
    assert told(tmp_path) == [
        ("b.txt", "Plain text."),
        *((f"c.{ending}", "skipped_type") for ending in ("parquet.gz", "pdf", "txt.gz.zst", "txt.zst.gz")),
        ("d.txt", "too_large"),
        ("e.txt", "unreadable"),
        ("a/w.txt", "not_utf8"),
        ("a/x.txt.gz", "Packed text."),
        ("a/y.md", "Some text."),
        ("a/z.html", "<p>Some text.</p>"),
    ]


def test_no_two_files_have_one_place(tmp_path: Path) -> None:
    file(tmp_path, os.fsdecode(b"caf\xe9.txt"), b"One.")
    file(tmp_path, r"caf\xe9.txt", b"Two.")
    assert sorted(told(tmp_path)) == [(r"caf\\xe9.txt", "Two."), (r"caf\xe9.txt", "One.")]


def test_a_folder_may_hold_archives_of_several_kinds(tmp_path: Path) -> None:
    file(tmp_path, "2.csv", CSV)
    file(tmp_path, "1.jsonl", b'{"text": "Two."}')
    assert told(tmp_path) == [("1.jsonl:1", "Two."), ("2.csv:2", "One.")]
    assert files(tmp_path) == (tmp_path / "1.jsonl", tmp_path / "2.csv")


NO_INPUT: list[tuple[str, Callable[[Path], Path], str]] = [
    ("missing", lambda folder: folder / "missing", "There is no input at {}."),
    (
        "unknown",
        lambda folder: file(folder, "a.doc", b"x"),
        "There is nothing to read in {}: the names of files may end in ",
    ),
    ("empty", lambda folder: folder, "There is nothing to read in {}: the names of files may end in "),
]


@pytest.mark.parametrize(("make", "said"), [pytest.param(*case[1:], id=case[0]) for case in NO_INPUT])
def test_an_input_with_nothing_to_read_is_refused(make: Callable[[Path], Path], said: str, tmp_path: Path) -> None:
    source = make(tmp_path)
    with pytest.raises(BulkError) as refused:
        list(open_input(source, Fields()))
    assert str(refused.value).startswith(said.format(source))


COMPRESSED = {"a.jsonl.gz": gzip.compress(ROWS, mtime=0), "a.jsonl.zst": zstd.compress(ROWS)}


@pytest.mark.parametrize("name", COMPRESSED)
def test_a_file_cut_off_anywhere_gives_its_whole_lines_and_one_reject(name: str, tmp_path: Path) -> None:
    whole = [(f"{name}:{at}", text) for at, text in enumerate(("One.", "Two.", "Three."), 1)]
    content = COMPRESSED[name]
    assert told(file(tmp_path, name, content)) == whole
    for end in range(2, len(content)):  # one byte is not yet known to be compressed
        *kept, last = told(file(tmp_path, name, content[:end]))
        assert kept == whole[: len(kept)]
        assert last == (f"{name}:{len(kept) + 1}", "truncated")


def test_rows_behind_a_stray_quotation_mark_are_read_up_to_where_the_file_is_cut_off(tmp_path: Path) -> None:
    rest = b"".join(b"%d,%s\n" % (at, hashlib.sha256(b"%d" % at).hexdigest().encode()) for at in range(3, 2000))
    for stray in (b"2,Two.\n", b'2,"Two.\n'):
        content = gzip.compress(b"id,text\n" + stray + rest, mtime=0)
        found = told(file(tmp_path, "a.csv.gz", content[: len(content) * 9 // 10]))
        assert found[0] == ("a.csv.gz:2", "Two." if stray == b"2,Two.\n" else "bad_row")
        assert [place for place, _ in found] == [f"a.csv.gz:{at}" for at in range(2, len(found) + 2)]
        assert [text for _, text in found[-2:]][1] == "truncated"
        assert len(found) > 1500
        assert {text for _, text in found[1:-1]} & {"bad_row", "truncated"} == set()


def test_a_row_that_is_cut_off_in_the_middle_is_the_one_reject(tmp_path: Path) -> None:
    lines_ = b"".join(hashlib.sha256(b"%d" % at).hexdigest().encode() + b"\n" for at in range(2000))
    content = gzip.compress(b'id,text\n1,One.\n2,"' + lines_, mtime=0)
    found = told(file(tmp_path, "a.csv.gz", content[: len(content) * 9 // 10]))
    assert found == [("a.csv.gz:2", "One."), ("a.csv.gz:3", "truncated")]


def test_parquet_cut_off_anywhere_is_one_reject(tmp_path: Path) -> None:
    content = _parquet(tmp_path, pa.table({"text": ["One.", "Two."]})).read_bytes()
    for end in range(1, len(content), 7):
        assert told(file(tmp_path, "a.parquet", content[:end])) == [("a.parquet", "unreadable")]


@given(st.lists(st.binary(max_size=12).map(lambda line: line.replace(b"\n", b" "))), st.integers(1, 10), st.booleans())
def test_lines_are_the_streams_own_and_only_those_over_the_limit_are_left_out(
    wanted: list[bytes], most: int, ended: bool
) -> None:
    content = b"\n".join(wanted) + (b"\n" if ended and wanted else b"")
    found = list(lines(io.BytesIO(content), most))
    shown = content.split(b"\n")[: -1 if content.endswith(b"\n") or not content else None]
    assert [number for number, _ in found] == list(range(1, len(shown) + 1))
    assert [None if line is None else line.rstrip(b"\n") for _, line in found] == [
        None if len(line) > most else line for line in shown
    ]


class _Endless(io.BufferedIOBase):
    """One line of ``left`` bytes, made as it is read, and behind it another one."""

    def __init__(self, left: int) -> None:
        self.left = left

    def read1(self, size: int = -1, /) -> bytes:
        taken = min(size, self.left)
        self.left -= taken
        return b"a" * taken


def test_a_line_of_any_length_takes_a_bounded_memory() -> None:
    tracemalloc.start()
    try:
        assert list(lines(_Endless(20 * MOST_BYTES))) == [(1, None)]
        assert tracemalloc.get_traced_memory()[1] < 4 * MOST_BYTES
    finally:
        tracemalloc.stop()


def test_records_are_read_one_at_a_time(tmp_path: Path) -> None:
    content = b"".join(json.dumps({"text": f"Text {at}."}).encode() + b"\n" for at in range(200_000))
    records = open_input(file(tmp_path, "a.jsonl", content), Fields())
    tracemalloc.start()
    try:
        assert sum(1 for _ in records) == 200_000
        assert tracemalloc.get_traced_memory()[1] < len(content)
    finally:
        tracemalloc.stop()
