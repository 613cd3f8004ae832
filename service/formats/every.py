"""Every format of ``onrecord score``, by the name that chooses it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from service.formats.github import GithubWriter
from service.formats.machine import CsvWriter, JsonWriter, LinesWriter
from service.formats.sarif import SarifWriter
from service.formats.table import TableWriter
from service.formats.view import ViewWriter
from service.formats.writer import MakeWriter

FORMATS: Mapping[str, MakeWriter] = MappingProxyType(
    {
        "view": ViewWriter,
        "table": TableWriter,
        "json": JsonWriter,
        "ndjson": LinesWriter,
        "csv": CsvWriter,
        "sarif": SarifWriter,
        "github": GithubWriter,
    }
)
