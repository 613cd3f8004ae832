"""The commands upon policies: check, show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.refusal import EXIT_CODES, policies_or_refusal, settings_or_refusal
from service.settings import Settings

if TYPE_CHECKING:
    from evidence.policy import Policy


def policy_or_refusal(settings: Settings, name: str) -> Policy:
    """Return the policy of a name; raises Refusal."""
    from service.policies.shelf import load_policies

    with policies_or_refusal():
        return load_policies(replace(settings, policy=name))[name]


@click.group()
def policy() -> None:
    """Check and show policies."""


@policy.command(epilog=EXIT_CODES)
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Say whether the policy in FILE can be used beside those of ONRECORD_POLICIES, and what is wrong with it."""
    from service.policies.shelf import checked

    with policies_or_refusal():
        read_policy = checked(file, settings_or_refusal().policies)
    click.echo(f"{file}: policy {read_policy.name}, version {read_policy.version}, digest {read_policy.digest}")


@policy.command(epilog=EXIT_CODES)
@click.argument("name")
def show(name: str) -> None:
    """Print the policy called NAME in full, as a file that says the same."""
    from service.policies.file import written

    click.echo(written(policy_or_refusal(settings_or_refusal(), name)), nl=False)
