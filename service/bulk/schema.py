"""The schema of the output: the columns of its two tables, each with what it means, and by what they were made.

A column that is added, renamed or given another meaning makes another version of the schema: ``record.SCHEMA``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any, Literal

import pyarrow as pa

from evidence.rating import COMPONENTS
from evidence.values import LEVELS, SOURCINGS
from service.bulk.record import Stamp

Table = Literal["articles", "sentences"]
CLAIMED = SOURCINGS[:-1]  # the sourcing of claims: "none" makes none
PREFIX = "onrecord."  # of our keys in a file's metadata
MEANING = b"meaning"

STRING, NUMBER, COUNT = pa.string(), pa.float64(), pa.int32()


def _column(name: str, kind: Any, meaning: str, null: bool = False) -> Any:
    return pa.field(name, kind, null, {MEANING: meaning})


def _list(kind: Any) -> Any:
    return pa.list_(pa.field("element", kind, nullable=False))


def _numbers(names: Iterable[str]) -> Any:
    return pa.struct([pa.field(name, NUMBER, nullable=False) for name in names])


_ARTICLES = pa.schema(
    [
        _column("place", STRING, "where the article stands in the input; no two rows have the same"),
        _column("id", STRING, "the input's id, or `place`"),
        _column("publisher", STRING, "as the input has it", null=True),
        _column("date", pa.date32(), "the day that the input's date means", null=True),
        _column("topic", STRING, "as the input has it", null=True),
        _column("title", STRING, "as the input has it", null=True),
        _column("unread", _list(STRING), "which of `publisher`, `date`, `topic` the input has and could not be read"),
        _column("score", NUMBER, "the rating, 0 to 100; null where there is none", null=True),
        _column("grade", STRING, "A to E; null where there is no rating", null=True),
        _column("interval_low", NUMBER, "where the rating's 80 % interval begins", null=True),
        _column("interval_high", NUMBER, "where it ends", null=True),
        _column("note", STRING, "why there is no rating", null=True),
        _column("components", _numbers(COMPONENTS), "what the rating is made of ([rating.md](rating.md))", null=True),
        _column("reasons", _list(STRING), "what moved the rating most, in words"),
        _column("gate", STRING, "`allow`, `warn` or `block`, by the policy"),
        _column("gate_codes", _list(STRING), "the rules of the policy that the article does not keep"),
        _column("sentences", COUNT, "how many sentences the body has"),
        _column("claims", COUNT, "how many of them make a claim"),
        _column("sources", COUNT, "how many sources are cited, unnamed ones too"),
        _column("attributions", COUNT, "how often something is attributed"),
        _column("sourcing_shares", _numbers(CLAIMED), "the share of the claims that has each sourcing", null=True),
        _column("level_shares", _numbers(LEVELS), "the share of the claims that has each level", null=True),
        _column("headline_strength", NUMBER, "the headline's strength, 0 to 1", null=True),
        _column("headline_level", STRING, "its level", null=True),
        _column("headline_sourcing", STRING, "its sourcing", null=True),
        _column("hash", STRING, "the hash of the same request's answer over HTTP"),
        _column("model", STRING, "the model's name"),
        _column("model_version", STRING, "its version"),
        _column("policy", STRING, "the policy's name"),
        _column("policy_version", STRING, "its version"),
        _column("schema_version", STRING, "the version of this schema"),
    ]
)
_SENTENCES = pa.schema(
    [
        _column("place", STRING, "the article's"),
        _column("article", STRING, "the article's id"),
        _column("index", COUNT, "which sentence of the body it is, from 0"),
        _column("start", COUNT, "where it begins, in code points of the text as received (of HTML: as extracted)"),
        _column("end", COUNT, "where it ends"),
        _column("role", STRING, "`body`, `heading`, `quote` or `caption`"),
        _column("quoted", pa.bool_(), "whether it stands in quotation marks"),
        _column("strength", NUMBER, "0 to 1; null where it makes no claim", null=True),
        _column("level", STRING, f"{', '.join(f'`{one}`' for one in LEVELS)}; null where it makes no claim", null=True),
        _column("probabilities", _list(NUMBER), "of the five levels, `none` first"),
        _column("sourcing", STRING, "who stands behind the claim; `none` where there is no claim"),
        _column("sourcing_probability", NUMBER, "how probable that is, 0 to 1"),
        _column("certainty", STRING, "`doubted`, `possible`, `probable` or `certain`"),
        _column("certainty_value", NUMBER, "the same as a number, 0 to 3"),
        _column("undermined", pa.bool_(), "whether the next sentence takes it back"),
        _column("cues", _list(STRING), "the kinds of its cues, each once, in the order of their first"),
        _column("advice", _list(STRING), "the codes of the advice it gets"),
        _column("text", STRING, "its words; null without `--with-text`", null=True),
    ]
)
TABLES: Mapping[Table, Any] = MappingProxyType({"articles": _ARTICLES, "sentences": _SENTENCES})


def stamped(table: Table, stamp: Stamp) -> Any:
    """Return a table's schema with the stamp in its metadata, as in ``onrecord.model_digest``."""
    return TABLES[table].with_metadata({f"{PREFIX}{name}": value for name, value in asdict(stamp).items()})


def described(table: Table) -> str:
    """Return a table's columns as a table in Markdown."""
    rows = [(f"`{one.name}`", _kind(one), one.metadata[MEANING].decode()) for one in TABLES[table]]
    return "\n".join(f"| {' | '.join(row)} |" for row in [("column", "type", "is"), ("---",) * 3, *rows])


def _kind(column: Any) -> str:
    names = {STRING: "string", NUMBER: "double", COUNT: "int32", pa.date32(): "date", pa.bool_(): "bool"}
    kind = column.type
    if pa.types.is_list(kind):
        told = f"list of {names[kind.value_type]}"
    elif pa.types.is_struct(kind):
        told = f"struct of double: {', '.join(f'`{one.name}`' for one in kind)}"
    else:
        told = names[kind]
    return f"{told}, or null" if column.nullable else told
