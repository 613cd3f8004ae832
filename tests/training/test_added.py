from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from training.corpora import Corpora, CorpusError
from training.fit import read_examples

HEADER = "article\tindex\tstart\tend\tsourcing\tcertainty\tstrength\tflag"
OURS = {
    "id": "ours:kiosk", "publisher": "Gull Post", "date": "2024-06-01", "topic": "shops", "title": "Kiosk reopens",
    "text": "The kiosk reopened on Friday. It is said to be for sale.",
}  # fmt: skip
LABELS = (
    "ours:kiosk\t0\t0\t13\town\t3\t3\t",
    "ours:kiosk\t1\t0\t29\town\t3\t3\t",
    "ours:kiosk\t2\t30\t56\thearsay\t2\t1\t",
)
POOL = "as:ice"
DEV = "pn:fjord-courier_2024-03-29_mill-fire-cause-still-unclear"
TRAIN = "as:bakery"


def written(folder: Path, labels: tuple[str, ...], ratings: str | None, articles: tuple[Any, ...], name: str) -> Path:
    path = folder / f"labels.{name}.tsv"
    path.write_text("\n".join([HEADER, *labels]) + "\n", encoding="utf-8")
    if ratings is not None:
        (folder / f"ratings.{name}.tsv").write_text(f"article\trating\n{ratings}\n", encoding="utf-8")
    if articles:
        lines = [one if isinstance(one, str) else json.dumps(one) for one in articles]
        (folder / f"articles.{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def opened(tiny: Any, *paths: Path) -> Corpora:
    return Corpora(tiny.corpora, tiny.labels, added=paths)


def test_an_added_file_joins_train_with_its_own_text_and_rating(tiny: Any, tmp_path: Path) -> None:
    path = written(tmp_path, LABELS, "ours:kiosk\t40", (OURS,), "june")
    corpora = opened(tiny, path)
    last = corpora.labelled("train")[-1]
    assert (last.article.id, last.article.publisher, last.rating) == ("ours:kiosk", "Gull Post", 40.0)
    assert [last.article.text[one.start : one.end] for one in last.labels[1:]] == [
        "The kiosk reopened on Friday.",
        "It is said to be for sale.",
    ]
    assert [one.article.id for one in corpora.labelled("dev")] == [
        one.article.id for one in opened(tiny).labelled("dev")
    ]
    assert str(corpora.added[0]) == "labels.june.tsv: 3 labels in 1 articles, 1 of them rated."


def test_what_was_added_is_in_the_manifest_s_list_with_its_checksum(tiny: Any, tmp_path: Path) -> None:
    path = written(tmp_path, LABELS, "ours:kiosk\t40", (OURS,), "june")
    corpora = opened(tiny, path)
    corpora.labelled("train")
    found = {entry.name: entry for entry in corpora.used}
    names = ["added/articles.june.jsonl", "added/labels.june.tsv", "added/ratings.june.tsv"]
    assert [name for name in sorted(found) if name.startswith("added/")] == names
    assert found["added/labels.june.tsv"].licence == "the operator's own"
    assert all(len(found[name].sha256) == 64 for name in names)


def test_labels_of_an_article_of_the_corpora_take_the_place_of_its_soft_ones(
    tiny: Any, tmp_path: Path, scorer: Any
) -> None:
    from training.examples import Examiner

    corpora = opened(tiny, written(tmp_path, (f"{POOL}\t1\t0\t9\town\t3\t3\t",), None, (), "pool"))
    examiner = Examiner.of(scorer, 5)
    (example,) = (one for one in read_examples(corpora, examiner, lambda *_: None) if one.id == POOL)
    assert (example.soft, example.rating) == (False, None)


def test_an_article_of_the_pool_with_labels_of_ours_and_added_ones_has_the_added_ones_alone(
    tiny: Any, tmp_path: Path
) -> None:
    ours = opened(tiny).labelled("pool")[0].article.id
    corpora = opened(tiny, written(tmp_path, (f"{ours}\t1\t0\t9\town\t3\t3\t",), None, (), "pool"))
    assert ours not in {one.article.id for one in corpora.labelled("pool")}
    (added,) = (one for one in corpora.labelled("train") if one.article.id == ours)
    assert [(one.index, one.end) for one in added.labels] == [(1, 9)]


@pytest.mark.parametrize(
    ("labels", "ratings", "articles", "fault"),
    [
        ((f"{DEV}\t1\t0\t9\town\t3\t3\t",), None, (), f"the article {DEV} is kept to evaluate, and must not train."),
        ((f"{TRAIN}\t1\t0\t9\town\t3\t3\t",), None, (), f"the article {TRAIN} has labels already."),
        (LABELS, None, (), "the article ours:kiosk is neither in the corpora folder nor beside the labels."),
        (LABELS, "as:other\t40", (OURS,), "has no rating of the article ours:kiosk."),
        (LABELS, "ours:kiosk\t101", (OURS,), "line 2: '101' is no rating of 0..100."),
        (LABELS, None, ({**OURS, "id": TRAIN},), f"line 1: there is an article {TRAIN} already."),
        (LABELS, None, (OURS, "{"), "line 2: this is not JSON."),
        (LABELS, None, ({"id": "x"},), "with the texts date, id, publisher, text, title, topic."),
        (("ours:kiosk\t1\t0\t99\town\t3\t3\t",), None, (OURS,), "the label 1 of ours:kiosk lies outside of its text."),
        (("ours:kiosk\t0\t0\t14\town\t3\t3\t",), None, (OURS,), "the label 0 of ours:kiosk lies outside of its text."),
        ((LABELS[2], LABELS[1]), None, (OURS,), "the labels of ours:kiosk overlap or run backwards."),
        (("ours:kiosk\t1\t0\tend\town\t3\t3\t",), None, (OURS,), "index, start, end are not all whole numbers."),
        (("ours:kiosk\t1\t0\t9\tgossip\t3\t3\t",), None, (OURS,), "line 2: 'gossip' is no sourcing."),
        (("ours:kiosk\t1\t0",), None, (OURS,),
         "line 2: it has not the columns article, index, start, end, sourcing, certainty, strength, flag."),
    ],
)  # fmt: skip
def test_an_added_file_is_checked_as_ours_are(
    tiny: Any, tmp_path: Path, labels: tuple[str, ...], ratings: str | None, articles: tuple[Any, ...], fault: str
) -> None:
    corpora = opened(tiny, written(tmp_path, labels, ratings, articles, "june"))
    with pytest.raises(CorpusError) as caught:
        corpora.labelled("train")
    assert str(caught.value).startswith(str(tmp_path))
    assert str(caught.value).endswith(fault)


def test_dev_s_text_is_refused_under_another_id_too(tiny: Any, tmp_path: Path) -> None:
    text = opened(tiny).articles[DEV].text
    copy = {**OURS, "id": "ours:copy", "text": text}
    corpora = opened(tiny, written(tmp_path, ("ours:copy\t1\t0\t9\town\t3\t3\t",), None, (copy,), "copy"))
    with pytest.raises(CorpusError, match=r"the text of the article ours:copy is kept to evaluate"):
        corpora.labelled("train")


def test_an_article_is_added_once(tiny: Any, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    label = (f"{POOL}\t1\t0\t9\town\t3\t3\t",)
    first = written(tmp_path, label, None, (), "june")
    corpora = opened(tiny, first, written(tmp_path / "again", label, None, (), "july"))
    with pytest.raises(CorpusError, match=f"the article {POOL} has labels already"):
        corpora.labelled("train")
    other = written(tmp_path / "again", (f"{'as:lamp'}\t1\t0\t9\town\t3\t3\t",), None, (), "june")
    with pytest.raises(CorpusError, match=r"^Two label files that join ours are called labels\.june\.tsv\.$"):
        opened(tiny, first, other).labelled("train")


def test_a_file_of_another_name_is_refused(tiny: Any, tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(HEADER + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"mine\.tsv is not called labels\.NAME\.tsv"):
        opened(tiny, path).labelled("train")
