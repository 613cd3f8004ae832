"""The encoder: the teacher's, fine-tuned on the benchmark's sentences, to see what an encoder adds to our features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from evidence.tokens import Floats, Ints
from training.hedges.model import Judge
from training.hedges.network import STAGE
from training.hedges.passages import Passages
from training.teacher.encoder import answers, bucketed, by_length, headed, optimiser
from training.teacher.passages import Row

SEED = 1
EPOCHS, BATCH, RATE = 2, 16, 6e-5
LONGEST = 96  # tokens; what a longer sentence has more is left out
COLUMNS = 1


def fit(passages: Passages, chosen: np.ndarray) -> Judge:
    """Return the encoder fine-tuned on the chosen sentences, (U,) booleans, all of them labelled."""
    encoder = Encoder()
    encoder.fit(passages.texts, passages.hedged, np.flatnonzero(chosen))
    return lambda asked: encoder(asked.texts)


class Encoder:
    """The encoder as shipped, under a head that has learnt nothing yet."""

    def __init__(self) -> None:
        self._torch, self._tokenizer, self._net = headed(STAGE, SEED, COLUMNS)

    def fit(self, texts: Sequence[str], hedged: np.ndarray, chosen: Ints) -> None:
        """Learn whether each chosen text, by its index, is uncertain."""
        torch, random = self._torch, np.random.default_rng(SEED)
        rows, wanted = self._rows([texts[at] for at in chosen.tolist()]), hedged[chosen].astype(np.float32)
        batches = [batch for _ in range(EPOCHS) for batch in bucketed([len(row.ids) for row in rows], random, BATCH)]
        stepping, schedule = optimiser(torch, self._net, len(batches), RATE)
        self._net.train()
        for batch in batches:
            odds = self._odds(rows, batch)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(odds, torch.from_numpy(wanted[batch]))
            stepping.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self._net.parameters(), 1.0)
            stepping.step()
            schedule.step()

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Return (U, COLUMNS), the log-odds that each text is uncertain."""
        rows = self._rows(texts)
        found = np.zeros((len(rows), COLUMNS), np.float32)
        self._net.eval()
        with self._torch.inference_mode():
            for batch in by_length(rows):
                found[batch, 0] = self._odds(rows, batch).numpy()
        return found

    def _rows(self, texts: Sequence[str]) -> list[Row]:
        given = self._tokenizer(list(texts), truncation=True, max_length=LONGEST)["input_ids"]
        return [Row(tuple(ids), (1,) * len(ids)) for ids in given]

    def _odds(self, rows: Sequence[Row], chosen: Sequence[int]) -> Any:
        return answers(self._torch, self._net, [rows[at] for at in chosen])[:, 0]
