"""What is going on with a contact and what happened last, in one look."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.words import ContactType, Status
from oppdesk.i18n import _
from oppdesk.ui.cards.contact_opportunities import mine, no_opportunity, opportunity_list
from oppdesk.ui.cards.contact_page import ContactPage
from oppdesk.ui.cards.contact_people import bled
from oppdesk.ui.contact_marks import Shown
from oppdesk.ui.contact_parts import all_of
from oppdesk.ui.metrics import px
from oppdesk.ui.timeline import Timeline
from oppdesk.ui.widgets.labels import SectionTitle
from oppdesk.ui.workplace import Workplace

OPEN = Filter("status", Op.AMONG, (int(Status.NOT_STARTED), int(Status.IN_PROGRESS)))
_NONE, _ROWS = 25, 4.25  # u: of the list without rows, of one row
_MOST = 6  # rows that the list shows without scrolling


class ContactMiddle(ContactPage):
    """The open opportunities, and under them everything that happened, the newest first (5073)."""

    wanted = Signal()  # a new opportunity
    all_wanted = Signal()
    interaction_wanted = Signal()

    def __init__(self, place: Workplace, kind: ContactType, money: str, parent: QWidget) -> None:
        super().__init__(place, parent)
        self.kind = kind
        self._title = SectionTitle(_("Open opportunities"))
        self._title.linked.connect(self.all_wanted)
        self.list = opportunity_list(place, kind, money)
        self.list.record_opened.connect(lambda found: self.opened.emit("opportunity", found))
        self.list.records.counted.connect(self._fit)
        self.list.set_empty(no_opportunity(self, _("Nothing is open now.")))
        self.timeline = Timeline(place)
        self.timeline.opened.connect(self.opened)
        self.timeline.wanted.connect(self.interaction_wanted)
        self.column.addWidget(self._title)
        self.column.addLayout(bled(self.list))
        self.column.addSpacing(px(2))
        self.column.addWidget(self.timeline, 1)
        self._is_asked = False
        self._fit(0)

    def show_contact(self, shown: Shown) -> None:
        super().show_contact(shown)
        view = shown.view
        figures = view.figures
        count = len(view.open_opportunities) + figures.won.count + figures.lost.count
        self._title.set_link(all_of(count) if count else "")
        self.timeline.set_may_write(may_write=not view.values["privacy_blocked"])
        if not self._is_asked:
            self._is_asked = True
            self.list.set_query(Query((mine(view), OPEN), (Order("closing_on"),)))
            self.timeline.show_of("contact", view.id)

    def take_news(self, changes: Changes) -> None:
        self.list.records.refresh(changes)
        self.timeline.take_news(changes)

    def _fit(self, rows: int) -> None:
        """As high as its rows, so that what happened last follows at once."""
        high = px(_NONE) if not rows else px(4.5 + _ROWS * min(rows, _MOST))
        self.list.setFixedHeight(high)
