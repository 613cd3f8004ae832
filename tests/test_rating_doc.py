"""docs/rating.md against the rating that it describes."""

from __future__ import annotations

import re
from pathlib import Path

from evidence.policy import DEFAULT, GRADES
from evidence.rating import COMPONENTS, LEAD

PAGE = (Path(__file__).parents[1] / "docs" / "rating.md").read_text("utf-8")


def test_the_table_names_every_component_once() -> None:
    _, _, table = PAGE.partition("| component | is |\n|---|---|\n")
    rows = [line.split("|")[1] for line in table.partition("\n\n")[0].splitlines()]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(COMPONENTS)


def test_the_thresholds_are_the_policy_s() -> None:
    grades = re.findall(r"\*\*([A-D])\*\* from (\d+)", PAGE)
    assert [(name, float(least)) for name, least in reversed(grades)] == list(
        zip(GRADES[1:], DEFAULT.grades, strict=True)
    )
    levels = ", ".join(str(least) for least in DEFAULT.levels)
    assert f"(thresholds {levels}, policy `{DEFAULT.name}`, version {DEFAULT.version})" in PAGE


def test_the_numbers_in_words_are_the_code_s() -> None:
    assert (LEAD, DEFAULT.fewest_claims) == (8, 3)
    assert "the first eight sentences" in PAGE
    assert "fewer than three sentences" in PAGE
