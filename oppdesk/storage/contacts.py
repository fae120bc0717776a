"""What the commands and views of contacts ask of the tables: who belongs together, what hangs on whom, who is meant."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, case, exists, false, func, or_, select

from oppdesk.domain.contact import Links
from oppdesk.domain.fields import Kind, Ref
from oppdesk.domain.query import Query
from oppdesk.domain.records import CONTACT as FIELDS
from oppdesk.domain.words import ContactType, Status
from oppdesk.storage import listing, lists
from oppdesk.storage.base import fold
from oppdesk.storage.contact_tables import CONTACT, ContactRow
from oppdesk.storage.journal import Values
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.opportunity_tables import DOCUMENT, ENTRY, OPPORTUNITY
from oppdesk.storage.task_tables import ATTENDEE, COMMENT, TASK
from oppdesk.storage.unit_of_work import Work

STORED = tuple(field.name for field in FIELDS if field.kind is not Kind.COUNT)
_OPEN = (int(Status.NOT_STARTED), int(Status.IN_PROGRESS))
_CHUNK = 500  # ids in one condition
_SUMS = (
    func.coalesce(func.sum(OPPORTUNITY.c.estimated_value), 0),
    func.coalesce(func.sum(OPPORTUNITY.c.current_value), 0),
)


class Held(NamedTuple):
    """A record that names a contact, and the company it counts for."""

    table: str
    id: int
    contact: int | None
    company: int | None
    open: bool
    text: str


class Seat(NamedTuple):
    """A contact at the table of a meeting."""

    id: int
    task: int
    contact: int
    open: bool
    text: str


class Hit(NamedTuple):
    """A contact that a search found; `opportunities` are the open ones."""

    id: int
    number: str
    name: str
    type: int
    company: str
    job_title: str
    city: str
    opportunities: int


class Figure(NamedTuple):
    """Counts and sums; `current` in minor units x basis points."""

    count: int = 0
    estimated: int = 0
    current: int = 0


def values(row: ContactRow) -> Values:
    """All that is stored of a contact, by field name."""
    return {"id": row.id} | {name: getattr(row, name) for name in STORED}


def people_of(work: Work, company: int) -> list[ContactRow]:
    return list(
        work.session.scalars(
            select(ContactRow)
            .where(ContactRow.company == company, ContactRow.type == int(ContactType.PERSON))
            .order_by(ContactRow.id)
        )
    )


def people_ids(connection: Connection, companies: Collection[int]) -> list[int]:
    """The persons of these companies by name."""
    found: list[int] = []
    for some in _chunks(companies):
        found += connection.execute(
            select(CONTACT.c.id)
            .where(CONTACT.c.company.in_(some), CONTACT.c.type == int(ContactType.PERSON))
            .order_by(CONTACT.c.search_name, CONTACT.c.id)
        ).scalars()
    return found


def briefly(connection: Connection, ids: Collection[int]) -> dict[int, Any]:
    """Id, name, number, type and company of contacts, by id; those that are gone are left out."""
    columns = (CONTACT.c.id, CONTACT.c.name, CONTACT.c.number, CONTACT.c.type, CONTACT.c.company)
    return {
        row.id: row
        for some in _chunks(ids)
        for row in connection.execute(select(*columns).where(CONTACT.c.id.in_(some)))
    }


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    every = list(ids)
    return (every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK))


# ------------------------------------------------------------------------------------------ what hangs on a contact


def held(connection: Connection, contacts: Collection[int]) -> list[Held]:
    """Opportunities, entries, tasks and sales documents of these contacts, or counted for them as a company."""
    kinds = (
        (OPPORTUNITY, OPPORTUNITY.c.status.in_(_OPEN), _named(OPPORTUNITY)),
        (ENTRY, false(), ENTRY.c.stage_description),
        (TASK, ~TASK.c.closed, _named(TASK)),
        (DOCUMENT, false(), DOCUMENT.c.number),
    )
    return [
        Held(table.name, row.id, row.contact, row.company, bool(row.open), row.text)
        for table, is_open, text in kinds
        for some in _chunks(contacts)
        for row in connection.execute(
            select(
                table.c.id, table.c.contact, table.c.company, is_open.label("open"), text.label("text")
            ).where(or_(table.c.contact.in_(some), table.c.company.in_(some)))
        )
    ]


def _named(table: Any) -> Any:
    return case((table.c.description != "", table.c.description), else_=table.c.number)


def seats(connection: Connection, contacts: Collection[int]) -> list[Seat]:
    """Where these contacts attend a meeting (R-TSK-02)."""
    return [
        Seat(row.id, row.task, row.contact, not row.closed, row.text)
        for some in _chunks(contacts)
        for row in connection.execute(
            select(
                ATTENDEE.c.id, ATTENDEE.c.task, ATTENDEE.c.contact, TASK.c.closed, _named(TASK).label("text")
            )
            .join(TASK, TASK.c.id == ATTENDEE.c.task)
            .where(ATTENDEE.c.contact.in_(some))
        )
    ]


def attends(connection: Connection, contact: int, tasks: Collection[int]) -> set[int]:
    """Those of the tasks that the contact attends already."""
    return {
        task
        for some in _chunks(tasks)
        for task in connection.execute(
            select(ATTENDEE.c.task).where(ATTENDEE.c.contact == contact, ATTENDEE.c.task.in_(some))
        ).scalars()
    }


def notes_count(connection: Connection, contacts: Collection[int]) -> int:
    return sum(
        connection.execute(
            select(func.count()).where(
                COMMENT.c.subject == TABLE_NUMBERS["contact"], COMMENT.c.row.in_(some)
            )
        ).scalar()
        or 0
        for some in _chunks(contacts)
    )


def links(connection: Connection, contact: int) -> Links:
    """What stands in the way of another type, closed records included (3.5)."""
    found = held(connection, [contact])
    return Links(
        tasks=sum(each.table == "task" for each in found) + len(seats(connection, [contact])),
        opportunities=sum(each.table == "opportunity" for each in found),
        people=len(people_ids(connection, [contact])),
    )


def with_vat_number(connection: Connection, vat_number: str, contact: int) -> Ref | None:
    """Another contact with the same VAT registration number (CON-F5)."""
    if not vat_number:
        return None
    row = connection.execute(
        select(CONTACT.c.id, CONTACT.c.name)
        .where(CONTACT.c.vat_number == vat_number, CONTACT.c.id != contact)
        .limit(1)
    ).first()
    return Ref(row.id, row.name) if row else None


# ------------------------------------------------------------------------------------------ what a contact shows


def of_contact(table: Any, contact: int, company: int | None) -> Any:
    """Records of a contact: a company's with those of its people, a person's his or her own (8.22)."""
    counted = table.c.company.is_(None) if company is None else table.c.company == company
    return counted if contact == company else and_(counted, table.c.contact == contact)


def opportunity_ids(
    connection: Connection, contact: int, company: int | None, *, closed: bool, limit: int
) -> list[int]:
    """Open ones by closing date, closed ones the newest first."""
    mine = of_contact(OPPORTUNITY, contact, company)
    if closed:
        condition = OPPORTUNITY.c.status.not_in(_OPEN)
        order = (OPPORTUNITY.c.closed_on.desc(), OPPORTUNITY.c.id.desc())
    else:
        condition = OPPORTUNITY.c.status.in_(_OPEN)
        order = (OPPORTUNITY.c.closing_on, OPPORTUNITY.c.id)
    return list(
        connection.execute(
            select(OPPORTUNITY.c.id).where(mine, condition).order_by(*order).limit(limit)
        ).scalars()
    )


def opportunity_counts(connection: Connection, contact: int, company: int | None) -> dict[Status, Figure]:
    """How many opportunities are in each status, and what they are worth by their active entries (section 10)."""
    mine = of_contact(OPPORTUNITY, contact, company)
    rows = connection.execute(
        select(OPPORTUNITY.c.status, func.count(), *_SUMS).where(mine).group_by(OPPORTUNITY.c.status)
    )
    return {Status(row[0]): Figure(row[1], int(row[2]), int(row[3])) for row in rows}


def won_between(
    connection: Connection, contact: int, company: int | None, first: date, last: date
) -> Figure:
    """What was won in a period, by the date of closing."""
    row = connection.execute(
        select(func.count(), *_SUMS).where(
            of_contact(OPPORTUNITY, contact, company),
            OPPORTUNITY.c.status == int(Status.WON),
            OPPORTUNITY.c.closed_on.between(first, last),
        )
    ).one()
    return Figure(row[0], int(row[1]), int(row[2]))


def task_ids(
    connection: Connection, contact: int, company: int | None, *, closed: bool, limit: int
) -> list[int]:
    """Open ones by date, closed ones the newest first; a meeting counts for whoever attends it."""
    mine = of_contact(TASK, contact, company)
    attending = exists().where(ATTENDEE.c.task == TASK.c.id, ATTENDEE.c.contact == contact)
    counted = TASK.c.company.is_(None) if company is None else TASK.c.company == company
    order = (TASK.c.closed_on.desc(), TASK.c.id.desc()) if closed else (TASK.c.on, TASK.c.id)
    return list(
        connection.execute(
            select(TASK.c.id)
            .where(or_(mine, and_(counted, attending)), TASK.c.closed if closed else ~TASK.c.closed)
            .order_by(*order)
            .limit(limit)
        ).scalars()
    )


# ------------------------------------------------------------------------------------------ who is meant (3.7)


def search(connection: Connection, text: str, limit: int) -> Sequence[Hit]:
    """Contacts whose own or whose company's words contain all words of the text, roughly the best first."""
    upper, folded = " ".join(text.upper().split()), fold(text)
    own = CONTACT.c
    rank = case(
        (own.number == upper, 0),
        (own.search_name == upper, 1),
        (or_(own.number.startswith(upper, autoescape=True), own.search_name.startswith(upper, autoescape=True)), 2),
        (own.search_text.contains(" " + folded, autoescape=True), 3),
        (own.search_text.contains(folded, autoescape=True), 4),
        else_=5,
    )  # fmt: skip
    every = lists.listing("contact")
    statement = (
        select(own.id)
        .select_from(every.source)
        .where(*listing.where(every, Query(text=text)))
        .order_by(rank, own.search_name, own.id)
        .limit(limit)
    )
    return hits(connection, list(connection.execute(statement).scalars()))


def newest(connection: Connection, count: int) -> list[tuple[int, str]]:
    """Id and name of the contacts made last: those a mistyped name is compared with."""
    rows = connection.execute(select(CONTACT.c.id, CONTACT.c.name).order_by(CONTACT.c.id.desc()).limit(count))
    return [(row.id, row.name) for row in rows]


def hits(connection: Connection, ids: Sequence[int]) -> list[Hit]:
    """What a row of search results says of each contact, in this order."""
    return [
        Hit(
            row["id"],
            row["number"],
            row["name"],
            row["type"],
            row["company"].text if row["company"] and row["type"] == ContactType.PERSON else "",
            row["job_title"],
            row["city"],
            row["open_opportunities"],
        )
        for row in listing.rows(connection, lists.listing("contact"), ids)
    ]
