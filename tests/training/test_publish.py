from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from evidence import manifest as manifests
from evidence.artifact import ArtifactError, CorpusFact, Facts, save, verified
from training.publish import LATEST, PublishError, check_version, present, publish

METRICS = {"strength_qwk": 0.62, "sourcing_accuracy": 0.78, "hedged_auc": 0.9, "rating_spearman": 0.75}


def candidate(folder: Path, version: str) -> Path:
    facts = Facts(
        name="onrecord-news",
        version=version,
        created="2024-05-01",
        features=("hedges", "quoted"),
        lexicon="ab12cd34",
        corpora=(CorpusFact("polnear-train", "none stated", "00ff" * 16),),
        seed=7,
        thresholds={"no_claim": 0.5},
    )
    save(folder / version, {"one": 1}, facts)
    return folder / version


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A models folder in which version 1 is published."""
    publish(candidate(tmp_path / "build", "1"), tmp_path / "models", METRICS)
    return tmp_path / "models"


def test_the_first_model_is_published_whole(models: Path) -> None:
    assert sorted(path.name for path in (models / "1").iterdir()) == [
        "CARD.md",
        "manifest.json",
        "model.joblib",
    ]
    assert (models / LATEST).read_text(encoding="utf-8") == "1\n"
    manifest, _ = verified(models / "1")
    assert manifest.metrics == METRICS
    assert manifest.forced is None
    assert sorted(path.name for path in models.iterdir()) == ["1", "LATEST"]
    assert stat.S_IMODE((models / "1").stat().st_mode) == 0o755


@pytest.mark.parametrize("name", sorted(METRICS))
def test_a_worse_model_is_refused(models: Path, tmp_path: Path, name: str) -> None:
    worse = METRICS | {name: METRICS[name] - 0.0051}
    with pytest.raises(PublishError, match=rf"^The candidate 2 is worse than .*: {name} ") as caught:
        publish(candidate(tmp_path / "build", "2"), models, worse)
    assert str(caught.value).endswith(f"after {METRICS[name]:.3f}.")
    assert sorted(path.name for path in models.iterdir()) == ["1", "LATEST"]


@pytest.mark.parametrize("name", sorted(METRICS))
def test_a_difference_within_the_tolerance_is_let_through(models: Path, tmp_path: Path, name: str) -> None:
    publish(candidate(tmp_path / "build", "2"), models, METRICS | {name: METRICS[name] - 0.0049})
    assert (models / LATEST).read_text(encoding="utf-8") == "2\n"


def test_a_forced_model_says_why(models: Path, tmp_path: Path) -> None:
    worse = METRICS | {"hedged_auc": 0.7}
    target = publish(candidate(tmp_path / "build", "2"), models, worse, force="the labels were corrected")
    assert manifests.read(target).forced == "the labels were corrected"
    card = (target / "CARD.md").read_text(encoding="utf-8")
    assert "Published although worse than the model before it: the labels were corrected." in card


def test_a_reason_that_was_not_needed_is_not_kept(models: Path, tmp_path: Path) -> None:
    target = publish(candidate(tmp_path / "build", "2"), models, METRICS, force="to be sure")
    assert manifests.read(target).forced is None
    assert "Published although" not in (target / "CARD.md").read_text(encoding="utf-8")


def test_the_gate_compares_with_the_latest_not_the_best(models: Path, tmp_path: Path) -> None:
    publish(candidate(tmp_path / "build", "2"), models, METRICS | {"strength_qwk": 0.5}, force="a new split")
    publish(candidate(tmp_path / "build", "3"), models, METRICS | {"strength_qwk": 0.51})
    manifest = present(models)
    assert manifest is not None
    assert manifest.version == "3"


@pytest.mark.parametrize("missing", [{}, {"hedged_auc": float("nan")}])
def test_a_candidate_without_a_gated_figure_cannot_be_judged(tmp_path: Path, missing: dict[str, float]) -> None:
    known = {name: value for name, value in METRICS.items() if name != "hedged_auc"}
    with pytest.raises(PublishError, match=r"^The candidate cannot be judged: dev gave no hedged_auc"):
        publish(candidate(tmp_path / "build", "1"), tmp_path / "models", known | missing)


def test_a_version_is_published_once(models: Path, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"^The version 1 is already published in "):
        publish(tmp_path / "build" / "1", models, METRICS)


def test_a_version_that_leaves_the_folder_is_refused(tmp_path: Path) -> None:
    folder = candidate(tmp_path / "build", "1")
    row = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps(row | {"version": "../elsewhere"}), encoding="utf-8")
    with pytest.raises(PublishError, match=r"^The version '\.\./elsewhere' cannot name a folder"):
        publish(folder, tmp_path / "models", METRICS)


@pytest.mark.parametrize("version", ["", ".hidden", "../elsewhere", "a/b", "1.0+more", "1.0\n", "é"])
def test_what_cannot_name_a_folder_is_no_version(version: str) -> None:
    with pytest.raises(PublishError, match=r"cannot name a folder\.$"):
        check_version(version)


def test_a_version_is_checked_against_the_published_ones(models: Path) -> None:
    check_version("1.0.0-rc.1_b", models)
    check_version("1")
    with pytest.raises(PublishError, match=r"^The version 1 is already published in "):
        check_version("1", models)


def test_a_tampered_candidate_is_refused(tmp_path: Path) -> None:
    folder = candidate(tmp_path / "build", "1")
    with (folder / "model.joblib").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ArtifactError, match="and should have"):
        publish(folder, tmp_path / "models", METRICS)


def test_nothing_is_left_of_a_publication_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> str:
        raise OSError("no space left")

    monkeypatch.setattr("training.publish.card", broken)
    with pytest.raises(OSError, match="no space left"):
        publish(candidate(tmp_path / "build", "1"), tmp_path / "models", METRICS)
    assert list((tmp_path / "models").iterdir()) == []


def test_nothing_published_is_no_present_model(tmp_path: Path) -> None:
    assert present(tmp_path / "models") is None


def test_the_card_tells_figures_slices_and_failures(tmp_path: Path) -> None:
    slices = {
        "politico/sentences": 90, "politico/strength_qwk": 0.7, "politico/strength_qwk_low": 0.6,
        "politico/strength_qwk_high": 0.75, "sana/strength_qwk": 0.31, "sana/sourcing_accuracy": 0.5,
        "media/sentences": 12, "strength_qwk_low": 0.55, "strength_qwk_high": 0.69,
    }  # fmt: skip
    tiny = {"syria/strength_qwk": float("nan")}
    target = publish(candidate(tmp_path / "build", "1"), tmp_path / "models", METRICS | slices | tiny)
    lines = (target / "CARD.md").read_text(encoding="utf-8").splitlines()
    for expected in (
        "# Model card: onrecord-news 1",
        "| polnear-train | none stated | `00ff00ff00ff…` |",
        "| strength, QWK | 0.620 | 0.550 to 0.690 | ≥ 0.66 | ≥ 0.8 |",
        "| rating, Spearman | 0.750 | – | ≥ 0.85 | ≥ 0.93 |",
        "- hedged, AUC: how often a hedged claim (certainty below 3) is given less certainty than one that is not.",
        "| politico | 90 | 0.700 | 0.600 to 0.750 | – | – | – | – |",
        "| sana | – | 0.310 | – | – | – | – | 0.500 |",
        "| media | 12 | – | – | – | – | – | – |",
        "- Weakest slices by strength QWK: sana (0.31), politico (0.70).",
        '- Thresholds: {"no_claim": 0.5}',
    ):
        assert expected in lines
    assert not [line for line in lines if "syria" in line or "$" in line]


def test_the_card_of_a_model_without_slices_says_so(models: Path) -> None:
    card = (models / "1" / "CARD.md").read_text(encoding="utf-8")
    assert "None were measured." in card
    assert "Weakest slices by strength QWK: none were measured." in card
