"""The run: what an output's folder was begun with, pinned in a file, and the lock that keeps a second one out."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from service.bulk import layout
from service.bulk.atomic import TEMPORARY, replacing
from service.bulk.errors import BulkError
from service.bulk.names import raw, shown
from service.bulk.options import Options
from service.bulk.readers import files, stat
from service.bulk.record import Stamp


@dataclass(frozen=True)
class Input:
    """What the input was when the run began: how many files and bytes, and a digest of names, sizes and times."""

    path: str
    files: int
    bytes: int
    digest: str


def described(source: Path) -> Input:
    """Return what the input is now; raises BulkError."""
    told, size, number = hashlib.sha256(), 0, 0
    for path in files(source):
        found = stat(path)
        told.update(raw(path.relative_to(source)) + f"\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
        size, number = size + found.st_size, number + 1
    return Input(shown(source.resolve()), number, size, told.hexdigest())


def check_apart(source: Path, output: Path) -> None:
    """Raise BulkError where the output would lie in the input, and so change it."""
    if output.is_relative_to(source):
        raise BulkError(f"{output} lies in the input: choose a folder outside of {source}.")


def begin(output: Path, given: Input, options: Options, stamp: Stamp) -> bool:
    """Make the folder ready and return whether a run is gone on with; raises BulkError where it was another."""
    pinned = {"input": asdict(given), "options": asdict(options), "made_by": asdict(stamp)}
    path = output / layout.RUN
    found = _read(path)
    if found is not None:
        _check(path, found, pinned)
    else:
        # First of all: a folder that has it can be gone on with, whatever happens next.
        with replacing(path) as file:
            file.write(json.dumps(pinned, indent=2).encode() + b"\n")
    for kind in layout.KINDS:
        (output / kind).mkdir(exist_ok=True)
    (output / layout.MARKS).mkdir(exist_ok=True)
    _sweep(output)
    return found is not None


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Keep every other run out of the folder, which is made; raises BulkError where there is one."""
    try:
        output.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(output / layout.LOCK, os.O_CREAT | os.O_RDWR, 0o644)
    except OSError as error:
        raise BulkError(f"{output} cannot be written to: {error.strerror}.") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BulkError(f"Another run is writing to {output}: wait for it, or choose another folder.") from None
    finally:
        os.close(descriptor)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        names = sorted(one.name for one in path.parent.iterdir())
        strangers = [name for name in names if name != layout.LOCK and not name.startswith(TEMPORARY)]
        if strangers:
            raise BulkError(f"{path.parent} is no output of a run, and not empty: it holds {strangers[0]}.") from None
        return None
    except (OSError, ValueError):
        raise BulkError(f"{path} cannot be read: choose another folder for the output.") from None
    return found


def _check(path: Path, found: dict[str, Any], pinned: dict[str, Any]) -> None:
    """Raise BulkError where the run in the folder is not the one that is asked for."""
    was, now = _flat(found), _flat(pinned)
    differing = [name for name in now if was.get(name) != now[name]]
    if not differing:
        return
    told = ", ".join(f"{name} was {was.get(name)} and is {now[name]}" for name in differing[:3])
    raise BulkError(f"{path.parent} holds another run ({told}): ask for the same, or choose another folder.")


def _flat(tree: dict[str, Any], above: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in tree.items():
        flat |= _flat(value, f"{above}{name}.") if isinstance(value, dict) else {above + name: value}
    return flat


def _sweep(output: Path) -> None:
    """Remove what runs that were broken off have left half written."""
    for folder in (output, output / layout.MARKS, *(output / kind for kind in layout.KINDS)):
        for path in folder.glob(f"{TEMPORARY}*"):
            path.unlink(missing_ok=True)
