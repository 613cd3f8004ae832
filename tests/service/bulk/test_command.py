"""The command says in one sentence why it cannot begin."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.bulk.engine import check_installed
from service.bulk.errors import BulkError
from service.cli import main
from tests.service.bulk.conftest import article


@pytest.mark.parametrize("name", ["distributed", "pyarrow", "warcio"])
def test_a_missing_package_is_named_with_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda one: None if one == name else real(one))
    with pytest.raises(BulkError, match=rf"^Bulk scoring needs {name}, which is not here: install onrecord\[bulk\]\.$"):
        check_installed()


REFUSED = [
    (("in", "out"), {}, 10, "onrecord: There is nothing to read in "),
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
    (tmp_path / "news.jsonl").write_text(article(1), encoding="utf-8")
    ended = CliRunner().invoke(main, ["bulk", *given], env=environment)
    assert (ended.exit_code, ended.stderr[: len(said)]) == (code, said)
