"""No text makes a pattern's work grow with the square of the text: every compiled pattern, hostile repetitions.

What is compared is the processor time for a text and for one eight times as long, never a limit of seconds: linear work
makes it 8 times as much, the square 64.  A busy machine costs tries, not a failure (tests.growth).  The lexicon's
patterns are RE2's, which is linear by construction.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import evidence
import service
from evidence.lexicon import load
from evidence.manifest import VERSION_NAME
from service.languagetool.request import ENGLISH
from tests.growth import grows_at_most

ROOT = Path(__file__).parents[3]
NOT_IMPORTED = "service.wsgi"  # importing it loads a model
# Matched from the beginning only, so that searching it from every place is not what the service does.
FROM_THE_START = {VERSION_NAME, ENGLISH}
# Not a module's own name: inside a schema or a settings table, and anchored.
INLINE = {"service.wire.fields.lang": re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*\Z")}
FROM_THE_START |= set(INLINE.values())
APART = {"ignoring.py", "tags.py"}  # a policy's phrases, each escaped; a table of end tags: nothing in them repeats
REPEATED = (
    "a", "A", "0", " ", "\n", "\t ", "'", "’", "“", '"', ".", "…", "-", "_", "(", "A.", "a.m.", "a-", "a'", "''",
    "``", " '", "0'", "[...] ", "... ", "»", "é", "Mr", "1.", "en-", "-a",
)  # fmt: skip
SMALL, TIMES = 2_000, 8
MOST = 3 * TIMES


def modules() -> list[str]:
    found = [m.name for p in (evidence, service) for m in pkgutil.walk_packages(p.__path__, f"{p.__name__}.")]
    return [name for name in found if name != NOT_IMPORTED]


def patterns() -> dict[str, re.Pattern[str]]:
    named = {
        f"{name}.{attribute}": value
        for name in modules()
        for attribute, value in vars(importlib.import_module(name)).items()
        if isinstance(value, re.Pattern)
    }
    return named | INLINE


PATTERNS = patterns()


def matching(name: str, text: str) -> Callable[[], None]:
    """Return the work of matching a pattern against a text, and of searching the text for it if the service does."""
    pattern: Any = PATTERNS[name]
    given: str | bytes = text.encode() if isinstance(pattern.pattern, bytes) else text

    def work() -> None:
        pattern.match(given)
        if pattern not in FROM_THE_START:
            for _ in pattern.finditer(given):
                pass

    return work


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_s_work_grows_with_the_text_and_not_with_its_square(name: str) -> None:
    for part in REPEATED:
        for end in ("", "\x00"):
            text = (part * SMALL)[:SMALL]
            small, large = matching(name, text + end), matching(name, text * TIMES + end)
            assert grows_at_most(MOST, small, large), (name, part)


@pytest.mark.parametrize(("pattern", "within"), [("a+b", False), ("[ab]", True)])
def test_what_grows_with_the_square_is_found_out(pattern: str, within: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PATTERNS, "tried", re.compile(pattern))
    small, large = matching("tried", "a" * 500), matching("tried", "a" * 500 * TIMES)
    assert grows_at_most(MOST, small, large) is within


def test_no_pattern_is_compiled_where_it_is_not_tried() -> None:
    """Every ``re.compile`` in the packages is a module's own name, so the table above holds it."""
    for package in ("evidence", "service"):
        for path in (ROOT / package).rglob("*.py"):
            if path.name in APART:
                continue
            tree = ast.parse(path.read_text("utf-8"))
            calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _compiles(node)]
            top = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
            assert len(calls) == sum(isinstance(n.value, ast.Call) and _compiles(n.value) for n in top), path


def _compiles(call: ast.Call) -> bool:
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "compile"
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
    )


def test_the_lexicon_s_patterns_are_re2_s() -> None:
    assert any(entry.match == "pattern" for entry in load().entries)
    source = (ROOT / "evidence" / "cues.py").read_text("utf-8")
    assert "re2.compile(" in source
    assert " re.compile(" not in source
