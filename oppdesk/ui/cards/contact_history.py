"""Who changed what of a contact, and when: read from the journal that also undoes it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from oppdesk.domain.fields import Field
from oppdesk.domain.records import CONTACT
from oppdesk.domain.setup import CONTACT_LINES
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.desk import Desk
from oppdesk.services.history import Event
from oppdesk.ui.cards.contact_page import ReadPage
from oppdesk.ui.contact_marks import Shown
from oppdesk.ui.metrics import Type
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import SectionTitle, Text
from oppdesk.ui.widgets.lines import Line, Lines
from oppdesk.ui.workplace import Workplace

FIRST = 40  # events, until all are asked for
_TOLD = 3  # values of an event that are named


class HistoryPage(ReadPage[Sequence[Event]]):
    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(place, parent)
        self.events: Sequence[Event] = ()
        self.lines = Lines()
        self.more = buttons.link(_("Show everything"))
        self.more.clicked.connect(lambda: self._show(len(self.events)))
        self.nothing = Text(_("Nothing was changed since this contact came."), Type.BODY, "text2")
        self.title = SectionTitle(_("History"))
        for each in (self.title, self.lines, self.more, self.nothing):
            self.column.addWidget(each)
        self.column.addStretch(1)

    @staticmethod
    def read(desk: Desk, contact: int) -> Sequence[Event]:
        return desk.history.of("contact", contact, CONTACT, [each.key for each in CONTACT_LINES])

    def show_contact(self, shown: Shown) -> None:
        super().show_contact(shown)
        when = self.place.form.moment(shown.view.modified_at)
        self.title.set_count(_("last changed {when}").format(when=when))

    def fill(self, found: Sequence[Event]) -> None:
        self.events = found
        self._show(max(FIRST, len(self.lines.lines())))
        self.nothing.setVisible(not found)

    def _show(self, most: int) -> None:
        form = self.place.form
        self.lines.set_lines([_line(event, form) for event in self.events[:most]])
        self.more.setVisible(len(self.events) > most)


def _line(event: Event, form: LocaleFormat) -> Line:
    told = [_change(field, before, after, form) for field, before, after in event.values[:_TOLD]]
    rest = len(event.values) - len(told)
    if rest > 0:
        told.append(_("and {count} more").format(count=rest))
    note = " · ".join(part for part in (*told, event.author) if part)
    return Line(None, event.title, note, form.moment(event.at), icon="history")


def _change(field: Field, before: Any, after: Any, form: LocaleFormat) -> str:
    old, new = field.show(before, form) or "–", field.show(after, form) or "–"
    return _("{field}: {before} → {after}").format(field=_(field.label), before=old, after=new)
