"""The command: onrecord bulk INPUT OUTPUT."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from service.bulk.errors import BulkError, UnfinishedError, unwritten
from service.bulk.names import shown
from service.bulk.record import Fields, Style
from service.bulk.stop import Stop
from service.commands.policies import policy_or_refusal
from service.refusal import Refusal, model_or_refusal, settings_or_refusal

if TYPE_CHECKING:
    from evidence.manifest import Manifest
    from service.bulk.bulk import Task
    from service.bulk.engine import Engine
    from service.bulk.options import Options, Outcome
    from service.settings import Settings

NOT_BEGUN, UNFINISHED, INTERRUPTED = 10, 11, 130
EXIT_CODES = f"""\b
Exit codes:
  0    done: every record has a row or stands among the rejects
  2    wrong usage or a wrong ONRECORD_ setting
  3    the model is missing or was refused
  6    a policy is wrong, or there is none of that name
  {NOT_BEGUN}   the run cannot be as it is asked for, as where OUTPUT holds another one
  {UNFINISHED}   stopped before its end by a full disk or a lost scheduler: the same command goes on with it
  {INTERRUPTED}  stopped by Ctrl-C or SIGTERM: the same command goes on with it
"""
AGAIN = "Start the same command again to go on."


def _named_fields(command: Any) -> Any:
    """Return the command with an option for what the input calls each part of an article."""
    for one in reversed(fields(Fields)):
        told = f"What the input calls an article's {one.name}."
        command = click.option(f"--{one.name}-field", default=one.default, show_default=True, help=told)(command)
    return command


@click.command(epilog=EXIT_CODES)
@click.argument("source", metavar="INPUT", type=click.Path(exists=True, path_type=Path))
@click.argument("output", type=click.Path(file_okay=False, path_type=Path))
@click.option("--format", "style", type=click.Choice(get_args(Style)), default="parquet", show_default=True)
@click.option("--sentences", is_flag=True, help="Write a row for every sentence too.")
@click.option("--with-text", is_flag=True, help="Put the words of each sentence into its row; implies --sentences.")
@click.option("--policy", "name", help="The policy's name; ONRECORD_POLICY, else default.")
@click.option("--engine", type=click.Choice(["local"]), default="local", show_default=True)
@click.option("--workers", type=click.IntRange(1, 1024), help="Processes of the local engine; one for each core.")
@click.option("--scheduler", help="The address of a Dask scheduler, as in tcp://10.0.0.5:8786, in place of --engine.")
@click.option("--shard", type=click.IntRange(1, 100_000), default=100, show_default=True, help="Records in a shard.")
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 600),
    default=10.0,
    show_default=True,
    help="Processor time that one article may take.",
)
@_named_fields
def bulk(source: Path, output: Path, **given: Any) -> None:
    """Score every article in INPUT and write the rows into the folder OUTPUT.

    INPUT is a file of JSON lines, Parquet, CSV or WARC, or a folder of them or of texts and pages. Started again,
    the same command goes on where it was stopped.
    """
    from service.bulk.engine import check_installed, engine

    stop = Stop()
    try:
        check_installed()
        with stop.listening():
            total = _score(_task(source, output, given), engine(given["scheduler"], given["workers"]), stop)
            report = _reported(output)
    except UnfinishedError as error:
        raise Refusal(f"{error} {AGAIN}", UNFINISHED) from None
    except BulkError as error:
        raise Refusal(str(error), NOT_BEGUN) from None
    except OSError as error:
        raise Refusal(f"{unwritten(output, error)} {AGAIN}", UNFINISHED) from None
    except KeyboardInterrupt:
        raise Refusal(f"Stopped. {AGAIN}", INTERRUPTED) from None
    click.echo(_told(total, output))
    click.echo(f"Its report: {shown(report)}")


def _reported(output: Path) -> Path:
    from service.bulk.report import write

    return write(output)


def _score(task: Task, engine: Engine, stop: Stop) -> Outcome:
    from service.bulk.bulk import score
    from service.bulk.progress import Progress, showing

    with showing() as show:
        progress = Progress(show)
        total = score(task, engine, progress, stop)
    click.echo(progress.told(), err=True)
    return total


def _task(source: Path, output: Path, given: dict[str, Any]) -> Task:
    from service.bulk.bulk import Task
    from service.bulk.scoring import stamp

    settings = settings_or_refusal()
    policy = policy_or_refusal(settings, given["name"] or settings.policy)
    # Absolute: a worker may have another working folder.
    return Task(
        source.resolve(), output.resolve(), _options(given, settings), stamp(_manifest(settings), policy), policy
    )


def _options(given: dict[str, Any], settings: Settings) -> Options:
    from service.bulk.options import Options

    return Options(
        Fields(**{one.name: given[f"{one.name}_field"] for one in fields(Fields)}),
        given["style"],
        given["sentences"] or given["with_text"],
        given["with_text"],
        given["shard"],
        given["seconds"],
        settings.max_text,
    )


def _manifest(settings: Settings) -> Manifest:
    from evidence.artifact import verified
    from service.model import current_version

    with model_or_refusal():
        return verified(settings.models / current_version(settings))[0]


def _told(total: Outcome, output: Path) -> str:
    codes = ", ".join(f"{count:,} {code}" for code, count in sorted(total.codes.items()))
    return (
        f"{shown(output)}: {total.read:,} records read, {total.articles:,} articles with {total.sentences:,} "
        f"sentences, {total.rejected:,} rejected{f' ({codes})' if codes else ''}."
    )
