"""The palette: how levels, cues and texts look in a terminal."""

from __future__ import annotations

from rich.text import Text

from service.formats.writer import Json

COLOURS = {"none": "red", "weak": "yellow", "moderate": "cyan", "solid": "green", "strong": "bold green"}
GRADES = {"A": "bold green", "B": "green", "C": "cyan", "D": "yellow", "E": "red"}
ACTIONS = {"allow": "green", "warn": "yellow", "block": "bold red"}
NOTES = {
    "too_short": "Too short to rate.",
    "no_claims": "No factual claim to rate.",
    "unsupported_language": "Not rated: only English is read.",
    "language_unclear": "Not rated: too short to tell whether it is English.",
}


def level(sentence: Json) -> Text:
    """Return a sentence's level, - for none."""
    name = sentence["level"] or "-"
    return Text(name, COLOURS.get(name, "dim"))


def certainty(sentence: Json) -> str:
    """Return how certain a sentence is put, - where it makes no claim."""
    label: str = sentence["certainty"]["label"]
    return label if sentence["level"] else "-"


def note(answer: Json) -> str:
    """Return why an article has no rating."""
    return NOTES.get(answer["rating_note"], "Not rated.")


def points(rating: Json) -> int:
    """Return a rating's whole points, never up to where the next grade begins."""
    return int(rating["score"])


def rated(answer: Json) -> str:
    """Return an article's rating in a line, or why it has none."""
    rating = answer["rating"]
    if not rating:
        return note(answer)
    return f"{points(rating)} of 100, grade {rating['grade']}: {rating['label']}"
