"""The scoring of one record: parsed, judged as the service judges it, or refused with a reason."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version as installed

import marshmallow as ma

from evidence.artifact import ArtifactError
from evidence.budget import checked
from evidence.manifest import Manifest
from evidence.policy import Policy
from evidence.scorer import Scorer
from service.bulk.errors import BulkError
from service.bulk.options import Options
from service.bulk.readers import parse
from service.bulk.record import RawRecord, Record, Reject, Stamp
from service.model import load_scorer
from service.score import score, too_long
from service.settings import Settings, SettingsError
from service.wire.answer import Json
from service.wire.request import ScoreRequest, ScoreRequestSchema

_SCHEMA = ScoreRequestSchema()


class OutOfTimeError(Exception):
    """An article has taken more processor time than it may."""


def stamp(manifest: Manifest, policy: Policy) -> Stamp:
    """Return what the rows by a model and a policy are stamped with."""
    return Stamp(
        installed("onrecord"),
        manifest.name,
        manifest.version,
        manifest.sha256,
        policy.name,
        policy.version,
        policy.digest,
    )


@lru_cache(maxsize=1)
def loaded(version: str) -> Scorer:
    """Return the model of a version, loaded once in this process; raises ArtifactError, SettingsError."""
    return load_scorer(replace(Settings.from_environment(), model=version))


def judge(wanted: Stamp, policy: Policy) -> Scorer:
    """Return the model that the stamp names; raises BulkError where this process has another."""
    try:
        scorer = loaded(wanted.version)
    except (ArtifactError, SettingsError) as error:
        raise BulkError(f"A worker cannot load the model: {error}") from None
    if scorer.manifest is None or stamp(scorer.manifest, policy) != wanted:
        raise BulkError(
            f"A worker has another onrecord than {wanted.release}, or another model than {wanted.version} with the "
            f"digest {wanted.model_digest[:12]}: install the same there."
        )
    return scorer


def scored(raw: RawRecord, options: Options, policy: Policy, scorer: Scorer) -> tuple[Record, Json] | Reject:
    """Return the record and the service's answer to it, or why it has none; nothing that a record holds raises."""
    try:
        record = parse(raw, options.fields)
        if isinstance(record, Reject):
            return record
        answer = _answer(record, options, policy, scorer)
    except Exception as error:
        # A fault of ours in one article must not cost the archive; its message could hold the article's words.
        return Reject(raw.place, None, "failed", f"Scoring failed with a {type(error).__name__}: a fault of onrecord.")
    return answer if isinstance(answer, Reject) else (record, answer)


def _answer(record: Record, options: Options, policy: Policy, scorer: Scorer) -> Json | Reject:
    given = {"title": record.title, "text": record.text, "html": record.html, "annotation": record.annotation}
    try:
        asked: ScoreRequest = _SCHEMA.load({name: value for name, value in given.items() if value is not None})
    except ma.ValidationError as error:
        return Reject(record.place, record.id, "invalid", _sentence(error))
    refusal = too_long(asked, options.max_text)
    if refusal:
        return Reject(record.place, record.id, "too_long", refusal)
    begin = time.thread_time()

    def check() -> None:
        if time.thread_time() - begin > options.seconds:
            raise OutOfTimeError

    try:
        with checked(check):
            return score(scorer, asked, policy)
    except OutOfTimeError:
        reason = f"The article takes more than the {options.seconds:g} seconds of processor time that one may take."
        return Reject(record.place, record.id, "out_of_time", reason)


def _sentence(error: ma.ValidationError) -> str:
    """Return marshmallow's first message, which says nothing of what the fields hold."""
    field, messages = next(iter(error.messages_dict.items()))
    return f"{field}: {messages[0]}"
