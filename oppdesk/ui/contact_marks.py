"""What a contact's card shows beside what the service knows of it at a glance: country, ways to it, picture."""

from dataclasses import dataclass
from typing import NamedTuple

from oppdesk.domain.addresses import CALLS, MAILS, Choice
from oppdesk.domain.errors import RuleError
from oppdesk.domain.fields import Ref
from oppdesk.services.contact_views import ContactView
from oppdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Marks:
    """`country` and `code` are of the usual address; `calls` and `mails` the ways of today, the preferred first."""

    country: str = ""
    code: str = ""
    calls: tuple[Choice, ...] = ()
    mails: tuple[Choice, ...] = ()
    picture: bytes | None = None


class Shown(NamedTuple):
    """All that the card shows at once."""

    view: ContactView
    marks: Marks


def read(desk: Desk, view: ContactView, *, with_picture: bool = True) -> Marks:
    """In the reader's thread."""
    country = view.values["country"]
    return Marks(
        country=named(desk, "country", country) if isinstance(country, Ref) else "",
        code=country.text if isinstance(country, Ref) else "",
        calls=ways(desk, view.id, calls=True),
        mails=ways(desk, view.id, calls=False),
        picture=desk.contacts.picture(view.id) if view.picture and with_picture else None,
    )


def ways(desk: Desk, contact: int, *, calls: bool) -> tuple[Choice, ...]:
    """Numbers or addresses of today; none is no fault here: the button says so (CON-X1)."""
    try:
        return tuple(desk.contacts.ways(contact, desk.context.today, CALLS if calls else MAILS))
    except RuleError:
        return ()


def named(desk: Desk, key: str, ref: Ref) -> str:
    """What a row of a list calls itself: its name, else its code."""
    row = desk.setup.named(key, ref.id) or {}
    return str(row.get("name") or row.get("description") or ref.text)
