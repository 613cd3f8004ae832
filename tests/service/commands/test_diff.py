from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.service.commands.conftest import Run
from tests.service.commands.test_score import lines


@pytest.fixture(autouse=True)
def _drafts(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("Mayor spoke.\n\nIt reportedly rained. Why?", "utf-8")
    (tmp_path / "new.md").write_text("# Rain\n\nMayor spoke.\n\nIt *rained*.\n\nSnow fell.", "utf-8")


def test_a_change_has_its_line_kind_step_labels_and_words(run: Run) -> None:
    result = run("diff", "old.txt", "new.md")
    assert (result.exit_code, result.stderr) == (0, "")
    assert lines(result.stdout) == [
        "before: 61 of 100, grade C: mixed",
        "now: 61 of 100, grade C: mixed (+0)",
        "",
        "title added Rain",
        "solid, own, certain",
        "5 stronger +0.42 It *rained*.",
        "weak, hearsay, probable → solid, own, certain",
        "was: It reportedly rained.",
        "3 removed Why?",
        "no claim",
        "7 added Snow fell.",
        "solid, own, certain",
        "",
        "1 stronger, 1 added, 1 removed, 1 same",
    ]


def test_drafts_that_are_alike_have_only_their_ratings_and_counts(run: Run) -> None:
    assert lines(run("diff", "old.txt", "old.txt").stdout) == [
        "before: 61 of 100, grade C: mixed",
        "now: 61 of 100, grade C: mixed (+0)",
        "3 same",
    ]
    assert lines(run("diff", "old.txt", "-", given=b"").stdout)[1] == "now: Too short to rate."


def test_json_is_the_answer_of_the_service(run: Run, server: str) -> None:
    told = json.loads(run("diff", "old.txt", "new.md", "--format", "json").stdout)
    assert [change["kind"] for change in told["changes"]] == ["same", "stronger", "removed", "added"]
    assert json.loads(run("diff", "old.txt", "new.md", "--format", "json", "--server", server).stdout) == told


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("old.txt", "none.txt"), 4, "none.txt cannot be read: No such file or directory."),
        (("old.txt", "."), 4, ". cannot be read: Is a directory."),
        (("a.jsonl", "old.txt"), 4, "a.jsonl holds lines of JSON; give a file that holds one article."),
        (("old.txt", "new.md", "--server", "http://127.0.0.1:1"), 8, "http://127.0.0.1:1 does not answer: "),
        (("old.txt", "new.md", "--policy", "city"), 6, "There is no policy called city"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run("diff", *arguments)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (code, "", 1)
    assert result.stderr.startswith(f"onrecord: {said}")


def test_standard_input_is_one_of_the_two(run: Run) -> None:
    assert run("diff", "-", "-", given=b"Rain.").exit_code == 2
