"""A record is scored as the service scores it, or refused with a code and a reason that hold nothing of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evidence import budget
from evidence.policy import DEFAULT
from evidence.scorer import Scorer
from service.bulk import scoring
from service.bulk.errors import BulkError
from service.bulk.options import Options
from service.bulk.record import RawRecord, Record, Reject
from service.score import score
from service.wire.bodies import TextBody
from service.wire.request import ScoreRequest
from tests.service.bulk.conftest import TEXT, task


def raw(**given: Any) -> RawRecord:
    return RawRecord("a:1", "json", json.dumps({"id": "x", **given}).encode())


def test_an_answer_is_the_same_as_the_service_gives(shipped: Scorer) -> None:
    found = scoring.scored(raw(title="Pier", text=TEXT), Options(), DEFAULT, shipped)
    assert found == (
        Record("a:1", "x", "Pier", TEXT),
        score(shipped, ScoreRequest(TextBody(TEXT), "Pier"), DEFAULT),
    )


REFUSED = [
    ({"text": TEXT}, {"max_text": 50}, "too_long", "The text and title have 188 characters; at most 50 are read."),
    ({"html": "<p>" * 20_001}, {}, "invalid", "html: Has more than 20000 tags."),
    (
        {"text": TEXT},
        {"seconds": -1.0},
        "out_of_time",
        "The article takes more than the -1 seconds of processor time that one may take.",
    ),
]


@pytest.mark.parametrize(("given", "options", "code", "reason"), REFUSED)
def test_what_the_service_would_refuse_is_refused(
    given: dict[str, Any], options: dict[str, Any], code: str, reason: str, shipped: Scorer
) -> None:
    found = scoring.scored(raw(**given), Options(**options), DEFAULT, shipped)
    assert found == Reject("a:1", "x", code, reason)


def test_a_fault_of_ours_costs_one_article_and_tells_nothing_of_it(
    shipped: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        budget.checkpoint()
        raise ValueError("Secret words")

    monkeypatch.setattr(scoring, "score", fail)
    found = scoring.scored(raw(text=TEXT), Options(), DEFAULT, shipped)
    assert found == Reject("a:1", None, "failed", "Scoring failed with a ValueError: a fault of onrecord.")


def test_a_worker_with_another_model_is_refused(shipped: Scorer, tmp_path: Path) -> None:
    wanted = replace(task(tmp_path, tmp_path, shipped).stamp, model_digest="0" * 64)
    with pytest.raises(
        BulkError, match=r"^A worker has another onrecord than .* digest 000000000000: install the same"
    ):
        scoring.judge(wanted, DEFAULT)
