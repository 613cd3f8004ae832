"""The schema of a policy's file: what it may say, and the value that it becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

import marshmallow as ma
from marshmallow import fields, validate

from evidence.findings.measures import MEASURES, Measure
from evidence.findings.rules import CODES
from evidence.policy import DEFAULT, GRADES, GateRule, Policy
from evidence.values import LEVELS

NAME = validate.Regexp(r"[a-z0-9][a-z0-9_-]{0,39}\Z", error="Use small letters, digits, - and _, at most 40.")
VERSION = validate.Regexp(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z", error="Use letters, digits, dots, - and _, at most 40.")
MOST_ENTRIES = 1000


class Words(fields.String):
    """A string that was written as one: YAML reads 1.0 as a number."""

    default_error_messages = {"invalid": "Not a string; put it in quotes."}  # noqa: RUF012 (marshmallow's own way)


class Number(fields.Float):
    """A number that was written as one, not as a string or a truth value."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class Truth(fields.Boolean):
    """true or false, and nothing that stands for them."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> bool:
        if not isinstance(value, bool):
            raise ma.ValidationError("Write true or false.")
        return value


class Fewest(fields.Integer):
    """A whole number that was written as one."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class Thresholds(fields.Field[tuple[float, ...]]):
    """Names with a rising number each, all of them."""

    def __init__(self, names: Sequence[str], highest: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.names = tuple(names)
        self.highest = highest

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[float, ...]:
        if not isinstance(value, Mapping) or set(value) != set(self.names):
            raise ma.ValidationError(f"Give {', '.join(self.names)}, each with its least value.")
        within = validate.Range(0, self.highest)
        found = [cast(float, within(Number().deserialize(value[name]))) for name in self.names]
        if any(low >= high for low, high in pairwise(found)):
            raise ma.ValidationError(f"The values must rise from {self.names[0]} to {self.names[-1]}.")
        return tuple(found)


def _list(*choices: str) -> fields.List[str]:
    each = validate.OneOf(choices, error="{input} is none of {choices}.") if choices else validate.Length(1, 200)
    return fields.List(Words(validate=each), validate=[validate.Length(max=MOST_ENTRIES), _distinct])


def _distinct(values: Sequence[str]) -> None:
    doubled = sorted({value for value in values if values.count(value) > 1})
    if doubled:
        raise ma.ValidationError(f"{doubled[0]} stands here twice.")


def _words(value: str) -> None:
    if not any(letter.isalnum() for letter in value):
        raise ma.ValidationError("There is no word in it.")


class GateRuleSchema(ma.Schema):
    """A rule of the gate."""

    code = Words(required=True, validate=NAME)
    measure = Words(required=True, validate=validate.OneOf(list(MEASURES), error="{input} is none of {choices}."))
    of = _list()
    at_least = Number()
    at_most = Number()
    action = Words(required=True, validate=validate.OneOf(["warn", "block"], error="Write warn or block."))
    message = Words(required=True, validate=validate.Length(1, 300))

    @ma.validates_schema(skip_on_field_errors=True)
    def bound(self, rule: dict[str, Any], **_: Any) -> None:
        """Refuse a bound of the wrong kind, and what the measure cannot count by."""
        measure = MEASURES[rule["measure"]]
        for name in {"at_least", "at_most"} - {measure.bound}:
            if name in rule:
                raise ma.ValidationError(f"{rule['measure']} is bounded by {measure.bound}.", name)
        if measure.bound not in rule:
            raise ma.ValidationError(
                f"Say what {rule['measure']} must be {measure.bound.replace('_', ' ')}.", "_schema"
            )
        _check_limit(measure, rule[measure.bound])
        _check_of(measure, rule.get("of", []))

    @ma.post_load
    def make(self, rule: dict[str, Any], **_: Any) -> GateRule:
        """Return the rule."""
        limit = rule[MEASURES[rule["measure"]].bound]
        of = tuple(rule.get("of", ()))
        return GateRule(rule["code"], rule["measure"], limit, rule["action"], rule["message"], of)


def _check_limit(measure: Measure, limit: float) -> None:
    if not 0 <= limit <= (measure.highest if measure.highest is not None else limit):
        most = "" if measure.highest is None else f" to {measure.highest:g}"
        raise ma.ValidationError(f"Must be 0{most}{'' if most else ' or more'}.", measure.bound)


def _check_of(measure: Measure, of: Sequence[str]) -> None:
    if bool(of) != bool(measure.vocabulary):
        said = f"Name some of {', '.join(measure.vocabulary)}." if measure.vocabulary else "This measure has no of."
        raise ma.ValidationError(said, "of")
    for word in of:
        if word not in measure.vocabulary:
            raise ma.ValidationError(f"{word} is none of {', '.join(measure.vocabulary)}.", "of")


class IgnoreSchema(ma.Schema):
    """What is not reported."""

    phrases = fields.List(Words(validate=[validate.Length(1, 200), _words]), validate=[_distinct])
    sources = fields.List(Words(validate=[validate.Length(1, 200), _words]), validate=[_distinct])


class PolicySchema(ma.Schema):
    """A policy's file; what it leaves out is as in the default policy."""

    name = Words(required=True, validate=NAME)
    version = Words(required=True, validate=VERSION)
    levels = Thresholds(LEVELS[1:], 1)
    grades = Thresholds(GRADES[1:], 100)
    fewest_claims = Fewest(validate=validate.Range(1, 1000))
    quoted_speech_counts = Truth()
    ignore = fields.Nested(IgnoreSchema)
    advice = _list(*CODES)
    gate = fields.List(fields.Nested(GateRuleSchema), validate=validate.Length(max=100))

    @ma.validates_schema(skip_on_field_errors=True)
    def unique_codes(self, policy: dict[str, Any], **_: Any) -> None:
        """Refuse two rules with one code."""
        codes = [rule.code for rule in policy.get("gate", ())]
        for at, code in enumerate(codes):
            if code in codes[:at]:
                raise ma.ValidationError({"gate": {at: {"code": [f"Another rule has the code {code}."]}}})

    @ma.post_load
    def make(self, policy: dict[str, Any], **_: Any) -> Policy:
        """Return the policy."""
        ignore = policy.get("ignore", {})
        return Policy(
            policy["name"],
            policy["version"],
            policy.get("levels", DEFAULT.levels),
            policy.get("grades", DEFAULT.grades),
            policy.get("fewest_claims", DEFAULT.fewest_claims),
            policy.get("quoted_speech_counts", DEFAULT.quoted_speech_counts),
            tuple(ignore.get("phrases", ())),
            tuple(ignore.get("sources", ())),
            # In the order of the rules: a list in another order says the same, and has the same digest.
            tuple(code for code in CODES if code in policy.get("advice", DEFAULT.advice)),
            tuple(policy.get("gate", DEFAULT.gate)),
        )
