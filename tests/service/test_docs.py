"""The examples in README.md and docs/ are what the shipped model answers.

With ONRECORD_WRITE_EXAMPLES set (``make examples``) the answers are written anew instead of compared.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from evidence.scorer import Scorer
from service.app import create_app
from service.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EXAMPLE = re.compile(
    r"```(json request(?: compare)?|sh)\n([^`]+)```[^`]+(?:`[^`\n]+`[^`]+)*```json (response|part)\n([^`]+)```"
)
EXAMPLES = [
    pytest.param(page, found.group(2), id=f"{page.name}-{number}")
    for page in PAGES
    for number, found in enumerate(EXAMPLE.finditer(page.read_text("utf-8")), 1)
]
# Another model, another release, another answer: what these hold is only told to be a string.
VARIABLE = {"hash", "id", "version", "request_id"}
WIDTH = 100
PATIENCE = 180  # seconds, of which a machine at rest needs five
ADDRESS = "http://127.0.0.1:8080"


@pytest.fixture(scope="module")
def address(shipped: Scorer) -> Iterator[str]:
    """The address of a running service, started as a user would."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("onrecord")),
        "serve",
        "--workers",
        "1",
        "--port",
        str(port),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            await_port(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def await_port(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(10 * PATIENCE):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, "the service stopped before it was ready"
        time.sleep(0.1)
    pytest.fail(f"the service was not ready within {PATIENCE} seconds")


@pytest.fixture
def ask(request: pytest.FixtureRequest) -> Callable[[str, str], Any]:
    """Send an example: JSON by a test client, a shell command to a running service."""

    def by_client(path: str, body: str) -> Any:
        client = create_app(Settings(), request.getfixturevalue("shipped")).test_client()
        return json.loads(client.post(path, data=body, content_type="application/json").data)

    def by_shell(command: str) -> Any:
        if shutil.which("curl") is None:
            pytest.skip("curl is not installed, so the README's curl example was not run")
        here = command.replace(ADDRESS, request.getfixturevalue("address"))
        return json.loads(subprocess.run(["sh", "-c", here], check=True, capture_output=True).stdout)

    def by_kind(kind: str, asked: str) -> Any:
        route = kind.removeprefix("json request").strip() or "score"
        return by_shell(asked) if kind == "sh" else by_client(f"/v1/{route}", asked)

    return by_kind


def narrowed(example: Any, actual: Any) -> Any:
    """Return of the actual answer what a partial example shows."""
    if isinstance(example, dict) and isinstance(actual, dict):
        return {name: narrowed(inner, actual[name]) for name, inner in example.items()}
    if isinstance(example, list) and isinstance(actual, list) and example and isinstance(example[0], dict):
        return [narrowed(one, other) for one, other in zip(example, actual, strict=False)]
    return actual


def masked(value: Any, name: str = "") -> Any:
    """Return the value with the strings that vary replaced."""
    if isinstance(value, dict):
        return {key: masked(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [masked(inner) for inner in value]
    return "..." if name in VARIABLE and isinstance(value, str) else value


def about(value: Any) -> Any:
    """Return the value with its decimals compared approximately: machines differ in the last digits."""
    if isinstance(value, dict):
        return {key: about(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [about(inner) for inner in value]
    return pytest.approx(value, rel=0.02, abs=0.02) if isinstance(value, float) else value


def laid_out(value: Any, depth: int = 0, taken: int = 0) -> str:
    """Return JSON that breaks a line only where one would be too long."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or 2 * depth + taken + len(flat) < WIDTH:
        return flat
    pad = "\n" + "  " * (depth + 1)
    if isinstance(value, dict):
        names = {name: json.dumps(name) for name in value}
        parts = [f"{names[name]}: {laid_out(v, depth + 1, len(names[name]) + 3)}" for name, v in value.items()]
        return "{" + pad + ("," + pad).join(parts) + "\n" + "  " * depth + "}"
    return "[" + pad + ("," + pad).join(laid_out(v, depth + 1) for v in value) + "\n" + "  " * depth + "]"


@pytest.mark.parametrize(("page", "asked"), EXAMPLES)
def test_an_example_s_answer_is_what_the_service_says(page: Path, asked: str, ask: Callable[[str, str], Any]) -> None:
    text = page.read_text("utf-8")
    found = next(match for match in EXAMPLE.finditer(text) if match.group(2) == asked)
    example = json.loads(found.group(4))
    actual = ask(found.group(1), asked)
    if found.group(3) == "part":
        actual = narrowed(example, actual)
    if "ONRECORD_WRITE_EXAMPLES" in os.environ:
        page.write_text(text[: found.start(4)] + laid_out(actual) + "\n" + text[found.end(4) :], "utf-8")
        return
    assert masked(example) == about(masked(actual))


def test_the_pages_hold_the_examples_that_are_run() -> None:
    assert [str(example.id) for example in EXAMPLES] == [
        "README.md-1",
        "wire-schema.md-1",
        "wire-schema.md-2",
        "wire-schema.md-3",
        "wire-schema.md-4",
        "wire-schema.md-5",
    ]
