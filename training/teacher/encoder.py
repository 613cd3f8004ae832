"""The encoder: all-mpnet-base-v2 with one linear layer over our 16 classes, fine-tuned and asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evidence.heads import PARTS, WIDTH
from evidence.tokens import Floats
from training.encoders.shipped import large
from training.encoders.tuning import DROPPED, begun, bucketed, by_length, optimiser, precision
from training.extra import library
from training.teacher.passages import Piece
from training.teacher.windows import Window, windows

FROZEN = 4  # of the encoder's twelve layers, from below, stay as shipped: 488 tokens a second, not 300
BATCH, AT_ONCE = 4, 8  # windows, of some dozen sentences each
RATE, SMOOTHING, SQUARED = 6e-5, 0.05, 0.3
PAD = 1  # the encoder's token id
STAGE = "teacher"


@dataclass(frozen=True, eq=False)
class Lesson:
    """A piece of an article and the targets (asked, WIDTH) of what it asks about, NaN where a part has none."""

    piece: Piece
    targets: Floats

    def __post_init__(self) -> None:
        if len(self.targets) != len(self.piece.asked):
            raise ValueError(f"{len(self.targets)} targets are not for {len(self.piece.asked)} passages.")


class Teacher:
    """The encoder as shipped, under a head that has learnt nothing yet."""

    def __init__(self, seed: int) -> None:
        self._tokenizer, encoder = large(STAGE)
        self._torch, self._net = begun(STAGE, seed, encoder, 2 * encoder.config.hidden_size, WIDTH)
        frozen = (encoder.embeddings, encoder.encoder.relative_attention_bias, *encoder.encoder.layer[:FROZEN])
        for part in frozen:
            part.requires_grad_(False)
        self._precision = precision(self._torch)
        self._random = np.random.default_rng(seed)

    def save(self, path: Path) -> None:
        """Write all parameters to a safetensors file."""
        library("safetensors.torch", STAGE).save_file(self._net.state_dict(), path)

    def load(self, path: Path) -> None:
        """Take all parameters from a file that ``save`` wrote."""
        self._net.load_state_dict(library("safetensors.torch", STAGE).load_file(path))

    def fit(
        self, lessons: Sequence[Lesson], epochs: int, report: Callable[[float], None], after: Callable[[int], None]
    ) -> None:
        """Fine-tune on the lessons; ``after`` is called after every epoch."""
        given, targets = [], []
        for lesson in lessons:
            at = 0
            for window in self._windows(lesson.piece):
                given.append(window)
                targets.append(lesson.targets[at : (at := at + len(window.spans))])
        steps = epochs * -(-len(given) // BATCH)
        stepping, schedule = optimiser(self._torch, self._net, steps, RATE)
        done = 0
        for epoch in range(1, epochs + 1):
            self._net.train()
            for batch in bucketed([len(window.ids) for window in given], self._random, BATCH):
                target = self._torch.from_numpy(np.concatenate([targets[at] for at in batch]))
                loss = self._loss(self._logits([given[at] for at in batch]), target)
                loss.backward()
                self._torch.nn.utils.clip_grad_norm_(self._net.parameters(), 1.0)
                stepping.step()
                schedule.step()
                stepping.zero_grad()
                done += 1
                report(done / steps)
            after(epoch)

    def __call__(self, pieces: Sequence[Piece]) -> Floats:
        """Return the probabilities (n, WIDTH) of all that the pieces ask about, in turn; each part sums to 1."""
        given = [window for piece in pieces for window in self._windows(piece)]
        bounds = np.cumsum([0, *(len(window.spans) for window in given)])
        found = np.zeros((bounds[-1], WIDTH), np.float32)
        self._net.eval()
        with self._torch.inference_mode():
            for chosen in by_length([len(window.ids) for window in given], AT_ONCE):
                logits = self._logits([given[at] for at in chosen])
                rows = np.concatenate([np.arange(bounds[at], bounds[at + 1]) for at in chosen])
                for part in PARTS.values():
                    found[rows, part] = logits[:, part].softmax(1).numpy()
        return found

    def _windows(self, piece: Piece) -> Iterator[Window]:
        return windows(piece, lambda texts: self._tokenizer(list(texts), add_special_tokens=False)["input_ids"])

    def _logits(self, given: Sequence[Window]) -> Any:
        """Return (n, WIDTH): answers to the token before each passage and the mean over its own."""
        torch = self._torch
        ids = torch.nn.utils.rnn.pad_sequence(
            [torch.tensor(window.ids) for window in given], batch_first=True, padding_value=PAD
        )
        with self._precision:
            hidden = self._net["encoder"](input_ids=ids, attention_mask=(ids != PAD).long()).last_hidden_state
        hidden = hidden.float()
        rows = [
            torch.cat([hidden[row, first - 1], hidden[row, min(first, end - 1) : end].mean(0)])
            for row, window in enumerate(given)
            for first, end in window.spans
        ]
        return self._net["head"](torch.nn.functional.dropout(torch.stack(rows), DROPPED, self._net.training))

    def _loss(self, logits: Any, target: Any) -> Any:
        torch = self._torch
        cross = torch.nn.functional.cross_entropy
        part = PARTS["sourcing"]
        loss = cross(logits[:, part], target[:, part], label_smoothing=SMOOTHING)
        there = ~target[:, PARTS["strength"]].isnan().any(1)
        if there.any():
            logits, target = logits[there], target[there]
            for name in ("certainty", "strength"):
                loss = loss + cross(logits[:, PARTS[name]], target[:, PARTS[name]])
            levels = torch.arange(5.0)
            expected = logits[:, PARTS["strength"]].softmax(1) @ levels
            loss = loss + SQUARED * (expected - target[:, PARTS["strength"]] @ levels).square().mean()
        return loss
