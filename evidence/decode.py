"""Decoding: the most probable spans, given each token's probability of beginning or continuing one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from evidence.tokens import Floats, Ints

Spans = tuple[tuple[int, int], ...]

OUT, BEGIN, WITHIN = range(3)
_NEVER = -1e9


def decode(tags: Floats, bounds: Ints) -> tuple[Spans, ...]:
    """Return for each type the spans of the most probable labelling, as half-open token ranges (Viterbi, 1967).

    ``tags`` (T, 2 * types) holds each type's probabilities of beginning and of being within a span.  A span
    begins with a "begin" and goes on through "within"; none crosses the ``bounds`` of a unit.  All units and
    types are decoded side by side, so the cost is that of the longest unit.
    """
    size, types = len(tags), tags.shape[1] // 2
    if not size:
        return ((),) * types
    begin, within = tags[:, 0::2].T.ravel(), tags[:, 1::2].T.ravel()
    lanes = np.concatenate([bounds[:-1] + size * k for k in range(types)] + [[size * types]])
    starts, ends = _best(begin, within, lanes)
    cut = np.searchsorted(starts, size * np.arange(types + 1)).tolist()
    return tuple(
        tuple(zip((starts[a:b] - size * k).tolist(), (ends[a:b] - size * k).tolist(), strict=True))
        for k, (a, b) in enumerate(pairwise(cut))
    )


def _best(begin: Floats, within: Floats, bounds: Ints) -> tuple[Ints, Ints]:
    lengths = np.diff(bounds)
    lanes = np.flatnonzero(lengths)
    labels = _labels(_log_odds(begin, within), bounds[:-1][lanes], lengths[lanes])
    return _spans(labels, bounds)


def _log_odds(begin: Floats, within: Floats) -> Floats:
    outside = (1 - begin - within).clip(1e-4, 1)
    odds: Floats = np.log(np.stack([outside, begin.clip(1e-4, 1), within.clip(1e-4, 1)], axis=1))
    return odds


def _labels(odds: Floats, first: Ints, lengths: Ints) -> Ints:
    order = np.argsort(-lengths, kind="stable")  # longest first: the lanes still running are a prefix
    first, lengths = first[order], lengths[order]
    longest, lanes = int(lengths[0]), len(lengths)
    back = np.zeros((longest, lanes, 3), np.int8)
    best = odds[first].copy()
    best[:, WITHIN] = _NEVER
    running = np.searchsorted(-lengths, -np.arange(longest), side="left")
    for step in range(1, longest):
        n = int(running[step])
        now, then = odds[first[:n] + step], best[:n]
        top = then.argmax(axis=1)
        opened = then[:, BEGIN : WITHIN + 1].argmax(axis=1) + BEGIN
        rows = np.arange(n)
        back[step, :n, OUT] = back[step, :n, BEGIN] = top
        back[step, :n, WITHIN] = opened
        carried = np.stack([then[rows, top], then[rows, top], then[rows, opened]], axis=1)
        best[:n] = carried + now
    return _traced(back, best, first, lengths, len(odds))


def _traced(back: Ints, best: Floats, first: Ints, lengths: Ints, size: int) -> Ints:
    labels = np.zeros(size, np.int64)
    at = best.argmax(axis=1)
    for step in range(len(back) - 1, -1, -1):
        n = int(np.searchsorted(-lengths, -step, side="left"))
        labels[first[:n] + step] = at[:n]
        at[:n] = back[step, np.arange(n), at[:n]]
    return labels


def _spans(labels: Ints, bounds: Ints) -> tuple[Ints, Ints]:
    inside = labels != OUT
    fresh = np.zeros(len(labels) + 1, bool)
    fresh[bounds] = True
    starts = np.flatnonzero(inside & ((labels == BEGIN) | fresh[:-1]))
    stops = np.flatnonzero(~inside | (labels == BEGIN) | fresh[:-1])
    ends = np.append(stops, len(labels))[np.searchsorted(stops, starts, side="right")]
    return starts, ends
