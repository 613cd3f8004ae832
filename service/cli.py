"""The command line: the group ``onrecord`` and its commands, each from a module of its own."""

from __future__ import annotations

import click

from service.access.commands import keys
from service.bulk.command import bulk
from service.commands.completion import completion
from service.commands.diff import diff
from service.commands.main import Main
from service.commands.policies import policy
from service.commands.score import score
from service.commands.serving import config, serve
from service.commands.versions import version
from service.commands.watch import watch
from service.feedback.commands import feedback
from service.refusal import EXIT_CODES
from service.store.commands import db

# What takes long to import (scikit-learn) is imported by the commands that need it: --help answers at once.


@click.group(cls=Main, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Say, sentence by sentence, how well an English news text evidences what it says."""


for command in (serve, score, diff, watch, bulk, config, policy, db, keys, feedback, version, completion):
    main.add_command(command)
