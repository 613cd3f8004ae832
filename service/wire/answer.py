"""The wire form of an assessment: plain dicts, as docs/wire-schema.md describes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evidence.policy import Policy
from evidence.values import (
    Advice,
    Assessment,
    Attribution,
    Cue,
    Gate,
    Ignored,
    ModelId,
    Rating,
    SentenceAssessment,
    Source,
)
from service.wire.identity import answer_hash, judges, sentence_id
from service.wire.offsets import Offsets
from service.wire.places import Cover, Places, Stretch
from service.wire.request import ScoreRequest

DIGITS = 4
# Units on each side that tell one sentence from another of the same words: who spoke and what is taken back stand
# there. The headline is the one before the first sentence.
CONTEXT = 3
Json = dict[str, Any]


def unchanged(model: ModelId, policy: Policy, request: ScoreRequest) -> Json | None:
    """Return the short answer if the caller has the one that would be given; nothing is read or scored for it."""
    head = _head(model, policy, request)
    return {**head, "unchanged": True} if head["hash"] == request.if_hash else None


def answer(assessment: Assessment, policy: Policy, request: ScoreRequest) -> Json:
    """Return the whole answer, its offsets in the request's unit, its numbers to four decimals."""
    received = request.received
    places, title = received.places(request.offset_unit), received.title_places(request.offset_unit)
    ids = _ids(assessment, policy)
    stretches = [places.stretch(item.sentence.start, item.sentence.end) for item in assessment.sentences]
    head = [title.stretch(one.sentence.start, one.sentence.end) for one in [assessment.headline] if one]
    inside, ignored = _unread(places, stretches, [part for part in assessment.ignored if not part.title])
    head_inside, title_ignored = _unread(title, head, [part for part in assessment.ignored if part.title])
    short = request.known
    return {
        **_head(assessment.model, policy, request),
        "unchanged": False,
        "text": received.body.extracted,
        "rating": _rating(assessment.rating) if assessment.rating else None,
        "rating_note": assessment.rating_note,
        "gate": _gate(assessment.gate),
        "advice": _advice(assessment.advice),
        "headline": _sentence(assessment.headline, ids[0], head[0], title, head_inside[0], short)
        if assessment.headline
        else None,
        "sentences": [
            _sentence(item, id_, stretch, places, unread, short)
            for item, id_, stretch, unread in zip(
                assessment.sentences, ids[len(head) :], stretches, inside, strict=True
            )
        ],
        "attributions": [_attribution(item, places) for item in assessment.attributions],
        "sources": [_source(item, places) for item in assessment.sources],
        "ignored": [
            *({"of": "title", **part} for part in title_ignored),
            *({"of": "body", **part} for part in ignored),
            *_dropped(request),
        ],
    }


def _head(model: ModelId, policy: Policy, request: ScoreRequest) -> Json:
    return {
        "hash": answer_hash(model, policy, request),
        "offset_unit": request.offset_unit,
        "model": {"name": model.name, "version": model.version},
        "policy": {"name": policy.name, "version": policy.version},
    }


def _unread(
    places: Places, sentences: Sequence[Stretch], ignored: Sequence[Ignored]
) -> tuple[list[list[Json]], list[Json]]:
    """Return what is not read within each sentence, and what is not read outside of them, in order."""
    inside: list[list[Json]] = [[] for _ in sentences]
    whole = [(stretch, part.reason) for part in ignored for stretch in places.stretches(part.start, part.end)]
    cover = Cover([*sentences, *(stretch for stretch, _ in whole)])
    outside: list[tuple[Stretch, str]] = [*whole]
    for stretch, reason in places.unread():
        holder = cover.holding(stretch)
        if holder is None:
            outside.append((stretch, reason))
        elif holder < len(sentences):
            inside[holder].append(_reasoned(places, stretch, reason))
    outside.sort(key=lambda part: (part[0].text, part[0].start))
    return inside, [_reasoned(places, stretch, reason) for stretch, reason in outside]


def _reasoned(places: Places, stretch: Stretch, reason: str) -> Json:
    return {**places.place(stretch), "reason": reason}


def _dropped(request: ScoreRequest) -> list[Json]:
    """Return what of the markup was left out, its offsets counting into the markup."""
    body = request.received.body
    if not body.dropped:
        return []
    offsets = Offsets(body.source, request.offset_unit)
    return [
        {
            "of": "html",
            "segment": None,
            "start": offsets(part.extent.start) if part.extent else None,
            "end": offsets(part.extent.end) if part.extent else None,
            "reason": part.reason,
        }
        for part in body.dropped
    ]


def _number(value: float) -> float:
    # float(): numpy's own floats have no JSON form.
    return round(float(value), DIGITS)


def rounded(value: float | None) -> float | None:
    """Return the number as answers have it."""
    return None if value is None else _number(value)


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
        "effects": [
            {"component": one.component, "effect": _number(one.points), "reason": one.reason} for one in rating.effects
        ],
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
    told = [assessment.headline, *assessment.sentences] if assessment.headline else [*assessment.sentences]
    beyond = [""] * CONTEXT
    texts = [*beyond, *(item.sentence.text for item in told), *beyond]
    judged_by = judges(assessment.model, policy)
    return [sentence_id(judged_by, item, texts[at : at + 2 * CONTEXT + 1]) for at, item in enumerate(told)]


def _sentence(
    item: SentenceAssessment, id_: str, stretch: Stretch, places: Places, unread: list[Json], known: frozenset[str]
) -> Json:
    """Return a sentence or headline; in short where the caller knows its judgement."""
    place = {"id": id_, **places.place(stretch), "known": id_ in known, "attributions": list(item.attributions)}
    if id_ in known:
        return place
    return {
        **place,
        "text": places.words(stretch),
        **_judgement(item),
        "ignored": unread,
        "cues": [told for cue in item.cues if (told := _cue(cue, stretch, places))],
    }


def _judgement(item: SentenceAssessment) -> Json:
    return {
        "role": item.sentence.role,
        "quoted": item.sentence.quoted,
        "strength": rounded(item.strength),
        "level": item.level,
        "probabilities": [_number(value) for value in item.probabilities],
        "sourcing": {"label": item.sourcing, "probability": _number(item.sourcing_probability)},
        "certainty": {"label": item.certainty, "value": _number(item.certainty_value)},
        "undermined": item.undermined,
        "advice": _advice(item.advice),
    }


def _cue(cue: Cue, sentence: Stretch, places: Places) -> Json | None:
    """Return the cue in its sentence; None where it is read out of a replacement that stands elsewhere."""
    stretch = places.within(cue.start, cue.end, sentence)
    if stretch is None:
        return None
    place = places.place(stretch)
    return {
        "kind": cue.kind,
        "subtype": cue.subtype,
        "start": place["start"],
        "end": place["end"],
        "text": places.words(stretch),
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
