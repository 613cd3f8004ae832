"""Advice: what the rules of advice.tsv tell an editor about an assessment, and nothing that it does not hold."""

from __future__ import annotations

from functools import lru_cache

from evidence.findings.conditions import Case, cue_of, holds, holds_for_article, mention_of
from evidence.findings.rules import RULES, AdviceRule
from evidence.policy import Policy
from evidence.values import Advice, Certainty, Level, SentenceAssessment, Sourcing


def of_sentence(case: Case, item: SentenceAssessment, policy: Policy) -> tuple[Advice, ...]:
    """Return the advice on one of the case's sentences, or on its headline, in the order of the rules."""
    about = "headline" if item.sentence.role == "headline" else "sentence"
    rules = _rules(about, policy.advice, item.sourcing, item.certainty, item.level)
    return tuple(_advice(rule, case, item) for rule in rules if all(holds(one, case, item) for one in rule.when))


def of_article(case: Case, policy: Policy) -> tuple[Advice, ...]:
    """Return the advice on the article as a whole."""
    rules = (rule for rule in RULES if rule.about == "article" and rule.code in policy.advice)
    kept = (rule for rule in rules if all(holds_for_article(one, case) for one in rule.when))
    return tuple(Advice(rule.code, rule.message, 0, 0) for rule in kept)


@lru_cache(maxsize=4096)
def _rules(
    about: str, codes: tuple[str, ...], sourcing: Sourcing, certainty: Certainty, level: Level | None
) -> tuple[AdviceRule, ...]:
    """Return the rules about such a thing whose codes are on, without those that ask for other labels: most do."""
    labels = {"sourcing": sourcing, "certainty": certainty, "level": level}
    here = (rule for rule in RULES if rule.about == about and rule.code in codes)
    return tuple(rule for rule in here if all(one.allows(labels) for one in rule.when))


def _advice(rule: AdviceRule, case: Case, item: SentenceAssessment) -> Advice:
    """Return a rule's advice, on the words that the rule points at, else on the whole sentence."""
    for name in rule.words:
        words = mention_of(case, item) if name == "source" else cue_of(item, (name,))
        if words is not None:
            return Advice(rule.code, rule.message, words.start, words.end)
    return Advice(rule.code, rule.message, item.sentence.start, item.sentence.end)
