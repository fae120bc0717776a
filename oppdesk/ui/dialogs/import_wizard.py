"""Brings a file in by four steps in a window of its own: nothing is written before the last, and all goes back."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.exchange.plan import write_faults
from oppdesk.i18n import _, ngettext
from oppdesk.services.history import Undoable
from oppdesk.ui.importing import words
from oppdesk.ui.importing.check_step import CheckStep
from oppdesk.ui.importing.columns_step import ColumnsStep
from oppdesk.ui.importing.file_step import FileStep, dropped_file
from oppdesk.ui.importing.import_step import ImportStep
from oppdesk.ui.importing.session import ImportSession, Outcome
from oppdesk.ui.importing.side_pane import SidePane
from oppdesk.ui.importing.step_line import StepLine
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import Hairline
from oppdesk.ui.workplace import Workplace

FILE, COLUMNS, CHECK, IMPORT = range(4)
OF_TABLE = {"opportunity": "opportunities", "contact": "contacts", "salesperson": "salespeople"}
WIDE, HIGH = 170, 100  # u
PATTERN = "(*.csv *.tsv *.txt)"


class ImportWizard(QDialog):
    """`target` is opportunities, contacts or salespeople; with a `path` the file is looked at at once."""

    def __init__(
        self,
        place: Workplace,
        target: str = "opportunities",
        path: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.setWindowTitle(_("Import"))
        self._place = place
        self._is_writing = False
        self._done: Undoable | None = None
        self.session = ImportSession(place, target, self)
        names = (_("Choose the file"), _("Match the columns"), _("Check the rows"), _("Import"))
        self.steps = StepLine(names)
        self.file = FileStep(target, place.form)
        self.columns = ColumnsStep(place.form)
        self.side = SidePane(place.form)
        self.check = CheckStep(place.form)
        self.ending = ImportStep(place.form)
        self.pages = QStackedWidget()
        self._note = Note()
        self.cancel = buttons.button(_("Cancel"))
        self.back = buttons.button(_("&Back"))
        self.primary = buttons.button("", kind="primary")
        self._lay_out()
        self._connect()
        self._show(FILE)
        self.resize(*self._size())
        if path is not None:
            self.open_file(path)

    # -- laying out ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        columns = QWidget()
        across = QHBoxLayout(columns)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.columns, 1)
        across.addWidget(Hairline(Qt.Orientation.Vertical))
        across.addWidget(self.side)
        for page in (self.file, columns, self.check, self.ending):
            self.pages.addWidget(page)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(3), px(1.5), px(3), px(1.5))
        foot.setSpacing(px(1))
        foot.addWidget(self._note, 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addStretch(0)
        for button in (self.cancel, self.back, self.primary):
            foot.addWidget(button)
        self.primary.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.steps)
        column.addWidget(Hairline())
        column.addWidget(self.pages, 1)
        column.addWidget(Hairline())
        column.addLayout(foot)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)

    def _size(self) -> tuple[int, int]:
        room = self.screen().availableGeometry()
        return min(px(WIDE), room.width() - px(2)), min(px(HIGH), room.height() - px(6))

    def _connect(self) -> None:
        session = self.session
        self.cancel.clicked.connect(self.reject)
        self.back.clicked.connect(self._go_back)
        self.primary.clicked.connect(self.accept)
        self.steps.stepped.connect(self._show)
        self.file.path_wanted.connect(self._ask_path)
        self.file.target_chosen.connect(session.retarget)
        self.file.corrected.connect(self._correct)
        self.columns.matched.connect(session.match)
        self.columns.days_answered.connect(session.answer_days)
        self.columns.numbers_answered.connect(session.answer_numbers)
        self.side.stages_ordered.connect(session.order_stages)
        self.side.change_toggled.connect(session.set_may_change)
        self.check.cancelled.connect(self._stop_reading)
        self.check.save_wanted.connect(self._ask_faults)
        self.ending.cancelled.connect(self._place.jobs.cancel)
        self.ending.undo_wanted.connect(self._undo)
        self.ending.save_wanted.connect(self._ask_faults)
        self.ending.again_wanted.connect(self._start_again)
        session.opened.connect(self._take_source)
        session.understood.connect(self._take_meaning)
        session.planned.connect(self._take_plan)
        session.refused.connect(self._refuse)
        session.told.connect(self.check.show_progress)
        self._place.jobs.progressed.connect(self._tell_progress)
        self._place.hub.changed.connect(self._take_news)

    # -- steps --------------------------------------------------------------------------------------------

    def step(self) -> int:
        return self.pages.currentIndex()

    def _show(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        self.steps.set_step(step)
        self.side.setVisible(step == COLUMNS)
        if step == COLUMNS:
            if self.session.ways is None:
                self.session.understand()
            self.columns.focus_first()
        elif step == CHECK:
            if self.session.plan is None:
                self.check.show_busy()
                self.session.count()
            else:
                self._take_plan()
        elif step == FILE:
            self.file.drop.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        self._dress()

    def _dress(self) -> None:
        """The buttons and the sentence beside them, as the step stands."""
        step, plan, session = self.step(), self.session.plan, self.session
        self.back.setVisible(step in (COLUMNS, CHECK))
        self.steps.set_free(is_free=step in (COLUMNS, CHECK))
        is_reading = step == CHECK and plan is None
        self.cancel.setVisible(not is_reading and not self._is_writing)
        self.primary.setVisible(not is_reading and not self._is_writing)
        self.cancel.setText(_("Close") if step == IMPORT else _("Cancel"))
        form = self._place.form
        if step == FILE:
            self.primary.setText(_("&Match the columns"))
            self.primary.setEnabled(session.source is not None)
        elif step == COLUMNS:
            every = words.of_rows(plan.rows, form) if plan else ""
            self.primary.setText(_("&Check {rows}").format(rows=every) if plan else _("&Check the rows"))
            self.primary.setEnabled(bool(session.source and session.source.columns))
        elif step == CHECK:
            count = len(plan.add) + len(plan.change) if plan else 0
            self.primary.setText(
                _("&Import {rows}").format(rows=words.of_rows(count, form))
                if count
                else _("Nothing to import")
            )
            self.primary.setEnabled(count > 0)
        else:
            self.primary.setText(_(words.TARGETS[session.target].show))
            self.primary.setEnabled(True)
        if step != COLUMNS or self.columns.open_questions() == 0:
            self._note.say("")

    def _go_back(self) -> None:
        self._stop_reading() if self.step() == CHECK and self.session.plan is None else self._show(
            self.step() - 1
        )

    def accept(self) -> None:
        """Enter and the primary button: the next step, or the cursor on what still needs a decision."""
        step = self.step()
        if not self.primary.isEnabled() or not self.primary.isVisibleTo(self):
            return
        if step == COLUMNS and self._has_questions():
            self.columns.focus_question()
        elif step == CHECK:
            self._write()
        elif step == IMPORT:
            self._show_records()
        else:
            self._show(step + 1)

    def _has_questions(self) -> bool:
        count = self.session.open_questions()
        if count:
            sentence = ngettext("{count} column needs a decision", "{count} columns need a decision", count)
            self._note.say(sentence.format(count=count), "triangle-alert", "stale")
        return count > 0

    # -- the file -----------------------------------------------------------------------------------------

    def open_file(self, path: Path) -> None:
        self.file.show_nothing()
        self.file.show_reading(path)
        self.session.open(path)
        self._dress()

    def _ask_path(self) -> None:
        pattern = _("Tables of text") + " " + PATTERN
        self._place.prompts.choose_file(self, _("Choose a file to import"), pattern, self.open_file)

    def _correct(self) -> None:
        encoding, delimiter, has_header = self.file.corrections()
        self.session.correct(encoding, delimiter, has_header=has_header)

    def _take_source(self) -> None:
        source = self.session.source
        if source is None:
            return
        self.file.show_file(source.path, source.guess)
        self.columns.show_source(source)
        self.side.show_source(source)
        self._dress()
        if self.step() == FILE:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self, sentence: str) -> None:
        """The file cannot be read, or not to its end: said where it is chosen."""
        path = self.session.path
        if path is not None:
            self._show(FILE)
            self.file.show_fault(path, sentence)
            self.primary.setEnabled(False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.step() == FILE and dropped_file(event.mimeData()) is not None:
            self.file.drop.set_over(is_over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.file.drop.set_over(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.file.drop.set_over(is_over=False)
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)

    # -- the columns --------------------------------------------------------------------------------------

    def _take_meaning(self) -> None:
        session = self.session
        if session.ways is None or session.source is None:
            return
        self.columns.show_meaning(session.ways, session.manner(), session.stages, session.answers())
        self.side.show_source(session.source)
        self.side.show_stages(session.stages)
        self._dress()
        if self.step() == COLUMNS:
            self._has_questions()

    # -- the rows -----------------------------------------------------------------------------------------

    def _take_plan(self) -> None:
        plan, session = self.session.plan, self.session
        self.side.figures.show_plan(session.target, plan, self._place.form)
        if plan is not None:
            self.check.show_plan(session.target, plan)
        elif self.step() == CHECK:
            self.check.show_busy()
        self._dress()
        if self.step() == CHECK and plan is not None:
            at = self.primary if self.primary.isEnabled() else self.back
            at.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_news(self, changes: Changes) -> None:
        """What others change while the rows are looked at is looked at too."""
        if self.step() in (COLUMNS, CHECK) and not self._is_writing:
            self.session.take_news(changes)

    def _stop_reading(self) -> None:
        self.session.stop()
        self._show(COLUMNS)

    def _ask_faults(self) -> None:
        name = self.session.path.stem if self.session.path is not None else ""
        suggested = _("{file} - faults.csv").format(file=name)
        pattern = _("Tables of text") + " (*.csv)"
        title = _("Save the faults")
        self._place.prompts.save_file(self, title, pattern, self._save_faults, suggested=suggested)

    def _save_faults(self, path: Path) -> None:
        plan = self.session.plan
        if plan is None:
            return
        try:
            write_faults(path, plan.faults)
        except UserError as error:
            self._note.say(error.message, "circle-alert", "overdue")
        else:
            self._note.say(_("Saved as “{file}”.").format(file=path.name), "circle-check", "won")

    # -- writing ------------------------------------------------------------------------------------------

    def _write(self) -> None:
        self._is_writing = True
        self.ending.show_busy(self.session.title())
        self._show(IMPORT)
        self.ending.progress.setFocus()
        self.session.write(self._written, self._failed)

    def _tell_progress(self, title: str, done: int, total: int) -> None:
        if self._is_writing and title == self.session.title():
            self.ending.show_progress(done, total)

    def _written(self, outcome: Outcome | None) -> None:
        self._is_writing = False
        if outcome is None:
            self._show(CHECK)
            self._note.say(_("The import was stopped; nothing was written."), "info")
            return
        result, self._done = outcome
        self.ending.show_result(self.session.target, result, can_undo=self._done is not None)
        self._dress()
        self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: UserError) -> None:
        self._is_writing = False
        self._show(CHECK)
        self._note.say(error.message, "circle-alert", "overdue")

    def _undo(self) -> None:
        done, history = self._done, self._place.desk.history
        if done is None:
            return
        self.ending.undo.setEnabled(False)
        self._place.jobs.run(
            _("Undo"),
            lambda _progress: history.undo(done.operation),
            self._undone,
            lambda error: self.ending.show_fault(error.message),
        )

    def _undone(self, _title: str) -> None:
        self.ending.show_undone()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_records(self) -> None:
        self._place.run(words.TARGETS[self.session.target].action)
        self.close()

    def _start_again(self) -> None:
        self._done = None
        self._show(FILE)

    # -- closing ------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc: stop what runs; else close."""
        if self._is_writing:
            self._place.jobs.cancel()
        elif self.step() == CHECK and self.session.plan is None:
            self._stop_reading()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.session.stop()
        if self._is_writing:
            self._place.jobs.cancel()
        event.accept()
