"""A file of each released schema opens with every row, and with all that is derived made again."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from oppdesk.storage import database, figures, search, undo, upgrade
from oppdesk.storage.base import metadata, searched
from oppdesk.storage.contact_tables import CONTACT
from tests.storage import rows

RELEASED = sorted((Path(__file__).parents[1] / "data").glob("schema_*.db"))
released = pytest.mark.parametrize("file", RELEASED, ids=lambda file: file.stem)
DERIVED = "search_text"
MADE_BY_STORAGE = ("search_", "sqlite_")  # full text: what stands behind it differs by what was written


def test_there_is_a_file_of_every_released_schema() -> None:
    assert [file.stem for file in RELEASED] == ["schema_0001"]


@pytest.fixture
def copy(file: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return Path(shutil.copy(file, folder / database.FILE_NAME))


def contents(path: Path) -> dict[str, dict[int, dict[str, Any]]]:
    """Every stored value by table and row, but derived ones."""
    raw = dbapi2.connect(str(path))
    raw.row_factory = dbapi2.Row
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {
        name: {
            row["id"]: {key: row[key] for key in row.keys() if key != DERIVED}  # noqa: SIM118 - a Row is no dict
            for row in raw.execute(f'SELECT * FROM "{name}"')
        }
        for name in names
        if name in metadata.tables and "id" in metadata.tables[name].c
    }
    raw.close()
    return found


Contents = dict[str, dict[int, dict[str, Any]]]


def only_what_was(after: Contents, before: Contents) -> Contents:
    """The tables and columns there were before; what later schemas add has its own tests."""
    columns = {name: next(iter(rows.values()), {}).keys() for name, rows in before.items()}
    return {
        name: {row: {key: values[key] for key in columns[name]} for row, values in after[name].items()}
        for name in before
    }


def schema_of(path: Path) -> set[tuple[str, str, str]]:
    raw = dbapi2.connect(str(path))
    found = set(raw.execute("SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')"))
    raw.close()
    return {each for each in found if not each[1].startswith(MADE_BY_STORAGE)}


@released
def test_an_upgrade_keeps_every_row_of_a_released_file(file: Path, copy: Path) -> None:
    before = contents(file)
    assert len(before["opportunity"]) == 6
    rows.opened(copy).close()
    after = contents(copy)
    (added,) = after["operation"].keys() - before["operation"].keys()
    assert after["operation"].pop(added)["kind"] == undo.UPGRADE
    assert only_what_was(after, before) == before
    (backup,) = (copy.parent / "backups").iterdir()
    assert contents(backup) == before


@released
def test_an_upgraded_file_has_the_indexes_and_triggers_of_a_new_one(
    file: Path, copy: Path, schema: Path
) -> None:
    rows.opened(copy).close()
    assert schema_of(copy) == schema_of(schema)


@released
def test_what_is_derived_is_made_again_by_an_upgrade(file: Path, copy: Path) -> None:
    store = rows.opened(copy)
    assert not figures.mend(store.engine)
    with store.read() as connection:
        for name, table in metadata.tables.items():
            if DERIVED in table.c:
                for row in connection.execute(table.select()).mappings():
                    assert row[DERIVED] == searched(table, dict(row))[DERIVED], name
        for words in ("elan bur", "木材", "angstrom"):
            matching = search.matching("contact", words)
            assert matching is not None
            assert connection.execute(CONTACT.select().where(matching)).all(), words
        assert connection.exec_driver_sql("SELECT sum(count) FROM pipeline_cell").scalar() == 6
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == upgrade.NEWEST
    store.close()
