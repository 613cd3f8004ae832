from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.cues import Match, cues, find, flatten
from evidence.lexicon import LAYERS, load
from evidence.values import Cue, Sentence

TABLES = Path(__file__).parent / "tables"
WEAKENING = {"hedge", "doubt", "hearsay", "anonymity"}


def table(name: str, apart: bool = True) -> list[tuple[str, str]]:
    """Return kinds and sentences; without ``apart`` those only that were written together with the lexicon."""
    lines = (TABLES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    fields = [line.split("\t") for line in lines]
    return [(kind, sentence) for kind, sentence, *lexicon in fields if apart or lexicon != ["apart"]]


def kinds(text: str) -> set[str]:
    return {match.category for match in find(text, load())} & WEAKENING


def words(text: str, category: str) -> list[tuple[str, str]]:
    return [(m.subtype, text[m.start : m.end]) for m in find(text, load()) if m.category == category]


@pytest.mark.parametrize(
    ("name", "size", "least", "most"),
    [("hedged", 200, 0.9, 1.0), ("cued", 25, 0.98, 1.0), ("plain", 200, 0.0, 0.01), ("traps", 150, 0.0, 0.08)],
)
def test_cues_fire_on_hedged_sentences_and_not_on_plain_ones_or_traps(
    name: str, size: int, least: float, most: float
) -> None:
    sentences = [sentence for _, sentence in table(name)]
    assert len(set(sentences)) == len(sentences) >= size
    fired = [sentence for sentence in sentences if kinds(sentence)]
    wrong = set(sentences) - set(fired) if least else fired
    assert least <= len(fired) / len(sentences) <= most, wrong
    print(f"{name}: {len(fired)} of {len(sentences)} fired; wrong: {sorted(wrong)}")


def test_nearly_all_sentences_that_were_written_with_the_lexicon_have_a_cue() -> None:
    sentences = [sentence for _, sentence in table("hedged", apart=False)]
    assert len(sentences) > 150
    assert sum(bool(kinds(sentence)) for sentence in sentences) / len(sentences) >= 0.98


def test_hedged_sentences_have_a_cue_of_the_kind_they_are_listed_under() -> None:
    rows = table("hedged", apart=False) + table("cued")
    assert len(rows) > 200
    right = [sentence for kind, sentence in rows if kind in kinds(sentence)]
    assert len(right) / len(rows) >= 0.95


@pytest.mark.parametrize(
    ("text", "category", "expected"),
    [
        ("He may go.", "hedge", [("modal", "may")]),
        ("Dismay in the mayor's office.", "hedge", []),
        ("MAY CUT TAXES: Senate", "hedge", [("modal", "MAY")]),
        ("Trump May Fire Mueller", "hedge", [("modal", "May")]),
        ("When May spoke, all fell silent.", "hedge", []),
        ("Theresa May Resigns", "hedge", []),
        ("The vote is on May 5.", "hedge", []),
        ("The ring is said to be lost.", "hearsay", [("passive", "is said to be")]),
        ("It couldn’t be verified.", "doubt", [("unconfirmed", "couldn’t be verified")]),
        ("It couldn't be verified.", "doubt", [("unconfirmed", "couldn't be verified")]),
        ("He couldn't swim.", "hedge", []),
        ("About 20 people came.", "hedge", [("approximator", "About 20")]),
        ("A book about 20th-century art.", "hedge", []),
        ("It was, ‘maybe’, late.", "hedge", [("adverb", "maybe")]),
        ("No, doubt is healthy.", "pseudo", []),
        ("There is no doubt he won.", "doubt", []),
        ("The Sun said so.", "media", [("newspaper", "The Sun")]),
        ("The sun shone.", "media", []),
        ("The economist left.", "role", [("science", "economist")]),
        ("Fans of The Economist's cover left.", "media", [("magazine", "The Economist")]),
        (
            "Two senior U.S. officials said no.",
            "anonymity",
            [("plural_sources", "Two senior U.S. officials said")],
        ),
        ("Two senior U.S. officials said no.", "unnamed", [("official", "U.S. officials")]),
        ("The war ends--perhaps.", "hedge", [("adverb", "perhaps")]),
        ("Erdoğan mayşa", "hedge", []),
        ("They said.It may\nwell rain", "hedge", [("modal", "may\nwell")]),
    ],
)
def test_what_is_found_in_context(text: str, category: str, expected: list[tuple[str, str]]) -> None:
    assert words(text, category) == expected


def test_capitals_that_grow_in_small_letters_do_not_shift_what_follows() -> None:
    text = "İİİ İstanbul may reopen the strait."
    assert words(text, "hedge") == [("modal", "may")]


def test_a_prefix_reaches_to_the_end_of_the_word(tmp_path: Path) -> None:
    (tmp_path / "sources.tsv").write_text("source\treference\nus\tour reading\n")
    (tmp_path / "hedge.tsv").write_text(
        "id\tphrase\tcategory\tsubtype\tmatch\tsource\tnote\nhedge.noun.s\tspeculat\thedge\tnoun\tprefix\tus\t\n"
    )
    text = "Fresh speculation, despeculated."
    assert find(text, load(tmp_path)) == (Match("hedge.noun.s", "hedge", "noun", 6, 17),)


def test_a_match_is_plain_to_compare() -> None:
    assert find("Perhaps so.", load()) == (Match("hedge.adverb.perhaps", "hedge", "adverb", 0, 7),)


def test_cues_go_to_their_sentence_and_none_crosses_its_border() -> None:
    text = "It may rain. Sources say so. It may\nwell snow."
    spans = [(0, 12), (13, 28), (29, 35), (36, 46)]
    sentences = [Sentence(start, end, text[start:end]) for start, end in spans]
    found = cues(sentences, find(text, load()))
    assert found[0] == (Cue("hedge", "modal", 3, 6, "may", "hedge.modal.may"),)
    assert [(cue.kind, cue.text) for cue in found[1]] == [("hearsay", "Sources say")]
    assert found[2:] == ((), ())


@given(st.text(max_size=300))
def test_flat_text_has_one_byte_for_each_code_point(text: str) -> None:
    assert len(flatten(text)) == len(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "may",
                "May",
                "no doubt",
                "sources say",
                "it is widely believed that",
                "about 20",
                "İ",
                "’",
                ". ",
                ",",
                "—",
                "Reuters",
                "could not",
                "be verified",
                "\n\n",
                "two senior officials said",
                "\ud800",
                "😀",
                "Will",
            ]
        ),
        max_size=30,
    )
)
def test_matches_lie_in_the_text_in_order_and_those_of_a_layer_do_not_overlap(parts: list[str]) -> None:
    text = " ".join(parts)
    matches = find(text, load())
    assert all(0 <= match.start < match.end <= len(text) for match in matches)
    assert [match.start for match in matches] == sorted(match.start for match in matches)
    for name in ("cue", "kind", "voice", "frame"):
        held = [match for match in matches if match.category in LAYERS[name]]
        assert all(one.end <= two.start for one, two in pairwise(held))


def test_nothing_is_found_in_nothing() -> None:
    assert find("", load()) == ()
    assert cues([], ()) == ()
