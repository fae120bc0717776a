"""Brings a file in by four steps in a window of its own: nothing is written before the last, and all goes back."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.exchange.plan import Doubt, Row
from oppdesk.i18n import _, ngettext
from oppdesk.services.history import Undoable
from oppdesk.services.import_matching import Decision
from oppdesk.ui.dialogs.import_wizard_frame import WizardFrame
from oppdesk.ui.dropping import dropped_file
from oppdesk.ui.importing import rejected, words
from oppdesk.ui.importing.check_step import CheckStep
from oppdesk.ui.importing.columns_step import ColumnsStep
from oppdesk.ui.importing.file_step import FileStep
from oppdesk.ui.importing.import_step import ImportStep
from oppdesk.ui.importing.session import ImportSession, Outcome
from oppdesk.ui.importing.side_pane import SidePane
from oppdesk.ui.importing.stage_matching import StageMatching
from oppdesk.ui.workplace import Workplace

FILE, COLUMNS, CHECK, IMPORT = range(4)
OF_TABLE = {"opportunity": "opportunities", "contact": "contacts", "salesperson": "salespeople"}


class ImportWizard(WizardFrame):
    """`target` is opportunities, contacts or salespeople; with a `path` the file is looked at at once."""

    def __init__(
        self,
        place: Workplace,
        target: str = "opportunities",
        path: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        names = (_("Choose the file"), _("Match the columns"), _("Check the rows"), _("Import"))
        super().__init__(_("Import"), names, parent)
        self._place = place
        self._is_writing = False
        self._done: Undoable | None = None
        self.session = ImportSession(place, target, self)
        self.file = FileStep(target, place.form)
        self.columns = ColumnsStep(place.form, self.session.names)
        self.add_step(self.file)
        self.add_step(self.columns)
        self.primary.setEnabled(False)
        rest = (self._make_check, self._make_ending, self._make_side)
        place.jobs.in_turns(self, (*rest, lambda: self._begin(path)))  # the window stands before its content

    def _make_check(self) -> None:
        self.check = CheckStep(self._place.form)
        self.add_step(self.check)

    def _make_ending(self) -> None:
        self.ending = ImportStep(self._place.form)
        self.add_step(self.ending)

    def _make_side(self) -> None:
        self.side = SidePane(self._place)
        self.put_beside(self.side)

    def _begin(self, path: Path | None) -> None:
        self.put_foot()
        self._connect()
        self._show(FILE)
        if path is not None:
            self.open_file(path)

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
        self.columns.stages_wanted.connect(self._ask_stages)
        self.columns.saved.load_wanted.connect(session.load)
        self.columns.saved.save_wanted.connect(self._save_matching)
        self.columns.saved.forget_wanted.connect(session.forget)
        self.side.stages_ordered.connect(session.order_stages)
        self.side.existing_chosen.connect(session.set_matching)
        self.side.doubt.decided.connect(self._decide)
        self.check.cancelled.connect(self._stop_reading)
        self.check.save_wanted.connect(self._ask_rejected)
        self.check.doubt_shown.connect(self._show_doubt)
        self.check.change_shown.connect(self._show_change)
        self.check.decided.connect(session.decide)
        self.check.record_opened.connect(lambda row: self._place.open_record("contact", row))
        self.check.doubts.opened.connect(lambda _index: self.side.doubt.take_focus())
        self.go_on_by_enter(self.file.preview, self.check.rows, self.check.faults)
        self.ending.cancelled.connect(self._place.jobs.cancel)
        self.ending.undo_wanted.connect(self._undo)
        self.ending.save_wanted.connect(self._ask_rejected)
        self.ending.again_wanted.connect(self._start_again)
        session.opened.connect(self._take_source)
        session.understood.connect(self._take_meaning)
        session.planned.connect(self._take_plan)
        session.refused.connect(self._refuse)
        session.told.connect(self.check.show_progress)
        self._place.jobs.progressed.connect(self._tell_progress)
        self._place.hub.changed.connect(self._take_news)

    # -- steps --------------------------------------------------------------------------------------------

    def _show(self, step: int) -> None:
        session = self.session
        if step == COLUMNS and session.is_of_cards:
            step = FILE  # there is nothing to match
        self.show_step(step, with_pane=step in (COLUMNS, CHECK))
        self.side.show_step(is_of_columns=step == COLUMNS)
        if step == COLUMNS:
            if session.ways is None:
                session.understand()
            self.columns.focus_first()
        elif step == CHECK:
            if session.plan is None:
                self.check.show_busy()
                session.count()
            else:
                self._take_plan()
                self._start_checking()
        elif step == FILE:
            self.file.drop.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        self._dress()

    def _dress(self) -> None:
        """The buttons and the sentence beside them, as the step stands."""
        step, session, form = self.step(), self.session, self._place.form
        counts = session.counts()
        self.back.setVisible(step in (COLUMNS, CHECK))
        self.steps.set_free(is_free=step in (COLUMNS, CHECK))
        is_reading = step == CHECK and counts is None
        self.cancel.setVisible(not is_reading and not self._is_writing)
        self.primary.setVisible(not is_reading and not self._is_writing)
        self.cancel.setText(_("Close") if step == IMPORT else _("Cancel"))
        can_go_on = True
        if step == FILE:
            says = _("&Check the cards") if session.is_of_cards else _("&Match the columns")
            can_go_on = session.source is not None
        elif step == COLUMNS:
            every = words.of_rows(counts.rows, form) if counts else ""
            says = _("&Check {rows}").format(rows=every) if every else _("&Check the rows")
            can_go_on = bool(session.source and session.source.columns)
        elif step == CHECK:
            count = counts.coming if counts else 0
            rows = words.of_rows(count, form)
            says = _("&Import {rows}").format(rows=rows) if count else _("Nothing to import")
            can_go_on = count > 0
        else:
            says = _(words.TARGETS[session.target].show)
        self.primary.setText(says)
        self.primary.setEnabled(can_go_on)
        if step != COLUMNS or self.columns.open_questions() == 0:
            self.note.say("")

    def _go_back(self) -> None:
        if self.step() == CHECK and self.session.plan is None:
            self._stop_reading()
        else:
            self._show(self.step() - 1)

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
            self._show(CHECK if self.session.is_of_cards else step + 1)

    def _has_questions(self) -> bool:
        count = self.session.open_questions()
        if count:
            sentence = ngettext("{count} column needs a decision", "{count} columns need a decision", count)
            self.note.say(sentence.format(count=count), "triangle-alert", "stale")
        return count > 0

    # -- the file -----------------------------------------------------------------------------------------

    def open_file(self, path: Path) -> None:
        """Look at a file, whatever was looked at before."""
        self._done = None
        if self.step() != FILE:
            self._show(FILE)
        self.file.show_nothing()
        self.file.show_reading(path)
        self.session.open(path)
        self._dress()

    def _ask_path(self) -> None:
        pattern = _("Tables, workbooks and contact cards") + " " + words.PATTERN
        self._place.prompts.choose_file(self, _("Choose a file to import"), pattern, self.open_file)

    def _correct(self) -> None:
        encoding, delimiter, sheet, has_header = self.file.corrections()
        self.session.correct(encoding, delimiter, sheet, has_header=has_header)

    def _take_source(self) -> None:
        session = self.session
        source = session.source
        if source is None:
            return
        self.check.forget()
        self.file.show_target(session.target)
        self.file.show_file(source, session.program)
        self.columns.show_source(source, session.program)
        self.side.show_source(source)
        self.side.show_existing(session.target, session.matching)
        self.side.show_stages(session.stages)
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
        if not self._is_writing and dropped_file(event.mimeData()) is not None:
            self.file.drop.set_over(is_over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.file.drop.set_over(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.file.drop.set_over(is_over=False)
        path = dropped_file(event.mimeData())
        if path is not None and not self._is_writing:
            event.acceptProposedAction()
            self.open_file(path)

    # -- the columns --------------------------------------------------------------------------------------

    def _take_meaning(self) -> None:
        session = self.session
        if session.ways is None or session.source is None:
            return
        self.columns.show_meaning(
            session.ways, session.manner(), session.stages, session.answers(), session.written
        )
        self.side.show_source(session.source)
        self.side.show_stages(session.stages)
        self._dress()
        if self.step() == COLUMNS:
            self._has_questions()

    def _ask_stages(self) -> None:
        dialog = StageMatching(self.session.stages, self)
        dialog.matched.connect(self.session.name_stages)
        dialog.open()

    def _save_matching(self, name: str) -> None:
        self.session.save(name)
        self.note.say(_("The matching is saved as “{name}”.").format(name=name), "circle-check", "won")

    # -- the rows -----------------------------------------------------------------------------------------

    def _take_plan(self) -> None:
        session = self.session
        plan, counts = session.plan, session.counts()
        self.side.show_counts(session.target, counts)
        self.columns.show_count(counts.rows if counts else None)
        was_reading = self.check.is_busy() and self.step() == CHECK
        if plan is not None and counts is not None:
            self.check.show_plan(session.target, plan, counts, session.decisions)
        elif self.step() == CHECK:
            self.check.show_busy()
        self._dress()
        if self.step() == CHECK and plan is not None:
            self._show_doubt(self.check.doubt())
            self._show_change(self.check.change())
            if was_reading and not self.side.isAncestorOf(self.focusWidget() or self):
                self._start_checking()

    def _start_checking(self) -> None:
        """The cursor on what there is to decide, else on the button that goes on."""
        at: QWidget = self.primary if self.primary.isEnabled() else self.back
        at = self.check.doubts if self.check.doubt() is not None else at
        at.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_doubt(self, doubt: Doubt | None) -> None:
        decision = self.session.decisions.get(doubt.row.line) if doubt is not None else None
        self.side.show_doubt(doubt if self.step() == CHECK else None, decision)

    def _show_change(self, change: tuple[int, Row] | None) -> None:
        if change is None or self.step() != CHECK:
            self.side.show_change("", ())
        else:
            self.session.compare(*change, self.side.show_change)

    def _decide(self, line: int, decision: Decision) -> None:
        self.session.decide({line: decision})
        self.check.go_on()

    def _take_news(self, changes: Changes) -> None:
        """What others change while the rows are looked at is looked at too."""
        if self.step() in (COLUMNS, CHECK) and not self._is_writing:
            self.session.take_news(changes)

    def _stop_reading(self) -> None:
        self.session.stop()
        self._show(COLUMNS)

    def _ask_rejected(self) -> None:
        rejected.ask(self, self._place, self.session, self.note)

    # -- writing ------------------------------------------------------------------------------------------

    def _write(self) -> None:
        self._is_writing = True
        self.ending.show_busy(self.session.title())
        self._show(IMPORT)
        self.ending.progress.setFocus()
        self.session.write(self._written, self._failed)

    def _tell_progress(self, title: str, done: int, total: int) -> None:
        if not self._is_writing or title != self.session.title():
            return
        if total:
            self.ending.show_progress(done, total)
        else:
            self.ending.show_unknown()

    def _written(self, outcome: Outcome | None) -> None:
        self._is_writing = False
        if outcome is None:
            self._show(CHECK)
            self.note.say(_("The import was stopped; nothing was written."), "info")
            return
        result, plan, self._done = outcome
        self.ending.show_result(self.session.target, result, plan, can_undo=self._done is not None)
        self._dress()
        self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: UserError) -> None:
        self._is_writing = False
        self._show(CHECK)
        self.note.say(error.message, "circle-alert", "overdue")

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
