from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evidence.heads import PARTS, WIDTH
from training.encoders import tuning
from training.teacher import encoder
from training.teacher.encoder import FROZEN, Lesson, Teacher
from training.teacher.passages import Passage, Piece

REASON = 'the extra "teacher" is not installed'
torch = pytest.importorskip("torch", reason=REASON)
transformers = pytest.importorskip("transformers", reason=REASON)


def tokenizer(texts: Sequence[str], add_special_tokens: bool) -> dict[str, list[list[int]]]:
    assert not add_special_tokens
    return {"input_ids": [[4 + zlib.crc32(word.encode()) % 190 for word in text.split()] for text in texts]}


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small encoder of the same kind stands for the one that the packages hold."""

    def large(stage: str) -> tuple[Any, Any]:
        torch.manual_seed(0)
        config = transformers.MPNetConfig(
            vocab_size=200, hidden_size=16, num_hidden_layers=FROZEN + 2, num_attention_heads=2, intermediate_size=32
        )
        return tokenizer, transformers.MPNetModel(config, add_pooling_layer=False)

    monkeypatch.setattr(encoder, "large", large)


def piece(*texts: str, asked: range | None = None) -> Piece:
    passages = tuple(Passage("x", at, 0, 1, text, True) for at, text in enumerate(texts))
    return Piece(passages, range(len(texts)) if asked is None else asked)


PIECES = (
    piece("Quay", "The quay is closed.", "It opens on Monday, she said."),
    piece(*(f"Number {at} rang {'and rang ' * (at % 7)}again." for at in range(90))),
    piece("Rain", "Snow fell.", "Hail fell.", "Sleet fell.", asked=range(2, 3)),
    piece("Silence", asked=range(0)),
)


@pytest.mark.usefixtures("shipped")
def test_pieces_asked_together_are_answered_in_turn_and_as_each_alone() -> None:
    teacher = Teacher(1)
    found = teacher(PIECES)
    assert found.shape == (3 + 90 + 1, WIDTH)
    assert len(np.unique(found.round(6), axis=0)) == len(found)
    np.testing.assert_allclose(found, np.concatenate([teacher([one]) for one in PIECES]), atol=1e-5)
    for part in PARTS.values():
        np.testing.assert_allclose(found[:, part].sum(axis=1), 1, atol=1e-5)
    assert teacher([]).shape == (0, WIDTH)


@pytest.mark.usefixtures("shipped")
def test_what_is_learnt_is_kept_and_each_passage_meets_its_own_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "HEAD_RATE", 0.03)
    teacher = Teacher(1)
    before = {name: value.clone() for name, value in teacher._net.state_dict().items()}
    texts = [("Rumour spread", "Rain fell")[at % 3 == 0] for at in range(120)]
    targets = np.full((len(texts), WIDTH), np.nan, np.float32)
    targets[:, PARTS["sourcing"]] = 0
    for at, text in enumerate(texts):
        targets[at, PARTS["sourcing"].start + (text == "Rain fell")] = 1
    told = [Lesson(piece(*texts), targets), Lesson(piece(*texts[:5], asked=range(1, 5)), targets[1:5])]
    ended: list[int] = []
    teacher.fit(told, 80, lambda share: None, ended.append)
    assert ended == list(range(1, 81))
    answers = teacher([told[0].piece])
    assert answers[:, PARTS["sourcing"]].argmax(axis=1).tolist() == [int(text == "Rain fell") for text in texts]
    after = teacher._net.state_dict()
    stays = (
        "encoder.embeddings",
        "encoder.encoder.relative",
        *(f"encoder.encoder.layer.{at}." for at in range(FROZEN)),
    )
    assert {name for name in after if torch.equal(after[name], before[name])} == {
        name for name in after if name.startswith(stays)
    }
    teacher.save(tmp_path / "kept.safetensors")
    other = Teacher(2)
    other.load(tmp_path / "kept.safetensors")
    np.testing.assert_array_equal(other([told[0].piece]), answers)


def test_a_lesson_has_a_target_for_every_passage_it_asks_about() -> None:
    with pytest.raises(ValueError, match="2 targets are not for 3 passages"):
        Lesson(PIECES[0], np.zeros((2, WIDTH), np.float32))
