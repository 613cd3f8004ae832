"""The encoder: all-MiniLM-L6-v2 fine-tuned on the benchmark's sentences, to see what one adds to our features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from evidence.tokens import Floats, Ints
from training.encoders.shipped import small
from training.encoders.tuning import DROPPED, begun, bucketed, by_length, optimiser, precision
from training.hedges.model import Judge
from training.hedges.network import STAGE
from training.hedges.passages import Passages

SEED = 1
EPOCHS, BATCH, ASKED, RATE = 2, 16, 64, 6e-5
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
        self._tokenizer, encoder = small(STAGE)
        self._torch, self._net = begun(STAGE, SEED, encoder, 2 * encoder.config.hidden_size, COLUMNS)
        self._precision = precision(self._torch)

    def fit(self, texts: Sequence[str], hedged: np.ndarray, chosen: Ints) -> None:
        """Learn whether each chosen text, by its index, is uncertain."""
        torch, random = self._torch, np.random.default_rng(SEED)
        rows, wanted = self._rows([texts[at] for at in chosen.tolist()]), hedged[chosen].astype(np.float32)
        batches = [batch for _ in range(EPOCHS) for batch in bucketed([len(row) for row in rows], random, BATCH)]
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
            for batch in by_length([len(row) for row in rows], ASKED):
                found[batch, 0] = self._odds(rows, batch).numpy()
        return found

    def _rows(self, texts: Sequence[str]) -> list[list[int]]:
        rows: list[list[int]] = self._tokenizer(list(texts), truncation=True, max_length=LONGEST)["input_ids"]
        return rows

    def _odds(self, rows: Sequence[Sequence[int]], chosen: Sequence[int]) -> Any:
        """Return (chosen,): the head's answers to a row's first token and the mean over all of it."""
        torch = self._torch
        ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(rows[at]) for at in chosen], batch_first=True)
        own = (ids > 0).long()
        with self._precision:
            given = {"input_ids": ids, "attention_mask": own, "token_type_ids": own}
            hidden = self._net["encoder"](**given).last_hidden_state
        hidden, own = hidden.float(), own.unsqueeze(2).float()
        both = torch.cat([hidden[:, 0], (hidden * own).sum(1) / own.sum(1)], 1)
        return self._net["head"](torch.nn.functional.dropout(both, DROPPED, self._net.training))[:, 0]
