"""The report: one page about a run's output, which asks nothing of any network."""

from __future__ import annotations

from pathlib import Path

from service.bulk import layout
from service.bulk.atomic import replacing
from service.bulk.report.page import page
from service.bulk.report.run import ran
from service.bulk.report.tally import rows, tallied

__all__ = ["write"]


def write(output: Path) -> Path:
    """Write the report on all shards that are done and return its path; the same output makes the same bytes."""
    path = output / layout.REPORT
    content = page(ran(output), tallied(rows(output)))
    with replacing(path) as file:
        file.write(content.encode())
    return path
