"""The wire form of an assessment: plain dicts, as docs/wire-schema.md describes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evidence.features import OFFSETS
from evidence.policy import Policy
from evidence.values import Advice, Assessment, Attribution, Cue, Gate, Rating, SentenceAssessment, Source
from service.identity import answer_hash, sentence_id
from service.offsets import Offsets
from service.places import Place, Places
from service.request import ScoreRequest

DIGITS = 4
CONTEXT = max(OFFSETS)  # units on each side that a judgement sees; the headline is the one before the first sentence
Json = dict[str, Any]


def answer(assessment: Assessment, request: ScoreRequest, policy: Policy) -> Json:
    """Return the whole answer, its offsets in the request's unit, its numbers to four decimals."""
    places = Places(request.article, request.offset_unit)
    ids = _ids(assessment, policy)
    return {
        "hash": answer_hash(assessment.model, policy, request),
        "offset_unit": request.offset_unit,
        "model": {"name": assessment.model.name, "version": assessment.model.version},
        "policy": {"name": policy.name, "version": policy.version},
        "rating": _rating(assessment.rating) if assessment.rating else None,
        "rating_note": assessment.rating_note,
        "gate": _gate(assessment.gate),
        "advice": _advice(assessment.advice),
        "headline": _headline(assessment.headline, ids[0], request) if assessment.headline else None,
        "sentences": [
            {"id": id_, **_sentence(item, places)}
            for id_, item in zip(ids[len(ids) - len(assessment.sentences) :], assessment.sentences, strict=True)
        ],
        "attributions": [_attribution(item, places) for item in assessment.attributions],
        "sources": [_source(item, places) for item in assessment.sources],
        "ignored": [
            {**place, "reason": item.reason} for item in assessment.ignored for place in places.of(item.start, item.end)
        ],
    }


def _number(value: float) -> float:
    # float(): numpy's own floats have no JSON form.
    return round(float(value), DIGITS)


def _rating(rating: Rating) -> Json:
    return {
        "score": _number(rating.score),
        "grade": rating.grade,
        "label": rating.label,
        "sentences": rating.sentences,
        "scored": rating.scored,
        "interval": [_number(bound) for bound in rating.interval],
        "components": {name: _number(value) for name, value in rating.components.items()},
        "reasons": list(rating.reasons),
    }


def _gate(gate: Gate) -> Json:
    reasons = [
        {
            "code": reason.code,
            "action": reason.action,
            "message": reason.message,
            "found": _number(reason.found),
            "limit": _number(reason.limit),
            "sentences": list(reason.sentences),
            "headline": reason.headline,
        }
        for reason in gate.reasons
    ]
    return {"action": gate.action, "reasons": reasons}


def _advice(advice: Sequence[Advice]) -> list[Json]:
    return [{"code": one.code, "message": one.message} for one in advice]


def _ids(assessment: Assessment, policy: Policy) -> list[str]:
    """Return the ids of the headline, if there is one, and of the sentences."""
    told = [assessment.headline, *assessment.sentences] if assessment.headline else assessment.sentences
    units = [item.sentence for item in told]
    beyond = [""] * CONTEXT
    texts = [*beyond, *(unit.text for unit in units), *beyond]
    return [
        sentence_id(assessment.model, policy, unit, texts[at : at + 2 * CONTEXT + 1]) for at, unit in enumerate(units)
    ]


def _headline(item: SentenceAssessment, id_: str, request: ScoreRequest) -> Json:
    """Return the headline's sentence, whose offsets count into the title."""
    offsets = Offsets(request.article.title or "", request.offset_unit)

    def place(start: int, end: int) -> Place:
        return {"segment": None, "start": offsets(start), "end": offsets(end)}

    return {
        "id": id_,
        **place(item.sentence.start, item.sentence.end),
        **_judgement(item),
        "cues": [_cue(cue, place(cue.start, cue.end)) for cue in item.cues],
    }


def _sentence(item: SentenceAssessment, places: Places) -> Json:
    (place,) = places.of(item.sentence.start, item.sentence.end)
    cues = [_cue(cue, at) for cue in item.cues for at in places.of(cue.start, cue.end)]
    return {**place, **_judgement(item), "cues": cues}


def _judgement(item: SentenceAssessment) -> Json:
    return {
        "text": item.sentence.text,
        "role": item.sentence.role,
        "quoted": item.sentence.quoted,
        "strength": None if item.strength is None else _number(item.strength),
        "level": item.level,
        "probabilities": [_number(value) for value in item.probabilities],
        "sourcing": {"label": item.sourcing, "probability": _number(item.sourcing_probability)},
        "certainty": {"label": item.certainty, "value": _number(item.certainty_value)},
        "undermined": item.undermined,
        "attributions": list(item.attributions),
        "advice": _advice(item.advice),
    }


def _cue(cue: Cue, place: Place) -> Json:
    return {
        "kind": cue.kind,
        "subtype": cue.subtype,
        "start": place["start"],
        "end": place["end"],
        "text": cue.text,
        "effect": _number(cue.effect),
    }


def _attribution(item: Attribution, places: Places) -> Json:
    return {
        "source": places.one(item.source),
        "cue": places.one(item.cue),
        "content": [place for span in item.content for place in places.of(span.start, span.end)],
        "source_id": item.source_id,
        "relays": item.relays,
    }


def _source(item: Source, places: Places) -> Json:
    return {
        "id": item.id,
        "name": item.name,
        "kind": item.kind,
        "mentions": [place for span in item.mentions for place in places.of(span.start, span.end)],
        "sentences": list(item.sentences),
        "share": _number(item.share),
    }
