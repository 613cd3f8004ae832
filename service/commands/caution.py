"""The caution: what an operator should know of an environment before it is served by."""

from __future__ import annotations

import os
from collections.abc import Iterator
from difflib import get_close_matches

from service.refusal import WRONG_SETTING, Refusal, model_or_refusal
from service.settings import PREFIX, Settings, told

# What other commands, tests and tools of ours read.
OTHERS = ("ONRECORD_KEY", "ONRECORD_WRITE_EXAMPLES", "ONRECORD_ANSWERS")
TESTS = "ONRECORD_TEST_"


def strangers() -> dict[str, str | None]:
    """Return the ONRECORD_ variables that are set and are no setting, each with the one that may be meant."""
    known = (*told(Settings()), *OTHERS)
    unknown = sorted(one for one in os.environ if one.startswith(PREFIX) and one not in known)
    return {one: _meant(one, known) for one in unknown if not one.startswith(TESTS)}


def _meant(stranger: str, known: tuple[str, ...]) -> str | None:
    # Without the prefix, by which all of them are alike.
    tails = {one.removeprefix(PREFIX): one for one in known}
    near = get_close_matches(stranger.removeprefix(PREFIX), tails, 1, 0.7)
    return tails[near[0]] if near else None


def check_access(settings: Settings) -> None:
    """Raise Refusal where others could reach the service and nobody has said whether they need a key."""
    if settings.unguarded:
        raise Refusal(
            f"{settings.host} is open to other machines: set ONRECORD_ACCESS=keys to ask for keys, or "
            "ONRECORD_ACCESS=open to serve whoever can reach it.",
            WRONG_SETTING,
        )


def obstacles(settings: Settings) -> Iterator[str]:
    """Yield why the service would not start by these settings, as far as that shows without loading a model."""
    for check in (check_access, _check_models, _check_policies):
        try:
            check(settings)
        except Refusal as refusal:
            yield refusal.message


def _check_models(settings: Settings) -> None:
    from evidence.manifest import read
    from service.model import current_version

    with model_or_refusal():
        for version in (current_version(settings), *settings.models_loaded):
            read(settings.models / version)


def _check_policies(settings: Settings) -> None:
    from service.commands.policies import policy_or_refusal

    policy_or_refusal(settings, settings.policy)
