"""Identity: hashes by which a client knows that an answer, or a sentence's part of it, has not changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import orjson

from evidence.policy import Policy
from evidence.values import ModelId, SentenceAssessment
from service.wire.request import ScoreRequest

RELEASE = version("onrecord")


def answer_hash(model: ModelId, policy: Policy, request: ScoreRequest) -> str:
    """Return 32 hex digits, the same exactly when release, model, policy and what was asked are the same.

    What the caller knows already, and whether the text may be stored, is not part of it.
    """
    asked = [request.offset_unit, request.title, request.title_foreign, request.body.received]
    return _digest([RELEASE, *judges(model, policy), *asked])


def sentence_id(judged_by: Sequence[str], told: SentenceAssessment, context: Sequence[str]) -> str:
    """Return 32 hex digits made of the judges, the sentence's role, text, labels and advice, and the texts about it.

    ``judged_by`` is what ``judges`` returns.  ``context`` is the window of texts with the sentence's own in its middle,
    "" beyond the article's ends.  What lies further off reaches a judgement too, so what it came to is in the id: where
    the id is the same they are.  Two sentences alike in all of these share an id: it names a content, not a place.
    """
    labels = [told.level, told.sourcing, told.certainty, told.undermined, *(one.code for one in told.advice)]
    return _digest([*judged_by, told.sentence.role, told.sentence.text, *labels, *context])


def judges(model: ModelId, policy: Policy) -> list[str]:
    """Return what tells this model and policy from all others."""
    return [model.name, model.version, policy.name, policy.version, policy.digest]


def _digest(parts: list[Any]) -> str:
    # As JSON, not joined by a separator: no text can pass for two.
    return hashlib.blake2b(orjson.dumps(parts), digest_size=16).hexdigest()
