"""What was received: the article to assess, and the way back from it to the caller's own texts."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.values import Article, Segment
from service.wire.alignment import Alignment, seen
from service.wire.bodies import Body, Owned, Strand
from service.wire.offsets import OffsetUnit
from service.wire.places import Places


@dataclass(frozen=True)
class Received:
    """The article as it is read, its body as it came, and its title's strand."""

    article: Article
    body: Body
    title: Strand

    def places(self, unit: OffsetUnit) -> Places:
        """Return the places of spans of the body."""
        return Places(self.article, self.body.texts, self.body.strands, unit)

    def title_places(self, unit: OffsetUnit) -> Places:
        """Return the places of spans of the title."""
        alone = Article((self.title.segment,))
        return Places(alone, (Owned(None, self.title.alignment.received),), (self.title,), unit)


def receive(body: Body, title: str | None, title_foreign: bool) -> Received:
    """Return what a body and a title make."""
    alignment = Alignment(seen(title or ""))
    article = Article(
        tuple(strand.segment for strand in body.strands), alignment.read if title else None, title_foreign
    )
    return Received(article, body, Strand(0, 0, alignment, Segment(alignment.read)))
