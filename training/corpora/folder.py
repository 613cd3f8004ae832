"""The corpora folder: every file opened from it is checked against the catalogue first."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal

from training.corpora.added import Added, Known, read_added
from training.corpora.catalogue import (
    CorpusChanged,
    CorpusError,
    CorpusMissing,
    CorpusReserved,
    Entry,
    Purpose,
    catalogue,
    digest,
    fingerprint,
)
from training.corpora.feedback import Feedback, read_feedback
from training.corpora.hedges import read_conll, read_szeged
from training.corpora.polnear import read_polnear
from training.corpora.tables import ordered, read_labels, read_ratings, read_soft_labels, rows
from training.corpora.values import Article, Hedged, Label, Labelled, PolnearArticle, SoftLabels, Uncertain
from training.corpora.written import digest_of, paths, read_written

# The annotated articles of "pool" have soft labels too, and teach with them; to the convolution "train" is new.
Split = Literal["train", "pool", "dev"]

LABELS = Path(__file__).parent.parent / "labels"
LABEL_FILES: Mapping[Split, str] = {
    "train": "labels.train.tsv", "pool": "labels.pool.tsv.xz", "dev": "labels.dev.tsv",
}  # fmt: skip
SOFT_LABELS = "soft_labels.tsv.xz"
WRITTEN = "written"


def fingerprints(article: Article) -> tuple[str, str]:
    """Return the fingerprints of the article's text and of its title."""
    return fingerprint(article.text), fingerprint(article.title)


class Corpora:
    """The corpora in one folder, and our own stand-off labels.

    ``folder`` holds the texts, ``labels`` our offsets and classes, ``feedback`` is an export of what editors said
    of a running service's judgements, ``added`` are label files that join ours for train.  Whatever is opened for
    training is remembered, so that a manifest can name it with licence and checksum.
    """

    def __init__(
        self, folder: Path, labels: Path = LABELS, feedback: Path | None = None, added: Sequence[Path] = ()
    ) -> None:
        if not folder.is_dir():
            raise CorpusMissing(f"There is no corpora folder at {folder}.")
        self.folder = folder
        self.label_folder = labels
        self._feedback = feedback
        self._added = tuple(added)
        self.entries: Mapping[str, Entry] = catalogue(folder)
        self._opened: dict[str, Entry] = {}
        self._verified: set[str] = set()

    @property
    def used(self) -> tuple[Entry, ...]:
        """The corpora and label files opened for training so far, by name, for the manifest."""
        return tuple(self._opened[name] for name in sorted(self._opened))

    def path(self, name: str, purpose: Purpose = "train") -> Path:
        """Return the corpus's file, which exists, has its checksum and may serve the purpose."""
        entry = self._entry(name)
        if purpose == "train":
            if entry.use == "evaluate":
                raise CorpusReserved(
                    f"The corpus {name} ({entry.licence}) may only evaluate, and was asked for to train with."
                )
            self._opened[name] = entry
        return self.verified(entry)

    def verified(self, entry: Entry) -> Path:
        """Return the entry's file once it is known to be there and unchanged."""
        path = self.folder / entry.path
        if not path.is_file():
            raise CorpusMissing(f"The corpus {entry.name} is missing: {self.folder} holds no {entry.path}.")
        if entry.name not in self._verified:
            if digest(path) != entry.sha256:
                raise CorpusChanged(
                    f"The corpus {entry.name} has changed: {entry.path} in {self.folder} has not the sha256 "
                    f"that the catalogue gives."
                )
            self._verified.add(entry.name)
        return path

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """The news articles by id; each text that our labels count into is the one they were made on."""
        with gzip.open(self.path("news-articles"), "rt", encoding="utf-8") as file:
            found = {article.id: article for article in (Article(**json.loads(line)) for line in file)}
        for row in rows(self.label_folder / "articles.tsv"):
            article = found.get(row["id"])
            if article and fingerprints(article) != (row["text"], row["title"]):
                raise CorpusChanged(
                    f"The article {article.id} in {self.folder} is not the text that our labels were made on."
                )
        return found

    def labels(self, split: Split) -> tuple[Label, ...]:
        """Return our labels of one split, in file order, those of articles that are not here included."""
        return read_labels(self._label_file(LABEL_FILES[split], split != "dev"))

    def ratings(self, split: Split) -> Mapping[str, float]:
        """Return our ratings of one split by article id."""
        return read_ratings(self._label_file(f"ratings.{split}.tsv", split != "dev"))

    def soft_labels(self) -> SoftLabels:
        """Return the teacher's class probabilities for unlabelled articles."""
        return read_soft_labels(self._label_file(SOFT_LABELS))

    def labelled(self, split: Split) -> tuple[Labelled, ...]:
        """Return the articles of one split that are here, with labels and rating; for train the added ones too.

        One of the pool that was added is train's alone.
        """
        ratings = self.ratings(split)
        ours = tuple(
            Labelled(self.articles[id_], labels, ratings[id_])
            for id_, labels in self._by_article(split)
            if id_ in self.articles
        )
        added = {one.article.id: one for file in self.added for one in file.labelled}
        if split == "train":
            return (*ours, *added.values())
        return tuple(one for one in ours if one.article.id not in added)

    @cached_property
    def added(self) -> tuple[Added, ...]:
        """The label files that join ours; an article that has labels in train already, or is dev's, is refused."""
        if not self._added:
            return ()
        found: list[Added] = []
        labelled = {label.article for label in self.labels("train")}
        dev, held_out = self._held_out()
        for path in self._added:
            found.append(read_added(path, Known(self.articles, labelled, dev, held_out)))
            labelled |= {one.article.id for one in found[-1].labelled}
            for entry in found[-1].entries:
                if entry.name in self._opened:
                    raise CorpusChanged(f"Two label files that join ours are called {entry.path}.")
                self._opened[entry.name] = entry
        return tuple(found)

    def feedback(self) -> Feedback:
        """Return what editors corrected, in texts that dev does not hold; nothing where no export was given."""
        if self._feedback is None:
            return Feedback()
        _, held_out = self._held_out()
        found = read_feedback(self._feedback, {article.text: article for article in self.articles.values()}, held_out)
        entry = Entry("feedback", self._feedback.name, digest(self._feedback), "the editors' own", "train")
        self._opened[entry.name] = entry
        return found

    def written(self) -> tuple[Labelled, ...]:
        """Return the articles that we wrote and labelled ourselves, to train with."""
        folder = self.label_folder / WRITTEN
        if found := paths(folder):
            self._opened[WRITTEN] = Entry(WRITTEN, f"labels/{WRITTEN}", digest_of(found), "ours", "train")
        return read_written(folder)

    def absent(self, split: Split) -> tuple[str, ...]:
        """Return the ids of labelled articles that a rebuilt folder does not hold."""
        return tuple(id_ for id_, _ in self._by_article(split) if id_ not in self.articles)

    def polnear(self, split: Split) -> tuple[PolnearArticle, ...]:
        """Return one split of PolNeAR; the official test split is not here."""
        return read_polnear(self.path(f"polnear-{split}"))

    def conll(self, name: str, purpose: Purpose = "train") -> tuple[Hedged, ...]:
        """Return one CoNLL-2010 file: conll-wiki-train, conll-wiki-eval, conll-bio-train, conll-bio-eval."""
        return read_conll(self.path(name, purpose))

    def szeged(self, name: str = "szeged-wiki", purpose: Purpose = "train") -> tuple[Uncertain, ...]:
        """Return szeged-wiki, or for evaluation factbank.

        Nearly all of conll-wiki-eval is in szeged-wiki: what was trained on it has no CoNLL figure.
        """
        return read_szeged(self.path(name, purpose))

    def _entry(self, name: str) -> Entry:
        if name not in self.entries:
            raise CorpusError(f"There is no corpus called {name!r} in the catalogue.")
        return self.entries[name]

    def _held_out(self) -> tuple[set[str], set[str]]:
        """Return the ids of dev's articles and the fingerprints of their texts."""
        dev = {label.article for label in self.labels("dev")}
        return dev, {row["text"] for row in rows(self.label_folder / "articles.tsv") if row["id"] in dev}

    def _label_file(self, name: str, trains: bool = True) -> Path:
        path = self.label_folder / name
        if not path.is_file():
            raise CorpusMissing(f"Our labels are incomplete: there is no {name} in {self.label_folder}.")
        if trains:
            self._opened[name] = Entry(name, f"labels/{name}", digest(path), "ours", "train")
        return path

    def _by_article(self, split: Split) -> Iterator[tuple[str, tuple[Label, ...]]]:
        groups: dict[str, list[Label]] = defaultdict(list)
        for label in self.labels(split):
            groups[label.article].append(label)
        for id_, group in groups.items():
            if not ordered(group):
                raise CorpusChanged(f"The labels of {id_} in the {split} split overlap or run backwards.")
            yield id_, tuple(group)
