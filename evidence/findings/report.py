"""The report: an assessment with the advice and the gate that a policy calls for."""

from __future__ import annotations

from dataclasses import replace

from evidence.findings.advice import of_article, of_sentence
from evidence.findings.conditions import Case
from evidence.findings.ignoring import Ignoring
from evidence.findings.measures import MEASURES, Counted
from evidence.policy import GateRule, Policy
from evidence.values import Assessment, Gate, GateReason, SentenceAssessment


def reported(assessment: Assessment, policy: Policy) -> Assessment:
    """Return the assessment without what the policy ignores, with its advice and its gate."""
    ignoring = Ignoring(assessment, policy)
    body = [ignoring.reported(item) for item in assessment.sentences]
    head = assessment.headline and ignoring.reported(assessment.headline)
    plain = replace(assessment, sentences=tuple(item for item, _ in body), headline=head[0] if head else None)
    case = Case(plain)

    def advised(item: SentenceAssessment, excused: bool) -> SentenceAssessment:
        advice = () if excused else of_sentence(case, item, policy)
        return replace(item, advice=advice) if advice else item

    told = replace(
        plain,
        sentences=tuple(advised(*pair) for pair in body),
        headline=advised(*head) if head else None,
        advice=of_article(case, policy),
    )
    left_out = {at for at, (item, excused) in enumerate(body) if excused or _uncounted(item, policy)}
    counted = Counted(told, {at: item for at, item in enumerate(told.sentences) if at not in left_out}, told.headline)
    return replace(told, gate=_gate(counted, policy))


def _uncounted(item: SentenceAssessment, policy: Policy) -> bool:
    return item.sentence.quoted and not policy.quoted_speech_counts


def _gate(counted: Counted, policy: Policy) -> Gate:
    reasons = tuple(reason for rule in policy.gate if (reason := _reason(rule, counted)))
    actions = {reason.action for reason in reasons}
    return Gate("block" if "block" in actions else "warn" if actions else "allow", reasons)


def _reason(rule: GateRule, counted: Counted) -> GateReason | None:
    measure = MEASURES[rule.measure]
    found = measure.of(counted, rule.of)
    if found.value is None or measure.keeps(found.value, rule.limit):
        return None
    return GateReason(rule.code, rule.action, rule.message, found.value, rule.limit, found.sentences, found.headline)
