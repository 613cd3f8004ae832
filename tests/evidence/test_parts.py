from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from evidence.parts import is_hearsay, parted

# a text with the spans that a tagger might find, and the sources and cues that are made of them
MENDED = [
    ("[S John Smith] [C said] [K it rained].", ["John Smith"], ["said"]),
    ("[S The New York] Times [C said] [K it rained].", ["The New York Times"], ["said"]),
    (
        "[K It rained], [C according to] [S the police, as reported by The Telegraph].",
        ["the police,", "The Telegraph"],
        ["according to", "as reported by"],
    ),
    ("[S the police who said no] [C spoke].", ["the police who said no"], ["spoke"]),
    ("[S It] [C emerged] that [K it rained].", [], ["emerged"]),
]


@pytest.mark.parametrize(("text", "sources", "cues"), MENDED)
def test_spans_are_mended_by_the_lexicon(
    marked: Callable[..., Any], text: str, sources: list[str], cues: list[str]
) -> None:
    made = marked(text)
    (parts,) = parted(made.reading, made.spans)
    assert [made.words(span) for span in parts.sources] == sources
    assert [made.words(span) for span in parts.cues] == cues


@pytest.mark.parametrize(("cue", "hearsay"), [("reportedly", True), ("allegedly", True), ("said", False)])
def test_a_cue_is_hearsay_if_all_its_words_are(marked: Callable[..., Any], cue: str, hearsay: bool) -> None:
    made = marked(f"It [C {cue}] rained.")
    assert is_hearsay(made.reading, made.spans[1][0]) is hearsay


def test_each_unit_has_its_own_parts(marked: Callable[..., Any]) -> None:
    made = marked("[S He] [C said] [K no]. It rained. [S She] [C agreed].")
    assert [(len(p.sources), len(p.cues), len(p.contents)) for p in parted(made.reading, made.spans)] == [
        (1, 1, 1),
        (0, 0, 0),
        (1, 1, 0),
    ]
