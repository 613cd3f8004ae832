from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from evidence.attribution import attribute
from evidence.decode import decode
from evidence.features import (
    CONTEXT,
    GIST,
    LOCAL,
    NEAR,
    PLACED,
    PLACED_FAMILIES,
    context,
    local,
    placed,
    rows,
)
from evidence.parts import parted
from evidence.reading import Reading
from evidence.scorer import Scorer
from evidence.tagger import Tags

SENTENCES = (
    "Officials said “it may rain.”",
    "Nobody knows!",
    "John Smith said the ship reportedly sank in 1999.",
    "Did it?",
    "🙂",
)
ARTICLE = " ".join(SENTENCES[:2]) + "\n\n" + " ".join(SENTENCES[2:])


def tagged(reading: Reading, content: float = 0.0) -> Tags:
    """Tags that hold every token for content with this probability, and for nothing else."""
    spans = np.zeros((len(reading.tokens), 6), np.float32)
    spans[:, 5] = content
    return Tags(spans, np.zeros((len(reading.tokens), 4), np.float32))


def seen(reading: Reading, tags: Tags) -> dict[str, list[float]]:
    return dict(zip(LOCAL, local(reading, tags).T.tolist(), strict=True))


@pytest.mark.parametrize("text", ["", "Rain", "It rained.", ARTICLE])
def test_every_column_has_a_name_and_every_name_a_column(read: Callable[..., Reading], text: str) -> None:
    reading = read(text)
    tags = tagged(reading)
    found = attribute(reading, parted(reading, decode(tags.spans, reading.tokens.bounds)))
    assert local(reading, tags).shape == (len(reading.units), len(LOCAL))
    assert placed(reading, found).shape == (len(reading.units), len(PLACED))


def test_no_name_is_given_twice() -> None:
    assert len(set(LOCAL)) == len(LOCAL)
    assert len(set(PLACED)) == len(PLACED)


def test_a_unit_has_the_same_local_features_alone_as_in_its_article(
    scorer: Scorer, read: Callable[..., Reading]
) -> None:
    whole = read(ARTICLE)
    assert [unit.text for unit in whole.units] == list(SENTENCES)
    tags = scorer.analyst.tagger(whole)
    own = local(whole, tags)
    for unit, text in enumerate(SENTENCES):
        alone = read(text)
        tags = scorer.analyst.tagger(alone)
        np.testing.assert_allclose(local(alone, tags)[0], own[unit], atol=1e-4, err_msg=text)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("It rained.", "ends:.", 1.0),
        ("Did it?”", "ends:?", 1.0),
        ("Now: rain", "ends:none", 1.0),
        ("It rained.", "role:body", 1.0),
        ("It rained.", "length", np.log1p(3) / 4),
        ("In 1999.", "digits", 1 / 3),
        ("He said “no” now.", "quote:share", 3 / 7),
        ("He said “no” now.", "quote:opens", 1.0),
        ("“No” it is.", "quote:quoted", 0.0),
        ("“It may rain.”", "quote:quoted", 1.0),
        ("It may rain.", "cue_outside:hedge.modal", 1.0),
        ("It may rain.", "cue_in_content:hedge.modal", 0.0),
        ("Officials knew.", "kind:unnamed.official", 1.0),
        ("The White House knew.", "kind:org.government", 1.0),
        ("It rained.", "shape:stop", 1 / 3),
        ("It rained.", "first:title", 1.0),
        ("It rained.", "last:stop", 1.0),
    ],
)
def test_a_local_feature_says_what_its_name_says(
    read: Callable[..., Reading], text: str, name: str, value: float
) -> None:
    reading = read(text)
    assert seen(reading, tagged(reading))[name] == pytest.approx([value])


def test_a_cue_counts_in_content_as_far_as_the_tagger_takes_it_for_content(read: Callable[..., Reading]) -> None:
    reading = read("It may rain.")
    found = seen(reading, tagged(reading, 0.75))
    assert found["cue_in_content:hedge.modal"] == pytest.approx([0.75])
    assert found["cue_outside:hedge.modal"] == pytest.approx([0.25])
    assert found["tags:content.mean"] == pytest.approx([0.75])
    assert found["tags:content.spans"] == [0.0]


def names(marked: Callable[..., Any], text: str) -> list[dict[str, float]]:
    made = marked(text)
    return [dict(zip(PLACED, row, strict=True)) for row in placed(made.reading, made.found).tolist()]


def test_the_speaker_s_features_say_who_is_cited_and_who_was(marked: Callable[..., Any]) -> None:
    first, second, third = names(
        marked, "[S John Smith] [C said] [K it rained]. [S He] [C said] [K it snowed]. The sun shone."
    )
    assert (first["speaker:named"], first["speaker:person"], first["speaker:pronoun"]) == (1, 1, 0)
    assert (first["speaker:known"], first["speaker:before"], first["last:near"]) == (0, 0, 0)
    assert first["content:named"] == pytest.approx(2 / 6)
    assert (second["speaker:named"], second["speaker:pronoun"], second["speaker:known"]) == (1, 1, 1)
    assert (second["last:named"], second["last:near"], second["last:age"]) == (1, 1, pytest.approx(1 / 9))
    assert (third["speaker:link"], third["last:named"], third["speaker:before"]) == (0, 1, 1)


def test_the_place_s_features_say_where_a_unit_stands(marked: Callable[..., Any]) -> None:
    first, second, third = names(marked, "It rained. It snowed.\n\nThe sun shone.")
    assert [row["place:first_of_block"] for row in (first, second, third)] == [1, 0, 1]
    assert [row["place:last_of_block"] for row in (first, second, third)] == [0, 1, 1]
    assert [row["place:share"] for row in (first, second, third)] == pytest.approx([0, 1 / 3, 2 / 3])
    assert first["place:units"] == pytest.approx(np.log1p(3) / 5)
    assert first["place:headed"] == 0


SPEAKER = len(PLACED_FAMILIES["speaker"])
WIDTH = len(GIST)


def test_the_context_ends_with_the_mean_of_the_gists_and_of_what_is_shared_up_to_the_speaker() -> None:
    own = np.zeros((2, len(LOCAL)), np.float32)
    place = np.stack([np.arange(len(PLACED)), np.arange(len(PLACED)) + 2]).astype(np.float32)
    gist = np.repeat(np.array([[9], [5]], np.float32), WIDTH, axis=1)
    about = context(own, place, gist)
    assert about.shape == (2, len(CONTEXT))
    assert about[:, len(NEAR) : len(NEAR) + WIDTH].tolist() == [[7] * WIDTH] * 2
    assert about[:, -SPEAKER:].tolist() == [[at + 1 for at in range(SPEAKER)]] * 2


def test_the_context_begins_with_the_gists_of_the_units_before_and_behind() -> None:
    own, place = np.zeros((4, len(LOCAL)), np.float32), np.zeros((4, len(PLACED)), np.float32)
    gist = np.repeat(np.array([[1], [2], [3], [4]], np.float32), WIDTH, axis=1)
    near = context(own, place, gist)[:, : len(NEAR)].reshape(4, -1, WIDTH)[:, :, 0]
    assert near.tolist() == [[0, 0, 2], [0, 1, 3], [1, 2, 4], [2, 3, 0]]
    assert [name for name in CONTEXT if name.endswith("gist:7")] == [
        "near-2:gist:7",
        "near-1:gist:7",
        "near+1:gist:7",
        "mean:gist:7",
    ]


@pytest.mark.parametrize("units", [0, 1])
def test_without_neighbours_the_context_is_the_mean_alone(units: int) -> None:
    gist = np.ones((units, WIDTH), np.float32)
    about = context(np.zeros((units, len(LOCAL))), np.zeros((units, len(PLACED))), gist)
    assert about[:, : len(NEAR)].tolist() == [[0] * len(NEAR)] * units
    assert about[:, len(NEAR) : len(NEAR) + WIDTH].tolist() == [[1] * WIDTH] * units


def test_a_row_holds_the_unit_s_views_and_its_context() -> None:
    own, place, gist, about = (np.full((2, 2), value, np.float32) for value in (1, 2, 3, 4))
    assert rows(own, place, gist, about).tolist() == [[1, 1, 2, 2, 3, 3, 4, 4]] * 2
