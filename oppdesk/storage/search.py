"""One index over contacts, opportunities, tasks, notes and quotes: follows each change in its own transaction.

What is derived is never journaled: the journal says which rows an operation touched, an undo included, and their
documents are made anew from what is stored. An index that is damaged or missing is made again, the data untouched.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    bindparam,
    false,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.exc import DBAPIError

from oppdesk.domain.progress import MANY, Progress, tell_stage
from oppdesk.domain.words import DocumentKind
from oppdesk.i18n import _
from oppdesk.storage import search_words, sqlite_search
from oppdesk.storage.base import fold
from oppdesk.storage.errors import is_of_search
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.search_documents import KINDS, Kind, Row, bounds
from oppdesk.storage.search_tables import SEARCH_DOC

Element = ColumnElement[Any]
_BATCH = 1_000  # documents made at a time: what is brought in one go keeps the windows waiting
_LONGEST_NUMBER = 60  # letters

# -- following ------------------------------------------------------------------------------------------------


def follow(connection: Connection, touched: Mapping[str, Mapping[int, Collection[str] | None]]) -> None:
    """Bring the index up to what an operation touched: rows by table, each with its changed columns or None for all."""
    stale = _stale(connection, touched)
    if not stale:
        return
    try:
        for table, rows in stale.items():
            _refresh(connection, KINDS[table], rows)
    except DBAPIError as error:
        if not is_of_search(error):
            raise
        fill(connection)  # all anew: what the user changed is not refused for a damaged index


def _stale(
    connection: Connection, touched: Mapping[str, Mapping[int, Collection[str] | None]]
) -> dict[str, set[int]]:
    """The rows whose documents are made anew, those that show the name of a renamed contact included."""
    found: dict[str, set[int]] = defaultdict(set)
    for table, rows in touched.items():
        if table in KINDS:
            watched = KINDS[table].watched
            found[table] |= {row for row, names in rows.items() if names is None or watched & set(names)}
    renamed = [row for row, names in touched.get("contact", {}).items() if names and "name" in names]
    if renamed:
        for table, kind in KINDS.items():
            for name in kind.names:
                statement = select(kind.table.c.id).where(sqlite_search.among(kind.table.c[name]))
                found[table].update(connection.execute(statement, {"keys": json.dumps(renamed)}).scalars())
    return {table: rows for table, rows in found.items() if rows}


def _refresh(connection: Connection, kind: Kind, rows: Iterable[int]) -> None:
    every = sorted(rows)
    statement = _stored(kind.table.name)
    for start in range(0, len(every), _BATCH):
        some = every[start : start + _BATCH]
        stored = connection.execute(statement, {"keys": json.dumps(some)}).all()
        _put(connection, kind, some, sorted(stored, key=lambda row: row[0]))


def _put(connection: Connection, kind: Kind, keys: Collection[int], stored: Collection[Row]) -> None:
    """The documents of these rows as they are stored now; rows that are gone lose theirs."""
    name = kind.table.name
    number = TABLE_NUMBERS[name]
    known = sqlite_search.documents_of(connection, number, keys)
    again: list[tuple[int, str]] = []
    new: dict[int, list[tuple[int, str]]] = defaultdict(list)
    gone = dict(known)
    words: set[str] = set()
    for row in stored:
        key, sort = row[0], kind.sort(row)
        text = kind.words(row)
        words.update(text.split())
        first, last = bounds(sort)
        document = known.get(key)
        if document is not None and first <= document <= last:
            again.append((gone.pop(key), text))
        else:
            new[sort].append((key, text))
    sqlite_search.remove(connection, name, gone.values())
    sqlite_search.replace(connection, name, again)
    for sort, rows in new.items():
        first, last = bounds(sort)
        after = sqlite_search.last_document(connection, first, last) or first - 1
        made = [(after + at, key, text) for at, (key, text) in enumerate(rows, 1)]
        sqlite_search.add(connection, name, number, made)
    sqlite_search.know(connection, search_words.known_words(words))


# -- making it again ------------------------------------------------------------------------------------------


def fill(connection: Connection, progress: Progress | None = None) -> None:
    """A new index of everything that is stored; about 25 s at a million opportunities."""
    told = progress or Progress()
    sqlite_search.define(connection)
    counts = {
        name: connection.execute(select(func.count()).select_from(kind.table)).scalar() or 0
        for name, kind in KINDS.items()
    }
    done, total = 0, sum(counts.values())
    for kind in KINDS.values():
        for rows in _every(connection, kind):
            told.step(done, total)
            _put(connection, kind, [], rows)
            done += len(rows)
    told.step(total, total)


def _every(connection: Connection, kind: Kind) -> Iterator[list[Any]]:
    key = kind.table.c.id
    after = -1
    while rows := connection.execute(kind.query().where(key > after).order_by(key).limit(_BATCH)).all():
        yield list(rows)
        after = rows[-1][0]


def ensure(engine: Engine) -> None:
    """At the start: make the index when it is missing, defined otherwise or plainly behind; a few reads when not."""
    with engine.execution_options(sqlite_begin="DEFERRED").connect() as connection:
        if sqlite_search.is_defined(connection) and _is_current(connection):
            return
    with engine.begin() as connection:
        fill(connection, Progress(_tell))


def _tell(done: int, total: int) -> None:
    if total >= MANY:
        tell_stage(_("Making the search index…"), done, total)


def _is_current(connection: Connection) -> bool:
    """Whether the newest row of each table has its document; one plain statement, for every start waits for it."""
    behind = " UNION ALL ".join(
        # The greatest key is looked up alone: under any condition it would be looked for in all rows (55 ms).
        f"SELECT 1 FROM {name} WHERE id = (SELECT max(id) FROM {name}) AND NOT EXISTS (SELECT 1 FROM search_doc "
        f'WHERE search_doc.tbl = {TABLE_NUMBERS[name]} AND search_doc."row" = {name}.id)'
        for name in KINDS
    )
    return connection.exec_driver_sql(behind).first() is None


# -- asking ---------------------------------------------------------------------------------------------------


def matching(table: str, text: str, *, is_walked: bool = False) -> Element | None:
    """The rows of a table in which every word of a text is found as a part; None for a table not in the index.

    Words of one and two letters are found where words begin. A text without letters and digits finds nothing, and
    no text finds everything. `is_walked` asks of each row that is met whether it is found, instead of bringing all
    that are: where words are common, a page is full after some hundred.
    """
    kind = KINDS.get(table)
    if kind is None:
        return None
    if not text.strip():
        return true()
    found = documents(table, text)
    if found is None:
        return false()
    document = SEARCH_DOC.c
    if not is_walked:
        return kind.table.c.id.in_(select(document.row).where(document.id.in_(found)))
    own = select(document.id).where(document.tbl == TABLE_NUMBERS[table], document.row == kind.table.c.id)
    return own.correlate(kind.table).scalar_subquery().in_(found)


def documents(table: str, text: str) -> Select[Any] | None:
    """As many documents as `matching` finds rows; None where the index is not asked."""
    terms = search_words.terms(text) if table in KINDS else ()
    if not terms:
        return None
    return sqlite_search.documents(table, sqlite_search.expression(terms, inside=True))


class Question:
    """What was typed, as the index is asked: made once for all kinds of records."""

    def __init__(self, connection: Connection, text: str) -> None:
        self._connection = connection
        self._terms = search_words.terms(text)
        self._expressions: dict[bool, str] = {}

    def _asked(self, *, inside: bool) -> str:
        if inside not in self._expressions:
            self._expressions[inside] = sqlite_search.asked(self._connection, self._terms, inside=inside)
        return self._expressions[inside]

    def newest(self, table: str, limit: int, sorts: tuple[int, ...] = ()) -> list[int]:
        """Rows of a table: those with words that begin so before those with such parts, of each the newest first."""
        if not self._terms:
            return []
        between = (bounds(sorts[0])[0], bounds(sorts[-1])[1]) if sorts else None
        found: dict[int, None] = {}
        for inside in (False, True):
            if inside and (len(found) >= limit or self._asked(inside=True) == self._asked(inside=False)):
                break
            asked = self._asked(inside=inside)
            found |= dict.fromkeys(sqlite_search.newest(self._connection, table, asked, limit, between))
        return list(found)[:limit]

    def count(self, table: str, most: int) -> int:
        """How many rows of a table are found, counted up to `most`."""
        if not self._terms:
            return 0
        return sqlite_search.count(self._connection, table, self._asked(inside=True), most)


# Each made once, for making a statement takes longer than answering it; and not before it is asked: no start asks.


@cache
def _stored(table: str) -> Select[Any]:
    kind = KINDS[table]
    return kind.query().where(sqlite_search.among(kind.table.c.id))


@cache
def _titles(table: str) -> Select[Any]:
    columns = KINDS[table].table.c
    return select(columns.id, columns.number, columns.description).where(sqlite_search.among(columns.id))


@cache
def _numbered(table: str) -> tuple[Any, ...]:
    """Statements that look for a number and for an external number by their indexes."""
    columns, found = KINDS[table].table.c, []
    for name in ("number", "external_number"):
        if name in columns:
            own = columns[name]
            statement = select(columns.id).where(
                own != literal_column("''"), own.in_([bindparam("typed"), bindparam("upper")])
            )
            if "kind" in columns:  # its index begins with it
                statement = statement.where(columns.kind.in_([int(kind) for kind in DocumentKind]))
            found.append(statement)
    return tuple(found)


def numbered(connection: Connection, table: str, text: str) -> list[int]:
    """The rows of a table whose number or external number a text is."""
    typed = "".join(text[:_LONGEST_NUMBER].split())
    given = {"typed": typed, "upper": typed.upper()}
    if not any(letter.isdigit() for letter in typed):
        return []
    return [row for statement in _numbered(table) for row in connection.execute(statement, given).scalars()]


def titles(connection: Connection, table: str, rows: Collection[int]) -> dict[int, tuple[str, str]]:
    """Number and description of some rows, folded."""
    found = connection.execute(_titles(table), {"keys": json.dumps(list(rows))}).all()
    return {row[0]: (fold(row[1]), fold(row[2])) for row in found}
