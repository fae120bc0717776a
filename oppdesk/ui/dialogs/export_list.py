"""Takes what a list shows to a file, beside everything else: the window stays open for work until it is done."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QWidget

from oppdesk.domain.errors import StorageTrouble, UserError
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.i18n import _, ngettext
from oppdesk.services.exporting import TEXT, WORKBOOK, Outgoing
from oppdesk.ui import list_content, metrics
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.choices import ActionRadio, align_names
from oppdesk.ui.widgets.labels import SectionTitle
from oppdesk.ui.widgets.progress_card import ProgressCard
from oppdesk.ui.workplace import Workplace


class ExportList(Sheet):
    """What was shown when it was asked for leaves, whatever is looked at meanwhile."""

    told = Signal(int, int)  # how far it is

    def __init__(
        self,
        place: Workplace,
        every: Outgoing,
        chosen: Sequence[int],
        count: int,
        parent: QWidget | None = None,
    ) -> None:
        """`every` is the whole list with `count` records, `chosen` are the selected ones in its order."""
        super().__init__(_("Export: {list}").format(list=every.title), parent, width=82)
        self._place = place
        self._every = every
        self._chosen = replace(every, ids=tuple(chosen))
        self._count = count
        self._progress: Progress | None = None
        self._path: Path | None = None
        self._make()
        self._tell_counts()
        self.told.connect(self._tell_progress)
        self._check()
        self.primary.setFocus()

    def _make(self) -> None:
        self.every = ActionRadio(_("&All rows of the list"))
        self.selected = ActionRadio(_("Only the &selected rows"))
        self.workbook = ActionRadio(_("&Workbook (XLSX)"))
        self.text = ActionRadio(_("&Table of text (CSV)"))
        self._rows, self._kinds = QButtonGroup(self), QButtonGroup(self)
        for group, radios in (
            (self._rows, (self.every, self.selected)),
            (self._kinds, (self.workbook, self.text)),
        ):
            for radio in radios:
                group.addButton(radio)
            radios[0].setChecked(True)
            align_names(*radios)
            group.buttonClicked.connect(self._check)
        self.workbook.set_target(_("For Excel and LibreOffice, with sums"))
        self.text.set_target(_("For other programs and for the import"))
        self.progress = ProgressCard()
        self.progress.cancelled.connect(self.stop)
        self.open_file = buttons.button(_("&Open"), "external-link")
        self.open_file.clicked.connect(self._open)
        self.left.addWidget(self.open_file)
        for each in (SectionTitle(_("Rows")), self.every, self.selected):
            self.body.addWidget(each)
        self.body.addSpacing(px(metrics.BETWEEN_GROUPS))
        for each in (SectionTitle(_("File")), self.workbook, self.text):
            self.body.addWidget(each)
        self.body.addSpacing(px(1))
        self.body.addWidget(self.progress)
        self.body.addStretch(1)
        self.progress.hide()
        self.open_file.hide()
        self.primary.setText(_("&Export…"))
        self.cancel_button.setText(_("Close"))

    def _tell_counts(self) -> None:
        form, name = self._place.form, self._every.name
        chosen = len(self._chosen.ids or ())
        self.every.set_target(form.whole(self._count))
        self.selected.set_target(form.whole(chosen))
        if not chosen:
            self.selected.set_reason(_("No row is selected."))
        elif 1 < chosen < self._count:
            self.selected.setChecked(True)
        width = len(self._every.columns)
        columns = ngettext("{count} column", "{count} columns", width).format(count=form.whole(width))
        words = list_content.in_words(self._place, name, self._every.query)
        self.tell_subject(self._every.title, " · ".join(part for part in (columns, words) if part))

    def wish(self) -> Outgoing:
        return self._chosen if self.selected.isChecked() else self._every

    def suffix(self) -> str:
        return WORKBOOK if self.workbook.isChecked() else TEXT

    def _check(self) -> None:
        """Whether it fits in a workbook is said before anything is written."""
        exporting, wish = self._place.desk.exporting, self.wish()

        def too_long(error: UserError) -> None:
            self.workbook.set_reason(error.message)
            self.text.setChecked(True)
            self.grow()

        self.workbook.set_reason("")
        self._place.jobs.read(
            lambda: exporting.check(wish, WORKBOOK), lambda _none: None, f"export {id(self)}", too_long
        )

    # -- writing ------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Ask where."""
        patterns = {
            WORKBOOK: _("Workbooks") + " (*.xlsx)",
            TEXT: _("Tables of text") + " (*.csv)",
        }
        day = self._place.desk.context.today.isoformat()
        suggested = f"{_file_name(self._every.title)} {day}{self.suffix()}"
        self._place.prompts.save_file(
            self, self.windowTitle(), patterns[self.suffix()], self.write_to, suggested=suggested
        )

    def write_to(self, path: Path) -> None:
        """Write on a thread of its own; whatever happens is said here."""
        if path.suffix.lower() != self.suffix():
            path = path.with_name(path.name + self.suffix())
        exporting, wish = self._place.desk.exporting, self.wish()
        progress = self._progress = Progress(self.told.emit)
        self._path = path
        self._show_running(is_running=True)
        self._place.jobs.apart(progress, lambda: _written(exporting.write, wish, path, progress), self._done)

    def stop(self) -> None:
        """Nothing is left of it."""
        if self._progress is not None:
            self._progress.cancel()

    def _tell_progress(self, done: int, total: int) -> None:
        form = self._place.form
        words = _("{done} of {total} rows").format(done=form.whole(done), total=form.whole(total))
        if done >= total:
            words = _("Finishing the file…")
        self.progress.show_progress(words, done, total)

    def _done(self, found: int | str) -> None:
        """`found` is the number of rows, or why there is no file."""
        self._progress = None
        self._show_running(is_running=False)
        if isinstance(found, str):
            self.note(found)
            return
        rows = ngettext("{count} row", "{count} rows", found).format(count=self._place.form.whole(found))
        name = self._path.name if self._path is not None else ""
        self.note(_("{rows} saved as “{file}”.").format(rows=rows, file=name))
        self.open_file.show()
        self.primary.setDefault(False)
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_running(self, *, is_running: bool) -> None:
        self.note("")
        self.open_file.hide()
        self.progress.setVisible(is_running)
        self.progress.show_progress(_("Reading the rows…"), 0, 0)
        self.primary.setEnabled(not is_running)
        for radio in (*self._rows.buttons(), *self._kinds.buttons()):
            radio.setEnabled(not is_running)
        if not is_running:
            self._tell_reasons()
        self.grow()

    def _tell_reasons(self) -> None:
        for radio in (self.selected, self.workbook):
            radio.set_reason(radio.reason())

    def _open(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))

    def reject(self) -> None:
        """Esc stops what is being written first."""
        if self._progress is None:
            super().reject()
        else:
            self.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.stop()
        event.accept()


def _written(
    write: Callable[[Outgoing, Path, Progress], int], wish: Outgoing, path: Path, progress: Progress
) -> int | str:
    try:
        return write(wish, path, progress)
    except Cancelled:
        return _("The export was stopped; nothing was written.")
    except (UserError, StorageTrouble) as error:
        return error.message


def _file_name(title: str) -> str:
    """Without what some system does not take in a name."""
    return "".join("-" if letter in '\\/:*?"<>|' else letter for letter in title).strip(". ") or "OppDesk"
