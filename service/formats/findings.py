"""Findings: what an answer has to say to an editor, each with its rule, its place and how grave it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from evidence.findings.rules import RULES
from service.articles.draft import Draft
from service.articles.regions import Region
from service.formats.writer import Json, located

Gravity = Literal["error", "warning", "note"]
GATE = "gate."  # before the code of a policy's rule: no code of advice has a dot
PICKY = frozenset(rule.code for rule in RULES if rule.picky)


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding; without a region it is about the whole file."""

    rule: str
    gravity: Gravity
    message: str
    region: Region | None


def findings(draft: Draft, answer: Json) -> Iterator[Finding]:
    """Yield what the gate refuses, the advice on the article, and that on each sentence in order."""
    for reason in answer["gate"]["reasons"]:
        gravity: Gravity = "error" if reason["action"] == "block" else "warning"
        yield Finding(GATE + reason["code"], gravity, reason["message"], draft.place.region)
    for advice in answer["advice"]:
        yield _finding(advice, draft.place.region)
    for sentence, region in located(draft, answer):
        for advice in sentence["advice"]:
            yield _finding(advice, region)


def _finding(advice: Json, region: Region | None) -> Finding:
    code = advice["code"]
    return Finding(code, "note" if code in PICKY else "warning", advice["message"], region)
