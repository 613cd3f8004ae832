"""Rows: an article and its sentences as service.bulk.schema has them, out of the service's answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from evidence.values import LEVELS
from service.bulk.record import Record, Row, Stamp
from service.bulk.schema import CLAIMED
from service.wire.answer import DIGITS, Json


def article_row(record: Record, answer: Json, stamp: Stamp) -> Row:
    """Return the article's row."""
    return {
        "place": record.place,
        "id": record.id,
        "publisher": record.publisher,
        "date": None if record.date is None else date.fromisoformat(record.date),
        "topic": record.topic,
        "title": record.title,
        "unread": list(record.unread),
        **_rating(answer),
        "gate": answer["gate"]["action"],
        "gate_codes": [reason["code"] for reason in answer["gate"]["reasons"]],
        **_counts(answer),
        **_headline(answer["headline"]),
        "hash": answer["hash"],
        "model": stamp.model,
        "model_version": stamp.version,
        "policy": stamp.policy,
        "policy_version": stamp.policy_version,
        "schema_version": stamp.schema,
    }


def sentence_rows(record: Record, answer: Json, with_text: bool) -> list[Row]:
    """Return a row for each sentence of the body, their words only where they are asked for."""
    return [
        {"place": record.place, "article": record.id, "index": index, **_sentence(one, with_text)}
        for index, one in enumerate(answer["sentences"])
    ]


def _rating(answer: Json) -> Row:
    rating = answer["rating"]
    low, high = rating["interval"] if rating else (None, None)
    return {
        "score": rating["score"] if rating else None,
        "grade": rating["grade"] if rating else None,
        "interval_low": low,
        "interval_high": high,
        "note": answer["rating_note"],
        "components": rating["components"] if rating else None,
        "reasons": rating["reasons"] if rating else [],
    }


def _counts(answer: Json) -> Row:
    claims = [one for one in answer["sentences"] if one["level"] is not None]
    return {
        "sentences": len(answer["sentences"]),
        "claims": len(claims),
        "sources": len(answer["sources"]),
        "attributions": len(answer["attributions"]),
        "sourcing_shares": _shares([one["sourcing"]["label"] for one in claims], CLAIMED),
        "level_shares": _shares([one["level"] for one in claims], LEVELS),
    }


def _shares(labels: Sequence[str], names: Sequence[str]) -> dict[str, float] | None:
    counts = Counter(labels)
    return {name: round(counts[name] / len(labels), DIGITS) for name in names} if labels else None


def _headline(headline: Json | None) -> Row:
    return {
        "headline_strength": headline["strength"] if headline else None,
        "headline_level": headline["level"] if headline else None,
        "headline_sourcing": headline["sourcing"]["label"] if headline else None,
    }


def _sentence(one: Json, with_text: bool) -> Row:
    return {
        "start": one["start"],
        "end": one["end"],
        "role": one["role"],
        "quoted": one["quoted"],
        "strength": one["strength"],
        "level": one["level"],
        "probabilities": one["probabilities"],
        "sourcing": one["sourcing"]["label"],
        "sourcing_probability": one["sourcing"]["probability"],
        "certainty": one["certainty"]["label"],
        "certainty_value": one["certainty"]["value"],
        "undermined": one["undermined"],
        "cues": list(dict.fromkeys(cue["kind"] for cue in one["cues"])),
        "advice": [advice["code"] for advice in one["advice"]],
        "text": one["text"] if with_text else None,
    }
