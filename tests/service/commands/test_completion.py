from __future__ import annotations

import pytest
from click.testing import CliRunner

from service.cli import main
from tests.service.commands.conftest import Run


@pytest.mark.parametrize(
    ("shell", "words"),
    [
        ("bash", "complete -o nosort -F _onrecord_completion onrecord"),
        ("zsh", "#compdef onrecord"),
        ("fish", "complete --no-files --command onrecord"),
    ],
)
def test_a_shell_is_told_how_to_complete(run: Run, shell: str, words: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert words in result.stdout
    assert "_ONRECORD_COMPLETE" in result.stdout


@pytest.mark.parametrize(
    ("typed", "at", "completed"),
    [
        ("onrecord sc", 1, ["plain,score"]),
        ("onrecord score --fail-", 2, ["plain,--fail-under", "plain,--fail-on"]),
        ("onrecord score --format s", 3, ["plain,sarif"]),
    ],
)
def test_commands_options_and_their_choices_are_completed(typed: str, at: int, completed: list[str]) -> None:
    environment = {"_ONRECORD_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(at)}
    result = CliRunner(env=environment).invoke(main, prog_name="onrecord")
    assert result.stdout.splitlines() == completed
