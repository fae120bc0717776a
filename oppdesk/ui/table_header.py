"""The head of a list: never cut, marks the order, and asks for another one by click."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHeaderView, QTableView

from oppdesk.ui import metrics, paint
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.viewport import give_viewport

PADDING = 0.75  # u, as in the cells
_ARROW = 2  # u for the mark of the order
_NUMBER = 1.25  # u for its number, where several columns are sorted by

Order = tuple[tuple[int, bool], ...]  # columns by weight: (column, descending)


class TableHeader(QHeaderView):
    """Click sorts, again turns round, Shift adds a column. The list decides; `set_order` shows what it did."""

    order_wanted = Signal(object)  # Order
    menu_wanted = Signal(QPoint)  # in the coordinates of the screen

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._order: Order = ()
        self._unsortable: frozenset[int] = frozenset()
        self._right: frozenset[int] = frozenset()
        self._under = -1
        self._pressed_at: QPoint | None = None
        give_viewport(self, QPalette.ColorRole.Button)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(px(1))
        self.setMouseTracking(True)
        self.sectionResized.connect(self._keep_legible)

    def set_alignment(self, right: frozenset[int], unsortable: frozenset[int]) -> None:
        """Which columns stand at the right, and which have no order."""
        self._right, self._unsortable = right, unsortable
        self.viewport().update()

    def order(self) -> Order:
        return self._order

    def set_order(self, order: Order) -> None:
        self._order = order
        for column, _descending in order:
            self._keep_legible(column, 0, self.sectionSize(column))
        self.viewport().update()

    def legible_width(self, column: int) -> int:
        """What the words of a head need, with room for the mark of the order."""
        words = self._words(column)
        if not words:
            return self.minimumSectionSize()
        width = metrics.face(Type.CAPTION_STRONG).width(words)
        is_one_of_several = self._has_several() and any(each == column for each, _down in self._order)
        sortable = 0 if column in self._unsortable else px(_ARROW + (_NUMBER if is_one_of_several else 0))
        return round(width + 0.49) + 2 * px(PADDING) + sortable

    def _has_several(self) -> bool:
        """Whether it is sorted by several columns that are seen."""
        return sum(not self.isSectionHidden(column) for column, _down in self._order) > 1

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), px(metrics.ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        paint.across(painter, 0, self.height() - 1, self.width(), "hair")
        painter.end()

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        painter.fillRect(rect, self.palette().base())
        room = rect.adjusted(px(PADDING), 0, -px(PADDING), -1)
        if self._is_current(column):  # where F2 edits and F8 sorts
            paint.across(painter, rect.left(), rect.bottom() - 1, rect.width(), "accent")
        place = next((at for at, (each, _down) in enumerate(self._order) if each == column), -1)
        is_right = column in self._right
        kind = Type.CAPTION_STRONG if place >= 0 else Type.CAPTION_NAME
        lit = place >= 0 or (column == self._under and column not in self._unsortable)
        taken = paint.text(
            painter,
            room,
            self._words(column),
            kind,
            "text" if lit else "text2",
            "right" if is_right else "left",
        )
        if place < 0:
            return
        side = px(metrics.ICON_TEXT)
        at = room.right() + 1 - taken - side - px(0.25) if is_right else room.left() + taken + px(0.25)
        name = "chevron-down" if self._order[place][1] else "chevron-up"
        paint.icon(painter, name, "accent", at, room, metrics.ICON_TEXT)
        if self._has_several():  # which one decides first
            side = px(_NUMBER)
            left = at - side if is_right else at + px(metrics.ICON_TEXT)
            number = room.adjusted(0, 0, 0, 0)
            number.setRect(left, room.top(), side, room.height())
            paint.text(painter, number, str(place + 1), Type.CAPTION_FIGURE_NAME, "accent", "centre")

    def _is_current(self, column: int) -> bool:
        view = self.parentWidget()
        return isinstance(view, QTableView) and view.hasFocus() and view.currentIndex().column() == column

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        is_click = self._pressed_at is not None and (place - self._pressed_at).manhattanLength() < px(0.5)
        is_edge = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        super().mouseReleaseEvent(event)
        self._pressed_at = None
        column = self.logicalIndexAt(place)
        if event.button() == Qt.MouseButton.LeftButton and is_click and not is_edge and column >= 0:
            self.ask(column, adds=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._light(self.logicalIndexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._light(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def sorts(self, column: int) -> bool:
        return column not in self._unsortable

    def ask(self, column: int, *, adds: bool) -> None:
        """Order by this column, or the other way round; `adds` keeps the orders before it."""
        if column in self._unsortable:
            return
        present = dict(self._order)
        turned = (column, not present[column]) if column in present else (column, False)
        if adds:
            rest = [turned if each == column else (each, down) for each, down in self._order]
            self.order_wanted.emit(tuple(rest if column in present else [*self._order, turned]))
        else:
            self.order_wanted.emit((turned,))

    def leave_out(self, column: int) -> None:
        """Order without this column; in the list's own order when it was the only one."""
        self.order_wanted.emit(tuple(each for each in self._order if each[0] != column))

    def _light(self, column: int) -> None:
        if column != self._under:
            self._under = column
            self.viewport().update()

    def _words(self, column: int) -> str:
        model = self.model()
        words = model.headerData(column, Qt.Orientation.Horizontal) if model is not None else ""
        return str(words or "")

    def _keep_legible(self, column: int, _old: int, new: int) -> None:
        least = self.legible_width(column)
        if 0 < new < least:
            self.resizeSection(column, least)
