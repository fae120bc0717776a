"""A list as it will be printed, page by page, with the two ways out: a PDF file or paper."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPageLayout, QPainter, QPaintEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from oppdesk.domain.errors import StorageTrouble, UserError
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.i18n import _, ngettext
from oppdesk.services.exporting import Outgoing
from oppdesk.ui import list_content, list_paper, metrics, paper, theme
from oppdesk.ui.list_paper import Pages, Sheets
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.labels import Hairline, text
from oppdesk.ui.widgets.progress_card import ProgressCard
from oppdesk.ui.workplace import Workplace

A_PAGE = 45  # rows, about
MANY, MOST = 200, 200_000  # pages that are asked about; rows that are not printed any more


def open_print(
    place: Workplace, shown: RecordList, title: str, chosen: Sequence[int], window: QWidget
) -> None:
    """All rows, or the selected ones when they are several; a heap of paper is asked about first."""
    several = 1 < len(chosen) < shown.records.count
    wish = list_content.of_list(place, shown, title, chosen if several else None)
    count = len(chosen) if several else shown.records.count
    print_rows(place, wish, count, window)


def print_rows(place: Workplace, wish: Outgoing, count: int, window: QWidget) -> None:
    """What leaves has `count` rows."""
    pages = -(-count // A_PAGE)
    rows, sheets = place.form.whole(count), place.form.whole(pages)
    if count > MOST:
        sentence = _(
            "These {rows} rows would fill about {pages} pages. Narrow the list by a filter, or export it to a file."
        )
        place.prompts.tell(window, _("Too much to print"), sentence.format(rows=rows, pages=sheets))
    elif pages > MANY:
        question = _("These {rows} rows fill about {pages} pages. Prepare them all?")
        verb = _("Prepare {pages} pages").format(pages=sheets)
        place.prompts.confirm(
            window,
            question.format(rows=rows, pages=sheets),
            verb,
            lambda: PrintList(place, wish, window).open(),
        )
    else:
        PrintList(place, wish, window).open()


class PrintList(QDialog):
    """The rows are read beside the windows; the page that is looked at is painted, and no other."""

    told = Signal(int, int)  # how far it is

    def __init__(self, place: Workplace, wish: Outgoing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Print: {list}").format(list=wish.title))
        self._place = place
        self._wish = wish
        self._progress = Progress()
        self.pages: Pages | None = None
        self.view = PageView()
        self._make()
        self._lay_out()
        self._connect()
        self._show_busy(_("Reading the rows…"))
        self._read()

    def _make(self) -> None:
        self.back = buttons.icon_button("chevron-left", _("Previous page"))
        self.on = buttons.icon_button("chevron-right", _("Next page"))
        self.back.setShortcut("PgUp")
        self.on.setShortcut("PgDown")
        self.number = QSpinBox()
        self.number.setAccessibleName(_("Page"))
        self.of = text("", Type.BODY, "text2")
        self.turned = CheckBox(_("&Landscape"))
        self.progress = ProgressCard()
        self.close_ = buttons.button(_("Close"))
        self.print_ = buttons.button(_("&Print…"), "printer")
        self.save = buttons.button(_("&Save as PDF…"), "file-down", "primary")
        self.save.setDefault(True)
        for each in (self.close_, self.print_):
            each.setAutoDefault(False)

    def _lay_out(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.view)
        self._scroll.setAccessibleName(self.windowTitle())
        foot = QHBoxLayout()
        foot.setContentsMargins(px(metrics.PAGE_MARGIN), px(1.5), px(metrics.PAGE_MARGIN), px(1.5))
        foot.setSpacing(px(1))
        for each in (self.back, self.number, self.of, self.on):
            foot.addWidget(each)
        foot.addSpacing(px(1))
        foot.addWidget(self.turned)
        foot.addWidget(self.progress, 1)
        foot.addStretch(0)
        for button in (self.close_, self.print_, self.save):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(Hairline())
        column.addLayout(foot)
        room = self.screen().availableGeometry()
        self.resize(min(px(125), room.width() - px(4)), min(px(95), room.height() - px(6)))

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self.number.setValue(self.number.value() - 1))
        self.on.clicked.connect(lambda: self.number.setValue(self.number.value() + 1))
        self.number.valueChanged.connect(self._show_page)
        self.turned.toggled.connect(self._turn)
        self.save.clicked.connect(self._save)
        self.print_.clicked.connect(self._print)
        self.close_.clicked.connect(self.reject)
        self.progress.cancelled.connect(self._cancel)
        self.told.connect(self._tell)

    # -- what is printed ----------------------------------------------------------------------------------

    def _read(self) -> None:
        place, wish, form = self._place, self._wish, self._place.form
        progress = self._progress = Progress(self.told.emit)
        words = list_content.in_words(place, wish.name, wish.query)
        made = _("Printed on {day}").format(day=form.long_day(place.desk.context.today))

        def read() -> Sheets:
            lines = place.desk.exporting.lines(wish, progress)
            packed = list_paper.packed(lines, wish.columns, form)
            return Sheets(wish.title, words, made, wish.columns, packed)

        place.jobs.apart(progress, read, self._take, lambda error: self._end(error.message))

    def _take(self, sheets: Sheets) -> None:
        self._lay_pages(Pages(sheets))
        self._show_ready()
        self.save.setFocus()

    def _lay_pages(self, pages: Pages) -> None:
        self.pages = pages
        self.turned.blockSignals(True)
        self.turned.setChecked(pages.is_turned)
        self.turned.blockSignals(False)
        self.number.setRange(1, pages.count)
        words = ngettext("of {count} page", "of {count} pages", pages.count)
        self.of.setText(words.format(count=self._place.form.whole(pages.count)))
        self._show_page()

    def _turn(self, turned: bool) -> None:
        if self.pages is not None:
            self._lay_pages(Pages(self.pages.sheets, turned=turned))

    def _show_page(self) -> None:
        page = self.number.value() - 1
        self.view.show_page(self.pages, page)
        self._scroll.verticalScrollBar().setValue(0)
        count = self.pages.count if self.pages is not None else 0
        self.back.setEnabled(page > 0)
        self.on.setEnabled(page + 1 < count)

    # -- out ----------------------------------------------------------------------------------------------

    def _save(self) -> None:
        day = self._place.desk.context.today.isoformat()
        self._place.prompts.save_file(
            self,
            self.windowTitle(),
            _("PDF documents (*.pdf)"),
            self.save_to,
            suggested=f"{self._wish.title} {day}.pdf",
        )

    def save_to(self, path: Path) -> None:
        """Complete or not at all, as every file."""
        if self.pages is not None:
            pages = self.pages
            self._paint(lambda progress: paper.write_pdf(pages, path, progress), path.name)

    def _print(self) -> None:
        if self.pages is None:
            return
        pages = self.pages
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._wish.title)
        printer.setPageLayout(pages.layout)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setMinMax(1, pages.count)

        def paint() -> None:
            first, last = printer.fromPage() or 1, printer.toPage() or pages.count
            wanted = range(first - 1, min(last, pages.count))
            self._paint(lambda progress: paper.paint_all(pages, printer, wanted, progress), "")

        dialog.accepted.connect(paint)
        QDialog.open(dialog)  # its own asks for a slot by name

    def _paint(self, work: Callable[[Progress], None], name: str) -> None:
        progress = self._progress = Progress(self.told.emit)
        self._show_busy(_("Making the pages…"))
        done = _("Saved as “{file}”.").format(file=name) if name else ""
        self._place.jobs.apart(
            progress, lambda: _painted(work, progress), lambda fault: self._end(fault or done)
        )

    def _end(self, sentence: str) -> None:
        self._show_ready()
        if sentence:
            self._place.prompts.tell(self, self.windowTitle(), sentence)

    def _show_busy(self, words: str) -> None:
        self.progress.show_progress(words, 0, 0)
        self._show_parts(is_busy=True)

    def _show_ready(self) -> None:
        self._show_parts(is_busy=False)

    def _show_parts(self, *, is_busy: bool) -> None:
        self.progress.setVisible(is_busy)
        turning: tuple[QWidget, ...] = (self.back, self.number, self.of, self.on, self.turned)
        for each in turning:
            each.setVisible(not is_busy)
        for button in (self.save, self.print_):
            button.setEnabled(not is_busy and self.pages is not None)

    def _tell(self, done: int, total: int) -> None:
        form = self._place.form
        words = _("{done} of {total}").format(done=form.whole(done), total=form.whole(total))
        self.progress.show_progress(words, done, total)

    def _cancel(self) -> None:
        """Without rows there is nothing to show."""
        self._progress.cancel()
        if self.pages is None:
            self.reject()

    def done(self, result: int) -> None:
        self._progress.cancel()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._progress.cancel()
        super().closeEvent(event)


class PageView(QWidget):
    """One page on white, as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: Pages | None = None
        self._page = 0

    def show_page(self, pages: Pages | None, page: int) -> None:
        self._pages, self._page = pages, page
        self._fit()
        self.update()

    def _paper(self) -> QSize:
        whole = self._pages.layout.fullRect(QPageLayout.Unit.Point) if self._pages is not None else None
        return QSize(595, 842) if whole is None else whole.size().toSize()

    def _fit(self) -> None:
        sheet, room = self._paper(), self.width() - 2 * px(3)
        self.setMinimumHeight(round(sheet.height() * room / sheet.width()) + 2 * px(3))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("sunken"))
        if self._pages is not None:
            sheet, side = self._paper(), self.width() - 2 * px(3)
            scale = side / sheet.width()
            painter.translate(px(3), px(3))
            painter.fillRect(0, 0, side, round(sheet.height() * scale), theme.LIGHT.colour("base"))
            painter.scale(scale, scale)
            corner = self._pages.layout.paintRect(QPageLayout.Unit.Point).topLeft()
            painter.translate(corner)
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            self._pages.paint(painter, self._page)
        painter.end()


def _painted(work: Callable[[Progress], None], progress: Progress) -> str:
    """Why not, or "" when it is done."""
    try:
        work(progress)
    except Cancelled:
        return _("Stopped; nothing was saved.")
    except (UserError, StorageTrouble) as error:
        return error.message
    return ""
