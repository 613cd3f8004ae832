"""Decoding: the most probable spans, given each token's probability of beginning or continuing one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from evidence.tokens import Floats, Ints

Spans = tuple[tuple[int, int], ...]

OUT, BEGIN, WITHIN = range(3)
# The odds of "outside" count by so much for sources, cues and contents: what is missed costs a reader more than
# what is found in vain.  Chosen on PolNeAR dev, where they cost no F1.
LEANING = (0.65, 0.75, 1.0)
_NEVER, _LEAST = -1e9, 1e-4
LONGEST = 512  # tokens after which a unit goes on as another: the work is that of the longest unit, three times over


def decode(tags: Floats, bounds: Ints, leaning: Sequence[float] = LEANING) -> tuple[Spans, ...]:
    """Return for each type the spans of the most probable labelling, as half-open token ranges (Viterbi, 1967).

    ``tags`` (T, 2 * types) holds each type's probabilities of beginning and of being within a span.  A span
    begins with a "begin" and goes on through "within"; none crosses the ``bounds`` of a unit, nor, in a unit of more
    than LONGEST tokens, every LONGEST-th of them.  All units and types are decoded side by side, so the cost is that
    of the longest unit.  ``leaning`` is each type's factor of "outside".
    """
    size, types = len(tags), tags.shape[1] // 2
    if not size:
        return ((),) * types
    bounds = _bounded(bounds)
    begin, within = tags[:, 0::2].T.ravel(), tags[:, 1::2].T.ravel()
    lanes = np.concatenate([bounds[:-1] + size * k for k in range(types)] + [[size * types]])
    outside = (1 - begin - within).clip(_LEAST, 1) * np.repeat(np.array(leaning[:types], np.float32), size)
    odds = np.log(np.stack([outside, begin.clip(_LEAST, 1), within.clip(_LEAST, 1)], axis=1))
    starts, ends = _best(odds, lanes)
    cut = np.searchsorted(starts, size * np.arange(types + 1)).tolist()
    return tuple(
        tuple(zip((starts[a:b] - size * k).tolist(), (ends[a:b] - size * k).tolist(), strict=True))
        for k, (a, b) in enumerate(pairwise(cut))
    )


def _bounded(bounds: Ints) -> Ints:
    if np.diff(bounds).max() <= LONGEST:
        return bounds
    inner = [np.arange(a, b, LONGEST) for a, b in pairwise(bounds.tolist())]
    return np.append(np.concatenate(inner), bounds[-1])


def _best(odds: Floats, bounds: Ints) -> tuple[Ints, Ints]:
    lengths = np.diff(bounds)
    lanes = np.flatnonzero(lengths)
    labels = _labels(odds, bounds[:-1][lanes], lengths[lanes])
    return _spans(labels, bounds)


def _labels(odds: Floats, first: Ints, lengths: Ints) -> Ints:
    """Return each token's label; the lanes begin at ``first``, and what belongs to none is outside."""
    order = np.argsort(-lengths, kind="stable")  # longest first: the lanes still running are a prefix
    first, lengths = first[order], lengths[order]
    running = np.searchsorted(-lengths, -np.arange(int(lengths[0])), side="left").tolist()
    # step by step, in each step lane by lane, so that every step is one slice
    turn = np.concatenate([first[:n] + step for step, n in enumerate(running)])
    # two slices a step: all of the step's lanes, and those of the step before that are still running
    begins = np.concatenate([[0], np.cumsum(running)]).tolist()
    steps = [(slice(a, a + n), slice(b, b + n)) for a, b, n in zip(begins, begins[1:], running[1:], strict=False)]
    best = np.ascontiguousarray(odds[turn].T)
    best[WITHIN, : running[0]] = _NEVER
    for before, here in steps:
        opened = np.maximum(best[BEGIN, before], best[WITHIN, before])
        best[:WITHIN, here] += np.maximum(best[OUT, before], opened)
        best[WITHIN, here] += opened
    labels = np.zeros(len(odds), np.int64)
    labels[turn] = _traced(best, steps)
    return labels


def _traced(best: Floats, steps: Sequence[tuple[slice, slice]]) -> Ints:
    """Return the labels on the way to each lane's best end, in the order of ``best``."""
    labels = best.argmax(axis=0)  # right where a lane ends or goes on with anything but "within"
    opened = best[BEGIN:].argmax(axis=0) + BEGIN
    for before, here in reversed(steps):
        np.copyto(labels[before], opened[before], where=labels[here] == WITHIN)
    return labels


def _spans(labels: Ints, bounds: Ints) -> tuple[Ints, Ints]:
    inside = labels != OUT
    fresh = np.zeros(len(labels) + 1, bool)
    fresh[bounds] = True
    starts = np.flatnonzero(inside & ((labels == BEGIN) | fresh[:-1]))
    stops = np.flatnonzero(~inside | (labels == BEGIN) | fresh[:-1])
    ends = np.append(stops, len(labels))[np.searchsorted(stops, starts, side="right")]
    return starts, ends
