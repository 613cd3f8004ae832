from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from evidence.reading import CLASSES, CLOSES, INSIDE, LAYER_NAMES, OPENS, OUTSIDE, Reading
from evidence.values import Span

MARKS = {OUTSIDE: ".", INSIDE: "i", OPENS: "(", CLOSES: ")"}


def class_of(reading: Reading, word: str, layer: str) -> str:
    at = reading.tokens.words.index(word)
    found = int(reading.classes[at, LAYER_NAMES.index(layer)])
    return CLASSES[LAYER_NAMES.index(layer)][found - 1] if found else ""


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("It rained.", "..."),
        ("He said “no” twice.", "..(i).."),
        ("“It rained. It snowed,” he said.", "(iiiiii)..."),
        ("“It rained.\n\n“It snowed.”", "(iii(iii)"),
    ],
)
def test_a_token_stands_outside_inside_or_at_the_ends_of_a_quotation(
    read: Callable[..., Reading], text: str, marks: str
) -> None:
    assert "".join(MARKS[mark] for mark in read(text).marks.tolist()) == marks


def test_a_token_has_the_class_of_the_entry_that_covers_it(read: Callable[..., Reading]) -> None:
    reading = read("Critics of it say that the report may be wrong.")
    assert class_of(reading, "Critics", "kind") == "unnamed.critic"
    assert class_of(reading, "report", "kind") == "document.study"
    assert class_of(reading, "say", "cue") == "report.neutral"
    assert class_of(reading, "may", "cue") == "hedge.modal"
    assert class_of(reading, "wrong", "cue") == ""


def test_only_an_entry_s_first_token_begins_it(read: Callable[..., Reading]) -> None:
    reading = read("The New York Times reported it.")
    kind = LAYER_NAMES.index("kind")
    assert [bool(c) for c in reading.classes[:, kind]] == [True] * 4 + [False] * 3
    assert [bool(c) for c in reading.begins[:, kind]] == [True] + [False] * 6


def test_the_headline_comes_first_and_counts_into_the_title(read: Callable[..., Reading]) -> None:
    reading = read("It rained.", "  Rain may come")
    assert reading.headed
    assert [unit.text for unit in reading.units] == ["Rain may come", "It rained."]
    assert reading.start.tolist() == [2, 7, 11, 0, 3, 9]
    assert [[match.category for match in own] for own in reading.matches] == [["hedge"], []]


def test_an_entry_across_a_sentence_s_end_is_no_match_of_either(read: Callable[..., Reading]) -> None:
    reading = read("It may be. Nothing may be.")
    assert [[(m.start, m.end) for m in own if m.category == "hedge"] for own in reading.matches] == [
        [(3, 6)],
        [(19, 22)],
    ]


def test_a_variant_lacks_the_words_of_its_cut(read: Callable[..., Reading]) -> None:
    reading = read("It rained. “It may snow,” he said.")
    cuts = [(1, (Span(15, 18), Span(33, 34))), (0, (Span(0, 2),)), (1, (Span(11, 34),))]
    variants, index = reading.without(cuts)
    assert variants.tokens.words == ("“", "It", "snow", ",", "”", "he", "said", "rained", ".")
    assert variants.tokens.bounds.tolist() == [0, 7, 9, 9]
    assert variants.tokens.unit.tolist() == [0] * 7 + [1] * 2
    assert [unit.text for unit in variants.units] == [reading.units[i].text for i, _ in cuts]
    assert [[m.category for m in own if m.category in ("hedge", "report")] for own in variants.matches] == [
        ["report"],
        [],
        [],
    ]
    assert [reading.tokens.words[i] for i in index.tolist()] == list(variants.tokens.words)
    assert variants.marks.tolist() == [OPENS, *[INSIDE] * 3, CLOSES, *[OUTSIDE] * 4]


def test_no_units_make_an_empty_reading(read: Callable[..., Any]) -> None:
    reading = read("")
    assert (reading.units, len(reading.tokens), reading.headed, reading.marks.tolist()) == ((), 0, False, [])
