"""What a run is asked for, what one shard of it is, and what came of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evidence.policy import Policy
from service.bulk.record import Fields, RawRecord, Reject, Stamp, Style

SHARD_BYTES = 4 * 2**20  # a shard that has so many is full, so that long articles do not fill the memory


@dataclass(frozen=True)
class Options:
    """What decides the output beside input, model and policy; a run that goes on must have the same.

    ``shard`` is the most records a shard has, ``seconds`` the processor time that one article may take, ``max_text``
    the code points that its title and text may have.
    """

    fields: Fields = field(default_factory=Fields)
    style: Style = "parquet"
    sentences: bool = False
    with_text: bool = False
    shard: int = 100
    seconds: float = 10.0
    max_text: int = 200_000


@dataclass(frozen=True)
class Shard:
    """Records that follow one another in the input and are scored, written and counted together."""

    number: int
    records: tuple[RawRecord | Reject, ...] = field(repr=False)

    @property
    def size(self) -> int:
        """About how many bytes its records take."""
        return sum(one.size for one in self.records if isinstance(one, RawRecord))


@dataclass(frozen=True)
class Job:
    """All that a worker needs to score a shard; ``without`` are the rejects of records not to be tried, by index."""

    output: Path
    shard: Shard
    options: Options
    stamp: Stamp
    policy: Policy = field(repr=False)
    without: Mapping[int, Reject] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What came of a shard, or of many: counts, the rejects by their code, and the seconds that it took."""

    read: int = 0
    articles: int = 0
    sentences: int = 0
    rejected: int = 0
    codes: Mapping[str, int] = field(default_factory=dict)
    scoring: float = 0.0
    seconds: float = 0.0

    @property
    def even(self) -> bool:
        """Whether nothing has vanished."""
        return self.read == self.articles + self.rejected == self.articles + sum(self.codes.values())

    def __add__(self, other: Outcome) -> Outcome:
        """Return both together."""
        codes = {code: self.codes.get(code, 0) + other.codes.get(code, 0) for code in {*self.codes, *other.codes}}
        return Outcome(
            self.read + other.read,
            self.articles + other.articles,
            self.sentences + other.sentences,
            self.rejected + other.rejected,
            codes,
            self.scoring + other.scoring,
            self.seconds + other.seconds,
        )
