"""Folders are found once and are for the user's eyes only."""

import stat
import sys
from pathlib import Path

import pytest

from oppdesk.app import paths


def test_a_data_folder_takes_everything(tmp_path: Path) -> None:
    found = paths.under(tmp_path / "desk")
    assert {found.data, found.config} == {tmp_path / "desk"}
    assert found.logs.is_relative_to(found.data)
    assert found.backups.is_relative_to(found.data)


def test_a_relative_data_folder_stays_where_it_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.under(Path("desk")).data == tmp_path / "desk"


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_r31_new_folders_are_for_the_user_alone(tmp_path: Path) -> None:
    found = paths.under(tmp_path / "desk")
    found.make()
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (found.data, found.logs, found.backups)} == {
        0o700
    }


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    paths.under(tmp_path).make()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_resources_are_found_beside_the_package_in_the_source_tree() -> None:
    assert (paths.standard().resources / "icons").is_dir()
