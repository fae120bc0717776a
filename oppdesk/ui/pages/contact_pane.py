"""Beside the list of contacts: how to reach the one that is selected, what is going on, and what to do next."""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.i18n import _, ngettext
from oppdesk.services.contact_views import ContactView
from oppdesk.ui import contact_parts as parts
from oppdesk.ui import contact_words, links, metrics
from oppdesk.ui.contact_words import ICONS
from oppdesk.ui.dialogs.note import open_note
from oppdesk.ui.dialogs.task import open_add_task
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import currency
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.figures_row import FiguresRow
from oppdesk.ui.widgets.flow import Flow
from oppdesk.ui.widgets.labels import Elided, Hairline, Pill, SectionTitle, Text
from oppdesk.ui.widgets.lines import Line, Lines
from oppdesk.ui.workplace import Workplace

LEAST, SHOWN = 38, 5  # u; lines of a short list
NOTES = 2
CONCERNS = ("contact", "opportunity", "task", "comment", "salesperson")  # tables whose news are shown here


class ContactPane(QScrollArea):
    """`show_contact` follows the selection; what is not wanted any more is not read."""

    opened = Signal(str, object)  # table, id

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._contact: int | None = None
        self._view: ContactView | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(px(LEAST))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._make()
        self._lay_out()
        self._connect()
        self._show(None)

    def _make(self) -> None:
        place = self._place
        self._name = Elided("", Type.LEAD)
        self._line = Elided("", Type.BODY, "text2")
        self._blocked = Pill(_("Privacy blocked"), "lock", "stale")
        self.call_button = parts.call_button(place)
        self.mail_button = parts.mail_button(place)
        self.new = buttons.button(_("Opportunity"), "plus")
        self.new.setToolTip(_("New opportunity for this contact"))
        self._figures = FiguresRow("small")
        self.ways = Lines()
        self._going_on = SectionTitle(_("Open opportunities"), small=True)
        self.opportunities = Lines()
        self._nothing_open = Text(_("Nothing is open."), Type.BODY, "text2")
        self._next = SectionTitle(_("Next task"), _("Add task"), small=True)
        self.tasks = parts.TaskLines(place)
        self._no_task = Text(_("No task is planned."), Type.BODY, "text2")
        self._people_title = SectionTitle("", small=True)
        self.people = Lines()
        self._notes_title = SectionTitle(_("Notes"), _("Add note"), small=True)
        self.notes = parts.Notes(place.form)

    def _lay_out(self) -> None:
        content = QWidget()
        content.setBackgroundRole(QPalette.ColorRole.Base)
        content.setAutoFillBackground(True)
        column = QVBoxLayout(content)
        column.setContentsMargins(px(2.25), px(2), px(2.25), px(2))
        column.setSpacing(px(metrics.IN_GROUP))
        row = Flow()
        for button in (self.call_button, self.mail_button, self.new):
            row.addWidget(button)
        for words in (self._name, self._line, self._blocked):
            column.addWidget(words)
        column.addSpacing(px(0.5))
        column.addLayout(row)
        column.addSpacing(px(0.5))
        column.addWidget(self._figures)
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self.ways,),
            (self._going_on, self.opportunities, self._nothing_open),
            (self._next, self.tasks, self._no_task),
            (self._people_title, self.people),
            (self._notes_title, self.notes),
        )
        self._lines: list[Hairline] = []
        for group in groups:
            line = Hairline()
            self._lines.append(line)
            column.addSpacing(px(0.5))
            column.addWidget(line)
            column.addSpacing(px(0.25))
            for each in group:
                column.addWidget(each)
        column.addStretch(1)
        nobody = EmptyState("contact", _("No contact selected"), _("Choose one to see how to reach it."))
        nobody.setBackgroundRole(QPalette.ColorRole.Base)
        nobody.setAutoFillBackground(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(nobody)
        self._stack.addWidget(content)
        self.setWidget(self._stack)

    def _connect(self) -> None:
        self.ways.chosen.connect(self._follow)
        self.opportunities.chosen.connect(lambda found: self.opened.emit("opportunity", found))
        self.people.chosen.connect(lambda found: self.opened.emit("contact", found))
        self.tasks.opened.connect(self.opened)
        for title in (self._going_on, self._people_title):
            title.linked.connect(self._open_card)
        self._next.linked.connect(self.add_task)
        self._notes_title.linked.connect(self.add_note)
        self.new.clicked.connect(self.new_opportunity)

    # -- showing ------------------------------------------------------------------------------------------

    def show_contact(self, contact: int | None) -> None:
        """Read a contact and show it; the one before stays until it is there."""
        if contact != self._contact:
            self._contact = contact
            self._read()

    def take_news(self, changes: Changes) -> None:
        if changes.touches(*CONCERNS):
            self._read()

    def refresh(self) -> None:
        self._read()

    def _read(self) -> None:
        contact, service = self._contact, self._place.desk.contacts
        if contact is None:
            self._show(None)
        elif not self.isHidden():
            self._place.jobs.read(
                lambda: service.view(contact),
                self._show,
                f"contact pane {id(self)}",
                failed=self._gone,
                urgent=True,
            )

    def _gone(self, _error: UserError) -> None:
        self._show(None)

    def setVisible(self, visible: bool) -> None:
        was_hidden = self.isHidden()
        super().setVisible(visible)
        if visible and was_hidden:
            self._read()

    def _show(self, view: ContactView | None) -> None:
        self._view = view
        self._stack.setCurrentIndex(0 if view is None else 1)
        if view is None:
            return
        self._name.setText(view.name)
        self._line.setText(contact_words.subtitle(view))
        self._line.setVisible(bool(self._line.text()))
        self._blocked.setVisible(bool(view.values["privacy_blocked"]))
        self.call_button.show_ways(view)
        self.mail_button.show_ways(view)
        self.new.setEnabled(not view.values["privacy_blocked"])
        form, today = self._place.form, self._place.desk.context.work_date
        self._figures.set_figures(parts.figures(view, form, currency(self._place.desk), today.year))
        self.ways.set_lines(parts.every_way(view))
        self._lines[0].setVisible(not self.ways.isHidden())
        self._show_opportunities(view)
        self.tasks.set_tasks(view.open_tasks[:1])
        self._no_task.setVisible(not view.open_tasks)
        self._show_people(view)
        self.notes.set_notes(view.comments[:NOTES])

    def _show_opportunities(self, view: ContactView) -> None:
        form, today = self._place.form, self._place.desk.context.work_date
        found = view.open_opportunities[:SHOWN]
        is_company = not view.is_person
        self.opportunities.set_lines(
            [parts.opportunity_line(each, form, today, with_contact=is_company) for each in found]
        )
        self._nothing_open.setVisible(not found)
        every = view.figures
        count = len(view.open_opportunities) + every.won.count + every.lost.count
        self._going_on.set_link(parts.all_of(count) if count > len(found) else "")

    def _show_people(self, view: ContactView) -> None:
        found = [
            Line(person.id, person.name, person.job_title, icon="user", is_link=False)
            for person in view.people[:SHOWN]
        ]
        if view.company is not None:
            found.insert(0, Line(view.company.id, view.company.text, icon=next(iter(ICONS.values()))))
        count = len(view.people)
        self._people_title.set_title(
            _("Company") if view.company is not None else ngettext("Person", "People", max(count, 2))
        )
        self._people_title.set_link(parts.all_of(count) if count > SHOWN else "")
        self.people.set_lines(found)
        for each in (self._people_title, self._lines[3]):
            each.setVisible(bool(found))

    # -- doing --------------------------------------------------------------------------------------------

    def call(self) -> None:
        self.call_button.reach()

    def write_mail(self) -> None:
        self.mail_button.reach()

    def add_note(self) -> None:
        if self._view is not None:
            open_note(self._place, self.window(), "contact", self._view.id, self._view.name)

    def add_task(self) -> None:
        if self._view is not None:
            open_add_task(self._place, self.window(), self._view.name, contact=self._view.id)

    def new_opportunity(self) -> None:
        from oppdesk.ui.dialogs.create_opportunity import open_create  # noqa: PLC0415 - when it is wanted

        if self._view is not None:
            open_create(self._place, self.window(), contact=self._view.id)

    def _open_card(self) -> None:
        if self._view is not None:
            self.opened.emit("contact", self._view.id)

    def _follow(self, url: object) -> None:
        if isinstance(url, QUrl):
            links.follow(url, self._place.prompts, self.window())
