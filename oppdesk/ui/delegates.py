"""Paints every cell of every list, by what the cell is: richer than Qt's own delegate, and faster (look.md 5)."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from oppdesk.i18n import _
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.cells import (
    CellRole,
    DateCell,
    FigureCell,
    FlagCell,
    IconCell,
    NameCell,
    NextStepCell,
    PercentCell,
    PillCell,
    PriorityCell,
    QuietCell,
    RowRole,
    RowState,
    StageCell,
)
from oppdesk.ui.metrics import ICON_TEXT, Type, px
from oppdesk.ui.tips import literal
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.edits import ParsedEdit

Index = QModelIndex | QPersistentModelIndex
PADDING = 0.75  # u at each side of a cell
INDENT = 2  # u
SAVING = 0.55  # opacity of a row that is being written
LEAST_EDITOR = 16  # u
LEAVING = "leaving"  # a key is ending the editor
WIDE_STEP = 19  # u from which a next-step column also tells the task
_SELECTED = QStyle.StateFlag.State_Selected.value  # a number: each cell asks for it, and flags are slow


class CellDelegate(QStyledItemDelegate):
    """Asks the model for `CellRole` (see oppdesk.ui.cells) and `RowRole`; the view tells which row is hovered."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self.hovered_row = -1
        self.make_editor: Callable[[Index, QWidget], QWidget | None] | None = None
        self.tell_fault: Callable[[QWidget, str], None] = _tell_beside
        self._painters: dict[type, Callable[[QPainter, QRect, Any, str | None], None]] = {
            NameCell: self._name,
            QuietCell: self._quiet,
            FigureCell: self._figure,
            StageCell: self._stage,
            NextStepCell: self._next_step,
            DateCell: self._date,
            PercentCell: self._percent,
            FlagCell: self._flag,
            PriorityCell: self._priority,
            PillCell: self._pill,
            IconCell: self._icon,
            str: self._text,
        }

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(px(10), px(metrics.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        room: QRect = option.rect
        is_selected = bool(option.state.value & _SELECTED)
        model = index.model()  # asked itself: by way of the index it would be Qt that asks it
        row_state = model.data(index, RowRole)
        self._ground(painter, room, index.row(), row_state, is_selected)
        cell = model.data(index, CellRole)
        if cell is None:
            cell = model.data(index, Qt.ItemDataRole.DisplayRole) or ""
        self._cells(painter, room, row_state, [(room.left(), room.width(), cell)])

    def paint_row(
        self,
        painter: QPainter,
        room: QRect,
        row: int,
        state: str | None,
        is_selected: bool,
        cells: Sequence[tuple[int, int, object]],
    ) -> None:
        """A whole row, `cells` as (left, width, what it shows)."""
        self._ground(painter, room, row, state, is_selected)
        self._cells(painter, room, state, cells)

    def _cells(
        self, painter: QPainter, room: QRect, state: str | None, cells: Sequence[tuple[int, int, object]]
    ) -> None:
        if state == RowState.SAVING:
            painter.setOpacity(SAVING)
        pad, top, height = px(PADDING), room.top(), room.height() - 1
        for left, width, cell in cells:
            inner = QRect(left + pad, top, width - 2 * pad, height)
            self._painters.get(type(cell), self._text)(painter, inner, cell, state)
        painter.setOpacity(1)

    def _ground(self, painter: QPainter, room: QRect, row: int, state: str | None, is_selected: bool) -> None:
        has_focus = self._view.hasFocus()
        if is_selected:
            painter.fillRect(room, theme.colour("soft" if has_focus else "softidle"))
        elif row == self.hovered_row:
            painter.fillRect(room, theme.colour("hover"))
        elif state == RowState.GROUP:
            painter.fillRect(room, theme.colour("sunken"))
        if has_focus and row == self._view.currentIndex().row():
            paint.across(painter, room.left(), room.top(), room.width(), "accent")
            paint.across(painter, room.left(), room.bottom(), room.width(), "accent")
        elif not is_selected:
            paint.across(painter, room.left(), room.bottom(), room.width(), "rule")

    # kinds of cells

    def _text(self, painter: QPainter, room: QRect, cell: object, state: str | None) -> None:
        kind, colour = _tone(state, Type.BODY, "text")
        paint.text(painter, room, str(cell), kind, colour)

    def _quiet(self, painter: QPainter, room: QRect, cell: QuietCell, _state: str | None) -> None:
        paint.text(painter, room, cell.text, Type.BODY, "text2")

    def _name(self, painter: QPainter, room: QRect, cell: NameCell, state: str | None) -> None:
        kind, colour = _tone(state, Type.NAME, "text")
        if cell.indent:
            room = room.adjusted(px(INDENT) * cell.indent, 0, 0, 0)
        taken = paint.text(painter, room, cell.text, kind, colour)
        if cell.note:
            paint.text(painter, room.adjusted(taken + px(1), 0, 0, 0), cell.note, Type.BODY, "text2")

    def _figure(self, painter: QPainter, room: QRect, cell: FigureCell, state: str | None) -> None:
        usual: theme.Token = "accent" if cell.is_link else "text"
        kind, colour = _tone(state, Type.FIGURE, usual)
        paint.text(painter, room, cell.text, kind, colour, "right")

    def _stage(self, painter: QPainter, room: QRect, cell: StageCell, state: str | None) -> None:
        left = paint.segments(painter, room, cell.number, cell.count, cell.outcome) + px(1.25)
        right = 0
        if cell.days is not None:
            days = _("{days} d").format(days=cell.days)
            days_kind = Type.FIGURE_STRONG if cell.stale else Type.FIGURE
            right = paint.text(
                painter, room, days, days_kind, "stale" if cell.stale else "text2", "right"
            ) + px(1)
            if cell.stale:
                at = room.right() + 1 - right - px(ICON_TEXT) + px(0.5)
                paint.icon(painter, "hourglass", "stale", at, room, ICON_TEXT)
                right += px(ICON_TEXT)
        kind, colour = _tone(state, Type.BODY, "text")
        paint.text(painter, room.adjusted(left, 0, -right, 0), cell.name, kind, colour)

    def _next_step(self, painter: QPainter, room: QRect, cell: NextStepCell, _state: str | None) -> None:
        gap = px(ICON_TEXT + 0.75)
        if cell.is_closed:
            return
        if not cell.date:
            paint.icon(painter, "circle-dashed", "stale", room.left(), room, ICON_TEXT)
            paint.text(painter, room.adjusted(gap, 0, 0, 0), _("No next step"), Type.BODY, "stale")
            return
        colour: theme.Token = "overdue" if cell.overdue else "text"
        paint.icon(painter, cell.icon, "overdue" if cell.overdue else "text2", room.left(), room, ICON_TEXT)
        rest = room.adjusted(gap, 0, 0, 0)
        kind = Type.FIGURE_NAME if cell.overdue else Type.FIGURE
        taken = paint.text(painter, rest, cell.date, kind, colour)
        if cell.text and room.width() > px(WIDE_STEP):
            paint.text(painter, rest.adjusted(taken + px(1), 0, 0, 0), cell.text, Type.BODY, "text2")

    def _date(self, painter: QPainter, room: QRect, cell: DateCell, state: str | None) -> None:
        if not cell.overdue:
            kind, colour = _tone(state, Type.FIGURE, "text")
            paint.text(painter, room, cell.text, kind, colour, "right")
            return
        taken = paint.text(painter, room, cell.text, Type.FIGURE_NAME, "overdue", "right")
        at = room.right() + 1 - taken - px(ICON_TEXT + 0.75)
        if at >= room.left():
            paint.icon(painter, "clock-alert", "overdue", at, room, ICON_TEXT)

    def _percent(self, painter: QPainter, room: QRect, cell: PercentCell, state: str | None) -> None:
        kind, colour = _tone(state, Type.FIGURE, "text")
        taken = paint.text(painter, room, cell.text, kind, colour, "right")
        width = min(px(paint.SEGMENTS), room.width() - max(taken, px(5)) - px(1))
        if width >= px(2):
            height = px(0.5)
            at = QRect(room.left(), room.top() + (room.height() - height) // 2, width, height)
            paint.bar(painter, at, cell.percent / 100)

    def _flag(self, painter: QPainter, room: QRect, cell: FlagCell, _state: str | None) -> None:
        if not cell.is_box:
            if cell.is_on:
                at = room.center().x() - px(ICON_TEXT) // 2
                paint.icon(painter, "check", "text2", at, room, ICON_TEXT)
            return
        paint.check_box(painter, room, is_on=cell.is_on)

    def _priority(self, painter: QPainter, room: QRect, cell: PriorityCell, _state: str | None) -> None:
        name = {0: "chevrons-down", 2: "chevrons-up"}.get(cell.level)
        if name:
            at = room.center().x() - px(ICON_TEXT) // 2 + 1
            paint.icon(painter, name, "text2", at, room, ICON_TEXT)

    def _pill(self, painter: QPainter, room: QRect, cell: PillCell, _state: str | None) -> None:
        paint.pill(painter, room, cell.text, cell.icon, cell.tone)

    def _icon(self, painter: QPainter, room: QRect, cell: IconCell, _state: str | None) -> None:
        colour = paint.TONES[cell.tone][0]
        paint.icon(painter, cell.icon, colour, room.left(), room, ICON_TEXT)
        words: theme.Token = "text" if cell.tone == "neutral" else colour
        paint.text(painter, room.adjusted(px(ICON_TEXT + 0.75), 0, 0, 0), cell.text, Type.BODY, words)

    def needed_width(self, index: Index) -> int:
        """What a cell needs so that nothing of it is cut."""
        cell = index.data(CellRole)
        kind, extra = _WIDEST.get(type(cell), (Type.BODY, 0.0))
        words = str(index.data() or "")
        if isinstance(cell, NextStepCell) and cell.date:
            words = cell.date  # its task follows where there is room
        return round(metrics.face(kind).width(words) + 0.99) + px(2 * PADDING + extra)

    # acting in place

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """The whole text of a cell that had to be cut."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        words = index.data(Qt.ItemDataRole.ToolTipRole) or ""
        if not words:
            full = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            cell = index.data(CellRole)
            extra = px(paint.SEGMENTS + 1.25) if isinstance(cell, StageCell) else 0
            room = option.rect.width() - 2 * px(PADDING) - extra
            words = full if metrics.face(Type.NAME).width(full) > room else ""
        QToolTip.showText(event.globalPos(), literal(words), view)
        return True

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A box in a cell is ticked by a click on it or by Space."""
        cell = index.data(CellRole)
        if isinstance(cell, FlagCell) and cell.is_box and index.flags() & Qt.ItemFlag.ItemIsEditable:
            is_click = (
                event.type() == QEvent.Type.MouseButtonRelease
                and isinstance(event, QMouseEvent)
                and event.button() == Qt.MouseButton.LeftButton
                and paint.check_box_place(option.rect).contains(event.position().toPoint())
            )
            is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
            if is_click or (is_key and event.type() == QEvent.Type.KeyPress):
                return model.setData(index, not cell.is_on, Qt.ItemDataRole.EditRole)
        return super().editorEvent(event, model, option, index)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget | None:  # type: ignore[override]
        made = self.make_editor(index, parent) if self.make_editor else None
        if made is None:
            if isinstance(index.data(CellRole), FlagCell):
                return None
            made = super().createEditor(parent, option, index)
        made.setParent(parent)
        made.setProperty("place", "cell")
        if isinstance(made, QLineEdit):
            made.setFrame(True)
        return made

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Nonsense does not leave the cell by Enter or Tab: it is said and can be mended."""
        from oppdesk.ui.lookup import LookupField  # noqa: PLC0415 - no list waits for editors

        leaves = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        is_leaving = (
            isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in leaves
        )
        if isinstance(editor, LookupField) and is_leaving:
            editor.setProperty(LEAVING, True)
            editor.settle()
            editor.setProperty(LEAVING, False)
        if isinstance(editor, ParsedEdit | LookupField) and is_leaving:
            fault = editor.fault()
            editor.setProperty("fault", bool(fault))
            buttons.restyle(editor)
            if fault:
                self.tell_fault(editor, fault)
                return True
        return super().eventFilter(editor, event)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """As wide as the cell, and never too narrow to type in."""
        room = option.rect.adjusted(0, 1, 0, -2)
        least = px(LEAST_EDITOR) if isinstance(editor, QComboBox | QLineEdit) else 0
        editor.setGeometry(room.left(), room.top(), max(room.width(), least), room.height())

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Once: news of the row does not take away what is being typed."""
        from oppdesk.ui.editors import ChoiceBox  # noqa: PLC0415 - no list waits for editors
        from oppdesk.ui.lookup import LookupField  # noqa: PLC0415

        if isinstance(editor, ParsedEdit | LookupField | ChoiceBox):
            if editor.property("filled"):
                return
            editor.setProperty("filled", True)
            editor.set_value(index.data(Qt.ItemDataRole.EditRole))
            if isinstance(editor, QLineEdit):
                editor.selectAll()
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Nonsense is not written: the cell keeps its value."""
        from oppdesk.ui.editors import ChoiceBox  # noqa: PLC0415 - no list waits for editors
        from oppdesk.ui.lookup import LookupField  # noqa: PLC0415

        if isinstance(editor, ParsedEdit | LookupField | ChoiceBox):
            if isinstance(editor, ChoiceBox) or not editor.fault():
                model.setData(index, editor.value(), Qt.ItemDataRole.EditRole)
        else:
            super().setModelData(editor, model, index)


def _tell_beside(editor: QWidget, fault: str) -> None:
    QToolTip.showText(editor.mapToGlobal(editor.rect().bottomLeft()), literal(fault), editor)


# The lettering of a cell at its widest, and u for what stands beside its words.
_WIDEST: dict[type, tuple[Type, float]] = {
    NameCell: (Type.STRONG, 0),
    FigureCell: (Type.FIGURE_STRONG, 0),
    StageCell: (Type.BODY, paint.SEGMENTS + 9),
    NextStepCell: (Type.FIGURE_NAME, ICON_TEXT + 0.75),
    DateCell: (Type.FIGURE_NAME, ICON_TEXT + 0.75),
    PercentCell: (Type.FIGURE, 4),
    PillCell: (Type.FIGURE_NAME, ICON_TEXT + 2.5),
    IconCell: (Type.BODY, ICON_TEXT + 0.75),
}

_STRONGER = {
    Type.BODY: Type.STRONG,
    Type.NAME: Type.STRONG,
    Type.FIGURE: Type.FIGURE_STRONG,
}


def _tone(state: str | None, kind: Type, colour: theme.Token) -> tuple[Type, theme.Token]:
    if state in (RowState.STRONG, RowState.GROUP):
        return _STRONGER.get(kind, kind), colour
    if state == RowState.QUIET:
        return Type.FIGURE if kind in (Type.FIGURE, Type.FIGURE_STRONG) else Type.BODY, "text2"
    return kind, colour
