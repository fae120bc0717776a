"""What the tour shows of what comes from other programs and goes to them: an invitation, an e-mail, a letter."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QDialog

from oppdesk.domain.errors import UserError
from oppdesk.domain.interactions import NewInteraction
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.tasks import Seat
from oppdesk.domain.words import Attendance, ContactType, Correspondence, TaskType
from oppdesk.exchange import messages
from oppdesk.exchange.messages import Draft, Name
from oppdesk.services.desk import Desk
from oppdesk.ui import bringing, delivery
from oppdesk.ui.dialogs.invite import open_invite
from oppdesk.ui.main_window import MainWindow

_LONGEST = 5_000  # milliseconds
_MAIL = """Good morning,

we have gone through the offer with the plant manager.
Two points are open: how long the line stands still, and whether the old pumps can stay for another year.

Could you come by next week? Tuesday or Thursday would suit us best.

Kind regards"""
_LETTER = """{formal}

thank you for the tour of hall 2. As we agreed, here is how we would go about it, and what it comes to.

We would begin in the first week of the month, and stop the line for one day only.

Yours sincerely,

{salesperson}
{salesperson_title}
{salesperson_phone}"""


def _people(desk: Desk) -> Sequence[int]:
    """Those with an e-mail address."""
    wanted = (Filter("type", Op.IS, int(ContactType.PERSON)), Filter("e_mail", Op.IS_NOT, ""))
    return desk.lists.ids("contact", Query(wanted, (Order("name"),)))


def _wait_for(window: MainWindow, act: Callable[[], None]) -> None:
    """The dialog comes once the reader's thread has answered."""
    before = len(window.frame.findChildren(QDialog))
    act()
    patience = QDeadlineTimer(_LONGEST)
    while len(window.frame.findChildren(QDialog)) <= before and not patience.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def _invite(window: MainWindow) -> None:
    """To a meeting of who sits here."""
    desk = window.place.desk
    wanted = (
        Filter("type", Op.IS, int(TaskType.MEETING)),
        Filter("salesperson", Op.IS, desk.context.salesperson),
        Filter("closed", Op.IS, False),
    )
    task = desk.lists.ids("task", Query(wanted, (Order("on"),)))[0]
    for guest in _people(desk)[:2]:
        with suppress(UserError):  # who sits there already
            desk.tasks.seat(task, Seat(Attendance.REQUIRED, contact=guest, send_invitation=True))
    _wait_for(window, lambda: open_invite(window.place, window.frame, task))


def _log(window: MainWindow) -> None:
    """A message from a contact, as it is dropped on the window."""
    desk = window.place.desk
    row = desk.lists.rows("contact", [_people(desk)[0]])[0]
    me = desk.lists.rows("salesperson", [desk.context.salesperson or 0])
    to = Name(me[0]["name"], me[0]["e_mail"]) if me else Name("Sales", "sales@oppdesk.example")
    draft = Draft((to,), "Your offer for the new pumps", _MAIL, Name(row["name"], row["e_mail"]))
    at = datetime.combine(desk.context.today, time(8, 40), UTC)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "offer.eml"
        path.write_bytes(messages.written(draft, at))
        _wait_for(window, lambda: bringing.bring(window.place, window.frame, path))


def _letter(window: MainWindow) -> None:
    desk = window.place.desk
    new = NewInteraction(
        contact=_people(desk)[0],
        on=desk.context.today,
        salesperson=desk.context.salesperson,
        correspondence_type=Correspondence.HARD_COPY,
        subject="The new pumps in hall 2",
        letter=_LETTER,
    )
    _wait_for(window, lambda: delivery.show_letter(window.place, window.frame, new))


# Each opens a window of its own.
OPENED: tuple[tuple[str, Callable[[MainWindow], None]], ...] = (
    ("invitations", _invite),
    ("log-e-mail", _log),
    ("letter", _letter),
)
