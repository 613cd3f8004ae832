"""An editor corrects a label, and the store has it."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.page import articles
from tests.page.conftest import Watch, accessible
from tests.page.desk import Desk
from tests.service.faults.conftest import ONRECORD, Running

FEEDBACK = "**/v1/feedback"


def exported(service: Running) -> list[dict[str, Any]]:
    """Return all that the service's store has, as a training run would get it."""
    environment = {**os.environ, "ONRECORD_DATA": str(service.models.parent / "data")}
    command = [ONRECORD, "feedback", "export"]
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in told.splitlines()]


KEPT = [(False, "Kept. Thank you."), (True, "Kept, with the text. Thank you.")]


@pytest.mark.parametrize(("store", "said"), KEPT, ids=["labels only", "with the text"])
def test_a_correction_reaches_the_store_and_the_text_only_where_it_may(
    desk: Desk, service: Running, store: bool, said: str
) -> None:
    desk.write(articles.TEXT, articles.TITLE).judged()
    desk.click(desk.sentence(articles.UNNAMED))
    panel = desk.page.get_by_role("region", name="The selected sentence")
    panel.get_by_text("Correct a label").click()
    panel.get_by_label("Behind the claim").select_option("document")
    panel.get_by_role("combobox", name="Strength").select_option("solid")
    panel.get_by_label("Keep the text").set_checked(store)
    accessible(desk.page)
    with desk.page.expect_response(FEEDBACK) as told:
        panel.get_by_role("button", name="Send the correction").click()
    assert told.value.status == 201
    expect(panel.get_by_role("status")).to_have_text(said)
    (entry,) = [one for one in exported(service) if one["id"] == told.value.json()["id"]]
    assert (entry["sourcing"], entry["strength"], entry["certainty"]) == ("document", "solid", None)
    assert (entry["text"], entry["title"]) == ((articles.TEXT, articles.TITLE) if store else (None, None))
    start = articles.TEXT.index(articles.UNNAMED)
    assert (entry["start"], entry["end"], entry["headline"]) == (start, start + len(articles.UNNAMED), False)


def test_while_an_edit_has_no_answer_a_correction_is_of_the_text_that_was_judged(desk: Desk, watch: Watch) -> None:
    watch.expect("429")
    desk.write(articles.TEXT, articles.TITLE).judged()
    desk.refused(429, "too_many_requests", **{"Retry-After": "600"})
    desk.edit().fill(f"{articles.EARLIER} {articles.TEXT}")
    expect(desk.alert).to_contain_text("What is marked is from before the last change")
    desk.page.get_by_role("button", name="Done editing").click()
    desk.click(desk.sentence(articles.UNNAMED))
    panel = desk.page.get_by_role("region", name="The selected sentence")
    panel.get_by_text("Correct a label").click()
    panel.get_by_label("Behind the claim").select_option("document")
    with desk.page.expect_request(FEEDBACK) as asked:
        panel.get_by_role("button", name="Send the correction").click()
    said = asked.value.post_data_json
    assert (said["text"], said["title"]) == (articles.TEXT, articles.TITLE)
    assert said["text"][said["sentence"]["start"] : said["sentence"]["end"]] == articles.UNNAMED
