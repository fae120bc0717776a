"""The batch of 9.6: closed opportunities that meet the filters, counted before anything is deleted."""

from PySide6.QtWidgets import QWidget

from oppdesk.domain.progress import Progress
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.i18n import _, ngettext
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.edits import DateEdit, ParsedEdit
from oppdesk.ui.widgets.field_row import FieldGroup, Note
from oppdesk.ui.workplace import Workplace


class DeleteClosed(Sheet):
    """Nothing is deleted before the primary button is pressed; it says how many."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(_("Delete closed opportunities"), parent, width=70)
        self._place = place
        form, today = place.form, place.desk.context.work_date
        self.number = ParsedEdit(lambda text: text.strip().upper(), str)
        self.closed_from = DateEdit(form, today)
        self.closed_to = DateEdit(form, today)
        self.salesperson = LookupField("salesperson", place)
        self.contact = ContactField(place)
        self.sales_cycle = LookupField("sales_cycle", place)
        group = FieldGroup()
        self.add(group, "number", _("&No."), self.number)
        self.add(group, "closed_from", _("Closed &from"), self.closed_from)
        self.add(group, "closed_to", _("Closed &to"), self.closed_to)
        self.add(group, "salesperson", _("&Salesperson"), self.salesperson)
        self.add(group, "contact", _("C&ontact"), self.contact)
        self.add(group, "sales_cycle", _("Sales c&ycle"), self.sales_cycle)
        self._note = Note()
        self.body.addWidget(group)
        self.body.addSpacing(px(1))
        self.body.addWidget(self._note)
        self.body.addStretch(1)
        self.primary.setDefault(False)  # Enter in a filter neither deletes nor gives up
        self.primary.setAutoDefault(False)
        for row in group.rows:
            field = row.field
            if isinstance(field, ParsedEdit | LookupField):
                field.changed.connect(lambda _value: self._count())
        self._count()

    def query(self) -> Query:
        """What the fields say; a blank one does not narrow."""
        day_from, day_to = self.closed_from.day(), self.closed_to.day()
        filters = []
        if self.number.value():
            filters.append(Filter("number", Op.CONTAINS, self.number.value()))
        if day_from is not None:
            filters.append(Filter("closed_on", Op.FROM, day_from))
        if day_to is not None:
            filters.append(Filter("closed_on", Op.UP_TO, day_to))
        for name, field in (
            ("salesperson", self.salesperson),
            ("contact", self.contact),
            ("sales_cycle", self.sales_cycle),
        ):
            chosen = field.value()
            if chosen is not None:
                filters.append(Filter(name, Op.IS, chosen.id))
        return Query(tuple(filters))

    def _count(self) -> None:
        query, fields = self.query(), self._place.desk.opportunity_fields
        self.primary.setEnabled(False)
        self._place.jobs.read(lambda: fields.closed(query), self._tell, key="closed opportunities")

    def _tell(self, count: int) -> None:
        shown = self._place.form.whole(count)
        words = ngettext("Delete {count} opportunity", "Delete {count} opportunities", count)
        self.primary.setText(words.format(count=shown))
        self.primary.setEnabled(count > 0 and not self.saving)
        told = ngettext(
            "{count} closed opportunity with its history and notes will be deleted. "
            "Its tasks stay, without the link. You can undo this.",
            "{count} closed opportunities with their history and notes will be deleted. "
            "Their tasks stay, without the link. You can undo this.",
            count,
        )
        if count:
            self._note.say(told.format(count=shown), "triangle-alert", "stale")
        else:
            self._note.say(_("No closed opportunity meets these filters."), "info")
        self.grow()

    def finish(self) -> None:
        query, fields = self.query(), self._place.desk.opportunity_fields

        def work(progress: Progress) -> int:
            return fields.remove_closed(query, progress)

        self.write(self._place.jobs, _("Delete closed opportunities"), work)


def open_delete_closed(place: Workplace, parent: QWidget | None) -> DeleteClosed:
    dialog = DeleteClosed(place, parent)
    dialog.open()
    dialog.number.setFocus()
    return dialog
