"""A policy's file: what it may say, and how its faults are told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evidence.policy import DEFAULT, GateRule, Policy, _digest
from service.policies.file import MOST_BYTES, PolicyError, parse, read, written
from service.policies.shelf import SHIPPED

HEAD = 'name: desk\nversion: "3"\n'
RULE = "gate:\n  - code: mine\n    measure: {measure}\n    {rest}\n    action: block\n    message: Look.\n"
FULL = """\
name: city-desk
version: 2026.1-b
levels: {weak: 0.2, moderate: 0.4, solid: 0.6, strong: 0.8}
grades: {D: 10, C: 20, B: 30, A: 40.5}
fewest_claims: 5
quoted_speech_counts: false
ignore:
  phrases: [allegedly, "could not be reached"]
  sources: ["The Harwick Gazette"]
advice: [hearsay, undermined]
gate:
  - code: two_sources
    measure: sources
    of: [named, document]
    at_least: 2
    action: block
    message: Cite two.
"""


def test_every_field_of_a_file_is_in_its_policy() -> None:
    assert parse(FULL, "x") == Policy(
        "city-desk",
        "2026.1-b",
        (0.2, 0.4, 0.6, 0.8),
        (10, 20, 30, 40.5),
        5,
        False,
        ("allegedly", "could not be reached"),
        ("The Harwick Gazette",),
        ("undermined", "hearsay"),
        (GateRule("two_sources", "sources", 2, "block", "Cite two.", ("named", "document")),),
    )


def test_the_shipped_file_states_the_core_s_default_in_full() -> None:
    assert read(SHIPPED) == DEFAULT
    assert set(SHIPPED.read_text("utf-8").split()) >= {"ignore:", "quoted_speech_counts:", "levels:", *DEFAULT.advice}


def test_what_a_file_leaves_out_is_as_in_the_default() -> None:
    assert parse(HEAD, "x") == replace(DEFAULT, name="desk", version="3")


@pytest.mark.parametrize("text", [FULL, HEAD, SHIPPED.read_text("utf-8")])
def test_a_policy_is_written_as_a_file_that_says_the_same(text: str) -> None:
    policy = parse(text, "x")
    assert parse(written(policy), "x") == policy
    assert written(policy).startswith(f"# digest: {policy.digest}\n")


def test_the_digest_is_of_what_is_said_and_not_of_how() -> None:
    policy = parse(FULL, "x")
    other = parse(FULL.replace("[hearsay, undermined]", "[undermined, hearsay]  # order is free"), "x")
    _digest.cache_clear()
    first = policy.digest
    _digest.cache_clear()
    assert other.digest == first
    changed = [
        replace(policy, version="4"),
        replace(policy, fewest_claims=6),
        replace(policy, gate=()),
        replace(policy, phrases=()),
    ]
    assert len({first, *(one.digest for one in changed)}) == 5


WRONG = [
    ("", 1, "a policy is a mapping"),
    ("- name", 1, "a policy is a mapping"),
    ("name: [", 1, "this is not YAML"),
    ("name: desk\nname: desk", 2, "name: stands here twice"),
    (HEAD + "levels: {weak: 0.1, weak: 0.2}", 3, "weak: stands here twice"),
    ("version: '1'", 1, "name: Missing data"),
    ("name: desk\nversion: 1.0", 2, "version: Not a string; put it in quotes"),
    ("name: City Desk\nversion: '1'", 1, "name: Use small letters"),
    (HEAD + "colour: red", 3, "colour: Unknown field"),
    (HEAD + "levels: {weak: 0.1}", 3, "levels: Give weak, moderate, solid, strong"),
    (HEAD + "levels: {weak: 0.4, moderate: 0.3, solid: 0.6, strong: 0.8}", 3, "levels: The values must rise"),
    (HEAD + "levels: {weak: 0.1, moderate: 0.3, solid: 0.6, strong: 8}", 3, "levels: Must be greater"),
    (HEAD + "levels: {weak: '0.1', moderate: 0.3, solid: 0.6, strong: 0.8}", 3, "levels: Not a valid number"),
    (HEAD + "grades: {D: .nan, C: 45, B: 60, A: 75}", 3, "grades: Special numeric values"),
    (HEAD + "fewest_claims: true", 3, "fewest_claims: Not a valid integer"),
    (HEAD + "fewest_claims: 0", 3, "fewest_claims: Must be greater"),
    (HEAD + "quoted_speech_counts: 'no'", 3, "quoted_speech_counts: Write true or false"),
    (HEAD + "ignore:\n  phrases:\n    - fine\n    - '...'", 6, "ignore.phrases.1: There is no word in it"),
    (HEAD + "ignore:\n  names: []", 4, "ignore.names: Unknown field"),
    (HEAD + "advice: [gossip]", 3, "advice.0: gossip is none of"),
    (HEAD + "advice: [hearsay, hearsay]", 3, "advice: hearsay stands here twice"),
    (HEAD + RULE.format(measure="luck", rest="at_least: 1"), 5, "gate.0.measure: luck is none of rating,"),
    (HEAD + RULE.format(measure="rating", rest="at_most: 1"), 6, "gate.0.at_most: rating is bounded by at_least"),
    (HEAD + RULE.format(measure="rating", rest="of: []"), 4, "gate.0: Say what rating must be at least"),
    (HEAD + RULE.format(measure="rating", rest="at_least: 101"), 6, "gate.0.at_least: Must be 0 to 100"),
    (HEAD + RULE.format(measure="sources", rest="{at_least: 1}"), 7, "this is not YAML"),
    (HEAD + RULE.format(measure="sources", rest="at_least: 1"), 4, "gate.0.of: Name some of named,"),
    (
        HEAD + RULE.format(measure="sources", rest="at_least: -1\n    of: [named]"),
        6,
        "gate.0.at_least: Must be 0 or more",
    ),
    (
        HEAD + RULE.format(measure="sources", rest="at_least: 1\n    of: [hearsay]"),
        7,
        "gate.0.of: hearsay is none of named,",
    ),
    (HEAD + RULE.format(measure="rating", rest="at_least: 1\n    of: [named]"), 7, "gate.0.of: This measure has no of"),
    (HEAD + RULE.format(measure="rating", rest="at_least: 1").replace("block", "stop"), 7, "gate.0.action: Write warn"),
    (
        HEAD
        + RULE.format(measure="rating", rest="at_least: 1")
        + RULE.format(measure="rating", rest="at_least: 2").removeprefix("gate:\n"),
        9,
        "gate.1.code: Another rule",
    ),
    ("<<: {name: 5}\nversion: '1'", 1, "name: Not a string"),
    (HEAD + "x: !!python/object:os.system {}", 3, "x: Unknown field"),
    (HEAD + "---\nname: other", 3, "this is not YAML"),
]


@pytest.mark.parametrize(("text", "line", "fault"), WRONG)
def test_a_fault_is_told_with_its_line_and_field(text: str, line: int, fault: str) -> None:
    with pytest.raises(PolicyError) as told:
        parse(text, "desk.yaml")
    assert str(told.value).startswith(f"desk.yaml:{line}: {fault}")
    assert "\n" not in str(told.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    latin, long = tmp_path / "latin.yaml", tmp_path / "long.yaml"
    latin.write_bytes(b"name: caf\xe9")
    long.write_bytes(b"#" * (MOST_BYTES + 1))
    said = []
    for path in (tmp_path / "none.yaml", latin, long):
        with pytest.raises(PolicyError) as told:
            read(path)
        said.append(str(told.value).removeprefix(f"{path}: the policy "))
    assert said == [
        "cannot be read: No such file or directory.",
        "is not UTF-8: byte 9 does not fit.",
        f"has {MOST_BYTES + 1} bytes; at most {MOST_BYTES} are read.",
    ]
