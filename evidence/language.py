"""Telling English from other languages, and saying so where a text is too short to tell.

Script first, then function words, which no English prose of some length lacks, then, for the few words of a short
text, whether they are words that English news uses at all.  Library detectors were measured and left out: 57 to
78 MB each and up to 2.7 ms an article.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from importlib.resources import files
from typing import Literal

Language = Literal["english", "other", "unclear"]

_WORD = re.compile(r"[^\W\d_]+")
_BEYOND_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_READ = 8_000  # characters that are looked at
_FEWEST_LETTERS = 3
_LETTERS_NEEDED = 40
_WORDS_NEEDED = 8
# Measured over 6,000 English news articles: one, a list of place names, has a share of 0.146 and every other
# one more than 0.24.
_SHARE = 0.13
# A passage between English ones is in another language with so many function words of others, and more than so many
# times as many as English ones.  Of the 146,145 paragraphs of these articles four are taken for that, all rightly.
_FOREIGN, _TIMES = 3, 2
# From so many words on, a text with next to none of them is in another language.
_PLENTY, _NEXT_TO_NONE = 30, 0.06


def _function_words() -> dict[str, frozenset[str]]:
    """Return the function words of English ("en") and of other languages ("other").

    With them those of others that names have too ("in_names": "Oscar de la Renta"), and the English ones that others
    have as well ("homographs").
    """
    lines = files("evidence").joinpath("function_words.tsv").read_text(encoding="utf-8").splitlines()
    return {name: frozenset(words.split()) for name, words in (line.split("\t") for line in lines)}


_FUNCTION_WORDS = _function_words()
# English news quotes "die" and "el", but not much around them.
_ONLY_OTHER = _FUNCTION_WORDS["other"] - _FUNCTION_WORDS["en"]
_TELLING = _ONLY_OTHER - _FUNCTION_WORDS["in_names"]
_ONLY_ENGLISH = _FUNCTION_WORDS["en"] - _FUNCTION_WORDS["homographs"]


def language(text: str, known: Container[str]) -> Language:
    """Return the text's language, judged by its first 8,000 characters.

    ``known`` holds, in lower case, words that English news uses.  A text in letters of another script is not
    English however short it is.  A text too short for its function words to tell passes for English where at
    least half of its words are known; where fewer are it is ``other`` if two or more are function words of another
    language, else ``unclear``.  A text with fewer than three letters is English: nothing in it is not.
    """
    words = _WORD.findall(text[:_READ].lower())
    letters = "".join(words)
    if _other_script(letters):
        return "other"
    if len(letters) >= _LETTERS_NEEDED and len(words) >= _WORDS_NEEDED:
        sure = _by_function_words(words)
        if sure is not None:
            return "english" if sure else "other"
    return _by_vocabulary(words, known) if len(letters) >= _FEWEST_LETTERS else "english"


def foreign(passages: Sequence[str]) -> list[bool]:
    """Say of each passage of an English text whether it is surely in another language.

    That is one with most of its letters in another script, or of eight words or more of which at least three, and more
    than twice as many as of English alone, are function words of other languages, in small letters and none that names
    have.
    """
    whole = " ".join(passages)
    # most articles have no such word, and need not be looked at piece by piece
    if _TELLING.isdisjoint(whole.split()) and not _BEYOND_LATIN.search(whole):
        return [False] * len(passages)
    return [_foreign(passage) for passage in passages]


def _foreign(passage: str) -> bool:
    words = _WORD.findall(passage)
    if _other_script("".join(words)):
        return True
    english = sum(word.lower() in _ONLY_ENGLISH for word in words)
    other = sum(map(_TELLING.__contains__, words))
    return len(words) >= _WORDS_NEEDED and other >= _FOREIGN and other > _TIMES * english


def _other_script(letters: str) -> bool:
    """Say whether most of the letters are of a script that English is not written in."""
    return not letters.isascii() and 2 * len(_BEYOND_LATIN.findall(letters)) > len(letters)


def _by_function_words(words: list[str]) -> bool | None:
    """Decide by which language's function words are more, or None where both are few and the text short."""
    english, other = (sum(map(_FUNCTION_WORDS[name].__contains__, words)) for name in ("en", "other"))
    if english > other and english >= _SHARE * len(words):
        return True
    if other > max(english, 2) or (len(words) >= _PLENTY and english < _NEXT_TO_NONE * len(words)):
        return False
    return None


def _by_vocabulary(words: list[str], known: Container[str]) -> Language:
    """Decide by whether English news uses the words at all."""
    own = _FUNCTION_WORDS["en"]
    if 2 * sum(word in own or (word in known and word not in _ONLY_OTHER) for word in words) >= len(words):
        return "english"
    english, other = (sum(map(_FUNCTION_WORDS[name].__contains__, words)) for name in ("en", "other"))
    return "other" if other >= 2 and other > english else "unclear"
