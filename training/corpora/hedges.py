"""Hedge corpora: CoNLL-2010 shared task 1 and the Szeged uncertainty corpus."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from evidence.values import Span
from training.corpora.tables import rows
from training.corpora.treebank import places, running, unescaped
from training.corpora.values import Hedged, TypedCue, Uncertain


def read_conll(path: Path) -> tuple[Hedged, ...]:
    """Return the sentences of one CoNLL-2010 file in their official order."""
    return tuple(_hedged(row) for row in rows(path))


def read_szeged(path: Path) -> tuple[Uncertain, ...]:
    """Return the sentences of one part of the Szeged corpus, titles included, with their typed cues."""
    with gzip.open(path, "rb") as file:
        root = ElementTree.parse(file).getroot()
    return tuple(
        _uncertain(document.findtext("DocID", ""), sentence)
        for document in root.iter("Document")
        for sentence in document.iter("Sentence")
    )


def _hedged(row: dict[str, str]) -> Hedged:
    label = int(row["label"])
    text = unescaped(row["text"])
    cues = tuple(unescaped(cue) for cue in (row.get("cues") or "").split(" || ") if cue)
    plain, spans = running(text, places(text, cues))
    return Hedged(row.get("doc"), plain, None if label < 0 else bool(label), spans)


def _uncertain(document: str, sentence: ElementTree.Element) -> Uncertain:
    pieces = list(_pieces(sentence))
    text = "".join(piece for piece, _ in pieces)
    cues, at = [], 0
    for piece, kind in pieces:
        if kind:
            cues.append(TypedCue(kind, Span(at, at + len(piece))))
        at += len(piece)
    return Uncertain(document, text, tuple(cues))


def _pieces(sentence: ElementTree.Element) -> Iterator[tuple[str, str]]:
    yield sentence.text or "", ""
    for cue in sentence:
        # written "speculation_hypo_doxastic _" or "speculation_modal_probable_"
        yield "".join(cue.itertext()), cue.get("type", "").rstrip(" _").removeprefix("speculation_")
        yield cue.tail or "", ""
