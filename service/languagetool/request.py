"""The request of LanguageTool's /v2/check: a form, in which ``data`` may hold JSON with annotations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from evidence.findings.rules import RULES
from evidence.policy import Policy
from service.body import BodyError, parse_json
from service.problem import Problem
from service.wire.alignment import Piece
from service.wire.bodies import AnnotationBody, Body, TextBody

CATEGORY = "EVIDENCE"
PREFIX = "ONRECORD_"
ENGLISH = re.compile(r"(?i)en([-_][a-z0-9]{1,8})*\Z")
MOST_FIELDS = 100


def rule_id(code: str) -> str:
    """Return the id under which a LanguageTool client knows a code of advice."""
    return PREFIX + code.upper()


# A text comes without a title here, so no rule about headlines can apply.
IDS: Mapping[str, str] = {rule_id(rule.code): rule.code for rule in RULES if rule.about != "headline"}


def refused(sentence: str, status: int = 400, code: str = "invalid_request") -> Problem:
    """Return the error that a client is told; the code is for the log and the metrics only."""
    return Problem(status, code, sentence)


def parse_form(body: bytes) -> Mapping[str, str]:
    """Return the fields of a form in UTF-8, the first of each name; raises Problem."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        said = "Send the parameters as application/x-www-form-urlencoded in UTF-8, at most 100 of them"
        raise refused(f"{said}.") from None
    return dict(reversed(pairs))


@dataclass(frozen=True)
class Check:
    """What is asked: a text to check, and the fields that choose among the rules."""

    body: Body
    fields: Mapping[str, str]

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Check:
        """Return what a form's fields ask for; raises Problem."""
        language = fields.get("language", "")
        if language != "auto" and not ENGLISH.match(language):
            raise refused("Only English is read: give language as auto, en, en-US, en-GB or the like.")
        if ("text" in fields) == ("data" in fields):
            raise refused("Set one of the parameters text and data, and not both.")
        return cls(TextBody(fields["text"]) if "text" in fields else _body(fields["data"]), fields)

    @property
    def language(self) -> str:
        """The code of the language; ``en`` for auto."""
        asked = self.fields["language"]
        return "en" if asked == "auto" else asked.replace("_", "-")

    def policy(self, policy: Policy) -> Policy:
        """Return the policy with the codes on that the request chooses; raises Problem.

        A level of ``picky`` adds the rules of taste to the policy's others; rules can be named beside or, with
        ``enabledOnly``, instead of these.
        """
        named = self._codes("enabled")
        off = self._codes("disabled")
        if self._true("enabledOnly"):
            if not named:
                raise refused("With enabledOnly, name the rules in enabledRules or enabledCategories.")
            usual: set[str] = set()
        else:
            picky = self.fields.get("level") == "picky"
            usual = {rule.code for rule in RULES if rule.code in policy.advice and (picky or not rule.picky)}
        chosen = (usual | named) - (off - self._listed("enabledRules"))
        codes = tuple(rule.code for rule in RULES if rule.code in chosen)
        return replace(policy, advice=codes)

    def _codes(self, which: str) -> set[str]:
        category = CATEGORY in self._split(f"{which}Categories")
        return self._listed(f"{which}Rules") | (set(IDS.values()) if category else set())

    def _listed(self, name: str) -> set[str]:
        return {IDS[one] for one in self._split(name) if one in IDS}

    def _split(self, name: str) -> list[str]:
        return [one.strip() for one in self.fields.get(name, "").split(",")]

    def _true(self, name: str) -> bool:
        return self.fields.get(name, "").lower() in ("true", "yes")


def _body(data: str) -> Body:
    try:
        given = parse_json(data.encode())
    except BodyError:
        raise refused("The parameter data is not JSON.") from None
    if not isinstance(given, dict) or ("text" in given) == ("annotation" in given):
        raise refused("The JSON in data must be an object with either text or annotation.")
    pieces = [{"text": given["text"]}] if "text" in given else given["annotation"]
    if not isinstance(pieces, list):
        raise refused("The annotation in data must be a list.")
    return AnnotationBody(tuple(_piece(at, piece) for at, piece in enumerate(pieces)))


def _piece(at: int, piece: Any) -> Piece:
    given = piece if isinstance(piece, dict) else {}
    if ("text" in given) == ("markup" in given) or ("text" in given and "interpretAs" in given):
        raise refused(f"annotation {at} in data must have text, or markup and perhaps interpretAs.")
    names = ("text",) if "text" in given else ("markup", "interpretAs")
    values = [given.get(name, "") for name in names]
    if not all(isinstance(value, str) and _whole(value) for value in values):
        raise refused(f"annotation {at} in data holds something other than whole characters.")
    if "text" in given:
        return Piece(values[0], values[0])
    return Piece(values[0], values[1], "markup")


def _whole(text: str) -> bool:
    """Say whether a string has a UTF-8 form: JSON can write half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
