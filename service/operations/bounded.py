"""The bounded judge: a judge whose every assessment waits in line, is limited in time, and is counted."""

from __future__ import annotations

import time

import flask

from evidence.budget import checked
from evidence.manifest import Manifest
from evidence.policy import Policy
from evidence.values import Article, Assessment, ModelId
from service.judge import Judge
from service.operations.line import Line
from service.operations.metrics import Metrics
from service.problem import Problem


class Bounded:
    """Assesses by another judge texts of ``most`` sentences; all texts of one request share ``seconds`` of work."""

    def __init__(self, judge: Judge, line: Line, seconds: float, most: int, metrics: Metrics) -> None:
        self._judge = judge
        self._line = line
        self._seconds = seconds
        self._most = most
        self._metrics = metrics

    @property
    def model(self) -> ModelId:
        """The judge's model."""
        return self._judge.model

    @property
    def manifest(self) -> Manifest | None:
        """The facts about the judge's model."""
        return self._judge.manifest

    def assess(self, article: Article, policy: Policy) -> Assessment:
        """Return the judge's assessment; raises the 503 problem where the line is full or the time over, 413."""
        with self._line.place():
            begin, limit = time.monotonic(), self._left()

            def check() -> None:
                if time.monotonic() - begin > limit:
                    raise Problem(503, "out_of_time", _OUT_OF_TIME.format(self._seconds))

            try:
                with checked(check, self._admit):
                    said = self._judge.assess(article, policy)
            finally:
                self._spend(time.monotonic() - begin)
        self._metrics.scored(said)
        if flask.has_request_context():
            flask.g.sentences = flask.g.get("sentences", 0) + len(said.sentences)
        return said

    def _admit(self, sentences: int) -> None:
        if sentences > self._most:
            raise Problem(413, "too_many_sentences", _TOO_MANY.format(sentences, self._most))

    def _left(self) -> float:
        spent: float = flask.g.get("work_seconds", 0.0) if flask.has_request_context() else 0.0
        return self._seconds - spent

    def _spend(self, seconds: float) -> None:
        if flask.has_request_context():
            flask.g.work_seconds = flask.g.get("work_seconds", 0.0) + seconds


_OUT_OF_TIME = "The text takes more than the {:g} seconds that one request may take. Send less at once."
_TOO_MANY = "The text has {} sentences; at most {} are scored."
