"""What is going on with a contact and what happened last, in one look."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.words import ContactType, Status
from oppdesk.i18n import _
from oppdesk.services.contact_views import ContactView
from oppdesk.ui.cards.contact_opportunities import mine, no_opportunity, opportunity_list
from oppdesk.ui.cards.contact_page import ContactPage
from oppdesk.ui.cards.contact_people import bled
from oppdesk.ui.contact_marks import Shown
from oppdesk.ui.contact_parts import all_of
from oppdesk.ui.metrics import px
from oppdesk.ui.opportunity_words import TASK_ICONS, status_mark
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import SectionTitle
from oppdesk.ui.widgets.lines import Line, Lines
from oppdesk.ui.workplace import Workplace

OPEN = Filter("status", Op.AMONG, (int(Status.NOT_STARTED), int(Status.IN_PROGRESS)))
LAST = 8  # events
_NONE, _ROWS = 25, 4.25  # u: of the list without rows, of one row
_MOST = 6  # rows that the list shows without scrolling


class ContactMiddle(ContactPage):
    """The open opportunities, and the last that was done or came to an end."""

    wanted = Signal()  # a new opportunity
    all_wanted = Signal()

    def __init__(self, place: Workplace, kind: ContactType, money: str, parent: QWidget) -> None:
        super().__init__(place, parent)
        self.kind = kind
        self._title = SectionTitle(_("Open opportunities"))
        self._title.linked.connect(self.all_wanted)
        self.list = opportunity_list(place, kind, money)
        self.list.record_opened.connect(lambda found: self.opened.emit("opportunity", found))
        self.list.records.counted.connect(self._fit)
        self.list.set_empty(no_opportunity(self, _("Nothing is open now.")))
        self.last = Lines()
        self.last.chosen.connect(lambda found: self.opened.emit("opportunity", found))
        self.nothing = Note(indented=False)
        self.column.addWidget(self._title)
        self.column.addLayout(bled(self.list))
        self.column.addSpacing(px(2))
        self.column.addWidget(SectionTitle(_("What happened last")))
        self.column.addWidget(self.last)
        self.column.addWidget(self.nothing)
        self.column.addStretch(1)
        self._is_asked = False
        self._fit(0)

    def show_contact(self, shown: Shown) -> None:
        super().show_contact(shown)
        view = shown.view
        figures = view.figures
        count = len(view.open_opportunities) + figures.won.count + figures.lost.count
        self._title.set_link(all_of(count) if count else "")
        events = _events(view, self.place)
        self.last.set_lines([line for _day, line in events[:LAST]])
        words = _("No calls, e-mails or visits are recorded yet: they will stand here, the newest first.")
        self.nothing.say(words, "info")
        if not self._is_asked:
            self._is_asked = True
            self.list.set_query(Query((mine(view), OPEN), (Order("closing_on"),)))

    def take_news(self, changes: Changes) -> None:
        self.list.records.refresh(changes)

    def _fit(self, rows: int) -> None:
        """As high as its rows, so that what happened last follows at once."""
        high = px(_NONE) if not rows else px(4.5 + _ROWS * min(rows, _MOST))
        self.list.setFixedHeight(high)


def _events(view: ContactView, place: Workplace) -> Sequence[tuple[date, Line]]:
    """Done tasks, won and lost opportunities; the newest first."""
    form, today = place.form, place.desk.context.work_date
    found: list[tuple[date, Line]] = []
    for task in view.closed_tasks:
        if task.closed_on is not None and not task.canceled:
            about = task.opportunity.text if task.opportunity else ""
            note = " · ".join(part for part in (_("done"), about) if part)
            line = Line(
                task.opportunity.id if task.opportunity else None,
                task.description or task.number,
                note,
                form.short_day(task.closed_on, today),
                icon=TASK_ICONS[task.type],
            )
            found.append((task.closed_on, line))
    for deal in view.closed_opportunities:
        if deal.closed_on is not None:
            words, icon, tone = status_mark(deal.status)
            title = _("{outcome}: {what}").format(outcome=words, what=deal.description or deal.number)
            who = deal.contact.text if deal.contact and not view.is_person else ""
            value = form.value(deal.current_value, 0)
            note = " · ".join(part for part in (value, who) if part)
            right = form.short_day(deal.closed_on, today)
            found.append((deal.closed_on, Line(deal.id, title, note, right, icon=icon, tone=tone)))
    return sorted(found, key=lambda each: each[0], reverse=True)
