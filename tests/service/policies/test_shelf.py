"""The policies that a service knows, and the refusal to start with a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.policy import DEFAULT
from service.policies.file import PolicyError
from service.policies.shelf import load_policies
from service.settings import Settings


def put(folder: Path, file: str, name: str) -> Path:
    path = folder / file
    path.write_text(f'name: {name}\nversion: "1"\n', "utf-8")
    return path


def test_without_a_folder_there_is_the_shipped_policy() -> None:
    assert dict(load_policies(Settings())) == {"default": DEFAULT}


def test_a_newsroom_s_policies_stand_beside_it(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml", "city")
    put(tmp_path, "b.yml", "sport")
    put(tmp_path, "notes.txt", "not a policy")
    shelf = load_policies(Settings(policies=tmp_path, policy="sport"))
    assert {name: policy.name for name, policy in shelf.items()} == {
        name: name for name in ("default", "city", "sport")
    }


def test_two_policies_of_one_name_are_refused(tmp_path: Path) -> None:
    first, second = put(tmp_path, "a.yaml", "city"), put(tmp_path, "b.yaml", "city")
    with pytest.raises(PolicyError) as told:
        load_policies(Settings(policies=tmp_path))
    assert str(told.value) == f"{second}: the name city belongs to the policy in {first}."


def test_the_shipped_policy_s_name_is_taken(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml", "default")
    with pytest.raises(PolicyError, match=r"the name default belongs to the policy in .*default\.yaml\.$"):
        load_policies(Settings(policies=tmp_path))


def test_a_folder_that_is_not_there_and_a_name_that_is_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"The folder of policies .*none cannot be read: No such file"):
        load_policies(Settings(policies=tmp_path / "none"))
    with pytest.raises(PolicyError, match=r"no policy called city \(ONRECORD_POLICY\); there are default\.$"):
        load_policies(Settings(policy="city"))
