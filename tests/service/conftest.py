"""What the shell is tested with: a stand-in for the model, the shipped model, databases of both kinds, Redis."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
import redis
from flask.testing import FlaskClient
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from evidence.findings.report import reported
from evidence.policy import DEFAULT, Policy
from evidence.scorer import Scorer
from evidence.values import (
    Article,
    Assessment,
    Attribution,
    ComponentEffect,
    Cue,
    Ignored,
    ModelId,
    Rating,
    Sentence,
    SentenceAssessment,
    Source,
    Span,
)
from service.app import create_app
from service.model import load_scorer
from service.settings import Settings
from service.store.store import Store

SENTENCE = re.compile(r"\S[^.!?]*[.!?]*")


class StandIn:
    """A sentence ends at a stop; "reportedly" is hearsay; the first word said all the rest."""

    model = ModelId("stand-in", "7")

    manifest = None

    def assess(self, article: Article, policy: Policy = DEFAULT) -> Assessment:
        sentences = tuple(self._sentences(article))
        words = len(article.text.split())
        told = Assessment(
            model=self.model,
            headline=self._headline(article.title),
            sentences=sentences,
            attributions=tuple(self._attributions(article, sentences)),
            sources=tuple(self._sources(sentences)),
            rating=self._rating(sentences) if words >= 3 else None,
            rating_note=None if words >= 3 else "too_short",
            ignored=tuple(
                Ignored(base, base + len(segment.text), segment.unread)
                for base, segment in zip(article.bases, article.segments, strict=True)
                if segment.unread
            ),
        )
        return reported(told, policy)

    def _sentences(self, article: Article) -> Iterator[SentenceAssessment]:
        for index, (base, segment) in enumerate(zip(article.bases, article.segments, strict=True)):
            for match in SENTENCE.finditer(segment.text) if not segment.unread else ():
                start, end = base + match.start(), base + match.end()
                yield self._judge(Sentence(start, end, match.group(), segment.role, index))

    def _headline(self, title: str | None) -> SentenceAssessment | None:
        return self._judge(Sentence(0, len(title), title, "headline")) if title else None

    def _judge(self, sentence: Sentence) -> SentenceAssessment:
        at = sentence.text.find("reportedly")
        if sentence.text.endswith("?"):
            return SentenceAssessment(sentence, None, None, (0.2,) * 5, "none", 0.9, "certain", 3.0)
        if at < 0:
            return SentenceAssessment(sentence, 2 / 3, "solid", (0.0, 0.1, 0.2, 0.6, 0.1), "own", 0.8, "certain", 3.0)
        start = sentence.start + at
        cue = Cue("hearsay", "report", start, start + 10, "reportedly", "h1", -0.123456)
        return SentenceAssessment(
            sentence, 0.25, "weak", (0.1, 0.7, 0.2, 0.0, 0.0), "hearsay", 0.9, "probable", 2.0, (cue,)
        )

    def _attributions(self, article: Article, sentences: tuple[SentenceAssessment, ...]) -> Iterator[Attribution]:
        if len(sentences) < 2:
            return
        first, second, last = sentences[0].sentence, sentences[1].sentence, sentences[-1].sentence
        word = Span(first.start, first.start + len(first.text.split()[0]))
        yield Attribution(word, None, (Span(second.start, last.end),), "s1")
        yield Attribution(None, word, (Span(second.start, second.end),), None, relays=0)

    def _sources(self, sentences: tuple[SentenceAssessment, ...]) -> Iterator[Source]:
        for first, _ in tuple(pairwise(item.sentence for item in sentences))[:1]:
            name = first.text.split()[0]
            span = Span(first.start, first.start + len(name))
            yield Source("s1", name, "named", (span,), tuple(range(1, len(sentences))), 1 / 3)

    def _rating(self, sentences: tuple[SentenceAssessment, ...]) -> Rating:
        scored = sum(item.level is not None for item in sentences)
        return Rating(
            61.23456,
            "C",
            "mixed",
            len(sentences),
            scored,
            (50.0, 70.55556),
            {"named": 1 / 3},
            (ComponentEffect("named", -1.23456, "One source."), ComponentEffect("media", 0.5, None)),
        )


@pytest.fixture(scope="session")
def judge() -> StandIn:
    return StandIn()


@pytest.fixture(scope="session")
def client(judge: StandIn) -> FlaskClient:
    return create_app(Settings(max_text=200_000), judge).test_client()


@pytest.fixture(scope="session")
def shipped() -> Scorer:
    """The model in models/ that LATEST names, as it ships."""
    return load_scorer(Settings())


POSTGRESQL = os.environ.get("ONRECORD_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("ONRECORD_TEST_REDIS", "redis://127.0.0.1:6379/9")


@pytest.fixture(scope="session", autouse=True)
def _own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the user's own database, nor one that the environment names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONRECORD_DATA", str(tmp_path_factory.mktemp("data")))
        for name in ("DATABASE_URL", "ONRECORD_DATABASE_URL", "ONRECORD_REDIS_URL", "ONRECORD_ACCESS"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'onrecord.sqlite3'}"


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL schema of its own, dropped afterwards."""
    engine = create_engine(POSTGRESQL, connect_args={"connect_timeout": 3}, poolclass=NullPool)
    name = f"onrecord_{uuid.uuid4().hex[:12]}"
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
    except OperationalError:
        pytest.skip("no PostgreSQL server answers at 127.0.0.1:5432 (ONRECORD_TEST_POSTGRESQL names another)")
    yield f"{POSTGRESQL}?options=-csearch_path%3D{name}"
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, once of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@contextmanager
def upgraded(url: str) -> Iterator[Store]:
    """Open the store at a URL, its schema the newest one, and close it in the end."""
    store = Store(url)
    store.upgrade()
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """A store with the newest schema and nothing in it."""
    with upgraded(database) as opened:
        yield opened


@pytest.fixture
def redis_url() -> Iterator[str]:
    """A Redis database, emptied before and after."""
    client = redis.Redis.from_url(REDIS, socket_connect_timeout=2)
    try:
        client.flushdb()
    except redis.ConnectionError:
        pytest.skip("no Redis server answers at 127.0.0.1:6379 (ONRECORD_TEST_REDIS names another)")
    yield REDIS
    client.flushdb()
    client.close()
