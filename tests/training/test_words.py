from __future__ import annotations

import numpy as np
import pytest

from training import words

# "ship" and "boat" keep the same company, and so do "red" and "blue"
TEXTS = [
    f"the {thing} sank near the {colour} rock and a {colour} sail of the {thing} tore in {year}"
    for thing in ("ship", "boat")
    for colour in ("red", "blue")
    for year in (1999, 2004)
] * 5


@pytest.fixture
def learnt(monkeypatch: pytest.MonkeyPatch) -> words.Words:
    monkeypatch.setattr(words, "DIMENSIONS", 4)
    monkeypatch.setattr(words, "CLUSTERS", (3, 8))
    return words.learn(TEXTS, 1)


def test_the_frequent_words_come_first_in_their_normal_form(learnt: words.Words) -> None:
    assert learnt.rank["the"] == 1
    assert sorted(learnt.rank.values()) == list(range(1, len(learnt.rank) + 1))
    assert "0000" in learnt.rank
    assert "1999" not in learnt.rank


def test_words_of_the_same_company_share_their_clusters(learnt: words.Words) -> None:
    def clusters(word: str) -> list[int]:
        return learnt.clusters[learnt.rank[word]].tolist()

    assert clusters("ship") == clusters("boat")
    assert clusters("red") == clusters("blue")
    assert clusters("ship") != clusters("red")


def test_the_unknown_word_has_the_cluster_that_no_word_has(learnt: words.Words) -> None:
    assert learnt.clusters.shape == (len(learnt.rank) + 1, 2)
    assert learnt.clusters[0].tolist() == [0, 0]
    assert learnt.clusters[1:].min() == 1
    assert (learnt.clusters[:, 0].max() <= 3, learnt.clusters[:, 1].max() <= 8) == (True, True)
    assert learnt.clusters.dtype == np.int16


def test_only_so_many_words_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "VOCABULARY", 6)
    monkeypatch.setattr(words, "DIMENSIONS", 3)
    assert len(words.learn(TEXTS, 1).rank) == 6
