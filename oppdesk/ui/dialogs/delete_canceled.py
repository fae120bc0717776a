"""The batch of 9.9: cancelled interactions that meet the filters, counted before anything is deleted."""

from PySide6.QtWidgets import QWidget

from oppdesk.domain.query import Filter, Op
from oppdesk.i18n import _, ngettext
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.edits import DateEdit, ParsedEdit
from oppdesk.ui.widgets.field_row import FieldGroup, Note
from oppdesk.ui.workplace import Workplace


class DeleteCanceled(Sheet):
    """Nothing is deleted before the primary button is pressed; it says how many."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(_("Delete cancelled interactions"), parent, width=70)
        self._place = place
        form, today = place.form, place.desk.context.work_date
        self.on_from = DateEdit(form, today)
        self.on_to = DateEdit(form, today)
        self.contact = ContactField(place)
        self.salesperson = LookupField("salesperson", place)
        self.template = LookupField("interaction_template", place)
        group = FieldGroup()
        self.add(group, "on_from", _("Date &from"), self.on_from)
        self.add(group, "on_to", _("Date &to"), self.on_to)
        self.add(group, "contact", _("C&ontact"), self.contact)
        self.add(group, "salesperson", _("&Salesperson"), self.salesperson)
        self.add(group, "interaction_template", _("Te&mplate"), self.template)
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

    def filters(self) -> tuple[Filter, ...]:
        """What the fields say; a blank one does not narrow."""
        found = []
        for op, day in ((Op.FROM, self.on_from.day()), (Op.UP_TO, self.on_to.day())):
            if day is not None:
                found.append(Filter("on", op, day))
        for name, field in (
            ("contact", self.contact),
            ("salesperson", self.salesperson),
            ("interaction_template", self.template),
        ):
            chosen = field.value()
            if chosen is not None:
                found.append(Filter(name, Op.IS, chosen.id))
        return tuple(found)

    def _count(self) -> None:
        filters, service = self.filters(), self._place.desk.interactions
        self.primary.setEnabled(False)
        self._place.jobs.read(
            lambda: service.canceled(filters), self._tell, key=f"cancelled interactions {id(self)}"
        )

    def _tell(self, count: int) -> None:
        shown = self._place.form.whole(count)
        words = ngettext("Delete {count} interaction", "Delete {count} interactions", count)
        self.primary.setText(words.format(count=shown))
        self.primary.setEnabled(count > 0 and not self.saving)
        told = ngettext(
            "{count} cancelled interaction will be deleted with its notes and its attachment. You can undo this.",
            "{count} cancelled interactions will be deleted with their notes and attachments. You can undo this.",
            count,
        )
        if count:
            self._note.say(told.format(count=shown), "triangle-alert", "stale")
        else:
            self._note.say(_("No cancelled interaction meets these filters."), "info")
        self.grow()

    def finish(self) -> None:
        filters, service = self.filters(), self._place.desk.interactions
        self.write(
            self._place.jobs,
            _("Delete cancelled interactions"),
            lambda _progress: service.remove_canceled(filters),
        )


def open_delete_canceled(place: Workplace, parent: QWidget | None) -> DeleteCanceled:
    dialog = DeleteCanceled(place, parent)
    dialog.open()
    dialog.on_from.setFocus()
    return dialog
