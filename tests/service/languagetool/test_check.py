"""POST /v2/check and GET /v2/languages, as LanguageTool's clients use them."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from evidence.policy import DEFAULT, Policy
from evidence.scorer import Scorer
from evidence.values import Article, Assessment, ModelId
from service.app import create_app
from service.languagetool.schema import CheckSchema, LanguageSchema
from service.operations.line import overloaded
from service.settings import Settings
from service.wire.answer import Json

TEXT = "😀 Mayor spoke. It reportedly rained."


def ask(client: FlaskClient, **form: str) -> Json:
    response = client.post("/v2/check", data={"language": "en-US", **form})
    assert response.status_code == 200, response.text
    answer: Json = response.json  # type: ignore[assignment]
    return answer


def codes(client: FlaskClient, **form: str) -> list[str]:
    return [match["rule"]["id"].removeprefix("ONRECORD_") for match in ask(client, **form)["matches"]]


def test_advice_is_told_as_a_match(client: FlaskClient) -> None:
    answer = ask(client, text=TEXT)
    assert answer["matches"] == [
        {
            "message": "Nobody is named for this. Say who reports it, or that it could not be confirmed.",
            "shortMessage": "Hearsay",
            "replacements": [],
            "offset": 19,
            "length": 10,
            "context": {"text": TEXT, "offset": 19, "length": 10},
            "sentence": "It reportedly rained.",
            "type": {"typeName": "Hint"},
            "rule": {
                "id": "ONRECORD_HEARSAY",
                "description": "Hearsay",
                "issueType": "style",
                "category": {"id": "EVIDENCE", "name": "Evidence"},
            },
            "ignoreForIncompleteSentence": True,
            "contextForSureMatch": -1,
        }
    ]
    assert (answer["software"]["name"], answer["software"]["apiVersion"]) == ("onrecord", 1)
    assert answer["software"]["status"] == "model stand-in 7, policy default 1"
    assert answer["warnings"] == {"incompleteResults": False}
    english = {"name": "English", "code": "en"}
    assert answer["language"] == {"name": "English (US)", "code": "en-US", "detectedLanguage": english}


def test_the_answers_are_as_the_openapi_document_declares(client: FlaskClient) -> None:
    assert CheckSchema().validate(ask(client, text=TEXT)) == {}
    languages = client.get("/v2/languages").json
    assert LanguageSchema(many=True).validate(languages) == {}
    assert {"name": "English (GB)", "code": "en", "longCode": "en-GB"} in languages  # type: ignore[operator]
    paths = client.get("/openapi.json").json["paths"]  # type: ignore[index]
    assert "application/x-www-form-urlencoded" in paths["/v2/check"]["post"]["requestBody"]["content"]


def annotated(*pieces: dict[str, str]) -> str:
    return json.dumps({"annotation": pieces})


def test_annotations_are_answered_in_offsets_of_the_original(client: FlaskClient) -> None:
    data = annotated(
        {"markup": "<p>😀"}, {"text": "It "}, {"markup": "<b>"}, {"text": "reportedly"}, {"markup": "</b>"},
        {"text": " rained."}, {"markup": "</p>\n", "interpretAs": "\n\n"}, {"text": "Why?"},
    )  # fmt: skip
    (match,) = ask(client, data=data)["matches"]
    assert (match["offset"], match["length"], match["sentence"]) == (11, 10, "It reportedly rained.")
    assert match["context"] == {"text": "<p>😀It <b>reportedly</b> rained.</p> Why?", "offset": 11, "length": 10}
    assert ask(client, data=json.dumps({"text": TEXT})) == ask(client, text=TEXT)


def test_the_context_is_cut_at_forty_characters_and_says_so(client: FlaskClient) -> None:
    (match,) = ask(client, text="😀" * 50 + ". It reportedly rained" + " much" * 20 + ".")["matches"]
    context = match["context"]
    # ". It " takes five of the forty, an emoji counts twice in UTF-16
    assert (context["offset"], context["length"]) == (3 + 2 * 35 + 5, 10)
    assert context["text"] == "..." + "😀" * 35 + ". It reportedly rained" + (" much" * 20)[:33] + "..."


CHOICES: list[tuple[dict[str, str], list[str]]] = [
    ({}, ["HEARSAY"]),
    ({"level": "picky"}, ["HEARSAY"]),
    ({"disabledRules": "WHITESPACE_RULE,ONRECORD_HEARSAY"}, []),
    ({"disabledCategories": "EVIDENCE"}, []),
    ({"disabledCategories": "EVIDENCE", "enabledRules": "ONRECORD_HEARSAY"}, ["HEARSAY"]),
    ({"enabledOnly": "true", "enabledRules": "ONRECORD_HEARSAY"}, ["HEARSAY"]),
    ({"enabledOnly": "true", "enabledRules": "ONRECORD_INTERPRETATION"}, []),
    ({"enabledOnly": "yes", "enabledCategories": "EVIDENCE"}, ["HEARSAY"]),
    ({"enabledOnly": "false", "enabledRules": "ONRECORD_INTERPRETATION"}, ["HEARSAY"]),
    ({"policy": "quiet"}, []),
    ({"policy": "quiet", "enabledRules": "ONRECORD_HEARSAY"}, ["HEARSAY"]),
    ({"apiKey": "k", "username": "u", "motherTongue": "de", "preferredVariants": "en-GB"}, ["HEARSAY"]),
    ({"language": "auto"}, ["HEARSAY"]),
    ({"language": "en"}, ["HEARSAY"]),
]


@pytest.mark.parametrize(("form", "given"), CHOICES)
def test_rules_levels_and_policies_are_chosen_by_the_form(judge: Any, form: dict[str, str], given: list[str]) -> None:
    policies = {"default": DEFAULT, "quiet": replace(DEFAULT, name="quiet", advice=())}
    client = create_app(Settings(), judge, policies=policies).test_client()
    assert codes(client, text=TEXT, **form) == given


def test_rules_of_taste_are_given_at_the_picky_level_only(shipped: Scorer) -> None:
    client = create_app(Settings(), shipped).test_client()
    text = "The ferry may sail in spring."
    assert codes(client, text=text) == []
    assert codes(client, text=text, level="picky") == ["POSSIBILITY_WITHOUT_SOURCE"]
    assert codes(client, text=text, enabledRules="ONRECORD_POSSIBILITY_WITHOUT_SOURCE") == [
        "POSSIBILITY_WITHOUT_SOURCE"
    ]


def test_advice_on_the_whole_stands_at_the_first_sentence(shipped: Scorer) -> None:
    client = create_app(Settings(), shipped).test_client()
    text = "The bridge opened in 1931. It has nine piers. About 4,000 people cross it each day. The town owns it."
    whole = [match for match in ask(client, text=text)["matches"] if match["rule"]["id"] == "ONRECORD_NO_SOURCE"]
    assert [(match["offset"], match["length"]) for match in whole] == [(0, 26)]


def test_what_is_not_english_is_answered_with_a_warning(shipped: Scorer) -> None:
    client = create_app(Settings(), shipped).test_client()
    text = "Der Bürgermeister sagte gestern, dass die Brücke gesperrt wird und dass niemand weiß, warum das so ist."
    answer = ask(client, text=text, language="auto")
    assert (answer["matches"], answer["language"]["detectedLanguage"]["code"]) == ([], "und")
    assert answer["warnings"] == {"incompleteResults": True, "incompleteResultsReason": "Only English is read."}


def test_the_issue_type_is_the_setting_s(judge: Any) -> None:
    client = create_app(Settings(issue_type="grammar"), judge).test_client()
    assert [match["rule"]["issueType"] for match in ask(client, text=TEXT)["matches"]] == ["grammar"]


def test_a_text_larger_than_half_a_megabyte_is_read(client: FlaskClient) -> None:
    assert codes(client, text="😀" * 60_000 + ". It reportedly rained.") == ["HEARSAY"]


def test_a_form_of_bare_utf8_is_read(client: FlaskClient) -> None:
    body = f"language=en&text={TEXT}".encode()
    response = client.post("/v2/check", data=body, content_type="application/x-www-form-urlencoded")
    assert [match["offset"] for match in response.json["matches"]] == [19]  # type: ignore[index]


ENGLISH = "Only English is read: give language as auto, en, en-US, en-GB or the like."
ONE_OF = "Set one of the parameters text and data, and not both."
CHARACTERS = "annotation 0 in data holds something other than whole characters."
NAME_THEM = "With enabledOnly, name the rules in enabledRules or enabledCategories."
FORM = "Send the parameters as application/x-www-form-urlencoded in UTF-8, at most 100 of them."
PIECE = "annotation 1 in data must have text, or markup and perhaps interpretAs."
WRONG: list[tuple[dict[str, str], int, str]] = [
    ({"text": TEXT}, 400, ENGLISH),
    ({"text": TEXT, "language": "de-DE"}, 400, ENGLISH),
    ({"language": "en"}, 400, ONE_OF),
    ({"language": "en", "text": TEXT, "data": "{}"}, 400, ONE_OF),
    ({"language": "en", "data": "{secret"}, 400, "The parameter data is not JSON."),
    ({"language": "en", "data": "[]"}, 400, "The JSON in data must be an object with either text or annotation."),
    ({"language": "en", "data": "{}"}, 400, "The JSON in data must be an object with either text or annotation."),
    ({"language": "en", "data": '{"annotation": 5}'}, 400, "The annotation in data must be a list."),
    ({"language": "en", "data": annotated({"text": "a"}, {})}, 400, PIECE),
    ({"language": "en", "data": annotated({"text": "a"}, {"text": "b", "markup": "c"})}, 400, PIECE),
    ({"language": "en", "data": annotated({"text": "a"}, {"text": "b", "interpretAs": "c"})}, 400, PIECE),
    ({"language": "en", "data": '{"annotation": ["secret"]}'}, 400, PIECE.replace("1", "0")),
    ({"language": "en", "data": '{"text": 5}'}, 400, CHARACTERS),
    ({"language": "en", "data": '{"text": "\\ud83d"}'}, 400, CHARACTERS),
    ({"language": "en", "text": TEXT, "policy": "secret"}, 400, "There is no policy of that name here."),
    ({"language": "en", "text": TEXT, "enabledOnly": "true"}, 400, NAME_THEM),
    (
        {"language": "en", "text": "x" * 200_001},
        413,
        "The text and title have 200001 characters; at most 200000 are read.",
    ),
    ({"language": "en", "text": "x" * 4_200_000}, 413, "The body is larger than 4 MiB."),
    ({str(at): "" for at in range(101)}, 400, FORM),
]


@pytest.mark.parametrize(("form", "status", "sentence"), WRONG)
def test_an_error_is_one_plain_sentence(client: FlaskClient, form: dict[str, str], status: int, sentence: str) -> None:
    response = client.post("/v2/check", data=urlencode(form), content_type="application/x-www-form-urlencoded")
    assert (response.status_code, response.mimetype) == (status, "text/plain")
    assert response.text == f"Error: {sentence}"


def test_bytes_that_are_not_utf8_are_refused(client: FlaskClient) -> None:
    for body in (b"language=en&text=%e9", b"language=en&text=\xe9"):
        response = client.post("/v2/check", data=body)
        assert (response.status_code, response.text[:30]) == (400, "Error: Send the parameters as ")


class Broken:
    model = ModelId("broken", "0")
    manifest = None

    def assess(self, article: Article, policy: Policy) -> Assessment:
        raise ValueError(article.text)


def test_a_fault_of_ours_tells_nothing_of_the_text() -> None:
    client = create_app(Settings(), Broken()).test_client()
    response = client.post("/v2/check", data={"language": "en", "text": "A secret."})
    assert (response.status_code, response.text) == (
        500,
        "Error: Something went wrong here; the fault is not in the request.",
    )


def test_before_the_model_is_loaded_it_says_so() -> None:
    response = create_app(Settings()).test_client().post("/v2/check", data={"language": "en", "text": "It rained."})
    assert (response.status_code, response.text) == (503, "Error: The model is not loaded yet.")


class Busy:
    """A judge that has too much to do."""

    model, manifest = ModelId("busy", "1"), None

    def assess(self, article: Article, policy: Policy = DEFAULT) -> Assessment:
        raise overloaded("Busy.")


def test_a_failure_has_the_headers_the_count_and_the_line_of_any_other(caplog: pytest.LogCaptureFixture) -> None:
    client = create_app(Settings(rate="3/hour", max_text=50), Busy()).test_client()
    with caplog.at_level(logging.INFO, "onrecord.access"):
        busy = client.post("/v2/check", data={"language": "en", "text": TEXT})
        client.post("/v2/check", data={"language": "de", "text": TEXT})
        client.post("/v2/check", data={"language": "en", "text": TEXT * 2})
        often = client.post("/v2/check", data={"language": "en", "text": TEXT})
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "1")
    assert (often.status_code, often.mimetype, int(often.headers["Retry-After"]) > 1) == (429, "text/plain", True)
    codes = [record.__dict__["fields"]["code"] for record in caplog.records]
    assert codes == ["overloaded", "invalid_request", "text_too_long", "too_many_requests"]
    client = create_app(Settings(), Busy()).test_client()
    client.post("/v2/check", data={"language": "en", "text": TEXT})
    assert 'onrecord_problems_total{code="overloaded"} 1.0' in client.get("/metrics").text
