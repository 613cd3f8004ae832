from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from training.comparison import ComparisonError
from training.comparison.archive import Piece, lines, pool, sample
from training.corpora import Corpora


def test_the_pool_is_the_news_of_neither_train_nor_dev(tiny: Any) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    found = {piece.id: piece for piece in pool(corpora)}
    labelled = {label.article for split in ("train", "dev") for label in corpora.labels(split)}
    assert set(found) == set(corpora.articles) - labelled
    assert found["as:ice"] == Piece("as:ice", corpora.articles["as:ice"].title or None, corpora.articles["as:ice"].text)


@pytest.mark.parametrize("packed", [False, True])
def test_lines_are_read_with_what_ids_and_titles_they_have(tmp_path: Path, packed: bool) -> None:
    rows = [{"id": "a/1", "title": "Mill", "text": "It burnt."}, {"id": 7, "text": "No.", "by": "x"}, {"text": ""}]
    written = "\n\n".join(json.dumps(row) for row in rows).encode()
    path = tmp_path / ("archive.jsonl.gz" if packed else "archive.jsonl")
    path.write_bytes(gzip.compress(written) if packed else written)
    assert list(lines(path)) == [
        Piece("a/1", "Mill", "It burnt."), Piece("7", None, "No."), Piece("line 5", None, ""),
    ]  # fmt: skip


GZ, XZ = bytearray(gzip.compress(b"a" * 100)), bytearray(lzma.compress(b"a" * 100))
GZ[10] ^= 0xFF  # the first byte of what is packed, behind the head
XZ[30] ^= 0xFF


@pytest.mark.parametrize(
    ("ending", "written", "fault"),
    [
        ("", b'{"text": "a"}\n{', "archive.jsonl, line 2: this is not JSON."),
        ("", b"[" * 100_000, "archive.jsonl, line 1: this is not JSON."),
        ("", b'["a"]', "archive.jsonl, line 1: this is no object with a text."),
        ("", b'{"title": "a"}', "archive.jsonl, line 1: this is no object with a text."),
        ("", b'{"text": "a", "title": 5}', "line 1: its title is no text, or its id neither text nor number."),
        ("", b'{"text": "a", "id": []}', "line 1: its title is no text, or its id neither text nor number."),
        ("", b"\xff", "archive.jsonl cannot be read as text in UTF-8."),
        (".gz", GZ, "archive.jsonl.gz cannot be read as text in UTF-8."),
        (".gz", gzip.compress(b"a")[:-1], "archive.jsonl.gz cannot be read as text in UTF-8."),
        (".xz", XZ, "archive.jsonl.xz cannot be read as text in UTF-8."),
    ],
)  # fmt: skip
def test_a_line_that_is_no_article_is_named(tmp_path: Path, ending: str, written: bytes, fault: str) -> None:
    path = tmp_path / f"archive.jsonl{ending}"
    path.write_bytes(written)
    with pytest.raises(ComparisonError) as caught:
        list(lines(path))
    assert str(caught.value).endswith(fault)


def test_a_sample_is_the_same_in_every_run_and_in_order() -> None:
    pieces = [Piece(f"{at:03}", None, "") for at in range(200)]
    chosen = [piece.id for piece in sample(iter(pieces), 50)]
    assert chosen == [piece.id for piece in sample(pieces, 50)] == sorted(chosen)
    assert len(set(chosen)) == 50
    assert {piece.id for piece in sample(pieces, 20)} < set(chosen)
    assert [sum(id_ < "100" for id_ in chosen) in range(15, 36), sample(pieces, 0)] == [True, []]
    assert sample(pieces[:3], 50) == pieces[:3]
