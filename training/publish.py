"""Publishing: a candidate becomes a model if dev does not find it worse than the present one."""

from __future__ import annotations

import math
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from evidence import manifest as manifests
from evidence.artifact import MODEL_FILE, verified
from evidence.manifest import VERSION_NAME, Manifest
from training.card import card

GATES = ("strength_qwk", "sourcing_accuracy", "hedged_auc", "rating_spearman")
TOLERANCE = 0.005
LATEST = "LATEST"


class PublishError(Exception):
    """A candidate is not published; the message is one sentence that says why."""


def publish(candidate: Path, models: Path, metrics: Mapping[str, float], force: str | None = None) -> Path:
    """Write models/<version>/ with artifact, manifest and card, name it in models/LATEST, return the folder.

    PublishError where a gated figure is missing, or worse than the present model's by more than 0.005 and no
    reason is given to force it; the reason then stands in the manifest and on the card.
    """
    manifest, content = verified(candidate)
    manifest = replace(manifest, metrics=_finite(metrics))
    before = present(models)
    faults = ", ".join(worse(manifest.metrics, before.metrics if before else {}))
    if faults and not force:
        raise PublishError(f"The candidate {manifest.version} is worse than the present model: {faults}.")
    manifest = replace(manifest, forced=force if faults else None)
    target = _placed(manifest, content, models)
    _name_latest(models, manifest.version)
    return target


def check_version(version: str, models: Path | None = None) -> None:
    """Raise PublishError where the version cannot name a folder, or is already published in ``models``."""
    if not VERSION_NAME.match(version):
        raise PublishError(f"The version {version!r} cannot name a folder.")
    if models is not None and (models / version).exists():
        raise PublishError(f"The version {version} is already published in {models}.")


def present(models: Path) -> Manifest | None:
    """Return the manifest of the model that models/LATEST names; None where nothing is published."""
    latest = models / LATEST
    if not latest.is_file():
        return None
    return manifests.read(models / latest.read_text(encoding="utf-8").strip())


def _finite(metrics: Mapping[str, float]) -> dict[str, float]:
    # a slice too small to have a figure answers NaN, which JSON does not know
    kept = {name: float(value) for name, value in metrics.items() if math.isfinite(value)}
    if missing := [name for name in GATES if name not in kept]:
        raise PublishError(f"The candidate cannot be judged: dev gave no {', '.join(missing)}.")
    return kept


def worse(metrics: Mapping[str, float], before: Mapping[str, float]) -> list[str]:
    """Return the gated figures that are worse than before by more than 0.005, each with both values."""
    return [
        f"{name} {metrics[name]:.3f} after {before[name]:.3f}"
        for name in GATES
        if name in before and metrics[name] < before[name] - TOLERANCE
    ]


def _placed(manifest: Manifest, content: bytes, models: Path) -> Path:
    check_version(manifest.version, models)
    target = models / manifest.version
    models.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=models, prefix=".making-"))
    try:
        (making / MODEL_FILE).write_bytes(content)
        manifests.write(making, manifest)
        (making / "CARD.md").write_text(card(manifest), encoding="utf-8")
        making.chmod(0o755)  # mkdtemp's folders are its owner's alone, and the service runs as another user
        making.rename(target)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return target


def _name_latest(models: Path, version: str) -> None:
    writing = models / f".{LATEST}"
    writing.write_text(f"{version}\n", encoding="utf-8")
    os.replace(writing, models / LATEST)
