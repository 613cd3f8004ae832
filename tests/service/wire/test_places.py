import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.values import Article, Segment, Span
from service.wire.bodies import SegmentsBody
from service.wire.offsets import OFFSET_UNITS, OffsetUnit
from service.wire.places import Place, Places

THREE = Article((Segment("“Hé", id="a"), Segment("", id="b"), Segment("😀 yes”", id="c")))


def places(article: Article, unit: OffsetUnit) -> Places:
    body = SegmentsBody(article.segments)
    return Places(article, body.texts, body.strands, unit)


CASES: list[tuple[OffsetUnit, Span, list[tuple[str, int, int]]]] = [
    ("codepoint", Span(0, 3), [("a", 0, 3)]),
    ("utf8", Span(1, 3), [("a", 3, 6)]),
    ("codepoint", Span(7, 8), [("c", 0, 1)]),
    ("utf16", Span(7, 8), [("c", 0, 2)]),
    ("utf8", Span(9, 13), [("c", 5, 11)]),
    ("codepoint", Span(1, 9), [("a", 1, 3), ("c", 0, 2)]),
    ("codepoint", Span(3, 5), []),
]


@pytest.mark.parametrize(("unit", "span", "expected"), CASES)
def test_a_span_is_told_segment_by_segment_in_the_unit(
    unit: OffsetUnit, span: Span, expected: list[tuple[str, int, int]]
) -> None:
    found = places(THREE, unit).of(span.start, span.end)
    assert [(place["segment"], place["start"], place["end"]) for place in found] == expected


def test_no_span_has_no_place() -> None:
    assert places(THREE, "utf8").one(None) is None


def test_a_span_in_one_segment_has_one_place() -> None:
    assert places(THREE, "utf8").one(Span(0, 1)) == Place(segment="a", start=0, end=3)


TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=12), min_size=1, max_size=5)


@given(TEXTS, st.sampled_from(OFFSET_UNITS), st.data())
def test_the_places_hold_the_span_without_the_gaps(texts: list[str], unit: OffsetUnit, data: st.DataObject) -> None:
    article = Article(tuple(Segment(text, id=str(at)) for at, text in enumerate(texts)))
    start = data.draw(st.integers(0, len(article.text)))
    end = data.draw(st.integers(start, len(article.text)))
    encoding, size = {"codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2), "utf8": ("utf-8", 1)}[unit]
    held = [
        texts[int(place["segment"] or 0)].encode(encoding)[size * place["start"] : size * place["end"]]
        for place in places(article, unit).of(start, end)
    ]
    inside = [text[max(start - base, 0) : max(end - base, 0)] for base, text in zip(article.bases, texts, strict=True)]
    assert [part.decode(encoding) for part in held] == [part for part in inside if part]
