"""The offline shell's command line: corpora, fit, evaluate, publish, or all of them in turn."""

from __future__ import annotations

import click

from training.commands.asides import convolution, hedges, teacher
from training.commands.comparison import compare
from training.commands.folder import corpora
from training.commands.shell import Shell
from training.commands.stages import evaluate, fit, publish, run_all


@click.group(cls=Shell)
def main() -> None:
    """Make a model: corpora, fit, evaluate, publish.

    \b
    stage      reads                          leaves
    corpora    clones of public repositories  a corpora folder
    fit        the corpora, training/labels   WORK/candidate/
    evaluate   WORK/candidate/, dev labels    WORK/metrics.json, DOCS/evaluation.md
    compare    two models, dev, an archive    WORK/compare.md
    publish    WORK/candidate/, metrics.json  MODELS/<version>/, MODELS/LATEST
    hedges     CoNLL-2010, news               WORK/hedges.json
    """  # noqa: D301 - click reads the character \b as "leave these lines as they are"


for command in (corpora, fit, evaluate, compare, publish, run_all, teacher, convolution, hedges):
    main.add_command(command)
