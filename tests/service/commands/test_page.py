"""docs/command-line.md: its examples are what the commands print, its tables what they have.

With ONRECORD_WRITE_EXAMPLES set (``make examples``) the output is written anew instead of compared.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from evidence.scorer import Scorer
from service.articles.paths import KINDS
from service.cli import main
from service.formats.every import FORMATS
from service.refusal import EXIT_CODES

PAGE = Path(__file__).parents[3] / "docs" / "command-line.md"
TEXT = PAGE.read_text("utf-8")
DRAFT = re.compile(r"```(?:text|markdown) ([\w.]+)\n(.*?)```", re.DOTALL)
EXAMPLE = re.compile(r"```console\n\$ (.+)\n([^`]*)```")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
EXAMPLES = [found[1] for found in EXAMPLE.finditer(TEXT)]


def printed(command: str) -> Iterator[str]:
    """Yield what a terminal shows after a command: errors, output and, if it is asked for, the exit code."""
    asked, _, echo = command.partition("; ")
    ran = CliRunner().invoke(main, shlex.split(asked)[1:])
    yield ran.stderr
    yield ran.stdout.replace("\r\n", "\n")
    if echo == "echo $?":
        yield f"{ran.exit_code}\n"


def split(shown: str) -> tuple[list[str], list[float]]:
    """Return the words with their numbers left out, and the numbers: machines differ in the last digits."""
    return NUMBER.sub("#", shown).split(), [float(number) for number in NUMBER.findall(shown)]


@pytest.mark.parametrize("command", EXAMPLES)
def test_an_example_s_output_is_what_the_command_prints(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped: Scorer
) -> None:
    monkeypatch.setattr("service.model.load_scorer", lambda _: shipped)
    monkeypatch.setenv("COLUMNS", "110")
    monkeypatch.chdir(tmp_path)
    for name, content in DRAFT.findall(TEXT):
        (tmp_path / name).write_text(content, "utf-8")
    actual = "".join(line.rstrip() + "\n" for line in "".join(printed(command)).splitlines())
    if "ONRECORD_WRITE_EXAMPLES" in os.environ:
        page = PAGE.read_text("utf-8")
        found = next(match for match in EXAMPLE.finditer(page) if match[1] == command)
        PAGE.write_text(page[: found.start(2)] + actual + page[found.end(2) :], "utf-8")
        return
    shown = next(match[2] for match in EXAMPLE.finditer(TEXT) if match[1] == command)
    words, numbers = split(actual)
    assert words == split(shown)[0]
    assert split(shown)[1] == pytest.approx(numbers, rel=0.02, abs=1)


def test_the_page_has_its_examples() -> None:
    assert [command.split()[1] for command in EXAMPLES] == ["score", "score", "score", "score", "diff"]


def test_the_page_has_every_option_format_ending_and_exit_code() -> None:
    for name in ("score", "diff", "watch"):
        options = [one for one in main.commands[name].params if isinstance(one, click.Option)]
        assert [one.opts[0] for one in options if f"`{one.opts[0]}" not in TEXT] == []
    assert [name for name in (*FORMATS, *KINDS) if f"`{name}`" not in TEXT] == []
    codes = re.findall(r"^  (\d)  (.+)$", EXIT_CODES, re.MULTILINE)
    assert re.findall(r"^\| (\d) \| (.+) \|$", TEXT, re.MULTILINE) == codes
    assert {name for name in main.commands if f"`{name}`" not in TEXT and f"onrecord {name}" not in TEXT} == set()
