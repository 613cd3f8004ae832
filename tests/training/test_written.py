from __future__ import annotations

from pathlib import Path

import pytest

from training.corpora import CorpusChanged
from training.corpora.folder import LABELS
from training.corpora.written import alone, read_written, with_alone
from training.examples import fold_of

OURS = LABELS / "written"
TABLES = Path(__file__).parents[1] / "evidence" / "tables"
TEXT = """own 3 2\tHarbour deal in doubt

hearsay 2 1\tThe port of Vell is said to be for sale.
own 0 0 x\tNothing of this could be confirmed.

named 3 4\t"We will not sell," the mayor said.

RATING 12.5
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "port-01.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_an_article_with_a_label_for_each_sentence(tmp_path: Path) -> None:
    written(tmp_path, TEXT)
    (one,) = read_written(tmp_path)
    assert one.article.title == "Harbour deal in doubt"
    assert one.article.text.split("\n\n") == [
        "The port of Vell is said to be for sale. Nothing of this could be confirmed.",
        '"We will not sell," the mayor said.',
    ]
    assert [(label.index, label.sourcing, label.certainty, label.strength) for label in one.labels] == [
        (0, "own", "3", "2"), (1, "hearsay", "2", "1"), (2, "own", "0", "0"), (3, "named", "3", "4"),
    ]  # fmt: skip
    assert [label.undermines for label in one.labels] == [False, False, True, False]
    cut = [one.article.text[label.start : label.end] for label in one.labels[1:]]
    assert cut == [line.partition("\t")[2] for line in TEXT.splitlines()[2:6] if line]
    assert one.rating == 12.5


def test_a_sentence_that_leans_on_no_other_is_an_article_of_its_own(tmp_path: Path) -> None:
    leaning = (
        "named 2 2\tIt may reopen, he said.\n"
        'named 3 4\t"The crane stays."\n'
        "named 3 4\t“The harbour is ours, and\n"
        "own 3 3\tThe port has two cranes.\n"
    )
    written(tmp_path, TEXT.replace("RATING", f"{leaning}RATING"))
    (one,) = read_written(tmp_path)
    found = list(alone(one))
    # the first sentence of all is undermined by the second, and the second undermines it
    assert [single.article.text for single in found] == [
        '"We will not sell," the mayor said.', "The port has two cranes.",
    ]  # fmt: skip
    assert {(single.article.title, single.article.publisher, single.rating) for single in found} == {
        ("", one.article.publisher, None)
    }
    for single in found:
        (label,) = single.labels
        assert (label.index, label.start, label.end) == (1, 0, len(single.article.text))
        assert label.article == single.article.id
    assert [(label.sourcing, label.strength) for single in found for label in single.labels] == [
        ("named", "4"), ("own", "3"),
    ]  # fmt: skip
    assert [given.article.id for given in with_alone([one])] == [one.article.id, *(one.article.id for one in found)]


def test_a_file_without_a_sentence_is_refused(tmp_path: Path) -> None:
    written(tmp_path, "RATING 50\n")
    with pytest.raises(CorpusChanged, match=r"port-01\.txt: it has no sentence\."):
        read_written(tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("own 0 0 x\t", "own 0 0 y\t", "line 4: it is no label, tab and sentence."),
        ("named 3 4\t", "named 3 4 ", "line 6: it is no label, tab and sentence."),
        ("hearsay 2 1", "heard 2 1", "line 3: 'heard' is no sourcing."),
        ("hearsay 2 1", "hearsay 4 1", "line 3: '4' is not on the scale 0..3."),
        ("RATING 12.5", "The end.", "its last line gives no RATING."),
    ],
)
def test_what_is_wrong_is_named_by_file_and_line(tmp_path: Path, before: str, after: str, told: str) -> None:
    path = written(tmp_path, TEXT.replace(before, after))
    with pytest.raises(CorpusChanged) as caught:
        read_written(tmp_path)
    assert str(caught.value).startswith(str(path))
    assert str(caught.value).endswith(told)


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    assert read_written(tmp_path / "nowhere") == ()


def test_ours_are_of_every_class_and_lie_in_every_fold() -> None:
    ours = read_written(OURS)
    labels = [label for one in ours for label in one.labels]
    assert {label.sourcings[0] for label in labels} == {
        "own", "named", "document", "media", "unnamed", "hearsay", "none",
    }  # fmt: skip
    assert {label.strength for label in labels} == {"-", "0", "1", "2", "3", "4"}
    assert {fold_of(one.article.publisher, 5) for one in ours} == set(range(5))


def test_none_of_our_test_sentences_is_trained_on() -> None:
    held = {
        line.split("\t")[-1].strip()
        for path in TABLES.glob("*.tsv")
        for line in path.read_text(encoding="utf-8").splitlines()[1:]
    }
    assert len(held) > 500
    trained = {one.article.text[label.start : label.end] for one in read_written(OURS) for label in one.labels[1:]}
    assert not held & trained
