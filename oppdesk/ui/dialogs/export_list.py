"""Takes what a list shows to a file, beside everything else: the window stays open for work until it is done."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.i18n import _, ngettext
from oppdesk.services.exporting import TEXT, WORKBOOK, Outgoing
from oppdesk.ui import list_content, metrics
from oppdesk.ui.dialogs.file_sheet import FileSheet, file_name
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.choices import ActionRadio, align_names
from oppdesk.ui.widgets.labels import SectionTitle
from oppdesk.ui.workplace import Workplace


class ExportList(FileSheet):
    """What was shown when it was asked for leaves, whatever is looked at meanwhile."""

    def __init__(
        self,
        place: Workplace,
        every: Outgoing,
        chosen: Sequence[int],
        count: int,
        parent: QWidget | None = None,
    ) -> None:
        """`every` is the whole list with `count` records, `chosen` are the selected ones in its order."""
        super().__init__(place, _("Export: {list}").format(list=every.title), parent, width=82)
        self._every = every
        self._chosen = replace(every, ids=tuple(chosen))
        self._count = count
        self._make()
        self._tell_counts()
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
        for each in (SectionTitle(_("Rows")), self.every, self.selected):
            self.body.addWidget(each)
        self.body.addSpacing(px(metrics.BETWEEN_GROUPS))
        for each in (SectionTitle(_("File")), self.workbook, self.text):
            self.body.addWidget(each)
        self.body.addSpacing(px(1))
        self.body.addWidget(self.progress)
        self.body.addStretch(1)
        self.primary.setText(_("&Export…"))

    def _tell_counts(self) -> None:
        form, name = self.place.form, self._every.name
        chosen = len(self._chosen.ids or ())
        self.every.set_target(form.whole(self._count))
        self.selected.set_target(form.whole(chosen))
        if not chosen:
            self.selected.set_reason(_("No row is selected."))
        elif 1 < chosen < self._count:
            self.selected.setChecked(True)
        width = len(self._every.columns)
        columns = ngettext("{count} column", "{count} columns", width).format(count=form.whole(width))
        words = list_content.in_words(self.place, name, self._every.query)
        self.tell_subject(self._every.title, " · ".join(part for part in (columns, words) if part))

    def wish(self) -> Outgoing:
        return self._chosen if self.selected.isChecked() else self._every

    def suffix(self) -> str:
        return WORKBOOK if self.workbook.isChecked() else TEXT

    def _check(self) -> None:
        """Whether it fits in a workbook is said before anything is written."""
        exporting, wish = self.place.desk.exporting, self.wish()

        def too_long(error: UserError) -> None:
            self.workbook.set_reason(error.message)
            self.text.setChecked(True)
            self.grow()

        self.workbook.set_reason("")
        self.place.jobs.read(
            lambda: exporting.check(wish, WORKBOOK), lambda _none: None, f"export {id(self)}", too_long
        )

    # -- writing ------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Ask where."""
        patterns = {
            WORKBOOK: _("Workbooks") + " (*.xlsx)",
            TEXT: _("Tables of text") + " (*.csv)",
        }
        day = self.place.desk.context.today.isoformat()
        suggested = f"{file_name(self._every.title)} {day}{self.suffix()}"
        self.place.prompts.save_file(
            self, self.windowTitle(), patterns[self.suffix()], self.write_to, suggested=suggested
        )

    def write_to(self, path: Path) -> None:
        """Write on a thread of its own; whatever happens is said here."""
        if path.suffix.lower() != self.suffix():
            path = path.with_name(path.name + self.suffix())
        exporting, wish = self.place.desk.exporting, self.wish()
        self.write_file(path, lambda progress: exporting.write(wish, path, progress), self._words)

    def _words(self, count: int, name: str) -> str:
        rows = ngettext("{count} row", "{count} rows", count).format(count=self.place.form.whole(count))
        return _("{rows} saved as “{file}”.").format(rows=rows, file=name)

    def choices(self) -> list[QWidget]:
        return [*self._rows.buttons(), *self._kinds.buttons()]

    def settle(self) -> None:
        for radio in (self.selected, self.workbook):
            radio.set_reason(radio.reason())
