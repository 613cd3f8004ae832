"""A policy's file: YAML, read strictly, its faults told by line and field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import marshmallow as ma
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from evidence.findings.measures import MEASURES
from evidence.policy import GRADES, Policy
from evidence.values import LEVELS
from service.policies.schema import PolicySchema

MOST_BYTES = 256 * 1024


class PolicyError(ValueError):
    """A policy is wrong; the message is one sentence, with the file, the line and the field."""


def read(path: Path) -> Policy:
    """Return the policy in a file; raises PolicyError."""
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise PolicyError(f"{path}: the policy cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise PolicyError(f"{path}: the policy is not UTF-8: byte {error.start} does not fit.") from None
    if len(content) > MOST_BYTES:
        raise PolicyError(f"{path}: the policy has {len(content)} bytes; at most {MOST_BYTES} are read.")
    return parse(text, str(path))


def parse(text: str, place: str) -> Policy:
    """Return the policy that a YAML text states; ``place`` names it in the PolicyError of its first fault."""
    tree = _tree(text, place)
    if not isinstance(tree, CommentedMap):
        raise PolicyError(f"{place}:1: a policy is a mapping that begins with its name and version.")
    try:
        policy: Policy = PolicySchema().load(tree)
    except ma.ValidationError as error:
        faults = sorted((_line(tree, path), ".".join(map(str, path)), said) for path, said in _flat(error.messages))
        line, field, said = faults[0]
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        raise PolicyError(f"{place}:{line}: {field + ': ' if field else ''}{said}{more}") from None
    return policy


def _tree(text: str, place: str) -> Any:
    try:
        # Round trip: the only way of reading that keeps the lines. It makes no objects of any class but its own.
        return YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise PolicyError(f"{place}:{line}: {_sentence(error)}") from None
    except (YAMLError, ValueError, RecursionError):
        raise PolicyError(f"{place}:1: this is not YAML.") from None


def _sentence(error: MarkedYAMLError) -> str:
    problem = str(error.problem or "this is not YAML").splitlines()[0]
    if problem.startswith("found duplicate key"):
        key = problem.split('"')[1] if '"' in problem else "a field"
        return f"{key}: stands here twice."
    return f"this is not YAML: {problem.rstrip('.')}."


def _flat(messages: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _flat(inner, path if name == "_schema" else (*path, name))
    else:
        for message in messages:
            yield path, str(message)


def _line(tree: Any, path: tuple[str | int, ...]) -> int:
    """Return the line, from 1, of the deepest part of the path that the file has."""
    line = 0
    for name in path:
        # A key that a merge (<<) brought in is in the mapping, but not in the file.
        if isinstance(tree, CommentedMap) and name in (tree.lc.data or ()):
            line = tree.lc.key(name)[0]
        elif isinstance(tree, CommentedSeq) and isinstance(name, int) and name < len(tree):
            line = tree.lc.item(name)[0]
        else:
            break
        tree = tree[name]
    return line + 1


def written(policy: Policy) -> str:
    """Return the policy as the text of a file that reads back as the same policy, its digest in a comment."""
    tree = {
        "name": policy.name,
        "version": policy.version,
        "levels": dict(zip(LEVELS[1:], policy.levels, strict=True)),
        "grades": dict(zip(GRADES[1:], policy.grades, strict=True)),
        "fewest_claims": policy.fewest_claims,
        "quoted_speech_counts": policy.quoted_speech_counts,
        "ignore": {"phrases": list(policy.phrases), "sources": list(policy.sources)},
        "advice": list(policy.advice),
        "gate": [
            {
                "code": rule.code,
                "measure": rule.measure,
                **({"of": list(rule.of)} if rule.of else {}),
                MEASURES[rule.measure].bound: rule.limit,
                "action": rule.action,
                "message": rule.message,
            }
            for rule in policy.gate
        ],
    }
    out = StringIO()
    yaml = YAML(typ="rt", pure=True)
    yaml.width = 200
    yaml.dump(tree, out)
    return f"# digest: {policy.digest}\n{out.getvalue()}"
