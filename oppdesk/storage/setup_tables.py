"""One Core table for each setup list, made from its description: rows without behaviour need no class."""

from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, MetaData, Table, UniqueConstraint

from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.setup import by_key
from oppdesk.domain.setup_list import SetupList
from oppdesk.storage.base import metadata, reference
from oppdesk.storage.types import CLOCK, DAY, FLAG, ID, MOMENT, WHOLE, WORDS

_TYPES = {
    Kind.CODE: WORDS,
    Kind.TEXT: WORDS,
    Kind.NOTE: WORDS,
    Kind.FORMULA: WORDS,
    Kind.FLAG: FLAG,
    Kind.WHOLE: WHOLE,
    Kind.PERCENT: WHOLE,
    Kind.RATE: WHOLE,
    Kind.MONEY: WHOLE,
    Kind.VALUE: WHOLE,
    Kind.CHOICE: WHOLE,
    Kind.DURATION: WHOLE,
    Kind.DATE: DAY,
    Kind.TIME: CLOCK,
    Kind.MOMENT: MOMENT,
    Kind.LOOKUP: ID,
}
FORMULA_SIZE = 32


def stored(setup: SetupList) -> tuple[Field, ...]:
    """The fields that have a column; counts are computed on reading."""
    return tuple(field for field in setup.fields if field.kind is not Kind.COUNT)


def line_key(setup: SetupList) -> str:
    """The column that tells the lines of one parent apart, or the code of a plain list."""
    return setup.fields[0].name


def _column(field: Field) -> Column[Any]:
    kind = _TYPES[field.kind]
    if field.kind is Kind.LOOKUP:
        return Column(field.name, kind, reference(str(field.target)), nullable=not field.required)
    return Column(field.name, kind, nullable=False)


def _checks(field: Field) -> list[CheckConstraint]:
    size = FORMULA_SIZE if field.kind is Kind.FORMULA else field.size
    if size is not None:
        return [CheckConstraint(f"length({field.name}) <= {size}", name=f"{field.name}_length")]
    if field.kind is Kind.PERCENT:
        return [CheckConstraint(f"{field.name} BETWEEN 0 AND 100", name=f"{field.name}_range")]
    if field.kind is Kind.CHOICE:
        last = len(field.choices) - 1
        return [CheckConstraint(f"{field.name} BETWEEN 0 AND {last}", name=f"{field.name}_choice")]
    return []


def build(setup: SetupList, into: MetaData) -> Table:
    """The table of one list: key, version, stamp, the parent's key for lines, a column a field."""
    parent: list[Column[Any]] = (
        [Column(setup.lines_of, ID, reference(setup.lines_of), nullable=False)] if setup.lines_of else []
    )
    fields = stored(setup)
    table = Table(
        setup.key,
        into,
        Column("id", ID, primary_key=True, autoincrement=False),
        Column("version", WHOLE, nullable=False),
        Column("updated_at", MOMENT, nullable=False),
        *parent,
        *[_column(field) for field in fields],
        *[check for field in fields for check in _checks(field)],
    )
    if setup.lines_of:
        table.append_constraint(UniqueConstraint(setup.lines_of, *setup.key_fields))
        if fields[0].kind is Kind.WHOLE:
            table.info["line_number"] = line_key(setup)  # lines may change places
    elif not setup.single:
        table.append_constraint(UniqueConstraint(*setup.key_fields))
    for field in fields:
        if field.kind is Kind.LOOKUP:
            Index(f"ix_{setup.key}_{field.name}", table.c[field.name])
    if setup.key == "number_series_line":
        # A number drawn is never drawn again, whatever is undone.
        table.info["quiet"] = frozenset({"last_no", "last_date"})
    return table


TABLES: dict[str, Table] = {setup.key: build(setup, metadata) for setup in by_key.values()}
