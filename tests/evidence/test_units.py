"""units: what of an article is read, and what its language leaves out."""

import pytest

from evidence.language import foreign
from evidence.quotes import quotations
from evidence.units import units
from evidence.values import Article, Ignored, IgnoredReason, Segment, Span

KNOWN = frozenset({"rain", "fell", "today", "mayor", "quits"})
GERMAN = "Die Regierung hat die Steuern gesenkt."
ENGLISH = "The mayor has said that she will quit before the end of the year, and it is not known who will be next."
FRENCH = "Le conseil a voté mardi une baisse des impôts pour les habitants qui vivent à Dax."


def read(article: Article) -> tuple[str | None, list[str], tuple[Ignored, ...], IgnoredReason | None]:
    found = units(article, KNOWN)
    head = found.headline.text if found.headline else None
    return head, [sentence.text for sentence in found.sentences], found.ignored, found.refused


OTHER, UNCLEAR = "unsupported_language", "language_unclear"
CASES = [
    (Article.of("Rain fell.", "Mayor quits"), ("Mayor quits", ["Rain fell."], (), None)),
    (Article.of("", "Mayor quits"), ("Mayor quits", [], (), None)),
    (
        Article.of(GERMAN, "Rain"),
        (None, [], (Ignored(0, 4, OTHER, title=True), Ignored(0, len(GERMAN), OTHER)), OTHER),
    ),
    (Article.of("Das Haus brennt."), (None, [], (Ignored(0, 16, UNCLEAR),), UNCLEAR)),
    (Article.of("Rain fell.", GERMAN), (None, ["Rain fell."], (Ignored(0, len(GERMAN), OTHER, title=True),), None)),
    (Article.of("Rain fell.", "Das Haus brennt"), ("Das Haus brennt", ["Rain fell."], (), None)),
    (Article.of("", "Das Haus brennt"), (None, [], (Ignored(0, 15, UNCLEAR, title=True),), UNCLEAR)),
    (
        Article((Segment("Rain fell."), Segment("Rain fell.", foreign=True)), "Rain", title_foreign=True),
        (None, ["Rain fell."], (Ignored(0, 4, OTHER, title=True), Ignored(12, 22, OTHER)), None),
    ),
    (
        Article.of(f"{ENGLISH}\n\n{FRENCH}\n\n{FRENCH}\n\n{ENGLISH}\n\n{FRENCH}"),
        (None, [ENGLISH, ENGLISH], (Ignored(105, 271, OTHER), Ignored(378, 460, OTHER)), None),
    ),
    (
        Article((Segment(ENGLISH), Segment(FRENCH), Segment(FRENCH))),
        (None, [ENGLISH], (Ignored(105, 187, OTHER), Ignored(189, 271, OTHER)), None),
    ),
    (Article((Segment(ENGLISH), Segment("Дождь.", "quote"))), (None, [ENGLISH], (Ignored(105, 111, OTHER),), None)),
    (Article((Segment("Rain fell.", foreign=True),)), (None, [], (Ignored(0, 10, OTHER),), OTHER)),
    (Article((Segment("Buy.", "ignore"),), "Rain"), ("Rain", [], (Ignored(0, 4, "role_ignore"),), None)),
]


def test_an_english_body_is_never_left_out_paragraph_by_paragraph() -> None:
    text = "Rat was in a Haus und nicht wird as Tag is Ort, a Berg was in a Tal."  # English by "was", "in", "a" ...
    assert foreign([text]) == [True]
    assert read(Article.of(text, "Mayor quits")) == ("Mayor quits", [text], (), None)


def test_no_quotation_runs_on_through_a_paragraph_that_is_left_out() -> None:
    text = f"{ENGLISH}\n\n“I will go home tomorrow and say it to them.\n\n“Дождь, дождь, дождь.”\n\n{ENGLISH}"
    sentences = units(Article.of(text), KNOWN).sentences
    assert [(one.block, one.quoted) for one in sentences] == [(0, False), (1, False), (2, False)]
    assert quotations(text, [Span(one.start, one.end) for one in sentences]) == ()


@pytest.mark.parametrize(("article", "expected"), CASES)
def test_what_is_read_and_what_is_left_out(article: Article, expected: object) -> None:
    assert read(article) == expected
