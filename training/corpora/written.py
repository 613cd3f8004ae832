"""Written: training articles of our own invention, one file each, a label before every sentence.

The first line is the headline, blank lines separate paragraphs, and the last line is RATING and the rating.  A
line is "sourcing certainty strength", perhaps " x" where it undermines the one before, a tab and the sentence.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from training.corpora.catalogue import CorpusChanged
from training.corpora.tables import checked
from training.corpora.values import Article, Label, Labelled

_LEANS = re.compile(
    r"\b(?:he|she|they|it|this|that|these|those|him|her|his|them|their|its|one)\b", re.IGNORECASE
)  # words that mostly stand for something said before
_MARK = re.compile(r"[\"“”]")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")
RATING = "RATING "
PREFIX = "written:"


def read_written(folder: Path) -> tuple[Labelled, ...]:
    """Return the folder's articles by file name; CorpusChanged names the file and line that is not as it should be."""
    return tuple(_labelled(path) for path in paths(folder))


def with_alone(written: Iterable[Labelled]) -> list[Labelled]:
    """Return the articles, and behind them each of their sentences that can stand alone."""
    every = [*written]
    return [*every, *(one for given in every for one in alone(given))]


def alone(given: Labelled) -> Iterator[Labelled]:
    """Yield each sentence that can stand alone as an article of its own, without a headline.

    Editors paste single sentences, and no annotated article is so short.  Each keeps the label that it has in its
    article, so what leans on its article is left out: a word that stands for another, a quotation whose speaker is
    named elsewhere, what undermines the sentence before and what the next one undermines.
    """
    news = given.article
    follows = [label.undermines for label in given.labels[1:]]
    for label, undermined in zip(given.labels, [*follows, False], strict=True):
        text = news.text[label.start : label.end]
        leans = label.undermines or undermined or _LEANS.search(text) or _speakerless(text)
        if label.index and not leans:
            id_ = f"{news.id}#{label.index}"
            article = Article(id_, news.publisher, "", "", "", text)
            yield Labelled(article, (replace(label, article=id_, index=1, start=0, end=len(text)),), None)


def _speakerless(text: str) -> bool:
    """Say whether nothing but a quotation is there, or one that begins or ends in another sentence."""
    outside = _QUOTED.sub(" ", text)
    return bool(_MARK.search(outside)) or (outside != text and not re.search(r"\w", outside))


def paths(folder: Path) -> list[Path]:
    """Return the folder's files by name; none where there is no folder."""
    return sorted(folder.glob("*.txt"))


def digest_of(found: Sequence[Path]) -> str:
    """Return one sha256 in hexadecimal over all the files."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in found)).hexdigest()


def _labelled(path: Path) -> Labelled:
    lines = path.read_text(encoding="utf-8").rstrip().split("\n")
    id_ = PREFIX + path.stem
    title, text, labels, gap = "", "", [], ""
    for number, line in enumerate(lines[:-1], 1):
        if not line.strip():
            gap = "\n\n" if text else ""
            continue
        words, sentence = _parted(path, number, line)
        if number == 1:
            title = sentence
            labels.append(_label(path, number, id_, 0, (0, len(title)), words))
            continue
        text += gap + sentence
        labels.append(_label(path, number, id_, len(labels), (len(text) - len(sentence), len(text)), words))
        gap = " "
    if not labels:
        raise CorpusChanged(f"{path}: it has no sentence.")
    if not lines[-1].startswith(RATING):
        raise CorpusChanged(f"{path}: its last line gives no {RATING.strip()}.")
    # each is a publisher of its own: folds are by publisher, and these are not one another's kin
    return Labelled(Article(id_, id_, "", "", title, text), tuple(labels), float(lines[-1].removeprefix(RATING)))


def _parted(path: Path, number: int, line: str) -> tuple[list[str], str]:
    said, tab, sentence = line.partition("\t")
    words = said.split()
    if not tab or not sentence.strip() or len(words) not in (3, 4) or words[3:] not in ([], ["x"]):
        raise CorpusChanged(f"{path}, line {number}: it is no label, tab and sentence.")
    return words, sentence.strip()


def _label(path: Path, number: int, id_: str, index: int, place: tuple[int, int], words: Sequence[str]) -> Label:
    sourcing, certainty, strength = words[:3]
    start, end = place
    return checked(path, number, Label(id_, index, start, end, sourcing, certainty, strength, len(words) == 4))
