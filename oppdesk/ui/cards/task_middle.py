"""What is told about a task and what came of it: its notes, and the interactions that were recorded for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.i18n import _
from oppdesk.ui import metrics
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.note_block import NoteBlock
from oppdesk.ui.widgets.labels import SectionTitle, Text
from oppdesk.ui.widgets.lines import Line, Lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oppdesk.services.views import CommentView
    from oppdesk.ui.workplace import Workplace


class TaskMiddle(QWidget):
    opened = Signal(str, object)  # table, id
    wanted = Signal()  # a new interaction

    def __init__(self, place: Workplace, task: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self.notes = NoteBlock(place, "task", task)
        self.title = SectionTitle(_("What came of it"), _("Log interaction"))
        self.interactions = Lines()
        self._nothing = Text(_("Nothing is recorded for this task yet."), Type.BODY, "text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(metrics.IN_GROUP))
        column.addWidget(self.notes)
        column.addSpacing(px(2))
        for each in (self.title, self.interactions, self._nothing):
            column.addWidget(each)
        column.addStretch(1)
        self.title.linked.connect(self.wanted)
        self.interactions.chosen.connect(lambda found: self.opened.emit("interaction", found))

    def show_rows(self, notes: Sequence[CommentView], interactions: Sequence[Mapping[str, Any]]) -> None:
        self.notes.show_notes(notes)
        self.interactions.set_lines([self._line(row) for row in interactions])
        self._nothing.setVisible(not interactions)

    def _line(self, row: Mapping[str, Any]) -> Line:
        form, today = self._place.form, self._place.desk.context.work_date
        contact, salesperson = row["contact"], row["salesperson"]
        parts = [each.text for each in (contact, salesperson) if each is not None]
        if row["postponed"]:
            parts.append(_("draft"))
        if row["canceled"]:
            parts.append(_("cancelled"))
        icon = "notebook-pen" if row["postponed"] else "message-circle"
        return Line(
            row["id"], row["description"], " · ".join(parts), form.short_day(row["on"], today), icon=icon
        )
