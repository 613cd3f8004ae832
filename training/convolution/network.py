"""The network: the convolution with heads on it, in torch, which can be learnt from end to end.

One head judges each unit by its gist alone, and is left behind afterwards.  The wide one judges it by the gists around
it and what the service's heads see beside them, so that a gist comes to hold what its neighbours need of it too; it is
kept as the student.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evidence.features import GIST, OFFSETS
from evidence.heads import BOUND, PARTS, WIDTH
from evidence.tokens import Floats
from training.convolution.layers import Layers, fresh, learnt, optimiser
from training.convolution.lessons import Batch, Lesson, joined
from training.convolution.weights import HEAD
from training.extra import library

THREADS = 2
TOGETHER, ASKED = 8, 32  # articles in a batch
WIDE = 256
WARM = 100  # steps
SQUARED, ALONE = 0.3, 0.5  # how much the errors of the means count, and the head that sees one unit alone
LEAST = 1e-6  # deviation of what is not always the same
STAGE = "convolution"


@dataclass(frozen=True, slots=True)
class Pace:
    """How a network learns: the shares ``dropped`` of its values, and of the words read as ``unknown`` ones."""

    rate: float
    decay: float
    dropped: float
    unknown: float


FRESH = Pace(2e-3, 0.01, 0.1, 0.05)
# What has learnt already moves in smaller steps and is held down more, so that it does not forget.
ONWARD = Pace(1e-3, 0.02, 0.1, 0.05)
# Of single labels a network remembers in a few epochs what they are, and learns less from them than from shares; small
# steps and much left out keep what it has learnt.
TUNING = Pace(3e-4, 0.05, 0.3, 0.1)


class Network:
    """The layers, with ``vectors`` (V + 1, VECTOR) for words at the start."""

    def __init__(self, seed: int, vectors: Floats, beside: tuple[Floats, Floats], pace: Pace = FRESH) -> None:
        """``beside`` holds the mean and the deviation of what is seen beside the words, (F,) each."""
        self._pace = pace
        self._torch = torch = library("torch", STAGE)
        torch.set_num_threads(THREADS)
        torch.manual_seed(seed)
        self._random = np.random.default_rng(seed)
        self._mean, deviation = beside
        self._varies = deviation > LEAST
        self._deviation = np.where(self._varies, deviation, 1)
        linear = torch.nn.Linear
        gist, wide = len(GIST), len(GIST) * (len(OFFSETS) + 2) + len(self._mean)
        self._net = torch.nn.ModuleDict(
            {
                **fresh(torch, vectors),
                "alone": linear(gist, WIDTH),
                "wide": linear(wide, WIDE),
                "answers": linear(WIDE, WIDTH),
            }
        )
        torch.nn.init.normal_(self._net["attributes"].weight, 0, 0.1)
        self._layers = Layers(torch, self._net, self._random, pace.dropped, pace.unknown)

    def take(self, arrays: Mapping[str, Floats]) -> None:
        """Take the layers and the wide head from ``arrays``, as its own method gives them; the other begins anew."""
        torch, net = self._torch, self._net
        kept = {name: array.astype(np.float32) for name, array in arrays.items()}
        for name, layer in learnt(torch, kept).items():
            net[name] = layer
        beside = slice(len(kept["wide.factors"]) - len(self._mean), None)
        kept["wide.shift"] += self._mean @ kept["wide.factors"][beside]
        kept["wide.factors"][beside] *= self._deviation[:, None]
        with torch.no_grad():
            for name in HEAD:
                net[name].weight.copy_(torch.from_numpy(kept[f"{name}.factors"].T.copy()))
                net[name].bias.copy_(torch.from_numpy(kept[f"{name}.shift"]))

    def fit(
        self, lessons: Sequence[Lesson], epochs: int, report: Callable[[float], None], after: Callable[[int], None]
    ) -> None:
        """Learn the lessons' targets, each part NaN where it has none; ``after`` is called after every epoch."""
        torch = self._torch
        steps = epochs * -(-len(lessons) // TOGETHER)
        stepping, schedule = optimiser(torch, self._net, steps, self._pace.rate, WARM, self._pace.decay)
        done = 0
        for epoch in range(1, epochs + 1):
            self._net.train()
            order = self._random.permutation(len(lessons))
            for first in range(0, len(order), TOGETHER):
                batch = joined([lessons[i] for i in order[first : first + TOGETHER]])
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    alone, wide = self._answers(batch)
                wanted, counts = torch.from_numpy(batch.target), torch.from_numpy(batch.counts)
                loss = self._loss(wide.float(), wanted, counts) + ALONE * self._loss(alone.float(), wanted, counts)
                stepping.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(self._net.parameters(), 1.0)
                stepping.step()
                schedule.step()
                done += 1
                report(done / steps)
            after(epoch)

    def __call__(self, lessons: Sequence[Lesson]) -> Floats:
        """Return the wide head's probabilities (U, WIDTH) of all the lessons' units; each part sums to 1."""
        self._net.eval()
        found = []
        with self._torch.inference_mode():
            for first in range(0, len(lessons), ASKED):
                wide = self._answers(joined(lessons[first : first + ASKED]))[1]
                found.append(self._torch.cat([wide[:, part].softmax(1) for part in PARTS.values()], 1).numpy())
        return np.concatenate(found)

    def gists(self, batch: Batch) -> Floats:
        """Return (U, G), what ``evidence.convolution`` would."""
        self._net.eval()
        with self._torch.inference_mode():
            made: Floats = self._layers.gists(self._layers.tokens(batch), batch).numpy()
        return made

    def arrays(self) -> dict[str, Floats]:
        """Return the layers as ``evidence.convolution`` keeps them and the wide head, factors being (inputs, outputs).

        The head sees the columns of ``lessons.COLUMNS`` as they are, not standardised.  Of one that was the same in
        all lessons nothing was learnt, so it counts for nothing.
        """
        made = self._layers.arrays()
        for name in HEAD:
            made |= self._layers.linear(name)
        beside = slice(len(made["wide.factors"]) - len(self._mean), None)
        made["wide.factors"][beside] *= self._varies[:, None] / self._deviation[:, None]
        made["wide.shift"] -= self._mean @ made["wide.factors"][beside]
        return made

    def _answers(self, batch: Batch) -> tuple[Any, Any]:
        """Return the logits (U, WIDTH) of the head that sees a unit alone and of the wide one."""
        torch, net = self._torch, self._net
        gists = self._layers.gists(self._layers.tokens(batch), batch).float()
        seen = np.clip((batch.beside - self._mean) / self._deviation, -BOUND, BOUND).astype(np.float32)
        columns = [
            gists,
            *self._around(gists, batch),
            self._mean_of(gists, batch),
            self._layers.dropped(torch.from_numpy(seen)),
        ]
        hidden = torch.relu(net["wide"](torch.cat(columns, 1)))
        return net["alone"](gists), net["answers"](self._layers.dropped(hidden))

    def _around(self, gists: Any, batch: Batch) -> list[Any]:
        """Return for each of OFFSETS the gists so far from each unit, zeros beyond its article's ends."""
        torch, article = self._torch, batch.article
        places = np.arange(len(article))
        made = []
        for offset in OFFSETS:
            there = np.clip(places + offset, 0, len(article) - 1)
            same = (article[there] == article) & (there == places + offset)
            made.append(gists[torch.from_numpy(there)] * torch.from_numpy(same.astype(np.float32))[:, None])
        return made

    def _mean_of(self, gists: Any, batch: Batch) -> Any:
        torch, article = self._torch, self._torch.from_numpy(batch.article)
        sizes = torch.from_numpy(np.bincount(batch.article).astype(np.float32))
        means = torch.zeros(len(sizes), gists.shape[1]).index_add(0, article, gists) / sizes.clamp(min=1)[:, None]
        return means[article]

    def _loss(self, logits: Any, wanted: Any, counts: Any) -> Any:
        """Return the cross-entropy of each part and the squared errors of the expected level and certainty.

        Certainty and strength count as far as there is a claim, and where they have a target.
        """
        sourcing = PARTS["sourcing"]
        known = ~wanted[:, sourcing].isnan().any(1)
        loss = _mean(self._entropy(logits, wanted, sourcing) * counts, known)
        judged = known & ~wanted[:, PARTS["strength"]].isnan().any(1)
        claim = (1 - wanted[:, sourcing][:, -1].nan_to_num()) * counts
        for part in (PARTS["certainty"], PARTS["strength"]):
            classes = self._torch.arange(float(part.stop - part.start))
            gap = logits[:, part].softmax(1) @ classes - wanted[:, part].nan_to_num() @ classes
            loss = loss + _mean((self._entropy(logits, wanted, part) + SQUARED * gap.square()) * claim, judged)
        return loss

    def _entropy(self, logits: Any, wanted: Any, part: slice) -> Any:
        return -(logits[:, part].log_softmax(1) * wanted[:, part].nan_to_num()).sum(1)


def _mean(values: Any, chosen: Any) -> Any:
    """Return the mean of the chosen values, 0 where none is: not a number would spoil all weights for good."""
    return values[chosen].sum() / chosen.sum().clamp(min=1)
