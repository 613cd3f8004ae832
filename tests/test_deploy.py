"""deploy/ and the Dockerfile say what the service says: settings, limits, times; nginx takes its configuration."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.app import MAX_BODY
from service.settings import PREFIX, Settings, told

ROOT = Path(__file__).parents[1]
NGINX = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
SERVICE: dict[str, Any] = COMPOSE["services"]["onrecord"]


def seconds(found: str) -> int:
    return int(found.removesuffix("s"))


@pytest.mark.parametrize("named", [re.findall(r"\bONRECORD_\w+", DOCKERFILE), list(SERVICE["environment"])])
def test_what_is_set_is_a_setting(named: list[str]) -> None:
    assert [name for name in named if name not in told(Settings())] == []
    assert len(told(Settings())) == len(fields(Settings))
    assert {name.startswith(PREFIX) for name in named} == {True}


def test_the_proxy_takes_as_large_a_body_as_the_service() -> None:
    (size,) = re.findall(r"client_max_body_size (\d+)m;", NGINX)
    assert int(size) << 20 == MAX_BODY


def test_the_proxy_and_a_stop_wait_longer_than_the_longest_answer() -> None:
    (patience,) = re.findall(r"proxy_read_timeout (\d+s);", NGINX)
    assert seconds(patience) > Settings().answer_seconds
    assert seconds(SERVICE["stop_grace_period"]) > Settings().answer_seconds + 1


def test_the_proxy_is_the_one_that_is_trusted_to_name_the_caller() -> None:
    assert SERVICE["environment"]["ONRECORD_PROXIES"] == "1"
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX


def test_nginx_takes_the_configuration(tmp_path: Path) -> None:
    nginx = shutil.which("nginx")
    if nginx is None:
        pytest.skip("nginx is not installed, so its configuration was not checked by it")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = " ".join(f"{kind}_temp_path {tmp_path / kind};" for kind in kinds)
    here = NGINX.replace("server onrecord:8080;", "server 127.0.0.1:8080;").replace("/dev/stdout", f"{tmp_path}/log")
    (tmp_path / "nginx.conf").write_text(here.replace("http {", f"pid {tmp_path}/pid; http {{ {folders}"), "utf-8")
    command = [nginx, "-t", "-q", "-p", str(tmp_path), "-e", str(tmp_path / "errors"), "-c", "nginx.conf"]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (tried.returncode, tried.stderr) == (0, "")
