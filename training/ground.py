"""The ground: what is learnt before a label of ours is looked at, the words and the tagger that reads attributions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from evidence import lexicon
from evidence.reading import Reader
from evidence.scorer import tagger
from evidence.tagger import Tagger
from evidence.tokens import Tokenizer, Words
from training import compact, taggers, words
from training.corpora import Corpora, CorpusError, PolnearArticle
from training.progress import Report

SEED = 20261122


@dataclass(frozen=True)
class Ground:
    """The vocabulary, the reader that knows it, and the tagger's ``parts`` as the artifact keeps them."""

    words: Words
    reader: Reader
    parts: Mapping[str, object]

    @cached_property
    def tagger(self) -> Tagger:
        """The tagger made of its parts: what comes after it must learn from what will serve."""
        return tagger(self.parts)


def lay(corpora: Corpora, report: Report) -> Ground:
    """Return the ground of these corpora; CorpusError where there is too little to learn from."""
    attributed = _unlabelled(corpora)
    if len(attributed) < taggers.FOLDS:
        raise CorpusError(
            f"{corpora.folder} has {len(attributed)} PolNeAR articles to fit to, and {taggers.FOLDS} are needed."
        )
    vocabulary = _words(corpora, report)
    reader = Reader(Tokenizer(vocabulary), lexicon.load())
    return Ground(vocabulary, reader, _tagging(corpora, attributed, reader, report))


def _words(corpora: Corpora, report: Report) -> Words:
    held = {article.article.id for article in corpora.labelled("dev")}
    learnt = words.learn((a.text for a in corpora.articles.values() if a.id not in held), SEED)
    report("words", 1.0)
    return learnt


def _unlabelled(corpora: Corpora) -> list[PolnearArticle]:
    """Return PolNeAR's articles but ours: a labelled one must be tagged as an unknown one would be."""
    labelled = {article.article.id for split in ("train", "dev") for article in corpora.labelled(split)}
    return [article for article in corpora.polnear("train") if article.id not in labelled]


def _tagging(
    corpora: Corpora, attributed: Sequence[PolnearArticle], reader: Reader, report: Report
) -> dict[str, object]:
    doubts = taggers.read_szeged(reader, corpora.szeged())
    full = taggers.fit(taggers.read_polnear(reader, attributed), doubts, SEED, report)
    return {
        "tagger_first": [compact.linear(model) for model in full.first],
        "tagger_second": compact.network(full.second),
        "tagger_doubts": compact.linear(full.doubts),
    }
