"""The catalogue: which corpora there are, where each lies, its checksum, licence and permitted use."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

Purpose = Literal["train", "evaluate"]

CATALOGUE = Path(__file__).parent.parent / "corpora.toml"
SUMS = "SHA256SUMS"
PREFIX = 16  # hexadecimal digits of sha256 kept per article: 64 bits tell a changed text


class CorpusError(Exception):
    """A corpus cannot be used; the message is one sentence that names the file."""


class CorpusMissing(CorpusError):  # noqa: N818 - says what is the matter, as its sentence does
    """A corpus, or a labelled article of it, is not where it is looked for."""


class CorpusChanged(CorpusError):  # noqa: N818
    """A corpus is not the one that the figures and labels were made with."""


class CorpusReserved(CorpusError):  # noqa: N818
    """A corpus that may only evaluate was asked for to train with."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One corpus file: ``path`` is relative to the corpora folder, ``use`` the most that it may serve."""

    name: str
    path: str
    sha256: str
    licence: str
    use: Purpose


def catalogue(folder: Path) -> Mapping[str, Entry]:
    """Return the entries by name, with the folder's own checksums where it was rebuilt.

    A rebuilt folder says in SHA256SUMS what it holds; names, licences and uses are never its to change.
    """
    entries = _entries(CATALOGUE)
    sums = _sums(folder / SUMS)
    return {e.name: replace(e, sha256=sums.get(e.path, e.sha256)) for e in entries}


def digest(path: Path) -> str:
    """Return the file's sha256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(text: str) -> str:
    """Return the first 16 hexadecimal digits of the text's sha256."""
    return hashlib.sha256(text.encode()).hexdigest()[:PREFIX]


def _entries(path: Path) -> tuple[Entry, ...]:
    entries = tuple(Entry(**row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["corpus"])
    for entry in entries:
        if entry.use not in get_args(Purpose):
            raise CorpusError(f"{path.name}: corpus {entry.name} has the unknown use {entry.use!r}.")
    return entries


def _sums(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    rows = (line.split(maxsplit=1) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {name.strip(): sha256 for sha256, name in rows}
