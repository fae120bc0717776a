"""A document as it will be printed, with the two ways out: a PDF file or paper."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from oppdesk.i18n import _
from oppdesk.reports.document import Document
from oppdesk.ui import metrics, printing, theme
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.workplace import Workplace


class ReportDialog(QDialog):
    def __init__(self, place: Workplace, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(document.title)
        self._place = place
        self._document = document
        self.paper = Paper(document)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.paper)
        scroll.setAccessibleName(document.title)
        self.save = buttons.button(_("&Save as PDF…"), "file-down", "primary")
        self.print_ = buttons.button(_("&Print…"), "printer")
        close = buttons.button(_("Close"))
        self.save.setDefault(True)
        self.save.clicked.connect(lambda: printing.save_pdf(place, document, self))
        self.print_.clicked.connect(self._print)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(metrics.PAGE_MARGIN), px(1.5), px(metrics.PAGE_MARGIN), px(1.5))
        foot.setSpacing(px(1))
        foot.addWidget(close)
        foot.addStretch(1)
        foot.addWidget(self.print_)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addLayout(foot)
        room = self.screen().availableGeometry()
        self.resize(min(px(105), room.width() - px(4)), min(px(95), room.height() - px(6)))

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._document.title)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: printing.print_on(self._document, printer))
        QDialog.open(dialog)  # its own asks for a slot by name


class Paper(QWidget):
    """The document on white, as paper is in every theme."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.text = printing.laid_out(document, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.text.setTextWidth(self.width())
        self.setMinimumHeight(round(self.text.size().height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.LIGHT.colour("base"))
        self.text.drawContents(painter)
        painter.end()
