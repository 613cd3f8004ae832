from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from training.corpora import Article, Label
from training.teacher.passages import labelled, whole

QUAY = (
    "Harbour master Liv Dahl said the crane was sound. Nobody was hurt.\n\n"
    "The quay is closed. It opens on Monday. The crane dates from 1961.\n\n"
    "“We tested it in May. It held.”"
)
SENTENCES = [
    "Harbour master Liv Dahl said the crane was sound.",
    "Nobody was hurt.",
    "The quay is closed.",
    "It opens on Monday.",
    "The crane dates from 1961.",
    "“We tested it in May.",
    "It held.”",
]


def article(text: str, title: str = "", id_: str = "x:1") -> Article:
    return Article(id_, "The Quay", "", "", title, text)


def test_passages_are_the_title_and_the_sentences_in_turn() -> None:
    title, *body = whole(article(QUAY, "Crane fell, port says"))
    assert (title.index, title.start, title.end, title.text) == (0, 0, 21, "Crane fell, port says")
    assert [one.index for one in body] == [1, 2, 3, 4, 5, 6, 7]
    assert [one.text for one in body] == SENTENCES
    assert [one.text for one in body if one.fresh] == [SENTENCES[0], SENTENCES[2], SENTENCES[5]]


def test_without_a_title_the_first_passage_is_the_first_sentence() -> None:
    assert [one.index for one in whole(article(QUAY))] == [1, 2, 3, 4, 5, 6, 7]


def test_labelled_passages_keep_the_labels_stretches_and_what_follows_is_context() -> None:
    labels = [Label("x:1", 0, 0, 21, "own", "3", "3"), Label("x:1", 1, 0, 66, "own", "3", "3")]
    found = labelled(article(QUAY, "Crane fell, port says"), labels)
    assert found.asked == range(2)
    assert [one.text for one in found.wanted] == ["Crane fell, port says", f"{SENTENCES[0]} {SENTENCES[1]}"]
    assert [one.text for one in found.passages[2:]] == SENTENCES[2:]


def test_a_title_without_a_label_is_context_only() -> None:
    found = labelled(article(QUAY, "Crane fell"), [Label("x:1", 1, 0, 49, "named", "3", "3")])
    assert found.asked == range(1, 2)
    assert found.passages[0].text == "Crane fell"


def test_a_title_without_a_word_has_no_passage_be_it_labelled() -> None:
    labels = [Label("x:1", 0, 0, 1, "none", "-", "-"), Label("x:1", 1, 0, 49, "named", "3", "3")]
    found = labelled(article(QUAY, "—"), labels)
    assert [one.text for one in found.wanted] == [SENTENCES[0]]


@given(st.text(st.sampled_from(' aB.?!"“”\n'), max_size=200), st.text(st.sampled_from(' aB."'), max_size=10))
def test_every_text_gives_passages_that_are_slices_of_it(text: str, title: str) -> None:
    found = whole(article(text, title))
    for one in found:
        assert (text if one.index else title)[one.start : one.end] == one.text
    body = [one for one in found if one.index]
    assert [one.index for one in body] == list(range(1, len(body) + 1))
