"""Beside the list: where the selected opportunity stands, what comes next, whom to call, what was done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QHBoxLayout, QWidget

from oppdesk.domain.fields import Ref
from oppdesk.domain.words import Status
from oppdesk.i18n import _
from oppdesk.ui import interaction_words, links, opportunity_history, task_flows, timeline
from oppdesk.ui.contact_parts import Notes
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_handlers import OpportunityHandlers
from oppdesk.ui.opportunity_words import (
    about,
    close_reason,
    for_days,
    how_far,
    stage_name,
    status_mark,
)
from oppdesk.ui.pages.pane import Pane
from oppdesk.ui.stage_marks import marks
from oppdesk.ui.task_block import TaskBlock
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.even import Even
from oppdesk.ui.widgets.figures_row import Figure, FiguresRow
from oppdesk.ui.widgets.labels import Elided, Hairline, Pill, SectionTitle, Text
from oppdesk.ui.widgets.lines import Line, Lines
from oppdesk.ui.widgets.stage_strip import StageStrip
from oppdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oppdesk.domain.interactions import Event
    from oppdesk.services.desk import Desk
    from oppdesk.services.opportunities import Situation
    from oppdesk.services.views import OpportunityView, TaskView

ENTRIES, NOTES = 4, 2  # lines of history and notes shown


@dataclass(frozen=True, slots=True)
class _Shown:
    view: OpportunityView
    now: Situation
    events: Sequence[Event]
    icons: Mapping[int, str]  # of the groups of interactions


class OpportunityPane(Pane[_Shown]):
    """What is done here goes through the handlers of the page."""

    concerns = (
        *("opportunity", "opportunity_entry", "task", "interaction"),
        *("contact", "comment", "sales_document"),
    )

    def __init__(self, place: Workplace, acts: OpportunityHandlers) -> None:
        nothing = EmptyState("target", _("No opportunity selected"), _("Choose one to see where it stands."))
        super().__init__(place, nothing)
        self._acts = acts
        self._make()
        self._lay_out()
        self._connect()

    @staticmethod
    def read(desk: Desk, record: int) -> _Shown:
        view = desk.opportunities.view(record)
        close_reason(desk, view)  # kept for when it is shown
        events = desk.timeline.of("opportunity", record, kinds=timeline.BESIDE, limit=ENTRIES)
        icons = interaction_words.group_icons(desk)
        return _Shown(view, desk.opportunities.situation(record), events, icons)

    def _make(self) -> None:
        self.name = Elided("", Type.LEAD)
        self._line = Elided("", Type.BODY, "text2")
        self.strip = StageStrip("small")
        self._stage = Elided("", Type.STRONG)
        self._days = Text("", Type.BODY, "text2")
        self._outcome = Pill("")
        self._outcome_line = Text("", Type.BODY, "text2", wrap=True)
        self.go = buttons.button(_("Next"), "arrow-right", small=True)
        self.update_button = buttons.button(_("Update…"), small=True)
        self.close_button = buttons.button(_("Close…"), small=True)
        self._figures = FiguresRow("small")
        self._next_title = SectionTitle(_("Next step"), _("Add task"), small=True)
        self.step = TaskBlock(self.place.form)
        self.done = buttons.button(_("Done"), "check", small=True)
        self.postpone = buttons.button(_("Postpone"), "calendar-clock", small=True)
        self._contact_title = SectionTitle(_("Contact"), _("Log a call"), small=True)
        self.ways = Lines()
        self._history_title = SectionTitle(_("History"), small=True)
        self.history = Lines()
        self._notes_title = SectionTitle(_("Notes"), _("Add note"), small=True)
        self.notes = Notes(self.place.form)

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(self.name)
        column.addWidget(self._line)
        column.addSpacing(px(0.5))
        column.addWidget(self.strip)
        standing = QHBoxLayout()
        standing.setSpacing(px(1))
        standing.addWidget(self._stage, 1)
        standing.addWidget(self._days)
        standing.addWidget(self._outcome)
        standing.addStretch(0)
        column.addLayout(standing)
        column.addWidget(self._outcome_line)
        column.addLayout(_row(self.go, self.update_button, self.close_button))
        column.addSpacing(px(1))
        column.addWidget(self._figures)
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self._next_title, self.step),
            (self._contact_title, self.ways),
            (self._history_title, self.history),
            (self._notes_title, self.notes),
        )
        for group in groups:
            column.addSpacing(px(1))
            column.addWidget(Hairline())
            column.addSpacing(px(0.5))
            for each in group:
                column.addWidget(each)
            if self.step in group:
                column.addLayout(_row(self.done, self.postpone))
        column.addStretch(1)

    def _connect(self) -> None:
        acts = self._acts
        self.go.clicked.connect(self._go_on)
        self.update_button.clicked.connect(acts.update_opportunity)
        self.close_button.clicked.connect(acts.close_opportunity)
        self.strip.chosen.connect(self._click_stage)
        self.strip.refused.connect(acts.remark)
        self._next_title.linked.connect(acts.add_task)
        self._notes_title.linked.connect(acts.add_note)
        self._history_title.linked.connect(self._open_card)
        self.history.chosen.connect(lambda found: self.place.open_record(*found))
        self._contact_title.linked.connect(lambda: self.place.run("interaction.make-call"))
        self.done.clicked.connect(self._finish_task)
        self.postpone.clicked.connect(self._postpone_task)
        self.ways.chosen.connect(self._follow)

    # -- showing ------------------------------------------------------------------------------------------

    def fill(self, shown: _Shown, /) -> None:
        view, now, form = shown.view, shown.now, self.place.form
        today = self.place.desk.context.work_date
        self.name.setText(view.description or view.number)
        self._line.setText(about(view.contact, view.company))
        self.strip.set_marks(marks(view, now, form, today))
        self._show_stage(view)
        self._figures.set_figures(
            (
                Figure(_("Estimated value"), form.amount(view.estimated_value)),
                Figure(_("Probability"), form.rate(view.probability)),
                Figure(_("Current value"), form.value(view.current_value, 0)),
            )
        )
        self._show_task(view)
        self.ways.set_lines(self._ways(view))
        self.history.set_lines(self._history(shown))
        self._history_title.set_link(_("All") if len(shown.events) == ENTRIES else "")
        self.notes.set_notes(view.comments[:NOTES])

    def _history(self, shown: _Shown) -> list[Line]:
        """What happened last; of a move, what the opportunity was worth after it."""
        form, today = self.place.form, self.place.desk.context.work_date
        worth = {entry.id: opportunity_history.note(entry, form) for entry in shown.view.entries}
        found = timeline.lines(shown.events, form, today, shown.view.id, shown.icons)
        return [
            replace(line, note=worth[event.id], what=None)
            if event.kind == "entry" and event.id in worth
            else line
            for event, line in zip(shown.events, found, strict=True)
        ]

    def _show_stage(self, view: OpportunityView) -> None:
        """Stage and days, or how it ended, and what may be done now."""
        running, waiting = view.status is Status.IN_PROGRESS, view.status is Status.NOT_STARTED
        self._stage.setVisible(running)
        self._days.setVisible(running)
        self._outcome.setVisible(not running)
        self._outcome.set(*status_mark(view.status))
        if running:
            since = view.stage_since or view.created_on
            today = self.place.desk.context.work_date
            self._stage.setText(stage_name(view.stage, view.stage_description))
            self._days.setText(for_days(max(0, (today - since).days)) if since else "")
        parts = []
        if view.closed:
            parts = [self.place.form.day(view.closed_on), close_reason(self.place.desk, view)]
        self._outcome_line.setText(" · ".join(filter(None, parts)))
        self._outcome_line.setVisible(bool(self._outcome_line.text()))
        self.go.setText(_("Start…") if waiting else _("Next"))
        buttons.set_icon(self.go, "play" if waiting else "arrow-right")
        for each in (self.go, self.close_button):
            each.setVisible(not view.closed)
        self.update_button.setVisible(running)

    def _show_task(self, view: OpportunityView) -> None:
        task = view.open_tasks[0] if view.open_tasks else None
        today = self.place.desk.context.work_date
        self.step.show_task(task, today_words=how_far(task.on, today) if task and task.on else "")
        self.step.set_late(is_late=task is not None and task.on is not None and task.on < today)
        for each in (self.done, self.postpone):
            each.setVisible(task is not None)
        self.step.setVisible(task is not None or not view.closed)

    def _ways(self, view: OpportunityView) -> list[Line]:
        """How to reach the contact, and the day it is to be closed."""
        found: list[Line] = []
        for text, url, icon in (
            (view.phone, links.call(view.phone), "phone"),
            (view.mobile_phone, links.call(view.mobile_phone), "smartphone"),
            (view.e_mail, links.mail(view.e_mail), "mail"),
        ):
            if text:
                found.append(Line(url, text, icon=icon, is_link=url is not None))
        if view.contact is not None:
            found.append(Line(view.contact, view.contact.text, icon="user", is_link=True))
        if view.closing_on is not None and not view.closed:
            far = how_far(view.closing_on, self.place.desk.context.work_date)
            is_late = view.closing_on < self.place.desk.context.work_date
            words = _("Closing {date}").format(date=self.place.form.day(view.closing_on))
            icon = "clock-alert" if is_late else "calendar"
            found.append(Line(None, words, right=far, icon=icon, tone="overdue" if is_late else "neutral"))
        return found

    # -- doing --------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        if self.shown is not None and self.shown.view.status is Status.NOT_STARTED:
            self._acts.activate()
        else:
            self._acts.next()

    def _click_stage(self, mark: object) -> None:
        number = getattr(mark, "number", None)
        if isinstance(number, int):
            self._acts.go_to_stage(number)

    def _task(self) -> TaskView | None:
        found = self.shown.view.open_tasks if self.shown else ()
        return found[0] if found else None

    def _finish_task(self) -> None:
        task = self._task()
        if task is not None:
            task_flows.finish(self.place, self.window(), [task.id])

    def _postpone_task(self) -> None:
        task = self._task()
        if task is not None:
            from oppdesk.ui.dialogs.task import open_postpone  # noqa: PLC0415 - imported when it is asked for

            open_postpone(self.place, self.window(), task)

    def _open_card(self) -> None:
        if self.record is not None:
            self.place.open_record("opportunity", self.record)

    def _follow(self, url: object) -> None:
        if isinstance(url, QUrl):
            links.follow(url, self.place.prompts, self.window())
        elif isinstance(url, Ref):
            self.place.open_record("contact", url.id)


def _row(*widgets: QWidget) -> Even:
    row = Even()
    for each in widgets:
        row.addWidget(each)
    return row
