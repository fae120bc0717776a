"""Opening the data file: what is not ours or not whole is refused, untouched; what is ours is kept safely."""

import hashlib
import shutil
import sys
from array import array
from pathlib import Path

import pytest
from sqlalchemy import column, select, text
from sqlcipher3 import dbapi2

from oppdesk.domain.errors import StorageTrouble, Trouble
from oppdesk.storage import database, sqlite, upgrade
from tests.storage import rows


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refused(path: Path, kind: Trouble) -> StorageTrouble:
    """The trouble on opening; not a byte of the file is touched, nothing is put beside it but SQLite's own files."""
    before, beside = digest(path), {each.name for each in path.parent.iterdir()}
    with pytest.raises(StorageTrouble) as caught:
        database.open_database(path, path.parent / "backups")
    assert caught.value.kind is kind
    assert path.name in caught.value.message
    assert digest(path) == before
    left = {each.name for each in path.parent.iterdir()} - beside
    assert left <= {path.name + "-shm", path.name + "-wal"}
    return caught.value


# -- promises of the connection (R12, R13) --------------------------------------------------------------------


def test_r12_the_pragmas_are_in_force_on_every_connection(path: Path) -> None:
    engine = database.open_database(path, path.parent / "backups")
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
        "cache_size": -16384,
        "wal_autocheckpoint": 0,
    }
    with sqlite.read_engine(engine).connect() as one, sqlite.read_engine(engine).connect() as other:
        for connection in (one, other):
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
            assert found == expected
    engine.dispose()


def test_all_ids_leave_nothing_in_memory_and_wait_for_no_writer(path: Path) -> None:
    """They are laid down in parts, and a million would keep 16 MB of a connection."""
    engine = sqlite.make_engine(path)
    many = 3 * sqlite.PART // 16 + 5
    down = f"WITH RECURSIVE n(id) AS (VALUES({2**40}) UNION ALL SELECT id - 1 FROM n LIMIT {many}) SELECT id FROM n"
    wanted = select(column("id")).select_from(text(f"({down})"))
    with engine.begin() as writer, sqlite.read_engine(engine).begin() as reader:
        writer.exec_driver_sql("DELETE FROM comment")
        assert sqlite.all_ids(reader, wanted) == array("q", range(2**40, 2**40 - many, -1))
        assert not sqlite.all_ids(reader, wanted.where(column("id") == 0))
    with sqlite.read_engine(engine).begin() as reader:
        sqlite.all_ids(reader, wanted)
    with sqlite.read_engine(engine).begin() as reader:
        assert reader.exec_driver_sql("PRAGMA temp.page_count").scalar() < 10
    engine.dispose()


def test_who_writes_has_the_larger_page_cache_only_while_it_writes(path: Path) -> None:
    engine = database.open_database(path, path.parent / "backups")
    pragma = "PRAGMA cache_size"
    with engine.connect() as connection:
        assert connection.exec_driver_sql(pragma).scalar() == -sqlite.WRITER_CACHE_KIB
    with sqlite.read_engine(engine).connect() as connection:
        assert connection.exec_driver_sql(pragma).scalar() == -sqlite.CACHE_KIB
    engine.dispose()


@pytest.mark.parametrize(
    ("instead", "broken"),
    [
        ("foreign_keys=ON", "foreign_keys=OFF"),
        ("synchronous=FULL", "synchronous=NORMAL"),
        ("journal_mode=WAL", "journal_mode=DELETE"),
    ],
)
def test_r12_a_promise_that_is_not_kept_stops_the_start(
    path: Path, monkeypatch: pytest.MonkeyPatch, instead: str, broken: str
) -> None:
    kept = tuple(broken if pragma == instead else pragma for pragma in sqlite._PRAGMAS)
    monkeypatch.setattr(sqlite, "_PRAGMAS", kept)
    with pytest.raises(StorageTrouble) as caught:
        database.open_database(path, path.parent / "backups")
    assert caught.value.kind is Trouble.SETTINGS
    assert broken.partition("=")[0] in caught.value.message


def test_r12_a_database_in_memory_cannot_keep_the_promise() -> None:
    with pytest.raises(StorageTrouble, match="journal_mode"):
        sqlite.make_engine(Path(":memory:")).connect()


def test_r13_an_old_sqlite_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(StorageTrouble, match="too old"):
        database.open_database(path, path.parent / "backups")


# -- what is not ours (R21, R32) ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [b"", b"Dear diary,\n" * 400, b"SQLite format 3\x00", b"\x00" * 4096],
    ids=["0 bytes", "text", "only the beginning", "zeros"],
)
def test_r21_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / database.FILE_NAME
    path.write_bytes(content)
    refused(path, Trouble.FOREIGN)


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_r21_a_database_of_another_program(tmp_path: Path, mode: str) -> None:
    path = tmp_path / database.FILE_NAME
    other = dbapi2.connect(str(path))
    other.execute(f"PRAGMA journal_mode={mode}")
    other.execute("CREATE TABLE diary (text)")
    other.execute("PRAGMA user_version=1")
    other.commit()
    other.close()
    refused(path, Trouble.FOREIGN)


@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
def test_r21_a_truncated_file_of_ours(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(StorageTrouble) as caught:
        database.open_database(path, path.parent / "backups")
    assert caught.value.kind is Trouble.DAMAGED
    assert path.read_bytes() == content[: int(len(content) * share)]


def test_r32_a_database_of_a_newer_program(path: Path) -> None:
    raw = dbapi2.connect(str(path))
    raw.execute(f"PRAGMA user_version = {upgrade.NEWEST + 1}")
    raw.close()
    assert "later version" in refused(path, Trouble.TOO_NEW).message


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_a_file_that_cannot_be_opened_is_not_called_foreign(tmp_path: Path) -> None:
    path = tmp_path / database.FILE_NAME
    path.mkdir()
    with pytest.raises(StorageTrouble) as caught:
        database.open_database(path, tmp_path / "backups")
    assert caught.value.kind is Trouble.IO


# -- what is damaged (R20) ------------------------------------------------------------------------------------


def interrupted(path: Path, folder: Path) -> Path:
    """A copy of the files of a running program, as a crash leaves them: the log is not yet in the file."""
    store = rows.opened(path)
    with store.write("test") as work:
        for number in range(300):
            rows.contact(work, f"CT{number}", name="Blue Sky " * 8)
    store.checkpoint()
    with store.write("test") as work:
        rows.contact(work, "LAST")
    folder.mkdir()
    for name in (path.name, path.name + "-wal"):
        shutil.copy(path.with_name(name), folder / name)
    store.close()
    return folder / path.name


def test_r01_after_an_unclean_end_everything_committed_is_there(path: Path, tmp_path: Path) -> None:
    store = rows.opened(interrupted(path, tmp_path / "crashed"))
    assert len(rows.stored(store)["contact"]) == 301
    store.close()


def test_r20_a_damaged_page_after_an_unclean_end(path: Path, tmp_path: Path) -> None:
    crashed = interrupted(path, tmp_path / "crashed")
    content = bytearray(crashed.read_bytes())
    for start in range(len(content) // 2 // 4096 * 4096, len(content), 4096):
        content[start : start + 4096] = bytes(4096)
    crashed.write_bytes(bytes(content))
    log = digest(crashed.with_name(crashed.name + "-wal"))
    assert "backup" in refused(crashed, Trouble.DAMAGED).message
    assert digest(crashed.with_name(crashed.name + "-wal")) == log


def test_after_a_clean_end_no_check_is_made_and_no_log_left(path: Path) -> None:
    store = rows.opened(path)
    with store.write("test") as work:
        rows.contact(work)
    store.close()
    assert not path.with_name(path.name + "-wal").exists()
    store = rows.opened(path)
    assert len(rows.stored(store)["contact"]) == 1
    store.close()


# -- where it lies, who may read it (R26, R31) -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["OneDrive", "OneDrive - Contoso", "Dropbox", "iCloudDrive", "Nextcloud"])
def test_r26_a_synchronised_folder_is_refused_before_anything_is_made(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    path = tmp_path / name / "OppDesk" / database.FILE_NAME
    with pytest.raises(StorageTrouble) as caught:
        database.open_database(path, tmp_path / "backups")
    assert caught.value.kind is Trouble.SETTINGS
    assert name in caught.value.message
    assert list((tmp_path / name).iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_r31_only_the_user_may_read_the_data(tmp_path: Path) -> None:
    path = tmp_path / "new" / database.FILE_NAME
    store = rows.opened(path)
    with store.write("test") as work:
        rows.contact(work)
    modes = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
    assert modes == {path.name: 0o600, path.name + "-wal": 0o600, path.name + "-shm": 0o600}
    assert path.parent.stat().st_mode & 0o777 == 0o700
    copy = upgrade.back_up(store.engine, tmp_path / "backups", "test")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in copy.parent.iterdir()] == [copy.name]
    store.close()


def test_a_new_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / database.FILE_NAME

    def gives_out(*_anything: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(sqlite, "stamp", gives_out)
        with pytest.raises(MemoryError):
            database.open_database(path, tmp_path / "backups")
    assert not path.exists()
    rows.opened(path).close()
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
