"""units: what of an article is read, and what its language leaves out."""

import pytest

from evidence.units import units
from evidence.values import Article, Ignored, IgnoredReason, Segment

KNOWN = frozenset({"rain", "fell", "today", "mayor", "quits"})
GERMAN = "Die Regierung hat die Steuern gesenkt."


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
    (Article((Segment("Rain fell.", foreign=True),)), (None, [], (Ignored(0, 10, OTHER),), OTHER)),
    (Article((Segment("Buy.", "ignore"),), "Rain"), ("Rain", [], (Ignored(0, 4, "role_ignore"),), None)),
]


@pytest.mark.parametrize(("article", "expected"), CASES)
def test_what_is_read_and_what_is_left_out(article: Article, expected: object) -> None:
    assert read(article) == expected
