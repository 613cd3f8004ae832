import re
import shutil
from pathlib import Path

import pytest

from evidence.artifact import ArtifactError
from service.model import current_version, load_scorer, load_scorers
from service.settings import Settings


def test_latest_names_the_version(tmp_path: Path) -> None:
    (tmp_path / "LATEST").write_text("2026.1\n", encoding="utf-8")
    assert current_version(Settings(models=tmp_path)) == "2026.1"


def test_a_pinned_version_needs_no_latest(tmp_path: Path) -> None:
    assert current_version(Settings(models=tmp_path, model="1.0")) == "1.0"


@pytest.mark.parametrize(("content", "fault"), [(None, "cannot be read"), ("\n", "is empty")])
def test_without_latest_there_is_no_model(tmp_path: Path, content: str | None, fault: str) -> None:
    if content is not None:
        (tmp_path / "LATEST").write_text(content, encoding="utf-8")
    with pytest.raises(ArtifactError, match=rf"There is no model to load: .*LATEST {fault}\.$"):
        current_version(Settings(models=tmp_path))


def test_a_version_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"9\.9"):
        load_scorer(Settings(models=tmp_path, model="9.9"))


def test_a_folder_whose_manifest_names_another_version_is_refused(tmp_path: Path) -> None:
    shipped = Settings().models / current_version(Settings())
    shutil.copytree(shipped, tmp_path / "9.9")
    told = rf"^The model in .*9\.9 is version {re.escape(shipped.name)} by its manifest, not 9\.9\.$"
    with pytest.raises(ArtifactError, match=told):
        load_scorer(Settings(models=tmp_path, model="9.9"))


def test_the_current_version_comes_first_and_none_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.model.load_scorer", lambda settings: settings.model)
    assert load_scorers(Settings(model="2.0", models_loaded=("1.0", "2.0"))) == ("2.0", "1.0")
