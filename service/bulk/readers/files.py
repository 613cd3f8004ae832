"""Files that are one article each: plain text, Markdown, HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from service.bulk.readers.faults import DAMAGED, damaged, too_large
from service.bulk.readers.streams import opened
from service.bulk.record import MOST_BYTES, Fields, Form, RawRecord, Reject


def reader(form: Form) -> Callable[[Path, str, Fields], Iterator[RawRecord | Reject]]:
    """Return the reader of files that hold one article of a form."""

    def read(path: Path, name: str, _: Fields) -> Iterator[RawRecord | Reject]:
        """Yield the file."""
        try:
            with opened(path) as stream:
                content = stream.read(MOST_BYTES + 1)
        except DAMAGED as error:
            yield damaged(name, error)
            return
        yield too_large(name) if len(content) > MOST_BYTES else RawRecord(name, form, content)

    return read
