"""What the setup service asks of any setup table: its rows, who refers to a row, and changes of many rows at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.setup import by_key
from oppdesk.storage import listing, lists
from oppdesk.storage.base import metadata
from oppdesk.storage.journal import Values, difference, image_of, now
from oppdesk.storage.setup_tables import TABLES, line_key
from oppdesk.storage.unit_of_work import Work

_CHUNK = 500  # ids in one condition


class Use(NamedTuple):
    """So many rows of a table name a row in this column."""

    table: str
    column: str
    times: int


def rows(connection: Connection, key: str, parent: int | None = None) -> list[dict[str, Any]]:
    """All rows of a list in its order, those of one parent when it is given; references as Ref."""
    wanted = lists.listing(key)
    owner = by_key[key].lines_of
    filters = () if owner is None or parent is None else (Filter(owner, Op.IS, parent),)
    return listing.rows(connection, wanted, listing.ids(connection, wanted, Query(filters)))


def row(connection: Connection, key: str, row: int) -> dict[str, Any] | None:
    found = listing.rows(connection, lists.listing(key), [row])
    return found[0] if found else None


def stored(connection: Connection, key: str, row: int | None) -> Values | None:
    """The columns as they are stored; None when there is no such row."""
    table = metadata.tables[key]
    found = connection.execute(select(table).where(table.c.id == row)).mappings().first()
    return None if found is None else dict(found)


def only_row(connection: Connection, key: str) -> int | None:
    """The key of the one row of a single list."""
    return connection.execute(select(TABLES[key].c.id).limit(1)).scalar()


def same(connection: Connection, key: str, values: Mapping[str, Any]) -> int | None:
    """The row that has the same key fields, under the same parent if it has one."""
    table, setup = TABLES[key], by_key[key]
    terms = [
        table.c[name].is_not_distinct_from(bindparam(f"wanted_{name}", values.get(name), table.c[name].type))
        for name in setup.key_fields  # a blank date is a value, a blank reference is one too
    ]
    if setup.lines_of:
        terms.append(table.c[setup.lines_of] == values[setup.lines_of])
    return connection.execute(select(table.c.id).where(*terms)).scalar()


def numbered_lines(connection: Connection, key: str, parent: int) -> list[tuple[int, int]]:
    """The lines of a parent in order, as (id, number)."""
    table, setup = TABLES[key], by_key[key]
    number = table.c[line_key(setup)]
    found = connection.execute(
        select(table.c.id, number).where(table.c[str(setup.lines_of)] == parent).order_by(number)
    )
    return [(line, each) for line, each in found]


def uses(connection: Connection, key: str, row: int) -> list[Use]:
    """Who refers to a row, from the foreign keys; its own lines are no one else."""
    own = {each.key for each in by_key.values() if each.lines_of == key}
    found = []
    for table in metadata.sorted_tables:
        for column in table.columns:
            if not any(each.column.table.name == key for each in column.foreign_keys):
                continue
            if table.name in own and column.name == key:
                continue
            count = connection.execute(select(func.count()).where(column == row)).scalar() or 0
            if count:
                found.append(Use(table.name, column.name, count))
    return found


def referring(connection: Connection, table: str, column: str, row: int) -> list[int]:
    """The keys of the rows that name a row in this column."""
    found = metadata.tables[table]
    return list(
        connection.execute(select(found.c.id).where(found.c[column] == row).order_by(found.c.id)).scalars()
    )


def remove_many(work: Work, table: str, ids: Sequence[int]) -> None:
    """Remove rows, journaled like single ones, in few steps of the database."""
    found = metadata.tables[table]
    work.flush()
    for some in _chunks(list(ids)):
        for old in work.connection.execute(select(found).where(found.c.id.in_(some))).mappings().all():
            work.journal.note_removed(found, old["id"], image_of(found, dict(old)))
        work.connection.execute(found.delete().where(found.c.id.in_(some)))


def change_many(work: Work, name: str, changes: Mapping[int, Values], *, exchanges: str = "") -> None:
    """Change many rows, the same columns of each, journaled like single ones.

    `exchanges` is a whole-numbered unique column in which rows may take each other's value: all of them wait below
    zero first, or they would meet halfway.
    """
    table = metadata.tables[name]
    work.flush()
    todo = []
    for some in _chunks(list(changes)):
        for old in work.connection.execute(select(table).where(table.c.id.in_(some))).mappings():
            values = changes[old["id"]]
            before, after = difference(table, dict(old), {**old, **values})
            if before:
                work.journal.note_changed(table, old["id"], before, after)
                todo.append(
                    {"row": old["id"], **{f"new_{column}": value for column, value in values.items()}}
                )
    if not todo:
        return
    if exchanges:
        for some in _chunks([each["row"] for each in todo]):
            work.connection.execute(
                table.update().where(table.c.id.in_(some)).values({exchanges: -table.c[exchanges]})
            )
    columns = next(iter(changes.values()))
    work.connection.execute(
        table.update()
        .where(table.c.id == bindparam("row"))
        .values(
            version=table.c.version + 1,
            updated_at=now(),
            **{column: bindparam(f"new_{column}") for column in columns},
        ),
        todo,
    )


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
