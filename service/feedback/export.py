"""The export: entries as lines that training reads, one an entry, in JSON or tab-separated."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row

Format = Literal["jsonl", "tsv"]
COLUMNS = (
    "id", "at", "key_name", "annotator", "model_name", "model_version", "policy_name", "policy_version",
    "article", "headline", "sentence", "segment", "start", "end", "offset_unit",
    "sourcing", "certainty", "strength", "dismissed", "thumb", "title", "text",
)  # fmt: skip


def lines(rows: Iterable[Row[Any]], style: Format) -> Iterator[str]:
    """Yield the export's lines; in TSV a header comes first, and a cell is "" for nothing, else its JSON.

    JSON because a text has line breaks and tabs of its own.
    """
    if style == "tsv":
        yield "\t".join(COLUMNS)
    for row in rows:
        cells = {name: _plain(getattr(row, name)) for name in COLUMNS}
        if style == "jsonl":
            yield json.dumps(cells, ensure_ascii=False)
        else:
            yield "\t".join("" if cell is None else json.dumps(cell, ensure_ascii=False) for cell in cells.values())


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
