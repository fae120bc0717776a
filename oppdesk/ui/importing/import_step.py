"""The last step: how far it is, then what came of it, with the way back and the way to the records."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from oppdesk.exchange.plan import Plan, Told
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.importing import Result
from oppdesk.ui import icons, metrics
from oppdesk.ui.importing import words
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import Text, text
from oppdesk.ui.widgets.progress_card import ProgressCard

_TALLY = 44  # u


class ImportStep(QWidget):
    cancelled = Signal()
    undo_wanted = Signal()
    save_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self._sign = QLabel()
        self._title = text("", Type.TITLE, wrap=True)
        self._lines = text("", Type.FIGURE, "text2", wrap=True)
        self.tally = Tally()
        self.note = Note(indented=False)
        self.progress = ProgressCard()
        self.undo = buttons.button(_("&Undo the whole import"), "undo-2")
        self.save = buttons.button(_("Sa&ve the rejected rows…"), "save")
        self.again = buttons.button(_("Import &another file"), "file-input")
        self.undo.clicked.connect(self.undo_wanted)
        self.save.clicked.connect(self.save_wanted)
        self.again.clicked.connect(self.again_wanted)
        row = QHBoxLayout()
        row.setSpacing(px(1))
        for button in (self.undo, self.save, self.again):
            row.addWidget(button)
        row.addStretch(1)
        self._holder = QVBoxLayout()
        self._holder.addWidget(self.progress)
        self._told: list[Text] = []
        self._kept = QVBoxLayout()
        self._kept.setSpacing(px(0.75))
        content = QWidget()
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        column = QVBoxLayout(content)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(3), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(1.5))
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._title)
        column.addWidget(self._lines)
        column.addWidget(self.tally)
        column.addLayout(self._holder)
        column.addWidget(self.note)
        column.addLayout(row)
        column.addSpacing(px(1))
        column.addLayout(self._kept)
        column.addStretch(1)

    def _say(self, icon: str, colour: str, title: str, lines: str = "") -> None:
        self._sign.setPixmap(icons.icon(icon, "won" if colour == "won" else "text2").pixmap(px(4)))
        self._title.setText(title)
        self._lines.setText(lines)
        self._lines.setVisible(bool(lines))
        self._forget_kept()
        self.tally.fill(())
        self.note.say("")
        self.progress.hide()
        for button in (self.undo, self.save, self.again):
            button.hide()

    def title(self) -> str:
        return self._title.text()

    def lines(self) -> str:
        """What is said below the title."""
        return self._lines.text() or "\n".join(self.tally.shown())

    def show_busy(self, title: str) -> None:
        self._say("file-input", "", title)
        self.progress.deleteLater()
        self.progress = ProgressCard(title)
        self.progress.cancelled.connect(self.cancelled)
        self._holder.addWidget(self.progress)

    def show_progress(self, done: int, total: int) -> None:
        said = _("{done} of {total} rows").format(done=self._form.whole(done), total=self._form.whole(total))
        self.progress.show_progress(said, done, total)

    def show_unknown(self) -> None:
        """It works; nobody knows for how long."""
        self.progress.show_progress(_("Comparing the rows with your decisions"), 0, 0)

    def show_result(self, target: str, result: Result, plan: Plan, *, can_undo: bool) -> None:
        """The counts, what found no field of its own, and what can be done next."""
        said = words.TARGETS[target]
        counts = (
            (_(said.added), result.added),
            (_(said.changed), result.changed),
            (_("Here already, unchanged"), result.unchanged),
            (_("Left out, as you said"), len(plan.skipped)),
            (_("Rows with a fault, left out"), result.refused),
        )
        title = _("The import is complete") if can_undo else _("There was nothing to import")
        self._say("circle-check", "won", title)
        self.tally.fill([(label, self._form.whole(count)) for label, count in counts if count])
        self._tell_kept(plan.told)
        self.undo.setEnabled(can_undo)
        self.undo.setVisible(can_undo)
        self.save.setVisible(bool(result.faults))
        self.again.show()

    def _tell_kept(self, told: Sequence[Told]) -> None:
        """Nothing of a file goes unsaid."""
        for title, is_kept in (
            (_("Went into the comment, since there is no field for it"), True),
            (_("Left out, since there is no place for it"), False),
        ):
            said = [one for one in told if one.is_kept is is_kept]
            if said:
                words_ = "\n".join(f"{one.what}: {words.of_rows(one.rows, self._form)}" for one in said)
                for label in (
                    text(title, Type.NAME, wrap=True),
                    text(words_, Type.FIGURE, "text2", wrap=True),
                ):
                    self._told.append(label)
                    self._kept.addWidget(label)

    def told(self) -> list[str]:
        """What is said of things without a field."""
        return [label.text() for label in self._told]

    def _forget_kept(self) -> None:
        for label in self._told:
            self._kept.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._told = []

    def show_undone(self) -> None:
        self._say("undo-2", "", _("The import is undone"), _("Everything is as it was before."))
        self.again.show()

    def show_fault(self, sentence: str) -> None:
        """What was asked for last was refused; all else stays as it is shown."""
        self.note.say(sentence, "circle-alert", "overdue")


class Tally(QWidget):
    """What was counted, with the figures below each other."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[Text, Text]] = []
        self.setMaximumWidth(px(_TALLY))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(2))
        self._grid.setVerticalSpacing(px(1))
        self._grid.setColumnStretch(0, 1)

    def fill(self, lines: Sequence[tuple[str, str]]) -> None:
        for line in self._lines:
            for label in line:
                self._grid.removeWidget(label)
                label.hide()
                label.deleteLater()
        self._lines = []
        for row, (words_, count) in enumerate(lines):
            line = text(words_, wrap=True), text(count, Type.FIGURE_STRONG)
            self._grid.addWidget(line[0], row, 0)
            self._grid.addWidget(line[1], row, 1, Qt.AlignmentFlag.AlignRight)
            self._lines.append(line)

    def shown(self) -> list[str]:
        return [f"{words_.text()}: {count.text()}" for words_, count in self._lines]
