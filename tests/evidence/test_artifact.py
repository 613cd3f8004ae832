from __future__ import annotations

import fractions
import hashlib
import io
import json
import lzma
import os
import pickle
import pickletools
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.ensemble import HistGradientBoostingRegressor as Trees
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from evidence import artifact as artifacts
from evidence.artifact import ArtifactError, CorpusFact, Facts, Golden, load, save, verified

FACTS = Facts(
    name="onrecord-news",
    version="2024.1",
    created="2024-05-01",
    features=("hedges", "quoted"),
    lexicon="ab12",
    corpora=(CorpusFact("polnear-train", "none stated", "00ff"),),
    seed=7,
    metrics={"strength_qwk": 0.61},
    thresholds={"no_claim": 0.5},
    golden=(Golden("It may rain.", None, (0.25, None), None),),
)
X = np.random.default_rng(0).normal(size=(60, 2))
Y = (X[:, 0] > 0).astype(int)


class Ours:
    """A type of ours, which an artifact may not hold."""


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    save(tmp_path / "model", {"head": LogisticRegression().fit(X, Y)}, FACTS)
    return tmp_path / "model"


def change_manifest(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "manifest.json"
    row = json.loads(path.read_text(encoding="utf-8"))
    change(row)
    path.write_text(json.dumps(row), encoding="utf-8")


def reseal(folder: Path, content: bytes) -> None:
    """Put another file in the artifact's place with a manifest that vouches for it."""
    (folder / "model.joblib").write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    change_manifest(folder, lambda row: row.update(sha256=sha256, size=len(content)))


def dumped(parts: object) -> bytes:
    file = io.BytesIO()
    joblib.dump(parts, file, compress=("xz", 1))
    return file.getvalue()


PARTS: list[tuple[str, Callable[[], Any]]] = [
    ("pipeline", lambda: make_pipeline(StandardScaler(), LogisticRegression()).fit(X, Y)),
    (
        "trees",
        lambda: Trees(max_iter=4, random_state=np.random.RandomState(1)).fit(X, Y),
    ),
    ("seeded trees", lambda: Trees(max_iter=4, early_stopping=True).fit(X, Y)),
    ("isotonic", lambda: IsotonicRegression(out_of_bounds="clip").fit(X[:, 0], Y)),
]


@pytest.mark.parametrize(("made"), [make for _, make in PARTS], ids=[name for name, _ in PARTS])
def test_an_estimator_predicts_the_same_after_loading(tmp_path: Path, made: Callable[[], Any]) -> None:
    estimator = made()
    save(tmp_path, {"head": estimator}, FACTS)
    loaded = load(tmp_path, "ab12", ["hedges", "quoted"]).parts["head"]
    rows = X[:, 0] if isinstance(estimator, IsotonicRegression) else X
    np.testing.assert_array_equal(loaded.predict(rows), estimator.predict(rows))


def test_plain_values_arrays_and_matrices_come_back(tmp_path: Path) -> None:
    parts = {
        "ranks": {"said": 1, "told": 2},
        "names": ("a", None, True, frozenset({3})),
        "clusters": np.arange(6, dtype=np.int16).reshape(3, 2),
        "words": np.array(["said", "told"], dtype=object),
        "table": sp.csr_matrix(np.eye(3)),
        "half": np.float32(0.5),
        "type": np.float64,
    }
    save(tmp_path, parts, FACTS)
    loaded = load(tmp_path, "ab12", FACTS.features).parts
    assert {name: loaded[name] for name in ("ranks", "names", "half", "type")} == {
        name: parts[name] for name in ("ranks", "names", "half", "type")
    }
    np.testing.assert_array_equal(loaded["clusters"], parts["clusters"])
    assert loaded["clusters"].dtype == np.int16
    assert loaded["words"].tolist() == ["said", "told"]
    np.testing.assert_array_equal(loaded["table"].toarray(), np.eye(3))


def test_the_manifest_comes_back_whole(saved: Path) -> None:
    model = load(saved, "ab12", ("hedges", "quoted"))
    content = (saved / "model.joblib").read_bytes()
    manifest = model.manifest
    assert (model.name, model.version) == ("onrecord-news", "2024.1")
    assert (manifest.sha256, manifest.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (manifest.golden, manifest.corpora, manifest.metrics) == (
        FACTS.golden,
        FACTS.corpora,
        FACTS.metrics,
    )
    assert manifest.thresholds == {"no_claim": 0.5}
    assert manifest.features == ("hedges", "quoted")


def edit(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    return lambda folder: change_manifest(folder, change)


def cut(folder: Path) -> None:
    path = folder / "model.joblib"
    path.write_bytes(path.read_bytes()[:-10])


def tamper(folder: Path) -> None:
    path = folder / "model.joblib"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


GOAL = ("threshold", "precision", "recall")
MISMATCHES: list[tuple[str, Callable[[Path], object], str]] = [
    ("no artifact", lambda f: (f / "model.joblib").unlink(), "There is no artifact at "),
    ("no manifest", lambda f: (f / "manifest.json").unlink(), "There is no manifest at "),
    ("truncated", cut, r"has [\d,]+ bytes and should have [\d,]+\."),
    ("tampered", tamper, "is not the file that its manifest gives the sha256 of"),
    (
        "other scikit-learn",
        edit(lambda row: row.update(scikit_learn="1.4.2")),
        r"was made with scikit-learn 1\.4\.2 and this is ",
    ),
    (
        "other numpy",
        edit(lambda row: row.update(numpy="1.26.0")),
        r"was made with numpy 1\.26\.0 and this is ",
    ),
    ("not JSON", lambda f: (f / "manifest.json").write_text("{", "utf-8"), "is not readable JSON"),
    ("not UTF-8", lambda f: (f / "manifest.json").write_bytes(b"\xff\xfe{"), "is not readable JSON"),
    ("a list", lambda f: (f / "manifest.json").write_text("[]", "utf-8"), "is not a JSON object"),
    ("a fact short", edit(lambda row: row.pop("seed")), "lacks seed"),
    (
        "a fact too many",
        edit(lambda row: row.update(mood="good")),
        "has the unknown mood",
    ),
    ("wrong type", edit(lambda row: row.update(size="9")), "has no usable size"),
    (
        "truth for a number",
        edit(lambda row: row.update(seed=True)),
        "has no usable seed",
    ),
    (
        "malformed golden text",
        edit(lambda row: row.update(golden=[{"text": "x"}])),
        "has malformed corpora or golden texts",
    ),
    (
        "malformed corpus",
        edit(lambda row: row.update(corpora=["polnear"])),
        "has malformed corpora or golden texts",
    ),
    (
        "a goal without a recall",
        edit(lambda row: row.update(thresholds={"goals": {"weak_recall_0.9": {"threshold": 0.5, "precision": 1.0}}})),
        "has malformed goals among its thresholds",
    ),
    (
        "a goal of words",
        edit(lambda row: row.update(thresholds={"goals": {"weak_recall_0.9": dict.fromkeys(GOAL, "high")}})),
        "has malformed goals among its thresholds",
    ),
    (
        "a goal for something unknown",
        edit(lambda row: row.update(thresholds={"goals": {"blue_recall_0.9": dict.fromkeys(GOAL, 0.9)}})),
        "has malformed goals among its thresholds",
    ),
    (
        "goals in a list",
        edit(lambda row: row.update(thresholds={"goals": ["weak_recall_0.9"]})),
        "has malformed goals among its thresholds",
    ),
    ("not xz", lambda f: reseal(f, b"plain text"), "cannot be read: LZMAError"),
    ("not named parts", lambda f: reseal(f, dumped([1, 2])), "does not hold named parts"),
]


@pytest.mark.parametrize(("spoil", "message"), [row[1:] for row in MISMATCHES], ids=[row[0] for row in MISMATCHES])
def test_a_mismatch_is_one_sentence_and_a_refusal(saved: Path, spoil: Callable[[Path], object], message: str) -> None:
    spoil(saved)
    with pytest.raises(ArtifactError, match=message) as caught:
        load(saved, "ab12", FACTS.features)
    said = str(caught.value)
    assert said.endswith(".")
    assert "\n" not in said


@pytest.mark.parametrize(
    ("lexicon", "features", "message"),
    [
        ("cd34", ("hedges", "quoted"), "with another lexicon than the one installed"),
        ("ab12", ("hedges",), "it has quoted"),
        ("ab12", ("hedges", "quoted", "said"), "it lacks said"),
        ("ab12", ("hedges", "spoken"), "it has quoted and it lacks spoken"),
        ("ab12", ("quoted", "hedges"), "their order differs"),
    ],
)
def test_another_lexicon_or_other_features_are_refused(
    saved: Path, lexicon: str, features: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ArtifactError, match=message):
        load(saved, lexicon, features)


def test_a_later_numpy_of_the_same_kind_will_do(saved: Path) -> None:
    major = np.__version__.partition(".")[0]
    change_manifest(saved, lambda row: row.update(numpy=f"{major}.999.0"))
    assert load(saved, "ab12", FACTS.features).version == "2024.1"


class Calls:
    """Unpickles by calling the function, as malice would."""

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self.function, self.arguments = function, arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.function, self.arguments


@pytest.mark.parametrize(
    "parts",
    [
        {"head": Calls(os.system, "true")},
        {"head": Calls(subprocess.check_output, ["true"])},
        {"head": Calls(eval, "1")},
        {"head": Calls(getattr, "a", "upper")},
        {"head": Ours()},
        {"head": fractions.Fraction(1, 2)},
        {"head": np.array([Calls(os.system, "true")], dtype=object)},
        {"head": Calls(joblib.load, "elsewhere")},
    ],
    ids=["os.system", "subprocess", "eval", "getattr", "ours", "fraction", "array of objects", "joblib.load"],
)
def test_no_other_type_comes_through_even_with_the_right_digest(saved: Path, parts: dict[str, object]) -> None:
    reseal(saved, dumped(parts))
    with pytest.raises(ArtifactError, match=r"holds .*, which is not allowed"):
        load(saved, "ab12", FACTS.features)


def test_a_dotted_name_does_not_reach_through_an_allowed_module(saved: Path) -> None:
    # a pickle may name an attribute of an attribute: sklearn.base, then its os, then system
    pickled = b"\x80\x04" + pickle.SHORT_BINUNICODE + b"\x0csklearn.base"
    name = b"copy.os.system"
    pickled += pickle.SHORT_BINUNICODE + bytes([len(name)]) + name + pickle.STACK_GLOBAL + b"."
    assert "STACK_GLOBAL" in {code.name for code, _, _ in pickletools.genops(pickled)}
    reseal(saved, lzma.compress(pickled))
    with pytest.raises(ArtifactError, match=r"holds sklearn\.base\.copy\.os\.system, which is not allowed"):
        load(saved, "ab12", FACTS.features)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("sklearn.utils", "estimator_html_repr"),  # a function
        ("sklearn.base", "warnings"),  # a module
        ("sklearn.pipeline", "Path"),  # may not even be there
        ("numpy", "load"),
        ("numpy.random", "seed"),
        ("scipy.io", "loadmat"),
        ("builtins", "exec"),
        ("sklearnish", "Evil"),
    ],
)
def test_only_classes_made_by_the_libraries_are_allowed(saved: Path, module: str, name: str) -> None:
    reseal(saved, lzma.compress(f"c{module}\n{name}\n.".encode()))
    with pytest.raises(ArtifactError, match="which is not allowed"):
        load(saved, "ab12", FACTS.features)


def test_a_tampered_file_is_refused_before_it_is_unpickled(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tamper(saved)

    def unpickled(path: Path, content: bytes) -> dict[str, Any]:
        raise AssertionError("unpickled a file of another digest")

    monkeypatch.setattr(artifacts, "_unpickled", unpickled)
    with pytest.raises(ArtifactError, match="sha256"):
        load(saved, "ab12", FACTS.features)
    with pytest.raises(ArtifactError, match="sha256"):
        verified(saved)


def test_what_would_not_load_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"Ours, which is not allowed"):
        save(tmp_path, {"head": Ours()}, FACTS)
    assert list(tmp_path.iterdir()) == []


def test_too_large_an_artifact_is_not_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artifacts, "MOST_BYTES", 1000)
    noise = np.random.default_rng(0).integers(0, 255, 4000, dtype=np.uint8)
    with pytest.raises(ArtifactError, match=r"has 4,\d\d\d bytes, and 1,000 are too many"):
        save(tmp_path, {"noise": noise}, FACTS)


def test_a_figure_that_is_no_number_cannot_be_pinned(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        save(tmp_path, {"one": 1}, replace(FACTS, metrics={"strength_qwk": float("nan")}))
