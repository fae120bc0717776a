"""One user action is one transaction: everything or nothing, told once, and two writers never overwrite each other."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import InUseError, NotThereError, StaleError, StorageTrouble, Trouble
from oppdesk.domain.progress import STOP, WAITING, Cancelled, Interrupted, Stop
from oppdesk.storage import sqlite
from oppdesk.storage.contact_tables import CONTACT, ContactRow
from oppdesk.storage.opportunity_tables import OpportunityRow
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Store
from tests.storage import rows


def test_news_come_once_after_the_commit(open_store: Callable[[], Store], news: list[Changes]) -> None:
    store, other = open_store(), open_store()
    seen: list[int] = []

    def look(_changes: Changes) -> None:
        # Whoever is told can read it, through any connection: it is committed.
        seen.append(len(rows.stored(other)["contact"]))

    store._publish = look
    with store.write("test", "Made") as work:
        rows.contact(work)
        work.flush()
        rows.contact(work, "CT2")
        work.flush()
        assert seen == []
    assert seen == [2]
    assert news == []  # that of the other store


def test_news_do_not_come_when_it_fails(store: Store, news: list[Changes]) -> None:
    before = rows.stored(store)

    def fail() -> None:
        with store.write("test") as work:
            rows.contact(work)
            work.flush()
            rows.territory(work)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (rows.stored(store), rows.operations(store), news) == (before, [], [])
    with store.write("test") as work:  # and the next one works
        rows.contact(work)
    assert len(news) == 1


def test_news_do_not_come_when_the_commit_refuses(store: Store, news: list[Changes]) -> None:
    with store.write("test") as work:
        firm = rows.contact(work).id
        work.flush()
        rows.opportunity(work, contact=firm)
    before = rows.stored(store)

    def remove(*, wait: bool) -> None:
        with store.write("test") as work:
            if wait:  # the references are then looked at by the commit
                sqlite.wait_with_references(work.connection)
            work.remove(work.get(ContactRow, firm))
            work.flush()

    for wait in (False, True):
        with pytest.raises(InUseError):
            remove(wait=wait)
    assert rows.stored(store) == before
    assert len(news) == 1
    with store.write("test") as work:  # no transaction was left open
        rows.contact(work, "CT2")
    assert len(news) == 2


def test_an_operation_that_did_nothing_leaves_no_trace(store: Store, news: list[Changes]) -> None:
    with store.write("test"):
        pass
    assert (rows.operations(store), news) == ([], [])


def test_what_is_gone_is_told(store: Store) -> None:
    with pytest.raises(NotThereError), store.write("test") as work:
        work.get(ContactRow, 4711)


def test_r04_a_repeated_insert_makes_no_second_record(store: Store, news: list[Changes]) -> None:
    """The key is made before the insert, so one that was committed before a crash cannot come twice."""
    with store.write("test") as work:
        key = work.key()
        work.add(ContactRow(id=key, number="CT1", name="Blue Sky"))
    before = rows.stored(store)
    with pytest.raises(IntegrityError), store.write("test") as work:
        work.add(ContactRow(id=key, number="CT1", name="Blue Sky"))
    assert rows.stored(store) == before
    assert (len(rows.operations(store)), len(news)) == (1, 1)


def test_r09_two_writers_the_second_is_told_that_it_is_stale(open_store: Callable[[], Store]) -> None:
    one, other = open_store(), open_store()
    with one.write("test") as work:
        row, place = rows.contact(work).id, rows.territory(work)
    with one.write("test") as work:
        work.get(ContactRow, row).name = "One"
        work.change(TABLES["territory"], place, {"name": "One"}, version=1)
    with pytest.raises(StaleError), other.write("test") as work:
        work.change(TABLES["territory"], place, {"name": "Other"}, version=1)
    assert rows.stored(one)["territory"][place]["name"] == "One"


def test_r09_a_row_changed_behind_the_session_is_stale(open_store: Callable[[], Store]) -> None:
    store = open_store()
    with store.write("test") as work:
        row = rows.contact(work).id
    before = rows.stored(store)

    def overwrite() -> None:
        with store.write("test") as work:
            found = work.get(ContactRow, row)
            work.connection.execute(CONTACT.update().values(version=7))  # as if another one had written
            found.name = "Overwritten"

    with pytest.raises(StaleError):
        overwrite()
    assert rows.stored(store) == before


def test_two_writers_lose_no_update(open_store: Callable[[], Store]) -> None:
    """Read, add one, write: from two threads over connections of their own."""
    one, other = open_store(), open_store()
    with one.write("test") as work:
        row = rows.opportunity(work, estimated_value=0).id
    troubles: list[BaseException] = []

    def count(store: Store) -> None:
        try:
            for _each in range(25):
                with store.write("test") as work:
                    found = work.get(OpportunityRow, row)
                    found.estimated_value += 1
        except BaseException as error:  # noqa: BLE001 - told below
            troubles.append(error)

    threads = [threading.Thread(target=count, args=(store,)) for store in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert rows.stored(one)["opportunity"][row]["estimated_value"] == 50
    assert len(rows.operations(one)) == 51


def test_r08_a_file_that_stays_locked_is_trouble_with_advice(
    open_store: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, store = open_store(), open_store()
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)  # not five seconds
    monkeypatch.setattr(sqlite, "ATTEMPT", 10)
    with holder.write("test") as work:
        rows.contact(work)
        work.flush()
        with pytest.raises(StorageTrouble) as caught, store.write("test"):
            pass
    assert caught.value.kind is Trouble.BUSY
    assert "again" in caught.value.message
    with store.write("test") as work:
        rows.contact(work, "CT2")


def test_reading_takes_no_write_lock_and_sees_one_snapshot(open_store: Callable[[], Store]) -> None:
    store, reader = open_store(), open_store()
    with reader.read() as connection:
        first = connection.execute(CONTACT.select()).all()
        with store.write("test") as work:
            rows.contact(work)
        assert connection.execute(CONTACT.select()).all() == first
    with reader.read() as connection:
        assert len(connection.execute(CONTACT.select()).all()) == 1


def test_keys_of_a_unit_of_work_come_after_its_operation(store: Store) -> None:
    with store.write("test") as work:
        first, block = work.key(), work.keys(3)
        assert work.operation < first < block[0] < block[-1]


def test_closing_brings_everything_into_the_one_file(store: Store) -> None:
    with store.write("test") as work:
        rows.contact(work)
    store.close()
    assert store.engine.url.database is not None
    file = Path(store.engine.url.database)
    assert [path.name for path in file.parent.iterdir() if path.is_file()] == [file.name]


def test_r08_who_waits_for_another_program_is_told_and_goes_on_by_itself(
    open_store: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, store = open_store(), open_store()
    monkeypatch.setattr(sqlite, "PATIENCE", 0.02)
    monkeypatch.setattr(sqlite, "ATTEMPT", 10)
    holding, enough = threading.Event(), threading.Event()

    def hold() -> None:
        with holder.write("test") as work:
            rows.contact(work)
            work.flush()
            holding.set()
            enough.wait(5)

    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 8:  # long after the patience of who does not wait
            enough.set()

    other = threading.Thread(target=hold)
    other.start()
    holding.wait(5)
    before = WAITING.set(wait)
    try:
        with store.write("test") as work:
            rows.contact(work, "CT2")
    finally:
        WAITING.reset(before)
    other.join()
    assert waited == [*sorted(waited[:-1]), 0]
    assert len(rows.operations(store)) == 2


def test_r08_who_waits_for_another_program_may_give_up(open_store: Callable[[], Store]) -> None:
    holder, store = open_store(), open_store()

    def wait(_seconds: float) -> None:
        raise Cancelled

    before = WAITING.set(wait)
    try:
        with holder.write("test") as work:
            rows.contact(work)
            work.flush()
            with pytest.raises(Cancelled), store.write("test"):
                pass
    finally:
        WAITING.reset(before)
    with store.write("test") as work:
        rows.contact(work, "CT2")


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@contextmanager
def stopped_by(stop: Stop) -> Iterator[None]:
    before = STOP.set(stop)
    try:
        yield
    finally:
        STOP.reset(before)


def test_reading_is_ended_from_another_thread_while_it_computes(open_store: Callable[[], Store]) -> None:
    store, stop = open_store(), Stop()
    other = threading.Timer(0.05, stop.ask)
    other.start()
    with stopped_by(stop), pytest.raises(Interrupted), store.read() as connection:
        connection.exec_driver_sql(ENDLESS)
    other.join()
    with store.read() as connection:  # the connection is as good as before
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1


def test_reading_is_ended_between_two_queries(open_store: Callable[[], Store]) -> None:
    store, stop = open_store(), Stop()
    with stopped_by(stop), store.read() as connection:
        connection.exec_driver_sql("SELECT 1")
        stop.ask()
        with pytest.raises(Interrupted):
            connection.exec_driver_sql("SELECT 1")
    with stopped_by(stop), pytest.raises(Interrupted), store.read():
        pass


def test_who_asks_too_late_ends_nobody_else(open_store: Callable[[], Store]) -> None:
    store, stop = open_store(), Stop()
    with stopped_by(stop), store.read() as connection:
        connection.exec_driver_sql("SELECT 1")
    with store.read() as connection:  # the same connection of the pool
        stop.ask()
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1


def test_the_log_does_not_grow_for_ever_under_a_writer_that_never_rests(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LOG_LIMIT", 100_000)
    log = path.with_name(path.name + "-wal")
    sizes = []
    for number in range(40):
        with store.write("test") as work:
            rows.contact(work, f"CT{number}")
        sizes.append(log.stat().st_size)
    assert max(sizes) < 300_000
    assert sizes[-1] == sizes[len(sizes) // 2]  # it is written from its beginning again
