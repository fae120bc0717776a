"""The head of a task's card: what it is and how it stands, what is done with it, and the facts one looks for first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.words import PRIORITY, TASK_TYPE, Priority, TaskType
from oppdesk.i18n import _
from oppdesk.ui import metrics, task_words
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import PRIORITY_ICONS, how_far
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.figures_row import Figure, FiguresRow
from oppdesk.ui.widgets.flow import Flow
from oppdesk.ui.widgets.labels import Elided, Pill, Text

if TYPE_CHECKING:
    from oppdesk.domain.tasks import TaskSheet
    from oppdesk.ui.workplace import Workplace


class TaskHead(QWidget):
    """Its buttons are connected by the card."""

    opened = Signal(str, object)  # table, id; of "page" the key of a page of this card

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self.caption = Text("", Type.FIGURE, "text2")
        self.caption.setMinimumHeight(px(metrics.PILL))
        self.status = Pill("")
        self._late = Pill("", "clock-alert", "overdue")
        self._priority = Pill("")
        self._repeats = Pill(_("repeats"), "refresh-cw")
        self.name = Elided("", Type.TITLE)
        self.done = buttons.button(_("&Done"), "check", "primary")
        self.again = buttons.button(_("O&pen again"), "rotate-ccw", "primary")
        self.postpone = buttons.button(_("P&ostpone…"), "calendar-clock")
        self.cancel = buttons.button(_("&Cancel task…"), "ban")
        self.more = buttons.icon_button("ellipsis", _("More"))
        self.facts = FiguresRow("normal")
        self.facts.chosen.connect(lambda where: self.opened.emit(*where))
        self._lay_out()
        self.setMinimumWidth(px(60))  # else its widest row would hold the window

    def _lay_out(self) -> None:
        marks = Flow()
        for mark in (self.caption, self.status, self._late, self._priority, self._repeats):
            marks.addWidget(mark)
        names = QVBoxLayout()
        names.setSpacing(px(0.25))
        names.addLayout(marks)
        names.addWidget(self.name)
        first = QHBoxLayout()
        first.setSpacing(px(1))
        first.addLayout(names, 1)
        for button in (self.done, self.again, self.postpone, self.cancel, self.more):
            first.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(1.5), px(metrics.PAGE_MARGIN), px(1.5))
        column.setSpacing(px(1.5))
        column.addLayout(first)
        column.addWidget(self.facts)

    def show_task(self, task: TaskSheet) -> None:
        today = self._place.desk.context.work_date
        kind = _(TASK_TYPE[task.type]).lower() if task.type is not TaskType.NONE else ""
        words = _("Task {number}, {kind}") if kind else _("Task {number}")
        self.caption.setText(words.format(number=task.number, kind=kind))
        self.status.set(*task_words.status_mark(task.status, canceled=task.canceled))
        is_late = task_words.is_late(task.on, today, closed=task.closed)
        self._late.set(how_far(task.on, today) if is_late and task.on else "", "clock-alert", "overdue")
        self._late.setVisible(is_late)
        words = {Priority.HIGH: _("High priority"), Priority.LOW: _("Low priority")}.get(task.priority, "")
        self._priority.set(words or _(PRIORITY[task.priority]), PRIORITY_ICONS[task.priority])
        self._priority.setVisible(task.priority is not Priority.NORMAL)
        self._repeats.setVisible(task.recurring)
        self.name.setText(task.description or _("without description"))
        for button in (self.done, self.postpone, self.cancel):
            button.setVisible(not task.closed)
        self.again.setVisible(task.closed)
        self.facts.set_figures(self._facts(task))

    def _facts(self, task: TaskSheet) -> list[Figure]:
        form, today = self._place.form, self._place.desk.context.work_date
        found = [self._when(task), Figure(_("Duration"), form.duration(task.duration))]
        if task.type is TaskType.MEETING:
            count, came = len(task.attendees), task.accepted
            words = _("{count}, {accepted} accepted").format(
                count=form.whole(count), accepted=form.whole(came)
            )
            found.append(Figure(_("Attendees"), words, opens=("page", "meeting")))
        else:
            contact = task.contact
            found.append(
                Figure(
                    _("Contact"),
                    contact.text if contact else "–",
                    opens=("contact", contact.id) if contact else None,
                )
            )
        deal = task.opportunity
        found.append(
            Figure(
                _("Opportunity"), deal.text if deal else "–", opens=("opportunity", deal.id) if deal else None
            )
        )
        found.append(Figure(_("For"), task_words.doer(task.salesperson, task.team) or "–"))
        if task.closed_on is not None:
            who = f", {task.completed_by.text}" if task.completed_by else ""
            label = _("Cancelled on") if task.canceled else _("Done on")
            found.append(Figure(label, form.short_day(task.closed_on, today) + who))
        return found

    def _when(self, task: TaskSheet) -> Figure:
        form, today = self._place.form, self._place.desk.context.work_date
        words = task_words.day_and_time(task.on, task.start_time, form, today, all_day=task.all_day)
        is_late = task_words.is_late(task.on, today, closed=task.closed)
        icon = "clock-alert" if is_late else ""
        return Figure(_("When"), words, icon=icon, tone="overdue" if is_late else "neutral")
