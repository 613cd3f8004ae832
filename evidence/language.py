"""Telling English from other languages by its function words, which no English prose of some length lacks.

Library detectors were measured and left out: 57 to 78 MB each and up to 2.7 ms an article.
"""

from __future__ import annotations

import re
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+")
_BEYOND_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_READ = 8_000  # characters that are looked at
_LETTERS_NEEDED = 40
_WORDS_NEEDED = 8
# Measured over 6,000 English news articles: one, a list of place names, has a share of 0.146 and every other
# one more than 0.24.
_SHARE = 0.13
# From so many words on, a text with next to none of them is in another language.
_PLENTY, _NEXT_TO_NONE = 30, 0.06


def _function_words() -> dict[str, frozenset[str]]:
    """Return the function words of English ("en") and of other languages ("other")."""
    lines = files("evidence").joinpath("function_words.tsv").read_text(encoding="utf-8").splitlines()
    return {name: frozenset(words.split()) for name, words in (line.split("\t") for line in lines)}


_FUNCTION_WORDS = _function_words()


def is_english(text: str) -> bool | None:
    """Say whether the text is English; None where it has too little prose to say.

    Looks at the first 8,000 characters.
    """
    words = _WORD.findall(text[:_READ].lower())
    letters = sum(map(len, words))
    if letters < _LETTERS_NEEDED:
        return None
    if 2 * len(_BEYOND_LATIN.findall("".join(words))) > letters:
        return False
    if len(words) < _WORDS_NEEDED:
        return None
    return _by_function_words(words)


def _by_function_words(words: list[str]) -> bool | None:
    """Decide by which language's function words are more, or None where both are few and the text short."""
    english = sum(map(_FUNCTION_WORDS["en"].__contains__, words))
    other = sum(map(_FUNCTION_WORDS["other"].__contains__, words))
    if english > other and english >= _SHARE * len(words):
        return True
    if other > max(english, 2) or (len(words) >= _PLENTY and english < _NEXT_TO_NONE * len(words)):
        return False
    return None
