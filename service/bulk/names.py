"""Names: of files, as they can be shown and written in UTF-8, whatever bytes they have."""

from __future__ import annotations

from pathlib import Path


def raw(path: Path) -> bytes:
    """Return a path's bytes: where they are no UTF-8, Python holds them as lone surrogates."""
    return path.as_posix().encode("utf-8", "surrogateescape")


def shown(path: Path) -> str:
    r"""Return a path as UTF-8 can hold it, other bytes as in ``caf\xe9.txt``; no two paths are shown alike.

    So a backslash that is a name's own is shown as two.
    """
    return raw(path).replace(b"\\", rb"\\").decode("utf-8", "backslashreplace")
