"""What the start page asks about contacts: who was not spoken to for long, what was said last, what is half-written."""

from datetime import date

from sqlalchemy import Connection, and_, func, literal, select, true

from oppdesk.domain.query import Filter, Op
from oppdesk.domain.records import LAST_INTERACTION
from oppdesk.storage import list_parts, lists
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.expressions import unindexed
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.today import People

_i = INTERACTION.c
_COUNTS = and_(~_i.canceled, ~_i.postponed)


def asleep(connection: Connection, people: People, since: date, most: int) -> int:
    """Contacts without an interaction from a day on, up to `most` of them: by the index of each contact's days."""
    term = Filter(LAST_INTERACTION.name, Op.BEFORE, since)
    quiet = list_parts.condition(lists.listing("contact"), term)
    own = true() if people is None else CONTACT.c.salesperson.in_(list(people))
    some = select(literal(1)).select_from(CONTACT).where(own, quiet).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar() or 0


def last_interactions(connection: Connection, people: People, limit: int) -> list[int]:
    """The newest entries of the log: of one's own by the index of the salesperson, else in the order of the days."""
    whose = _i.salesperson if people is not None and len(people) == 1 else unindexed(_i.salesperson)
    own = true() if people is None else whose.in_(list(people))
    found = select(_i.id).where(own, _COUNTS).order_by(_i.on.desc(), _i.id.desc()).limit(limit)
    return list(connection.execute(found).scalars())


def drafts(connection: Connection, people: People) -> int:
    """Interactions that were kept to be finished later."""
    own = true() if people is None else _i.salesperson.in_(list(people))
    wanted = select(func.count()).select_from(INTERACTION).where(_i.postponed, own)
    return connection.execute(wanted).scalar() or 0
