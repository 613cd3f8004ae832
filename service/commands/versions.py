"""The command that prints versions."""

from __future__ import annotations

from importlib.metadata import version as installed

import click

from service.refusal import NO_MODEL, Refusal, settings_or_refusal


@click.command()
def version() -> None:
    """Print the versions of the package, the model and scikit-learn."""
    from evidence.artifact import ArtifactError
    from service.model import current_version

    try:
        model = current_version(settings_or_refusal())
    except ArtifactError as error:
        raise Refusal(str(error), NO_MODEL) from error
    for name, number in (
        ("onrecord", installed("onrecord")),
        ("model", model),
        ("scikit-learn", installed("scikit-learn")),
    ):
        click.echo(f"{name} {number}")
