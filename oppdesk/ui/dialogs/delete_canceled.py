"""The batch of 9.9: cancelled interactions that meet the filters, counted before anything is deleted."""

from PySide6.QtWidgets import QWidget

from oppdesk.domain.query import Op
from oppdesk.i18n import _, ngettext
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.dialogs.delete_batch import Batch, DeleteBatch
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.widgets.edits import DateEdit
from oppdesk.ui.workplace import Workplace


class DeleteCanceled(DeleteBatch):
    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        service = place.desk.interactions
        batch = Batch(
            _("Delete cancelled interactions"),
            service.canceled,
            lambda filters, _progress: service.remove_canceled(filters),
            lambda count: ngettext("Delete {count} interaction", "Delete {count} interactions", count),
            lambda count: ngettext(
                "{count} cancelled interaction will be deleted with its notes and its attachment. "
                "You can undo this.",
                "{count} cancelled interactions will be deleted with their notes and attachments. "
                "You can undo this.",
                count,
            ),
            _("No cancelled interaction meets these filters."),
        )
        super().__init__(place, batch, parent)
        form, today = place.form, place.desk.context.work_date
        self.on_from = self.narrow("on_from", _("Date &from"), DateEdit(form, today), "on", Op.FROM)
        self.on_to = self.narrow("on_to", _("Date &to"), DateEdit(form, today), "on", Op.UP_TO)
        self.contact = self.narrow("contact", _("C&ontact"), ContactField(place))
        self.salesperson = self.narrow("salesperson", _("&Salesperson"), LookupField("salesperson", place))
        self.template = self.narrow(
            "interaction_template", _("Te&mplate"), LookupField("interaction_template", place)
        )
        self.count()


def open_delete_canceled(place: Workplace, parent: QWidget | None) -> DeleteCanceled:
    dialog = DeleteCanceled(place, parent)
    dialog.open()
    dialog.on_from.setFocus()
    return dialog
