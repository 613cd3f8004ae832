"""What stands beside the stages: the teacher, the convolution, and the benchmark of hedges."""

from __future__ import annotations

import json
from pathlib import Path

import click

from training.commands.options import corpora_option, work_option
from training.commands.shell import HEDGES
from training.corpora import Corpora
from training.progress import bars


@click.command()
@corpora_option
@work_option
@click.option("--minutes", default=60.0, show_default=True, help="How long to label the pool at most.")
@click.option("--anew", is_flag=True, help="Label what has soft labels already too, as a better teacher should.")
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True),
    default=1.0,
    show_default=True,
    help="With --anew: the new labels' share in the mean with the old ones.",
)
@click.option(
    "--seed",
    default=7,
    show_default=True,
    help="What the encoder's head begins with, and which half of the pool it is not told of: the next seed is.",
)
def teacher(folder: Path, work: Path, minutes: float, anew: bool, share: float, seed: int) -> None:
    """Fine-tune an encoder and label the pool: annotators' labels in, WORK/teacher-SEED/soft_labels.tsv.xz out.

    The table keeps the present soft labels of what was not labelled in time, and is to take their place in
    training/labels. Optional; it needs the extra "teacher", and hours.
    """
    from training.teacher import Labelling, teach

    if share < 1 and not anew:
        raise click.UsageError("--share says what becomes of labels that are there, and only --anew labels those.")
    with bars() as report:
        merged = teach(
            Corpora(folder), work / f"teacher-{seed}", seed, Labelling(minutes, anew, share), report, click.echo
        )
    click.echo(f"The soft labels are in {merged}.")


@click.command()
@corpora_option
@work_option
@click.option(
    "--last",
    is_flag=True,
    help="Run the last round alone, after new labels of the pool: it goes on from the weights that are kept.",
)
@click.option(
    "--on",
    is_flag=True,
    help="Go on from the weights that are kept, after new soft labels; writes the mean of both ends.",
)
def convolution(folder: Path, work: Path, last: bool, on: bool) -> None:
    """Learn the convolution from labels: WORK/convolution/weights.npz out, with figures after every epoch.

    The file is to take the place of training/convolution/weights.npz, which every fit reads. Optional; like the stage
    teacher it needs the extra "teacher", and fits do not.
    """
    from training.convolution.stage import learn, learn_last, learn_on
    from training.convolution.weights import FILE

    if last and on:
        raise click.UsageError(
            "--last and --on both go on from the kept weights: run one, keep its weights, then run the other."
        )
    given = Corpora(folder), work / "convolution"
    with bars() as report:
        if last or on:
            learnt = (learn_last if last else learn_on)(*given, report, click.echo, FILE)
        else:
            learnt = learn(*given, report, click.echo)
    click.echo(f"The weights are in {learnt}.")


@click.command()
@corpora_option
@work_option
def hedges(folder: Path, work: Path) -> None:
    """Measure our features on CoNLL-2010's uncertain sentences: wiki train and eval in, WORK/hedges.json out.

    The model of this benchmark is not shipped. Of labelled hedges it learns from CoNLL's train split alone; its network
    begins with our convolution, its encoder as the package ships it.
    """
    from training.hedges import measure

    with bars() as report:
        found = measure(Corpora(folder), report)
    work.mkdir(parents=True, exist_ok=True)
    (work / HEDGES).write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    for name, figures in (("eval", found["eval"]), *found["cross_validation"].items()):
        click.echo(
            f"{name:20} F1 {figures['f1']:.3f}, precision {figures['precision']:.3f}, recall {figures['recall']:.3f}"
        )
