"""The manifest: the facts about an artifact, written beside it and checked before it serves."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from evidence.goals import Goal, reached

MANIFEST_FILE = "manifest.json"
VERSION_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")  # a version is a folder's name


class ArtifactError(Exception):
    """An artifact is not fit to serve; the message is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class CorpusFact:
    """A corpus that the model was fitted with."""

    name: str
    licence: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Golden:
    """One of our own texts with the scores that the model gives it: a self-test before serving.

    ``strengths`` are the sentences' strengths (0..1, None where no claim is made) and ``rating`` the
    article's (0..100, None where there is none).
    """

    text: str
    title: str | None
    strengths: tuple[float | None, ...]
    rating: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the fitting knows of a model.

    ``created`` is an ISO date, ``lexicon`` the lexicon's digest, ``seed`` that of the split.  ``metrics`` are
    the figures on dev; a name with a slash is one slice's, as in "politico/strength_qwk".
    """

    name: str
    version: str
    created: str
    features: tuple[str, ...]
    lexicon: str
    corpora: tuple[CorpusFact, ...]
    seed: int
    metrics: Mapping[str, float] = field(default_factory=dict)
    thresholds: Mapping[str, Any] = field(default_factory=dict)
    golden: tuple[Golden, ...] = ()
    forced: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest(Facts):
    """The facts, and what pins the artifact file: digest, size in bytes, versions it was made with."""

    sha256: str
    size: int
    scikit_learn: str
    numpy: str

    @property
    def goals(self) -> dict[str, Goal]:
        """The thresholds by goal."""
        return reached(self.thresholds)


def write(folder: Path, manifest: Manifest) -> None:
    """Write manifest.json into the folder, keys in the order of the class."""
    written = json.dumps(asdict(manifest), indent=2, ensure_ascii=False, allow_nan=False)
    (folder / MANIFEST_FILE).write_text(written + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Return the folder's manifest; ArtifactError where it is missing or not of the shape that is written."""
    path = folder / MANIFEST_FILE
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ArtifactError(f"There is no manifest at {path}.") from error
    except (OSError, ValueError) as error:
        raise ArtifactError(f"The manifest {path} is not readable JSON.") from error
    if not isinstance(row, dict):
        raise ArtifactError(f"The manifest {path} is not a JSON object.")
    return _manifest(path, row)


def _manifest(path: Path, row: dict[str, Any]) -> Manifest:
    _check_names(path, row)
    for name, kind in _KINDS.items():
        # bool is an int to isinstance, and no field of ours is one
        if not isinstance(row[name], kind) or isinstance(row[name], bool):
            raise ArtifactError(f"The manifest {path} has no usable {name}.")
    try:
        parsed = {
            "features": tuple(str(name) for name in row["features"]),
            "corpora": tuple(CorpusFact(**fact) for fact in row["corpora"]),
            "golden": tuple(_golden(golden) for golden in row["golden"]),
        }
    except (TypeError, KeyError) as error:
        raise ArtifactError(f"The manifest {path} has malformed corpora or golden texts.") from error
    try:
        reached(row["thresholds"])
    except (TypeError, KeyError, AttributeError) as error:
        raise ArtifactError(f"The manifest {path} has malformed goals among its thresholds.") from error
    return Manifest(**{**row, **parsed})


def _golden(row: dict[str, Any]) -> Golden:
    return Golden(row["text"], row["title"], tuple(row["strengths"]), row["rating"])


def _check_names(path: Path, row: dict[str, Any]) -> None:
    expected = {f.name for f in fields(Manifest)}
    if missing := sorted(expected - row.keys()):
        raise ArtifactError(f"The manifest {path} lacks {', '.join(missing)}.")
    if unknown := sorted(row.keys() - expected):
        raise ArtifactError(f"The manifest {path} has the unknown {', '.join(unknown)}.")


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("name", "version", "created", "lexicon", "sha256", "scikit_learn", "numpy"), str),
    **dict.fromkeys(("features", "corpora", "golden"), list),
    **dict.fromkeys(("metrics", "thresholds"), dict),
    **dict.fromkeys(("seed", "size"), int),
    "forced": (str, type(None)),
}
