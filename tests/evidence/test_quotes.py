"""quotations and quote_states: what stands between quotation marks, and what does not."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.quotes import QuoteState, left_open, quotations, quote_states
from evidence.values import Span


def blocks_of(text: str) -> list[Span]:
    return [Span(m.start(), m.end()) for m in re.finditer(r"\S[^\n]*", text)]


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text, blocks_of(text))]


CASES = [
    ("nothing here", []),
    ('"Go home," he said.', ['"Go home,"']),
    ('He said: "Go home." She said: "No."', ['"Go home."', '"No."']),
    ("“Go home,” he said, “or stay.”", ["“Go home,”", "“or stay.”"]),
    ("He called it “a ‘big’ thing”.", ["“a ‘big’ thing”"]),
    ("„Geh heim“, sagte er.", ["„Geh heim“"]),
    ("« Rentrez », dit-il.", ["« Rentrez »"]),
    ("»Geh heim«, sagte er.", ["»Geh heim«"]),
    ("''Go home,'' he said.", ["''Go home,''"]),
    ("``Go home,'' he said.", ["``Go home,''"]),
    ("The so-called “ceasefire” held.", ["“ceasefire”"]),
    # British single marks
    ("‘It’s late,’ she said.", ["‘It’s late,’"]),
    ("'It's late,' she said.", ["'It's late,'"]),
    ("The 'plan' failed.", ["'plan'"]),
    ("‘The players’ union is angry,’ he said.", ["‘The players’ union is angry,’"]),
    ("He called them ‘the lads’ and left.", ["‘the lads’"]),
    ("‘He said “no” to me,’ she said.", ["‘He said “no” to me,’"]),
    ("the players' union and the teams' owners", []),
    ("It's the '90s, get 'em, rock 'n' roll", []),
    ("'Twas said that 'bout time' meant \"now", []),
    # inches and feet
    ('He is 6\'2" tall and wants a 5" pipe.', []),
    ("“He is 6'2\" tall,” she said.", ["“He is 6'2\" tall,”"]),
    ('"I was 6\'2" then," he said.', ['"I was 6\'2" then,"']),
    ('"I am 29" was all he said.', ['"I am 29"']),
    # marks that do not match
    ('"Go home, he said.\nThe end came.', []),
    ("“Go home, he said. “Or stay,” he said.", ["“Or stay,”"]),
    ("Go home,” he said.", []),
    ('"', []),
    ("“Go home“ he said.", ["“Go home“"]),
    ('“Go home" he said.', ['“Go home"']),
    ('He left."Why," she asked.', ['"Why,"']),
    # a speech of several paragraphs
    ("“One.\n“Two.\n“Three,” he said.\nFour.", ["“One.", "“Two.", "“Three,”"]),
    ('"One.\n"Two," he said.', ['"One.', '"Two,"']),
    ("‘One.\n‘Two,’ he said.", ["‘One.", "‘Two,’"]),
    ("He said: “One.\nTwo.\n“Three,” he said.", ["“Three,”"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_quotations_are_found(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_left_open_is_told_from_a_closed_one() -> None:
    text = "“One.\n“Two,” he said."
    first, second = quotations(text, blocks_of(text))
    assert left_open(text, first)
    assert not left_open(text, second)


def states(text: str, *sentences: str) -> list[QuoteState]:
    spans, at = [], 0
    for sentence in sentences:
        at = text.index(sentence, at)
        spans.append(Span(at, at := at + len(sentence)))
    return list(quote_states(text, spans, quotations(text, blocks_of(text))))


def test_a_quotation_over_three_sentences_is_followed() -> None:
    text = "“We go. We stay. We rest,” he said. He left."
    found = states(text, "“We go.", "We stay.", "We rest,” he said.", "He left.")
    assert found == [
        QuoteState(False, True, 1.0),
        QuoteState(True, True, 1.0),
        QuoteState(True, False, 6 / 12),
        QuoteState(False, False, 0.0),
    ]


def test_a_speech_goes_on_in_the_next_paragraph() -> None:
    text = "“We go.\n“We stay,” he said.\n“No.”"
    assert states(text, "“We go.", "“We stay,” he said.", "“No.”") == [
        QuoteState(False, True, 1.0),
        QuoteState(True, False, 6 / 12),
        QuoteState(False, False, 1.0),
    ]


def test_a_quotation_within_one_sentence_neither_begins_nor_ends_it_inside() -> None:
    assert states("He “left” it.", "He “left” it.") == [QuoteState(False, False, 4 / 8)]


def test_a_sentence_without_letters_is_quoted_wholly_or_not_at_all() -> None:
    assert [s.quoted_share for s in states("“5!” 12", "“5!”", "12")] == [1.0, 0.0]


MARKED = st.text(st.sampled_from("aA s.,5 \n\"'“”‘’„«»`"), max_size=60)


@given(MARKED)
def test_quotations_are_ordered_and_stay_in_their_block(text: str) -> None:
    blocks = blocks_of(text)
    found = quotations(text, blocks)
    assert all(any(b.start <= q.start <= q.end <= b.end for b in blocks) for q in found)
    assert all(q.start < q.end for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[q.start] in "\"'“‘„«»`" for q in found)


@given(MARKED)
def test_shares_are_shares(text: str) -> None:
    blocks = blocks_of(text)
    found = quote_states(text, blocks, quotations(text, blocks))
    assert len(found) == len(blocks)
    assert all(0.0 <= state.quoted_share <= 1.0 for state in found)
