"""All notes on a contact, and all tasks: what the side of the card shows the newest of."""

from PySide6.QtWidgets import QWidget

from oppdesk.i18n import _
from oppdesk.ui import contact_parts as parts
from oppdesk.ui.cards.contact_page import ContactPage
from oppdesk.ui.contact_marks import Shown
from oppdesk.ui.dialogs.create_task import open_create_task
from oppdesk.ui.dialogs.note import open_note
from oppdesk.ui.metrics import Type
from oppdesk.ui.task_rows import TaskRows
from oppdesk.ui.widgets.labels import SectionTitle, Text
from oppdesk.ui.workplace import Workplace


class NotesPage(ContactPage):
    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(place, parent)
        self.title = SectionTitle(_("Notes"), _("Add note"))
        self.title.linked.connect(self.add_note)
        self.notes = parts.Notes(place.form, place)
        self.nothing = Text(
            _("No notes yet. They are dated by themselves and found by the search."),
            Type.BODY,
            "text2",
            wrap=True,
        )
        for each in (self.title, self.notes, self.nothing):
            self.column.addWidget(each)
        self.column.addStretch(1)

    def show_contact(self, shown: Shown) -> None:
        super().show_contact(shown)
        found = shown.view.comments
        self.notes.set_notes(found)
        self.nothing.setVisible(not found)
        self.title.set_count(self.place.form.whole(len(found)) if len(found) > 1 else "")

    def add_note(self) -> None:
        if self.shown is not None:
            view = self.shown.view
            open_note(self.place, self.window(), "contact", view.id, view.name)


class TasksPage(ContactPage):
    """Open ones by date, then the newest of those done or cancelled."""

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(place, parent)
        self.title = SectionTitle(_("Open tasks"), _("Add task"))
        self.title.linked.connect(self.add_task)
        self.open_ones = TaskRows(place)
        self.nothing = Text(_("No task is planned."), Type.BODY, "text2")
        self.closed_title = SectionTitle(_("Done and cancelled"))
        self.closed = TaskRows(place)
        for each in (self.title, self.open_ones, self.nothing, self.closed_title, self.closed):
            self.column.addWidget(each)
        self.column.addStretch(1)

    def show_contact(self, shown: Shown) -> None:
        super().show_contact(shown)
        view = shown.view
        self.open_ones.set_tasks(view.open_tasks)
        self.nothing.setVisible(not view.open_tasks)
        self.title.set_count(self.place.form.whole(len(view.open_tasks)) if len(view.open_tasks) > 1 else "")
        self.closed.set_tasks(view.closed_tasks)
        self.closed_title.setVisible(bool(view.closed_tasks))

    def add_task(self) -> None:
        if self.shown is not None:
            view = self.shown.view
            open_create_task(self.place, self.window(), contact=view.id)
