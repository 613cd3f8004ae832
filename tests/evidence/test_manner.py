from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

from evidence.depth import READ, weights
from evidence.heads import Views
from evidence.manner import FIRST, Manner, overall

OWN = np.array([[9.0, 9.0], [1.0, 0.0], [3.0, 4.0]], np.float32)
PLACE = np.array([[9.0], [0.5], [1.5]], np.float32)
GIST = np.array([[9.0], [4.0], [6.0]], np.float32)


def views(first: int, last: int) -> Views:
    return Views(OWN[first:last], PLACE[first:last], GIST[first:last])


def test_the_whole_is_means_of_the_body_deviations_of_its_gists_the_headline_s_gist_and_the_lead_s() -> None:
    assert overall(views(0, 3), headed=True).tolist() == [2.0, 2.0, 1.0, 5.0, 1.0, 9.0, 5.0]
    assert overall(views(1, 3), headed=False).tolist() == [2.0, 2.0, 1.0, 5.0, 1.0, 0.0, 5.0]


def test_variants_behind_the_units_do_not_count() -> None:
    assert overall(Views(OWN, PLACE[:2], GIST), headed=True).tolist() == [1.0, 0.0, 0.5, 4.0, 0.0, 9.0, 4.0]


def test_a_headline_alone_has_no_body_to_take_the_mean_of() -> None:
    assert overall(views(0, 1), headed=True).tolist() == [0.0, 0.0, 0.0, 0.0, 0.0, 9.0, 0.0]


def test_a_unit_counts_by_its_depth_and_only_the_first_are_the_lead() -> None:
    size = 2 * READ
    own, place, gist = np.zeros((size, 1)), np.zeros((size, 1)), np.zeros((size, 1))
    own[-1], place[0], gist[FIRST] = 1, 1, 1
    mean_own, mean_place, mean_gist, spread, head, lead = overall(Views(own, place, gist), headed=False)
    total = weights(size).sum()
    assert [mean_own, mean_place, mean_gist] == pytest.approx([0.5 / total, 1 / total, 1 / total])
    assert spread == pytest.approx(np.sqrt(mean_gist * (1 - mean_gist)))
    assert (head, lead) == (0, 0)


def test_a_manner_is_what_scikit_learn_predicts_within_the_scale() -> None:
    random = np.random.default_rng(2)
    means = random.normal(size=(60, 3)).astype(np.float32)
    ratings = 50 + 60 * means[:, 0]
    scaler = StandardScaler().fit(means)
    model = Ridge(1.0).fit(scaler.transform(means), ratings)
    predicted = model.predict(scaler.transform(means))
    assert predicted.min() < 0
    assert predicted.max() > 100
    said = [Manner(scaler, model)(mean) for mean in means]
    assert said == pytest.approx(np.clip(predicted, 0, 100).tolist(), abs=0.01)
