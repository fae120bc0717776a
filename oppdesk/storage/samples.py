"""Which records came as sample data, by the journal, and how they go again without harming the user's own."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, select

from oppdesk.domain.setup import CONTACT_LINES
from oppdesk.storage import interactions, undo
from oppdesk.storage.base import metadata
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.opportunity_tables import ENTRY, OPPORTUNITY
from oppdesk.storage.task_tables import ATTENDEE, COMMENT, TASK, TASK_LANGUAGE
from oppdesk.storage.unit_of_work import Work

_SETUP = (
    *("team_salesperson", "contact_template", "salesperson", "territory"),
    *("web_source", "post_code", "interaction_template_language"),
)
# What goes with a contact, an address after its dates.
_OF_CONTACTS = (
    *(key for key in sorted(setup.key for setup in CONTACT_LINES) if key != "alternative_address"),
    "alternative_address",
    "duplicate",
)
_SOME = 500


def keys(connection: Connection, kind: str) -> list[tuple[str, int]]:
    return undo.rows_added_by(connection, kind)


def remove(work: Work, kind: str) -> int:
    """Delete the sample opportunities with all that hangs on them, then what nothing refers to any more."""
    by_table: dict[str, set[int]] = {}
    for table_name, row in keys(work.connection, kind):
        by_table.setdefault(table_name, set()).add(row)
    opportunities = by_table.get("opportunity", set())
    tasks = by_table.get("task", set()) | _having(work, TASK, "opportunity", opportunities)
    entries = _having(work, ENTRY, "opportunity", opportunities)
    interactions.remove(work, sorted(by_table.get("interaction", ())))
    for table in (ATTENDEE, TASK_LANGUAGE):
        _take(work, table, _having(work, table, "task", tasks))
    _take_comments(work, "task", tasks)
    for field, gone in (("task", tasks), ("opportunity", opportunities)):  # what the user logged stays
        for row in _having(work, INTERACTION, field, gone):
            work.change(INTERACTION, row, {field: None})
    _take(work, TASK, tasks)
    _take(work, ENTRY, entries)
    documents = by_table.get("sales_document", set()) | _quotes(work, opportunities)
    _take_comments(work, "opportunity", opportunities)
    _take(work, OPPORTUNITY, opportunities)
    left = 0
    for name, rows in (
        ("sales_document", documents),
        ("contact", by_table.get("contact", set())),
        *((name, by_table.get(name, set())) for name in _SETUP),
    ):
        table = metadata.tables[name]
        gone = _unreferenced(work.connection, table, rows)
        _take_comments(work, name, gone)
        if name == "contact":
            _take_lines(work, gone)
        _take(work, table, sorted(gone, reverse=True))  # persons were made after their company
        left += len(rows) - len(gone)
    return left


def _take(work: Work, table: Table, rows: Iterable[int]) -> None:
    for row in rows:
        work.take(table, row)


def _take_lines(work: Work, contacts: set[int]) -> None:
    for name in _OF_CONTACTS:
        table = metadata.tables[name]
        rows = _having(work, table, "contact", contacts)
        if name == "duplicate":
            rows |= _having(work, table, "other", contacts)
        _take(work, table, sorted(rows))


def _having(work: Work, table: Table, column: str, values: set[int]) -> set[int]:
    found: set[int] = set()
    for some in _parts(values):
        found.update(work.connection.execute(select(table.c.id).where(table.c[column].in_(some))).scalars())
    return found


def _quotes(work: Work, opportunities: set[int]) -> set[int]:
    found: set[int] = set()
    for some in _parts(opportunities):
        statement = select(OPPORTUNITY.c.quote).where(
            OPPORTUNITY.c.id.in_(some), OPPORTUNITY.c.quote.is_not(None)
        )
        found.update(work.connection.execute(statement).scalars())
    return found


def _take_comments(work: Work, table: str, rows: Iterable[int]) -> None:
    if table not in TABLE_NUMBERS:
        return
    wanted = set(rows)
    found = work.connection.execute(
        select(COMMENT.c.id, COMMENT.c.row).where(COMMENT.c.subject == TABLE_NUMBERS[table])
    )
    _take(work, COMMENT, [note.id for note in found.all() if note.row in wanted])


def _unreferenced(connection: Connection, table: Table, rows: set[int]) -> set[int]:
    """Those rows that no row outside the set refers to (a company refers to itself, persons to their company)."""
    gone = set(rows)
    for other in metadata.tables.values():
        if table.name == "contact" and other.name in _OF_CONTACTS:
            continue  # they go with it
        for column in other.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                gone -= _referred(connection, other, column, gone, own=other is table)
    if table.name == "contact":  # a person that stays keeps its company
        gone -= _referred(connection, table, table.c.company, gone, own=True)
    return gone


def _referred(connection: Connection, other: Table, column: Any, rows: set[int], *, own: bool) -> set[int]:
    found: set[int] = set()
    for some in _parts(rows):
        for key, target in connection.execute(select(other.c.id, column).where(column.in_(some))):
            if not (own and key in rows):
                found.add(target)
    return found


def _parts(values: Iterable[int]) -> Iterable[list[int]]:
    every = sorted(values)
    return (every[start : start + _SOME] for start in range(0, len(every), _SOME))
