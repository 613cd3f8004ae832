"""The command line, with a stand-in for the model."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Callable
from importlib.metadata import version as installed
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.policies.shelf import SHIPPED
from service.settings import Settings

POLICY = ("--policy", "city")
TEXT = "Mayor spoke.\r\nIt [b]reportedly[/b] rained. Why?"


@pytest.fixture(autouse=True)
def _no_application_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "service.wsgi", raising=False)


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judge: object) -> Path:
    """An article's file; the model is the stand-in."""
    monkeypatch.setattr("service.model.load_scorer", lambda _: judge)
    monkeypatch.setenv("COLUMNS", "100")
    path = tmp_path / "article.txt"
    path.write_bytes(TEXT.encode())
    return path


def run(*arguments: object, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)


def test_score_as_json_is_the_http_answer(article: Path) -> None:
    answer = json.loads(run("score", article, "--format", "json", "--title", "Rain").stdout)
    assert answer["headline"]["text"] == "Rain"
    assert [TEXT[one["start"] : one["end"]] for one in answer["sentences"]] == [
        "Mayor spoke.",
        "It [b]reportedly[/b] rained.",
        "Why?",
    ]


def test_score_reads_standard_input(article: Path) -> None:
    assert run("score", "-", given=article.read_bytes()).stdout == run("score", article).stdout


def test_score_as_a_table_has_a_row_a_sentence_then_the_rating_and_its_reasons_with_points(article: Path) -> None:
    lines = [" ".join(line.split()) for line in run("score", article, "--title", "Rain").stdout.splitlines()]
    assert lines == [
        "Strength Sourcing Certainty Sentence",
        "solid own certain Rain",
        "solid own certain Mayor spoke.",
        "weak hearsay probable It [b]reportedly[/b] rained.",
        "- none - Why?",
        "",
        "61 of 100, grade C: mixed",
        "-1.2 One source.",
    ]


def test_score_says_why_there_is_no_rating(article: Path) -> None:
    assert run("score", "-", given=b"Rain.").stdout.splitlines()[-1] == "Too short to rate."


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    result = run("score", tmp_path / "none.txt")
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == f"onrecord: {tmp_path / 'none.txt'} cannot be read: No such file or directory.\n"


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes(b"caf\xe9")
    result = run("score", path)
    assert (result.exit_code, result.stderr) == (4, f"onrecord: {path} is not UTF-8: byte 3 does not fit.\n")


def test_a_title_that_is_not_utf8_is_refused(article: Path) -> None:
    # as Python hands over an argument whose last byte was 0xff
    result = run("score", article, "--title", "Rain\udcff")
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == "onrecord: The title is not UTF-8: character 4 does not fit.\n"


def test_a_text_over_the_limit_is_refused(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MAX_TEXT", "9")
    result = run("score", "-", given=b"0123456789")
    assert result.exit_code == 4
    assert result.stderr == ("onrecord: standard input: The text and title have 10 characters; at most 9 are read.\n")


@pytest.mark.parametrize("command", [("serve", "--port", "8099"), ("score", "-")])
def test_a_missing_model_is_one_sentence_and_exit_code_3(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_MODELS", str(tmp_path))
    result = run(*command, given=b"It rained.")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"onrecord: There is no model to load: {tmp_path / 'LATEST'} cannot be read.\n"


def test_a_wrong_setting_is_one_sentence_and_exit_code_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_PORT", "eighty")
    result = run("serve")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "ONRECORD_PORT" in result.stderr


def test_a_taken_port_is_one_sentence_and_exit_code_5() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run("serve", "--port", port)
    assert result.exit_code == 5
    assert result.stderr == (
        f"onrecord: Cannot listen on 127.0.0.1, port {port}: Address already in use. "
        "ONRECORD_PORT=… chooses another port.\n"
    )


def test_an_address_of_another_machine_is_none_that_another_port_mends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_ACCESS", "open")
    result = run("serve", "--host", "192.0.2.1", "--port", 8099)
    assert result.exit_code == 5
    assert result.stderr == ("onrecord: Cannot listen on 192.0.2.1, port 8099: Cannot assign requested address.\n")


def test_options_win_over_the_environment(monkeypatch: pytest.MonkeyPatch, judge: object) -> None:
    listened: list[Settings] = []
    monkeypatch.setattr("service.model.load_scorer", lambda _: judge)
    monkeypatch.setattr("service.operations.server.listen", lambda settings, _: listened.append(settings))
    monkeypatch.setenv("ONRECORD_WORKERS", "5")
    result = run("serve", "--port", "8099", "--threads", "3")
    assert (listened[0].port, listened[0].workers, listened[0].threads) == (8099, 5, 3)
    assert result.stdout == ""  # nothing listens yet


def test_a_name_is_listened_on_at_its_address(monkeypatch: pytest.MonkeyPatch, judge: object) -> None:
    def listen(settings: Settings, greet: Callable[[], None]) -> None:
        assert settings.host == "127.0.0.1"
        greet()

    monkeypatch.setattr("service.model.load_scorer", lambda _: judge)
    monkeypatch.setattr("service.operations.server.listen", listen)
    monkeypatch.setenv("ONRECORD_HOST", "localhost")
    result = run("serve", "--port", "8099")
    assert result.exit_code == 0, result.stderr
    assert "model 7: http://127.0.0.1:8099 " in result.stdout


def test_a_name_without_an_address_is_one_sentence_and_exit_code_2(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setenv("ONRECORD_HOST", "nowhere.example")
    monkeypatch.setenv("ONRECORD_ACCESS", "open")
    result = run("serve")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "onrecord: nowhere.example (ONRECORD_HOST) is no address, nor a name of one.\n"


def test_version_names_package_model_and_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "LATEST").write_text("2026.1\n", encoding="utf-8")
    monkeypatch.setenv("ONRECORD_MODELS", str(tmp_path))
    assert run("version").stdout.splitlines() == [
        f"onrecord {installed('onrecord')}",
        "model 2026.1",
        f"scikit-learn {installed('scikit-learn')}",
    ]


@pytest.mark.parametrize("command", [(), ("serve",), ("score",)])
def test_help_tells_the_exit_codes(command: tuple[str, ...]) -> None:
    assert "3  the model is missing or was refused" in run(*command, "--help").stdout


def test_a_policy_s_file_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text('name: city\nversion: "2"\n', "utf-8")
    result = run("policy", "check", path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{path}: policy city, version 2, digest ")
    path.write_text("name: city\nversion: 2\n", "utf-8")
    result = run("policy", "check", path)
    assert (result.exit_code, result.stdout) == (6, "")
    assert result.stderr == f"onrecord: {path}:2: version: Not a string; put it in quotes.\n"


def test_a_policy_s_file_whose_name_is_taken_is_refused_as_the_service_refuses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    monkeypatch.setenv("ONRECORD_POLICIES", str(folder))
    (folder / "city.yaml").write_text('name: city\nversion: "1"\n', "utf-8")
    (folder / "wrong.yaml").write_text("name: wrong\n", "utf-8")
    path = tmp_path / "draft.yaml"
    for name, owner in (("default", SHIPPED), ("city", folder / "city.yaml")):
        path.write_text(f'name: {name}\nversion: "2"\n', "utf-8")
        result = run("policy", "check", path)
        assert (result.exit_code, result.stdout) == (6, "")
        assert result.stderr == f"onrecord: {path}: the name {name} belongs to the policy in {owner}.\n"
    # the file itself, and a new version of it that is to take its place
    again = path.rename(tmp_path / "city.yaml")
    assert [run("policy", "check", one).exit_code for one in (folder / "city.yaml", again)] == [0, 0]


def test_a_policy_is_shown_as_a_file_that_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "shown.yaml"
    path.write_text(run("policy", "show", "default").stdout.replace("name: default", "name: again"), "utf-8")
    assert run("policy", "check", path).stdout.split(": ", 1)[1].startswith("policy again, version 1, digest ")
    result = run("policy", "show", "city")
    assert (result.exit_code, result.stdout) == (6, "")
    assert "There is no policy called city" in result.stderr


def test_score_answers_by_the_policy_that_is_named(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "city.yaml").write_text('name: city\nversion: "2"\nadvice: []\ngate: []\n', "utf-8")
    monkeypatch.setenv("ONRECORD_POLICIES", str(tmp_path))
    plain, city = (json.loads(run("score", article, "--format", "json", *more).stdout) for more in ((), POLICY))
    assert (plain["policy"]["name"], plain["gate"]["action"]) == ("default", "warn")
    assert (city["policy"], city["gate"]) == ({"name": "city", "version": "2"}, {"action": "allow", "reasons": []})
    assert plain["hash"] != city["hash"]
    assert {one["id"] for one in plain["sentences"]}.isdisjoint(one["id"] for one in city["sentences"])


def test_serve_refuses_a_wrong_policy_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "city.yaml").write_text('name: city\nversion: "2"\ncolour: red\n', "utf-8")
    monkeypatch.setenv("ONRECORD_POLICIES", str(tmp_path))
    result = run("serve", "--port", "18099")
    assert (result.exit_code, result.stdout) == (6, "")
    assert result.stderr == f"onrecord: {tmp_path / 'city.yaml'}:3: colour: Unknown field.\n"


STEERING = ["::stop-commands::tok.txt", "##[stop-commands]x.txt"]


@pytest.mark.parametrize("style", ["table", "view"])
def test_no_line_of_the_output_is_a_command_to_a_build(
    style: str, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = " ".join(["Rain ::warning::fell and ##[error]fell"] * 9).encode()
    for name in STEERING:
        Path(name).write_bytes(words)
    lines = run("score", *STEERING, "--format", style).stdout.splitlines()
    assert len(lines) > 10
    assert [line for line in lines if line.lstrip().startswith("::") or "##[" in line] == []


def test_what_is_said_of_an_argument_is_no_command_to_a_build(tmp_path: Path) -> None:
    result = run("bulk", "##[x\n::warning::y", tmp_path)
    assert result.exit_code == 2
    assert [line for line in result.stderr.splitlines() if line.startswith("::") or "##[" in line] == []
    assert "warning" in result.stderr
