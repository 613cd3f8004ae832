"""Identity: hashes by which a client knows that an answer, or a sentence's part of it, has not changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import orjson

from evidence.policy import Policy
from evidence.values import ModelId, Sentence
from service.request import ScoreRequest


def answer_hash(model: ModelId, policy: Policy, request: ScoreRequest) -> str:
    """Return 32 hex digits, the same exactly when model, policy and what was asked are the same."""
    segments = [(segment.id, segment.role, segment.text) for segment in request.article.segments]
    return _digest([*_judges(model, policy), request.offset_unit, request.article.title, segments])


def sentence_id(model: ModelId, policy: Policy, sentence: Sentence, context: Sequence[str]) -> str:
    """Return 32 hex digits made of model, policy, the sentence's role and text, and the texts about it.

    ``context`` is the window of texts with the sentence's own in its middle, "" beyond the article's ends.  Two
    sentences alike in all of these share an id: it names a content, not a place.
    """
    return _digest([*_judges(model, policy), sentence.role, sentence.text, *context])


def _judges(model: ModelId, policy: Policy) -> list[str]:
    return [model.name, model.version, policy.name, policy.version, policy.digest]


def _digest(parts: list[Any]) -> str:
    # As JSON, not joined by a separator: no text can pass for two.
    return hashlib.blake2b(orjson.dumps(parts), digest_size=16).hexdigest()
