"""What a contact's card shows beside what the service knows of it at a glance: country, ways to it, picture."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QUrl

from oppdesk.domain.addresses import CALLS, MAILS, Choice
from oppdesk.domain.errors import RuleError
from oppdesk.domain.fields import Ref
from oppdesk.services.contact_views import ContactView
from oppdesk.services.desk import Desk
from oppdesk.ui import links


@dataclass(frozen=True, slots=True)
class Marks:
    """`country` is of the usual address; `calls` and `mails` are the ways of today, the preferred first.

    `links` opens their numbers and addresses; what opens nothing has none. A number without a plus is of the country.
    """

    country: str = ""
    calls: tuple[Choice, ...] = ()
    mails: tuple[Choice, ...] = ()
    links: Mapping[str, QUrl | None] = field(default_factory=dict)
    picture: bytes | None = None


class Shown(NamedTuple):
    """All that the card shows at once."""

    view: ContactView
    marks: Marks


def read(desk: Desk, view: ContactView, *, with_picture: bool = True) -> Marks:
    """In the reader's thread: how a country writes its numbers takes long to learn."""
    country = view.values["country"]
    code = country.text if isinstance(country, Ref) else ""
    calls, mails = ways(desk, view.id, calls=True), ways(desk, view.id, calls=False)
    called = {each.value: links.call(each.value, code) for each in calls}
    return Marks(
        country=named(desk, "country", country) if isinstance(country, Ref) else "",
        calls=calls,
        mails=mails,
        links=called | {each.value: links.mail(each.value) for each in mails},
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
