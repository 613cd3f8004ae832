"""Files: the drafts that a file holds."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

import orjson

from service.articles.draft import Draft, Json, Place, UnreadError
from service.articles.markdown import read_markdown
from service.articles.paths import kind_of

BODIES = frozenset(("text", "html", "segments", "annotation"))
READ = (*BODIES, "title", "lang")  # of a line of JSON


def drafts(place: Place, kind: str | None, most: int) -> Iterator[Draft | UnreadError]:
    """Yield what a file holds, as ``kind`` or else its name says; an article has at most ``most`` bytes."""
    kind = kind or kind_of(place.path)
    try:
        with _opened(place) as stream:
            if kind == "lines":
                yield from _lines(place, stream, most)
            else:
                yield _whole(place, stream, kind, most)
    except UnreadError as fault:
        yield fault
    except OSError as error:
        yield UnreadError(place, f"{place.name} cannot be read: {error.strerror}.")


@contextmanager
def _opened(place: Place) -> Iterator[IO[bytes]]:
    """Give the bytes: newlines must stay as they are, for the offsets."""
    if place.path is None:
        yield sys.stdin.buffer
        return
    with place.path.open("rb") as stream:
        yield stream


def _whole(place: Place, stream: IO[bytes], kind: str, most: int) -> Draft:
    text = _decoded(place, _bounded(place, stream.read(most + 1), most))
    if kind == "markdown":
        return read_markdown(place, text)
    return Draft(place, {kind: text}, text)


def _lines(place: Place, stream: IO[bytes], most: int) -> Iterator[Draft | UnreadError]:
    """Yield an article a line; a line that cannot be read costs only itself."""
    number = 0
    while line := stream.readline(most + 1):
        number += 1
        here = Place(place.path, number)
        over = len(line) > most
        while len(line) > most and not line.endswith(b"\n"):
            line = stream.readline(most + 1)
        try:
            if over:
                raise _too_large(here, most)
            if line.strip():
                yield _line(here, _decoded(here, line))
        except UnreadError as fault:
            yield fault


def _line(place: Place, line: str) -> Draft:
    try:
        held: Any = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise UnreadError(place, f"{place.name} is not JSON: it breaks at column {error.colno}.") from None
    if not isinstance(held, Mapping):
        raise UnreadError(place, f"{place.name} is no JSON object.")
    request: Json = {name: held[name] for name in READ if name in held}
    if not BODIES & request.keys():
        raise UnreadError(place, f"{place.name} has none of {', '.join(sorted(BODIES))}.")
    id_ = held.get("id")
    return Draft(place, request, id=id_ if id_ is None else str(id_))


def _bounded(place: Place, content: bytes, most: int) -> bytes:
    if len(content) > most:
        raise _too_large(place, most)
    return content


def _too_large(place: Place, most: int) -> UnreadError:
    return UnreadError(place, f"{place.name} has more than {most} bytes, the most that are read of an article.")


def _decoded(place: Place, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadError(place, f"{place.name} is not UTF-8: byte {error.start} does not fit.") from None
