from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from evidence.attribution import attribute, values
from evidence.decode import Spans
from evidence.parts import parted
from evidence.reading import Reading
from evidence.values import Span

BRACKET = re.compile(r"\[[SCK] |\]")

# A text with its spans in brackets, and a row for each attribution: source, cue, contents, who it is, which it relays.
TEXTS = [
    pytest.param(
        "[S John Smith] [C said] [K it rained].",
        [("John Smith", "said", ("it rained",), "John Smith", None)],
        id="indirect",
    ),
    pytest.param(
        "[K “It rained,”] [C said] [S John Smith].",
        [("John Smith", "said", ("“It rained,”",), "John Smith", None)],
        id="direct",
    ),
    pytest.param(
        "[K “It rained,”] [S he] [C said], [K “and then it snowed.”]",
        [("he", "said", ("“It rained,”", "“and then it snowed.”"), None, None)],
        id="a quotation in two parts",
    ),
    pytest.param(
        "[C According to] [S the indictment], [K the ship sank].",
        [("the indictment", "According to", ("the ship sank",), "the indictment", None)],
        id="according to",
    ),
    pytest.param(
        "It [C is said] that [K the ship sank].",
        [("", "is said", ("the ship sank",), None, None)],
        id="no source",
    ),
    pytest.param(
        "[S John Smith] [C spoke].",
        [("John Smith", "spoke", (), "John Smith", None)],
        id="no content",
    ),
    pytest.param("[S John Smith] left.", [], id="a source alone is no attribution"),
    pytest.param("The ship [C reportedly] left.", [], id="a cue alone is no attribution"),
    pytest.param(
        "[S John Smith] [C said] [K it rained]. [S He] [C added] [K that it snowed].",
        [
            ("John Smith", "said", ("it rained",), "John Smith", None),
            ("He", "added", ("that it snowed",), "John Smith", None),
        ],
        id="he said",
    ),
    pytest.param(
        "[S Western officials] [C said] [K the ship sank], as [C reported] by [S The Telegraph].",
        [
            ("Western officials", "said", ("the ship sank",), "Western officials", None),
            ("The Telegraph", "reported", ("the ship sank",), "The Telegraph", 0),
        ],
        id="as reported by",
    ),
    pytest.param(
        "[S The Telegraph] [C reported] that [S Western officials] [C said] [K the ship sank].",
        [
            ("The Telegraph", "reported", ("the ship sank",), "The Telegraph", 1),
            ("Western officials", "said", ("the ship sank",), "Western officials", None),
        ],
        id="reported that officials said",
    ),
    pytest.param(
        "It was cold. [S Anna Marsh] [C said] [K it rained]. [S Western officials] [C said] [K the ship sank], "
        "as [C reported] by [S The Telegraph].",
        [
            ("Anna Marsh", "said", ("it rained",), "Anna Marsh", None),
            ("Western officials", "said", ("the ship sank",), "Western officials", None),
            ("The Telegraph", "reported", ("the ship sank",), "The Telegraph", 1),
        ],
        id="a relay counts from the article's first attribution",
    ),
    pytest.param(
        "[K “It rained,”] [C said] [S John Smith]. [K “It was cold. Nobody went out.”]",
        [
            ("John Smith", "said", ("“It rained,”",), "John Smith", None),
            ("", "", ("“It was cold.",), "John Smith", None),
            ("", "", ("Nobody went out.”",), "John Smith", None),
        ],
        id="a quotation that follows is the last speaker's",
    ),
    pytest.param(
        "[K “It rained. It was cold. Nobody went out,”] [C said] [S John Smith].",
        [
            ("", "", ("“It rained.",), "John Smith", None),
            ("", "", ("It was cold.",), "John Smith", None),
            ("John Smith", "said", ("Nobody went out,”",), "John Smith", None),
        ],
        id="a quotation is the speaker's who is named at its end",
    ),
    pytest.param(
        "[S Anna Marsh] [C said] [K no]. [K “It rained. Nobody went out,”] [C said] [S John Smith].",
        [
            ("Anna Marsh", "said", ("no",), "Anna Marsh", None),
            ("", "", ("“It rained.",), "John Smith", None),
            ("John Smith", "said", ("Nobody went out,”",), "John Smith", None),
        ],
        id="not the last speaker's but the one's named at its end",
    ),
    pytest.param(
        "[K “It rained,] [S John Smith] [C said]. [K “It was cold.\n\n“Nobody went out.”]",
        [
            ("John Smith", "said", ("“It rained,",), "John Smith", None),
            ("", "", ("“It was cold.",), "John Smith", None),
            ("", "", ("“Nobody went out.”",), "John Smith", None),
        ],
        id="a quotation goes on in the next paragraph",
    ),
    pytest.param(
        "[K “It was cold.\n\n“Nobody went out,”] [C said] [S John Smith].",
        [
            ("", "", ("“It was cold.",), "John Smith", None),
            ("John Smith", "said", ("“Nobody went out,”",), "John Smith", None),
        ],
        id="so is a paragraph before it",
    ),
    pytest.param(
        "[K “It was cold.”] It rained. [K “Nobody went out,”] [C said] [S John Smith].",
        [("John Smith", "said", ("“Nobody went out,”",), "John Smith", None)],
        id="but no quotation that was closed before",
    ),
    pytest.param(
        "[S John Smith] [C said] [K it rained]. One. Two. Three. [K “It was cold.”]",
        [("John Smith", "said", ("it rained",), "John Smith", None)],
        id="a quotation far from a speaker is nobody's",
    ),
    pytest.param(
        "[S John Smith] [C said] [K it rained]. [K It was cold].",
        [("John Smith", "said", ("it rained",), "John Smith", None)],
        id="what is not quoted goes back to nobody",
    ),
]


@pytest.mark.parametrize(("text", "rows"), TEXTS)
def test_spans_are_joined(marked: Callable[..., Any], text: str, rows: list[tuple[Any, ...]]) -> None:
    made = marked(text)
    attributions, sources = values(made.found, made.reading)
    plain = BRACKET.sub("", text)
    names = {source.id: source.name for source in sources}

    def words(span: Span | None) -> str:
        return plain[span.start : span.end] if span else ""

    assert [
        (words(a.source), words(a.cue), tuple(map(words, a.content)), names.get(a.source_id or ""), a.relays)
        for a in attributions
    ] == rows


def test_the_headline_s_attributions_are_left_out_and_the_relays_renumbered(read: Callable[..., Reading]) -> None:
    reading = read("Officials said it sank, as reported by The Telegraph.", "Ship sank, officials say")
    words = list(reading.tokens.words)

    def at(word: str, start: int = 0) -> int:
        return words.index(word, start)

    body = at("Officials")
    spans: tuple[Spans, Spans, Spans] = (
        ((at("officials"), at("officials") + 1), (body, body + 1), (at("The"), at("The") + 2)),
        ((at("say"), at("say") + 1), (at("said"), at("said") + 1), (at("reported"), at("by") + 1)),
        ((0, 2), (at("it", body), at("it", body) + 2)),
    )
    found = attribute(reading, parted(reading, spans))
    attributions, sources = values(found, reading)
    assert [link.unit for link in found.links] == [0, 1, 1]
    assert [a.relays for a in attributions] == [None, 0]
    assert [(s.name, s.kind, s.sentences, s.share) for s in sources] == [
        ("officials", "unnamed", (0,), 1.0),
        ("The Telegraph", "media", (0,), 1.0),
    ]
    # the headline's own mention counts into the title, so it is none of the body's
    assert [s.mentions for s in sources] == [(Span(0, 9),), (Span(39, 52),)]


def test_a_source_s_share_is_that_of_the_attributed_sentences(marked: Callable[..., Any]) -> None:
    made = marked(
        "[S John Smith] [C said] [K it rained]. It did. [S Anna Marsh] [C said] [K it snowed]. "
        "[S Smith] [C disagreed]. [S He] [C left]."
    )
    _, sources = values(made.found, made.reading)
    assert [(s.id, s.name, s.sentences, s.share) for s in sources] == [
        ("s0", "John Smith", (0, 3, 4), 3 / 4),
        ("s1", "Anna Marsh", (2,), 1 / 4),
    ]
    assert len(sources[0].mentions) == 3


def test_the_state_before_a_unit_holds_who_was_cited(marked: Callable[..., Any]) -> None:
    found = marked("[S John Smith] [C said] [K it rained]. It did. [S Anna Marsh] [C spoke].").found
    assert [state.recent for state in found.states] == [(), (0,), (0,)]
    assert [state.last and state.last.unit for state in found.states] == [None, 0, 0]


def test_an_article_without_spans_has_no_attribution(read: Callable[..., Reading]) -> None:
    found = attribute(read("It rained."), parted(read("It rained."), ((), (), ())))
    assert (found.links, values(found, read("It rained."))) == ((), ((), ()))
