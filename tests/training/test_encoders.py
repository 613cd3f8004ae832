from __future__ import annotations

import io
import itertools
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.encoders.shipped import KEPT, NAME, large
from training.encoders.tuning import BUCKET, bucketed, by_length
from training.extra import LARGE, ExtraMissing


def test_an_archive_in_parts_whose_weights_are_not_the_encoder_s_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in KEPT:
            archive.writestr(f"{NAME}/{name}", f"not {name}")
    whole = held.getvalue()
    step = -(-len(whole) // len(LARGE))
    for number, name in enumerate(LARGE):
        folder = tmp_path / name / "input"
        folder.mkdir(parents=True)
        (folder / f"{NAME}.zip.{number + 1:03}").write_bytes(whole[number * step : (number + 1) * step])
        module = ModuleType(name)
        module.__file__ = str(tmp_path / name / "__init__.py")
        monkeypatch.setitem(sys.modules, name, module)
    for name in ("torch", "transformers"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    with pytest.raises(ExtraMissing, match="hold other weights than all-mpnet-base-v2's"):
        large("teacher")


@given(st.lists(st.integers(1, 160), max_size=2 * BUCKET), st.integers(0, 5), st.integers(2, 40))
def test_batches_hold_every_row_once_and_rows_of_like_length(lengths: list[int], seed: int, size: int) -> None:
    batches = list(bucketed(lengths, np.random.default_rng(seed), size))
    assert sorted(at for batch in batches for at in batch) == list(range(len(lengths)))
    assert all(len(batch) <= size for batch in batches)
    ranges = sorted((min(map(lengths.__getitem__, b)), max(map(lengths.__getitem__, b))) for b in batches)
    assert all(before[1] <= behind[0] for before, behind in itertools.pairwise(ranges))


@given(st.lists(st.integers(1, 160), max_size=100), st.integers(1, 40))
def test_rows_that_are_asked_are_batched_from_short_to_long(lengths: list[int], size: int) -> None:
    batches = list(by_length(lengths, size))
    order = [at for batch in batches for at in batch]
    assert sorted(order) == list(range(len(lengths)))
    assert [lengths[at] for at in order] == sorted(lengths)
    assert [len(batch) for batch in batches[:-1]] == [size] * (len(batches) - 1)
