"""The command says in one sentence why it cannot begin."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.bulk import layout
from service.bulk.engine import check_installed
from service.bulk.errors import BulkError
from service.cli import main
from tests.service.bulk.conftest import Here, article, rows


@pytest.mark.parametrize("name", ["distributed", "pyarrow", "warcio"])
def test_a_missing_package_is_named_with_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda one: None if one == name else real(one))
    with pytest.raises(BulkError, match=rf"^Bulk scoring needs {name}, which is not here: install onrecord\[bulk\]\.$"):
        check_installed()


REFUSED = [
    (("in", "out"), {}, 10, "onrecord: There is nothing to read in "),
    (("links", "out"), {}, 10, "onrecord: {}/links/gone.txt cannot be read: No such file or directory.\n"),
    (("news.jsonl", "out", "--policy", "strange"), {}, 6, "onrecord: There is no policy called strange "),
    (("news.jsonl", "out"), {"ONRECORD_MODEL": "9.9.9"}, 3, "onrecord: "),
    (("news.jsonl", "out"), {"ONRECORD_MAX_TEXT": "many"}, 2, "onrecord: "),
]


@pytest.mark.parametrize(("given", "environment", "code", "said"), REFUSED)
def test_what_cannot_begin_is_refused(
    given: tuple[str, ...],
    environment: dict[str, str],
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "gone.txt").symlink_to("nowhere")
    (tmp_path / "news.jsonl").write_text(article(1), encoding="utf-8")
    ended = CliRunner().invoke(main, ["bulk", *given], env=environment)
    said = said.format(tmp_path)
    assert (ended.exit_code, ended.stderr[: len(said)]) == (code, said)


def test_names_that_are_no_utf8_are_shown_byte_by_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = os.fsdecode(b"caf\xe9")
    (tmp_path / named).mkdir()
    for name in (f"{named}.txt", f"{os.fsdecode(bytes([0xE8]))}.doc"):
        (tmp_path / named / name).write_text("The bridge closes on Monday.", encoding="utf-8")
    output = tmp_path / f"{named}-out"

    @contextmanager
    def one(*_: object) -> Iterator[Here]:
        yield Here()

    monkeypatch.setattr("service.bulk.engine.local", one)
    for _ in range(2):
        ended = CliRunner().invoke(main, ["bulk", str(tmp_path / named), str(output), "--format", "jsonl"])
        assert (ended.exit_code, ended.stdout.splitlines()) == (
            0,
            [
                rf"{tmp_path}/caf\xe9-out: 2 records read, 1 articles with 1 sentences, 1 rejected (1 skipped_type).",
                rf"Its report: {tmp_path}/caf\xe9-out/report.html",
            ],
        )
    assert [row["place"] for kind in layout.KINDS[::2] for row in rows(output, kind)] == [r"caf\xe9.txt", r"\xe8.doc"]
    assert r"Evidence shown in caf\xe9" in (output / layout.REPORT).read_text("utf-8")
