"""Draws human numbers in the transaction that uses them; what was drawn is never drawn again, not even after undo."""

import json
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, Update, bindparam, literal_column, select

from oppdesk.domain import numbering
from oppdesk.domain.numbering import Series, SeriesLine
from oppdesk.domain.opportunity import required
from oppdesk.domain.records import OPPORTUNITY
from oppdesk.domain.setup import by_key
from oppdesk.i18n import _
from oppdesk.storage import sqlite_search
from oppdesk.storage.base import metadata
from oppdesk.storage.journal import now
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Work

_OWNERS = {
    "opportunity_nos": "opportunity",
    "contact_nos": "contact",
    "task_nos": "task",
    "quote_nos": "sales_document",
}
_NUMBER = next(field for field in OPPORTUNITY if field.name == "number")


class Number(NamedTuple):
    number: str
    series: int | None  # None for a number typed by hand


def series_named(connection: Connection, purpose: str) -> tuple[int | None, Series | None]:
    """The series that the setup names for a purpose (`opportunity_nos`, …) and its key."""
    rows = connection.execute(_series_for(purpose)).all()
    if not rows:
        return None, None
    series = rows[0]
    lines = tuple(
        SeriesLine(
            starting_no=row.starting_no,
            starting_date=row.starting_date,
            ending_no=row.ending_no,
            warning_no=row.warning_no,
            increment=row.increment,
            last_no=row.last_no,
            last_date=row.last_date,
            open=row.open,
            id=row.line,
        )
        for row in rows
        if row.line is not None
    )
    return series.series, Series(
        code=series.code,
        lines=lines,
        default_nos=series.default_nos,
        manual_nos=series.manual_nos,
        date_order=series.date_order,
    )


# Made once: making a statement takes longer than answering it, and each move of an opportunity draws numbers.


@cache
def _series_for(purpose: str) -> Select[Any]:
    """A row for each of its lines, at least one."""
    setup, series, line = (
        TABLES[name] for name in ("marketing_setup", "number_series", "number_series_line")
    )
    own = [column for column in line.c if column.name not in ("id", "version", "updated_at", "number_series")]
    names = ("code", "default_nos", "manual_nos", "date_order")
    return (
        select(
            series.c.id.label("series"), *[series.c[name] for name in names], line.c.id.label("line"), *own
        )
        .join_from(setup, series, setup.c[purpose] == series.c.id)
        .join(line, line.c.number_series == series.c.id, isouter=True)
    )


@cache
def _used(owner: str) -> Select[Any]:
    """Its index holds no blank numbers."""
    number = metadata.tables[owner].c.number
    return select(number).where(number != literal_column("''"), sqlite_search.among(number))


@cache
def _drawn() -> Update:
    lines = TABLES["number_series_line"]
    told: dict[str, Any] = {name: bindparam(name) for name in ("last_no", "last_date", "updated_at")}
    return lines.update().where(lines.c.id == bindparam("line")).values(version=lines.c.version + 1, **told)


def draw_for(work: Work, purpose: str, on: date, typed: str = "") -> Number:
    """The typed number if it may be typed (R-NUM-03), else the next free one (R-NUM-01, R-NUM-05)."""
    work.flush()
    key, series = series_named(work.connection, purpose)
    table = metadata.tables[_OWNERS[purpose]]
    typed = str(_NUMBER.check(typed))
    if typed:
        numbering.check_typed(series, typed, taken=_taken(work.connection, table, typed))
        return Number(typed, None)
    drawn = numbering.draw(
        series, on, _label(purpose), taken=lambda number: _taken(work.connection, table, number)
    )
    _write_back(work, drawn.line)
    return Number(drawn.number, key)


def draw_many(work: Work, purpose: str, on: date, count: int) -> list[Number]:
    """`count` numbers in one go, for imports: only those about to be given are looked up."""
    if count == 0:
        return []
    work.flush()
    key, series = series_named(work.connection, purpose)
    found: list[str] = []
    while True:
        drawn, line = numbering.draw_many(series, on, _label(purpose), count - len(found))
        used = set(work.connection.execute(_used(_OWNERS[purpose]), {"keys": json.dumps(drawn)}).scalars())
        found += [number for number in drawn if number not in used]
        if len(found) == count:
            _write_back(work, line)
            return [Number(number, key) for number in found]
        series = _standing_at(series, line)


def _standing_at(series: Series | None, line: SeriesLine) -> Series | None:
    if series is None:
        return None
    lines = tuple(line if each.id == line.id else each for each in series.lines)
    return Series(series.code, lines, series.default_nos, series.manual_nos, series.date_order)


def check_renumber(work: Work, purpose: str, number: str) -> str:
    """The number as it is stored, if the series lets it be typed and nobody has it (R-NUM-04)."""
    number = str(_NUMBER.check(number))
    if not number:
        raise required(_(_NUMBER.label), _NUMBER.name)
    _key, series = series_named(work.connection, purpose)
    numbering.check_typed(
        series, number, taken=_taken(work.connection, metadata.tables[_OWNERS[purpose]], number)
    )
    return number


def _taken(connection: Connection, table: Table, number: str) -> bool:
    return connection.execute(select(table.c.id).where(table.c.number == number)).first() is not None


def _write_back(work: Work, line: SeriesLine) -> None:
    """Quiet columns alone, which the journal does not know (2.9): nobody else writes since the line was read."""
    work.connection.execute(
        _drawn(), {"line": line.id, "last_no": line.last_no, "last_date": line.last_date, "updated_at": now()}
    )


def _label(purpose: str) -> str:
    return _(by_key["marketing_setup"].field(purpose).label)
