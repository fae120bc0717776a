"""What the commands and views of contacts ask of the tables: who belongs together, what hangs on whom, who is meant."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, false, func, or_, select

from oppdesk.domain import contact_relations
from oppdesk.domain.contact import Links
from oppdesk.domain.fields import Kind, Ref
from oppdesk.domain.records import CONTACT as FIELDS
from oppdesk.domain.vat_numbers import plain
from oppdesk.domain.words import ContactType, Relation, Status
from oppdesk.storage import lookups
from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import CONTACT, DUPLICATE, DUPLICATE_KEY, ContactRow
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.journal import Values
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.opportunity_tables import DOCUMENT, ENTRY, OPPORTUNITY
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import ATTENDEE, COMMENT, TASK
from oppdesk.storage.unit_of_work import Work

STORED = tuple(field.name for field in FIELDS if field.kind is not Kind.COUNT)
_OPEN = (int(Status.NOT_STARTED), int(Status.IN_PROGRESS))
_CHUNK = 500  # ids in one condition


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
    """Id, name, number, type, company, relation and picture of contacts, by id; those that are gone are left out."""
    names = ("id", "name", "number", "type", "company", "relation", "picture")
    columns = [CONTACT.c[name] for name in names]
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
    """Opportunities, entries, tasks, interactions and quotes of these contacts, or counted for them as a company."""
    kinds = (
        (OPPORTUNITY, OPPORTUNITY.c.status.in_(_OPEN), _named(OPPORTUNITY)),
        (ENTRY, false(), ENTRY.c.stage_description),
        (TASK, ~TASK.c.closed, _named(TASK)),
        (INTERACTION, false(), INTERACTION.c.description),
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


def lines(connection: Connection, key: str, contacts: Collection[int]) -> list[int]:
    """The keys of the lines of that table that hang on these contacts."""
    table = TABLES[key]
    return [
        row
        for some in _chunks(contacts)
        for row in connection.execute(select(table.c.id).where(table.c.contact.in_(some))).scalars()
    ]


def pairs(connection: Connection, contacts: Collection[int]) -> list[int]:
    """The pairs of duplicates in which one of these contacts stands."""
    found: dict[int, None] = {}
    for some in _chunks(contacts):
        either = or_(DUPLICATE.c.contact.in_(some), DUPLICATE.c.other.in_(some))
        found |= dict.fromkeys(connection.execute(select(DUPLICATE.c.id).where(either)).scalars())
    return list(found)


def links(connection: Connection, contact: int) -> Links:
    """What stands in the way of another type, closed records included (3.5)."""
    found = held(connection, [contact])

    def count(target: str) -> int:
        return len(lines(connection, f"contact_{target}", [contact]))

    return Links(
        interactions=sum(each.table == "interaction" for each in found),
        tasks=sum(each.table == "task" for each in found) + len(seats(connection, [contact])),
        opportunities=sum(each.table == "opportunity" for each in found),
        people=len(people_ids(connection, [contact])),
        business_relations=count("business_relation"),
        industry_groups=count("industry_group"),
        web_sources=count("web_source"),
        job_responsibilities=count("job_responsibility"),
        subsidiaries=len(subsidiaries(connection, [contact])),
    )


def with_vat_number(connection: Connection, vat_number: str, contact: int) -> Ref | None:
    """Another company with the same VAT registration number, with its dots and blanks or without (CON-F5)."""
    if not plain(vat_number):
        return None
    from oppdesk.storage import duplicate_keys  # noqa: PLC0415 - few contacts have such a number

    by = duplicate_keys.Rules(maintains=False)
    alike = duplicate_keys.known({"type": ContactType.COMPANY, "vat_number": vat_number}, by)
    wanted = duplicate_keys.keys(alike, by).traits
    likely = select(DUPLICATE_KEY.c.contact).where(DUPLICATE_KEY.c.key.in_(wanted))
    rows = connection.execute(
        select(CONTACT.c.id, CONTACT.c.name, CONTACT.c.vat_number)
        .where(CONTACT.c.id.in_(likely), CONTACT.c.id != contact)
        .order_by(CONTACT.c.id)
    )
    same = (Ref(row.id, row.name) for row in rows if plain(row.vat_number) == plain(vat_number))
    return next(same, None)


# ------------------------------------------------------------------------------------------ who stands above whom


def subsidiaries(connection: Connection, parents: Collection[int]) -> list[Ref]:
    """The companies directly below these, by name."""
    return [
        Ref(row.id, row.name)
        for some in _chunks(parents)
        for row in connection.execute(
            select(CONTACT.c.id, CONTACT.c.name)
            .where(CONTACT.c.parent_company.is_not(None), CONTACT.c.parent_company.in_(some))
            .order_by(CONTACT.c.search_name, CONTACT.c.id)
        )
    ]


def ancestors(connection: Connection, company: int) -> list[int]:
    """A company and those above it, the nearest first; each once, even if a file brought a ring."""
    found: list[int] = []
    at: int | None = company
    while at is not None and at not in found:
        found.append(at)
        at = lookups.value(connection, "contact", at, "parent_company")
    return found


# ------------------------------------------------------------------------------------------ business relations


def relation_changed(work: Work, contacts: Collection[int]) -> None:
    """Find the relation status anew of these contacts, and of the people of those that are companies (3.11)."""
    work.flush()
    setup = work.connection.execute(select(TABLES["marketing_setup"]).limit(1)).mappings().first()
    codes = contact_relations.reserved(dict(setup or {}))
    everybody = dict.fromkeys([*contacts, *people_ids(work.connection, contacts)])
    for some in _chunks(everybody):
        changed = {row: new for row, was, new in _relations(work.connection, some, codes) if was != new}
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
