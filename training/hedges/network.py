"""The network: the convolution's layers, learnt further on the benchmark's sentences and on their cues.

It begins with what the convolution learnt of news.  The tags that the convolution reads beside the words are left out,
all zeros: fitting their tagger takes longer than all the rest, and the gists of CoNLL's train said as much without.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from evidence.features import GIST
from evidence.tokens import RANK, Floats, Ints
from training.convolution.layers import HIDDEN, TAGS, Layers, learnt, optimiser
from training.convolution.lessons import Texts, attributes
from training.extra import library
from training.hedges.model import Judge
from training.hedges.passages import Passages

THREADS = 1
SEEDS = (1, 2, 3)
EPOCHS, TOGETHER, ASKED = 5, 32, 256  # sentences in a batch
RATE, WARM, DECAY = 1e-3, 50, 0.01
DROPPED, UNKNOWN = 0.25, 0.05  # shares of the values left out, and of the words read as unknown ones
ANY, TOKENS = 0.5, 1.0  # how much "any of the tokens" counts beside the sentence's own answer, and its tokens
STAGE = "hedges"
COLUMNS = 2


def fit(arrays: Mapping[str, Floats], passages: Passages, chosen: np.ndarray) -> Judge:
    """Return the mean of the networks of SEEDS, fitted to the chosen sentences, (U,) booleans, all of them labelled.

    ``arrays`` are the convolution's for the passages' vocabulary.
    """
    networks = [Network(seed, arrays) for seed in SEEDS]
    for network in networks:
        network.fit(passages, chosen)
    return lambda asked: np.mean([network(asked) for network in networks], axis=0)


class Network:
    """The convolution's layers with a head on each sentence and one on each token."""

    def __init__(self, seed: int, arrays: Mapping[str, Floats]) -> None:
        self._torch = torch = library("torch", STAGE)
        self._random = np.random.default_rng(seed)
        self._seed = seed
        linear = torch.nn.Linear
        heads = {"sentence": linear(len(GIST), 1), "token": linear(HIDDEN, 1)}
        for head, rate in (("sentence", -1.0), ("token", -3.0)):  # about the log-odds of a sentence, of a token
            torch.nn.init.zeros_(heads[head].weight)
            torch.nn.init.constant_(heads[head].bias, rate)
        self._net = torch.nn.ModuleDict({**learnt(torch, arrays), **heads})
        self._layers = Layers(torch, self._net, self._random, DROPPED, UNKNOWN)

    def fit(self, passages: Passages, chosen: np.ndarray) -> None:
        """Learn whether each chosen sentence is uncertain and, where the cues are told, which tokens make it so."""
        torch, text = self._torch, _Text(passages)
        torch.set_num_threads(THREADS)
        torch.manual_seed(self._seed)
        entropy = torch.nn.functional.binary_cross_entropy_with_logits
        units, steps = np.flatnonzero(chosen), EPOCHS * -(-int(chosen.sum()) // TOGETHER)
        stepping, schedule = optimiser(torch, self._net, steps, RATE, WARM, DECAY)
        self._net.train()
        for _ in range(EPOCHS):
            order = self._random.permutation(units)
            for first in range(0, len(order), TOGETHER):
                batch = order[first : first + TOGETHER]
                texts, tokens = text.of(batch)
                sentence, token, any_ = self._answers(texts)
                hedged = torch.from_numpy(passages.hedged[batch].astype(np.float32))
                cues = torch.from_numpy(passages.cues[tokens].astype(np.float32))
                told = torch.from_numpy(~passages.untold[batch][texts.unit])
                # a sum over the tokens, since a long sentence has no more cues than a short one
                marked = (entropy(token, cues, reduction="none") * told).sum() / len(batch)
                loss = entropy(sentence, hedged) + ANY * entropy(any_, hedged) + TOKENS * marked
                stepping.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(self._net.parameters(), 1.0)
                stepping.step()
                schedule.step()

    def __call__(self, passages: Passages) -> Floats:
        """Return (U, COLUMNS), the log-odds that a sentence is uncertain, and that any of its tokens is a cue."""
        self._net.eval()
        text, found = _Text(passages), [np.zeros((0, COLUMNS), np.float32)]
        with self._torch.inference_mode():
            for first in range(0, len(passages), ASKED):
                units = np.arange(first, min(first + ASKED, len(passages)))
                sentence, _, any_ = self._answers(text.of(units)[0])
                found.append(np.column_stack([sentence.numpy(), any_.numpy()]))
        return np.concatenate(found)

    def _answers(self, texts: Texts) -> tuple[Any, Any, Any]:
        """Return the log-odds of each sentence (U,), of each token (T,), and of any of a sentence's tokens (U,)."""
        torch, net, dropped = self._torch, self._net, self._layers.dropped
        hidden = self._layers.tokens(texts)
        token = net["token"](dropped(hidden))[:, 0]
        sentence = net["sentence"](dropped(self._layers.gists(hidden, texts)))[:, 0]
        softplus = torch.nn.functional.softplus
        none = -torch.zeros(texts.units).index_add(0, torch.from_numpy(texts.unit), softplus(token))
        return sentence, token, torch.log((-torch.expm1(none)).clamp(min=1e-6)) - none


class _Text:
    """The passages' tokens as the layers read them, looked up once."""

    def __init__(self, passages: Passages) -> None:
        self._bounds = passages.reading.tokens.bounds
        self._ranks, self._attributes = passages.reading.tokens.kind[:, RANK], attributes(passages.reading)

    def of(self, units: Ints) -> tuple[Texts, Ints]:
        """Return these units' texts and the places of their tokens in the passages."""
        starts, sizes = self._bounds[units], self._bounds[units + 1] - self._bounds[units]
        before = np.cumsum(sizes) - sizes
        tokens = np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes)
        tags = np.zeros((len(tokens), TAGS), np.float32)
        return Texts.of(self._ranks[tokens], self._attributes[tokens], tags, sizes), tokens
