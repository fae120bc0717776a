"""Lines beside a task, the same in the pane and on the card: whom it is about, who takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oppdesk.ui import links, task_words
from oppdesk.ui.widgets.lines import Line

if TYPE_CHECKING:
    from oppdesk.domain.tasks import SeatView, TaskSheet


def about_lines(task: TaskSheet) -> list[Line]:
    """Contact, company, the ways to reach them, and the opportunity; each hands out what it opens."""
    found = []
    if task.contact is not None:
        found.append(Line(("contact", task.contact.id), task.contact.text, icon="user", is_link=True))
    if task.company is not None and task.company != task.contact:
        found.append(Line(("contact", task.company.id), task.company.text, icon="building-2", is_link=True))
    for text, url, icon in (
        (task.phone, links.call(task.phone), "phone"),
        (task.mobile_phone, links.call(task.mobile_phone), "smartphone"),
        (task.e_mail, links.mail(task.e_mail), "mail"),
    ):
        if text:
            found.append(Line(url, text, icon=icon, is_link=url is not None))
    if task.opportunity is not None:
        target = ("opportunity", task.opportunity.id)
        found.append(Line(target, task.opportunity.text, icon="target", is_link=True))
    return found


def seat_line(seat: SeatView, *, is_meeting: bool) -> Line:
    """Somebody who takes part, with the answer to the invitation."""
    what = ("contact", seat.contact.id) if seat.contact is not None else None
    icon = "circle-user" if seat.contact is None else "user"
    if not is_meeting:
        return Line(what, seat.name, icon=icon)
    words, _icon, tone = task_words.answer_mark(seat.answer)
    parts = [task_words.attendance_words(seat.attendance), words]
    return Line(what, seat.name, " · ".join(parts), icon=icon, tone=tone if tone == "stale" else "neutral")
