from pathlib import Path

import pytest

from service.settings import Settings, SettingsError

WRONG = [
    ("PORT", "eighty"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("WORKERS", "0"),
    ("THREADS", ""),
    ("MAX_TEXT", "-1"),
    ("MODEL", "../elsewhere"),
    ("MODEL", "1.0+more"),
    ("MODEL", "1.0\n"),
    ("HOST", ""),
    ("MODELS_LOADED", "1.0,../2"),
    ("MAX_BATCH", "0"),
    ("MAX_BATCH_TEXT", "many"),
]


def test_the_defaults_serve_the_repository_s_models_on_loopback() -> None:
    assert Settings.from_environment() == Settings(
        models=Path(__file__).parents[2] / "models",
        model=None,
        max_text=200_000,
        host="127.0.0.1",
        port=8080,
        workers=2,
        threads=4,
        models_loaded=(),
        max_batch=100,
        max_batch_text=500_000,
    )


def test_the_environment_sets_every_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    values = {
        "MODELS": str(tmp_path),
        "MODEL": "2.0.1",
        "MAX_TEXT": "500",
        "HOST": "::1",
        "PORT": "9000",
        "WORKERS": "3",
        "THREADS": "8",
        "MODELS_LOADED": "1.9,2.0",
        "MAX_BATCH": "7",
        "MAX_BATCH_TEXT": "900",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"ONRECORD_{name}", value)
    assert Settings.from_environment() == Settings(tmp_path, "2.0.1", 500, "::1", 9000, 3, 8, ("1.9", "2.0"), 7, 900)


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"ONRECORD_{name}", value)
    with pytest.raises(SettingsError, match=f"ONRECORD_{name}"):
        Settings.from_environment()
