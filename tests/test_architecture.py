"""The house's walls: the core knows neither shell, and the shells do not know each other."""

from __future__ import annotations

import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PICKLES = re.compile(r"\bjoblib\.(load|dump)\b|\bimport (pickle|cloudpickle)\b|\bfrom joblib import .*(load|dump)")

WALLS = [
    ("evidence", {"flask", "flask_smorest", "marshmallow", "click", "service", "training"}),
    ("service", {"training"}),
    ("training", {"service", "flask", "marshmallow"}),
]
# Importing the WSGI module or bulk's warm one loads a model, and __main__ is a command: none is for looking at.
NOT_IMPORTED = ("service.wsgi", "service.bulk.warm", "training.__main__")


def modules(package: str) -> list[str]:
    path = __import__(package).__path__
    found = [package, *(module.name for module in pkgutil.walk_packages(path, f"{package}."))]
    return [name for name in found if name not in NOT_IMPORTED]


def imported_by(names: list[str]) -> set[str]:
    """Return the top-level packages that a fresh interpreter holds after importing the modules."""
    code = f"import sys, {', '.join(names)}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


@pytest.mark.parametrize(("package", "strangers"), WALLS)
def test_a_package_imports_no_stranger(package: str, strangers: set[str]) -> None:
    assert imported_by(modules(package)) & strangers == set()


def test_the_scorer_comes_without_the_shells() -> None:
    assert imported_by(["evidence.scorer"]) & {"flask", "marshmallow", "service", "training"} == set()


def test_pickles_are_read_and_written_by_the_artifact_module_only() -> None:
    sources = [path for package, _ in WALLS for path in (ROOT / package).rglob("*.py")]
    found = {path.relative_to(ROOT).as_posix() for path in sources if PICKLES.search(path.read_text("utf-8"))}
    assert found == {"evidence/artifact.py"}
