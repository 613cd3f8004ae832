"""Feedback as training reads it: what an export says, and what becomes of it."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning

from evidence.heads import PARTS
from evidence.scorer import Scorer
from training import heads
from training.corpora import Article, Corpora, CorpusChanged
from training.corpora.catalogue import fingerprint
from training.corpora.feedback import Feedback, read_feedback
from training.examples import Examiner, fold_of, from_labels
from training.fit import FOLDS, read_examples
from training.heads import _filled, _has

TEXT = "The mill burnt down. It was reportedly arson."
EMPTY = {
    "id": "1", "at": "2026-01-01T10:00:00+00:00", "key_name": "cms", "annotator": None, "model_name": "onrecord-en",
    "model_version": "1.0.0", "policy_name": "default", "policy_version": "1", "article": "a" * 64,
    "headline": False, "sentence": None, "segment": None, "start": 21, "end": 45, "offset_unit": "codepoint",
    "sourcing": None, "certainty": None, "strength": None, "dismissed": None, "thumb": None, "title": None,
    "text": TEXT,
}  # fmt: skip
PEOPLE = ({"annotator": "ann"}, {"annotator": "bob"})


def entry(**said: Any) -> dict[str, Any]:
    return {**EMPTY, **said}


def written(path: Path, *entries: Any) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in entries), "utf-8")
    return path


def read(path: Path, *entries: Any) -> Feedback:
    return read_feedback(written(path / "feedback.jsonl", *entries), {}, ())


ANN, BOB = PEOPLE
LATER = {"at": "2026-01-02T10:00:00+00:00"}
SAID = [
    ([{"sourcing": "hearsay", "certainty": "probable", "strength": "weak"}], ("hearsay", "2", "1")),
    ([{"sourcing": "hearsay"}], ("hearsay", "", "")),
    ([{"strength": "none"}], ("", "", "0")),
    ([{"sourcing": "none"}], ("none", "-", "-")),
    ([{"strength": "weak"}, {"strength": "solid", **LATER}], ("", "", "3")),
    ([{"strength": "solid", **LATER}, {"strength": "weak"}], ("", "", "3")),
    ([{"strength": "weak"}, {"sourcing": "none", **LATER}], ("none", "-", "-")),
    ([{"sourcing": "none"}, {"strength": "weak", **LATER}], ("", "", "1")),
    ([{"sourcing": "named", **ANN}, {"sourcing": "own", **BOB}], ("own|named", "", "")),
    ([{"strength": "weak", **ANN}, {"strength": "moderate", **BOB}], ("", "", "1.5")),
    ([{"sourcing": "own", "strength": "weak", **ANN}, {"sourcing": "none", **BOB}], ("own|none", "", "1?")),
]


@pytest.mark.parametrize(("said", "label"), SAID)
def test_what_people_said_of_a_sentence_becomes_one_label(
    tmp_path: Path, said: list[dict[str, Any]], label: tuple[str, str, str]
) -> None:
    (labelled,) = read(tmp_path, *(entry(**one) for one in said)).labelled
    (found,) = labelled.labels
    assert (found.sourcing, found.certainty, found.strength) == label
    assert (found.index, found.start, found.end) == (1, 21, 45)


def test_what_cannot_train_is_skipped_and_counted(tmp_path: Path) -> None:
    kept = {"sourcing": "own"}
    path = written(
        tmp_path / "f", entry(**kept), entry(**kept, text=None), entry(thumb="up"), entry(dismissed="x", text=None),
        entry(**kept, text="Held out.", start=0, end=9), entry(**kept, article="b" * 64),
    )  # fmt: skip
    found = read_feedback(path, {}, {fingerprint("Held out.")})
    assert str(found) == (
        "Feedback: 2 corrections in 2 articles; skipped: 2 no correction of a label, 1 of an article that is kept to "
        "evaluate, 1 without the text."
    )


def test_an_unknown_article_is_a_publisher_of_its_own_and_a_known_one_keeps_its_own(tmp_path: Path) -> None:
    path = written(tmp_path / "f", entry(sourcing="own"), entry(sourcing="own", article="b" * 64, text=TEXT + " More."))
    known = {TEXT: Article("as:1", "The Gull Post", "", "", "", TEXT)}
    publishers = [one.article.publisher for one in read_feedback(path, known, ()).labelled]
    assert publishers == ["The Gull Post", "b" * 64]


def test_both_formats_are_read_alike(tmp_path: Path) -> None:
    entries = [
        entry(sourcing="own", text=f'{TEXT}\n\t"Tab"', title="Mill", headline=True, start=0, end=4),
        entry(thumb="up"),
    ]
    lines = ["\t".join(EMPTY), *("\t".join("" if v is None else json.dumps(v) for v in e.values()) for e in entries)]
    table = tmp_path / "feedback.tsv"
    table.write_text("\n".join(lines) + "\n", "utf-8")
    found = read_feedback(table, {}, ())
    assert found == read(tmp_path, *entries)
    assert found.labelled[0].labels[0].index == 0


def test_an_empty_export_trains_nothing(tmp_path: Path) -> None:
    assert str(read(tmp_path)) == "Feedback: 0 corrections in 0 articles; skipped: none."


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"sourcing": "gossip"}, "entry 1: 'gossip' is no sourcing."),
        ({"sourcing": "own", "end": 99}, "entry 1: start and end are no place in code points of its text."),
        ({"sourcing": "own", "offset_unit": "utf8"}, "entry 1: start and end are no place in code points of its text."),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CorpusChanged) as caught:
        read(tmp_path, entry(**wrong))
    assert str(caught.value).endswith(sentence)


@pytest.mark.parametrize("content", ["{]\n", "id\tat\n1\n", "[1]\n", '{"id": 1}\n', "\x00"])
def test_what_is_no_export_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "feedback"
    path.write_text(content, "utf-8")
    with pytest.raises(CorpusChanged, match="export"):
        read_feedback(path, {}, ())


def test_the_corpora_give_the_feedback_and_name_it_for_the_manifest(tiny: Any, tmp_path: Path) -> None:
    dev = Corpora(tiny.corpora, tiny.labels).labelled("dev")[0].article
    path = written(tmp_path / "f", entry(sourcing="own"), entry(sourcing="own", text=dev.text, start=0, end=5))
    corpora = Corpora(tiny.corpora, tiny.labels, path)
    found = corpora.feedback()
    assert [one.article.text for one in found.labelled] == [TEXT]
    assert found.skipped == {"of an article that is kept to evaluate": 1}
    assert [(e.name, e.path, len(e.sha256)) for e in corpora.used if e.name == "feedback"] == [("feedback", "f", 64)]
    assert Corpora(tiny.corpora, tiny.labels).feedback() == Feedback()


def test_a_part_that_nobody_spoke_of_pulls_nowhere(tmp_path: Path) -> None:
    class Given:
        def __init__(self, target: Any) -> None:
            self.target = target

    full, part = (
        from_labels(read(tmp_path, entry(**said)).labelled[0].labels)[0].target
        for said in ({"sourcing": "own", "certainty": "certain", "strength": "weak"}, {"strength": "strong"})
    )
    nothing = np.full_like(full, np.nan)
    given = Given(np.stack([full, part, nothing]))
    (filled,) = _filled([given])  # type: ignore[list-item]
    assert _has(given.target).tolist() == [True, True, False]
    np.testing.assert_array_equal(filled[1, PARTS["sourcing"]], full[PARTS["sourcing"]])  # the mean of what was said
    np.testing.assert_array_equal(filled[1, PARTS["strength"]], [0, 0, 0, 0, 1])
    assert np.isnan(filled[2]).all()


def test_corrections_are_examples_that_the_heads_are_fitted_to(
    scorer: Scorer, tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(heads.NETWORK, "hidden_layer_sizes", (8,))
    corpora = Corpora(tiny.corpora, tiny.labels, written(tmp_path / "f", entry(strength="none")))
    found = read_examples(corpora, Examiner.of(scorer, FOLDS), lambda *_: None)
    (ours,) = [example for example in found if example.id == f"feedback:{'a' * 64}"]
    assert (ours.soft, ours.rating, ours.fold) == (False, None, fold_of("a" * 64, FOLDS))
    assert [unit.text for unit in ours.reading.units] == ["The mill burnt down.", "It was reportedly arson."]
    assert np.isnan(ours.target[0]).all()
    assert np.isnan(ours.target[1, : PARTS["strength"].start]).all()
    np.testing.assert_array_equal(ours.target[1, PARTS["strength"]], [1, 0, 0, 0, 0])
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        fitted = heads.fit(found, FOLDS, 1, lambda *_: None)
    judged = fitted.unseen[ours.id]
    assert np.isfinite(judged.strength).all()
    assert judged.levels.shape == (2, 5)


def test_an_article_of_its_own_has_the_fold_of_its_hash(tmp_path: Path) -> None:
    (labelled,) = read(tmp_path, entry(sourcing="own")).labelled
    assert fold_of(labelled.article.publisher, 1_000_003) == fold_of("a" * 64, 1_000_003)
