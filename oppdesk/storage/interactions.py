"""What the log of interactions is asked: a template with its languages, drafts, what is cancelled, sums."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.setup_tables import TABLES

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sums:
    """Of interactions that count: neither cancelled nor postponed. Cost in minor units, duration in minutes."""

    count: int
    cost: int
    duration: int


def stored(connection: Connection, table: str, row: int | None) -> Values:
    """The columns of a row as they are stored; nothing when there is none."""
    if row is None:
        return {}
    found = metadata.tables[table]
    values = connection.execute(select(found).where(found.c.id == row)).mappings().first()
    return dict(values) if values else {}


def languages(connection: Connection, template: int) -> dict[int | None, Values]:
    """The lines of a template by language."""
    table = TABLES["interaction_template_language"]
    rows = connection.execute(select(table).where(table.c.interaction_template == template)).mappings()
    return {row["language"]: dict(row) for row in rows}


def sums(connection: Connection, *terms: Any, first: date | None = None, last: date | None = None) -> Sums:
    """How many interactions there are of the days from first to last, and what they come to (3.2, 6.1)."""
    own = INTERACTION.c
    wanted = select(
        func.count(), func.coalesce(func.sum(own.cost), 0), func.coalesce(func.sum(own.duration), 0)
    ).where(*terms, ~own.canceled, ~own.postponed)
    if first is not None:
        wanted = wanted.where(own.on >= first)
    if last is not None:
        wanted = wanted.where(own.on <= last)
    return Sums(*connection.execute(wanted).one())


def of(connection: Connection, field: str, row: int) -> list[Any]:
    """Terms for the interactions of a record; those of a company are its people's, too."""
    own = INTERACTION.c
    if field != "contact":
        return [own[field] == row]
    company = connection.execute(select(CONTACT.c.company).where(CONTACT.c.id == row)).scalar()
    if company == row:
        return [own.company == row]
    counted = own.company.is_(None) if company is None else own.company == company
    return [counted, own.contact == row]


def many(connection: Connection, ids: Collection[int]) -> Sequence[Any]:
    """Some entries as they are stored, oldest first; those that are gone are left out."""
    wanted = select(INTERACTION).where(INTERACTION.c.id.in_(list(ids))).order_by(INTERACTION.c.id)
    return connection.execute(wanted).all()


def with_message(connection: Connection, message: str) -> Any:
    """The entry that an e-mail became: id, on, logged_on; None when it has none (EML-3)."""
    if not message:
        return None
    own = INTERACTION.c
    wanted = select(own.id, own.on, own.logged_on).where(own.message == message, own.message != "")
    return connection.execute(wanted.limit(1)).first()
