from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from training.corpora import Article
from training.corpora.tables import read_soft_labels
from training.teacher.passages import Passage, Piece
from training.teacher.shards import Shards, pieces


def article(text: str, title: str = "", id_: str = "x:1") -> Article:
    return Article(id_, "The Bell", "", "", title, text)


def passage(index: int, id_: str = "x:1") -> Passage:
    return Passage(id_, index, 10 * index, 10 * index + 9, "", False)


def piece(*passages: Passage) -> Piece:
    return Piece(passages, range(len(passages)))


def even(passages: Sequence[Passage]) -> Any:
    return np.tile(np.repeat([1 / 7, 1 / 4, 1 / 5], [7, 4, 5]).astype(np.float32), (len(passages), 1))


def test_pieces_are_first_the_unlabelled_articles_beginnings_then_all_rests() -> None:
    long = " ".join(f"Number {n} rang." for n in range(1, 31))
    news = [article(long, "Bells", "x:new"), article("Rain fell.", "", "x:short"), article(long, "Bells", "x:soft")]
    end = long.index("Number 11")
    found = list(pieces(news, {"x:soft": (9, end)}, np.random.default_rng(0)))
    tops = {one.passages[0].article: [passage.index for passage in one.wanted] for one in found[:2]}
    assert tops == {"x:new": list(range(25)), "x:short": [1]}
    rests = {one.passages[0].article: one for one in found[2:] if one.asked}
    assert {id_: [one.index for one in piece.wanted] for id_, piece in rests.items()} == {
        "x:new": list(range(25, 31)),
        "x:soft": list(range(10, 30)),  # counted on from the labels that it has
    }
    assert rests["x:soft"].wanted[0].text == "Number 11 rang."
    assert [one.text for one in rests["x:soft"].passages[:2]] == ["Bells", "Number 1 rang."]  # context


def test_shards_merge_into_a_table_of_soft_labels(tmp_path: Path) -> None:
    shards = Shards(tmp_path / "soft")
    probabilities = even([passage(0)] * 2)
    probabilities[0, :7] = [1, 0, 0, 0, 0, 0, 0]
    shards.add([passage(12), passage(2)], probabilities)
    shards.add([passage(0, "x:0")], even([passage(0)]))
    before = Shards(tmp_path / "before").add([passage(1), passage(2)], even([passage(1), passage(2)]))
    assert shards.merge(before, tmp_path / "all.tsv.xz") == 4
    soft = read_soft_labels(tmp_path / "all.tsv.xz")
    assert soft.articles == ("x:0", "x:1", "x:1", "x:1")
    assert (soft.index.tolist(), soft.start.tolist()) == ([0, 1, 2, 12], [0, 10, 20, 120])
    assert soft.sourcing[3].tolist() == [1, 0, 0, 0, 0, 0, 0]
    assert soft.certainty.tolist() == [[0.25] * 4] * 4
    assert soft.strength[0].tolist() == pytest.approx([0.2] * 5)


def test_of_the_table_before_stays_what_the_new_labels_do_not_reach(tmp_path: Path) -> None:
    old = [passage(at) for at in (0, 1, 2, 3, 4)]  # passage n stands at 10 n to 10 n + 9
    before = Shards(tmp_path / "before").add(old, even(old))
    shards = Shards(tmp_path / "soft")
    new = [replace(passage(1), start=10, end=15), replace(passage(5), start=15, end=32)]
    shards.add(new, even(new))
    shards.merge(before, tmp_path / "all.tsv.xz")
    soft = read_soft_labels(tmp_path / "all.tsv.xz")
    assert (soft.index.tolist(), soft.start.tolist()) == ([0, 1, 4, 5], [0, 10, 40, 15])


def test_where_both_tables_know_a_sentence_the_labels_are_their_mean(tmp_path: Path) -> None:
    def sure(of: int) -> Any:
        found = even([passage(1)])
        found[0, :7] = [float(at == of) for at in range(7)]
        return found

    old = [passage(1), passage(2), passage(3)]
    before = Shards(tmp_path / "before").add(old, np.concatenate([sure(0)] * 3))
    shards = Shards(tmp_path / "soft")
    shards.add([passage(1), replace(passage(2), end=27)], np.concatenate([sure(1)] * 2))
    assert shards.merge(before, tmp_path / "all.tsv.xz", 0.25) == 3
    soft = read_soft_labels(tmp_path / "all.tsv.xz")
    assert soft.sourcing[:, :2].tolist() == [[0.75, 0.25], [0, 1], [1, 0]]  # the second stands elsewhere now


def test_probabilities_are_written_in_hundredths(tmp_path: Path) -> None:
    path = Shards(tmp_path).add([passage(3)], even([passage(3)]))
    assert path.name == "part-00001.tsv"
    assert path.read_text(encoding="utf-8").splitlines()[1].split("\t") == [
        *("x:1", "3", "30", "39"),
        *["14"] * 7,
        *["25"] * 4,
        *["20"] * 5,
    ]


def test_pieces_in_a_shard_are_not_left_and_a_table_half_written_does_not_count(tmp_path: Path) -> None:
    first, rest, other = (piece(*given) for given in ((passage(0), passage(1)), (passage(25),), (passage(0, "x:2"),)))
    shards = Shards(tmp_path)
    shards.add(first.wanted, even(first.wanted))
    (tmp_path / "part-00002.part").write_text("article\nx:2\t0", encoding="utf-8")
    assert list(shards.left([first, Piece((passage(3),), range(0)), rest, other])) == [rest, other]
    assert shards.add(rest.wanted, even(rest.wanted)).name == "part-00002.tsv"
    assert list(Shards(tmp_path).left([first, rest, other])) == [other]
