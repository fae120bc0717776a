"""Who has an e-mail address: contacts, found by the search index and then looked at exactly, and salespeople (9.11)."""

from sqlalchemy import Connection, or_, select

from oppdesk.domain.communication import addresses
from oppdesk.domain.fields import Ref
from oppdesk.storage import search
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.setup_tables import TABLES

_MOST = 200  # contacts with one address
_NAMES = ("e_mail", "e_mail_2")


def contacts_at(connection: Connection, address: str) -> list[Ref]:
    """Contacts with that address, in any letters, among theirs; persons before their companies."""
    where = search.matching("contact", address)
    if where is None:
        return []
    columns = [CONTACT.c[name] for name in ("id", "name", *_NAMES)]
    wanted = address.strip()
    holds = or_(
        *[CONTACT.c[name].contains(wanted, autoescape=True) for name in _NAMES]
    )  # letters in any case
    rows = connection.execute(
        select(*columns).where(where, holds).order_by(CONTACT.c.type.desc(), CONTACT.c.id).limit(_MOST)
    )
    return [Ref(row.id, row.name) for row in rows if _has(address, *(getattr(row, name) for name in _NAMES))]


def salesperson_at(connection: Connection, address: str) -> int | None:
    """The salesperson with that address; who is blocked last."""
    table = TABLES["salesperson"]
    columns = [table.c[name] for name in ("id", *_NAMES)]
    rows = connection.execute(select(*columns).order_by(table.c.blocked, table.c.id))
    return next((row.id for row in rows if _has(address, row.e_mail, row.e_mail_2)), None)


def _has(address: str, *fields: str) -> bool:
    wanted = address.strip().casefold()
    return any(each.casefold() == wanted for field in fields for each in addresses(field or ""))
