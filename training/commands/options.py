"""The options that several stages have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

FOLDER = click.Path(file_okay=False, path_type=Path)


def _folder(option: str, default: str, about: str, *name: str) -> Callable[[Command], Command]:
    return click.option(option, *name, type=FOLDER, default=Path(default), show_default=True, help=about)


def corpora_option(command: Command) -> Command:
    """Give the command the folder that the corpora are read from."""
    return _folder(
        "--corpora", "../shared/data", "The folder of corpora; training/corpora.toml says what it holds.", "folder"
    )(command)


def work_option(command: Command) -> Command:
    """Give the command the folder for what is made on the way."""
    return _folder("--work", "build", "Where the stages leave their outputs.")(command)


def models_option(command: Command) -> Command:
    """Give the command the folder of published models, and a way past its gate."""
    command = click.option("--force", metavar="REASON", help="Publish a worse model; the reason is recorded.")(command)
    return _folder("--models", "models", "The folder of published models.")(command)


def docs_option(command: Command) -> Command:
    """Give the command the folder that the evaluation is written to."""
    return _folder("--docs", "docs", "Where evaluation.md and its plots go.")(command)


def version_option(command: Command) -> Command:
    """Give the command the version that the candidate is to have."""
    return click.option("--version", required=True, help="The new model's version, as in 1.8.0.")(command)


def feedback_option(command: Command) -> Command:
    """Give the command a file of editors' corrections to train with."""
    return click.option(
        "--feedback",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Train with this too: what `onrecord feedback export` wrote.",
    )(command)


def labels_option(command: Command) -> Command:
    """Give the command label files to train with."""
    return click.option(
        "--labels",
        "added",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Train with these too: labels.NAME.tsv in the columns of training/labels/labels.train.tsv, with "
        "ratings.NAME.tsv and articles.NAME.jsonl where they are beside it.  Repeatable.",
    )(command)


def scheduler_option(command: Command) -> Command:
    """Give the command a cluster to fit on."""
    return click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Fit on the workers of this Dask scheduler, as tcp://host:8786, and not here.",
    )(command)
