"""The element's scripts that need no browser, run by Node, and its words held to the service's own lists."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from evidence.findings.rules import RULES
from evidence.rating import REASONS
from evidence.values import CERTAINTIES, CUE_KINDS, LEVELS, SOURCINGS

PAGE = Path(__file__).parents[3] / "service" / "page" / "static"
TESTS = sorted((Path(__file__).parent / "js" / "element").glob("*.test.mjs"))


def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not installed, so the element's scripts were not run")
    return found


@pytest.fixture(scope="module")
def words() -> Mapping[str, Any]:
    """What the module of words exports, as JSON has it."""
    script = "import(process.argv[1]).then((words) => console.log(JSON.stringify({...words})))"
    command = [node(), "--eval", script, (PAGE / "element" / "words.js").as_uri()]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize("path", TESTS, ids=[path.name for path in TESTS])
def test_scripts_do_what_they_should(path: Path) -> None:
    env = {**os.environ, "NODE_OPTIONS": "--test-reporter=tap"}
    ran = subprocess.run([node(), "--test", str(path)], env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("LEVEL", LEVELS), ("SOURCING", SOURCINGS), ("CERTAINTY", CERTAINTIES), ("CUE", CUE_KINDS),
        ("ADVICE", [rule.code for rule in RULES]), ("COMPONENT", list(REASONS)),
    ],
)  # fmt: skip
def test_every_name_of_the_contract_has_words(words: Mapping[str, Any], name: str, expected: Sequence[str]) -> None:
    assert sorted(words[name]) == sorted(expected)


def test_levels_stand_in_their_order(words: Mapping[str, Any]) -> None:
    assert words["LEVELS"] == list(LEVELS)


def test_titles_of_advice_are_the_services_own(words: Mapping[str, Any]) -> None:
    assert words["ADVICE"] == {rule.code: rule.short for rule in RULES}


def test_bars_are_good_or_bad_as_the_rating_has_them(words: Mapping[str, Any]) -> None:
    assert {name: one["more"] for name, one in words["COMPONENT"].items()} == {
        name: reason.sign > 0 for name, reason in REASONS.items()
    }


SCRIPTS = [PAGE / "onrecord-article.js", *sorted((PAGE / "element").rglob("*.js"))]


@pytest.mark.parametrize("path", SCRIPTS, ids=[path.relative_to(PAGE).as_posix() for path in SCRIPTS])
def test_no_script_makes_markup_out_of_text_or_asks_anybody(path: Path) -> None:
    script = path.read_text("utf-8")
    for banned in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "XMLHttp"):
        assert banned not in script
    assert set(re.findall(r"https?://[^\s\"]+", script)) <= {"http://www.w3.org/2000/svg"}
