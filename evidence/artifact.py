"""The artifact: the fitted parts in one file, loaded only if every fact about it holds.

joblib is pickle, and unpickling runs what the file says.  So the digest is verified before a byte is
unpickled, and even then only stock types of scikit-learn, numpy and scipy.sparse come through.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import lzma
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

import joblib
import numpy as np
import sklearn
from joblib.numpy_pickle import NumpyArrayWrapper, NumpyUnpickler

from evidence import manifest as manifests
from evidence.manifest import ArtifactError, CorpusFact, Facts, Golden, Manifest

__all__ = [
    "Artifact",
    "ArtifactError",
    "CorpusFact",
    "Facts",
    "Golden",
    "Manifest",
    "load",
    "save",
    "verified",
]

MODEL_FILE = "model.joblib"
MOST_BYTES = 4_000_000

CLASSES_OF = ("sklearn.", "scipy.sparse.")
NAMED = frozenset(
    {
        *(("builtins", name) for name in ("set", "frozenset", "complex", "bytearray", "slice", "range", "object")),
        ("collections", "OrderedDict"),
        ("copyreg", "_reconstructor"),
        ("numpy", "dtype"),
        ("numpy", "ndarray"),
        ("numpy._core.multiarray", "scalar"),
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy._core.numeric", "_frombuffer"),
        # estimators keep the random state that they were fitted with
        ("numpy.random._pickle", "__randomstate_ctor"),
        ("numpy.random._pickle", "__generator_ctor"),
        ("numpy.random._pickle", "__bit_generator_ctor"),
        ("numpy.random._mt19937", "MT19937"),
        ("numpy.random._pcg64", "PCG64"),
        ("numpy.random.bit_generator", "SeedSequence"),
        ("numpy.random.bit_generator", "__pyx_unpickle_SeedSequence"),
    }
)
MODULES = frozenset(module for module, _ in NAMED)


@dataclass(frozen=True)
class Artifact:
    """A loaded model: its fitted parts by name, and the manifest whose every pin was checked."""

    name: str
    version: str
    parts: Mapping[str, Any]
    manifest: Manifest


def save(folder: Path, parts: Mapping[str, object], facts: Facts) -> Manifest:
    """Write model.joblib and manifest.json into the folder and return the manifest.

    ArtifactError where a part is of a type that would not load again, or the file has 4,000,000 bytes.
    """
    path = folder / MODEL_FILE
    file = io.BytesIO()
    joblib.dump(dict(parts), file, compress=("xz", 6))
    content = file.getvalue()
    if len(content) >= MOST_BYTES:
        raise ArtifactError(f"The artifact {path} has {len(content):,} bytes, and {MOST_BYTES:,} are too many.")
    _unpickled(path, content)
    manifest = Manifest(
        **{f.name: getattr(facts, f.name) for f in fields(Facts)},
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        scikit_learn=sklearn.__version__,
        numpy=np.__version__,
    )
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    manifests.write(folder, manifest)
    return manifest


def verified(folder: Path) -> tuple[Manifest, bytes]:
    """Return the manifest and the artifact's bytes, which have its digest; nothing is unpickled."""
    manifest = manifests.read(folder)
    path = folder / MODEL_FILE
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ArtifactError(f"There is no artifact at {path}.") from error
    if len(content) != manifest.size:
        raise ArtifactError(f"The artifact {path} has {len(content):,} bytes and should have {manifest.size:,}.")
    if hashlib.sha256(content).hexdigest() != manifest.sha256:
        raise ArtifactError(f"The artifact {path} is not the file that its manifest gives the sha256 of.")
    return manifest, content


def load(folder: Path, lexicon: str, features: Sequence[str]) -> Artifact:
    """Return the folder's artifact, made for this lexicon (its digest), these features and these libraries.

    ArtifactError with one sentence at the first fact that does not hold.  The golden texts are the scorer's.
    """
    manifest, content = verified(folder)
    path = folder / MODEL_FILE
    if manifest.scikit_learn != sklearn.__version__:
        raise ArtifactError(
            f"The artifact {path} was made with scikit-learn {manifest.scikit_learn} and this is {sklearn.__version__}."
        )
    if manifest.numpy.partition(".")[0] != np.__version__.partition(".")[0]:
        raise ArtifactError(f"The artifact {path} was made with numpy {manifest.numpy} and this is {np.__version__}.")
    if manifest.lexicon != lexicon:
        raise ArtifactError(f"The artifact {path} was made with another lexicon than the one installed.")
    if manifest.features != tuple(features):
        raise ArtifactError(f"The artifact {path} expects other features: {_differing(manifest, features)}.")
    parts = MappingProxyType(_unpickled(path, content))
    return Artifact(manifest.name, manifest.version, parts, manifest)


def _differing(manifest: Manifest, features: Sequence[str]) -> str:
    lost = [name for name in manifest.features if name not in features]
    new = [name for name in features if name not in manifest.features]
    named = (f"it has {', '.join(lost[:3])}" if lost else "") + (" and " if lost and new else "")
    named += f"it lacks {', '.join(new[:3])}" if new else ""
    return named or "their order differs"


def _unpickled(path: Path, content: bytes) -> dict[str, Any]:
    try:
        parts = _Unpickler(str(path), io.BytesIO(lzma.decompress(content))).load()
    except ArtifactError:
        raise
    except Exception as error:
        # a pickle is a program: that it fails can show as any exception whatever
        raise ArtifactError(f"The artifact {path} cannot be read: {type(error).__name__}.") from error
    if not isinstance(parts, dict):
        raise ArtifactError(f"The artifact {path} does not hold named parts.")
    return parts


class _Array(NumpyArrayWrapper):  # type: ignore[misc]  # joblib has no types
    """An array on file; the objects in one of objects are unpickled by us, not by pickle itself."""

    def read(self, unpickler: _Unpickler, ensure_native_byte_order: bool) -> Any:
        if self.dtype.hasobject:
            return _Unpickler(unpickler.filename, unpickler.file_handle).load()
        return super().read(unpickler, ensure_native_byte_order)


class _Unpickler(NumpyUnpickler):  # type: ignore[misc]  # joblib has no types
    """joblib's unpickler, for which no type exists but the allowed ones."""

    def __init__(self, path: str, file: io.BytesIO) -> None:
        super().__init__(path, file, ensure_native_byte_order=True)

    def find_class(self, module: str, name: str) -> Any:
        """Return the named type; ArtifactError where it is none of those allowed."""
        if (module, name) == (NumpyArrayWrapper.__module__, NumpyArrayWrapper.__name__):
            return _Array
        found = _allowed(module, name)
        if found is None:
            raise ArtifactError(f"The artifact {self.filename} holds {module}.{name}, which is not allowed.")
        return found


def _allowed(module: str, name: str) -> Any:
    # A dotted name would reach through a module to whatever that imports.
    if "." in name or not (module in MODULES or module.startswith(CLASSES_OF)):
        return None
    found = getattr(importlib.import_module(module), name, None)
    if (module, name) in NAMED or (module == "numpy" and isinstance(found, type) and issubclass(found, np.generic)):
        return found
    own = isinstance(found, type) and found.__module__.startswith(CLASSES_OF)
    # Cython's classes are rebuilt by a function of this name
    return found if own or (module.startswith(CLASSES_OF) and name.startswith("__pyx_unpickle_")) else None
