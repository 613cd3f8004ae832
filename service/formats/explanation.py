"""The explanation: by what a sentence's judgement and an article's rating came about, in lines."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.values import LEVELS
from service.formats.writer import Json
from service.plain import still


def of_sentence(sentence: Json) -> Iterator[str]:
    """Yield the cues with their effects on the strength, then how probable each level and the sourcing is."""
    for cue in sentence["cues"]:
        yield f"{still(cue['text'])}: {cue['kind']} ({cue['subtype']}), {cue['effect']:+.2f}"
    shares = zip(LEVELS, sentence["probabilities"], strict=True)
    yield ", ".join(f"{name} {share:.0%}" for name, share in shares)
    sourcing = sentence["sourcing"]
    yield f"{sourcing['label']} with {sourcing['probability']:.0%}"


def of_rating(rating: Json) -> Iterator[str]:
    """Yield the range of the annotators' ratings at such a score, then the components."""
    low, high = rating["interval"]
    yield f"annotators give {low:.0f} to {high:.0f} to an article like this"
    for name, value in rating["components"].items():
        yield f"{name.replace('_', ' ')}: {value:.2f}"
