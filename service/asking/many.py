"""Many: drafts answered in order, a few at a time, by threads or processes."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext

from service.articles.draft import Draft, UnreadError
from service.asking.local import Local, RefusedError
from service.asking.remote import Remote
from service.refusal import NOT_KEPT, Refusal
from service.wire.answer import Json

Answered = tuple[Draft, Json] | UnreadError
Score = Callable[[Json], Json]
AHEAD = 4  # drafts a worker that may wait

_asker: Local | None = None  # of a worker process


def answered(asker: Local | Remote, drafts: Iterable[Draft | UnreadError], jobs: int) -> Iterator[Answered]:
    """Yield each draft with its answer, or what is wrong with it, in order; few drafts are held at once.

    Raises Refusal where one of the processes dies.
    """
    try:
        with _pool(asker, jobs) as pool:
            yield from _in_turn(drafts, asker.score) if pool is None else _ahead(drafts, pool, asker, AHEAD * jobs)
    except BrokenProcessPool:
        raise Refusal(
            "A process that scores was killed, perhaps for want of memory: ask for fewer --jobs.", NOT_KEPT
        ) from None


def one(draft: Draft, score: Score) -> Answered:
    """Return the draft with its answer, or what is wrong with it."""
    try:
        return draft, score(draft.request)
    except RefusedError as refusal:
        return UnreadError(draft.place, f"{draft.place.name}: {refusal}")


def _in_turn(drafts: Iterable[Draft | UnreadError], score: Score) -> Iterator[Answered]:
    return (draft if isinstance(draft, UnreadError) else one(draft, score) for draft in drafts)


def _ahead(
    drafts: Iterable[Draft | UnreadError], pool: Executor, asker: Local | Remote, width: int
) -> Iterator[Answered]:
    score = _score if isinstance(asker, Local) else asker.score
    waiting: deque[tuple[Draft, Future[Json]] | UnreadError] = deque()
    for draft in drafts:
        waiting.append(draft if isinstance(draft, UnreadError) else (draft, pool.submit(score, draft.request)))
        if len(waiting) >= width:
            yield _taken(waiting.popleft())
    while waiting:
        yield _taken(waiting.popleft())


def _taken(waited: tuple[Draft, Future[Json]] | UnreadError) -> Answered:
    if isinstance(waited, UnreadError):
        return waited
    draft, future = waited
    return one(draft, lambda _: future.result())


def _pool(asker: Local | Remote, jobs: int) -> AbstractContextManager[Executor | None]:
    if jobs == 1:
        return nullcontext()
    if isinstance(asker, Remote):
        return ThreadPoolExecutor(jobs)
    if sys.platform != "linux":
        return nullcontext()
    # Forked, for the model is in memory already; where that is not safe one process does it all.
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), _begin, (asker,))


def _begin(asker: Local) -> None:
    global _asker
    _asker = asker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer


def _score(article: Json) -> Json:
    assert _asker is not None
    return _asker.score(article)
