"""What only SQLite understands: pragmas, BEGIN, ids in one step, waiting foreign keys, checks of a file.

A server database gets a module with the same names beside this one.
"""

import os
import sys
import time
from array import array
from binascii import unhexlify
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    Connection,
    Engine,
    LargeBinary,
    Select,
    TextClause,
    cast,
    column,
    create_engine,
    event,
    func,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from oppdesk.domain.errors import StorageTrouble, Trouble
from oppdesk.domain.progress import STOP, WAITING, Stop
from oppdesk.i18n import _
from oppdesk.storage.errors import trouble_of

APPLICATION_ID = 0x4F505044  # "OPPD"
OLDEST_SQLITE = (3, 51, 3)  # before it, two connections in WAL mode could damage a file (rarely)
CACHE_KIB = 16_384  # of each connection; windows, readers and exports have one each
WRITER_CACHE_KIB = 65_536  # while it writes: a change of many looks into every index again and again
# While it writes a whole file's rows, by the machine's memory: the larger one takes a third off an import.
IMPORT_CACHE_KIB = 262_144, 1_048_576
STATEMENTS = 200  # kept as they are written out, some 40 KB each: each combination of filters makes new ones
PATIENCE = 5.0  # seconds to wait for another program that writes
ATTEMPT = 250  # milliseconds of it between two looks whether somebody gave up
LOG_LIMIT = 64 * 2**20  # bytes of the write-ahead log: beside a writer that never rests it would grow on
LOG_KEPT = LOG_LIMIT // 4  # to which its file is cut when it is used anew
STEPS = 1_000_000  # of the database's machine between two looks whether a query shall end: some 10 ms
PART = 2**18  # bytes of digits that are made into numbers while the other threads wait: some 0.1 ms
_PRAGMAS = (
    "cipher_log_level=NONE",
    f"busy_timeout={PATIENCE * 1000:.0f}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "fullfsync=ON",
    "checkpoint_fullfsync=ON",
    "mmap_size=0",
    "temp.auto_vacuum=FULL",  # what was laid down takes no memory any more
    f"cache_size=-{CACHE_KIB}",
    f"journal_size_limit={LOG_KEPT}",
    "wal_autocheckpoint=0",  # the program checkpoints in the background: no commit waits for it
)
_TOLD = table("told", column("id"), column("digits"), schema="temp")
_WRITES = "writes"  # what a connection is marked with whose cache is that of a writer
_IMPORTS = "imports"  # and with that of an import
_EXPECTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def make_engine(path: Path) -> Engine:
    """The one engine on the data file; reads go through `read_engine`, or they would take the write lock."""
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise StorageTrouble(
            Trouble.SETTINGS,
            _("SQLite {version} is too old to keep data safely.").format(version=dbapi2.sqlite_version),
        )
    # last in, first out: the page caches of connections that are needed only now and then stay small
    engine = create_engine(
        f"sqlite:///{path}",
        module=dbapi2,
        poolclass=QueuePool,
        pool_use_lifo=True,
        query_cache_size=STATEMENTS,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver never sends BEGIN
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute("PRAGMA " + pragma)
        for name, wanted in _EXPECTED.items():
            found = cursor.execute("PRAGMA " + name).fetchone()[0]
            if found != wanted:
                raise StorageTrouble(
                    Trouble.SETTINGS,
                    _(
                        "The database does not keep its promise {name}; the program stops before harm is done."
                    ).format(name=name),
                )
        cursor.close()

    @event.listens_for(engine, "reset")
    def leave_no_transaction(connection: Any, record: Any, _state: Any) -> None:
        # A commit that a reference refuses leaves the transaction open, and the library believes it is over.
        if connection.in_transaction:
            connection.rollback()
        if record.info.pop(_WRITES, False):
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        if record.info.pop(_IMPORTS, False):
            connection.execute("PRAGMA shrink_memory")

    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _look_for_stop)
    return engine


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    if mode == "DEFERRED":
        connection.exec_driver_sql("BEGIN DEFERRED")
    else:
        connection.info[_WRITES] = True
        _begin_writing(connection.connection.driver_connection, mode)


def _begin_writing(driver: Any, mode: str) -> None:
    """Take the write lock; another program may have it for long, and who waits for it may give up (R08)."""
    waiting, since, has_waited = WAITING.get(), time.monotonic(), False
    driver.execute(f"PRAGMA busy_timeout = {ATTEMPT}")
    driver.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")
    try:
        while True:
            try:
                driver.execute("BEGIN " + mode)
            except dbapi2.OperationalError as error:
                waited = time.monotonic() - since
                if "locked" not in str(error) or (waiting is None and waited >= PATIENCE):
                    raise
                has_waited = True
                if waiting is not None:
                    waiting(waited)
            else:
                break
    finally:
        driver.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")
    if has_waited and waiting is not None:
        waiting(0)


def expect_many(connection: Connection) -> None:
    """Hold more of the indexes while this transaction inserts a great many rows; given back after it."""
    connection.info[_IMPORTS] = True
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_import_cache()}")


def _import_cache() -> int:
    """KiB: an eighth of the machine's memory within bounds; only what is used of it is taken."""
    least, most = IMPORT_CACHE_KIB
    if not hasattr(os, "sysconf"):  # Windows
        return least
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
    return max(least, min(most, memory // 8))


@contextmanager
def stopped_by(connection: Connection, stop: Stop) -> Iterator[None]:
    """Let another thread end what is read meanwhile."""
    driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(
        lambda: stop.is_asked, STEPS
    )  # an interrupt just before a query begins is lost
    try:
        with stop.ended_by(driver.interrupt):
            yield
    finally:
        driver.set_progress_handler(None, 0)


def _look_for_stop(*_of: object) -> None:
    """An interrupt ends a query that runs; one that is asked for between two queries must be seen, too."""
    stop = STOP.get()
    if stop is not None:
        stop.check()


def read_engine(engine: Engine) -> Engine:
    """The same pool, with transactions that take no write lock."""
    return engine.execution_options(sqlite_begin="DEFERRED")


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """Write on a connection that has been reading, with its own small cache; its temporary tables stay."""
    connection.commit()
    connection.execution_options(sqlite_begin="IMMEDIATE")
    try:
        with connection.begin():
            connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KIB}")
            yield
    finally:
        connection.execution_options(sqlite_begin="DEFERRED")


def identify(path: Path) -> tuple[int, int]:
    """`application_id` and `user_version` of an existing file, read without touching it."""
    address = "file:" + quote(str(path)) + "?mode=ro"
    try:
        connection = dbapi2.connect(address, uri=True)
        try:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        finally:
            connection.close()
    except dbapi2.DatabaseError as error:
        trouble = trouble_of(error)
        if trouble is not None and trouble.kind is not Trouble.FOREIGN:
            raise trouble from error
        raise StorageTrouble(
            Trouble.FOREIGN,
            _("{file} is not an OppDesk database. It was left untouched.").format(file=path.name),
        ) from error
    return application, version


def whole(path: Path) -> bool:
    """Whether a quick check finds a closed file whole, its write-ahead log included; nothing is written to them.

    A search index that is not whole does not count: it is made again.
    """
    address = "file:" + quote(str(path)) + "?mode=ro"
    connection = dbapi2.connect(address, uri=True)
    try:
        said = [str(row[0]) for row in connection.execute("PRAGMA quick_check(5)")]
        return all(each == "ok" or each.startswith("fts5:") or "FTS5 table" in each for each in said)
    except dbapi2.DatabaseError as error:
        trouble = trouble_of(error)
        if trouble is None or trouble.kind in (Trouble.DAMAGED, Trouble.FOREIGN):
            return False
        raise trouble from error
    finally:
        connection.close()


def stamp(connection: Connection, version: int) -> None:
    """Mark the file as ours, of this schema version."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {version}")


def sound_references(connection: Connection) -> bool:
    return connection.exec_driver_sql("PRAGMA foreign_key_check").first() is None


def wait_with_references(connection: Connection) -> None:
    """Let foreign keys be checked at the commit of this transaction."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def checkpoint(engine: Engine, *, whole: bool = False) -> None:
    """Bring the write-ahead log into the file; `whole` also empties it (at closing)."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA wal_checkpoint({'TRUNCATE' if whole else 'PASSIVE'})")
        cursor.fetchall()  # it is over when its answer was taken
        cursor.close()
    finally:
        raw.close()


def size(engine: Engine) -> int:
    """Bytes of the file."""
    return Path(str(engine.url.database)).stat().st_size


def rewrite(engine: Engine) -> None:
    """Write the whole file anew, without the places where removed texts could still be read; some 10 s a GB."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM")
    finally:
        raw.close()
    checkpoint(engine, whole=True)


def keep_log_small(engine: Engine) -> None:
    """Bring the write-ahead log into the file once it is large. Nobody may be writing: only then it is used anew."""
    log = Path(f"{engine.url.database}-wal")
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        checkpoint(engine)


def copy_to(engine: Engine, target: Path, tell: Callable[[int], None] | None = None) -> None:
    """A complete, consistent copy; `target` must not exist. `tell` hears again and again how many bytes there are."""
    raw = engine.raw_connection()
    driver: Any = raw.driver_connection

    def look() -> None:
        if tell is not None and target.exists():
            tell(target.stat().st_size)

    try:
        driver.set_progress_handler(look, STEPS)
        raw.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        driver.set_progress_handler(None, 0)
        raw.close()


def all_ids(connection: Connection, ids: Select[Any]) -> "array[int]":
    """All ids of an ordered selection in one step of the database: no row of it passes through Python.

    They come as hexadecimal digits, which are laid down and taken up a part at a time: where one piece of memory is
    asked for that holds all of them, every thread waits until the system has brought it.
    """
    inner = ids.subquery()
    digits = func.group_concat(func.printf("%016x", inner.c.id), "")
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS told (id INTEGER PRIMARY KEY, digits BLOB)")
    all_of_them = select(literal(1), func.coalesce(cast(digits, LargeBinary), b""))
    connection.execute(_TOLD.insert().from_select(("id", "digits"), all_of_them))
    driver: Any = connection.connection.driver_connection
    laid = driver.open_blob(_TOLD.name, "digits", 1, True, "temp")  # to read only
    numbers = array("q")
    while part := laid.read(PART):
        more = array("q", unhexlify(part))
        if sys.byteorder == "little":
            more.byteswap()
        numbers += more
    laid.close()
    connection.execute(_TOLD.delete())
    return numbers


def journal_of_new_rows(table: str) -> TextClause:
    """One statement that journals all rows of `table` with keys in a range as added."""
    return text(
        f'INSERT INTO "change" (operation, tbl, "row", verb, before, after) '
        f"SELECT :operation, :tbl, id, :verb, NULL, NULL FROM {table} WHERE id BETWEEN :first AND :last "
        "ON CONFLICT DO NOTHING"  # blocks of one operation may lie within each other
    )
