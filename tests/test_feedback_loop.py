"""From an editor's correction to training: what the service exports is what training reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evidence.values import ModelId
from service.app import create_app
from service.feedback.entries import told
from service.feedback.export import lines
from service.settings import Settings
from training.corpora.feedback import read_feedback

TEXT = "The mill burnt down.\n\nIt was reportedly arson 😀."


class Named:
    """A judge that is asked nothing but its name."""

    model = ModelId("stand-in", "7")


@pytest.mark.parametrize("style", ["jsonl", "tsv"])
def test_a_correction_comes_back_as_a_label(tmp_path: Path, style: Any) -> None:
    app = create_app(Settings(database=f"sqlite:///{tmp_path / 'feedback.sqlite3'}"), Named())  # type: ignore[arg-type]
    app.extensions["store"].prepare()
    place = {"start": 22, "end": 49}
    said = {"text": TEXT, "title": "Mill", "sentence": place, "offset_unit": "utf16", "store": True}
    for correction in ({"sourcing": "hearsay"}, {"strength": "weak"}):
        response = app.test_client().post("/v1/feedback", json={**said, "correction": correction})
        assert response.status_code == 201, response.text
    export = tmp_path / "export"
    export.write_text("\n".join(lines(told(app.extensions["store"], None), style)) + "\n", "utf-8")
    (labelled,) = read_feedback(export, {}, ()).labelled
    assert (labelled.article.text, labelled.article.title, labelled.rating) == (TEXT, "Mill", None)
    (label,) = labelled.labels
    assert TEXT[label.start : label.end] == "It was reportedly arson 😀."
    assert (label.sourcing, label.certainty, label.strength) == ("hearsay", "", "1")
