"""Says nothing of a task until a day and a time of one's own."""

from collections.abc import Callable
from datetime import date, datetime, time

from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.i18n import _
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.widgets.edits import DateEdit, TimeEdit
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.workplace import Workplace


class SnoozeDialog(Sheet):
    """`proposed` and the answer are by the wall clock; `then` takes it."""

    def __init__(
        self,
        place: Workplace,
        name: str,
        proposed: datetime,
        then: Callable[[datetime], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Remind me later"), parent, width=56)
        self._then = then
        self.tell_subject(name, "")
        self.day = DateEdit(place.form, place.desk.context.today)
        self.day.set_value(proposed.date())
        self.clock = TimeEdit(place.form)
        self.clock.set_value(proposed.time().replace(second=0, microsecond=0))
        group = FieldGroup()
        self.add(group, "day", _("&Day"), self.day)
        self.add(group, "clock", _("&Time"), self.clock)
        self.body.addWidget(group)
        self.body.addStretch(1)
        self.primary.setText(_("Remind me then"))
        self.day.setFocus()
        self.day.selectAll()

    def finish(self) -> None:
        day, clock = self.day.day(), self.clock.time()
        if not isinstance(day, date):
            self.refused(UserError(_("Fill in the date."), "day", "M-03"))
        elif not isinstance(clock, time):
            self.refused(UserError(_("Fill in the time."), "clock", "M-03"))
        else:
            self._then(datetime.combine(day, clock))
            self.stored()
