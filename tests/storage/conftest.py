"""A real file with today's schema for each test: made once a run, copied."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from oppdesk.domain.changes import Changes
from oppdesk.storage import database
from oppdesk.storage.identity import Identities
from oppdesk.storage.unit_of_work import Store


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty data file; tests copy it."""
    path = tmp_path_factory.mktemp("schema") / database.FILE_NAME
    database.open_database(path, path.parent / "backups").dispose()
    return path


@pytest.fixture
def path(schema: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return Path(shutil.copy(schema, folder / database.FILE_NAME))


@pytest.fixture
def news() -> list[Changes]:
    return []


@pytest.fixture
def open_store(path: Path, news: list[Changes]) -> Iterator[Callable[[], Store]]:
    """Opens the file; each call another store with connections of its own, as a second program would have."""
    opened: list[Store] = []

    def one() -> Store:
        engine = database.open_database(path, path.parent / "backups")
        store = Store(engine, Identities(len(opened) + 1), publish=news.append, author=lambda: "ANNA")
        opened.append(store)
        return store

    yield one
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    return open_store()
