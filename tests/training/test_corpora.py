from __future__ import annotations

import gzip
import itertools
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evidence.values import Span
from training.corpora import Corpora, CorpusChanged, CorpusError, CorpusMissing, CorpusReserved, Label
from training.corpora.tables import ordered, read_labels

HEADER = "article\tindex\tstart\tend\tsourcing\tcertainty\tstrength\tflag\n"


@pytest.fixture
def copy(tiny: Any, tmp_path: Path) -> tuple[Path, Path]:
    """A tiny corpus that a test may spoil: the corpora folder and the labels folder."""
    shutil.copytree(tiny.corpora, tmp_path / "corpora")
    shutil.copytree(tiny.labels, tmp_path / "labels")
    return tmp_path / "corpora", tmp_path / "labels"


def named(corpora: Corpora, split: Any, id_: str) -> Any:
    return next(one for one in corpora.labelled(split) if one.article.id == id_)


@pytest.mark.parametrize(
    ("written", "sourcings", "certainty", "strength", "disputed"),
    [
        (("named", "3", "4"), ("named",), 3.0, 4.0, False),
        (("none", "-", "-"), ("none",), None, None, False),
        (("document|named", "2.5", "3.5"), ("document", "named"), 2.5, 3.5, False),
        (("own|none", "3?", "2?"), ("own", "none"), 3.0, 2.0, True),
    ],
)
def test_a_label_keeps_what_is_written_and_says_what_it_means(
    written: tuple[str, str, str],
    sourcings: tuple[str, ...],
    certainty: float | None,
    strength: float | None,
    disputed: bool,
) -> None:
    label = Label("a", 1, 0, 5, *written)
    assert (label.sourcing, label.certainty, label.strength) == written
    assert label.sourcings == sourcings
    assert (label.certainty_value, label.strength_value) == (certainty, strength)
    assert label.disputed is disputed


def test_labelled_articles_come_with_text_labels_and_rating(tiny: Any) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    mill = named(corpora, "dev", "pn:fjord-courier_2024-03-29_mill-fire-cause-still-unclear")
    assert mill.rating == 51.5
    assert mill.article.publisher == "fjord-courier"
    doubt = mill.labels[4]
    assert mill.article.text[doubt.start : doubt.end] == "Their account could not be confirmed."
    assert (doubt.sourcings, doubt.strength_value, doubt.undermines) == (("own",), 0.0, True)
    assert [len(corpora.labelled("train")), len(corpora.labelled("dev"))] == [10, 3]


def test_the_title_is_labelled_at_index_zero(tiny: Any) -> None:
    wall = named(Corpora(tiny.corpora, tiny.labels), "train", "as:wall")
    assert wall.labels[0].index == 0
    assert wall.article.title[wall.labels[0].start : wall.labels[0].end] == wall.article.title


def test_soft_labels_are_three_distributions_a_sentence(tiny: Any) -> None:
    soft = Corpora(tiny.corpora, tiny.labels).soft_labels()
    assert soft.articles == ("as:ice",) * 6 + ("as:lamp",) * 7
    assert [group.shape for group in (soft.sourcing, soft.certainty, soft.strength)] == [
        (13, 7),
        (13, 4),
        (13, 5),
    ]
    for group in (soft.sourcing, soft.certainty, soft.strength):
        np.testing.assert_allclose(group.sum(axis=1), 1.0, atol=0.03)  # hundredths, each rounded


def test_polnear_gives_source_cue_and_content(tiny: Any) -> None:
    (mill,) = Corpora(tiny.corpora, tiny.labels).polnear("dev")
    first = mill.attributions[0]
    spans = (*first.source, *first.cue, *first.content)
    assert [mill.text[s.start : s.end] for s in spans] == [
        "the fire chief, Nils Berg,",
        "said",
        "The fire at the Elva mill started in the drying loft",
    ]
    assert mill.sentences[0] == Span(0, 31)


def test_an_attribution_without_any_span_is_left_out_and_spans_are_in_text_order(tmp_path: Path) -> None:
    from training.corpora.polnear import read_polnear

    empty: dict[str, list[list[int]]] = {"source": [], "cue": [], "content": []}
    split = {"source": [], "cue": [[5, 7]], "content": [[8, 10], [0, 4]]}
    row = {"id": "pn:x", "text": "abcdefghijk", "sentences": [[0, 11]], "attributions": [empty, split]}
    with gzip.open(tmp_path / "x.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(row))
    (article,) = read_polnear(tmp_path / "x.jsonl.gz")
    (kept,) = article.attributions
    assert kept.content == (Span(0, 4), Span(8, 10))
    assert kept.source == ()


def test_hedge_corpora_give_cues_and_restored_marks(tiny: Any) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    wiki = corpora.conll("conll-wiki-train")
    assert (wiki[1].document, wiki[1].text, wiki[1].hedged, wiki[1].cues) == (
        "doc_0",
        "It may have served as a granary at first.",
        True,
        (Span(3, 6),),
    )
    assert wiki[14].text == "The door (oak) is locked at night."
    first = corpora.conll("conll-wiki-eval", "evaluate")[0]
    assert (first.document, first.cues) == (None, ())
    second = corpora.szeged()[1]
    assert [(cue.type, second.text[cue.span.start : cue.span.end]) for cue in second.cues] == [
        ("modal_probable", "may")
    ]


@pytest.mark.parametrize("name", ["factbank", "babe", "certainty-science", "checkthat-train", "conll-wiki-eval"])
def test_a_corpus_for_evaluation_is_refused_to_training(tiny: Any, name: str) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    with pytest.raises(CorpusReserved, match=f"^The corpus {name} .* may only evaluate"):
        corpora.path(name)
    assert corpora.used == ()


def test_what_was_opened_for_training_is_remembered(tiny: Any) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    corpora.ratings("train")
    corpora.ratings("dev")  # what is only held out was not trained on
    corpora.polnear("train")
    corpora.conll("conll-wiki-eval", "evaluate")
    assert [(entry.name, entry.licence) for entry in corpora.used] == [
        ("polnear-train", "none stated"),
        ("ratings.train.tsv", "ours"),
    ]
    assert len(corpora.used[0].sha256) == 64


def test_a_missing_corpora_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissing, match=r"^There is no corpora folder at .*nowhere\.$"):
        Corpora(tmp_path / "nowhere")


def test_a_missing_corpus_names_file_and_folder(copy: tuple[Path, Path]) -> None:
    (copy[0] / "polnear/train.jsonl.gz").unlink()
    with pytest.raises(CorpusMissing, match=r"polnear-train is missing: .*corpora holds no polnear/train\.jsonl\.gz"):
        Corpora(*copy).polnear("train")


def test_a_changed_corpus_is_refused(copy: tuple[Path, Path]) -> None:
    with (copy[0] / "szeged/wiki.xml.gz").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(CorpusChanged, match=r"^The corpus szeged-wiki has changed: szeged/wiki\.xml\.gz in "):
        Corpora(*copy).szeged()


def test_an_article_that_is_not_the_one_labelled_is_refused(copy: tuple[Path, Path]) -> None:
    table = copy[1] / "articles.tsv"
    lines = table.read_text(encoding="utf-8").splitlines()
    changed = [line[:-1] + ("0" if line[-1] != "0" else "1") if line.startswith("as:wall") else line for line in lines]
    table.write_text("\n".join(changed) + "\n", encoding="utf-8")
    with pytest.raises(CorpusChanged, match=r"^The article as:wall in .* is not the text"):
        Corpora(*copy).labelled("train")


def test_missing_labels_and_unknown_names_are_sentences(copy: tuple[Path, Path]) -> None:
    (copy[1] / "ratings.dev.tsv").unlink()
    with pytest.raises(CorpusMissing, match=r"there is no ratings\.dev\.tsv in "):
        Corpora(*copy).labelled("dev")
    with pytest.raises(CorpusError, match="no corpus called 'enron'"):
        Corpora(*copy).path("enron")


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("sourced\t3\t3", "'sourced' is no sourcing"),
        ("own\t4\t3", r"'4' is not on the scale 0\.\.3"),
        ("own\t3\t4.5", r"'4\.5' is not on the scale 0\.\.4"),
        ("own\thigh\t3", "'high' is not on the scale"),
    ],
)
def test_a_label_off_the_guide_names_file_and_line(tmp_path: Path, cells: str, message: str) -> None:
    table = tmp_path / "labels.tsv"
    table.write_text(f"{HEADER}a\t1\t0\t4\t{cells}\t\n", encoding="utf-8")
    with pytest.raises(CorpusChanged, match=rf"labels\.tsv, line 2: {message}"):
        read_labels(table)


def test_sentences_that_overlap_are_out_of_order() -> None:
    first, second = Label("a", 1, 0, 9, "own", "3", "3"), Label("a", 2, 8, 12, "own", "3", "3")
    assert not ordered([first, second])
    assert ordered([Label("a", 0, 0, 30, "own", "3", "3"), first])


def test_every_shared_corpus_has_the_checksum_of_the_catalogue(shared: Path) -> None:
    corpora = Corpora(shared / "data")
    for name in corpora.entries:
        corpora.path(name, "evaluate")


def test_our_labels_fit_the_shared_texts(shared: Path) -> None:
    corpora = Corpora(shared / "data")
    given = [corpora.labelled(split) for split in ("train", "pool", "dev")]
    counts = [(len(labelled), sum(len(one.labels) for one in labelled)) for labelled in given]
    assert counts == [(908, 20924), (5052, 125300), (40, 930)]
    assert (corpora.absent("train"), corpora.absent("dev")) == ((), ())
    for one in itertools.chain(*given):
        for label in one.labels:
            text = (one.article.text if label.index else one.article.title)[label.start : label.end]
            assert text
            assert text == text.strip()


def test_the_shared_corpora_have_their_published_sizes(shared: Path) -> None:
    corpora = Corpora(shared / "data")
    assert len(corpora.articles) == 6000
    assert len(corpora.soft_labels().articles) == 244_437
    assert [len(corpora.polnear("train")), len(corpora.polnear("dev"))] == [837, 83]
    wiki = corpora.conll("conll-wiki-train")
    assert (len(wiki), sum(one.hedged is None for one in wiki)) == (8925, 1006)
    assert sum(len(one.cues) for one in wiki) == 1652
    test = corpora.conll("conll-wiki-eval", "evaluate")
    assert (len(test), sum(bool(one.hedged) for one in test)) == (9634, 2234)
    factbank = corpora.szeged("factbank", "evaluate")
    assert (len(factbank), sum(bool(one.cues) for one in factbank)) == (3129, 554)
