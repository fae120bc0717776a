"""The lists of Setup by area, at the left of its window."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from oppdesk.domain.setup import ALL, AREAS
from oppdesk.i18n import _
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.labels import text

Index = QModelIndex | QPersistentModelIndex
WIDTH = 25  # u
_ICONS = {
    "sales_cycle": "route",
    "close_code": "flag",
    "activity": "list-todo",
    "number_series": "hash",
    "interaction_group": "boxes",
    "interaction_template": "layout-template",
    "interaction_template_setup": "sliders-horizontal",
    "salesperson": "users",
    "team": "users-round",
    "salutation": "message-square",
    "business_relation": "handshake",
    "industry_group": "boxes",
    "mailing_group": "mail",
    "job_responsibility": "briefcase-business",
    "organizational_level": "chart-no-axes-column",
    "web_source": "link",
    "duplicate_search": "copy",
    "contact_template": "layout-template",
    "territory": "map",
    "country": "globe",
    "language": "languages",
    "currency": "coins",
    "post_code": "map-pin",
    "company_info": "building-2",
    "marketing_setup": "sliders-horizontal",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A list, or with a blank key the name of an area."""

    key: str
    text: str


def _rows() -> tuple[_Row, ...]:
    found: list[_Row] = []
    for area, title in AREAS:
        found.append(_Row("", _(title)))
        found += [_Row(each.key, _(each.title)) for each in ALL if each.area == area and not each.lines_of]
    return tuple(found)


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = _rows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.rows[index.row()].text if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self.rows[index.row()].key:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Look(QStyledItemDelegate):
    def __init__(self, view: QListView, rows: tuple[_Row, ...]) -> None:
        super().__init__(view)
        self._view = view
        self._rows = rows

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        height = 4.25 if self._rows[index.row()].key else 4.5
        return QSize(px(10), px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._rows[index.row()]
        room: QRect = option.rect.adjusted(0, 1, 0, -1)
        if not row.key:
            words = room.adjusted(px(1.5), px(1.25), -px(1), 0)
            paint.text(painter, words, row.text, Type.CAPTION_STRONG, "text2")
            return
        state: QStyle.StateFlag = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            paint.fill(painter, room, "soft")
        elif state & QStyle.StateFlag.State_MouseOver:
            paint.fill(painter, room, "softidle")
        if is_chosen and self._view.hasFocus():
            paint.ring(painter, room)
        colour: theme.Token = "accent" if is_chosen else "text2"
        icon = _ICONS.get(row.key, "table")
        paint.icon(painter, icon, colour, px(1.5), room, metrics.ICON_SIDE)
        words = room.adjusted(px(5), 0, -px(1), 0)
        paint.text(painter, words, row.text, Type.STRONG if is_chosen else Type.BODY)


class SetupNav(QWidget):
    """Arrow keys and letters go from list to list."""

    chosen = Signal(str)  # the key of a list

    def __init__(self) -> None:
        super().__init__()
        self.list = QListView()
        self._rows = _Model(self)
        self.list.setModel(self._rows)
        self.list.setItemDelegate(_Look(self.list, self._rows.rows))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(_("Lists of Setup"))
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.viewport().setAutoFillBackground(False)
        self.list.selectionModel().currentChanged.connect(self._tell)
        title = text(_("Setup"), Type.TITLE)
        title.setContentsMargins(px(1.5), 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(1), px(2), px(1), px(1))
        column.setSpacing(px(0.5))
        column.addWidget(title)
        column.addWidget(self.list, 1)
        widest = max(metrics.face(Type.STRONG).width(row.text) for row in self._rows.rows)
        beside = px(8.5) + self.list.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(max(px(WIDTH), round(widest) + beside))  # names of lists are never cut

    def keys(self) -> list[str]:
        return [row.key for row in self._rows.rows if row.key]

    def current(self) -> str:
        index = self.list.currentIndex()
        return self._rows.rows[index.row()].key if index.isValid() else ""

    def set_current(self, key: str) -> None:
        at = next((at for at, row in enumerate(self._rows.rows) if row.key == key), -1)
        if at >= 0:
            self.list.setCurrentIndex(self._rows.index(at))

    def _tell(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._rows.rows[index.row()].key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("window"))
        paint.down(painter, self.width() - 1, 0, self.height())
        painter.end()
