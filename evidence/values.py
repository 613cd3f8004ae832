"""The values that flow through the core, all frozen: text in, assessment out.

Every span is half-open, in code points, and counts into ``Article.text``: the segments' texts exactly as
received, joined by one blank line.  An article given as plain text is one segment, so its spans count into
that text.  The headline's spans count into ``Article.title``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Role = Literal["headline", "body", "heading", "quote", "caption", "ignore"]
Sourcing = Literal["own", "named", "document", "media", "unnamed", "hearsay", "none"]
Certainty = Literal["doubted", "possible", "probable", "certain"]
Level = Literal["none", "weak", "moderate", "solid", "strong"]
SourceKind = Literal["named", "document", "media", "unnamed"]
IgnoredReason = Literal["role_ignore", "unsupported_language", "language_unclear"]
CueKind = Literal["hedge", "booster", "doubt", "hearsay", "report", "anonymity"]

SEGMENT_ROLES: tuple[Role, ...] = ("body", "heading", "quote", "caption", "ignore")
SOURCINGS: tuple[Sourcing, ...] = ("own", "named", "document", "media", "unnamed", "hearsay", "none")
CERTAINTIES: tuple[Certainty, ...] = ("doubted", "possible", "probable", "certain")
LEVELS: tuple[Level, ...] = ("none", "weak", "moderate", "solid", "strong")
CUE_KINDS: tuple[CueKind, ...] = ("hedge", "booster", "doubt", "hearsay", "report", "anonymity")

SEGMENT_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text, half-open, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """One block of a CMS's document, its text exactly as received; ``id`` is the caller's own.

    ``foreign``: the caller says that it is not in English.
    """

    text: str
    role: Role = "body"
    id: str | None = None
    foreign: bool = False

    @property
    def unread(self) -> IgnoredReason | None:
        """Why the segment is not read at all, if it is not."""
        if self.role == "ignore":
            return "role_ignore"
        return "unsupported_language" if self.foreign else None


@dataclass(frozen=True)
class Article:
    """What is to be judged: a body in one or more segments, and perhaps a title.

    ``title_foreign``: the caller says that the title is not in English.
    """

    segments: tuple[Segment, ...]
    title: str | None = None
    title_foreign: bool = False

    @classmethod
    def of(cls, text: str, title: str | None = None) -> Article:
        """Make an article of plain text, whose blocks are separated by blank lines."""
        return cls((Segment(text),), title)

    @cached_property
    def text(self) -> str:
        """The segments' texts joined by one blank line; all body spans count into it."""
        return SEGMENT_GAP.join(segment.text for segment in self.segments)

    @cached_property
    def bases(self) -> tuple[int, ...]:
        """The offset in ``text`` at which each segment begins."""
        bases, at = [], 0
        for segment in self.segments:
            bases.append(at)
            at += len(segment.text) + len(SEGMENT_GAP)
        return tuple(bases)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: ``text`` is the slice [start:end] of the article's text (or of its title).

    ``segment`` and ``block`` are indexes (block: the paragraph, counted through the article); ``quoted`` is
    true when at least half of its letters stand in quotation marks, running quotations included.
    """

    start: int
    end: int
    text: str
    role: Role = "body"
    segment: int = 0
    block: int = 0
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that signal how a claim is put; ``entry`` is the lexicon entry's id.

    ``effect`` is the signed change of the sentence's strength (0..1) that the cue makes: the strength as
    scored less the strength with the cue's words taken out.
    """

    kind: CueKind
    subtype: str
    start: int
    end: int
    text: str
    entry: str
    effect: float = 0.0


@dataclass(frozen=True, slots=True)
class Source:
    """Someone or something cited; ``sentences`` are indexes into the assessment's sentences.

    ``share`` is the part (0..1) of the article's attributed sentences that rest on this source.
    """

    id: str
    name: str
    kind: SourceKind
    mentions: tuple[Span, ...]
    sentences: tuple[int, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to say what: source, cue and content spans (PARC, PolNeAR).

    ``source`` is absent for "it is said that"; ``source_id`` names the resolved source ("he" is the person
    named before).  ``relays`` is the index of the attribution that this one passes on: in "X, as reported
    by Y" the attribution to Y relays the one to X.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    source_id: str | None = None
    relays: int | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What an editor may do about a finding: a stable code, a sentence or two, and the words concerned."""

    code: str
    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SentenceAssessment:
    """What is said of one sentence.

    ``strength`` (0..1) and ``level`` are None exactly when ``sourcing`` is "none"; ``probabilities`` are the
    calibrated probabilities of the five levels, "none" first; ``certainty_value`` is the expected certainty
    on 0..3, ``certainty`` its name; ``attributions`` are indexes into the assessment's attributions.
    """

    sentence: Sentence
    strength: float | None
    level: Level | None
    probabilities: tuple[float, ...]
    sourcing: Sourcing
    sourcing_probability: float
    certainty: Certainty
    certainty_value: float
    cues: tuple[Cue, ...] = ()
    attributions: tuple[int, ...] = ()
    undermined: bool = False
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """A part of the body, or of the title, that was not scored, and why: nothing is cut silently."""

    start: int
    end: int
    reason: IgnoredReason
    title: bool = False


@dataclass(frozen=True, slots=True)
class ComponentEffect:
    """By how many points a component raised (above 0) or lowered the score, against the usual article's.

    ``reason`` says it in words, where the component is one of those that moved the score most.
    """

    component: str
    points: float
    reason: str | None


@dataclass(frozen=True, slots=True)
class Rating:
    """The article as a whole: ``score`` 0..100, ``grade`` A..E, and what made it.

    ``components`` maps a component's name to its value (shares 0..1, counts as they are); ``interval`` is
    the 80 % range of the annotators' ratings at such a score; ``effects`` are the components', the largest first.
    """

    score: float
    grade: str
    label: str
    sentences: int
    scored: int
    interval: tuple[float, float]
    components: Mapping[str, float]
    effects: tuple[ComponentEffect, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the score is not the usual article's, in words, the largest effect first."""
        return tuple(effect.reason for effect in self.effects if effect.reason is not None)


@dataclass(frozen=True, slots=True)
class GateReason:
    """A rule of the policy that the article does not keep, with what was ``found`` against the ``limit``.

    ``sentences`` are the indexes of the sentences at fault, where the rule is about sentences; ``headline`` says
    whether the headline is one of them.
    """

    code: str
    action: Literal["warn", "block"]
    message: str
    found: float
    limit: float
    sentences: tuple[int, ...] = ()
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether the article may go out as it is: the sternest of the reasons' actions, ``allow`` without any."""

    action: Literal["allow", "warn", "block"] = "allow"
    reasons: tuple[GateReason, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelId:
    """The model that judged."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that is said of one article.

    ``rating`` is None with a ``rating_note`` where no honest rating can be given: ``too_short``,
    ``no_claims``, ``unsupported_language`` or ``language_unclear``.  ``advice``
    is on the article as a whole: its spans are empty.
    """

    model: ModelId
    headline: SentenceAssessment | None
    sentences: tuple[SentenceAssessment, ...]
    attributions: tuple[Attribution, ...]
    sources: tuple[Source, ...]
    rating: Rating | None
    rating_note: str | None = None
    ignored: tuple[Ignored, ...] = field(default=())
    advice: tuple[Advice, ...] = ()
    gate: Gate = Gate()
