from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evidence.convolution import ATTRIBUTES, OVER, Convolution
from evidence.features import GIST, ROW
from evidence.tokens import Words
from training import compact
from training.convolution import weights
from training.convolution.weights import ARRAYS, Weights, read, write
from training.corpora import CorpusChanged


def made(vocabulary: tuple[str, ...] = ("ship", "sank")) -> Weights:
    random = np.random.default_rng(3)
    arrays = {name: random.normal(0, 1, (2, 3)).astype(np.float32) for name in ARRAYS}
    arrays["words"] = random.normal(0, 1, (len(vocabulary) + 1, 2)).astype(np.float32)
    arrays |= {"wide.factors": arrays["wide.factors"][:, :2], "wide.shift": np.array([1, 2], np.float32)}
    return Weights(vocabulary, ("gist:1", "place:index"), arrays)


def test_what_was_written_is_read_with_the_digits_of_an_artifact(tmp_path: Path) -> None:
    given = made(("ship", "naïve"))
    write(tmp_path / "weights.npz", given)
    found = read(tmp_path / "weights.npz")
    assert found.vocabulary == ("ship", "naïve")
    assert found.columns == given.columns
    assert set(found.arrays) == set(ARRAYS)
    for name in ARRAYS:
        np.testing.assert_array_equal(found.arrays[name], compact.rounded(given.arrays[name]))


def test_the_head_sees_a_whole_row_and_only_its_own_columns_count(tmp_path: Path) -> None:
    given = made()
    write(tmp_path / "weights.npz", given)
    first, last = read(tmp_path / "weights.npz").head()
    row = np.random.default_rng(1).normal(0, 1, (4, len(ROW))).astype(np.float32)
    own = row[:, [ROW.index(name) for name in given.columns]]
    np.testing.assert_allclose(first(row), own @ compact.rounded(given.arrays["wide.factors"]) + [1, 2], atol=1e-5)
    np.testing.assert_array_equal(last.factors, compact.rounded(given.arrays["answers.factors"]))


def test_another_vocabulary_finds_its_words_and_reads_new_ones_as_unknown() -> None:
    given = made(("ship", "sank", "reportedly"))
    rows = given.arrays["words"]
    words = Words({"reportedly": 1, "harbour": 2, "ship": 3}, np.zeros((4, 2), np.int16))
    found = given.of(words)
    np.testing.assert_array_equal(found["words"], rows[[0, 3, 0, 1]])
    assert found["attributes"] is given.arrays["attributes"]
    assert not {"wide.factors", "answers.shift"} & set(found)


def test_weights_of_other_features_are_refused_with_what_to_do(tmp_path: Path) -> None:
    write(tmp_path / "weights.npz", replace(made(), columns=("gist:1", "gone:feature")))
    with pytest.raises(CorpusChanged, match="other features: learn it anew with python -m training convolution"):
        read(tmp_path / "weights.npz")


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_file_that_is_none_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.npz"
    path.write_bytes(content)
    with pytest.raises(CorpusChanged, match=r"weights\.npz does not hold the convolution's weights"):
        read(path)


def test_weights_of_another_lexicon_are_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "weights.npz", made())
    monkeypatch.setattr(weights, "CLASSES", (("hedge.new",),))
    with pytest.raises(CorpusChanged, match="learn it anew with python -m training convolution"):
        read(tmp_path / "weights.npz")


def test_what_ships_fits_the_service_s_features() -> None:
    shipped = read()
    made = Convolution.of(shipped.arrays)
    vector, hidden = made.words.shape[1], len(made.over[-1].shift)
    assert made.width == len(GIST)
    assert made.words.shape[0] == len(shipped.vocabulary) + 1
    assert made.attributes.shape == (sum(ATTRIBUTES.values()), vector)
    inputs = [vector, *[hidden] * (len(OVER) - 1)]
    seen = [len(offsets) * width for offsets, width in zip(OVER.values(), inputs, strict=True)]
    assert [layer.factors.shape for layer in made.over] == [(width, hidden) for width in seen]
    assert made.last.factors.shape == (3 * hidden, len(GIST))
    assert "reportedly" in shipped.vocabulary
