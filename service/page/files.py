"""The page's files: which there are, and as what each is sent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent / "static"
START = "index.html"
# By ourselves: what the mimetypes module says depends on the machine, and a browser runs no module of another type.
TYPES: Mapping[str, str] = MappingProxyType({
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
})  # fmt: skip


def found(folder: Path = FOLDER) -> Mapping[str, Path]:
    """Return every file that is served, by its name below the folder."""
    paths = (path for path in folder.rglob("*") if path.suffix in TYPES)
    return MappingProxyType({path.relative_to(folder).as_posix(): path for path in paths})
