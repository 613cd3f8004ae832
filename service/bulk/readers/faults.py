"""What can be wrong with a record or a file of the input: stable codes, and the rejects made of them."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from types import MappingProxyType

from service.bulk.record import MOST_BYTES, Reject
from service.zstandard import zstd

CODES: Mapping[str, str] = MappingProxyType(
    {
        "not_utf8": "The bytes are no UTF-8.",
        "not_json": "The line is not JSON, or not an object.",
        "bad_row": "The row's quotation marks do not close, or it has more or fewer columns than the header.",
        "missing_text": "There is neither text nor HTML under the names that were told, or it is blank.",
        "wrong_type": "The id, title, text or HTML is not a string.",
        "too_large": "The record is larger than 8 MiB.",
        "truncated": "The file ends in the middle of a record or of its compressed form.",
        "broken": "A part of the file is damaged: its checksum, its compression or its structure.",
        "unreadable": "The file cannot be opened, or is not of the kind that its name says.",
        "skipped_type": "The file or archive record is of a kind that holds no article.",
    }
)
DAMAGED = (EOFError, OSError, zlib.error, zstd.ZstdError)  # what a stream raises that is cut off or damaged


def reject(place: str, code: str, reason: str, id_: str | None = None) -> Reject:
    """Return a reject with one of the codes."""
    if code not in CODES:
        raise KeyError(code)
    return Reject(place, id_, code, reason)


def damaged(place: str, error: Exception) -> Reject:
    """Return the reject for what one of DAMAGED says of the record at a place."""
    if isinstance(error, EOFError):
        return reject(place, "truncated", "The file ends here, in the middle of its compressed form.")
    if isinstance(error, OSError) and error.strerror:
        return reject(place, "unreadable", f"The file cannot be read from here on: {error.strerror}.")
    return reject(place, "broken", "The compressed form is damaged from here on.")


def too_large(place: str, id_: str | None = None) -> Reject:
    """Return the reject for a record that is longer than is read."""
    return reject(place, "too_large", f"The record has more than {MOST_BYTES} bytes.", id_)
