"""The batch of 9.6: closed opportunities that meet the filters, counted before anything is deleted."""

from PySide6.QtWidgets import QWidget

from oppdesk.domain.query import Op, Query
from oppdesk.i18n import _, ngettext
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.dialogs.delete_batch import Batch, DeleteBatch
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.widgets.edits import DateEdit, ParsedEdit
from oppdesk.ui.workplace import Workplace


class DeleteClosed(DeleteBatch):
    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        service = place.desk.opportunity_fields
        batch = Batch(
            _("Delete closed opportunities"),
            lambda filters: service.closed(Query(filters)),
            lambda filters, progress: service.remove_closed(Query(filters), progress),
            lambda count: ngettext("Delete {count} opportunity", "Delete {count} opportunities", count),
            lambda count: ngettext(
                "{count} closed opportunity with its history and notes will be deleted. "
                "Its tasks stay, without the link. You can undo this.",
                "{count} closed opportunities with their history and notes will be deleted. "
                "Their tasks stay, without the link. You can undo this.",
                count,
            ),
            _("No closed opportunity meets these filters."),
        )
        super().__init__(place, batch, parent)
        form, today = place.form, place.desk.context.work_date
        number = ParsedEdit(lambda text: text.strip().upper(), str)
        self.number = self.narrow("number", _("&No."), number, op=Op.CONTAINS)
        closed_from, closed_to = DateEdit(form, today), DateEdit(form, today)
        self.closed_from = self.narrow("closed_from", _("Closed &from"), closed_from, "closed_on", Op.FROM)
        self.closed_to = self.narrow("closed_to", _("Closed &to"), closed_to, "closed_on", Op.UP_TO)
        self.salesperson = self.narrow("salesperson", _("&Salesperson"), LookupField("salesperson", place))
        self.contact = self.narrow("contact", _("C&ontact"), ContactField(place))
        self.sales_cycle = self.narrow("sales_cycle", _("Sales c&ycle"), LookupField("sales_cycle", place))
        self.count()


def open_delete_closed(place: Workplace, parent: QWidget | None) -> DeleteClosed:
    dialog = DeleteClosed(place, parent)
    dialog.open()
    dialog.number.setFocus()
    return dialog
