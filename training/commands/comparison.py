"""The command compare: what a new model changes, before it is published."""

from __future__ import annotations

from pathlib import Path

import click

from training.commands.options import corpora_option, work_option
from training.commands.shell import COMPARED
from training.comparison import archive as archives
from training.corpora import Corpora
from training.progress import bars

MODEL = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("old", type=MODEL)
@click.argument("new", type=MODEL)
@corpora_option
@work_option
@click.option(
    "--archive",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON lines with text, and perhaps title and id; .gz and .xz too.  Without it the corpora's pool.",
)
@click.option(
    "--sample",
    type=click.IntRange(min=0),
    default=500,
    show_default=True,
    help="How many of the archive's articles to judge.",
)
@click.option("--fail-on-worse", is_flag=True, help="End with exit code 1 where NEW is worse on the whole of dev.")
@click.pass_context
def compare(
    ctx: click.Context,
    old: Path,
    new: Path,
    folder: Path,
    work: Path,
    archive: Path | None,
    sample: int,
    fail_on_worse: bool,
) -> None:
    """Say what changes from the model in OLD to the one in NEW: dev and an archive in, WORK/compare.md out.

    OLD and NEW are folders, as models/1.2.0 and build/candidate.  Worse on dev is a figure whose interval of the
    difference is worse throughout, or one that `publish` would refuse.
    """
    from training.comparison.document import document, summary
    from training.comparison.stage import compare as compare_models
    from training.comparison.stage import load

    models = load(old), load(new)
    corpora = Corpora(folder)
    pieces = archives.sample(archives.lines(archive) if archive else archives.pool(corpora), sample)
    with bars() as report:
        found = compare_models(*models, corpora, archive.name if archive else "Unlabelled news", pieces, report)
    work.mkdir(parents=True, exist_ok=True)
    (work / COMPARED).write_text(document(found), encoding="utf-8")
    for line in summary(found):
        click.echo(line)
    click.echo(f"All of it is in {work / COMPARED}.")
    if fail_on_worse and found.worse:
        ctx.exit(1)
