"""The frame of what is printed after a few choices: the choices at the left, each page as it will be at the right."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from oppdesk.domain.progress import Progress
from oppdesk.i18n import _, ngettext
from oppdesk.ui import paper
from oppdesk.ui.dialogs.file_sheet import FileSheet, file_name
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.paper import Paged, PaperView
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import text
from oppdesk.ui.workplace import Workplace

PREVIEW = 56  # u
SOON = 250  # milliseconds after the last key until the preview is made anew


class PaperSheet(FileSheet):
    """Call `show_pages` when there is something to see, `later` while somebody types; `refresh` makes it anew."""

    takes_long = True  # and is written beside the windows

    def __init__(
        self, place: Workplace, title: str, parent: QWidget | None = None, *, width: float = 60
    ) -> None:
        super().__init__(place, title, parent, width=width)
        self.pages: Paged | None = None
        self.view = PaperView()
        self.view.setAccessibleName(_("Preview"))
        self.back = buttons.icon_button("chevron-left", _("Previous page"))
        self.on = buttons.icon_button("chevron-right", _("Next page"))
        self.back.setShortcut("PgUp")
        self.on.setShortcut("PgDown")
        self.of = text("", Type.BODY, "text2")
        self.print_ = buttons.button(_("&Print…"), "printer")
        self.print_.setAutoDefault(False)
        self._page = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self.refresh)
        self.back.clicked.connect(lambda: self._turn_to(self._page - 1))
        self.on.clicked.connect(lambda: self._turn_to(self._page + 1))
        self.print_.clicked.connect(self._print)
        self.left.addWidget(self.print_)
        self.primary.setText(_("&Save as PDF…"))
        buttons.set_icon(self.primary, "file-down")
        self._lay_preview()
        self._show_page()
        self.of.setText(_("Preparing the preview…"))

    def _lay_preview(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(1))
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.of)
        row.addWidget(self.on)
        row.addStretch(1)
        aside = self.beside(PREVIEW)
        aside.addWidget(self.view, 1)
        aside.addLayout(row)

    # -- the preview --------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Make the pages anew from what is chosen now, and show them."""
        raise NotImplementedError

    def to_print(self) -> Paged | None:
        """The pages as they go to the printer."""
        return self.pages

    def later(self) -> None:
        self._soon.start()

    def show_pages(self, pages: Paged | None) -> None:
        self.pages = pages
        self._turn_to(min(self._page, pages.count - 1) if pages is not None else 0)

    def _turn_to(self, page: int) -> None:
        if self.pages is not None:
            self._page = max(0, min(page, self.pages.count - 1))
        self._show_page()

    def _show_page(self) -> None:
        count = self.pages.count if self.pages is not None else 0
        self.view.show_page(self.pages, self._page)
        form = self.place.form
        words = ngettext("Page {page} of {count}", "Page {page} of {count}", count)
        self.of.setText(
            words.format(page=form.whole(self._page + 1), count=form.whole(count)) if count else ""
        )
        self.back.setEnabled(self._page > 0)
        self.on.setEnabled(self._page + 1 < count)
        for button in (self.primary, self.print_):
            button.setEnabled(bool(count) and not self.is_writing)

    # -- out ----------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Ask where to save it."""
        if self.to_print() is None:
            return
        day = self.place.desk.context.today.isoformat()
        suggested = f"{file_name(self._title())} {day}.pdf"
        self.place.prompts.save_file(
            self, self.windowTitle(), _("PDF documents (*.pdf)"), self.save_to, suggested=suggested
        )

    def _title(self) -> str:
        return self.pages.title if self.pages is not None else ""

    def save_to(self, path: Path) -> None:
        pages = self.to_print()
        if pages is None:
            return

        def write(progress: Progress) -> int:
            paper.write_pdf(pages, path, progress)
            return pages.count

        words = _("Saved as “{file}”.")
        save = self.write_file if self.takes_long else self.write_now
        save(path, write, lambda _count, name: words.format(file=name))

    def choices(self) -> list[QWidget]:
        return [self.print_]

    def settle(self) -> None:
        self._show_page()

    def _print(self) -> None:
        pages = self.to_print()
        if pages is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(pages.title)
        printer.setPageLayout(pages.layout)
        printer.setFullPage(pages.layout.mode() == pages.layout.Mode.FullPageMode)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setMinMax(1, pages.count)

        def paint() -> None:
            first, last = printer.fromPage() or 1, printer.toPage() or pages.count
            paper.paint_all(pages, printer, range(first - 1, min(last, pages.count)))

        dialog.accepted.connect(paint)
        QDialog.open(dialog)  # its own asks for a slot by name
