"""Rows inserted by the hundred, past the library: it takes as long to bind values as the database to store them.

What no row of a block fills stands in the statement itself: of a contact's sixty columns a file fills a third.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import chain, islice, repeat
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
    """How rows that fill the same columns are inserted; columns are told by their place among those filled."""

    statement: str
    blank: Values  # of the columns filled
    values: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    is_stamped: bool  # by the rows themselves
    times: tuple[tuple[int, Bind], ...]  # numbers and texts the driver takes as they are
    texts: tuple[int, ...]  # what the search_text is made of


def insert(
    connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]], stamp: Any, keys: list[int]
) -> None:
    """Insert rows, blank where they say nothing, written at `stamp`; `keys` gets theirs, block by block."""
    given = iter(rows)
    stamp = _bind(table.c.updated_at, connection.dialect)(stamp)
    while block := list(islice(given, _SOME)):
        form = _form(table, connection.dialect, frozenset(chain.from_iterable(block)))
        if min(map(len, block)) < len(form.blank):
            block = [{**form.blank, **row} for row in block]
        columns: list[Iterable[Any]] = list(zip(*map(form.values, block), strict=True))
        texts = [
            " ".join(filter(None, each)) for each in zip(*[columns[at] for at in form.texts], strict=True)
        ]
        for at, stored in form.times:
            columns[at] = map(stored, columns[at])
        always: list[Iterable[Any]] = [map(fold, texts)] if form.texts else []
        if not form.is_stamped:
            always.append(repeat(stamp, len(block)))
        connection.exec_driver_sql(form.statement, list(zip(*columns, *always, strict=True)))
        keys.extend([row["id"] for row in block])


@lru_cache(maxsize=200)
def _form(table: Table, dialect: Dialect, named: frozenset[str]) -> _Form:
    searched = [name for name in table.info.get("search", ()) if name in named]
    made = {_TEXTS} if searched else set()  # whatever a row says of it
    filled = [column for column in table.columns if column.name in named - made]
    names = [column.name for column in filled]
    texts = [names.index(name) for name in searched]
    blank: Values = {**blanks(table), "version": 1}
    asked = [*names, *([_TEXTS] if texts else []), "updated_at"]
    places = dict.fromkeys(asked, "?")
    places |= {
        column.name: _literal(column, dialect, blank) for column in table.columns if column.name not in places
    }
    columns = ", ".join(f'"{name}"' for name in places)
    return _Form(
        f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join(places.values())})",
        {name: blank.get(name) for name in (*names, *(made & named))},
        itemgetter(*names),
        "updated_at" in named,
        tuple(
            (at, lru_cache(maxsize=5_000)(_bind(column, dialect)))  # files say the same days again and again
            for at, column in enumerate(filled)
            if isinstance(column.type, Clock | Day | Moment)
        ),
        tuple(texts),
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
