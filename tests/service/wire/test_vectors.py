"""The shared offset vectors, read here and by a client in JavaScript, and the service's answers held to them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.wire.offsets import OFFSET_UNITS, Offsets, OffsetUnit

FOLDER = Path(__file__).parents[2] / "vectors"
VECTORS: list[dict[str, Any]] = json.loads((FOLDER / "offsets.json").read_text("utf-8"))
ENCODINGS = {"codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2), "utf8": ("utf-8", 1)}


def cut(text: str, unit: str, start: int, end: int) -> str:
    """Slice as a client that counts in the unit does."""
    encoding, size = ENCODINGS[unit]
    return text.encode(encoding)[size * start : size * end].decode(encoding)


def test_there_are_vectors_enough() -> None:
    assert len({vector["text"] for vector in VECTORS}) == len(VECTORS) >= 60


@pytest.mark.parametrize("vector", VECTORS, ids=[ascii(vector["text"]) for vector in VECTORS])
@pytest.mark.parametrize("unit", OFFSET_UNITS)
def test_offsets_are_those_of_the_vector(vector: dict[str, Any], unit: OffsetUnit) -> None:
    text = vector["text"]
    offsets = Offsets(text, unit)
    assert [offsets(at) for at in range(len(text) + 1)] == vector[unit]
    pairs = zip(vector[unit], vector[unit][1:], strict=False)
    assert [cut(text, unit, start, end) for start, end in pairs] == list(text)


def answers(client: FlaskClient) -> list[dict[str, Any]]:
    """Return what the service says of a text around each vector, in every unit."""
    made = []
    for vector in VECTORS:
        text = f"Mayor {vector['text']} spoke. It {vector['text']} reportedly rained. Why?"
        for unit in OFFSET_UNITS:
            answer = json.loads(client.post("/score", json={"text": text, "offset_unit": unit}).data)
            spans = [*answer["sentences"], *(cue for one in answer["sentences"] for cue in one["cues"])]
            kept = [{name: span[name] for name in ("start", "end", "text")} for span in spans]
            made.append({"text": text, "offset_unit": unit, "spans": kept})
    return made


def test_every_span_of_an_answer_is_its_own_words(client: FlaskClient) -> None:
    told = answers(client)
    assert all(len(one["spans"]) >= 4 for one in told)
    for one in told:
        for span in one["spans"]:
            assert cut(one["text"], one["offset_unit"], span["start"], span["end"]) == span["text"]


def test_a_javascript_client_cuts_the_same_words(client: FlaskClient, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed, so the JavaScript client's offsets were not run")
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(answers(client)), "utf-8")
    command = [node, str(FOLDER / "offsets.test.mjs")]
    env = {**os.environ, "ONRECORD_ANSWERS": str(path), "NODE_OPTIONS": "--test-reporter=tap"}
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    assert f"# pass {len(VECTORS) * (1 + len(OFFSET_UNITS))}\n" in ran.stdout
