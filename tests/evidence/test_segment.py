"""segment, headline, ignored: sentences with exact offsets, whatever the text."""

import csv
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from punkt import tokenizer_for

from evidence.segment import headline, ignored, segment
from evidence.values import Article, Ignored, Segment, Sentence
from tests.growth import grows_at_most

NEWS = Path(__file__).resolve().parents[3] / "shared" / "data" / "news"


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in segment(Article.of(text))]


ONE_SENTENCE = [
    "Dr. Smith met Sen. Jane Roe and Gov. Tom Hale.",
    "“Ms. Roe did not call,” he said.",
    "Support came from Sens. Roe and Hale.",
    "It was approved by the 6th U.S. Circuit Court.",
    "The D.C. Circuit heard it.",
    "J. K. Rowling met H.R. McMaster and K.T. Park.",
    "See No. 5 on the list.",
    "It fell on Sept. 11 that year.",
    "Shares rose by 12:30 p.m. ET on Friday.",
    "“Why now?” she asked.",
    "“Go away!” the man yelled.",
    "He asked “is it done?” until it was.",
    "Members (from Ohio, Tex., Md.), who left, agreed.",
    "Sen. Roe (R-Tex.), who left, agreed.",
    "1. Trust the people.",
    "Nobody saw it. — Jane Roe (@janeroe) May 3, 2017",
    "That takes us to 314 e.v.’s for one party.",
    "It cost 3.5 million, i.e. too much.",
]
SEVERAL = [
    ("One came. Two left.", ["One came.", "Two left."]),
    ("He said: “We go. We stay.” They went.", ["He said: “We go.", "We stay.”", "They went."]),
    ("“They go.” “We stay.”", ["“They go.”", "“We stay.”"]),
    ("He lives in the U.S. The house is old.", ["He lives in the U.S.", "The house is old."]),
    ("It was the F.B.I. But nobody knew.", ["It was the F.B.I.", "But nobody knew."]),
    ("(It was late.) They left.", ["(It was late.)", "They left."]),
    ("It was late… They left.", ["It was late…", "They left."]),
    ("It was “inaccurate.”In May it went.", ["It was “inaccurate.”", "In May it went."]),
    ('It was "bad."In May it went.', ['It was "bad."', "In May it went."]),
    ("He ended.“We stay,” she said.", ["He ended.", "“We stay,” she said."]),
    ("“No. Nothing came.”", ["“No.", "Nothing came.”"]),
    ("What?! They left!!! Why?", ["What?!", "They left!!!", "Why?"]),
    ("Prices rose. iPhone sales fell.", ["Prices rose.", "iPhone sales fell."]),
]
LAYOUT = [
    ("", []),
    (" \n\t ", []),
    ("word", ["word"]),
    ("***", ["***"]),
    ("One came\n\nTwo left", ["One came", "Two left"]),
    ("One came\r\n\r\nTwo left", ["One came", "Two left"]),
    ("One came\n \t\nTwo left", ["One came", "Two left"]),
    ("One came\u2029Two left", ["One came", "Two left"]),
    ("One came\r\rTwo left", ["One came", "Two left"]),
    ("  1. News\n  2. Top News\n\nOne came.", ["1. News", "2. Top News", "One came."]),
    ("See also\nBy Jane Roe\nOne came.", ["See also", "By Jane Roe", "One came."]),
    ("- apples from Kent\n- pears", ["- apples from Kent", "- pears"]),
    (
        "They asked people to join personally\nin the vote.",
        ["They asked people to join personally\nin the vote."],
    ),
    ("They asked people\r\nto join. All did.", ["They asked people\r\nto join.", "All did."]),
    (
        "They asked people to\njoin the talks of the\nJune council. Nobody\ncame.\nThe end",
        ["They asked people to\njoin the talks of the\nJune council.", "Nobody\ncame.", "The end"],
    ),
    ("one\u00a0two\ufffc three\x00", ["one\u00a0two\ufffc three\x00"]),
    ("👍🏽 Yes! 👍", ["👍🏽 Yes!", "👍"]),
    ("مرحبا بكم. أهلا", ["مرحبا بكم.", "أهلا"]),
]


@pytest.mark.parametrize("text", ONE_SENTENCE)
def test_a_sentence_is_not_split(text: str) -> None:
    assert texts(text) == [text]


@pytest.mark.parametrize(("text", "expected"), [*SEVERAL, *LAYOUT])
def test_text_is_split_into_sentences(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_sentences_carry_role_segment_block_and_quotation() -> None:
    article = Article(
        (
            Segment("A head", "heading"),
            Segment("Skip me. Please.", "ignore"),
            Segment("“We go,” he said. So they went.\n\n“We go. We stay.”", "body", "b7"),
            Segment("“All of us.”", "quote"),
        )
    )
    assert segment(article) == (
        Sentence(0, 6, "A head", "heading", 0, 0, False),
        Sentence(26, 43, "“We go,” he said.", "body", 2, 1, False),
        Sentence(44, 57, "So they went.", "body", 2, 1, False),
        Sentence(59, 66, "“We go.", "body", 2, 2, True),
        Sentence(67, 76, "We stay.”", "body", 2, 2, True),
        Sentence(78, 90, "“All of us.”", "quote", 3, 3, True),
    )
    assert ignored(article) == (Ignored(8, 24, "role_ignore"),)


def test_a_blank_ignored_segment_is_not_listed() -> None:
    assert ignored(Article((Segment(" \n", "ignore"), Segment("One.")))) == ()


def test_a_speech_set_as_several_segments_is_quoted_throughout() -> None:
    article = Article((Segment("“We go."), Segment("“We stay. We rest,” he said."), Segment("He left.")))
    assert [s.quoted for s in segment(article)] == [True, True, True, False]


def test_plain_ends_are_punkt_s_own() -> None:
    punkt = tokenizer_for("english", prefixes=True)
    shown = [word for word in sorted(punkt.params.abbrev_types) if re.fullmatch("[a-z]{3,}", word)]
    assert len(shown) > 50
    for word in (*shown, "year", "the"):
        for following in ("Ida", "Then", "A"):
            text = f"They saw the {word}. {following} came, which was a surprise."
            assert texts(text) == punkt.tokenize(text)
    # and so are pairs of words that punkt holds together across a full stop
    assert not [pair for pair in punkt.params.collocations if re.fullmatch("[a-z]{3,} [a-z]+", " ".join(pair))]


def test_an_unbalanced_mark_does_not_quote_the_rest() -> None:
    article = Article.of('"We go, he said.\n\nThey went. All of them.\n\nNobody stayed.')
    assert [s.quoted for s in segment(article)] == [False, False, False, False]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (None, None),
        ("", None),
        (" — ", None),
        ("Mayor quits. Why? ", Sentence(0, 17, "Mayor quits. Why?", "headline")),
        ("\t'We go home,' he says", Sentence(1, 22, "'We go home,' he says", "headline", quoted=True)),
    ],
)
def test_the_headline_is_the_whole_title(title: str | None, expected: Sentence | None) -> None:
    assert headline(Article.of("Body.", title)) == expected


PIECES = [
    "a",
    "B",
    " ",
    "  ",
    ".",
    ". ",
    "?",
    "!",
    "…",
    "...",
    '"',
    "“",
    "”",
    "‘",
    "’",
    "'",
    "(",
    ")",
    "5",
    "1. ",
    "- ",
    "— ",
    "U.S. ",
    "Mr. ",
    "The ",
    "he ",
    "é",
    "م",
    "👍",
]
CONTROLS = ["\n", "\n\n", "\r\n", "\r", "\x00", "\x1c", "\x85", "\u2028", "\u200b", "\ufffc"]
ALPHABET = st.sampled_from([*PIECES, *CONTROLS])
TEXTS = st.one_of(st.text(), st.lists(ALPHABET, max_size=40).map("".join))
ROLES = st.sampled_from(["body", "heading", "quote", "caption", "ignore"])


@given(st.lists(st.builds(Segment, TEXTS, ROLES), max_size=4).map(tuple))
def test_sentences_tile_the_text(parts: tuple[Segment, ...]) -> None:
    article = Article(parts)
    sentences = segment(article)
    covered: list[int] = []
    for s in sentences:
        assert article.text[s.start : s.end] == s.text
        assert s.text == s.text.strip() != ""
        assert s.role == parts[s.segment].role != "ignore"
        base = article.bases[s.segment]
        assert base <= s.start < s.end <= base + len(parts[s.segment].text)
        covered.extend(range(s.start, s.end))
    assert covered == sorted(set(covered))
    expected = {
        base + at
        for base, part in zip(article.bases, parts, strict=True)
        if part.role != "ignore"
        for at, char in enumerate(part.text)
        if not char.isspace()
    }
    assert expected <= set(covered)
    assert [s.block for s in sentences] == sorted(s.block for s in sentences)


HARD: dict[str, Callable[[int], str]] = {
    "one word and an end": lambda n: "a" * n + ". B",
    "words without an end": lambda n: "word " * (n // 5),
    "full stops": lambda n: ". " * (n // 2),
    "opening marks": lambda n: "'a \"" * (n // 4),
    "closing marks": lambda n: "”" * n + "a. B",
    "spaces": lambda n: "a." + " " * n + "b",
    "lines": lambda n: "A\n" * (n // 2),
    "list numbers": lambda n: "1. " * (n // 3),
}


@pytest.mark.parametrize("name", HARD)
def test_time_grows_with_the_length_and_not_with_its_square(name: str) -> None:
    small, large = (Article.of(HARD[name](size)) for size in (10_000, 100_000))
    # Ten times the text: a square law would take a hundred times as long.
    assert grows_at_most(50, lambda: segment(small), lambda: segment(large))


def test_one_sentence_of_100000_characters_stays_one() -> None:
    text = "The council met and " * 5_000 + "left."
    assert texts(text) == [text]


def test_a_megabyte_without_a_blank_line_is_split() -> None:
    sentence = "The council met at noon and nobody came. "
    found = texts(sentence * 25_000)
    assert len(found) == 25_000
    assert set(found) == {sentence.strip()}


def gold(name: str) -> dict[str, set[tuple[int, int]]]:
    """Return the labelled sentence spans of each article; skip where the labels are absent."""
    path = NEWS / name
    if not path.exists():
        pytest.skip(f"the labelled news is not beside the repository ({name})")
    spans = defaultdict(set)
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["index"] != "0":
                spans[row["article"]].add((int(row["start"]), int(row["end"])))
    return spans


def test_labelled_news_is_split_as_the_annotators_saw_it() -> None:
    labelled = gold("labels.dev.tsv")
    with gzip.open(NEWS / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = {row["id"]: row["text"] for row in map(json.loads, lines) if row["id"] in labelled}
    hits = found = wanted = 0
    for name, spans in labelled.items():
        last = max(end for _, end in spans)
        mine = {(s.start, s.end) for s in segment(Article.of(articles[name])) if s.start < last}
        hits, found, wanted = hits + len(mine & spans), found + len(mine), wanted + len(spans)
    assert 2 * hits / (found + wanted) >= 0.97
