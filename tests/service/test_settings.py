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
    ("QUEUE", "-1"),
    ("WORK_SECONDS", "0"),
    ("LOG", "xml"),
    ("LOG_LEVEL", "loud"),
    ("POLICY", ""),
    ("ISSUE_TYPE", "spelling"),
    ("DATABASE_URL", "mysql://db/onrecord"),
    ("DATABASE_URL", "onrecord.sqlite3"),
    ("REDIS_URL", "http://cache"),
    ("ACCESS", "yes"),
    ("RATE", "often"),
    ("RATE", "0/minute"),
    ("RATE", "10/second;0/day"),
    ("ORIGINS", "cms.example"),
    ("ORIGINS", "https://cms.example/path"),
    ("ORIGINS", "*"),
    ("PROXIES", "-1"),
    ("MODELS_LOADED", "1.0,../2"),
    ("MAX_BATCH", "0"),
    ("MAX_BATCH_TEXT", "many"),
]


def test_the_defaults_serve_the_repository_s_models_on_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONRECORD_DATA")
    assert Settings.from_environment() == Settings(
        models=Path(__file__).parents[2] / "models",
        model=None,
        max_text=200_000,
        host="127.0.0.1",
        port=8080,
        workers=2,
        threads=2,
        queue=16,
        queue_seconds=5.0,
        work_seconds=10.0,
        log="json",
        log_level="info",
        policies=None,
        policy="default",
        issue_type="style",
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
        "QUEUE": "0",
        "QUEUE_SECONDS": "0.5",
        "WORK_SECONDS": "2",
        "LOG": "plain",
        "LOG_LEVEL": "debug",
        "POLICIES": str(tmp_path),
        "POLICY": "strict",
        "ISSUE_TYPE": "grammar",
        "DATA": str(tmp_path / "a b"),
        "DATABASE_URL": "postgres://me:hush@db/onrecord",
        "REDIS_URL": "redis://cache:6379/1",
        "ACCESS": "keys",
        "RATE": "10/second;1000/day",
        "ORIGINS": "https://cms.example,http://localhost:3000",
        "PROXIES": "1",
        "MODELS_LOADED": "1.9,2.0",
        "MAX_BATCH": "7",
        "MAX_BATCH_TEXT": "900",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"ONRECORD_{name}", value)
    assert Settings.from_environment() == Settings(
        tmp_path, "2.0.1", 500, "::1", 9000, 3, 8, 0, 0.5, 2.0, "plain", "debug", tmp_path, "strict", "grammar",
        tmp_path / "a b", values["DATABASE_URL"], values["REDIS_URL"],
        "keys", "10/second;1000/day", ("https://cms.example", "http://localhost:3000"), 1, ("1.9", "2.0"), 7, 900,
    )  # fmt: skip


def test_the_platform_s_own_name_for_the_database_is_read_where_ours_is_not_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://platform/db")
    assert Settings.from_environment().database_url == "postgresql://platform/db"
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://ours/db")
    assert Settings.from_environment().database_url == "postgresql://ours/db"


def test_without_a_database_it_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    assert Settings(data=tmp_path / "a b%").database_url == f"sqlite:///{tmp_path}/a%20b%25/onrecord.sqlite3"


@pytest.mark.parametrize(
    ("settings", "warned"),
    [
        (Settings(rate="9/hour"), True),
        (Settings(access="keys", workers=4), True),
        (Settings(access="keys", redis="redis://cache"), False),
        (Settings(rate="9/hour", workers=1), False),
        (Settings(access="open"), False),
    ],
)
def test_limits_that_each_worker_counts_by_itself_are_warned_of(settings: Settings, warned: bool) -> None:
    said = (
        f"Without ONRECORD_REDIS_URL each of the {settings.workers} workers counts quotas and rates by itself: "
        f"up to {settings.workers} times as many requests get through."
    )
    assert settings.caution == (said if warned else None)


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"ONRECORD_{name}", value)
    with pytest.raises(SettingsError, match=f"ONRECORD_{name}"):
        Settings.from_environment()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "0", "Must be greater than or equal to 1 and less than or equal to 65535."),
        ("PORT", "eighty", "Not a valid integer."),
        ("ORIGINS", "*", "Not a list of origins, such as https://cms.example,https://desk.example."),
    ],
)
def test_a_wrong_setting_is_told_in_a_plain_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"ONRECORD_{name}", value)
    with pytest.raises(SettingsError) as told:
        Settings.from_environment()
    assert str(told.value) == f"ONRECORD_{name} is wrong: {said}"
