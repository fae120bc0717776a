"""What a merge of two contacts asks of the tables: who refers to a contact, and that it refers to another one then."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, func, or_, select

from oppdesk.domain.setup import CONTACT_LINES
from oppdesk.storage import listing, lists, setup
from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import CONTACT, ContactRow
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import COMMENT, CommentRow
from oppdesk.storage.unit_of_work import Work

LINES = tuple(lines.key for lines in CONTACT_LINES)
COUNTED = (
    "opportunity",
    "opportunity_entry",
    "task",
    "sales_document",
    "interaction",
)  # by contact and company
_SEATS = "attendee"
_OWN_WAY = frozenset({*LINES, *COUNTED, _SEATS, "contact", "duplicate"})


def shown(connection: Connection, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Contacts with their references as they are shown, and the digest of the picture."""
    rows = listing.rows(connection, lists.listing("contact"), list(ids))
    wanted = select(CONTACT.c.id, CONTACT.c.picture).where(CONTACT.c.id.in_(list(ids)))
    pictures = {row.id: row.picture for row in connection.execute(wanted)}
    return {row["id"]: row | {"picture": pictures[row["id"]]} for row in rows if row["id"] in pictures}


def lines(connection: Connection, key: str, contact: int) -> list[dict[str, Any]]:
    """The lines of a contact as they are stored, oldest first."""
    table = TABLES[key]
    rows = connection.execute(select(table).where(table.c.contact == contact).order_by(table.c.id))
    return [dict(row) for row in rows.mappings()]


def line_name(connection: Connection, key: str, line: int) -> dict[str, Any]:
    """A line with its references as they are shown."""
    return setup.row(connection, key, line) or {}


def counts(connection: Connection, contact: int) -> dict[str, int]:
    """How many rows of each table refer to a contact, notes included; of contacts the people and subsidiaries."""
    found: dict[str, int] = {}
    for name, columns in _references().items():
        table = metadata.tables[name]
        named = or_(*[column == contact for column in columns])
        wanted = select(func.count()).select_from(table).where(named)
        if name == "contact":
            wanted = wanted.where(table.c.id != contact)
        found[name] = connection.execute(wanted).scalar() or 0
    noted = select(func.count()).where(
        COMMENT.c.subject == TABLE_NUMBERS["contact"], COMMENT.c.row == contact
    )
    found["comment"] = connection.execute(noted).scalar() or 0
    return found


def _references() -> dict[str, list[Column[Any]]]:
    """Every column of the schema that refers to a contact, by table."""
    found: dict[str, list[Column[Any]]] = {}
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is CONTACT:
                found.setdefault(table.name, []).append(key.parent)
    return found


def refer(work: Work, table: str, column: str, rows: Sequence[int], contact: int | None) -> None:
    """Let rows name another contact."""
    setup.change_many(work, table, {row: {column: contact} for row in rows})


def refer_otherwise(work: Work, old: int, new: int) -> None:
    """Whatever refers to a contact and has no rules of its own here."""
    for name, columns in _references().items():
        if name not in _OWN_WAY:
            for column in columns:
                refer(work, name, column.name, setup.referring(work.connection, name, column.name, old), new)


def stand_for(work: Work, changes: Mapping[str, Mapping[int, tuple[int | None, int | None]]]) -> None:
    """Contact and company of records, by table and row."""
    for table, rows in changes.items():
        named = {row: {"contact": contact, "company": company} for row, (contact, company) in rows.items()}
        setup.change_many(work, table, named)


def subsidiaries(work: Work, company: int) -> list[ContactRow]:
    return list(work.session.scalars(select(ContactRow).where(ContactRow.parent_company == company)))


def notes(work: Work, contact: int) -> Iterator[CommentRow]:
    """The notes of a contact, oldest first."""
    return iter(
        work.session.scalars(
            select(CommentRow)
            .where(CommentRow.subject == TABLE_NUMBERS["contact"], CommentRow.row == contact)
            .order_by(CommentRow.id)
        ).all()
    )
