"""From when to when one of a contact's alternative addresses holds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from oppdesk.domain import addresses
from oppdesk.domain.fields import Ref
from oppdesk.i18n import _
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.widgets.edits import DateEdit
from oppdesk.ui.widgets.field_row import FieldGroup, Note
from oppdesk.ui.workplace import Workplace

KEY = "address_range"


class AddressDates(Sheet):
    """`others` are the contact's date ranges: where two overlap it is said which one wins (ALT-4)."""

    def __init__(
        self,
        place: Workplace,
        contact: int,
        name: str,
        choices: Sequence[Ref],
        others: Sequence[Mapping[str, Any]],
        parent: QWidget | None = None,
        *,
        row: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(_("Add dates") if row is None else _("Change dates"), parent, width=58)
        self._place, self._contact, self._row = place, contact, row
        self._choices = list(choices)
        self._others = [each for each in others if row is None or each["id"] != row["id"]]
        self.tell_subject(name, "")
        today = place.desk.context.work_date
        self.start, self.end = DateEdit(place.form, today), DateEdit(place.form, today)
        self.address = QComboBox()
        for choice in self._choices:
            self.address.addItem(choice.text)
        group = FieldGroup()
        self.add(group, "alternative_address", _("&Address"), self.address)
        self.add(group, "starting_date", _("&From"), self.start)
        self.add(group, "ending_date", _("&To"), self.end, _("Blank never ends."))
        self.warning = Note()
        self.body.addWidget(group)
        self.body.addWidget(self.warning)
        self.body.addStretch(1)
        self.primary.setText(_("Add dates") if row is None else _("Save"))
        self.start.set_value(row["starting_date"] if row else today)
        self.end.set_value(row["ending_date"] if row else None)
        if row is not None:
            self.address.setCurrentIndex(
                next(at for at, each in enumerate(self._choices) if each.id == row["alternative_address"].id)
            )
        for field in (self.start, self.end):
            field.changed.connect(lambda _day: self._warn())
        self._warn()

    def _warn(self) -> None:
        start, end = self.start.value(), self.end.value()
        values = {"starting_date": start, "ending_date": end}
        is_in_order = isinstance(start, date) and (not isinstance(end, date) or start <= end)
        words = addresses.overlap(values, self._others) if is_in_order else ""
        self.warning.say(words, "triangle-alert", "stale")
        self.grow()

    def finish(self) -> None:
        lines, contact = self._place.desk.contact_lines, self._contact
        values = {
            "starting_date": self.start.value(),
            "ending_date": self.end.value(),
            "alternative_address": self._choices[self.address.currentIndex()].id,
        }
        row = self._row["id"] if self._row else None
        version = self._row["version"] if self._row else None
        self.write(
            self._place.jobs,
            self.windowTitle(),
            lambda _progress: lines.save(KEY, contact, row, values, version),
        )
