"""Documents leave the program as PDF or on paper, both drawn from the same HTML, so that they agree."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject, QSizeF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import StorageTrouble, Trouble
from oppdesk.i18n import _
from oppdesk.reports import html
from oppdesk.reports.document import Document
from oppdesk.ui.workplace import Workplace

MARGINS = QMarginsF(16, 14, 16, 14)  # millimetres
RESOLUTION = 300


def print_details(place: Workplace, opportunity: int, parent: QWidget) -> None:
    """Report 9.2 of an opportunity, shown before it is saved as PDF or printed (Ctrl+P)."""
    from oppdesk.ui.dialogs.report import ReportDialog  # noqa: PLC0415 - few print at every start

    place.jobs.read(
        lambda: place.desk.reporting.opportunity_details(opportunity, place.form),
        lambda document: ReportDialog(place, document, parent).open(),
        "print details",
    )


def laid_out(document: Document, parent: QObject | None = None) -> QTextDocument:
    """The document as Qt draws it; texts of records are escaped in its HTML."""
    made = QTextDocument(parent)
    made.setDocumentMargin(24)
    made.setHtml(html.render(document))
    return made


def save_pdf(place: Workplace, document: Document, parent: QWidget) -> None:
    """Ask where, then write."""

    def write(path: Path) -> None:
        try:
            write_pdf(document, path)
        except StorageTrouble as trouble:
            place.prompts.tell(parent, document.title, trouble.message)

    place.prompts.save_file(
        parent, document.title, _("PDF documents (*.pdf)"), write, suggested=f"{document.title}.pdf"
    )


def write_pdf(document: Document, path: Path) -> None:
    """StorageTrouble when the place cannot be written to."""
    try:
        path.open("ab").close()
    except OSError as error:
        message = _("{file} cannot be written there. Choose another folder.").format(file=path.name)
        raise StorageTrouble(Trouble.IO, message) from error
    writer = QPdfWriter(str(path))
    writer.setTitle(document.title)
    writer.setCreator("OppDesk")
    writer.setResolution(RESOLUTION)
    print_on(document, writer)


def print_on(document: Document, device: QPagedPaintDevice) -> None:
    """On A4 with our margins, as many pages as it takes."""
    page = QPageSize(QPageSize.PageSizeId.A4)
    layout = QPageLayout(page, QPageLayout.Orientation.Portrait, MARGINS, QPageLayout.Unit.Millimeter)
    device.setPageLayout(layout)
    made = laid_out(document)
    made.setDocumentMargin(0)
    made.documentLayout().setPaintDevice(device)
    made.setPageSize(QSizeF(device.width(), device.height()))
    made.print_(device)
