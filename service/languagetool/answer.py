"""The answer of LanguageTool's /v2/check: every piece of advice as a match, its place in UTF-16 code units."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from evidence.findings.rules import RULES
from evidence.policy import Policy
from evidence.values import Advice, Assessment, Sentence
from service.languagetool.request import CATEGORY, Check, rule_id
from service.settings import IssueType
from service.wire.offsets import Offsets
from service.wire.places import Stretch
from service.wire.received import Received

Json = dict[str, Any]
AROUND = 40  # characters of context on each side, as LanguageTool gives
SHORT = {rule.code: rule.short for rule in RULES}
VARIANTS = {"US": "US", "GB": "GB", "AU": "Australian", "CA": "Canadian", "NZ": "New Zealand", "ZA": "South African"}
LANGUAGES = [
    {"name": "English", "code": "en", "longCode": "en"},
    *({"name": f"English ({name})", "code": "en", "longCode": f"en-{code}"} for code, name in VARIANTS.items()),
]


class Matches:
    """Makes the matches of one assessed text."""

    def __init__(self, received: Received, issue_type: IssueType) -> None:
        (whole,) = received.body.texts
        self._text = whole.text
        self._offsets = Offsets(self._text, "utf16")
        self._places = received.places("utf16")
        self._issue_type = issue_type

    def of(self, assessment: Assessment) -> Iterator[Json]:
        """Yield the matches in the order of the text; advice on the whole stands at the first sentence."""
        for at, item in enumerate(assessment.sentences):
            sentence = item.sentence
            for advice in assessment.advice if at == 0 else ():
                yield self._match(advice, sentence.start, sentence.end, sentence)
            for advice in item.advice:
                yield self._match(advice, advice.start, advice.end, sentence)

    def _match(self, advice: Advice, start: int, end: int, sentence: Sentence) -> Json:
        stretch = self._places.whole(start, end)
        offset = self._offsets(stretch.start)
        length = self._offsets(stretch.end) - offset
        return {
            "message": advice.message,
            "shortMessage": SHORT[advice.code],
            "replacements": [],
            "offset": offset,
            "length": length,
            "context": self._context(stretch, length),
            "sentence": sentence.text,
            "type": {"typeName": "Hint"},
            "rule": {
                "id": rule_id(advice.code),
                "description": SHORT[advice.code],
                "issueType": self._issue_type,
                "category": {"id": CATEGORY, "name": "Evidence"},
            },
            "ignoreForIncompleteSentence": True,
            "contextForSureMatch": -1,  # the whole text: a judgement may hang on any of it
        }

    def _context(self, stretch: Stretch, length: int) -> Json:
        begin, end = max(0, stretch.start - AROUND), min(len(self._text), stretch.end + AROUND)
        before, after = "..." if begin else "", "..." if end < len(self._text) else ""
        text = self._text[begin:end].replace("\r", " ").replace("\n", " ")
        offset = len(before) + self._offsets(stretch.start) - self._offsets(begin)
        return {"text": f"{before}{text}{after}", "offset": offset, "length": length}


def answer(check: Check, received: Received, assessment: Assessment, policy: Policy, issue_type: IssueType) -> Json:
    """Return the whole answer."""
    foreign = assessment.rating_note in ("unsupported_language", "language_unclear")
    model = f"{assessment.model.name} {assessment.model.version}"
    detected = {"name": "Other than English", "code": "und"} if foreign else {"name": "English", "code": "en"}
    name = next((one["name"] for one in LANGUAGES if one["longCode"].lower() == check.language.lower()), "English")
    return {
        "software": {
            "name": "onrecord",
            "version": version("onrecord"),
            "buildDate": "",
            "apiVersion": 1,
            "premium": False,
            "premiumHint": "",
            "status": f"model {model}, policy {policy.name} {policy.version}",
        },
        "warnings": {
            "incompleteResults": foreign,
            **({"incompleteResultsReason": "Only English is read."} if foreign else {}),
        },
        "language": {"name": name, "code": check.language, "detectedLanguage": detected},
        "matches": list(Matches(received, issue_type).of(assessment)),
    }
