"""A desk on a real database: the schema and the standard setup are made once a run and copied for each test."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from oppdesk.services.desk import Desk, open_desk

RESOURCES = Path(__file__).parents[2] / "resources"
WORK_DATE = date(2026, 3, 2)  # a Monday: the work date of the specification's examples


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    open_desk(folder, folder / "backups", RESOURCES, device=1).close()
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    target = tmp_path / "data"
    shutil.copytree(template, target)
    return target


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    opened = open_desk(folder, folder / "backups", RESOURCES, device=2, today=lambda: WORK_DATE)
    yield opened
    opened.close()
