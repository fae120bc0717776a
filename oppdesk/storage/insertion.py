"""Rows inserted by the hundred, past the library: it takes as long to bind values as the database to store them.

What no row of a block fills stands in the statement itself: of a contact's sixty columns a file fills a third.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Dialect, Table

from oppdesk.storage.base import blanks, fold
from oppdesk.storage.types import Clock, Day, Moment

Values = dict[str, Any]
Bind = Callable[[Any], Any]
_SOME = 500  # rows handed to the driver at a time
_TEXTS = "search_text"


class _Form(NamedTuple):
    """How rows that fill the same columns are inserted."""

    statement: str
    blank: Values  # of what the statement asks for
    times: tuple[tuple[str, Bind], ...]  # numbers and texts the driver takes as they are
    texts: tuple[str, ...]  # what the search_text is made of
    values: Callable[[Values], tuple[Any, ...]]


def insert(
    connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]], stamp: Any, keys: list[int]
) -> None:
    """Insert rows, blank where they say nothing, written at `stamp`; `keys` gets theirs, block by block."""
    given = iter(rows)
    always: Values = {"version": 1, "updated_at": stamp}
    while block := list(islice(given, _SOME)):
        form = _form(table, connection.dialect, frozenset(chain.from_iterable(block)))
        blank = form.blank | always
        some = [{**blank, **row} for row in block]
        for name, stored in form.times:
            for row in some:
                row[name] = stored(row[name])
        if texts := form.texts:
            for row in some:
                row[_TEXTS] = fold(" ".join([row[name] for name in texts if row[name]]))
        connection.exec_driver_sql(form.statement, list(map(form.values, some)))
        keys.extend([row["id"] for row in some])


@lru_cache(maxsize=200)
def _form(table: Table, dialect: Dialect, filled: frozenset[str]) -> _Form:
    texts = tuple(name for name in table.info.get("search", ()) if name in filled)
    given = {"id", "version", "updated_at", *filled, *([_TEXTS] if texts else [])}
    blank = blanks(table)
    bound = [column for column in table.columns if column.name in given]
    places = ["?" if column.name in given else _literal(column, dialect, blank) for column in table.columns]
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return _Form(
        f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join(places)})",
        {column.name: blank.get(column.name) for column in bound},
        tuple(
            (
                column.name,
                lru_cache(maxsize=5_000)(_bind(column, dialect)),
            )  # files say the same days again and again
            for column in bound
            if isinstance(column.type, Clock | Day | Moment)
        ),
        texts,
        itemgetter(*(column.name for column in bound)),
    )


def _bind(column: Column[Any], dialect: Dialect) -> Bind:
    found: Any = column.type.dialect_impl(dialect).bind_processor(dialect)
    return found or (lambda value: value)


def _literal(column: Column[Any], dialect: Dialect, blank: Values) -> str:
    """What a column that nobody fills holds, as SQL."""
    stored = _bind(column, dialect)(blank.get(column.name))
    if stored is None:
        return "NULL"
    return "'{}'".format(stored.replace("'", "''")) if isinstance(stored, str) else str(int(stored))
