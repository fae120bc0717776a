"""The date one works as of: proposed for business dates instead of today, and always visible while it differs."""

from PySide6.QtWidgets import QWidget

from oppdesk.i18n import _
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.edits import DateEdit
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.workplace import Workplace


class WorkDateDialog(Sheet):
    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(_("Work date"), parent, width=55)
        self._place = place
        context = place.desk.context
        self.day = DateEdit(place.form, context.today)
        self.day.set_value(context.work_date)
        group = FieldGroup()
        hint = _("Stages, tasks and new records are dated as of this day, until the program is closed.")
        self.add(group, "day", _("&Work date"), self.day, hint)
        self.body.addWidget(group)
        self.body.addStretch(1)
        self.today = buttons.button(_("Use &today"), "calendar-check", "quiet")
        self.today.setAutoDefault(False)
        self.today.clicked.connect(lambda: self._take(context.today))
        self.left.addWidget(self.today)
        self.primary.setText(_("Set work date"))
        self.day.setFocus()
        self.day.selectAll()

    def _take(self, day: object) -> None:
        self.day.set_value(day)
        self.accept()

    def finish(self) -> None:
        self._place.desk.context.work_as_of(self.day.day())
        self._place.hub.day_changed.emit()
        self.stored()
