"""What an import looks up once and writes in bulk: names to keys, keys of the file's own program, complete rows."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, and_, literal_column, select

from oppdesk.storage import sqlite_search
from oppdesk.storage.base import blanks, fold, metadata
from oppdesk.storage.journal import Values
from oppdesk.storage.opportunity_tables import EntryRow, OpportunityRow
from oppdesk.storage.unit_of_work import Work

_MANY = 10_000  # keys in one condition; more would hold the answer in memory twice


def keys_by(connection: Connection, table: str, column: str) -> dict[str, int]:
    """Every row of a table by one of its texts, folded; of equal texts the oldest row."""
    found = metadata.tables[table]
    rows = connection.execute(select(found.c[column], found.c.id).order_by(found.c.id.desc()))
    return {fold(text): row for text, row in rows if text}


def keys_among(connection: Connection, table: str, column: str, values: Iterable[str]) -> dict[str, int]:
    """The rows whose text in an indexed column is one of these, by it."""
    found = metadata.tables[table]
    every = sorted(values)
    keys: dict[str, int] = {}
    is_filled = found.c[column] != literal_column(
        "''"
    )  # the index of a key that may be blank holds no blanks
    wanted = select(found.c[column], found.c.id).where(is_filled, sqlite_search.among(found.c[column]))
    for start in range(0, len(every), _MANY):
        given = json.dumps(every[start : start + _MANY], ensure_ascii=False)
        keys.update(map(tuple, connection.execute(wanted, {"keys": given})))
    return keys


def rows_among(
    connection: Connection, table: str, columns: Iterable[str], column: str, values: Iterable[object]
) -> list[Any]:
    """Some columns of the rows whose indexed key or text is one of these; for `search_text` whose first word it is.

    The search_text begins with the name that people know a record by, which is all that is compared.
    """
    found = metadata.tables[table]
    given = json.dumps(list(values), ensure_ascii=False)
    if given == "[]":
        return []
    wanted = select(*[found.c[name] for name in columns])
    own = found.c[column]
    if column == "search_text":
        word = sqlite_search.given()
        wanted = wanted.join_from(word, found, and_(own >= word.c.value + " ", own < word.c.value + "!"))
    else:
        wanted = wanted.where(sqlite_search.among(own))
    if column == "external_number":  # the index of a key that may be blank holds no blanks
        wanted = wanted.where(own != literal_column("''"))
    return list(connection.execute(wanted, {"keys": given}).all())


def every(connection: Connection, table: str, columns: Iterable[str]) -> Iterable[Any]:
    """Some columns of every row, oldest first, one after the other: nothing is held."""
    found = metadata.tables[table]
    return connection.execute(select(*[found.c[name] for name in columns]).order_by(found.c.id))


def has_rows(connection: Connection, table: str) -> bool:
    """Whether a table holds anything."""
    found = metadata.tables[table]
    return connection.execute(select(found.c.id).limit(1)).first() is not None


def rows_by_key(connection: Connection, table: str, columns: Iterable[str]) -> dict[int, Mapping[str, Any]]:
    """Some columns of every row of a table."""
    found = metadata.tables[table]
    wanted = [found.c.id, *[found.c[name] for name in columns]]
    return {row["id"]: dict(row) for row in connection.execute(select(*wanted)).mappings()}


def chosen_rows(
    connection: Connection, table: str, columns: Iterable[str], keys: Iterable[int]
) -> dict[int, Mapping[str, Any]]:
    """Some columns of the rows with these keys."""
    found = metadata.tables[table]
    names = ["id", *columns]
    statement = select(*[found.c[name] for name in names]).where(sqlite_search.among(found.c.id))
    every = sorted(keys)
    rows: dict[int, Mapping[str, Any]] = {}
    for start in range(0, len(every), _MANY):
        given = json.dumps(every[start : start + _MANY])
        for row in connection.execute(statement, {"keys": given}):
            rows[row[0]] = dict(zip(names, row, strict=True))
    return rows


def stages_by_cycle(connection: Connection) -> dict[int, list[Any]]:
    """The stages of every sales cycle in order."""
    stage = metadata.tables["sales_cycle_stage"]
    found: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(select(stage).order_by(stage.c.stage)):
        found[row.sales_cycle].append(row)
    return found


def complete(table: Table, values: Mapping[str, Any]) -> Values:
    """A row with the blank of every column that is not given."""
    return blanks(table) | dict(values)


def put(work: Work, table: str, rows: list[Values]) -> list[int]:
    """Insert rows under new keys of one block."""
    keys = work.keys(len(rows))
    with_keys = (row | {"id": key} for row, key in zip(rows, keys, strict=True))
    return work.put_many(metadata.tables[table], with_keys, len(rows))


def with_active_entries(work: Work, keys: Iterable[int]) -> dict[int, tuple[OpportunityRow, EntryRow | None]]:
    """Some opportunities to be changed, each with the entry in force, in two queries."""
    wanted = list(keys)
    entries = {
        entry.opportunity: entry
        for entry in work.session.scalars(
            select(EntryRow).where(EntryRow.opportunity.in_(wanted), EntryRow.active)
        )
    }
    rows = work.session.scalars(select(OpportunityRow).where(OpportunityRow.id.in_(wanted)))
    return {row.id: (row, entries.get(row.id)) for row in rows}
