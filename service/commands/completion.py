"""The command that prints what makes a shell complete the others."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes SHELL complete onrecord's commands, options and files.

    For bash: echo 'eval "$(onrecord completion bash)"' >> ~/.bashrc
    """
    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(context.find_root().command, {}, "onrecord", "_ONRECORD_COMPLETE").source())
