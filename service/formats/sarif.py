"""The format of code scanners, SARIF 2.1.0 (OASIS): one run, its rules those of the advice."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from evidence.findings.rules import RULES
from service.articles.draft import Draft, Place, UnreadError
from service.articles.regions import Region
from service.formats.findings import GATE, PICKY, Finding, findings
from service.formats.machine import written
from service.formats.writer import Json, Wish, Writer

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class SarifWriter(Writer):
    """A result a finding, written as they come; rules and what could not be read follow them."""

    def __init__(self, out: TextIO, wish: Wish) -> None:
        super().__init__(out, wish)
        self._between = "\n"
        self._gate: dict[str, Json] = {}
        self._faults: list[Json] = []

    def begin(self) -> None:
        """Write the head of the log and of its run."""
        self.out.write(f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{')
        self.out.write('"columnKind": "unicodeCodePoints", "results": [')

    def article(self, draft: Draft, answer: Json) -> None:
        """Write the article's findings."""
        for found in findings(draft, answer):
            if found.rule.startswith(GATE):
                self._gate.setdefault(found.rule, _rule(found.rule, found.rule, found.message, found.gravity))
            self._write(_result(draft.place, found))

    def unread(self, fault: UnreadError) -> None:
        """Keep the fault for the end."""
        notice = {
            "level": "error",
            "message": {"text": str(fault)},
            "locations": [_location(fault.place, fault.place.region)],
        }
        self._faults.append(notice)

    def end(self) -> None:
        """Write the tool with its rules, and how the run went."""
        advice = [_rule(one.code, one.short, one.message, _gravity(one.code)) for one in RULES]
        driver = {
            "name": "onrecord",
            "semanticVersion": version("onrecord"),
            "rules": [*advice, *self._gate.values()],
        }
        went = {"executionSuccessful": not self._faults, "toolExecutionNotifications": self._faults}
        self.out.write(f'\n], "tool": {written({"driver": driver})}, "invocations": {written([went])}}}]}}\n')

    def _write(self, result: Json) -> None:
        self.out.write(self._between + written(result))
        self._between = ",\n"


def _gravity(code: str) -> str:
    return "note" if code in PICKY else "warning"


def _rule(code: str, short: str, message: str, gravity: str) -> Json:
    return {
        "id": code,
        "shortDescription": {"text": short},
        "fullDescription": {"text": message},
        "defaultConfiguration": {"level": gravity},
    }


def _result(place: Place, found: Finding) -> Json:
    return {
        "ruleId": found.rule,
        "level": found.gravity,
        "message": {"text": found.message},
        "locations": [_location(place, found.region)],
    }


def _location(place: Place, region: Region | None) -> Json:
    physical: Json = {"artifactLocation": {"uri": _uri(place.path)}}
    if region:
        physical["region"] = _region(region)
    return {"physicalLocation": physical}


def _region(region: Region) -> Json:
    lines = {"startLine": region.line, "endLine": region.end_line}
    return lines if region.column is None else lines | {"startColumn": region.column, "endColumn": region.end_column}


def _uri(path: Path | None) -> str:
    """Return the reference that names a file: relative where the path is."""
    if path is None:
        return "stdin:"
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
