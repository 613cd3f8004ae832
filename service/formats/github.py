"""The format of GitHub Actions: workflow commands that become annotations of a change."""

from __future__ import annotations

from service.articles.draft import Draft, Place, UnreadError
from service.articles.regions import Region
from service.formats.findings import findings
from service.formats.writer import Json, Writer

# actions/toolkit, packages/core/src/command.ts: escapeData and escapeProperty.
_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


class GithubWriter(Writer):
    """A workflow command a finding."""

    def article(self, draft: Draft, answer: Json) -> None:
        """Write the article's findings."""
        for found in findings(draft, answer):
            self._write(_COMMANDS[found.gravity], draft.place, found.region, found.rule, found.message)

    def unread(self, fault: UnreadError) -> None:
        """Write the fault as an error."""
        self._write("error", fault.place, fault.place.region, "unread", str(fault))

    def _write(self, command: str, place: Place, region: Region | None, title: str, message: str) -> None:
        told = {**_file(place), **_place(region), "title": f"onrecord: {title}"}
        properties = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in told.items())
        self.out.write(f"::{command} {properties}::{message.translate(_MESSAGE)}\n")


def _file(place: Place) -> Json:
    return {} if place.path is None else {"file": (place.shown or "").replace("\\", "/")}


def _place(region: Region | None) -> Json:
    """Return the properties that say where; columns count only within one line."""
    if region is None:
        return {}
    lines = {"line": region.line, "endLine": region.end_line}
    if region.column is None or region.line != region.end_line:
        return lines
    return lines | {"col": region.column, "endColumn": region.end_column}
