"""The stages that make a model: fit, evaluate, publish, and all of them in turn."""

from __future__ import annotations

import json
from pathlib import Path

import click

from training.cluster import scheduled
from training.commands.options import (
    FOLDER,
    corpora_option,
    docs_option,
    feedback_option,
    labels_option,
    models_option,
    scheduler_option,
    version_option,
    work_option,
)
from training.commands.shell import CANDIDATE, METRICS, left
from training.corpora import Corpora
from training.progress import bars
from training.publish import check_version
from training.publish import publish as publish_candidate


@click.command()
@corpora_option
@work_option
@version_option
@feedback_option
@labels_option
@scheduler_option
def fit(
    folder: Path, work: Path, version: str, feedback: Path | None, added: tuple[Path, ...], scheduler: str | None
) -> None:
    """Fit a candidate on the train splits: corpora in, WORK/candidate out."""
    from training.fit import fit as fit_candidate

    check_version(version)  # fitting takes minutes
    opened = Corpora(folder, feedback=feedback, added=added)
    for one in opened.added:
        click.echo(str(one))
    if feedback:
        click.echo(str(opened.feedback()))
    with scheduled(scheduler), bars() as report:
        fit_candidate(opened, work / CANDIDATE, version, report)
    click.echo(f"The candidate is in {work / CANDIDATE}.")


@click.command()
@corpora_option
@work_option
@docs_option
@click.option("--model", type=FOLDER, help="A model's folder, as models/1.8.0, instead of WORK/candidate.")
@click.option("--full", is_flag=True, help="Refit the heads for learning curve and ablation; it takes an hour.")
@scheduler_option
def evaluate(
    folder: Path, work: Path, docs: Path, scheduler: str | None, model: Path | None = None, full: bool = False
) -> None:
    """Measure a model on dev: WORK/candidate in, WORK/metrics.json and DOCS/evaluation.md out.

    A published model leaves no metrics.json, which is the candidate's.
    """
    from training.evaluation.stage import Paths
    from training.evaluation.stage import evaluate as evaluate_model

    paths = Paths(model or left(work / CANDIDATE, "fit"), work, docs)
    with scheduled(scheduler), bars() as report:
        metrics = evaluate_model(paths, Corpora(folder), full, report).metrics
    if model is None:
        (work / METRICS).write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")
    for name, value in metrics.items():
        if "/" not in name:
            click.echo(f"{name:32} {value:.3f}")
    click.echo(f"All of it is in {docs / 'evaluation.md'}.")


@click.command()
@work_option
@models_option
def publish(work: Path, models: Path, force: str | None) -> None:
    """Publish the candidate unless dev finds it worse than the present model: MODELS/<version> out."""
    metrics = json.loads(left(work / METRICS, "evaluate").read_text(encoding="utf-8"))
    target = publish_candidate(left(work / CANDIDATE, "fit"), models, metrics, force)
    click.echo(f"Published {target}.")


@click.command("all")
@corpora_option
@work_option
@docs_option
@version_option
@feedback_option
@labels_option
@models_option
@scheduler_option
@click.pass_context
def run_all(
    ctx: click.Context,
    folder: Path,
    work: Path,
    docs: Path,
    version: str,
    feedback: Path | None,
    added: tuple[Path, ...],
    models: Path,
    force: str | None,
    scheduler: str | None,
) -> None:
    """Run fit, evaluate and publish in turn."""
    check_version(version, models)
    ctx.invoke(fit, folder=folder, work=work, version=version, feedback=feedback, added=added, scheduler=scheduler)
    ctx.invoke(evaluate, folder=folder, work=work, docs=docs, scheduler=scheduler)
    ctx.invoke(publish, work=work, models=models, force=force)
