"""A chart on paper: title, picture and figures as vectors on one page, in the colours for white paper."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRect
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import StorageTrouble, Trouble
from oppdesk.i18n import _
from oppdesk.ui import paint, theme
from oppdesk.ui.charts.marks import ChartData, Drawing
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.workplace import Workplace

MARGINS = QMarginsF(16, 14, 16, 14)  # millimetres
WIDTH = 88  # u: the page is as wide as that, whatever its resolution


def save(place: Workplace, data: ChartData, drawing: Drawing, parent: QWidget) -> None:
    """Ask where, then write a PDF."""

    def write(path: Path) -> None:
        try:
            write_pdf(data, drawing, path)
        except StorageTrouble as trouble:
            place.prompts.tell(parent, data.title, trouble.message)

    name = data.title.replace("/", "-")
    place.prompts.save_file(parent, data.title, _("PDF documents (*.pdf)"), write, suggested=f"{name}.pdf")


def write_pdf(data: ChartData, drawing: Drawing, path: Path) -> None:
    """StorageTrouble when the place cannot be written to."""
    try:
        path.open("ab").close()
    except OSError as error:
        message = _("{file} cannot be written there. Choose another folder.").format(file=path.name)
        raise StorageTrouble(Trouble.IO, message) from error
    writer = QPdfWriter(str(path))
    writer.setTitle(data.title)
    writer.setCreator("OppDesk")
    writer.setResolution(
        round(QGuiApplication.primaryScreen().logicalDotsPerInch())
    )  # or letters outgrow lines
    _print(data, drawing, writer)


def _print(data: ChartData, drawing: Drawing, device: QPdfWriter) -> None:
    page = QPageSize(QPageSize.PageSizeId.A4)
    device.setPageLayout(
        QPageLayout(page, QPageLayout.Orientation.Portrait, MARGINS, QPageLayout.Unit.Millimeter)
    )
    painter = QPainter(device)
    scale = device.width() / px(WIDTH)
    painter.scale(scale, scale)
    with theme.on_paper():
        draw(painter, QRect(0, 0, px(WIDTH), round(device.height() / scale)), data, drawing)
    painter.end()


def draw(painter: QPainter, room: QRect, data: ChartData, drawing: Drawing) -> None:
    """Title, what is counted, and the chart below."""
    wide = room.width()
    paint.text(painter, QRect(room.left(), room.top(), wide, px(4)), data.title, Type.TITLE)
    paint.text(painter, QRect(room.left(), room.top() + px(4), wide, px(2.5)), data.line, Type.BODY, "text2")
    below = QRect(room.left(), room.top() + px(8), wide, drawing.height(len(data.marks)))
    drawing.draw(painter, below, replace(data, line=""), -1)
