"""What hangs on contacts by lines: who has which, who has a number already, and that a contact's lines changed it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from oppdesk.domain.errors import NotThereError
from oppdesk.domain.setup import by_key
from oppdesk.i18n import _
from oppdesk.storage import contacts
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.journal import now
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Work

_SOME = 500  # ids in one condition
_RELATION = TABLES["contact_business_relation"]


def contact(connection: Connection, row: int) -> dict[str, Any]:
    """All that is stored of a contact; NotThereError when it is gone."""
    found = contacts.stored(connection, row)
    if found is None:
        raise NotThereError(_("This contact does not exist any more."))
    return found


def briefly(connection: Connection, ids: Collection[int]) -> dict[int, Any]:
    """Id, number, name, type, company and privacy block of contacts, by id."""
    columns = [CONTACT.c[name] for name in ("id", "number", "name", "type", "company", "privacy_blocked")]
    return {
        row.id: row
        for some in _parts(ids)
        for row in connection.execute(select(*columns).where(CONTACT.c.id.in_(some)))
    }


def of(connection: Connection, key: str, owner: int, without: int | None = None) -> list[dict[str, Any]]:
    """The lines of a contact as they are stored, but one."""
    table = TABLES[key]
    found = connection.execute(select(table).where(table.c.contact == owner)).mappings()
    return [dict(each) for each in found if each["id"] != without]


def with_number(connection: Connection, number: str, without: int) -> list[tuple[Mapping[str, Any], str]]:
    """The relations of other contacts than this one that have a number, and the contacts' names (BR-3)."""
    found = connection.execute(
        select(_RELATION, CONTACT.c.name.label("name_of_contact"))
        .join(CONTACT, CONTACT.c.id == _RELATION.c.contact)
        .where(_RELATION.c.external_number == number, _RELATION.c.contact != without)
    ).mappings()
    return [(dict(each), str(each["name_of_contact"])) for each in found]


def having(connection: Connection, key: str, target: int, owners: Collection[int]) -> dict[int, int]:
    """Those of these contacts that have a line about the target: contact -> line."""
    table = TABLES[key]
    column = table.c[by_key[key].fields[0].name]
    return {
        row.contact: row.id
        for some in _parts(owners)
        for row in connection.execute(
            select(table.c.contact, table.c.id).where(column == target, table.c.contact.in_(some))
        )
    }


def put_many(work: Work, key: str, owners: Sequence[int], values: Mapping[str, Any]) -> None:
    """The same line for each of these contacts, in one go."""
    keys = work.keys(len(owners))
    rows = ({**values, "id": row, "contact": owner} for row, owner in zip(keys, owners, strict=True))
    work.put_many(TABLES[key], rows, len(owners))


def stamp(work: Work, ids: Collection[int]) -> None:
    """A line of these contacts came, changed or went: that is a change of theirs, but of no field (3.1)."""
    work.flush()
    for some in _parts(ids):
        work.connection.execute(update(CONTACT).where(CONTACT.c.id.in_(some)).values(updated_at=now()))


def related(connection: Connection, codes: Collection[int]) -> list[int]:
    """The contacts that have a relation of these codes."""
    return [
        int(row)
        for some in _parts(codes)
        for row in connection.execute(
            select(_RELATION.c.contact).where(_RELATION.c.business_relation.in_(some)).distinct()
        ).scalars()
    ]


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    every = list(ids)
    return (every[start : start + _SOME] for start in range(0, len(every), _SOME))
