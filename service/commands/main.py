"""The group of all commands, and what becomes of each where it is misused or the disk is full."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any

import click

from service.plain import inert
from service.refusal import FULL_DISK, say
from service.room import is_full


class Main(click.Group):
    """A group whose commands end in one sentence where what they write finds no room.

    What click itself says of an argument steers no build, whatever the argument is called.
    """

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            error.message = inert(error.message)  # type: ignore[misc]  # click reads it from the instance
            raise

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command that the arguments name; around all of click's work, for --help writes too."""
        try:
            try:
                return super().main(*args, **extra)
            finally:
                if sys.stdout:  # none where it was closed by whoever started us
                    sys.stdout.flush()  # what waits in the buffer may be what finds no room
        except OSError as error:
            if not is_full(error):
                raise
            _forget_output()
            with suppress(OSError):  # standard error may lie on the same disk
                say("What was to be written is not all there: the disk is full.")
            sys.exit(FULL_DISK)


def _forget_output() -> None:
    """Let Python's own flush at the end find nothing that fails again: that would change the exit code."""
    with suppress(OSError, ValueError, AttributeError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
