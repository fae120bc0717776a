"""Who comes to a new meeting, and how they are asked to: the second half of the dialog that makes one (5198)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain.fields import Ref
from oppdesk.domain.tasks import Seat, SeatView
from oppdesk.domain.words import Attendance
from oppdesk.i18n import _
from oppdesk.ui import metrics
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.task_seats import SeatRows
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.widgets.labels import Hairline, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oppdesk.domain.tasks import NewTask
    from oppdesk.ui.workplace import Workplace


class TableFields(QWidget):
    """`is_touched` once somebody was added, changed or removed by hand: then nothing is proposed any more."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._seats: tuple[Seat, ...] = ()
        self.is_touched = False
        self.seats = SeatRows(place, is_saved=False)
        self.send = CheckBox(_("Send t&he invitations when it is created"))
        self.template = LookupField("interaction_template", place)
        self.language = LookupField("language", place)
        group = FieldGroup()
        self.rows = {
            "interaction_template": group.add(_("Interaction template"), self.template),
            "language": group.add(_("Language"), self.language),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(metrics.IN_GROUP))
        column.addWidget(Text(_("Who comes"), Type.LEAD))
        column.addWidget(self.seats)
        column.addSpacing(px(1))
        column.addWidget(Hairline())
        column.addSpacing(px(0.5))
        column.addWidget(Text(_("Invitation"), Type.LEAD))
        column.addWidget(self.send)
        column.addWidget(group)
        column.addStretch(1)
        self.seats.added.connect(self._add)
        self.seats.changed.connect(self._change)
        self.seats.removed.connect(self._remove)
        for row in self.rows.values():
            field = row.field
            if isinstance(field, LookupField):
                field.changed.connect(lambda _ref, row=row: row.set_fault(""))

    def show_table(self, new: NewTask) -> None:
        setup = self._place.desk.setup
        self.show_seats(new.seats)
        self.is_touched = False
        self.send.setChecked(new.send_invitations)
        self.template.set_value(setup.ref("interaction_template", new.interaction_template))
        self.language.set_value(setup.ref("language", new.language))

    def show_seats(self, seats: Iterable[Seat]) -> None:
        tasks = self._place.desk.tasks
        self._seats = tuple(sorted(seats, key=lambda seat: seat.attendance is not Attendance.ORGANIZER))
        self.seats.show_seats(tasks.seated(self._seats) if self._seats else ())
        self.seats.warn(tasks.warnings(self._seats) if self._seats else ())

    def values(self) -> dict[str, Any]:
        """By the names of NewTask."""
        template, language = self.template.value(), self.language.value()
        return {
            "seats": self._seats,
            "send_invitations": self.send.isChecked() and bool(self._seats),
            "interaction_template": template.id if template else None,
            "language": language.id if language else None,
        }

    def sends(self) -> bool:
        return self.isVisible() and self.send.isChecked()

    # -- by hand ------------------------------------------------------------------------------------------

    def _add(self, kind: str, who: Ref) -> None:
        """A contact is asked to come, or invited where there is an address; so is a salesperson."""
        is_contact = kind == "contact"
        bare = Seat(
            Attendance.REQUIRED,
            salesperson=None if is_contact else who.id,
            contact=who.id if is_contact else None,
        )
        if any((each.salesperson, each.contact) == (bare.salesperson, bare.contact) for each in self._seats):
            self.seats.tell(_("{name} is among the attendees already.").format(name=who.text))
            return
        shown = self._place.desk.tasks.seated([bare])[0]
        has_organizer = any(each.attendance is Attendance.ORGANIZER for each in self._seats)
        if not is_contact and not has_organizer:
            bare = replace(bare, attendance=Attendance.ORGANIZER)
        self._take((*self._seats, replace(bare, send_invitation=bool(shown.e_mail))))

    def _change(self, seat: SeatView, values: Mapping[str, Any]) -> None:
        """Another organizer takes the place of the one there was; what is wrong is said and taken back."""
        found = []
        takes_over = values.get("attendance") is Attendance.ORGANIZER
        if takes_over and seat.contact is not None:
            message = _("{name} is a contact; a salesperson organizes a meeting.").format(name=seat.name)
            self.show_seats(self._seats)
            self.seats.tell(message)
            return
        for each in self._seats:
            if _is(each, seat):
                found.append(replace(each, **values))
            elif takes_over and each.attendance is Attendance.ORGANIZER:
                found.append(replace(each, attendance=Attendance.REQUIRED))
            else:
                found.append(each)
        self._take(tuple(found))

    def _remove(self, seat: SeatView) -> None:
        self._take(tuple(each for each in self._seats if not _is(each, seat)))

    def _take(self, seats: tuple[Seat, ...]) -> None:
        self.is_touched = True
        self.show_seats(seats)
        self.seats.setFocus()


def _is(seat: Seat, shown: SeatView) -> bool:
    who = shown.salesperson or shown.contact
    return who is not None and who.id == (seat.salesperson if shown.salesperson else seat.contact)
