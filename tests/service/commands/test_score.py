"""``onrecord score`` over several articles, in every format, and what it leaves with."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from service.articles.paths import KINDS as BY_SUFFIX
from service.commands.options import FORMATS, KINDS
from service.formats.every import FORMATS as WRITERS
from tests.service.commands.conftest import Run

RAIN = "Mayor spoke. It reportedly rained. Why?"
HEARSAY = "Nobody is named for this. Say who reports it, or that it could not be confirmed."
GATE = "More than four claims in ten come from unnamed sources or from hearsay."
NO_SOURCE = "No source is cited. Say how the outlet knows what it reports."
HEADLINE = "The headline states as certain what the text hedges, doubts or leaves to hearsay. Bring the two in line."


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """A folder with an article of each kind, and two that cannot be read."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    (folder / "a.txt").write_bytes(RAIN.encode())
    (folder / "b.md").write_bytes(b"# Rain\n\nIt **reportedly**\nrained.")
    (folder / "c.html").write_bytes(b"<p>One, two.\n<p>It <b>reportedly</b> rained.")
    (folder / "d.jsonl").write_bytes(b'{"id": "x", "text": "It reportedly rained."}\n{"text": 5}\n')
    (folder / "e.txt").write_bytes(b"caf\xe9")
    return folder


FAULTS = [
    "drafts/d.jsonl:2: The request has a fault. text: Not a valid string.",
    "drafts/e.txt is not UTF-8: byte 3 does not fit.",
]


def test_the_names_of_formats_and_kinds_are_those_that_there_are() -> None:
    assert set(FORMATS) == set(WRITERS)
    assert set(KINDS) == set(BY_SUFFIX.values())


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_cannot_be_read_is_named_and_the_rest_is_scored(run: Run, drafts: Path, style: str, jobs: int) -> None:
    result = run("score", "drafts", "--format", style, "--jobs", jobs)
    assert result.exit_code == 4
    assert result.stderr.splitlines() == [
        *(f"onrecord: {fault}" for fault in FAULTS),
        "onrecord: 4 scored, 2 not, 0 failed.",
    ]
    assert result.stdout == run("score", "drafts", "--format", style).stdout != ""


def test_json_of_several_is_a_list_with_answers_and_faults(run: Run, drafts: Path) -> None:
    listed = json.loads(run("score", "drafts", "--format", "json").stdout)
    lines = [json.loads(line) for line in run("score", "drafts", "--format", "ndjson").stdout.splitlines()]
    assert listed == lines
    assert [(one["path"], one["line"], one["id"], one.get("error")) for one in lines] == [
        ("drafts/a.txt", None, None, None),
        ("drafts/b.md", None, None, None),
        ("drafts/c.html", None, None, None),
        ("drafts/d.jsonl", 1, "x", None),
        ("drafts/d.jsonl", 2, None, FAULTS[0]),
        ("drafts/e.txt", None, None, FAULTS[1]),
    ]
    assert lines[0]["answer"] == json.loads(run("score", "drafts/a.txt", "--format", "json").stdout)
    assert lines[1]["answer"]["headline"]["text"] == "Rain"


def test_csv_is_a_row_a_sentence_and_no_formula(run: Run, drafts: Path) -> None:
    (drafts / "f.txt").write_bytes(b'=1+1, "he"\nsaid. -x.')
    result = run("score", "drafts/b.md", "drafts/c.html", "drafts/d.jsonl", "drafts/f.txt", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
    assert [
        (row["path"], row["id"], row["line"], row["column"], row["role"], row["level"], row["advice"], row["text"])
        for row in rows
    ] == [
        ("drafts/b.md", "", "1", "3", "headline", "solid", "headline_stronger", "Rain"),
        ("drafts/b.md", "", "3", "1", "body", "weak", "hearsay", "It **reportedly**\nrained."),
        ("drafts/c.html", "", "1", "4", "body", "solid", "", "One, two."),
        ("drafts/c.html", "", "2", "4", "body", "weak", "hearsay", "It reportedly rained."),
        ("drafts/d.jsonl", "x", "1", "", "body", "weak", "hearsay", "It reportedly rained."),
        ("drafts/f.txt", "", "1", "1", "body", "solid", "", '\'=1+1, "he"\nsaid.'),
        ("drafts/f.txt", "", "2", "7", "body", "solid", "", "'-x."),
    ]
    assert (rows[0]["strength"], rows[0]["sourcing"], rows[0]["certainty"]) == ("0.6667", "own", "certain")


def test_github_s_commands_point_at_lines_and_escape_what_they_must(run: Run, drafts: Path) -> None:
    odd = drafts / "50%, a:b.txt"
    odd.write_bytes(RAIN.encode())
    result = run("score", "drafts/b.md", odd.relative_to(drafts.parent), "drafts/e.txt", "--format", "github")
    assert result.stdout.splitlines() == [
        f"::warning file=drafts/b.md,title=onrecord%3A gate.mostly_anonymous::{GATE}",
        f"::warning file=drafts/b.md,title=onrecord%3A no_source::{NO_SOURCE}",
        "::warning file=drafts/b.md,line=1,endLine=1,col=3,endColumn=7,title=onrecord%3A headline_stronger"
        f"::{HEADLINE}",
        f"::warning file=drafts/b.md,line=3,endLine=4,title=onrecord%3A hearsay::{HEARSAY}",
        f"::warning file=drafts/50%25%2C a%3Ab.txt,title=onrecord%3A gate.mostly_anonymous::{GATE}",
        "::warning file=drafts/50%25%2C a%3Ab.txt,line=1,endLine=1,col=14,endColumn=35,title=onrecord%3A hearsay"
        f"::{HEARSAY}",
        f"::error file=drafts/e.txt,title=onrecord%3A unread::{FAULTS[1]}",
    ]


STEERING = ["a\n::stop-commands::x.txt", "a\r::stop-commands::x.txt", "a\x1b[2J.txt", "##[stop-commands]x.txt"]


@pytest.mark.parametrize("name", STEERING)
def test_a_file_s_name_steers_neither_a_build_nor_a_terminal(run: Run, drafts: Path, name: str) -> None:
    (drafts / f"f{name}").write_bytes(b"caf\xe9")
    (drafts / f"g{name}").write_bytes(RAIN.encode())
    result = run("score", "drafts", "--format", "github", "--fail-on", "warn")
    said = result.stderr.split("\n")[:-1]
    assert len(said) == len(FAULTS) + 7
    assert all(line.startswith("onrecord: ") and line.isprintable() and "##[" not in line for line in said)
    assert all(line.startswith(("::warning file=", "::error file=")) for line in result.stdout.splitlines())
    refused = run("diff", f"drafts/f{name}", f"drafts/f{name}").stderr
    assert refused.startswith("onrecord: drafts/f")
    assert refused.endswith(".txt is not UTF-8: byte 3 does not fit.\n")
    assert refused[:-1].isprintable()


def sarif(run: Run, *arguments: object) -> Any:
    (ran,) = json.loads(run("score", *arguments, "--format", "sarif").stdout)["runs"]
    return ran


def test_sarif_has_a_result_a_finding_and_a_rule_for_each(run: Run, drafts: Path) -> None:
    (drafts / "an a.txt").write_bytes(RAIN.encode())
    ran = sarif(run, "drafts/an a.txt", "drafts/d.jsonl", "drafts/e.txt")
    assert ran["columnKind"] == "unicodeCodePoints"
    where = [
        (one["ruleId"], one["level"], one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for one in ran["results"]
    ]
    assert where == [
        ("gate.mostly_anonymous", "warning", "drafts/an%20a.txt"),
        ("hearsay", "warning", "drafts/an%20a.txt"),
        ("gate.mostly_anonymous", "warning", "drafts/d.jsonl"),
        ("no_source", "warning", "drafts/d.jsonl"),
        ("hearsay", "warning", "drafts/d.jsonl"),
    ]
    regions = [one["locations"][0]["physicalLocation"].get("region") for one in ran["results"]]
    assert regions == [
        None,
        {"startLine": 1, "startColumn": 14, "endLine": 1, "endColumn": 35},
        *[{"startLine": 1, "endLine": 1}] * 3,
    ]
    rules = {rule["id"]: rule for rule in ran["tool"]["driver"]["rules"]}
    assert {one["ruleId"] for one in ran["results"]} <= set(rules)
    assert rules["hearsay"]["fullDescription"]["text"] == ran["results"][1]["message"]["text"] == HEARSAY
    (went,) = ran["invocations"]
    assert went["executionSuccessful"] is False
    assert [one["message"]["text"] for one in went["toolExecutionNotifications"]] == FAULTS


def test_sarif_of_nothing_to_say_is_a_whole_log(run: Run, drafts: Path) -> None:
    (drafts / "f.txt").write_bytes(b"Mayor spoke. Snow fell. Why?")
    ran = sarif(run, drafts / "f.txt")
    assert (ran["results"], ran["invocations"]) == (
        [],
        [{"executionSuccessful": True, "toolExecutionNotifications": []}],
    )
    path = drafts / "g.txt"
    path.write_bytes(b"It reportedly rained.")
    assert (
        sarif(run, path)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == path.as_uri()
    )


def lines(shown: str) -> list[str]:
    return [" ".join(line.split()) for line in shown.splitlines()]


def test_the_view_has_the_weakest_sentences_first(run: Run, drafts: Path) -> None:
    result = run("score", "drafts/a.txt", "--title", "It reportedly\x1b[2J rained", "--format", "view")
    assert "\x1b" not in result.stdout
    shown = lines(result.stdout)
    assert shown[0].startswith("drafts/a.txt 61 of 100, grade C: mixed ")
    assert shown[1:] == [
        "One source.",
        f"warn {GATE}",
        "",
        "title ━━────── weak It reportedly [2J rained",
        "hearsay, probable",
        "1 ━━────── weak It reportedly rained.",
        "hearsay, probable",
        f"→ {HEARSAY}",
        "1 ━━━━━─── solid Mayor spoke.",
        "own, certain",
        "",
    ]


def test_the_view_shows_so_many_sentences_of_each_and_says_what_it_left(run: Run, drafts: Path) -> None:
    shown = lines(run("score", "drafts/a.txt", "--format", "view", "--top", "1").stdout)
    assert "… and 1 stronger ones" in shown
    assert not any("Mayor" in line for line in shown)


@pytest.mark.parametrize("style", ["view", "table"])
def test_an_explanation_has_cues_probabilities_and_components(run: Run, drafts: Path, style: str) -> None:
    told = {
        "reportedly: hearsay (report), -0.12",
        "none 10%, weak 70%, moderate 20%, solid 0%, strong 0%",
        "hearsay with 90%",
        "annotators give 50 to 71 to an article like this",
        "named: 0.33",
    }
    assert told.isdisjoint(lines(run("score", "drafts/a.txt", "--format", style).stdout))
    assert told <= set(lines(run("score", "drafts/a.txt", "--format", style, "--explain").stdout))


def test_the_table_of_several_names_each(run: Run, drafts: Path) -> None:
    shown = lines(run("score", "drafts/a.txt", "drafts/c.html", "--format", "table").stdout)
    assert (shown[0], shown[shown.index("drafts/c.html") - 1]) == ("drafts/a.txt", "")


MOSTLY = "More than four claims in ten come from unnamed sources or from hearsay."


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ((), 0, []),
        (("--fail-under", "61.2"), 0, []),
        (("--fail-under", "61.5"), 1, ["drafts/a.txt: rated 61.2, under 61.5."]),
        (("--fail-on", "warn"), 1, [f"drafts/a.txt: the gate says warn: {MOSTLY}"]),
        (("--fail-on", "block"), 0, []),
        (
            ("--fail-on", "warn", "--fail-under", "99"),
            1,
            ["drafts/a.txt: rated 61.2, under 99.", f"drafts/a.txt: the gate says warn: {MOSTLY}"],
        ),
    ],
)
def test_what_is_asked_of_an_article_decides_the_exit_code(
    run: Run, drafts: Path, options: tuple[str, ...], code: int, said: list[str]
) -> None:
    result = run("score", "drafts/a.txt", *options)
    assert result.exit_code == code
    assert result.stderr.splitlines() == [f"onrecord: {one}" for one in said]


def test_an_article_without_a_rating_is_not_under(run: Run, tmp_path: Path) -> None:
    assert run("score", "-", "--fail-under", "99", given=b"Rain.").exit_code == 0


def test_what_is_lost_outranks_what_fails(run: Run, drafts: Path) -> None:
    assert run("score", "drafts", "--fail-on", "warn").exit_code == 4


def test_a_folder_without_articles_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("score", "empty")
    assert result.exit_code == 4
    assert result.stderr.splitlines()[-1] == "onrecord: There is no article to score."


def test_a_title_is_for_one_article(run: Run, drafts: Path) -> None:
    result = run("score", "drafts", "--title", "Rain")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--title is for one article." in result.stderr


def test_standard_input_is_read_as_it_is_told(run: Run) -> None:
    result = run("score", "-", "--as", "markdown", "--format", "json", given=b"# Rain\n\nIt *rained*.")
    assert json.loads(result.stdout)["headline"]["text"] == "Rain"


def test_a_server_answers_as_the_command_does(run: Run, drafts: Path, server: str) -> None:
    for jobs in (1, 3):
        here = run("score", "drafts", "--format", "ndjson")
        there = run("score", "drafts", "--format", "ndjson", "--server", server + "/", "--jobs", jobs)
        assert (there.stdout, there.stderr, there.exit_code) == (here.stdout, here.stderr, 4)


def test_a_server_s_limit_costs_one_article(run: Run, tmp_path: Path, server: str) -> None:
    (tmp_path / "long.txt").write_text("a" * 1001, "utf-8")
    (tmp_path / "short.txt").write_text("Rain.", "utf-8")
    result = run("score", ".", "--server", server)
    assert result.exit_code == 4
    assert result.stderr.splitlines() == [
        "onrecord: long.txt: The text and title have 1001 characters; at most 1000 are read.",
        "onrecord: 1 scored, 1 not, 0 failed.",
    ]


def test_a_model_that_the_server_has_not_ends_the_command(run: Run, drafts: Path, server: str) -> None:
    result = run("score", "drafts", "--server", server, "--model", "9.9")
    assert result.exit_code == 8
    assert result.stderr == (f"onrecord: {server}: The model that is asked for is not here. model: Here: 7.\n")


def test_a_server_that_is_not_there_ends_the_command(run: Run, drafts: Path) -> None:
    result = run("score", "drafts", "--server", "http://127.0.0.1:1")
    assert result.exit_code == 8
    assert result.stderr.startswith("onrecord: http://127.0.0.1:1 does not answer: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("address", ["localhost:80", "http://127.0.0.1/é", "http://me:s3cret@127.0.0.1"])
def test_what_is_no_address_is_refused_and_not_named(run: Run, address: str) -> None:
    result = run("score", "-", "--server", address, given=b"Rain.")
    assert result.exit_code == 2
    assert address not in result.output


@pytest.mark.parametrize("key", ["s3cret\r", "s3cret’s"])
@pytest.mark.parametrize("command", [("score", "a.txt"), ("diff", "a.txt", "a.txt"), ("watch", "a.txt")])
def test_what_is_no_key_is_refused_and_not_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], key: str
) -> None:
    monkeypatch.setenv("ONRECORD_KEY", key)
    (tmp_path / "a.txt").write_text("Rain.", "utf-8")
    result = run(*command, "--server", "http://127.0.0.1:1")
    assert (result.exit_code, result.output) == (
        2,
        "onrecord: The key has a line end, a blank or another character that none has.\n",
    )
