"""One user action: one session, one transaction, one `Changes` value that is published after the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Engine, Table

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import InUseError, NotThereError, StorageTrouble, Trouble
from oppdesk.domain.progress import STOP, Progress
from oppdesk.i18n import _
from oppdesk.storage import search, sqlite, undo
from oppdesk.storage.base import Record, map_records
from oppdesk.storage.errors import stale_refused, translated
from oppdesk.storage.identity import Identities
from oppdesk.storage.journal import JOURNAL, Journal, Values, now, sessions
from oppdesk.storage.journal_tables import OPERATION

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Reader = Connection  # what services may call it: they do not know the library
R = TypeVar("R", bound=Record)
_OPERATION = OPERATION.insert()  # made once: making a statement takes longer than answering it


class Work:
    """A running unit of work: mapped records by `add`, `get`, `remove`; setup rows by `put`, `change`, `take`."""

    def __init__(self, session: Session, identities: Identities, kind: str, title: str) -> None:
        self.session = session
        self.connection = session.connection()
        self.kind = kind
        self.title = title
        self.operation = identities.next()
        self.journal = Journal(self.operation)
        self.is_half_done = False
        self.recorded = False  # an undo writes its operation first: what it undoes points at it
        self._identities = identities
        session.info[JOURNAL] = self.journal

    def key(self) -> int:
        return self._identities.next()

    def keys(self, count: int) -> list[int]:
        return self._identities.block(count)

    def expect_many(self) -> None:
        """Tell that a file's rows will be written."""
        sqlite.expect_many(self.connection)

    def add(self, record: Record) -> int:
        """Insert a mapped record under a new key, which is returned: at once, so that others may refer to it."""
        if record.id is None:
            record.id = self.key()
        self.flush()
        self.session.add(record)
        self.flush()
        return record.id

    def get(self, cls: type[R], row: int) -> R:
        """A mapped record; NotThereError when it is gone."""
        found = self.session.get(cls, row)
        if found is None:
            raise NotThereError(_("This record does not exist any more."))
        return found

    def remove(self, record: Record) -> None:
        self.session.delete(record)

    def flush(self) -> None:
        self.session.flush()

    def put(self, table: Table, values: Values) -> int:
        row = {"id": self.key(), **values}
        self.flush()
        self.journal.insert(self.connection, table, row)
        return int(row["id"])

    def put_many(
        self, table: Table, rows: Iterable[Mapping[str, Any]], expected: int | None = None
    ) -> list[int]:
        """Insert a great many rows of any table, the fastest there is; their keys.

        Each row names its `id`, one of `keys`, and what is not blank; that of a setup list names all. `rows` may
        make them as they are asked for, then it is said how many to expect: they are never all held, and
        `Progress.step` between them tells and cancels. Meanwhile nothing else may be written to the table, and only
        keys and numbers be looked up in it: other indexes may be gone until it ends. Kept sums, search, journal,
        news and undo follow as ever.
        """
        self.flush()
        if expected is None:
            rows = list(rows)
            expected = len(rows)
        self.is_half_done = True  # an error on the way leaves it so: no commit, whoever catches the error
        keys = self.journal.insert_many(self.connection, table, rows, expected)
        self.is_half_done = False
        return keys

    def change(self, table: Table, row: int, values: Values, version: int | None = None) -> None:
        self.flush()
        self.journal.update(self.connection, table, row, values, version)

    def amend(self, record: Record, values: Values) -> None:
        """Change a mapped record at once: a third of what it takes to set it and let the session find out."""
        self.flush()
        self.journal.amend(self.connection, record, values)

    def take(self, table: Table, row: int) -> None:
        self.flush()
        self.journal.delete(self.connection, table, row)


class Store:
    """The door to the data: `write` for one user action, `read` for looking."""

    def __init__(
        self,
        engine: Engine,
        identities: Identities,
        *,
        publish: Callable[[Changes], None],
        author: Callable[[], str],
    ) -> None:
        self.engine = engine
        self.reader = sqlite.read_engine(engine)
        self._identities = identities
        self._publish = publish
        self._author = author
        with self.read() as connection:
            identities.raise_floor(undo.greatest_key(connection))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot to read from; takes no write lock. Interrupted is raised when this thread's `STOP` is asked."""
        stop = STOP.get()
        try:
            with translated(), self.reader.connect() as connection:
                if stop is None:
                    yield connection
                else:
                    with sqlite.stopped_by(connection, stop):
                        yield connection
        except StorageTrouble as trouble:
            if trouble.kind is Trouble.SEARCH:
                self.make_search_index()
            raise

    def make_search_index(self, progress: Progress | None = None) -> None:
        """Make all of it again from what is stored; nothing else is touched, so it is no operation."""
        nobody_stops = STOP.set(None)  # the next key pressed would begin it anew
        try:
            with translated(), self.engine.begin() as connection:
                search.fill(connection, progress)
        finally:
            STOP.reset(nobody_stops)

    @contextmanager
    def write(self, kind: str, title: str = "") -> Iterator[Work]:
        """One operation; everything or nothing. Its news is published after the commit and only then."""
        map_records()
        with translated():
            sqlite.keep_log_small(self.engine)
        with (
            translated(),
            stale_refused(),
            sessions()(self.engine, expire_on_commit=False, autoflush=True) as session,
        ):
            work = Work(session, self._identities, kind, title)
            yield work
            if work.is_half_done:
                raise AssertionError("A great many rows came in only in part")
            session.flush()
            if not work.journal:
                session.commit()
                return
            self._record(work)
            touched = work.journal.touched()
            search.follow(work.connection, touched)
            _follow_duplicates(work, touched)
            work.journal.write(work.connection)
            session.commit()
        self._publish(work.journal.changes(work.title, work.kind))

    @contextmanager
    def derive(self, reading: Connection | None = None) -> Iterator[Connection]:
        """Write what is made of the records: no operation, nothing to undo, no news but what `tell` says.

        `reading` is one of `lay_out` on which it lies ready; what that reads next is another snapshot.
        """
        with translated():
            sqlite.keep_log_small(self.engine)
            if reading is not None:
                with sqlite.writing(reading):
                    yield reading
                return
            with self.engine.begin() as connection:
                yield connection

    @contextmanager
    def lay_out(self) -> Iterator[Connection]:
        """Read, and put into temporary tables what `derive` is to write; they end with it, and so does its cache."""
        with translated(), self.reader.connect() as connection:
            try:
                yield connection
            finally:
                connection.invalidate()

    def keys(self, count: int) -> list[int]:
        """Keys for rows that are derived."""
        return self._identities.block(count)

    def tell(self, changes: Changes) -> None:
        """The news of what was derived."""
        self._publish(changes)

    def undo(self, operation: int) -> str:
        """Take back an operation; the title of what was undone. RuleError says what stands in the way."""
        try:
            with self.write("undo") as work:
                found = undo.check_possible(work.connection, operation)
                work.title = _("Undone: {title}").format(title=found.title)
                self._record(work, undoes=operation)
                undo.apply_inverse(work.connection, work.journal, operation)
                undo.mark_undone(work.connection, operation, work.operation)
        except InUseError as error:  # the references are looked at by the commit
            with self.read() as connection:
                raise undo.refused_by_reference(connection, operation) from error
        return str(found.title)

    def _record(self, work: Work, undoes: int | None = None) -> None:
        if work.recorded:
            return
        work.recorded = True
        work.connection.execute(
            _OPERATION,
            {
                "id": work.operation,
                "at": now(),
                "author": self._author(),
                "device": self._identities.device,
                "kind": work.kind,
                "title": work.title,
                "undoes": undoes,
            },
        )

    def prepare_to_write(self) -> None:
        """Import the mapper before the first change needs it; it takes a moment."""
        import oppdesk.storage.duplicate_keys  # noqa: F401, PLC0415

        map_records()

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the file; cheap, meant for a background thread."""
        with translated():
            sqlite.checkpoint(self.engine)

    def close(self) -> None:
        """Bring everything into the one file and let it go."""
        with translated():
            sqlite.checkpoint(self.engine, whole=True)
        self.engine.dispose()


def _follow_duplicates(work: Work, touched: dict[str, dict[int, frozenset[str] | None]]) -> None:
    if "contact" in touched:
        from oppdesk.storage import duplicate_keys  # noqa: PLC0415 - who only reads needs none of its rules

        duplicate_keys.follow(work.connection, work.journal, touched)
