"""A run is pinned in its folder: what is begun with one input, model and options is not gone on with by others."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest

from evidence.scorer import Scorer
from service.bulk import bulk, layout, marks
from service.bulk.errors import BulkError
from service.bulk.run import locked
from service.bulk.stop import Stop
from tests.service.bulk.conftest import article, here, parts, quiet, task


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    path.write_text("".join(map(article, range(7))), encoding="utf-8")
    return path


@pytest.fixture
def done(source: Path, tmp_path: Path, shipped: Scorer) -> bulk.Task:
    asked = task(source, tmp_path / "out", shipped)
    bulk.score(asked, here, quiet(), Stop())
    return asked


def test_a_finished_run_says_what_it_read_and_made(done: bulk.Task) -> None:
    assert json.loads((done.output / layout.DONE).read_bytes()) == {
        "shards": 2,
        "read": 7,
        "articles": 7,
        "sentences": 21,
        "rejected": 0,
        "codes": {},
    }


def test_a_finished_run_asked_for_again_starts_no_worker(done: bulk.Task) -> None:
    def engine() -> None:
        raise AssertionError

    progress = quiet()
    total = bulk.score(done, engine, progress, Stop())  # type: ignore[arg-type]
    assert (total.articles, progress.made.read, progress.kept.read) == (7, 0, 7)


OTHERS = [
    ({"shard": 4}, "options.shard was 5 and is 4"),
    ({"sentences": False}, "options.sentences was True and is False"),
    ({"seconds": 2.0}, "options.seconds was 10.0 and is 2.0"),
]


@pytest.mark.parametrize(("options", "said"), OTHERS)
def test_other_options_are_refused(done: bulk.Task, options: dict[str, object], said: str) -> None:
    other = replace(done, options=replace(done.options, **options))  # type: ignore[arg-type]
    with pytest.raises(BulkError, match=f"^.*/out holds another run \\({said}\\): ask for the same, or choose another"):
        bulk.score(other, here, quiet(), Stop())


def test_another_model_is_refused(done: bulk.Task) -> None:
    other = replace(done, stamp=replace(done.stamp, version="9.9.9"))
    with pytest.raises(BulkError, match=r"made_by\.version was .* and is 9\.9\.9"):
        bulk.score(other, here, quiet(), Stop())


def test_a_changed_input_is_refused(done: bulk.Task, source: Path) -> None:
    with source.open("a", encoding="utf-8") as file:
        file.write(article(7))
    with pytest.raises(BulkError, match=r"holds another run \(input\.bytes was "):
        bulk.score(done, here, quiet(), Stop())


def test_a_folder_that_holds_something_else_is_refused(source: Path, tmp_path: Path, shipped: Scorer) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").touch()
    with pytest.raises(BulkError, match=r"out is no output of a run, and not empty: it holds letter\.txt\.$"):
        bulk.score(task(source, tmp_path / "out", shipped), here, quiet(), Stop())


@pytest.mark.parametrize("at", ["pathlib.Path.replace", "service.bulk.run._sweep"])
def test_a_run_that_is_stopped_at_its_very_beginning_is_gone_on_with(
    at: str, source: Path, tmp_path: Path, shipped: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = task(source, tmp_path / "out", shipped)
    asked.output.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(at, Mock(side_effect=KeyboardInterrupt))
        patch.setattr(Path, "unlink", Mock())  # as where the process is killed
        with pytest.raises(KeyboardInterrupt):
            bulk.score(asked, here, quiet(), Stop())
    assert any(asked.output.iterdir())
    assert bulk.score(asked, here, quiet(), Stop()).articles == 7


def test_an_output_within_the_input_is_refused(source: Path, shipped: Scorer) -> None:
    with pytest.raises(BulkError, match="out lies in the input: choose a folder outside of "):
        bulk.score(task(source.parent, source.parent / "out", shipped), here, quiet(), Stop())


def test_two_runs_do_not_meet(done: bulk.Task) -> None:
    with locked(done.output), pytest.raises(BulkError, match=r"^Another run is writing to "):
        bulk.score(done, here, quiet(), Stop())


SPOILT = [
    ("articles/part-00000001.jsonl", lambda path: path.write_bytes(b"{}\n")),
    ("sentences/part-00000001.jsonl", Path.unlink),
    ("shards/00000001.json", lambda path: path.write_bytes(b"{")),
    ("shards/00000001.json", Path.unlink),
]


@pytest.mark.parametrize(("name", "spoil"), SPOILT)
def test_a_shard_whose_files_are_not_as_marked_is_done_again(done: bulk.Task, name: str, spoil: object) -> None:
    wanted = parts(done.output)
    spoil(done.output / name)  # type: ignore[operator]
    progress = quiet()
    bulk.score(done, here, progress, Stop())
    assert parts(done.output) == wanted
    assert (progress.made.read, progress.kept.read) == (2, 5)
    assert progress.told().startswith("2 records in ")


def test_what_a_stopped_run_left_half_written_is_swept_away(done: bulk.Task) -> None:
    left = done.output / "articles" / ".tmp-1-part-00000009.jsonl"
    left.touch()
    bulk.score(done, here, quiet(), Stop())
    assert not left.exists()


def test_a_shard_too_many_does_not_pass_the_end(done: bulk.Task) -> None:
    found = marks.read(done.output, 1)
    assert found is not None
    marks.write(done.output, 2, found, "jsonl")
    with pytest.raises(
        BulkError, match=r"The counts do not agree: 7 records were read, .* 7 articles .* in 3 shards\.$"
    ):
        bulk.score(done, here, quiet(), Stop())
