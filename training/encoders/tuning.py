"""Tuning: what fine-tuning an encoder on a processor takes, whatever it is to learn."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np

from training.extra import library

THREADS = 2
HEAD_RATE, DECAY, WARM = 1e-3, 0.01, 0.06
DROPPED = 0.1
BUCKET = 50  # batches among which rows are sorted by length
PROBE = (2048, 768)  # the size of the product that tells which numbers a processor multiplies faster


def begun(stage: str, seed: int, encoder: Any, given: int, width: int) -> tuple[Any, Any]:
    """Return torch and a net of the "encoder" and a "head" of ``width`` answers to so many ``given`` numbers."""
    torch = library("torch", stage)
    torch.set_num_threads(THREADS)
    torch.manual_seed(seed)
    # Drawing what an encoder leaves out, and the backward pass of the fused attention, take longer than anything else
    # on processors: without them learning takes two thirds of the time.
    encoder.set_attn_implementation("eager")
    for module in encoder.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    return torch, torch.nn.ModuleDict({"encoder": encoder, "head": torch.nn.Linear(given, width)})


def precision(torch: Any) -> AbstractContextManager[Any]:
    """Return within what an encoder computes: bfloat16 where this processor multiplies faster in it.

    One with tiles for it takes half the time, one without takes a quarter to three quarters more than with float32.
    """
    seconds = {kind: _seconds(torch, kind) for kind in (torch.float32, torch.bfloat16)}
    if seconds[torch.bfloat16] < seconds[torch.float32]:
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return nullcontext()


def _seconds(torch: Any, kind: Any) -> float:
    rows, columns = PROBE
    matrix, factors = torch.ones(rows, columns, dtype=kind), torch.ones(columns, columns, dtype=kind)
    spent = []
    for _ in range(5):
        begin = time.perf_counter()
        matrix @ factors
        spent.append(time.perf_counter() - begin)
    return min(spent)


def optimiser(torch: Any, net: Any, steps: int, rate: float) -> tuple[Any, Any]:
    """Return an optimiser of what the net may learn, its "encoder" at this rate, and the schedule: up, then down."""
    groups = [
        {"params": [one for one in net["encoder"].parameters() if one.requires_grad], "lr": rate},
        {"params": net["head"].parameters(), "lr": HEAD_RATE},
    ]
    made = torch.optim.AdamW(groups, weight_decay=DECAY, fused=True)
    warm = max(1, round(WARM * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        made, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm + 1)))
    )
    return made, schedule


def by_length(lengths: Sequence[int], size: int) -> Iterator[list[int]]:
    """Yield every row's index once, in batches of ``size``, the shortest rows first."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    for first in range(0, len(order), size):
        yield order[first : first + size]


def bucketed(lengths: Sequence[int], random: np.random.Generator, size: int) -> Iterator[list[int]]:
    """Yield every row's index once, in batches of ``size`` rows of like length, the batches in random order."""
    order = random.permutation(len(lengths))
    batches: list[list[int]] = []
    for first in range(0, len(order), size * BUCKET):
        bucket = sorted(order[first : first + size * BUCKET].tolist(), key=lengths.__getitem__)
        batches += [bucket[i : i + size] for i in range(0, len(bucket), size)]
    for at in random.permutation(len(batches)):
        yield batches[at]
