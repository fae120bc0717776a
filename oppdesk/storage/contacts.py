"""What the commands and views of contacts ask of the tables: who belongs together, what hangs on whom, who is meant."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, case, exists, false, func, or_, select

from oppdesk.domain import contact_relations
from oppdesk.domain.contact import Links
from oppdesk.domain.fields import Kind, Ref
from oppdesk.domain.records import CONTACT as FIELDS
from oppdesk.domain.words import ContactType, Relation, Status
from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import CONTACT, ContactRow
from oppdesk.storage.journal import Values
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.opportunity_tables import DOCUMENT, ENTRY, OPPORTUNITY
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import ATTENDEE, COMMENT, TASK
from oppdesk.storage.unit_of_work import Work

STORED = tuple(field.name for field in FIELDS if field.kind is not Kind.COUNT)
Sums = tuple[int, int, int]  # count, estimated value, calculated current value
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


def values(row: ContactRow) -> Values:
    """All that is stored of a contact, by field name."""
    return {"id": row.id} | {name: getattr(row, name) for name in STORED}


def stored(connection: Connection, contact: int) -> Values | None:
    """The same without loading the record; None when there is no such contact."""
    columns = [CONTACT.c[name] for name in ("id", *STORED)]
    row = connection.execute(select(*columns).where(CONTACT.c.id == contact)).mappings().first()
    return None if row is None else dict(row)


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


def meetings(connection: Connection, tasks: Collection[int]) -> list[Held]:
    """These tasks, closed ones too."""
    return [
        Held("task", row.id, row.contact, row.company, not row.closed, "")
        for some in _chunks(tasks)
        for row in connection.execute(
            select(TASK.c.id, TASK.c.contact, TASK.c.company, TASK.c.closed).where(TASK.c.id.in_(some))
        )
    ]


def hand_over(work: Work, record: Held, contact: int | None, company: int | None) -> None:
    """Let a record name another contact, counted for another company."""
    work.change(metadata.tables[record.table], record.id, {"contact": contact, "company": company})


def reseat(work: Work, seat: Seat, contact: int | None) -> None:
    """Let another contact take the seat; without one, or if he or she sits there already, the seat goes."""
    taken = select(ATTENDEE.c.id).where(ATTENDEE.c.task == seat.task, ATTENDEE.c.contact == contact)
    if contact is None or work.connection.execute(taken.limit(1)).first():
        work.take(ATTENDEE, seat.id)
    else:
        work.change(ATTENDEE, seat.id, {"contact": contact})


def notes_count(connection: Connection, contacts: Collection[int]) -> int:
    return sum(
        connection.execute(
            select(func.count()).where(COMMENT.c.subject == TABLE_NUMBERS["contact"], COMMENT.c.row.in_(some))
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


# ------------------------------------------------------------------------------------------ business relations


def relation_changed(work: Work, contacts: Collection[int]) -> None:
    """Find the relation status anew of these contacts, and of the people of those that are companies (3.11)."""
    work.flush()
    setup = work.connection.execute(select(TABLES["marketing_setup"]).limit(1)).mappings().first()
    codes = contact_relations.reserved(dict(setup or {}))
    everybody = dict.fromkeys([*contacts, *people_ids(work.connection, contacts)])
    for some in _chunks(everybody):
        changed = {row: now for row, was, now in _relations(work.connection, some, codes) if was != now}
        if changed:
            for record in work.session.scalars(select(ContactRow).where(ContactRow.id.in_(list(changed)))):
                record.relation = changed[record.id]
            work.flush()


def _relations(
    connection: Connection, ids: list[int], codes: Mapping[int, Relation]
) -> Iterator[tuple[int, int, int]]:
    """Of each contact the status that is stored and the one that its rows, and its company's, come to."""
    found = connection.execute(
        select(CONTACT.c.id, CONTACT.c.company, CONTACT.c.relation).where(CONTACT.c.id.in_(ids))
    ).all()
    table = TABLES["contact_business_relation"]
    owners = {each for row in found for each in (row.id, row.company) if each is not None}
    rows: dict[int, list[Values]] = {}
    for some in _chunks(owners):
        for line in connection.execute(select(table).where(table.c.contact.in_(some))).mappings():
            rows.setdefault(line["contact"], []).append(dict(line))
    for row in found:
        theirs = [line for owner in {row.id, row.company} for line in rows.get(owner, ())]
        yield row.id, row.relation, int(contact_relations.relation(theirs, codes))


# ------------------------------------------------------------------------------------------ what a contact shows


def of_contact(table: Any, contact: int, company: int | None) -> Any:
    """Records of a contact: a company's with those of its people, a person's his or her own (8.22)."""
    counted = table.c.company.is_(None) if company is None else table.c.company == company
    return counted if contact == company else and_(counted, table.c.contact == contact)


def opportunity_ids(
    connection: Connection, contact: int, company: int | None, *, closed: bool, limit: int
) -> list[int]:
    """Open ones by closing date, closed ones the newest first."""
    own = OPPORTUNITY.c
    wanted = select(own.id).where(of_contact(OPPORTUNITY, contact, company)).limit(limit)
    if closed:
        wanted = wanted.where(own.status.not_in(_OPEN)).order_by(own.closed_on.desc(), own.id.desc())
    else:
        wanted = wanted.where(own.status.in_(_OPEN)).order_by(own.closing_on, own.id)
    return list(connection.execute(wanted).scalars())


def opportunity_counts(connection: Connection, contact: int, company: int | None) -> dict[Status, Sums]:
    """How many opportunities are in each status, and what they are worth by their active entries (section 10)."""
    mine = of_contact(OPPORTUNITY, contact, company)
    rows = connection.execute(
        select(OPPORTUNITY.c.status, func.count(), *_SUMS).where(mine).group_by(OPPORTUNITY.c.status)
    )
    return {Status(row[0]): (row[1], int(row[2]), int(row[3])) for row in rows}


def won_between(connection: Connection, contact: int, company: int | None, first: date, last: date) -> Sums:
    """What was won in a period, by the date of closing."""
    row = connection.execute(
        select(func.count(), *_SUMS).where(
            of_contact(OPPORTUNITY, contact, company),
            OPPORTUNITY.c.status == int(Status.WON),
            OPPORTUNITY.c.closed_on.between(first, last),
        )
    ).one()
    return row[0], int(row[1]), int(row[2])


def task_ids(
    connection: Connection, contact: int, company: int | None, *, closed: bool, limit: int
) -> list[int]:
    """Open ones by date, closed ones the newest first; a meeting counts for whoever attends it."""
    mine = of_contact(TASK, contact, company)
    attending = exists().where(ATTENDEE.c.task == TASK.c.id, ATTENDEE.c.contact == contact)
    counted = TASK.c.company.is_(None) if company is None else TASK.c.company == company
    order: Any = (TASK.c.closed_on.desc(), TASK.c.id.desc()) if closed else (TASK.c.on, TASK.c.id)
    return list(
        connection.execute(
            select(TASK.c.id)
            .where(or_(mine, and_(counted, attending)), TASK.c.closed if closed else ~TASK.c.closed)
            .order_by(*order)
            .limit(limit)
        ).scalars()
    )
