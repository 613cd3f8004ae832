"""The command that prints versions."""

from __future__ import annotations

from importlib.metadata import version as installed

import click

from service.refusal import model_or_refusal, settings_or_refusal


@click.command()
def version() -> None:
    """Print the versions of the package, the model and scikit-learn."""
    from service.model import current_version

    with model_or_refusal():
        model = current_version(settings_or_refusal())
    for name, number in (
        ("onrecord", installed("onrecord")),
        ("model", model),
        ("scikit-learn", installed("scikit-learn")),
    ):
        click.echo(f"{name} {number}")
