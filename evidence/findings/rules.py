"""The rules of advice, as data: advice.tsv says when each code applies and what an editor is told.

A rule's ``when`` is a list of conditions that must all hold, each ``name``, ``name=value,value`` (one of these) or
``!name...`` (the opposite); evidence.findings.conditions gives the names their meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its name, the values of which one must be met, and whether it must not hold."""

    name: str
    values: tuple[str, ...]
    negated: bool

    @classmethod
    def of(cls, token: str) -> Condition:
        """Return the condition written as a token."""
        name, _, values = token.removeprefix("!").partition("=")
        return cls(name, tuple(values.split(",")) if values else (), token.startswith("!"))

    def allows(self, labels: Mapping[str, str | None]) -> bool:
        """Say whether a sentence with these labels, by their conditions' names, may meet the condition."""
        return self.name not in labels or (labels[self.name] in self.values) is not self.negated


@dataclass(frozen=True, slots=True)
class AdviceRule:
    """A line of advice.tsv; ``about`` is sentence, headline or article.

    ``words`` names what the advice points at, in order of preference: cues as conditions name them, or "source";
    else it is about the whole sentence.  ``picky`` rules are matters of taste more often than the others.
    """

    code: str
    about: str
    when: tuple[Condition, ...]
    words: tuple[str, ...]
    picky: bool
    short: str
    message: str


def _read() -> tuple[AdviceRule, ...]:
    lines = files("evidence.findings").joinpath("advice.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return tuple(_rule(*line.split("\t")) for line in lines)


def _rule(code: str, about: str, when: str, words: str, picky: str, short: str, message: str) -> AdviceRule:
    conditions = tuple(map(Condition.of, when.split()))
    return AdviceRule(code, about, conditions, tuple(filter(None, words.split(","))), picky == "yes", short, message)


RULES = _read()
CODES = tuple(rule.code for rule in RULES)
