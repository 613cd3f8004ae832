"""Layers: the convolution's own in torch, so that they can be learnt, whatever heads are put on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from evidence.convolution import ATTRIBUTES, LINEAR, OVER, TABLES
from evidence.features import GIST
from evidence.tokens import Floats
from training.convolution.lessons import Texts

TAGS, VECTOR, HIDDEN, ATTENTIONS = 6, 64, 128, 4


def fresh(torch: Any, vectors: Floats) -> dict[str, Any]:
    """Return layers that have learnt nothing, with ``vectors`` (V + 1, VECTOR) for words."""
    linear, embedding = torch.nn.Linear, torch.nn.Embedding
    return {
        "words": embedding.from_pretrained(torch.from_numpy(vectors.astype(np.float32)), freeze=False),
        "attributes": embedding(sum(ATTRIBUTES.values()), VECTOR),
        "tags": linear(TAGS, VECTOR),
        **{
            name: linear(len(offsets) * (HIDDEN if at else VECTOR), HIDDEN)
            for at, (name, offsets) in enumerate(OVER.items())
        },
        "attention": linear(HIDDEN, ATTENTIONS),
        "last": linear(3 * HIDDEN, len(GIST)),
    }


def learnt(torch: Any, arrays: Mapping[str, Floats]) -> dict[str, Any]:
    """Return layers with the weights that ``evidence.convolution`` keeps; the arrays stay as they are."""
    made = fresh(torch, arrays["words"])
    with torch.no_grad():
        for name in TABLES:
            made[name].weight = torch.nn.Parameter(torch.tensor(arrays[name]))
        for name in LINEAR:
            made[name].weight.copy_(torch.tensor(arrays[f"{name}.factors"].T.copy()))
            made[name].bias.copy_(torch.tensor(arrays[f"{name}.shift"]))
    return made


class Layers:
    """What the layers of ``net`` make of texts; it may hold others beside them.

    ``dropped`` and ``unknown`` are the shares of the values left out, and of the words read as unknown ones, while it
    learns.
    """

    def __init__(self, torch: Any, net: Any, random: np.random.Generator, dropped: float, unknown: float) -> None:
        self._torch, self._net, self._random = torch, net, random
        self._share, self._unknown = dropped, unknown

    def tokens(self, texts: Texts) -> Any:
        """Return (T, HIDDEN), each token after the last layer over tokens."""
        torch, net = self._torch, self._net
        ranks = texts.ranks
        if net.training:
            ranks = np.where(self._random.random(len(ranks)) < self._unknown, 0, ranks)
        rows = torch.from_numpy(texts.rows)
        vectors = net["words"](torch.from_numpy(ranks)) + net["tags"](torch.from_numpy(texts.tags))
        vectors = vectors + net["attributes"](torch.from_numpy(texts.attributes)).sum(1)
        first, *others = OVER
        hidden = torch.relu(self._over(self.dropped(vectors), first, rows, texts.length))
        for name in others:
            hidden = torch.relu(self._over(hidden, name, rows, texts.length).float() + hidden.float())
        return hidden

    def gists(self, hidden: Any, texts: Texts) -> Any:
        """Return (U, G), the gist of each unit whose tokens' values these are."""
        return self._torch.relu(self._net["last"](self.dropped(self._pooled(hidden, texts))))

    def dropped(self, values: Any) -> Any:
        """Return the values, some of them left out while the layers learn."""
        return self._torch.nn.functional.dropout(values, self._share, self._net.training)

    def arrays(self) -> dict[str, Floats]:
        """Return the weights as ``evidence.convolution`` keeps them, factors being (inputs, outputs)."""
        made = {name: self._net[name].weight.detach().numpy() for name in TABLES}
        for name in LINEAR:
            made |= self.linear(name)
        return made

    def linear(self, name: str) -> dict[str, Floats]:
        """Return a copy of one linear layer, factors being (inputs, outputs)."""
        layer = self._net[name]
        return {
            f"{name}.factors": layer.weight.detach().numpy().T.copy(),
            f"{name}.shift": layer.bias.detach().numpy().copy(),
        }

    def _over(self, values: Any, name: str, rows: Any, length: int) -> Any:
        """Return what a layer makes of the tokens at the offsets from each, zeros being between the units."""
        torch = self._torch
        stream = values.new_zeros(length, values.shape[1]).index_copy(0, rows, values)
        return self._net[name](torch.cat([stream[rows + offset] for offset in OVER[name]], 1))

    def _pooled(self, hidden: Any, texts: Texts) -> Any:
        torch = self._torch
        unit, units = torch.from_numpy(texts.unit), texts.units
        greatest = hidden.new_zeros(units, HIDDEN).scatter_reduce(0, unit[:, None].expand(-1, HIDDEN), hidden, "amax")
        sizes = torch.zeros(units).index_add(0, unit, torch.ones(len(unit))).clamp(min=1)
        mean = hidden.new_zeros(units, HIDDEN).index_add(0, unit, hidden) / sizes[:, None]
        weights = self._net["attention"](hidden).float().clamp(-15, 15).exp()
        shares = (hidden.view(-1, ATTENTIONS, HIDDEN // ATTENTIONS) * weights[:, :, None]).reshape(-1, HIDDEN)
        whole = torch.zeros(units, ATTENTIONS).index_add(0, unit, weights).clamp(min=1e-6)
        summed = hidden.new_zeros(units, HIDDEN).index_add(0, unit, shares)
        return torch.cat([greatest, mean, summed / whole.repeat_interleave(HIDDEN // ATTENTIONS, 1)], 1)


def optimiser(torch: Any, net: Any, steps: int, rate: float, warm: int, decay: float) -> tuple[Any, Any]:
    """Return an optimiser of all the net's parameters and the schedule of its rate: up for ``warm`` steps, then down.

    The tables' weights, of which a step meets few, do not decay.
    """
    tables = [net[name].weight for name in TABLES]
    layers = [part for name, layer in net.items() if name not in TABLES for part in layer.parameters()]
    groups = [{"params": tables, "weight_decay": 0.0}, {"params": layers, "weight_decay": decay}]
    made = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.99))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        made, lambda step: min(1.0, (step + 1) / warm) * (0.51 + 0.49 * np.cos(np.pi * min(1.0, step / steps)))
    )
    return made, schedule
