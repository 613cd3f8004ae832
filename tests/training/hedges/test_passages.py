from __future__ import annotations

import pytest

from evidence import lexicon
from evidence.reading import Reader
from evidence.tokens import Tokenizer
from evidence.values import Span
from training import words
from training.corpora import Hedged
from training.hedges.passages import documents, is_title, read

EVAL = (
    Hedged(None, "The mill", False, ()),
    Hedged(None, "It may be old.", True, ()),
    Hedged(None, "The well", False, ()),
    Hedged(None, "Many like it.", True, ()),
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Tokenizer(words.learn(["It may be old. Many like it. It was dug in 1402."] * 3, 1)), lexicon.load())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The mill of Velsbridge", True),
        ("It may be old.", False),
        ('He called it "old."', False),
        ("The following are thought to be older than the mill", False),
    ],
)
def test_a_title_is_short_and_has_no_full_stop(text: str, title: bool) -> None:
    assert is_title(text) is title


def test_a_title_begins_a_document_and_is_no_passage(reader: Reader) -> None:
    assert documents(EVAL) == ("title 1", "title 1", "title 2", "title 2")
    passages = read(reader, EVAL)
    assert (passages.texts, passages.documents) == (["It may be old.", "Many like it."], ("title 1", "title 2"))


def test_cue_spans_become_tokens_of_their_own_sentence(reader: Reader) -> None:
    given = (Hedged("a", "It was dug in 1402.", False, ()), Hedged("a", "It may be old.", True, (Span(3, 6),)))
    passages = read(reader, given)
    assert [word for word, cue in zip(passages.reading.tokens.words, passages.cues, strict=True) if cue] == ["may"]


def test_an_uncertain_sentence_without_a_cue_is_untold(reader: Reader) -> None:
    given = (
        Hedged("a", "It was dug in 1402.", False, ()),
        Hedged("a", "It may be old.", True, (Span(3, 6),)),
        Hedged("a", "Many like it.", True, ()),
        Hedged("a", "It was dug.", None, ()),
    )
    assert read(reader, given).untold.tolist() == [False, False, True, False]


def test_a_document_that_is_named_keeps_its_lines_without_a_stop(reader: Reader) -> None:
    assert read(reader, (Hedged("a", "The mill", None, ()),)).labelled.tolist() == [False]
