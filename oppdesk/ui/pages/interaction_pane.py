"""Beside the log, and in the window of one entry: what was said and written, how it went, and what may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from oppdesk.domain.words import CORRESPONDENCE, Correspondence, Evaluation
from oppdesk.i18n import _
from oppdesk.ui import interaction_words, log_flows
from oppdesk.ui.cards.contact_side import Facts
from oppdesk.ui.contact_parts import Notes
from oppdesk.ui.interaction_words import cost_words, state_mark
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import currency
from oppdesk.ui.pages.pane import Pane
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.evaluation import EvaluationRow
from oppdesk.ui.widgets.even import Even
from oppdesk.ui.widgets.flow import Flow
from oppdesk.ui.widgets.labels import Elided, Hairline, Pill, SectionTitle, Text
from oppdesk.ui.widgets.lines import Line, Lines

if TYPE_CHECKING:
    from oppdesk.services.desk import Desk
    from oppdesk.services.interaction_views import InteractionView
    from oppdesk.ui.log_acts import LogActs
    from oppdesk.ui.workplace import Workplace


class InteractionPane(Pane["InteractionView"]):
    """What is done here goes through the acts of the page or card."""

    concerns = ("interaction", "comment", "contact", "opportunity", "task", "interaction_template")

    def __init__(self, place: Workplace, acts: LogActs) -> None:
        nothing = EmptyState(
            interaction_words.INTERACTION_ICON,
            _("No interaction selected"),
            _("Choose one to see what was said."),
        )
        super().__init__(place, nothing)
        self._acts = acts
        self._make()
        self._lay_out()
        self._connect()

    @staticmethod
    def read(desk: Desk, record: int) -> InteractionView:
        currency(desk)  # kept for when it is shown
        return desk.interactions.view(record)

    def _make(self) -> None:
        self.name = Elided("", Type.LEAD)
        self._line = Elided("", Type.FIGURE, "text2")
        self.state = Pill("")
        self.evaluation = EvaluationRow()
        self.resume = buttons.button(_("Go on"), "notebook-pen", "primary", small=True)
        self.discard = buttons.button(_("Discard"), "trash-2", small=True)
        self.follow_up = buttons.button(_("Follow-up task"), "list-todo", small=True)
        self.again = buttons.button(_("New interaction"), "plus", small=True)
        self.links = Lines()
        self._file_title = SectionTitle(_("Attachment"), small=True)
        self.file = Lines()
        self.open_file = buttons.button(_("Open"), "external-link", small=True)
        self.save_file = buttons.button(_("Save as…"), "download", small=True)
        self._letter_title = SectionTitle(_("Letter"), small=True)
        self.letter = Text("", wrap=True)
        self._notes_title = SectionTitle(_("Notes"), _("Add note"), small=True)
        self.notes = Notes(self.place.form, self.place)
        self._no_note = Text(_("No notes yet."), Type.BODY, "text2")
        self._facts_title = SectionTitle(_("Details"), _("Correct"), small=True)
        self.facts = Facts()

    def _lay_out(self) -> None:
        column = self.column
        marks = Flow()
        marks.addWidget(self.state)
        for each in (self.name, self._line):
            column.addWidget(each)
        column.addLayout(marks)
        column.addSpacing(px(0.5))
        column.addWidget(self.evaluation)
        row = Even()
        for button in (self.resume, self.discard, self.follow_up, self.again):
            row.addWidget(button)
        column.addSpacing(px(0.5))
        column.addLayout(row)
        files = Even()
        for button in (self.open_file, self.save_file):
            files.addWidget(button)
        self._groups: dict[str, Hairline] = {}
        self._begin("links", self.links)
        self._begin("file", self._file_title, self.file)
        column.addLayout(files)
        self._begin("letter", self._letter_title, self.letter)
        self._begin("notes", self._notes_title, self.notes, self._no_note)
        self._begin("facts", self._facts_title, self.facts)
        column.addStretch(1)

    def _begin(self, name: str, *parts: QWidget) -> None:
        line = self._groups[name] = Hairline()
        self.column.addSpacing(px(0.5))
        self.column.addWidget(line)
        self.column.addSpacing(px(0.25))
        for each in parts:
            self.column.addWidget(each)

    def _connect(self) -> None:
        acts = self._acts
        self.evaluation.changed.connect(self._evaluate)
        self.resume.clicked.connect(acts.resume)
        self.discard.clicked.connect(acts.discard)
        self.follow_up.clicked.connect(acts.add_task)
        self.again.clicked.connect(acts.create_interaction)
        self.open_file.clicked.connect(acts.open_attachment)
        self.save_file.clicked.connect(acts.save_attachment)
        self._notes_title.linked.connect(acts.add_note)
        self._facts_title.linked.connect(acts.correct)
        self.links.chosen.connect(lambda found: self.place.open_record(*found))
        self.file.chosen.connect(lambda _file: acts.open_attachment())

    # -- showing ------------------------------------------------------------------------------------------

    def fill(self, view: InteractionView, /) -> None:
        form = self.place.form
        self.name.setText(view.description or view.title)
        self._line.setText(interaction_words.moment(view.on, view.at, form))
        words, icon, tone = state_mark(
            {
                "postponed": view.postponed,
                "canceled": view.canceled,
                "attempt_failed": view.attempt_failed,
            }
        )
        self.state.set(words, icon, tone)
        self.state.setVisible(bool(words))
        self.evaluation.set_value(view.evaluation)
        self.evaluation.setVisible(not view.postponed)
        for button in (self.resume, self.discard):
            button.setVisible(view.postponed)
        for button in (self.follow_up, self.again):
            button.setVisible(not view.postponed)
        self.links.set_lines(self._links(view))
        self._groups["links"].setVisible(not self.links.isHidden())
        self._show_file(view)
        self.letter.setText(view.letter)
        for each in (self._groups["letter"], self._letter_title, self.letter):
            each.setVisible(bool(view.letter.strip()))
        self.notes.set_notes(view.comments)
        self._no_note.setVisible(not view.comments)
        self.facts.set_facts(self._facts(view))
        self._facts_title.set_link(_("Correct") if view.is_correctable else "")

    def _show_file(self, view: InteractionView) -> None:
        has_file = bool(view.file_name)
        self.file.set_lines([Line(view.id, view.file_name, icon="paperclip")] if has_file else [])
        for each in (self._groups["file"], self._file_title, self.open_file, self.save_file):
            each.setVisible(has_file)

    def _links(self, view: InteractionView) -> list[Line]:
        found: list[Line] = []
        for table, ref, icon in (
            ("contact", view.contact, "user"),
            ("contact", view.company, "building-2"),
            ("opportunity", view.opportunity, "target"),
            ("task", view.task, "square-check"),
        ):
            if ref is not None and (table, ref.id) not in [line.what for line in found]:
                found.append(Line((table, ref.id), ref.text, icon=icon, is_link=True))
        return found

    def _facts(self, view: InteractionView) -> list[tuple[str, str]]:
        form, desk = self.place.form, self.place.desk
        template = view.interaction_template
        correspondence = view.correspondence_type
        is_sent = correspondence is not Correspondence.NONE
        said = (
            (_("Type"), view.template_description if template is not None else ""),
            (_("Subject"), view.subject if view.subject != view.description else ""),
            (_("Salesperson"), view.salesperson.text if view.salesperson else ""),
            (_("Contact via"), view.contact_via),
            (_("Duration"), form.duration(view.duration) if view.duration else ""),
            (_("Cost"), cost_words(view.cost, desk, form)),
            (_("Correspondence"), _(CORRESPONDENCE[correspondence]) if is_sent else ""),
            (_("Language"), view.language.text if view.language else ""),
        )
        return [(label, words) for label, words in said if words]

    def _evaluate(self, evaluation: object) -> None:
        if self.shown is not None and isinstance(evaluation, Evaluation):
            log_flows.evaluate(self.place, (self.shown.id,), evaluation)
