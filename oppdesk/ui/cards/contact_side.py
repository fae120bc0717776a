"""The side of a contact's card: tasks to be done or postponed, the people of the company, and the notes."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from oppdesk.domain.setup import by_key
from oppdesk.domain.words import ContactType
from oppdesk.i18n import _
from oppdesk.services.contact_views import ContactView
from oppdesk.ui import contact_parts as parts
from oppdesk.ui import metrics
from oppdesk.ui.contact_marks import Shown
from oppdesk.ui.contact_words import ICONS, relation_words
from oppdesk.ui.dialogs.create_task import open_create_task
from oppdesk.ui.dialogs.note import open_note
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.labels import Hairline, SectionTitle, Text
from oppdesk.ui.widgets.lines import Line, Lines
from oppdesk.ui.workplace import Workplace

SHOWN = 6  # tasks, people and notes, until all are asked for


class Facts(QWidget):
    """Names at the left, what they are at the right, broken into lines where it is long."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[Text, Text]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(1.5))
        self._grid.setVerticalSpacing(px(0.75))
        self._grid.setColumnStretch(1, 1)

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        while len(self.rows) < len(facts):
            pair = Text("", Type.BODY, "text2", wrap=True), Text("", wrap=True)
            for column, words in enumerate(pair):
                self._grid.addWidget(words, len(self.rows), column, Qt.AlignmentFlag.AlignTop)
            self.rows.append(pair)
        for at, pair in enumerate(self.rows):
            for said, label in zip(facts[at] if at < len(facts) else ("", ""), pair, strict=True):
                label.setText(said)
                label.setVisible(at < len(facts))
        self.setVisible(bool(facts))


class ContactSide(QWidget):
    opened = Signal(str, object)  # table, id
    person_wanted = Signal()

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._view: ContactView | None = None
        self._shows_all = False
        self._tasks_title = SectionTitle(_("Tasks"), _("Add task"))
        self.tasks = parts.TaskLines(place)
        self._no_task = Text(_("No task is planned."), Type.BODY, "text2")
        self._groups_title = SectionTitle(_("Relations"), _("Edit"))
        self._groups = Facts()
        self._no_group = Text(_("In no group and no relation yet."), Type.BODY, "text2", wrap=True)
        self._people_title = SectionTitle("", _("Add person"))
        self.people = Lines()
        self._nobody = Text("", Type.BODY, "text2", wrap=True)
        self._notes_title = SectionTitle(_("Notes"), _("Add note"))
        self.notes = parts.Notes(place.form, place)
        self._no_note = Text(_("No notes yet."), Type.BODY, "text2")
        self._rest = SectionTitle("", small=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(metrics.IN_GROUP))
        groups = (
            (self._tasks_title, self.tasks, self._no_task),
            (self._groups_title, self._groups, self._no_group),
            (self._people_title, self.people, self._nobody),
            (self._notes_title, self.notes, self._no_note, self._rest),
        )
        for at, group in enumerate(groups):
            if at:
                column.addSpacing(px(1))
                column.addWidget(Hairline())
                column.addSpacing(px(1))
            for each in group:
                column.addWidget(each)
        column.addStretch(1)
        self.tasks.opened.connect(self.opened)
        self.people.chosen.connect(lambda found: self.opened.emit("contact", found))
        self._tasks_title.linked.connect(self.add_task)
        self._notes_title.linked.connect(self.add_note)
        self._people_title.linked.connect(self.person_wanted)
        self._groups_title.linked.connect(lambda: self.opened.emit("page", "relations"))
        self._rest.linked.connect(self._show_all)

    def show_contact(self, shown: Shown) -> None:
        self._show(shown.view)

    def _show(self, view: ContactView) -> None:
        self._view = view
        most = None if self._shows_all else SHOWN
        self.tasks.set_tasks(view.open_tasks[:most])
        self._tasks_title.set_count(self._count(len(view.open_tasks)))
        self._no_task.setVisible(not view.open_tasks)
        facts = [
            (_(by_key[key].title), ", ".join(_words(tag) for tag in tags))
            for key, tags in view.tags.items()
            if tags
        ]
        self._groups.set_facts(facts)
        self._no_group.setVisible(not facts)
        people = [
            Line(person.id, person.name, person.job_title, icon="user") for person in view.people[:most]
        ]
        company = view.company
        if company is not None:
            people.insert(0, Line(company.id, company.text, icon=ICONS[ContactType.COMPANY]))
        self._people_title.set_title(_("Same company") if view.is_person else _("People"))
        self._people_title.set_link("" if view.is_person and company is None else _("Add person"))
        self.people.set_lines(people)
        self._nobody.setText(
            _("Belongs to no company.") if view.is_person else _("Nobody is known there yet.")
        )
        self._nobody.setVisible(not people)
        self.notes.set_notes(view.comments[:most])
        self._notes_title.set_count(self._count(len(view.comments)))
        self._no_note.setVisible(not view.comments)
        more = max(len(view.open_tasks), len(view.people), len(view.comments)) > SHOWN
        self._rest.setVisible(more and not self._shows_all)
        self._rest.set_link(_("Show everything") if more else "")

    def _count(self, count: int) -> str:
        return self._place.form.whole(count) if count > 1 else ""

    def part(self, table: str, record: int) -> QWidget | None:
        """What takes the cursor of one of its tasks or notes; everything is shown when it is among the rest."""
        for _try in range(2):
            rows = self.tasks.parts() if table == "task" else self.notes.parts()
            if record in rows:
                return rows[record]
            self._show_all()
        return None

    def _show_all(self) -> None:
        self._shows_all = True
        if self._view is not None:
            self._show(self._view)

    def add_task(self) -> None:
        if self._view is not None:
            open_create_task(self._place, self.window(), contact=self._view.id)

    def add_note(self) -> None:
        if self._view is not None:
            open_note(self._place, self.window(), "contact", self._view.id, self._view.name)


def _words(tag: Any) -> str:
    return relation_words(tag.description or tag.target.text, tag.detail)
