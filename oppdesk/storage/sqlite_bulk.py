"""A great many rows at once: what follows each row by itself is put off, and done for all of them together.

The triggers of the kept sums take as long as the row itself, and where a file brings more rows than there were, an
index is made faster than it is kept. All this is part of the transaction: what ends it early leaves it as it was.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection

from oppdesk.storage import sqlite_figures

MANY = 1_000  # rows from which on it is worth while


@contextmanager
def together(connection: Connection, table: str, keys: Sequence[int], expected: int) -> Iterator[None]:
    """While it lasts some `expected` rows are inserted into a table, and nothing else is done to it.

    `keys` are those that were inserted, known when it ends. Should it end by an error, the transaction has to end, too.
    """
    if expected < MANY:
        yield
        return
    put_off = _indexes(connection, table) if _has_fewer(connection, table, expected) else {}
    for name in put_off:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    sqlite_figures.stop(connection, table)
    yield
    for definition in put_off.values():
        connection.exec_driver_sql(definition)
    sqlite_figures.go_on(connection, table, keys)


def _has_fewer(connection: Connection, table: str, rows: int) -> bool:
    found = connection.exec_driver_sql(f"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT ?)", (rows,))
    return int(found.scalar() or 0) < rows


def _indexes(connection: Connection, table: str) -> dict[str, str]:
    """Those that refuse nothing, in the order they were made: where two serve as well, SQLite goes by that."""
    found = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? "
        "AND sql LIKE 'CREATE INDEX %' ORDER BY rowid",
        (table,),
    )
    return {row[0]: row[1] for row in found}
