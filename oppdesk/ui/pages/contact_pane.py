"""Beside the list of contacts: how to reach the one that is selected, what is going on, and what to do next."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QWidget

from oppdesk.domain.interactions import Event
from oppdesk.i18n import _, ngettext
from oppdesk.services.contact_views import ContactView
from oppdesk.services.desk import Desk
from oppdesk.ui import contact_marks, contact_words, interaction_words, links, timeline
from oppdesk.ui import contact_parts as parts
from oppdesk.ui.contact_marks import Marks
from oppdesk.ui.contact_reach import call_button, every_way, mail_button
from oppdesk.ui.contact_words import ICONS
from oppdesk.ui.dialogs.create_task import open_create_task
from oppdesk.ui.dialogs.note import open_note
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import currency
from oppdesk.ui.pages.pane import Pane
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.figures_row import FiguresRow
from oppdesk.ui.widgets.flow import Flow
from oppdesk.ui.widgets.labels import Elided, Hairline, Pill, SectionTitle, Text
from oppdesk.ui.widgets.lines import Line, Lines
from oppdesk.ui.workplace import Workplace

SHOWN, NOTES, EVENTS = 5, 2, 4  # lines of a short list, notes, what happened last


class Seen(NamedTuple):
    """What the card shows, and what happened last."""

    view: ContactView
    marks: Marks
    events: Sequence[Event]
    icons: Mapping[int, str]  # of the groups of interactions


class ContactPane(Pane[Seen]):
    opened = Signal(str, object)  # table, id
    concerns = (
        *("contact", "opportunity", "task", "interaction", "comment", "salesperson"),
        *("contact_business_relation", "opportunity_entry"),
        *("alternative_address", "address_range"),
    )

    def __init__(self, place: Workplace) -> None:
        nobody = EmptyState("contact", _("No contact selected"), _("Choose one to see how to reach it."))
        super().__init__(place, nobody)
        self._make()
        self._lay_out()
        self._connect()

    @staticmethod
    def read(desk: Desk, record: int) -> Seen:
        currency(desk)  # kept for when it is shown
        view = desk.contacts.view(record)
        events = desk.timeline.of("contact", record, kinds=timeline.BESIDE, limit=EVENTS)
        marks = contact_marks.read(desk, view, with_picture=False)
        return Seen(view, marks, events, interaction_words.group_icons(desk))

    def _make(self) -> None:
        place = self.place
        self._name = Elided("", Type.LEAD)
        self._line = Elided("", Type.BODY, "text2")
        self.known = Pill("", "sprout")
        self._blocked = Pill(_("Privacy blocked"), "lock", "stale")
        self.call_button = call_button(place)
        self.mail_button = mail_button(place)
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
        self._last_title = SectionTitle(_("What happened"), _("All"), small=True)
        self.last = Lines()
        self._people_title = SectionTitle("", small=True)
        self.people = Lines()
        self._notes_title = SectionTitle(_("Notes"), _("Add note"), small=True)
        self.notes = parts.Notes(place.form)

    def _lay_out(self) -> None:
        column = self.column
        row = Flow()
        for button in (self.call_button, self.mail_button, self.new):
            row.addWidget(button)
        for words in (self._name, self._line):
            column.addWidget(words)
        marks = Flow()
        for mark in (self.known, self._blocked):
            marks.addWidget(mark)
        column.addLayout(marks)
        column.addSpacing(px(0.5))
        column.addLayout(row)
        column.addSpacing(px(0.5))
        column.addWidget(self._figures)
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self.ways,),
            (self._going_on, self.opportunities, self._nothing_open),
            (self._next, self.tasks, self._no_task),
            (self._last_title, self.last),
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

    def _connect(self) -> None:
        self.ways.chosen.connect(self._follow)
        self.opportunities.chosen.connect(lambda found: self.opened.emit("opportunity", found))
        self.people.chosen.connect(lambda found: self.opened.emit("contact", found))
        self.tasks.opened.connect(self.opened)
        self.last.chosen.connect(lambda found: self.opened.emit(*found))
        for title in (self._going_on, self._last_title, self._people_title):
            title.linked.connect(self._open_card)
        self._next.linked.connect(self.add_task)
        self._notes_title.linked.connect(self.add_note)
        self.new.clicked.connect(self.new_opportunity)

    # -- showing ------------------------------------------------------------------------------------------

    def fill(self, shown: Seen, /) -> None:
        view, marks = shown.view, shown.marks
        self._name.setText(view.name)
        self._line.setText(contact_words.subtitle(view))
        self._line.setVisible(bool(self._line.text()))
        self._blocked.setVisible(bool(view.values["privacy_blocked"]))
        self.known.set(*contact_words.known(self.place.desk, view))
        self.call_button.show_ways(marks.calls, marks)
        self.mail_button.show_ways(marks.mails, marks)
        self.new.setEnabled(not view.values["privacy_blocked"])
        form, today = self.place.form, self.place.desk.context.work_date
        self._figures.set_figures(parts.figures(view, form, currency(self.place.desk), today.year))
        self.ways.set_lines(every_way(view, marks))
        self._lines[0].setVisible(not self.ways.isHidden())
        self._show_opportunities(view)
        self.tasks.set_tasks(view.open_tasks[:1])
        self._no_task.setVisible(not view.open_tasks)
        self.last.set_lines(timeline.lines(shown.events, form, today, view.id, shown.icons))
        for each in (self._last_title, self._lines[3]):
            each.setVisible(bool(shown.events))
        self._show_people(view)
        self.notes.set_notes(view.comments[:NOTES])

    def _show_opportunities(self, view: ContactView) -> None:
        form, today = self.place.form, self.place.desk.context.work_date
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
        for each in (self._people_title, self._lines[4]):
            each.setVisible(bool(found))

    # -- doing --------------------------------------------------------------------------------------------

    def write_mail(self) -> None:
        self.mail_button.reach()

    def add_note(self) -> None:
        if self.shown is not None:
            open_note(self.place, self.window(), "contact", self.shown.view.id, self.shown.view.name)

    def add_task(self) -> None:
        if self.shown is not None:
            open_create_task(self.place, self.window(), contact=self.shown.view.id)

    def new_opportunity(self) -> None:
        from oppdesk.ui.dialogs.create_opportunity import open_create  # noqa: PLC0415 - when it is wanted

        if self.shown is not None:
            open_create(self.place, self.window(), contact=self.shown.view.id)

    def _open_card(self) -> None:
        if self.shown is not None:
            self.opened.emit("contact", self.shown.view.id)

    def _follow(self, url: object) -> None:
        if isinstance(url, QUrl):
            links.follow(url, self.place.prompts, self.window())
