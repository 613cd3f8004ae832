from __future__ import annotations

import os
from pathlib import Path

import pytest

from service.articles.draft import Place, UnreadError
from service.articles.paths import places, several


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.md", "c.png", ".hidden.txt", "deep/d.JSONL", "deep/e e.html", ".git/f.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    return tmp_path


def found(*arguments: object) -> list[str]:
    told = places([str(argument) for argument in arguments])
    return [str(one) if isinstance(one, UnreadError) else one.name for one in told]


def test_a_folder_is_its_articles_in_order_without_what_is_hidden(folder: Path) -> None:
    assert found(folder) == [str(folder / name) for name in ("a.md", "b.txt", "deep/d.JSONL", "deep/e e.html")]


def test_a_file_is_taken_once_whatever_its_name(folder: Path) -> None:
    assert found(folder / "c.png", folder, folder / "b.txt", "-", "-") == [
        str(folder / "c.png"),
        *(str(folder / name) for name in ("a.md", "b.txt", "deep/d.JSONL", "deep/e e.html")),
        "standard input",
    ]


def test_a_file_url_is_a_path(folder: Path) -> None:
    url = (folder / "deep" / "e e.html").as_uri()
    assert "%20" in url
    assert found(url, url.replace("file://", "FILE://localhost")) == [str(folder / "deep" / "e e.html")]


@pytest.mark.parametrize(
    "url", ["file://elsewhere/a.txt", "file:///tmp/a%00b.txt", "file://[x/a.txt", "file://", "file:"]
)
def test_a_file_url_that_is_no_path_here_is_named(url: str) -> None:
    assert found(url) == [f"{url} names no file on this machine."]
    assert not several([url], None)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "deep").chmod(0)
    assert found(folder)[-1] == f"{folder / 'deep'} cannot be read: Permission denied."


def test_a_name_that_is_no_utf8_is_told_as_far_as_it_goes() -> None:
    assert Place(Path("caf\udce9.txt")).name == "caf?.txt"


@pytest.mark.parametrize(
    ("arguments", "kind", "many"),
    [
        (["{}/b.txt"], None, False),
        (["-"], None, False),
        (["-"], "lines", True),
        (["{}/b.txt", "{}/b.txt"], None, True),
        (["{}"], None, True),
        (["{}/deep/d.JSONL"], None, True),
        (["{}/deep/d.JSONL"], "text", False),
    ],
)
def test_arguments_tell_whether_there_may_be_several_articles(
    folder: Path, arguments: list[str], kind: str | None, many: bool
) -> None:
    assert several([argument.format(folder) for argument in arguments], kind) is many
