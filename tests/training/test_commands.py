from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from evidence.artifact import Facts, save
from training.commands import main
from training.corpora import Corpora
from training.evaluation.stage import Paths
from training.progress import Report

METRICS = {"strength_qwk": 0.6, "sourcing_accuracy": 0.8, "hedged_auc": 0.9, "rating_spearman": 0.7}
FACTS = Facts(name="n", version="1", created="2024-05-01", features=("a",), lexicon="l", corpora=(), seed=1)


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand-ins for fitting and evaluating, which have their own tests; the list tells of their calls."""
    called: list[str] = []

    def fit(corpora: Corpora, out: Path, version: str, progress: Report) -> None:
        progress("heads", 0.5)
        called.append(f"fit {corpora.folder.name} {out.name}")
        save(out, {"one": 1}, replace(FACTS, version=version))

    def evaluate(paths: Paths, corpora: Corpora, full: bool, report: Report) -> SimpleNamespace:
        report("dev", 0.5)
        called.append(f"evaluate {paths.model.name} {corpora.folder.name}{' in full' if full else ''}")
        return SimpleNamespace(metrics=METRICS)

    for name, stand_ins in (
        ("fit", {"fit": fit}),
        ("evaluation.stage", {"evaluate": evaluate, "Paths": Paths}),
    ):
        module = ModuleType(f"training.{name}")
        vars(module).update(stand_ins)
        monkeypatch.setitem(sys.modules, f"training.{name}", module)
    return called


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_all_stages_run_in_turn(tiny: Any, tmp_path: Path, stages: list[str]) -> None:
    work, models = tmp_path / "build", tmp_path / "models"
    ran = run("all", "--version", "2", "--corpora", tiny.corpora, "--work", work, "--models", models)
    assert (ran.exit_code, ran.exception) == (0, None)
    assert stages == ["fit corpora candidate", "evaluate candidate corpora"]
    assert json.loads((work / "metrics.json").read_text(encoding="utf-8")) == METRICS
    assert (models / "LATEST").read_text(encoding="utf-8") == "2\n"
    assert f"Published {models / '2'}." in ran.output


def test_a_published_model_is_measured_and_leaves_the_candidate_s_figures_alone(
    tiny: Any, tmp_path: Path, stages: list[str]
) -> None:
    ran = run("evaluate", "--corpora", tiny.corpora, "--work", tmp_path, "--model", tmp_path / "models" / "3", "--full")
    assert (ran.exit_code, stages) == (0, ["evaluate 3 corpora in full"])
    assert not (tmp_path / "metrics.json").exists()


@pytest.mark.parametrize("command", ["fit", "all"])
def test_a_version_that_cannot_name_a_folder_is_refused_before_fitting(
    tiny: Any, tmp_path: Path, stages: list[str], command: str
) -> None:
    ran = run(command, "--version", "1+1", "--corpora", tiny.corpora, "--work", tmp_path)
    assert (ran.exit_code, ran.output) == (2, "Error: The version '1+1' cannot name a folder.\n")
    assert stages == []


def test_a_published_version_is_refused_before_fitting(tiny: Any, tmp_path: Path, stages: list[str]) -> None:
    models = tmp_path / "models"
    (models / "2").mkdir(parents=True)
    ran = run("all", "--version", "2", "--corpora", tiny.corpora, "--work", tmp_path, "--models", models)
    assert (ran.exit_code, ran.output) == (2, f"Error: The version 2 is already published in {models}.\n")
    assert stages == []


@pytest.mark.usefixtures("stages")
def test_each_stage_reads_what_the_one_before_left(tiny: Any, tmp_path: Path) -> None:
    work, models = tmp_path / "build", tmp_path / "models"
    read = ("--corpora", tiny.corpora, "--work", work)
    assert run("fit", *read, "--version", "1").exit_code == 0
    measured = run("evaluate", *read)
    assert "strength_qwk                     0.600" in measured.output.splitlines()
    assert run("publish", "--work", work, "--models", models).exit_code == 0
    again = run("publish", "--work", work, "--models", models)
    assert (again.exit_code, again.output) == (2, f"Error: The version 1 is already published in {models}.\n")


@pytest.mark.usefixtures("stages")
@pytest.mark.parametrize(
    ("command", "lacks", "stage"),
    [("evaluate", "candidate", "fit"), ("publish", "metrics.json", "evaluate")],
)
def test_a_stage_says_which_one_it_waits_for(tiny: Any, tmp_path: Path, command: str, lacks: str, stage: str) -> None:
    corpora = ("--corpora", tiny.corpora) if command == "evaluate" else ()
    ran = run(command, *corpora, "--work", tmp_path)
    assert (ran.exit_code, ran.output) == (
        2,
        f"Error: There is no {tmp_path / lacks}: run the stage {stage} first.\n",
    )


@pytest.mark.parametrize("command", [("fit", "--version", "1"), ("corpora", "check"), ("corpora", "list")])
@pytest.mark.usefixtures("stages")
def test_a_missing_corpora_folder_ends_every_command_in_one_sentence(tmp_path: Path, command: tuple[str, ...]) -> None:
    nowhere = tmp_path / "nowhere"
    ran = run(*command, "--corpora", nowhere)
    assert (ran.exit_code, ran.output) == (2, f"Error: There is no corpora folder at {nowhere}.\n")


def test_the_list_names_use_and_licence(tiny: Any) -> None:
    lines = run("corpora", "list", "--corpora", tiny.corpora).output.splitlines()
    assert "factbank           evaluate  szeged/factbank.xml.gz  (text licensed by LDC)" in lines
    assert "szeged-wiki        train     szeged/wiki.xml.gz  (CC-BY-SA text)" in lines


def test_check_names_what_is_missing(tiny: Any) -> None:
    ran = run("corpora", "check", "--corpora", tiny.corpora)
    assert ran.exit_code == 2
    assert "The corpus factbank is missing: " in ran.output
    # our real labels' articles are none of the tiny corpus's
    assert "train: 0 labelled articles, 908 absent." in ran.output
    assert ran.output.splitlines()[-1].startswith("Error: 8 of 15 corpora are missing or changed in ")


def test_check_finds_the_shared_folder_whole(shared: Path) -> None:
    ran = run("corpora", "check", "--corpora", shared / "data")
    assert ran.exit_code == 0
    assert ran.output.splitlines()[:2] == [
        "train: 908 labelled articles, 0 absent.",
        "dev: 40 labelled articles, 0 absent.",
    ]
