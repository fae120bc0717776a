"""Beside the columns and the rows: one row as it will be, the figures of the whole file, what becomes of known ones."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from oppdesk.exchange.plan import Doubt
from oppdesk.i18n import _
from oppdesk.services.import_cycles import FileStages
from oppdesk.services.import_matching import Decision, Matching
from oppdesk.services.importing import Source
from oppdesk.ui import metrics
from oppdesk.ui.importing.counts import Counts
from oppdesk.ui.importing.doubt_pane import DoubtPane
from oppdesk.ui.importing.existing_box import ExistingBox
from oppdesk.ui.importing.row_card import Figures, RowCard, as_it_will_be
from oppdesk.ui.importing.stage_order import StageOrder
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import Hairline, show_if, text
from oppdesk.ui.workplace import Workplace


class SidePane(QWidget):
    """`stages_ordered` carries the new order, `existing_chosen` the Matching."""

    stages_ordered = Signal(object)
    existing_chosen = Signal(object)

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._form = place.form
        self._source: Source | None = None
        self._at = 0
        self._title = text("", Type.LEAD, wrap=True)
        self.card = RowCard()
        self.before = buttons.link(_("Row be&fore"))
        self.after = buttons.link(_("Ne&xt row"))
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.figures = Figures()
        self.existing = ExistingBox(place)
        self.existing.changed.connect(self.existing_chosen)
        self.order = StageOrder()
        self.order.ordered.connect(self.stages_ordered)
        self.doubt = DoubtPane(place.form)
        self.doubt.open_wanted.connect(lambda contact: place.open_record("contact", contact))
        self._change = QWidget()
        self._change_title = text("", Type.LEAD, wrap=True)
        self._change_lines = text("", wrap=True)
        self._stages = QWidget()
        self._row = QWidget()
        self._doubt = QWidget()
        self._scroll = QScrollArea()
        self._lay_out()

    def _lay_out(self) -> None:
        turning = QHBoxLayout()
        turning.addWidget(self.before)
        turning.addStretch(1)
        turning.addWidget(self.after)
        row = _part(self._row)
        row.addWidget(self._title)
        row.addWidget(self.card)
        row.addLayout(turning)
        row.addWidget(Hairline())
        row.addWidget(text(_("The whole file"), Type.LEAD, wrap=True))
        row.addWidget(self.figures)
        row.addWidget(Hairline())
        doubt = _part(self._doubt)
        doubt.addWidget(self.doubt)
        doubt.addWidget(Hairline())
        change = _part(self._change)
        change.addWidget(self._change_title)
        change.addWidget(self._change_lines)
        change.addWidget(Hairline())
        self._change.hide()
        stages = _part(self._stages)
        stages.addWidget(Hairline())
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
        column.setSpacing(px(1.5))
        for part in (self._row, self._doubt, self._change, self.existing, self._stages):
            column.addWidget(part)
        column.addWidget(Note(_("The whole import can be undone in one step, also tomorrow."), "undo-2"))
        column.addStretch(1)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    # -- showing ------------------------------------------------------------------------------------------

    def show_step(self, *, is_of_columns: bool) -> None:
        """Beside the columns a row of the file; beside the rows what is doubtful."""
        show_if(self._row, is_shown=is_of_columns)
        if is_of_columns:
            self._doubt.hide()
            self._change.hide()

    def show_source(self, source: Source) -> None:
        if self._source is None or self._source.guess != source.guess:
            self._at = 0
        self._source = source
        self._show_row()

    def show_counts(self, target: str, counts: Counts | None) -> None:
        self.figures.show_counts(target, counts, self._form)

    def show_existing(self, target: str, matching: Matching) -> None:
        self.existing.show_matching(target, matching)

    def show_doubt(self, doubt: Doubt | None, decision: Decision | None) -> None:
        """A row of which it is asked who it is; None when none is looked at."""
        is_other = doubt is not None and self._doubt.isHidden()
        if doubt is not None:
            self.doubt.show_doubt(doubt, decision)
        show_if(self._doubt, is_shown=doubt is not None)
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)

    def show_change(self, name: str, lines: Sequence[str]) -> None:
        """What becomes of a record that is here; without a name nothing is looked at."""
        self._change_title.setText(name)
        self._change_lines.setText("\n".join(lines) or _("Groups, comments or relations are added."))
        show_if(self._change, is_shown=bool(name))

    def changes(self) -> str:
        """What is said of the record that changes."""
        return f"{self._change_title.text()}\n{self._change_lines.text()}" if self._change.isVisible() else ""

    def show_stages(self, stages: FileStages) -> None:
        """The stages to order, when a cycle will be made of them."""
        show_if(self._stages, is_shown=len(stages.names) > 1 and not stages.cycle)
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
        self._title.setText(_("Row {number} as it will be").format(number=self._form.whole(self._at + 1)))
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at < last)
        cells = source.guess.sample[self._at] if last >= 0 else ()
        self.card.fill(as_it_will_be(source, cells, self._form))


def _part(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(1))
    return column
