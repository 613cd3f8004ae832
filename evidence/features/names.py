"""Names: every dense feature by name, in the order of the columns, grouped in families."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.reading import CLASSES, LAYER_NAMES
from evidence.tagger import DOUBTS, TYPES
from evidence.tokens import SHAPES
from evidence.values import SourceKind

CLUSTERS = 65
KINDS: tuple[SourceKind, ...] = ("named", "document", "media", "unnamed")
ROLES = ("headline", "body", "heading", "quote", "caption")
CUE, KIND, VOICE, FRAME = (LAYER_NAMES.index(name) for name in ("cue", "kind", "voice", "frame"))


def _names(prefix: str, names: Sequence[str]) -> list[str]:
    return [f"{prefix}:{name}" for name in names]


_TAG_STATS = ("spans", "most", "mean", "first", "last")
_COARSE = [str(i) for i in range(CLUSTERS)]
ENDS = ("?", "!", ":", ".", "none")
LOCAL_FAMILIES: dict[str, list[str]] = {
    "tags": [f"tags:{kind}.{stat}" for kind in TYPES for stat in _TAG_STATS],
    "tagged": _names("cue_as", CLASSES[CUE]) + _names("source_as", CLASSES[KIND]),
    "lexicon": (
        _names("cue_in_content", CLASSES[CUE]) + _names("cue_outside", CLASSES[CUE])
        + _names("kind", CLASSES[KIND]) + _names("voice", CLASSES[VOICE]) + _names("frame", CLASSES[FRAME])
    ),
    "doubts": _names("most", DOUBTS) + _names("in_content", DOUBTS) + _names("in_all", DOUBTS),
    "clusters": _names("all", _COARSE) + _names("source", _COARSE) + _names("cue", _COARSE),
    "shapes": [f"{where}:{name}" for where in ("shape", "source_shape", "first", "last") for name in SHAPES],
    "quotes": _names("quote", ("share", "begins_inside", "ends_inside", "opens", "closes", "quoted")),
    "form": _names("role", ROLES) + _names("ends", ENDS) + ["length", "digits"],
}  # fmt: skip
LOCAL = tuple(name for names in LOCAL_FAMILIES.values() for name in names)

_SPEAKER = ("link", "pronoun", "person", "inherited", "relayed", "sourceless", "known", "before")
PLACED_FAMILIES: dict[str, list[str]] = {
    "speaker": (
        [f"speaker:{k}" for k in KINDS] + [f"content:{k}" for k in KINDS] + [f"last:{k}" for k in KINDS]
        + _names("speaker", _SPEAKER) + ["last:near", "last:age", "speaker:links"]
    ),
    "place": _names("place", ("index", "share", "first_of_block", "last_of_block", "units", "headed", "sources")),
}  # fmt: skip
PLACED = tuple(name for names in PLACED_FAMILIES.values() for name in names)

GIST = tuple(f"gist:{at}" for at in range(64))  # what the convolution makes of a unit's words
OFFSETS = (-2, -1, 1)  # the units whose gists a unit sees
_SHARED_FAMILIES = ("tags", "quotes", "form")
_SHARED_PREFIXES = ("most:", "frame:", "cue_outside:doubt", "cue_outside:hearsay")
_SHARED_NAMES = frozenset(name for family in _SHARED_FAMILIES for name in LOCAL_FAMILIES[family])
SHARED_LOCAL = [i for i, name in enumerate(LOCAL) if name in _SHARED_NAMES or name.startswith(_SHARED_PREFIXES)]
NEAR = tuple(f"near{by:+}:{name}" for by in OFFSETS for name in GIST)
_MEAN = [*GIST, *(LOCAL[i] for i in SHARED_LOCAL), *PLACED_FAMILIES["speaker"]]
CONTEXT = (*NEAR, *_names("mean", _MEAN))
ROW = (*LOCAL, *PLACED, *GIST, *CONTEXT)  # a unit's whole row
# Its columns of what the unit says itself, and of where it stands.
_OWN = frozenset((*LOCAL, *GIST))
SAID = tuple(at for at, name in enumerate(ROW) if name in _OWN)
STANDING = tuple(at for at, name in enumerate(ROW) if name not in _OWN)
