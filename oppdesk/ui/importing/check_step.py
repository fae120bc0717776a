"""The third step: what the import would do, in four figures, and every fault with its line, column and reason."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from oppdesk.exchange.plan import Plan
from oppdesk.i18n import LocaleFormat, _, ngettext
from oppdesk.ui import icons, metrics, paint, theme
from oppdesk.ui.importing import words
from oppdesk.ui.importing.text_table import TextTableModel
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.table_view import Column, RecordTable
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.labels import Text, text
from oppdesk.ui.widgets.progress_card import ProgressCard


class CheckStep(QWidget):
    """Shows the progress of the reading, then the plan."""

    save_wanted = Signal()
    cancelled = Signal()

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self._title = text(_("Check the rows"), Type.TITLE)
        self._line = text("", colour="text2", wrap=True)
        self.save = buttons.button(_("Sa&ve the faults…"), "save")
        self.save.clicked.connect(self.save_wanted)
        self.tiles = [Tile() for _each in range(4)]
        self._rows = TextTableModel((_("Line"), _("Column"), _("Reason")), frozenset({0}))
        self.faults = RecordTable()
        self.faults.setModel(self._rows)
        self.faults.setAccessibleName(_("Rows that are left out, and why"))
        self.faults.set_columns(
            [
                Column("line", 6, at_right=True, sorts=False),
                Column("column", 26, sorts=False),
                Column("reason", takes_rest=True, sorts=False),
            ]
        )
        line = _("Nothing is left out. You can undo the import as a whole.")
        self.faults.set_empty(EmptyState("circle-check", _("Every row is fine"), line))
        self.progress = ProgressCard(_("Reading the rows"))
        self.progress.cancelled.connect(self.cancelled)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        names = QVBoxLayout()
        names.setSpacing(px(0.25))
        names.addWidget(self._title)
        names.addWidget(self._line)
        head.addLayout(names, 1)
        head.addWidget(self.save)
        tiles = QHBoxLayout()
        tiles.setSpacing(px(1.5))
        for tile in self.tiles:
            tiles.addWidget(tile, 1)
        found = QWidget()
        inner = QVBoxLayout(found)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(2))
        inner.addLayout(tiles)
        inner.addWidget(self.faults, 1)
        busy = QWidget()
        waiting = QVBoxLayout(busy)
        waiting.setContentsMargins(0, 0, 0, 0)
        waiting.addWidget(self.progress)
        waiting.addStretch(1)
        self._found, self._busy = found, busy
        self._stack = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(2))
        column.addLayout(head)
        column.addLayout(self._stack, 1)
        self._stack.addWidget(busy)  # it shows its first at once, so it needs a parent first
        self._stack.addWidget(found)

    def show_busy(self) -> None:
        self.progress.deleteLater()
        self.progress = ProgressCard(_("Reading the rows"))
        self.progress.cancelled.connect(self.cancelled)
        layout = self._busy.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, self.progress)
        self._line.setText("")
        self.save.hide()
        self._stack.setCurrentWidget(self._busy)

    def show_progress(self, done: int, total: int) -> None:
        self.progress.show_progress(_("Reading the rows"), done, total)

    def show_plan(self, target: str, plan: Plan) -> None:
        said = words.TARGETS[target]
        figures: Sequence[tuple[int, str, theme.Token]] = (
            (len(plan.add), _(said.new), "text"),
            (len(plan.change), _(said.changing), "text"),
            (len(plan.unchanged), _("Here already, unchanged"), "text"),
            (plan.faulty, _("Rows with a fault"), "overdue" if plan.faulty else "text"),
        )
        for tile, (count, label, colour) in zip(self.tiles, figures, strict=True):
            tile.fill(self._form.whole(count), label, colour)
        self._rows.fill([(self._form.whole(fault.line), fault.column, fault.reason) for fault in plan.faults])
        self.save.setVisible(bool(plan.faults))
        count = plan.faulty
        self._line.setText(
            ngettext(
                "{count} row is left out; all others come in.",
                "{count} rows are left out; all others come in.",
                count,
            ).format(count=self._form.whole(count))
            if count
            else _("Nothing has been written yet.")
        )
        self._stack.setCurrentWidget(self._found)


class Tile(QWidget):
    """A figure with what it counts."""

    def __init__(self) -> None:
        super().__init__()
        self._figure = text("", Type.TITLE_FIGURE)
        self._label = Text("", colour="text2", wrap=True)
        self._sign = QLabel()
        self._sign.setPixmap(icons.icon("circle-alert", "overdue").pixmap(px(metrics.ICON_SIDE)))
        self._sign.hide()
        first = QHBoxLayout()
        first.setSpacing(px(0.75))
        first.addWidget(self._sign)
        first.addWidget(self._figure)
        first.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(1.5), px(1.25), px(1.5), px(1.25))
        column.setSpacing(px(0.25))
        column.addLayout(first)
        column.addWidget(self._label)
        column.addStretch(1)

    def fill(self, figure: str, label: str, colour: theme.Token) -> None:
        self._figure.setText(figure)
        self._figure.set_colour(colour)
        self._label.setText(label)
        self._label.set_colour("overdue" if colour == "overdue" else "text2")
        self._sign.setVisible(colour == "overdue")
        self.setAccessibleName(f"{figure} {label}")

    def shown(self) -> str:
        return self._figure.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.fill(painter, self.rect(), "sunken")
        painter.end()
