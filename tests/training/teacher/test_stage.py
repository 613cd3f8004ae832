from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from evidence.heads import WIDTH
from evidence.values import SOURCINGS, Sourcing
from training.commands import main
from training.corpora import Corpora, Label
from training.corpora.tables import read_soft_labels
from training.examples import from_labels
from training.extra import LARGE
from training.teacher import stage
from training.teacher.encoder import Lesson
from training.teacher.passages import Passage, Piece


def even(passages: Sequence[Passage]) -> Any:
    return np.tile(np.repeat([1 / 7, 1 / 4, 1 / 5], [7, 4, 5]).astype(np.float32), (len(passages), 1))


@pytest.mark.parametrize(
    ("label", "wrong", "figure"),
    [
        (("named", "3", "4"), None, None),
        (("named", "3", "4"), "own", "sourcing_accuracy"),
        (("document|named", "3", "4"), "named", None),
    ],
)
def test_figures_are_those_of_the_expected_levels(
    label: tuple[str, str, str], wrong: Sourcing | None, figure: str | None
) -> None:
    labels = [
        Label("x", 1, 0, 1, *label),
        Label("x", 2, 2, 3, "hearsay", "1", "1"),
        Label("x", 3, 4, 5, "none", "-", "-"),
        Label("x", 4, 6, 7, "own", "2?", "0?"),  # disputed: in no ordinal figure
    ]
    said = np.zeros((4, WIDTH), np.float32)
    said_sourcing: list[Sourcing] = [wrong or "named", "hearsay", "none", "own"]
    for at, (name, certainty, strength) in enumerate(zip(said_sourcing, [3, 1, 3, 3], [4, 1, 4, 4], strict=True)):
        said[at, [SOURCINGS.index(name), 7 + certainty, 11 + strength]] = 1
    found = stage.figures(labels, said)
    assert {name for name, value in found.items() if value < 0.999} - {"sourcing_macro_f1"} == ({figure} - {None})
    assert found["sourcing_accuracy"] == (0.75 if figure else 1.0)


class Encoder:
    """A stand-in for the encoder that finds all classes alike, and tells what it was asked."""

    asked: list[Passage] = []  # noqa: RUF012 - emptied for every test
    fitted: list[Any] = []  # noqa: RUF012

    def __init__(self, seed: int) -> None:
        assert seed == 8

    def fit(
        self, lessons: Sequence[Lesson], epochs: int, report: Callable[[float], None], after: Callable[[int], None]
    ) -> None:
        self.fitted.append(lessons)
        report(1.0)
        for epoch in range(1, epochs + 1):
            after(epoch)

    def __call__(self, pieces: Sequence[Piece]) -> Any:
        wanted = [passage for piece in pieces for passage in piece.wanted]
        self.asked += wanted
        return even(wanted)

    def save(self, path: Path) -> None:
        path.write_text("fitted", encoding="utf-8")

    def load(self, path: Path) -> None:
        assert path.read_text(encoding="utf-8") == "fitted"


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> type[Encoder]:
    monkeypatch.setattr(stage, "Teacher", Encoder)
    monkeypatch.setattr(Encoder, "asked", [])
    monkeypatch.setattr(Encoder, "fitted", [])
    return Encoder


def test_the_stage_learns_from_train_and_labels_what_nobody_labelled(
    tiny: Any, tmp_path: Path, encoder: type[Encoder]
) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    lines: list[str] = []
    merged = stage.teach(corpora, tmp_path, 8, stage.Labelling(5), lambda step, share: None, lines.append)
    train, dev = ({one.article.id for one in corpora.labelled(split)} for split in ("train", "dev"))
    (lessons,) = encoder.fitted
    told = {one.piece.passages[0].article: one for one in lessons}
    rest = {one.article.id for one in corpora.labelled("pool")}
    assert train <= set(told) <= train | rest
    for given in corpora.labelled("train"):
        lesson = told[given.article.id]
        assert [(one.start, one.end) for one in lesson.piece.wanted] == [(one.start, one.end) for one in given.labels]
        wanted = np.array([aim.target for aim in from_labels(given.labels)], np.float32)
        np.testing.assert_array_equal(lesson.targets, wanted)
    soft = read_soft_labels(merged)
    assert set(soft.articles) == set(corpora.articles) - train - dev
    before = set(corpora.soft_labels().articles)
    assert before < set(soft.articles)
    for id_, index, start, end in zip(soft.articles, soft.index, soft.start, soft.end, strict=True):
        text = corpora.articles[id_].text if index else corpora.articles[id_].title
        assert text[start:end].strip() == text[start:end] != ""
    (figures,) = json.loads((tmp_path / stage.FIGURES).read_text())
    assert {"minutes", "strength_qwk"} <= set(figures)
    assert lines[-1] == f"{len(soft.articles)} sentences have soft labels."


def test_teachers_of_successive_seeds_are_told_each_other_s_spared_articles(tiny: Any) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    one, other, third = (
        {piece.passages[0].article for piece, _ in stage.told(corpora, "train", seed)} for seed in (7, 8, 9)
    )
    every = {given.article.id for given in corpora.labelled("pool")}
    assert every
    assert one ^ other == every
    assert third == one


def test_a_stage_that_was_interrupted_goes_on_where_it_stopped(
    tiny: Any, tmp_path: Path, encoder: type[Encoder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "TOGETHER", 1)
    lines: list[str] = []
    corpora = Corpora(tiny.corpora, tiny.labels)
    stage.teach(corpora, tmp_path, 8, stage.Labelling(0), lambda step, share: None, lines.append)
    assert list((tmp_path / "soft").iterdir()) == []
    first = stage.teach(corpora, tmp_path, 8, stage.Labelling(5), lambda step, share: None, lines.append).read_bytes()
    sorted((tmp_path / "soft").iterdir())[-1].unlink()
    encoder.asked.clear()
    again = stage.teach(corpora, tmp_path, 8, stage.Labelling(5), lambda step, share: None, lines.append).read_bytes()
    assert sum(line.startswith("epoch") for line in lines) == stage.EPOCHS
    assert len(encoder.fitted) == 1
    assert len({one.article for one in encoder.asked}) == 1
    assert again == first


def test_the_figures_compare_each_answer_with_its_own_label(
    tiny: Any, tmp_path: Path, encoder: type[Encoder], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[Label] = []
    monkeypatch.setattr(stage, "figures", lambda labels, answers: compared.extend(labels) or {})
    corpora = Corpora(tiny.corpora, tiny.labels)
    stage.teach(corpora, tmp_path, 8, stage.Labelling(0), lambda step, share: None, lambda line: None)
    assert compared
    assert [(one.article, one.start, one.end) for one in compared] == [
        (one.article, one.start, one.end) for one in encoder.asked
    ]


def test_labelled_anew_is_what_had_soft_labels_too(tiny: Any, tmp_path: Path, encoder: type[Encoder]) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    before = corpora.soft_labels()
    stage.teach(corpora, tmp_path, 8, stage.Labelling(5, anew=True), lambda step, share: None, lambda line: None)
    asked = {(one.article, one.start) for one in encoder.asked if one.index}
    rows = zip(before.articles, before.start.tolist(), before.index.tolist(), strict=True)
    had = {(article, start) for article, start, index in rows if index}
    assert had
    assert had <= asked


@pytest.mark.parametrize("absent", ["torch", "transformers", *LARGE])
def test_without_its_packages_the_stage_says_what_is_missing(
    tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, absent: str
) -> None:
    for name in ("torch", *LARGE, "transformers"):
        monkeypatch.setitem(sys.modules, name, None if name == absent else ModuleType(name))
    ran = CliRunner().invoke(main, ["teacher", "--corpora", str(tiny.corpora), "--work", str(tmp_path)])
    assert ran.exit_code == 2
    assert ran.output.strip() == (
        f"Error: The stage teacher needs {absent}, which is not installed: "
        '".venv/bin/uv pip install -r pyproject.toml --extra teacher" brings all of the extra.'
    )
