"""The work of one process: a shard's records scored, and their files written with their counts."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field, replace

from evidence.scorer import Scorer
from service.bulk import layout, marks, trace, writers
from service.bulk.options import Job, Outcome
from service.bulk.record import RawRecord, Reject, Row
from service.bulk.rows import article_row, sentence_rows
from service.bulk.scoring import judge, scored

# Only one shard of a process is scored at a time: its threads would share one interpreter, and the watch is one.
_TURN = threading.Lock()


@dataclass
class Rows:
    """The rows and rejects of a shard so far, and the seconds that scoring took."""

    articles: list[Row] = field(default_factory=list)
    sentences: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    judged: int = 0  # sentences, whether or not they have rows
    scoring: float = 0.0

    def add(self, job: Job, raw: RawRecord | Reject, scorer: Scorer) -> None:
        """Add a record's rows, or its reject."""
        begin = time.perf_counter()
        found = raw if isinstance(raw, Reject) else scored(raw, job.options, job.policy, scorer)
        self.scoring += time.perf_counter() - begin
        if isinstance(found, Reject):
            self.rejects.append(found)
            return
        record, answer = found
        self.judged += len(answer["sentences"])
        self.articles.append(article_row(record, answer, job.stamp))
        if job.options.sentences:
            self.sentences += sentence_rows(record, answer, job.options.with_text)


def run(job: Job) -> Outcome:
    """Score a shard, write its files and last its mark; return its counts."""
    with _TURN:
        begin = time.perf_counter()
        scorer, rows = judge(job.stamp, job.policy), Rows()
        with trace.traced(job.output, job.shard.number, job.options.seconds) as tracing:
            for at, raw in enumerate(job.shard.records):
                tracing.begin(at)
                rows.add(job, job.without.get(at, raw), scorer)
            tracing.write()
            outcome = _written(job, rows)
        return replace(outcome, scoring=rows.scoring, seconds=time.perf_counter() - begin)


def alone(job: Job, at: int) -> None:
    """Score one article of a shard and write nothing: whether its worker lives through it is all that counts."""
    with _TURN:
        scorer = judge(job.stamp, job.policy)
        with trace.traced(job.output, job.shard.number, job.options.seconds) as tracing:
            tracing.begin(at)
            Rows().add(job, job.shard.records[at], scorer)


def _written(job: Job, rows: Rows) -> Outcome:
    options, number = job.options, job.shard.number
    sentences = rows.sentences if options.sentences else None
    # An attempt that was broken off may have rejected what this one did not.
    layout.part(job.output, "rejects", number, options.style).unlink(missing_ok=True)
    writers.write_shard(job.output, number, rows.articles, sentences, rows.rejects, options.style, job.stamp)
    codes = Counter(reject.code for reject in rows.rejects)
    read = len(job.shard.records)
    outcome = Outcome(read, len(rows.articles), rows.judged, len(rows.rejects), dict(codes))
    marks.write(job.output, number, outcome, options.style)
    return outcome
