"""Those who take part in a meeting, as rows that are changed where they stand, and the field that adds one (7.7)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from oppdesk.domain.tasks import SeatView
from oppdesk.domain.words import ANSWER, ATTENDANCE, Answer, Attendance
from oppdesk.i18n import _
from oppdesk.ui import contact_words, metrics
from oppdesk.ui.editors import ChoiceBox, FlagBox
from oppdesk.ui.lookup import find_rows
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.found import Found
from oppdesk.ui.widgets.labels import Elided, Icon, Text
from oppdesk.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oppdesk.ui.workplace import Workplace

MOST = 12  # contacts that a search brings
_AT_TABLE = ATTENDANCE[:3]  # who is a member of a team sits at no table


class PersonField(SearchField):
    """Finds salespeople and contacts alike by a few letters; who is picked is told, and the field empty again."""

    picked = Signal(str, object)  # "salesperson" or "contact", Ref

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self.setPlaceholderText(_("Add an attendee: contact or salesperson"))
        self.setAccessibleName(_("Add an attendee"))
        self.typed.connect(self._ask)
        self.chosen.connect(self._pick)

    def _ask(self, text: str) -> None:
        desk = self._place.desk

        def find() -> list[Found]:
            ours = [
                Found(("salesperson", row.what), row.text, row.note, "circle-user", _("Salespeople"))
                for row in find_rows(desk.lists, "salesperson", text)
            ]
            theirs = []
            for hit in desk.contacts.find(text, MOST):
                row = contact_words.found(hit)
                theirs.append(Found(("contact", row.what), row.text, row.note, row.icon, _("Contacts")))
            return (theirs + ours) if text.strip() else (ours + theirs)

        def answer(rows: list[Found]) -> None:
            if shiboken6.isValid(self):
                self.show_found(rows)

        self._place.jobs.read(find, answer, key=f"people {id(self)}")

    def _pick(self, row: Found | None) -> None:
        if row is not None and isinstance(row.what, tuple):
            self.set_taken(None)
            self.picked.emit(*row.what)


class _Row:
    """The widgets of one line of the table."""

    def __init__(self, grid: QGridLayout, at: int, *, is_saved: bool) -> None:
        self.seat: SeatView | None = None
        self.icon = Icon("user")
        self.name = Elided("", Type.NAME)
        self.mail = Elided("", Type.CAPTION, "text2")
        self.attendance = ChoiceBox(_AT_TABLE)
        self.invite = FlagBox()
        self.answer = ChoiceBox(ANSWER)
        self.sent = Icon("send", "won")
        self.call = buttons.icon_button("phone", "")
        self.open = buttons.icon_button("external-link", "")
        self.remove = buttons.icon_button("trash-2", "")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.mail)
        self._names = names
        grid.addWidget(self.icon, at, 0)
        grid.addLayout(names, at, 1)
        shown: list[QWidget] = [self.attendance, self.invite]
        shown += [self.answer, self.sent, self.call, self.open] if is_saved else []
        shown.append(self.remove)
        for column, widget in enumerate(shown, 2):
            grid.addWidget(widget, at, column, Qt.AlignmentFlag.AlignVCenter)
        for widget in () if is_saved else (self.answer, self.sent, self.call, self.open):
            widget.setParent(grid.parentWidget())  # goes with the table, though it is not shown
            widget.hide()
        self._shown = (self.icon, self.name, self.mail, *shown)
        self._is_saved = is_saved

    def stops(self) -> list[QWidget]:
        """Where Tab halts, in its order."""
        return [widget for widget in self._shown if widget.focusPolicy() != Qt.FocusPolicy.NoFocus]

    def set_visible(self, *, is_shown: bool) -> None:
        for widget in self._shown:
            widget.setVisible(is_shown)
        self.sent.setVisible(
            is_shown and self._is_saved and self.seat is not None and self.seat.invitation_sent
        )

    def show_seat(self, seat: SeatView) -> None:
        self.seat = seat
        name = seat.name
        is_contact, is_organizer = seat.contact is not None, seat.attendance is Attendance.ORGANIZER
        self.icon.set("user" if is_contact else "circle-user")
        self.name.setText(name)
        self.mail.setText(seat.e_mail or _("no e-mail address"))
        self.attendance.set_value(int(seat.attendance))
        self.attendance.setAccessibleName(_("Attendance of {name}").format(name=name))
        self.invite.set_value(seat.send_invitation)
        self.invite.setAccessibleName(_("Invite {name}").format(name=name))
        self.invite.setToolTip(_("Send an invitation"))
        self.answer.set_value(int(seat.answer))
        self.answer.setAccessibleName(_("Answer of {name}").format(name=name))
        self.sent.setToolTip(_("The invitation has been sent."))
        self.sent.setAccessibleName(_("The invitation to {name} has been sent.").format(name=name))
        self.call.setAccessibleName(_("Call {name}").format(name=name))
        self.call.setToolTip(_("Make phone call") if is_contact else _("Only contacts are called from here."))
        self.call.setEnabled(is_contact)
        self.open.setAccessibleName(_("Open the card of {name}").format(name=name))
        self.open.setToolTip(_("Card"))
        self.open.setEnabled(is_contact)
        self.remove.setAccessibleName(_("Remove {name}").format(name=name))
        held = _("The organizer stays: choose another salesperson for the meeting instead.")
        is_held = is_organizer and self._is_saved
        for widget, words in (
            (self.attendance, ""),
            (self.invite, _("Send an invitation")),
            (self.remove, _("Remove")),
        ):
            widget.setEnabled(not is_held)
            widget.setToolTip(held if is_held else words)


class SeatRows(QWidget):
    """`is_saved`: with answers, what was sent and ways to the card; the organizer of a saved meeting stays (ATT-6)."""

    added = Signal(str, object)  # "salesperson" or "contact", Ref
    changed = Signal(object, object)  # SeatView, {name: value}
    removed = Signal(object)  # SeatView
    called = Signal(object)  # SeatView
    opened = Signal(str, object)  # table, id

    def __init__(self, place: Workplace, *, is_saved: bool) -> None:
        super().__init__()
        self._place = place
        self._is_saved = is_saved
        self._rows: list[_Row] = []
        self._used = 0
        self.add = PersonField(place)
        self._fault = Note()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(1))
        self._grid.setVerticalSpacing(px(0.5))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(1, px(14))
        heads = [_("Attendee"), _("Attendance"), _("Invite")] + ([_("Answer")] if is_saved else [])
        self._heads = [Text(words, Type.CAPTION, "text2") for words in heads]
        for at, head in enumerate(self._heads, 1):
            self._grid.addWidget(head, 0, at)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(metrics.IN_GROUP))
        column.addLayout(self._grid)
        column.addWidget(self.add)
        column.addWidget(self._fault)
        self.add.picked.connect(self.added)
        self.add.faulted.connect(self.tell)
        self.setFocusProxy(self.add)

    def show_seats(self, seats: Sequence[SeatView]) -> None:
        """Filled, not made anew: the cursor stays where it is."""
        while len(self._rows) < len(seats):
            self._add_row()
        self._used = len(seats)
        for at, row in enumerate(self._rows):
            if at < len(seats):
                row.show_seat(seats[at])
            row.set_visible(is_shown=at < len(seats))
        for head in self._heads:
            head.setVisible(bool(seats))

    def rows(self) -> list[_Row]:
        return self._rows[: self._used]

    def tell(self, sentence: str) -> None:
        """What is wrong with the table; "" when it is right."""
        self._fault.say(sentence, "circle-alert", "overdue")

    def warn(self, sentences: Sequence[str]) -> None:
        """What is worth a look (ATT-4)."""
        self._fault.say(" ".join(sentences), "triangle-alert", "stale")

    def told(self) -> str:
        return self._fault.words()

    def _add_row(self) -> None:
        row = _Row(self._grid, len(self._rows) + 1, is_saved=self._is_saved)
        stops = [self._stop_before(), *row.stops(), self.add]  # down the table, then the field below it
        for one, two in pairwise(stops):
            QWidget.setTabOrder(one, two)
        self._rows.append(row)
        row.attendance.changed.connect(lambda value: self._tell(row, "attendance", Attendance(value)))
        row.invite.changed.connect(lambda value: self._tell(row, "send_invitation", bool(value)))
        row.answer.changed.connect(lambda value: self._tell(row, "answer", Answer(value)))
        row.remove.clicked.connect(lambda: self.removed.emit(row.seat))
        row.call.clicked.connect(lambda: self.called.emit(row.seat))
        row.open.clicked.connect(lambda: self._open(row))

    def _stop_before(self) -> QWidget:
        """Where Tab halts before it comes to the field."""
        found: QWidget | None = self.add.previousInFocusChain()
        while found is not None and found is not self.add and found.focusPolicy() == Qt.FocusPolicy.NoFocus:
            found = found.previousInFocusChain()
        return found or self.add

    def _tell(self, row: _Row, name: str, value: object) -> None:
        self.tell("")
        self.changed.emit(row.seat, {name: value})

    def _open(self, row: _Row) -> None:
        if row.seat is not None and row.seat.contact is not None:
            self.opened.emit("contact", row.seat.contact.id)
