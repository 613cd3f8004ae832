"""The shelf: all policies that a service knows, by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from evidence.policy import DEFAULT, Policy
from service.policies.file import PolicyError, read
from service.settings import Settings

SHIPPED = Path(__file__).parent / "default.yaml"
SUFFIXES = (".yaml", ".yml")


def load_policies(settings: Settings) -> Mapping[str, Policy]:
    """Return the shipped policy and those of the newsroom's folder, by name; raises PolicyError.

    The policy that answers where none is asked for must be one of them.
    """
    shelf = {DEFAULT.name: read(SHIPPED)}
    places = {DEFAULT.name: SHIPPED}
    for path in _files(settings.policies):
        policy = read(path)
        if policy.name in shelf:
            raise _taken(path, policy.name, places[policy.name])
        shelf[policy.name], places[policy.name] = policy, path
    if settings.policy not in shelf:
        raise PolicyError(
            f"There is no policy called {settings.policy} (ONRECORD_POLICY); there are {', '.join(sorted(shelf))}."
        )
    return MappingProxyType(shelf)


@cache
def policies_of_start(settings: Settings) -> Mapping[str, Policy]:
    """Return load_policies, of files that are read once in a process.

    A reload is for models: whether one can be rolled back must not hang on what somebody edits in a policy meanwhile.
    """
    return load_policies(settings)


def checked(path: Path, folder: Path | None) -> Policy:
    """Return the policy in a file that the service could take beside those of the folder; raises PolicyError.

    A file of the folder that is called alike is no neighbour: put there, this one takes its place.
    """
    policy = read(path)
    neighbours = [one for one in _files(folder) if one.name != path.name]
    for other in (SHIPPED, *neighbours):
        if _name(other) == policy.name and other.resolve() != path.resolve():
            raise _taken(path, policy.name, other)
    return policy


def _taken(path: Path, name: str, by: Path) -> PolicyError:
    return PolicyError(f"{path}: the name {name} belongs to the policy in {by}.")


def _name(path: Path) -> str | None:
    try:
        return read(path).name
    except PolicyError:
        return None  # what is wrong with another file is no fault of the one that is checked


def _files(folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    try:
        return sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)
    except OSError as error:
        raise PolicyError(f"The folder of policies {folder} cannot be read: {error.strerror}.") from None
