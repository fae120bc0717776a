"""Beside the columns: a row as it will be, the figures of the whole file, and what may be decided about both."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.import_cycles import FileStages
from oppdesk.services.importing import Source
from oppdesk.ui import metrics
from oppdesk.ui.importing.row_card import Figures, RowCard, as_it_will_be
from oppdesk.ui.importing.stage_order import StageOrder
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import Hairline, text

WIDTH = 40  # u


class SidePane(QWidget):
    """`stages_ordered` carries the new order; `change_toggled` whether known records may change."""

    stages_ordered = Signal(object)
    change_toggled = Signal(bool)

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self._source: Source | None = None
        self._at = 0
        self.setFixedWidth(px(WIDTH))
        self._title = text("", Type.LEAD, wrap=True)
        self.card = RowCard()
        self.before = buttons.link(_("Row &before"))
        self.after = buttons.link(_("Nex&t row"))
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.figures = Figures()
        self.may_change = CheckBox(_("&Change records that are here already"))
        self.may_change.setChecked(True)
        self.may_change.toggled.connect(self.change_toggled)
        self.order = StageOrder()
        self.order.ordered.connect(self.stages_ordered)
        self._stages = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        turning = QHBoxLayout()
        turning.addWidget(self.before)
        turning.addStretch(1)
        turning.addWidget(self.after)
        stages = QVBoxLayout(self._stages)
        stages.setContentsMargins(0, 0, 0, 0)
        stages.setSpacing(px(0.75))
        stages.addWidget(Hairline())
        stages.addSpacing(px(1))
        stages.addWidget(text(_("Stages of the new cycle"), Type.LEAD, wrap=True))
        stages.addWidget(
            text(_("First to last: drag them, or press Alt+Up and Alt+Down."), colour="text2", wrap=True)
        )
        stages.addWidget(self.order)
        content = QWidget()
        content.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        content.setAutoFillBackground(True)
        column = QVBoxLayout(content)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(1))
        column.addWidget(self._title)
        column.addWidget(self.card)
        column.addLayout(turning)
        column.addWidget(Hairline())
        column.addWidget(text(_("The whole file"), Type.LEAD, wrap=True))
        column.addWidget(self.figures)
        column.addWidget(self.may_change)
        column.addWidget(self._stages)
        column.addSpacing(px(1))
        column.addWidget(Note(_("The whole import can be undone in one step, also tomorrow."), "undo-2"))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    # -- showing ------------------------------------------------------------------------------------------

    def show_source(self, source: Source) -> None:
        if self._source is None or self._source.guess != source.guess:
            self._at = 0
        self._source = source
        self._show_row()

    def show_stages(self, stages: FileStages) -> None:
        """The stages to order, when a cycle will be made of them."""
        self._stages.setVisible(len(stages.names) > 1 and not stages.cycle)
        self.order.show_names(stages.names)

    def _turn(self, by: int) -> None:
        self._at += by
        self._show_row()

    def _show_row(self) -> None:
        source = self._source
        if source is None:
            return
        last = len(source.guess.sample) - 1
        self._at = max(0, min(self._at, last))
        self._title.setText(_("Row {number} as it will be").format(number=self._at + 1))
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at < last)
        cells = source.guess.sample[self._at] if last >= 0 else ()
        self.card.fill(as_it_will_be(source, cells, self._form))
