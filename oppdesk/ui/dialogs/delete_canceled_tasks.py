"""The batch of 7.3: cancelled tasks that meet the filters, counted before anything is deleted."""

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


class DeleteCanceledTasks(Sheet):
    """Nothing is deleted before the primary button is pressed; it says how many."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(_("Delete cancelled tasks"), parent, width=70)
        self._place = place
        form, today = place.form, place.desk.context.work_date
        self.number = ParsedEdit(lambda text: text.strip().upper(), str)
        self.day_from = DateEdit(form, today)
        self.day_to = DateEdit(form, today)
        self.salesperson = LookupField("salesperson", place)
        self.team = LookupField("team", place)
        self.contact = ContactField(place)
        group = FieldGroup()
        self.add(group, "number", _("&No."), self.number)
        self.add(group, "day_from", _("Date &from"), self.day_from)
        self.add(group, "day_to", _("Date t&o"), self.day_to)
        self.add(group, "salesperson", _("&Salesperson"), self.salesperson)
        self.add(group, "team", _("T&eam"), self.team)
        self.add(group, "contact", _("&Contact"), self.contact)
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
        if self.number.value():
            found.append(Filter("number", Op.CONTAINS, self.number.value()))
        for op, field in ((Op.FROM, self.day_from), (Op.UP_TO, self.day_to)):
            if field.day() is not None:
                found.append(Filter("on", op, field.day()))
        for name, chosen in (
            ("salesperson", self.salesperson.value()),
            ("team", self.team.value()),
            ("attendee", self.contact.value()),
        ):
            if chosen is not None:
                found.append(Filter(name, Op.IS, chosen.id))
        return tuple(found)

    def _count(self) -> None:
        filters, tasks = self.filters(), self._place.desk.tasks
        self.primary.setEnabled(False)
        self._place.jobs.read(lambda: tasks.canceled(filters), self._tell, key="cancelled tasks")

    def _tell(self, count: int) -> None:
        shown = self._place.form.whole(count)
        words = ngettext("Delete {count} task", "Delete {count} tasks", count)
        self.primary.setText(words.format(count=shown))
        self.primary.setEnabled(count > 0 and not self.saving)
        told = ngettext(
            "{count} cancelled task with its attendees and notes will be deleted. You can undo this.",
            "{count} cancelled tasks with their attendees and notes will be deleted. You can undo this.",
            count,
        )
        if count:
            self._note.say(told.format(count=shown), "triangle-alert", "stale")
        else:
            self._note.say(_("No cancelled task meets these filters."), "info")
        self.grow()

    def finish(self) -> None:
        filters, tasks = self.filters(), self._place.desk.tasks
        self.write(
            self._place.jobs, _("Delete cancelled tasks"), lambda _progress: tasks.remove_canceled(filters)
        )


def open_delete_canceled(place: Workplace, parent: QWidget | None) -> DeleteCanceledTasks:
    dialog = DeleteCanceledTasks(place, parent)
    dialog.open()
    dialog.number.setFocus()
    return dialog
