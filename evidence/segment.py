"""Splitting an article into paragraphs and sentences, with exact offsets.

Paragraphs end at blank lines, and at single line breaks unless the text is wrapped there.  Punkt (Kiss and
Strunk 2006) proposes where sentences start; a short pass then takes back, moves or adds a few of the starts.
Sentences are what lies between two starts, so that every character but white space is in exactly one.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from punkt import tokenizer_for

from evidence.quotes import quotations, quote_states
from evidence.values import Article, Ignored, Role, Sentence, Span

_TOKENIZER = tokenizer_for("english", prefixes=True)

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_BULLET = re.compile(r"[-*•·▪●◦‣]\s|\(?\d{1,2}[.)]\s")
_WORD = re.compile(r"\S+")
_MAY_END = re.compile(r"[.?!…]\W")
# Most sentences end with a word in small letters before one that begins with a capital.  There punkt, which is asked
# about all other marks, only looks whether the word is an abbreviation, and takes ten times as long to come to that.
_PLAIN_END = re.compile(r"(?<= )([a-z]{3,})\. +(?=[A-Z][a-z]*[ ,])")

# Words that begin a sentence rather than go on a name after "U.S." or "F.B.I.".
_STARTERS = (
    "The|A(?!\\.)|An|In|On|At|As|It|Its|He|His|She|Her|They|Their|We|Our|You|I|But|And|Or|So|If|When|While|Since|After|"
    "Before|That|This|Those|These|There|Both|Many|Most|Some|Several|All|No|Not|What|Who|Why|How|For|From|With|"
    "By|To|Also|Then|Now|Even|Although|Though|However|Meanwhile|Instead|According|Asked"
)
_ALSO_STARTS = re.compile(rf"…\s+(?=[“\"‘]?[A-Z])|[A-Z]\.(?<=\b[A-Z]\.[A-Z]\.)\s+(?=(?:{_STARTERS})\b)")
# What belongs to the sentence before: closing marks that punkt left behind, and an ellipsis of its own.
_LEFT_BEHIND = re.compile(r"(?:[”)\]]|[»’](?!\w)|(?:…|\[…\]|\[?\.\.\.\]?)(?=\s))+\s*")
_GOES_ON = re.compile(r"[a-z](?![A-Z])|[,;:]|[’'][sS]\b|(?:[—–|]|-{1,3})\s|\.(?![\w@])")
_TITLE = re.compile(
    r"(?:^|[\s“‘\"'(\[—-])(?:Mr|Mrs|Ms|Mx|Messrs|Dr|Drs|Prof|Rev|Fr|Sr|Sen|Sens|Rep|Reps|Gov|Govs|Pres|Hon|Amb|"
    r"Atty|Gen|Lt|Col|Maj|Capt|Cpl|Sgt|Cmdr|Adm|Brig|Pvt|Det|Insp|Supt|St|Ste|Mt|Ft|vs|v)\.$"
)
_BEFORE_NUMBER = re.compile(r"\b(?:Nos?|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$")
_INITIALS = re.compile(r"(?:^|[\s“‘\"'(\[-])(?:[A-Z]\.){2,}$")
_HOUR = re.compile(r"\b[ap]\.m\.$")
_ZONE = re.compile(r"(?:E|C|M|P)[SD]?T\b|GMT\b|UTC\b|BST\b|CET\b|(?:Eastern|Central|Mountain|Pacific)\b")
# What is no sentence of its own: the number or letter of a list's item, or marks alone.
_LABEL = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])[.)]|[\W_]+")
_STARTER = re.compile(rf"(?:{_STARTERS})\b")
_WINDOW = 60


def segment(article: Article, skipped: Container[int] = ()) -> tuple[Sentence, ...]:
    """Return the sentences of the segments that are to be read, in order; spans count into the text.

    ``skipped`` are the numbers of paragraphs (``Sentence.block``) that are not to be read either; the others are
    numbered anew.
    """
    blocks = [block for number, block in enumerate(_blocks(article)) if number not in skipped]
    spans = [span for _, span in blocks]
    return _sentences(article.text, spans, [(article.segments[index].role, index) for index, _ in blocks])


def headline(article: Article) -> Sentence | None:
    """Return the whole title as one sentence, or None where there is none or it has no word."""
    title = article.title or ""
    text = title.strip()
    if not any(map(str.isalnum, text)):
        return None
    span = Span(start := title.index(text), start + len(text))
    (state,) = quote_states(title, [span], quotations(title, [span]))
    return Sentence(span.start, span.end, text, "headline", quoted=state.quoted_share >= 0.5)


def ignored(article: Article) -> tuple[Ignored, ...]:
    """Return the parts of the text that are left out because their segment is not to be read."""
    return tuple(
        Ignored(base, base + len(part.text), part.unread)
        for base, part in zip(article.bases, article.segments, strict=True)
        if part.unread and part.text.strip()
    )


def paragraphs(text: str, start: int, end: int) -> list[Span]:
    """Return the paragraphs of text[start:end] in order, each without white space at its ends."""
    lines = [_trim(text, line.start(), line.end()) for line in _LINE.finditer(text, start, end)]
    lines = [line for line in lines if line.start < line.end]
    joins = _wrapped(text, lines)
    merged: list[Span] = []
    for number, line in enumerate(lines):
        merged.append(Span(merged.pop().start, line.end) if number in joins else line)
    return merged


def _blocks(article: Article) -> list[tuple[int, Span]]:
    """Return every paragraph that counts, with the index of its segment."""
    return [
        (index, span)
        for index, (base, part) in enumerate(zip(article.bases, article.segments, strict=True))
        if not part.unread
        for span in paragraphs(article.text, base, base + len(part.text))
    ]


def _sentences(text: str, blocks: Sequence[Span], places: Sequence[tuple[Role, int]]) -> tuple[Sentence, ...]:
    """Return the sentences of the blocks; a place is a block's role and the index of its segment."""
    quotes = quotations(text, blocks)
    closings = frozenset(quote.end for quote in quotes)
    found = [(number, span) for number, block in enumerate(blocks) for span in _split(text, block, closings)]
    states = quote_states(text, [span for _, span in found], quotes)
    return tuple(
        Sentence(start := span.start, end := span.end, text[start:end], *places[number], number, quoted)
        for (number, span), quoted in zip(found, [state.quoted_share >= 0.5 for state in states], strict=True)
    )


def _trim(text: str, start: int, end: int) -> Span:
    """Return the stretch without white space at its ends; it is empty where there is nothing else."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Span(start, max(start, start + len(piece.strip())))


def _wrapped(text: str, lines: Sequence[Span]) -> frozenset[int]:
    """Return the numbers of the lines that go on the line before: prose wrapped at a width.

    A line that begins in lower case goes on.  Where most lines do so, the text is wrapped, and a line that
    begins otherwise goes on too if its first word would not have fitted on the line before.
    """
    breaks = [
        (number, before, line)
        for number, (before, line) in enumerate(pairwise(lines), 1)
        if _single_break(text[before.end : line.start]) and not _BULLET.match(text, line.start)
    ]
    sure = [(number, before) for number, before, line in breaks if text[line.start].islower()]
    width = max((before.end - before.start for _, before in sure), default=0)
    wraps = 2 * len(sure) >= len(breaks)
    return frozenset(number for number, _ in sure) | {
        number for number, before, line in breaks if wraps and _fills(text, before, line, width)
    }


def _single_break(gap: str) -> bool:
    """Say whether the gap between two lines is one line break and no paragraph separator."""
    return "\u2029" not in gap and len(_LINE_END.findall(gap)) == 1


def _fills(text: str, before: Span, line: Span, width: int) -> bool:
    """Say whether the line's first word would not have fitted behind the line before."""
    word = _WORD.match(text, line.start, line.end)
    return word is not None and before.end - before.start + 1 + len(word[0]) > width


def _split(text: str, block: Span, closings: frozenset[int]) -> Iterator[Span]:
    """Yield the sentences of a block; ``closings`` are the offsets behind the closing quotation marks."""
    starts = [block.start]
    for start in _proposed(text, block):
        behind = _behind(text, start, block.end, closings)
        if starts[-1] < behind < block.end and not _continues(text, starts[-1], start, behind):
            starts.append(behind)
    for start, end in pairwise([*starts, block.end]):
        yield _trim(text, start, end)


def _proposed(text: str, block: Span) -> list[int]:
    """Return where sentences after the first may start, in order."""
    ends = _PLAIN_END.finditer(text, block.start, block.end)
    plain = [end for end in ends if not _TOKENIZER.params.is_abbrev(end[1])]
    starts = {end.end() for end in plain}
    begins, stops = [block.start, *(end.end() for end in plain)], [*(end.end(1) + 1 for end in plain), block.end]
    for begin, end in zip(begins, stops, strict=True):
        if _MAY_END.search(text, begin, end):
            piece = text[begin:end]
            starts.update(begin + start for start, _ in _TOKENIZER.span_tokenize(piece))
            starts.update(begin + match.end() for match in _ALSO_STARTS.finditer(piece))
    return sorted(starts - {block.start})


def _behind(text: str, start: int, end: int, closings: frozenset[int]) -> int:
    """Return the start moved behind the marks that close the sentence before."""
    if start + 1 in closings and text[start] in "\"'":
        start += 1
    left = _LEFT_BEHIND.match(text, start, end)
    return left.end() if left else start


def _continues(text: str, begun: int, cut: int, start: int) -> bool:
    """Say whether what starts at ``start`` belongs to the sentence begun before; punkt cut at ``cut``."""
    before = text[max(begun, cut - _WINDOW) : start].rstrip()
    after = text[start : start + _WINDOW]
    if _GOES_ON.match(after) or (start - begun < 8 and _LABEL.fullmatch(before)):
        return True
    if after[:1].isdigit():
        return _BEFORE_NUMBER.search(before) is not None
    if not after[:1].isupper() or _STARTER.match(after):
        return False
    name_goes_on = _TITLE.search(before) or _INITIALS.search(before)
    return bool(name_goes_on or (_HOUR.search(before) and _ZONE.match(after)))
