"""The command corpora: list, check or rebuild them."""

from __future__ import annotations

from pathlib import Path

import click

from training.commands.options import FOLDER, corpora_option
from training.commands.shell import Refusal
from training.corpora import Corpora, CorpusError
from training.corpora.rebuild import Clones, rebuild

FOUND = click.Path(exists=True, path_type=Path)


@click.group()
def corpora() -> None:
    """List, check or rebuild the corpora."""


@corpora.command("list")
@corpora_option
def list_corpora(folder: Path) -> None:
    """Say of every corpus what it may serve, and its licence."""
    for entry in Corpora(folder).entries.values():
        click.echo(f"{entry.name:18} {entry.use:9} {entry.path}  ({entry.licence})")


@corpora.command()
@corpora_option
def check(folder: Path) -> None:
    """Compare every corpus with its checksum, and every labelled article with the text it was labelled on."""
    opened = Corpora(folder)
    faults = [fault for fault in (_fault(opened, name) for name in opened.entries) if fault]
    for fault in faults:
        click.echo(fault, err=True)
    for split in ("train", "dev"):
        click.echo(f"{split}: {len(opened.labelled(split))} labelled articles, {len(opened.absent(split))} absent.")
    if faults:
        raise Refusal(f"{len(faults)} of {len(opened.entries)} corpora are missing or changed in {folder}.")
    click.echo(f"All {len(opened.entries)} corpora in {folder} are as they should be.")


@corpora.command("import")
@click.option("--article-bias", type=FOUND, help="Clone of ramybaly/Article-Bias-Prediction.")
@click.option("--polnear", type=FOUND, help="Clone of networkdynamics/PolNeAR.")
@click.option("--news-discourse", type=FOUND, help="Clone of prafulla77/Discourse_Profiling.")
@click.option("--fa-kes", type=FOUND, help="FA-KES-Dataset.csv as published (27 labelled articles).")
@click.option("--fake-health", type=FOUND, help="Folder of FakeHealth's story JSON (22 labelled articles).")
@click.argument("out", type=FOLDER)
def import_corpora(out: Path, **sources: Path | None) -> None:
    """Build the corpora folder OUT from clones of the public repositories.

    Each text is compared with the one that our labels count into; only those that match are written, and
    those that differ or are missing are named. A clone not given is left out, with its labels. The hedge
    corpora (CoNLL-2010, Szeged) are not built: put their files into OUT as training/corpora.toml names them.
    """
    clones = Clones(**sources)
    if not any(sources.values()):
        raise Refusal("There is nothing to import: give at least one clone.")
    for outcome in rebuild(clones, out):
        for sentence in outcome.sentences():
            click.echo(sentence)


def _fault(opened: Corpora, name: str) -> str | None:
    try:
        opened.path(name, "evaluate")
    except CorpusError as error:
        return str(error)
    return None
