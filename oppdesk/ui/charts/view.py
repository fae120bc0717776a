"""A chart and its table in one place: the same figures, as a picture or to be read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from oppdesk.ui.charts.chart import Chart
from oppdesk.ui.charts.marks import ChartData, Drawing
from oppdesk.ui.charts.table import ChartTable


class ChartView(QStackedWidget):
    chosen = Signal(object)  # what the mark or the row opens

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self.drawing = drawing
        self.chart = Chart(drawing)
        self.table = ChartTable()
        for each in (self.chart, self.table):
            self.addWidget(each)
            each.chosen.connect(self.chosen)

    def set_data(self, chart: ChartData, table: ChartData | None = None) -> None:
        """`table` has the marks that the picture has no room for."""
        self.chart.set_data(chart)
        self.table.set_data(table or chart)

    def show_table(self, *, is_table: bool) -> None:
        self.setCurrentWidget(self.table if is_table else self.chart)

    def is_table(self) -> bool:
        return self.currentWidget() is self.table
