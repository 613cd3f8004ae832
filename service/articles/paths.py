"""Paths: the files that arguments of a command mean."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from service.articles.draft import Place, UnreadError

# What is read of a folder, and as what; a file that is named itself is read as text where it ends otherwise.
KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "lines",
    ".ndjson": "lines",
}


def kind_of(path: Path | None) -> str:
    """Return what a file holds, by its name: text, markdown, html or lines."""
    return KINDS.get(path.suffix.lower(), "text") if path else "text"


def several(arguments: Sequence[str], kind: str | None) -> bool:
    """Say whether the arguments may mean more than one article."""
    if len(arguments) > 1 or kind == "lines":
        return True
    try:
        path = None if arguments[0] == "-" else local(arguments[0])
    except UnreadError:
        return False
    return path is not None and (path.is_dir() or (kind is None and kind_of(path) == "lines"))


def places(arguments: Sequence[str]) -> Iterator[Place | UnreadError]:
    """Yield each file that the arguments mean, once: - is standard input, a folder all that it holds."""
    seen: set[Path | None] = set()
    for argument in arguments:
        for found in _places(argument):
            if isinstance(found, UnreadError):
                yield found
            elif found.path not in seen:
                seen.add(found.path)
                yield found


def local(argument: str) -> Path:
    """Return the path that an argument is, or that its file: URL names; raises UnreadError."""
    if not argument.lower().startswith("file:"):
        return Path(argument)
    try:
        url = urlsplit(argument)
    except ValueError:  # a host in brackets that is none
        url = None
    path = url2pathname(url.path) if url and url.netloc in ("", "localhost") else ""
    if not path or "\0" in path:
        raise UnreadError(Place(Path(argument)), f"{argument} names no file on this machine.")
    return Path(path)


def _places(argument: str) -> Iterator[Place | UnreadError]:
    if argument == "-":
        yield Place(None)
        return
    try:
        path = local(argument)
    except UnreadError as fault:
        yield fault
        return
    yield from _within(path) if path.is_dir() else (Place(path),)


def _within(folder: Path) -> Iterator[Place | UnreadError]:
    """Yield the files of a folder that can be read, in order, without what is hidden."""
    faults: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=faults.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(here, name)
            if not name.startswith(".") and path.suffix.lower() in KINDS:
                yield Place(path)
    for fault in faults:
        place = Place(Path(fault.filename))
        yield UnreadError(place, f"{place.name} cannot be read: {fault.strerror}.")
