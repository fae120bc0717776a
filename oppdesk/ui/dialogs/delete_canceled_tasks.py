"""The batch of 7.3: cancelled tasks that meet the filters, counted before anything is deleted."""

from PySide6.QtWidgets import QWidget

from oppdesk.domain.query import Op
from oppdesk.i18n import _, ngettext
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.dialogs.delete_batch import Batch, DeleteBatch
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.widgets.edits import DateEdit, ParsedEdit
from oppdesk.ui.workplace import Workplace


class DeleteCanceledTasks(DeleteBatch):
    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        service = place.desk.tasks
        batch = Batch(
            _("Delete cancelled tasks"),
            service.canceled,
            lambda filters, _progress: service.remove_canceled(filters),
            lambda count: ngettext("Delete {count} task", "Delete {count} tasks", count),
            lambda count: ngettext(
                "{count} cancelled task with its attendees and notes will be deleted. You can undo this.",
                "{count} cancelled tasks with their attendees and notes will be deleted. You can undo this.",
                count,
            ),
            _("No cancelled task meets these filters."),
        )
        super().__init__(place, batch, parent)
        form, today = place.form, place.desk.context.work_date
        number = ParsedEdit(lambda text: text.strip().upper(), str)
        self.number = self.narrow("number", _("&No."), number, op=Op.CONTAINS)
        self.day_from = self.narrow("day_from", _("Date &from"), DateEdit(form, today), "on", Op.FROM)
        self.day_to = self.narrow("day_to", _("Date t&o"), DateEdit(form, today), "on", Op.UP_TO)
        self.salesperson = self.narrow("salesperson", _("&Salesperson"), LookupField("salesperson", place))
        self.team = self.narrow("team", _("T&eam"), LookupField("team", place))
        self.contact = self.narrow("contact", _("&Contact"), ContactField(place), "attendee")
        self.count()


def open_delete_canceled(place: Workplace, parent: QWidget | None) -> DeleteCanceledTasks:
    dialog = DeleteCanceledTasks(place, parent)
    dialog.open()
    dialog.number.setFocus()
    return dialog
