"""An upgrade keeps every row or changes nothing; a backup of today's state stands before it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from oppdesk.domain.errors import StorageTrouble, Trouble
from oppdesk.storage import database, undo, upgrade
from tests.storage import rows

SECOND = '''
"""A column more, as a release may bring it."""
import sqlalchemy as sa
from alembic import op

revision = "next_more"
down_revision = "{newest}"
branch_labels = depends_on = None


def upgrade():
    with op.batch_alter_table("territory") as batch:
        batch.add_column(sa.Column("colour", sa.Integer(), nullable=True))
    {then}
'''


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes the program a later one, with one revision more; `then` is what that does last."""

    def release(then: str = "pass") -> None:
        migrations = tmp_path / "migrations"
        shutil.copytree(upgrade._MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
        text = SECOND.format(then=then, newest=upgrade.HEAD)
        (migrations / "versions" / "next_more.py").write_text(text)
        monkeypatch.setattr(upgrade, "_MIGRATIONS", migrations)
        monkeypatch.setattr(upgrade, "NEWEST", upgrade.NEWEST + 1)
        monkeypatch.setattr(upgrade, "HEAD", "next_more")

    return release


def filled(path: Path) -> dict[str, dict[int, dict[str, object]]]:
    store = rows.opened(path)
    with store.write("test", "Before") as work:
        rows.opportunity(work, contact=rows.contact(work).id)
        rows.territory(work)
    found = rows.stored(store)
    store.close()
    return found


def test_an_upgrade_keeps_every_row_after_a_verified_backup(
    path: Path, next_release: Callable[..., None]
) -> None:
    before = filled(path)
    released = upgrade.NEWEST
    next_release()
    store = rows.opened(path)
    assert rows.stored(store) == before
    with store.read() as connection:
        columns = connection.exec_driver_sql("PRAGMA table_info(territory)").all()
        assert "colour" in [column[1] for column in columns]
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == released + 1
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert undo.last_operation(connection) is None  # undo does not cross it
    store.close()
    (backup,) = (path.parent / "backups").iterdir()
    raw = dbapi2.connect(str(backup))
    assert raw.execute("PRAGMA user_version").fetchone()[0] == released
    assert raw.execute("SELECT count(*) FROM opportunity").fetchone()[0] == 1
    raw.close()
    store = rows.opened(path)  # nothing more to do, so no second backup
    store.close()
    assert len(list((path.parent / "backups").iterdir())) == 1


@pytest.mark.parametrize(
    "then",
    [
        'op.execute("INSERT INTO nowhere VALUES (1)")',
        'op.execute("UPDATE opportunity SET contact = 4711")',  # a reference to nobody
    ],
)
def test_r17_r33_an_upgrade_that_fails_leaves_the_old_file(
    path: Path, next_release: Callable[..., None], then: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = filled(path)
    next_release(then)
    with pytest.raises(StorageTrouble, match="Nothing was changed"):
        database.open_database(path, path.parent / "backups")
    monkeypatch.undo()  # back to the program it was
    store = rows.opened(path)
    assert rows.stored(store) == before
    with store.read() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert "colour" not in str(connection.exec_driver_sql("PRAGMA table_info(territory)").all())
    store.close()
    assert len(list((path.parent / "backups").iterdir())) == 1


@contextmanager
def little_room(size: int) -> Iterator[None]:
    """No file may grow beyond this, as on a disk that is full."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_r16_a_backup_that_finds_no_room_leaves_no_file(path: Path) -> None:
    store = rows.opened(path)
    backups = path.parent / "backups"
    with little_room(64 * 1024), pytest.raises(StorageTrouble):
        upgrade.back_up(store.engine, backups, "test")
    assert list(backups.iterdir()) == []
    assert upgrade.back_up(store.engine, backups, "test").exists()
    store.close()


def test_r16_a_place_for_backups_that_is_none_is_told(path: Path, tmp_path: Path) -> None:
    store = rows.opened(path)
    nowhere = tmp_path / "file"
    nowhere.write_text("no folder")
    with pytest.raises(StorageTrouble) as caught:
        upgrade.back_up(store.engine, nowhere, "test")
    assert caught.value.kind is Trouble.IO
    store.close()


def test_r14_a_save_that_finds_no_room_loses_nothing(path: Path) -> None:
    store = rows.opened(path)
    with store.write("test") as work:
        rows.contact(work)
    before = rows.stored(store)
    room = path.with_name(path.name + "-wal").stat().st_size
    with little_room(room), pytest.raises(StorageTrouble) as caught, store.write("test") as work:
        rows.contact(work, "CT2")
    assert caught.value.kind in (Trouble.FULL, Trouble.IO)
    assert rows.stored(store) == before
    with store.write("test") as work:  # there is room again: the same connection goes on
        rows.contact(work, "CT2")
    assert len(rows.stored(store)["contact"]) == 2
    store.close()
