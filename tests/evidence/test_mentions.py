from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from evidence.mentions import Mention, mention
from evidence.register import Register

# phrase, kind, head, whether it can be "he" or "she"
PHRASES = [
    ("two senior administration officials", "unnamed", "officials", False),
    ("Western security forces", "unnamed", "western forces", False),
    ("a Western diplomat", "unnamed", "western diplomat", False),
    ("US officials", "unnamed", "u.s officials", False),
    ("U.S. officials", "unnamed", "u.s officials", False),
    ("White House officials", "unnamed", "white house officials", False),
    ("Justice Department officials", "unnamed", "justice department officials", False),
    ("officials at the Justice Department", "unnamed", "officials", False),
    ("critics", "unnamed", "critics", False),
    ("some Republicans", "unnamed", "republicans", False),
    ("many voters", "unnamed", "voters", False),
    ("a person familiar with the matter", "unnamed", "person", False),
    ("people briefed on the talks", "unnamed", "people", False),
    ("a source close to the Kremlin", "unnamed", "source", False),
    ("an aide to Senator Marsh", "unnamed", "aide", False),
    ("a man who lives nearby", "unnamed", "man", False),
    ("residents of Larkfield", "unnamed", "residents", False),
    ("people in Boston", "unnamed", "people", False),
    ("the official", "unnamed", "official", False),
    ("a spokesman", "named", "spokesman", True),
    ("a spokesman for the company", "named", "spokesman", True),
    ("a spokesman for the State Department", "named", "state department", False),
    ("Justice Department spokesman John Smith", "named", "john smith", True),
    ("John Smith, a spokesman for the company", "named", "john smith", True),
    ("one aide, John Smith,", "named", "john smith", True),
    ("her lawyer, Anna Marsh", "named", "anna marsh", True),
    ("Mr. Smith", "named", "smith", True),
    ("Smith, 44,", "named", "smith", True),
    ("Sen. Anna Marsh, a Republican", "named", "anna marsh", True),
    ("Dr. Lena Vik of the University of Oslo", "named", "lena vik", True),
    ("U.S. President Donald Trump", "named", "donald trump", True),
    ("FBI Director James Comey", "named", "james comey", True),
    ("Martin Luther King", "named", "martin luther king", True),
    ("John F. Kennedy", "named", "john f kennedy", True),
    ("CNN's John King", "named", "john king", True),
    ("Boston police", "named", "boston police", False),
    ("the police", "named", "police", False),
    ("the Russian government", "named", "russian government", False),
    ("the Justice Department", "named", "justice department", False),
    ("the International Monetary Fund", "named", "international monetary fund", False),
    ("the IMF", "named", "imf", False),
    ("the mayor", "named", "mayor", True),
    ("the US", "named", "u.s", False),
    ("the indictment", "document", "indictment", False),
    ("a report by the World Bank", "document", "report", False),
    ("a study by Harvard researchers", "document", "study", False),
    ("an email from Smith", "document", "email", False),
    ("court documents", "document", "documents", False),
    ("a CNN poll", "document", "cnn poll", False),
    ("a New York Times editorial", "document", "new york times editorial", False),
    ("The Telegraph", "media", "telegraph", False),
    ("the New York Times", "media", "new york times", False),
    ("the Associated Press", "media", "associated press", False),
    ("Fox News", "media", "fox news", False),
    ("a CNN report", "media", "cnn", False),
    ("a local newspaper", "media", "newspaper", False),
    ("state media", "media", "state media", False),
]

# at the beginning of a sentence a capital says nothing
OPENING = [
    ("Officials", "unnamed", "officials"),
    ("Critics", "unnamed", "critics"),
    ("Witnesses", "unnamed", "witnesses"),
    ("Republicans", "unnamed", "republicans"),
    ("U.S. officials", "unnamed", "officials"),
    ("Residents of Larkfield", "unnamed", "residents"),
    ("People familiar with the matter", "unnamed", "people"),
    ("Two senior administration officials", "unnamed", "officials"),
    ("Police in Boston", "named", "police"),
    ("Boston police", "named", "boston police"),
    ("Smith, 44,", "named", "smith"),
    ("Smith", "named", "smith"),
    ("The New York Times", "media", "new york times"),
    ("The indictment", "document", "indictment"),
]


def only(marked: Callable[..., Any], text: str) -> Mention:
    made = marked(text)
    ((first, last),) = made.spans[0]
    return mention(made.reading, first, last)


@pytest.mark.parametrize(("phrase", "kind", "head", "person"), PHRASES)
def test_a_phrase_names_a_source_of_a_kind(
    marked: Callable[..., Any], phrase: str, kind: str, head: str, person: bool
) -> None:
    found = only(marked, f"On Monday [S {phrase}] said that it rained.")
    assert (found.kind, found.head, found.person, found.pronoun) == (kind, head, person, False)
    assert found.name == phrase.rstrip(",")


@pytest.mark.parametrize(("phrase", "kind", "head"), OPENING)
def test_a_sentence_s_first_word_is_a_name_only_if_it_is_no_common_noun(
    marked: Callable[..., Any], phrase: str, kind: str, head: str
) -> None:
    found = only(marked, f"[S {phrase}] said that it rained.")
    assert (found.kind, found.head) == (kind, head)


@pytest.mark.parametrize(
    ("word", "person"), [("he", True), ("She", True), ("him", True), ("they", False), ("It", False), ("I", False)]
)
def test_a_pronoun_is_told_as_one(marked: Callable[..., Any], word: str, person: bool) -> None:
    found = only(marked, f"[S {word}] said that it rained.")
    assert (found.pronoun, found.head, found.person) == (True, word.lower(), person)


def test_a_name_is_told_with_single_blanks(marked: Callable[..., Any]) -> None:
    assert only(marked, "On Monday [S John \t Smith] said it rained.").name == "John Smith"


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Aiko Brandt of Trelle, who led the", "Aiko Brandt of Trelle"),
        ("Brask, whose boats", "Brask"),
        ("people who know him", "people who know him"),
        ("a man, who", "a man"),
        ("Unicef, WHO and the World Bank", "Unicef, WHO and the World Bank"),
        ("the EU, WHO", "the EU, WHO"),
        ("Anna Marsh, who leads Trelle, and Bob Stone", "Anna Marsh, who leads Trelle, and Bob Stone"),
    ],
)
def test_a_name_ends_where_something_is_told_of_it(marked: Callable[..., Any], phrase: str, name: str) -> None:
    assert only(marked, f"On Monday [S {phrase}] said it rained.").name == name


def test_a_mention_in_a_later_sentence_is_told_by_its_own_words(marked: Callable[..., Any]) -> None:
    found = only(marked, "It rained. Then [S Anna Marsh] spoke.")
    assert (found.unit, found.name) == (1, "Anna Marsh")


# mentions in the order of the text, and for each the index of the source that it names
RESOLVED = [
    ("John Smith | he", [0, 0]),
    ("John Smith | Smith | Mr. Smith", [0, 0, 0]),
    ("Smith | John Smith", [0, 0]),
    ("John Smith | Anna Marsh | he | Smith | she", [0, 1, 1, 0, 0]),
    ("the International Monetary Fund | the IMF", [0, 0]),
    ("the International Monetary Fund | it", [0, 0]),
    ("John Smith | the IMF | he | it", [0, 1, 0, 1]),
    ("a senior official | the official", [0, 0]),
    ("a Western official | two officials | the official", [0, 1, 0]),
    ("a Western diplomat | he", [0, 0]),
    ("two officials | he", [0, None]),
    ("two officials | they", [0, 0]),
    ("Israeli officials | Palestinian officials", [0, 1]),
    ("the Justice Department | the State Department", [0, 1]),
    ("the Russian government | the Israeli government | the Russian government", [0, 1, 0]),
    ("the New York Times | the Washington Post | The Post", [0, 1, 1]),
    ("The Telegraph | The Guardian", [0, 1]),
    ("the indictment | John Smith | the indictment", [0, 1, 0]),
    ("Boston police | police", [0, 0]),
    ("a spokesman for the State Department | the State Department", [0, 0]),
    ("John Smith | I", [0, 0]),
    ("John Smith | who", [0, None]),
    ("he | John Smith", [None, 0]),
    ("it | they", [None, None]),
]


@pytest.mark.parametrize(("phrases", "sources"), RESOLVED)
def test_the_register_knows_a_source_again(marked: Callable[..., Any], phrases: str, sources: list[int | None]) -> None:
    register = Register()
    found = [only(marked, f"On Monday [S {phrase}] said that it rained.") for phrase in phrases.split(" | ")]
    assert [register.resolve(one) for one in found] == sources
    assert register.order == [at for at in sources if at is not None]
