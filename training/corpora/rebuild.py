"""Rebuilding: a corpora folder made from clones, each text checked against the one our labels count into."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from training.corpora import clones
from training.corpora.catalogue import SUMS, digest, fingerprint
from training.corpora.folder import LABELS, fingerprints
from training.corpora.tables import rows
from training.corpora.values import Article

SPLITS = ("train", "dev")


@dataclass(frozen=True, slots=True)
class Clones:
    """Where the clones lie; one that is None is left out."""

    article_bias: Path | None = None
    polnear: Path | None = None
    news_discourse: Path | None = None
    fa_kes: Path | None = None
    fake_health: Path | None = None

    def articles(self) -> Iterator[Article]:
        """Yield every article of every clone that is given."""
        readers = (
            (clones.article_bias, self.article_bias),
            (clones.polnear_news, self.polnear),
            (clones.news_discourse, self.news_discourse),
            (clones.fa_kes, self.fa_kes),
            (clones.fake_health, self.fake_health),
        )
        return chain.from_iterable(read(path) for read, path in readers if path)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which of our articles a rebuilt corpus holds, by id: only those that match are written."""

    corpus: str
    matched: tuple[str, ...]
    differing: tuple[str, ...]
    missing: tuple[str, ...]

    def sentences(self) -> Iterator[str]:
        """Yield a line of counts, one for each text that differs, and one for what each clone lacks."""
        counts = f"{len(self.matched)} match, {len(self.differing)} differ, {len(self.missing)} are missing"
        yield f"{self.corpus}: {counts}."
        for id_ in self.differing:
            yield f"{self.corpus}: {id_} differs from the text that our labels count into and is left out."
        for prefix, count in Counter(id_.partition(":")[0] for id_ in self.missing).items():
            yield f"{self.corpus}: {count} missing of {prefix}: {_few(self.missing, prefix)}"


def rebuild(sources: Clones, out: Path, labels: Path = LABELS) -> tuple[Outcome, ...]:
    """Write news/, polnear/ and SHA256SUMS into ``out`` and return what matched, differed and was missing."""
    outcomes = [_rebuild_news(sources, out, labels)]
    if sources.polnear:
        outcomes += [_rebuild_polnear(sources.polnear, split, out, labels) for split in SPLITS]
    made = sorted(out.glob("*/*.jsonl.gz"))
    sums = "".join(f"{digest(path)}  {path.relative_to(out).as_posix()}\n" for path in made)
    (out / SUMS).write_text(sums, encoding="utf-8")
    return tuple(outcomes)


def _rebuild_news(sources: Clones, out: Path, labels: Path) -> Outcome:
    wanted = {row["id"]: (row["text"], row["title"]) for row in rows(labels / "articles.tsv")}
    found: dict[str, Article] = {}
    differing: dict[str, None] = {}
    for article in sources.articles():
        if article.id in wanted:
            if fingerprints(article) == wanted[article.id]:
                found[article.id] = article
            else:
                differing[article.id] = None
    _write(out / "news/articles.jsonl.gz", (asdict(found[id_]) for id_ in wanted if id_ in found))
    return _outcome("news-articles", wanted, found, [id_ for id_ in differing if id_ not in found])


def _rebuild_polnear(folder: Path, split: str, out: Path, labels: Path) -> Outcome:
    wanted = {row["id"]: row for row in rows(labels / "polnear.tsv") if row["split"] == split}
    found: dict[str, Mapping[str, object]] = {}
    differing: list[str] = []
    for article, sentences, annotators in clones.polnear_rows(folder, split):
        if article.id not in wanted:
            continue
        attributions = _chosen(annotators, wanted[article.id]["attributions"])
        if attributions is None or fingerprint(article.text) != wanted[article.id]["text"]:
            differing.append(article.id)
        else:
            row = {
                "id": article.id,
                "text": article.text,
                "sentences": sentences,
                "attributions": attributions,
            }
            found[article.id] = row
    _write(out / f"polnear/{split}.jsonl.gz", (found[id_] for id_ in wanted if id_ in found))
    return _outcome(f"polnear-{split}", wanted, found, differing)


def _chosen(annotators: Iterable[list[object]], wanted: str) -> list[object] | None:
    # A few articles were annotated by all six annotators; the checksum says whose we used.
    return next((found for found in annotators if attribution_print(found) == wanted), None)


def attribution_print(attributions: Iterable[object]) -> str:
    """Return the fingerprint of an article's attributions: empty ones left out, spans in text order."""
    kept = [
        {role: sorted(spans) for role, spans in found.items()}
        for found in attributions
        if isinstance(found, Mapping) and any(found.values())
    ]
    return fingerprint(json.dumps(kept, sort_keys=True))


def _outcome(corpus: str, wanted: Iterable[str], found: Mapping[str, object], differing: list[str]) -> Outcome:
    seen = {*found, *differing}
    return Outcome(corpus, tuple(found), tuple(differing), tuple(id_ for id_ in wanted if id_ not in seen))


def _write(path: Path, written: Iterable[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # no name and no time in the gzip header: the same clones give the same checksum
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        for row in written:
            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


def _few(ids: Iterable[str], prefix: str) -> str:
    some = [id_ for id_ in ids if id_.startswith(f"{prefix}:")]
    return ", ".join(some[:3]) + (", …" if len(some) > 3 else ".")
