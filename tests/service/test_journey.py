"""Journeys over HTTP and the command line with the model that ships."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import marshmallow as ma
import pytest
from flask.testing import FlaskClient

from evidence.scorer import Scorer
from service.app import create_app
from service.settings import Settings
from service.wire.offsets import OFFSET_UNITS
from service.wire.schema import AnswerSchema

SEED = Path(__file__).parents[3] / "shared" / "seed" / "article.txt"
ONRECORD = str(Path(sys.executable).with_name("onrecord"))

ARTICLE = (
    "“We counted eleven leaks in the north dam,” Ruth Ansgar, the county's water engineer, told the council "
    "on Monday.\n\nShe said that the repair would take two years. Her office's inspection report, printed in "
    "May, lists every leak.\n\nThe contractor reportedly knew. Some officials believe it might have hidden "
    "the fault. It is unknown whether anyone will be charged."
)


@pytest.fixture(scope="module")
def served(shipped: Scorer) -> FlaskClient:
    return create_app(Settings(), shipped).test_client()


def ask(client: FlaskClient, **body: Any) -> dict[str, Any]:
    response = client.post("/score", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = json.loads(response.data)
    assert AnswerSchema(unknown=ma.RAISE).validate(answer) == {}
    return answer


def levels(answer: dict[str, Any], words: str) -> set[str]:
    found = {sentence["level"] for sentence in answer["sentences"] if words in sentence["text"]}
    assert found, f"no sentence holds {words!r}"
    return found


def test_an_article_s_strong_and_weak_sentences_are_told_apart(served: FlaskClient) -> None:
    answer = ask(served, text=ARTICLE, title="Dam leaks, engineer says")
    assert levels(answer, "counted eleven") <= {"solid", "strong"}
    assert levels(answer, "reportedly knew") | levels(answer, "anyone will be charged") <= {"none", "weak"}
    assert {"named", "unnamed"} <= {source["kind"] for source in answer["sources"]}
    assert answer["headline"]["text"] == "Dam leaks, engineer says"
    assert answer["rating"]["reasons"]


def test_a_document_among_hearsay_stays_solid(served: FlaskClient) -> None:
    answer = ask(served, text=ARTICLE, title="Dam leaks, engineer says")
    assert levels(answer, "lists every leak") <= {"solid", "strong"}


@pytest.mark.parametrize("unit", OFFSET_UNITS)
def test_every_span_holds_its_own_words_in_every_unit(served: FlaskClient, unit: str) -> None:
    encoding, size = {"codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2), "utf8": ("utf-8", 1)}[unit]
    text = f"😀 {ARTICLE}\r\n\r\nÉmile Dupont said: “It rained.”"
    encoded = text.encode(encoding)
    answer = ask(served, text=text, offset_unit=unit)
    spans = [*answer["sentences"], *(cue for one in answer["sentences"] for cue in one["cues"])]
    assert len(spans) > len(answer["sentences"]) > 5
    for span in spans:
        assert encoded[size * span["start"] : size * span["end"]].decode(encoding) == span["text"]


def test_segments_and_the_same_text_are_judged_alike(served: FlaskClient) -> None:
    blocks = [{"id": str(at), "text": part} for at, part in enumerate(ARTICLE.split("\n\n"))]
    whole, parts = ask(served, text=ARTICLE), ask(served, segments=blocks)
    assert [one["strength"] for one in whole["sentences"]] == [one["strength"] for one in parts["sentences"]]
    assert whole["rating"] == parts["rating"]


ODD = [
    ("empty", "", "too_short"),
    ("whitespace", " \r\n\t\u00a0\u200b", "too_short"),
    ("one word", "Rain", "too_short"),
    ("control characters", "It\x00 rained\x07 \x1b[31m today.", "too_short"),
    ("emoji and combining marks", "👩‍👩‍👧 e\u0301\u0301 \ufffc", "too_short"),
    ("html", f"<p>{ARTICLE}</p><script>alert(1)</script>", None),
    ("one sentence of 100,000 characters", "and the rain fell on " * 4762, "too_short"),
    ("french", "Le ministre a dit que la pluie tombait depuis trois jours. " * 5, "unsupported_language"),
    ("arabic", "قال الوزير إن المطر هطل على المدينة منذ ثلاثة أيام متتالية. " * 5, "unsupported_language"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "note"), [row[1:] for row in ODD], ids=[row[0] for row in ODD])
def test_any_text_is_answered_and_unrated_where_no_rating_is_honest(
    served: FlaskClient, text: str, note: str | None
) -> None:
    answer = ask(served, text=text, title=text[:200])
    assert (answer["rating_note"], answer["rating"] is None) == (note, note is not None)


@pytest.fixture(scope="module")
def seed(served: FlaskClient) -> dict[str, Any]:
    if not SEED.exists():
        pytest.skip("the seed article is not beside the repository (../shared/seed/article.txt)")
    return ask(served, text=SEED.read_text(encoding="utf-8"))


HEARSAY = ("Hamas is said to have", "The youngest was reportedly", "It is currently unknown")


@pytest.mark.parametrize("words", HEARSAY)
def test_seed_hearsay_and_the_unknown_are_weak_or_none(seed: dict[str, Any], words: str) -> None:
    assert levels(seed, words) <= {"none", "weak"}


def test_seed_an_unnamed_source_is_relayed_by_a_newspaper(seed: dict[str, Any]) -> None:
    sources = {source["id"]: source for source in seed["sources"]}
    relayed = [
        (sources[seed["attributions"][one["relays"]]["source_id"]], sources[one["source_id"]])
        for one in seed["attributions"]
        if one["relays"] is not None
    ]
    assert any(
        "Western security forces" in first["name"]
        and (first["kind"], second["kind"]) == ("unnamed", "media")
        and "Telegraph" in second["name"]
        for first, second in relayed
    )


def test_seed_what_is_said_to_lack_attribution_is_pulled_down(seed: dict[str, Any]) -> None:
    texts = [sentence["text"] for sentence in seed["sentences"]]
    (at,) = [at for at, text in enumerate(texts) if "without credible attribution" in text]
    before = seed["sentences"][at - 1]
    assert before["undermined"]
    assert before["level"] in {"none", "weak"}


def test_seed_the_minister_is_a_named_source(seed: dict[str, Any]) -> None:
    assert [one["kind"] for one in seed["sources"] if "Lieberman" in one["name"]] == ["named"]


def test_seed_the_article_has_one_of_the_lowest_two_grades_with_reasons(seed: dict[str, Any]) -> None:
    assert seed["rating"]["grade"] in {"D", "E"}
    assert seed["rating"]["reasons"]


def tamper(folder: Path) -> None:
    artifact = folder / "model.joblib"
    content = bytearray(artifact.read_bytes())
    content[len(content) // 2] ^= 1
    artifact.write_bytes(content)


def remove(folder: Path) -> None:
    (folder / "model.joblib").unlink()


def age(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").write_text(json.dumps({**manifest, "scikit_learn": "1.0.2"}), "utf-8")


@pytest.mark.parametrize("spoil", [tamper, remove, age])
def test_a_model_that_is_not_as_published_is_refused_before_anything_listens(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    models = tmp_path / "models"
    shutil.copytree(Settings().models, models)
    spoil(models / (models / "LATEST").read_text("utf-8").strip())
    ran = subprocess.run(
        [ONRECORD, "serve", "--port", "8098"],
        env={**os.environ, "ONRECORD_MODELS": str(models)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (3, "", 1)
    assert ran.stderr.startswith("onrecord: ")
    assert "Traceback" not in ran.stderr
