from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.tokens import COARSE, FINE, RANK, SHAPE, SHAPES, SUFFIX, SUFFIXES, Tokenizer, Words, normal, shape

WORDS = Words({"ship": 1, "sank": 2}, np.array([[0, 0], [3, 30], [4, 40]], np.int16))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \n ", []),
        ("It rained.", ["It", "rained", "."]),
        ("couldn't couldn’t", ["couldn't", "couldn’t"]),
        ("well-known ex-U.S. aide", ["well-known", "ex-U.S", ".", "aide"]),
        ("“No,” he said.", ["“", "No", ",", "”", "he", "said", "."]),
        ("$3.5bn, 40%", ["$", "3.5bn", ",", "40", "%"]),
        ("a_b", ["a", "_", "b"]),
        ("the players' union", ["the", "players", "'", "union"]),
        ("Ærø 東京", ["Ærø", "東京"]),
        ("no…yes", ["no", "…", "yes"]),
        ("🙂!", ["🙂", "!"]),
    ],
)
def test_a_token_is_a_word_or_one_mark(text: str, words: list[str]) -> None:
    assert list(Tokenizer(WORDS)([text]).words) == words


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("rain", "lower"), ("Rain", "title"), ("A", "title"), ("FBI", "upper"), ("iPhone", "mixed"),
        ("McCain", "title"), ("東京", "mixed"), ("1999", "number"), ("3rd", "number"), ("“", "open"), ("(", "open"),
        ("”", "close"), (")", "close"), ('"', "straight"), ("'", "straight"), (".", "stop"), ("?", "stop"),
        (",", "comma"), (";", "mark"), ("_", "mark"), ("²", "number"),
    ],
)  # fmt: skip
def test_a_shape_tells_what_a_word_looks_like(word: str, name: str) -> None:
    assert SHAPES[shape(word)] == name


@pytest.mark.parametrize(("word", "form"), [("Smith", "smith"), ("1999", "0000"), ("Don’t", "don't"), ("İ", "i̇")])
def test_a_word_is_looked_up_in_its_normal_form(word: str, form: str) -> None:
    assert normal(word) == form


def test_a_known_word_has_its_rank_and_clusters() -> None:
    tokens = Tokenizer(WORDS)(["Ship sank", "", "Who sank?"])
    assert tokens.kind[:, RANK].tolist() == [1, 2, 0, 2, 0]
    assert tokens.kind[:, [COARSE, FINE]].tolist() == [[3, 30], [4, 40], [0, 0], [4, 40], [0, 0]]
    assert tokens.unit.tolist() == [0, 0, 2, 2, 2]
    assert tokens.bounds.tolist() == [0, 2, 2, 5]
    assert (tokens.start.tolist(), tokens.end.tolist()) == ([0, 5, 0, 4, 8], [4, 9, 3, 8, 9])
    assert tokens.digest[1] == tokens.digest[3] != tokens.digest[0]


def test_words_with_the_same_ending_share_their_suffix() -> None:
    kind = Tokenizer(WORDS)(["walking talking sing"]).kind
    assert kind[0, SUFFIX] == kind[1, SUFFIX] == kind[2, SUFFIX]
    assert 0 <= kind[0, SUFFIX] < SUFFIXES


def test_only_the_vocabulary_s_words_outlive_a_text() -> None:
    tokenizer = Tokenizer(WORDS)
    text = [f"{next(iter(WORDS.rank))} hush-hush"]
    once, twice = tokenizer(text), tokenizer(text)
    assert (once.kind == twice.kind).all()
    assert set(tokenizer._types) == {next(iter(WORDS.rank))}


def test_tokens_are_joined_and_taken_by_unit() -> None:
    tokenizer = Tokenizer(WORDS)
    both = tokenizer(["a b"]).followed_by(tokenizer(["c", "d e"]))
    assert both.words == ("a", "b", "c", "d", "e")
    assert (both.unit.tolist(), both.bounds.tolist()) == ([0, 0, 1, 2, 2], [0, 2, 3, 5])
    taken = both.take(np.array([4, 0]), np.array([0, 1]), [1, 1])
    assert (taken.words, taken.start.tolist(), taken.bounds.tolist()) == (("e", "a"), [2, 0], [0, 1, 2])


@given(st.lists(st.text(), max_size=4))
def test_tokens_are_the_text_s_own_and_leave_only_blanks_out(texts: list[str]) -> None:
    tokens = Tokenizer(WORDS)(texts)
    left = [list(text) for text in texts]
    for word, unit, start, end in zip(
        tokens.words, tokens.unit.tolist(), tokens.start.tolist(), tokens.end.tolist(), strict=True
    ):
        assert texts[unit][start:end] == word
        left[unit][start:end] = " " * (end - start)
    assert "".join(map("".join, left)).strip() == ""
    assert tokens.kind[:, SHAPE].max(initial=0) < len(SHAPES)
