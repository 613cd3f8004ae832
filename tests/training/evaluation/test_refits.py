from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from joblib import delayed
from threadpoolctl import threadpool_limits

from evidence import features, manifest
from evidence.scorer import Scorer
from training import heads
from training.corpora import Corpora
from training.evaluation import ablation, learning, refits
from training.evaluation.refits import Ledger, Material
from training.examples import Example
from training.progress import silent


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, threadpool_limits(1):
        patch.setitem(heads.NETWORK, "hidden_layer_sizes", (8,))
        yield


@pytest.fixture(scope="module")
def corpora(tiny: Any) -> Corpora:
    return Corpora(tiny.corpora, tiny.labels)


@pytest.fixture(scope="module")
def material(scorer: Scorer, corpora: Corpora, fit: Any, tmp_path_factory: pytest.TempPathFactory) -> Material:
    work = tmp_path_factory.mktemp("work")
    few = refits.annotated(scorer, corpora, silent)
    made, again = (refits.whole(few, scorer, corpora, manifest.read(fit.model), work, silent) for _ in range(2))
    assert [one.id for one in made.train] == [one.id for one in again.train]
    assert [*work.glob("cache/**/output.pkl")]
    return made


def test_the_material_is_train_with_its_soft_labels_and_dev(material: Material, corpora: Corpora) -> None:
    assert [one.id for one in material.hard] == [one.article.id for one in corpora.labelled("train")]
    assert [one.id for one in material.dev] == [one.article.id for one in corpora.labelled("dev")]
    assert {one.id for one in material.soft} == {*corpora.soft_labels().articles}
    assert set(material.labelled) == {one.id for one in (*material.hard, *material.dev)}


def test_a_refit_has_figures_of_dev_and_of_train(material: Material) -> None:
    found = refits.measured(material, material.train, silent)
    assert set(found) == {"dev", "train"}
    assert {"strength_spearman", "sourcing_accuracy", "rating_spearman"} <= set(found["dev"])
    assert "rating_spearman" not in found["train"]
    assert -1 <= found["train"]["strength_spearman"] <= 1


def test_variants_name_every_family_and_blank_its_columns_alone(material: Material) -> None:
    quoting = np.isin(features.LOCAL, features.LOCAL_FAMILIES["quotes"])
    one = next(example for example in material.hard if example.own[:, quoting].any())
    found = {variant.name: variant for variant in ablation.variants()}
    families = {**features.LOCAL_FAMILIES, **features.PLACED_FAMILIES}
    assert {f"without {name}" for name in families} < set(found)
    quotes = found["without quotes"].change(one)
    changed = {features.LOCAL[i] for i in np.flatnonzero((quotes.own != one.own).any(axis=0))}
    held = {features.LOCAL[i] for i in np.flatnonzero((one.own != 0).any(axis=0))}
    assert changed == held & set(features.LOCAL_FAMILIES["quotes"]) != set()
    assert np.array_equal(quotes.place, one.place)
    place = found["without place"].change(one).place
    assert not place[:, -len(features.PLACED_FAMILIES["place"]) :].any()
    assert np.array_equal(place[:, : len(features.PLACED_FAMILIES["speaker"])], one.place[:, : -place_width()])
    assert found["without the gists"].change(one).gist.sum() == 0
    assert found[ablation.ALL].change(one) is one


def place_width() -> int:
    return len(features.PLACED_FAMILIES["place"])


def test_two_variants_see_less_of_their_context(material: Material) -> None:
    one, near = material.hard[0], len(features.NEAR)
    views = (one.own, one.place, np.ones((len(one.own), len(features.GIST)), np.float32))
    seen = {variant.name: variant.context(*views) for variant in ablation.variants()}
    assert [name for name, about in seen.items() if not about[:, :near].any()] == ["without the neighbours"]
    assert [name for name, about in seen.items() if not about[:, near:].any()] == ["without the article's mean"]


def test_a_smaller_part_is_in_each_larger_one() -> None:
    every: list[Any] = list(range(40))
    parts = [learning.part(every, share) for share in (0.0, 0.125, 0.25, 0.5, 1.0)]
    assert [len(part) for part in parts] == [0, 5, 10, 20, 40]
    assert all({*small} <= {*large} for small, large in pairwise(parts))
    assert parts[-1] == every
    assert (1.0, 0.0) in learning.shares()
    assert len(learning.shares()) == 7


def _refit(done: list[str]) -> dict[str, dict[str, float]]:
    done.append("once")
    return {"dev": {"strength_qwk": 0.5}, "train": {}}


def test_the_ledger_goes_on_where_it_was_and_forgets_other_models(material: Material, fit: Any, tmp_path: Path) -> None:
    facts = manifest.read(fit.model)
    path = tmp_path / "work" / "refits.json"
    ledger = Ledger(path, facts)
    assert ledger.read() is None
    done: list[str] = []

    def run(own: Ledger, table: str, made: str) -> None:
        own.run(table, {"1 1": delayed(_refit)(done)}, material, made, silent)

    run(ledger, "learning", "2024-05-01")
    run(ledger, "learning", "2024-05-02")
    run(ledger, "ablation", "2024-05-02")
    kept = ledger.read()
    assert kept is not None
    assert (len(done), kept.made, kept.model) == (2, "2024-05-02", "onrecord-en 0.0.1")
    assert [(row.table, row.dev) for row in kept.table("learning")] == [("learning", {"strength_qwk": 0.5})]
    other = Ledger(path, replace(facts, sha256="00"))
    assert other.read() == kept  # of the same features: shown, with its model's name
    run(other, "learning", "2024-05-03")
    assert [row["table"] for row in json.loads(path.read_text(encoding="utf-8"))["rows"]] == ["learning"]
    assert Ledger(path, replace(facts, features=("else",))).read() is None


def test_both_tables_are_run_and_kept(
    material: Material, fit: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted: list[tuple[int, int]] = []

    def measured(of: Material, train: list[Example], *_: Any) -> dict[str, dict[str, float]]:
        fitted.append((sum(not one.soft for one in train), sum(one.soft for one in train)))
        return {"dev": {}, "train": {}}

    monkeypatch.setattr(learning, "measured", measured)
    monkeypatch.setattr(ablation, "measured", measured)
    ledger = Ledger(tmp_path / "refits.json", manifest.read(fit.model))
    learning.run(material, ledger, "2024-05-01", silent)
    hard, soft = len(material.hard), len(material.soft)
    assert fitted[0] == (round(hard / 8), round(soft / 4))
    assert (hard, soft) in fitted
    assert (hard, 0) in fitted
    ablation.run(material, ledger, "2024-05-01", silent)
    kept = ledger.read()
    assert kept is not None
    assert [row.name for row in kept.table("ablation")] == [one.name for one in ablation.variants()]
    assert len(kept.table("learning")) == 7
