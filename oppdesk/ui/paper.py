"""What is printed, page by page, whatever it is: the same strokes make the preview, the PDF and the print."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPaintEvent,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.i18n import _
from oppdesk.reports.document import Document
from oppdesk.reports.labels import LETTER
from oppdesk.ui import printing, theme
from oppdesk.ui.metrics import px

RESOLUTION = 300  # dots per inch of a PDF
FINE = 10  # letters are set ten times as large and drawn smaller


class Paged(Protocol):
    """Pages count from 0; they are painted in points, from the corner of what can be printed."""

    @property
    def title(self) -> str: ...

    @property
    def layout(self) -> QPageLayout: ...

    @property
    def count(self) -> int: ...

    def paint(self, painter: QPainter, page: int) -> None: ...


class DocumentPages:
    """A document laid out on paper of that name. Qt sets texts by timers of the windows' thread: it stays there."""

    def __init__(self, document: Document, paper: str) -> None:
        self.title = document.title
        self.layout = QPageLayout(
            page_size(paper),
            QPageLayout.Orientation.Portrait,
            printing.MARGINS,
            QPageLayout.Unit.Millimeter,
        )
        self._room = QSizeF(self.layout.paintRect(QPageLayout.Unit.Point).size()) * FINE
        self._device = QImage(1, 1, QImage.Format.Format_Mono)  # as fine as paper, whatever the screen is
        self._device.setDotsPerMeterX(round(72 * FINE / 0.0254))
        self._device.setDotsPerMeterY(round(72 * FINE / 0.0254))
        self._text: QTextDocument = printing.laid_out(document)
        self._text.setDocumentMargin(0)
        self._text.documentLayout().setPaintDevice(self._device)
        self._text.setPageSize(self._room)
        self.count = max(1, self._text.pageCount())

    def paint(self, painter: QPainter, page: int) -> None:
        painter.save()
        painter.scale(1 / FINE, 1 / FINE)
        top = page * self._room.height()
        painter.translate(0, -top)
        self._text.drawContents(painter, QRectF(0, top, self._room.width(), self._room.height()))
        painter.restore()

    def plain(self) -> str:
        """Its words."""
        return self._text.toPlainText()


def page_size(paper: str) -> QPageSize:
    return QPageSize(QPageSize.PageSizeId.Letter if paper == LETTER else QPageSize.PageSizeId.A4)


def paint_all(
    pages: Paged, device: QPagedPaintDevice, wanted: Sequence[int], progress: Progress | None = None
) -> None:
    """These pages onto a PDF or a printer; Cancelled when the user asked to stop."""
    device.setPageLayout(pages.layout)
    painter = QPainter(device)
    try:
        dots = painter.device().logicalDpiX() / 72
        painter.scale(dots, dots)
        for done, page in enumerate(wanted):
            if progress is not None:
                progress.step(done, len(wanted))
            if done:
                device.newPage()
            pages.paint(painter, page)
        if progress is not None:
            progress.step(len(wanted), len(wanted))
    finally:
        painter.end()


def write_pdf(pages: Paged, path: Path, progress: Progress | None = None) -> None:
    """There complete or not at all; UserError when it cannot be written."""
    partial = path.with_name(path.name + ".partial")
    try:
        partial.open("wb").close()
        writer = QPdfWriter(str(partial))
        writer.setTitle(pages.title)
        writer.setCreator("OppDesk")
        writer.setResolution(RESOLUTION)
        paint_all(pages, writer, range(pages.count), progress)
        del writer
        partial.replace(path)
    except OSError as fault:
        message = _("“{file}” cannot be written: {reason}")
        raise UserError(message.format(file=path.name, reason=fault.strerror or fault)) from None
    finally:
        partial.unlink(missing_ok=True)


class PaperView(QWidget):
    """One whole page on white, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: Paged | None = None
        self._page = 0
        self.setMinimumSize(px(30), px(40))

    def show_page(self, pages: Paged | None, page: int = 0) -> None:
        self._pages, self._page = pages, page
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(46), px(62))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._pages is not None:
            layout = self._pages.layout
            paper = layout.fullRect(QPageLayout.Unit.Point).size()
            size = paper.scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
            painter.translate((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
            painter.fillRect(QRectF(0, 0, size.width(), size.height()), theme.LIGHT.colour("base"))
            painter.scale(size.width() / paper.width(), size.height() / paper.height())
            painter.translate(layout.paintRect(QPageLayout.Unit.Point).topLeft())
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            self._pages.paint(painter, self._page)
        painter.end()
