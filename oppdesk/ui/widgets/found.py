"""Rows that a search offers, in groups, with the matched letters marked: one list for look-ups and commands."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from oppdesk.i18n import _
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import Type, px

Index = QModelIndex | QPersistentModelIndex
_PART = 3  # letters from which a part of a word counts


@dataclass(frozen=True, slots=True)
class Found:
    """One row. `what` is handed back when it is chosen; `note` is a second, quieter text."""

    what: object
    text: str
    note: str = ""
    icon: str = ""
    group: str = ""  # the head above the first row of a group
    key: str = ""  # on the keyboard, at the right
    is_chosen: bool = False  # the present value: shown with a tick
    creates: bool = False  # makes something new of what was typed


@dataclass(frozen=True, slots=True)
class _Head:
    text: str
    count: str


@lru_cache(maxsize=4096)  # every row is folded at every key and every painting
def folded(text: str) -> str:
    """Letter for letter without case and accents, so that places agree with the original."""
    if text.isascii():
        return text.lower()
    return "".join(
        (unicodedata.normalize("NFD", letter)[:1] or letter).casefold()[:1] or letter for letter in text
    )


def matches(text: str, query: str) -> list[tuple[int, int]]:
    """Places (start, end) in `text` of the words of `query`, first at the beginning of words, else anywhere.

    One or two western letters only count where a word begins: anywhere they would mark everything.
    """
    plain = folded(text)
    places: list[tuple[int, int]] = []
    for word in folded(query).split():
        inside = -1 if len(word) < _PART and word.isascii() and word.isalpha() else plain.find(word)
        at = next((i for i in _starts(plain, word) if i == 0 or not plain[i - 1].isalnum()), inside)
        if at >= 0 and all(at >= end or at + len(word) <= start for start, end in places):
            places.append((at, at + len(word)))
    return sorted(places)


def _starts(plain: str, word: str) -> list[int]:
    found, at = [], plain.find(word)
    while at >= 0:
        found.append(at)
        at = plain.find(word, at + 1)
    return found


class _FoundModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Found | _Head] = []
        self.query = ""

    def fill(self, rows: Sequence[Found], query: str) -> None:
        self.beginResetModel()
        self.query = query
        self.lines = []
        group = ""
        for row in rows:
            if row.group and row.group != group:
                shown = sum(other.group == row.group for other in rows)
                self.lines.append(_Head(row.group, str(shown)))
            group = row.group
            self.lines.append(row)
        self.endResetModel()

    def tell_counts(self, counts: Mapping[str, str]) -> None:
        for at, line in enumerate(self.lines):
            if isinstance(line, _Head) and counts.get(line.text, line.count) != line.count:
                self.lines[at] = replace(line, count=counts[line.text])
                self.dataChanged.emit(self.index(at), self.index(at))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole and isinstance(line, Found):
            return ", ".join(part for part in (line.text, line.note, line.key) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.lines[index.row()], _Head):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _FoundDelegate(QStyledItemDelegate):
    def __init__(self, row_height: float, *, notes_follow: bool) -> None:
        super().__init__()
        self.row_height = row_height
        self.notes_follow = notes_follow

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        is_head = isinstance(model, _FoundModel) and isinstance(model.lines[index.row()], _Head)
        return QSize(px(20), px(3.5 if is_head else self.row_height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _FoundModel):
            return
        room: QRect = option.rect
        state: QStyle.StateFlag = option.state
        line = model.lines[index.row()]
        if isinstance(line, _Head):
            inner = room.adjusted(px(1.5), px(0.5), -px(1.5), 0)
            width = paint.text(painter, inner, line.text, Type.CAPTION_STRONG, "text2")
            inner.setLeft(inner.left() + width + px(1))
            paint.text(painter, inner, line.count, Type.CAPTION_FIGURE, "text2")
            return
        if state & QStyle.StateFlag.State_Selected:
            paint.fill(painter, room, "soft", metrics.RADIUS if self.notes_follow else 0)
        elif state & QStyle.StateFlag.State_MouseOver:
            paint.fill(painter, room, "hover", metrics.RADIUS if self.notes_follow else 0)
        if line.creates and index.row():
            paint.across(painter, room.left(), room.top(), room.width(), "hair")
        inner = room.adjusted(px(1.5), 0, -px(1.5), 0)
        if self.notes_follow and not line.key and state & QStyle.StateFlag.State_Selected:
            inner.setRight(inner.right() - paint.keycap(painter, inner, _("Enter")) - px(1))
        self._paint_row(painter, inner, line, model)

    def _paint_row(self, painter: QPainter, room: QRect, line: Found, model: _FoundModel) -> None:
        if line.key:
            if line.creates:
                width = round(metrics.face(Type.CAPTION).width(line.key) + 1)
                end = QRect(room.right() + 1 - width, room.top(), width, room.height())
                paint.text(painter, end, line.key, Type.CAPTION, "text2")
            else:
                width = paint.keycap(painter, room, line.key)
            room.setRight(room.right() - width - px(1))
        if line.icon:
            colour: theme.Token = "accent" if line.creates else "text2"
            paint.icon(painter, line.icon, colour, room.left(), room, metrics.ICON_BUTTON)
        if any(isinstance(other, Found) and other.icon for other in model.lines):
            room.setLeft(room.left() + px(3.25))
        kind = Type.NAME if self.notes_follow else Type.BODY
        taken = marked_text(
            painter, room, line.text, "" if line.creates else model.query, kind, _colour(line)
        )
        if line.is_chosen:
            paint.icon(painter, "check", "accent", room.left() + taken + px(1), room, metrics.ICON_BUTTON)
            taken += px(3.5)
        room.setLeft(room.left() + taken + px(1.5))
        if self.notes_follow:
            marked_text(painter, room, line.note, model.query, Type.BODY, "text2")
        else:
            paint.text(painter, room, line.note, Type.CAPTION_FIGURE, "text2", "right")


def _colour(line: Found) -> theme.Token:
    return "accent" if line.creates else "text"


def marked_text(
    painter: QPainter, room: QRect, words: str, query: str, kind: Type, colour: theme.Token
) -> int:
    """One line with the letters of `query` strong and in the accent; returns the pixels it took."""
    if not query or not matches(words, query):
        return paint.text(painter, room, words, kind, colour)
    words = metrics.face(Type.STRONG).elided(words, room.width())
    places = matches(words, query)
    left, at = room.left(), 0
    for start, end in [*places, (len(words), len(words))]:
        for part, part_kind, part_colour in (
            (words[at:start], kind, colour),
            (words[start:end], Type.STRONG, "accent"),
        ):
            if part:
                spot = QRect(left, room.top(), room.right() + 1 - left, room.height())
                paint.text(painter, spot, part, part_kind, part_colour)
                left += round(metrics.face(part_kind).width(part))
        at = end
    return left - room.left()


class FoundList(QListView):
    """The list itself: in a popup, in the command box, or open in a dialog."""

    chosen = Signal(object)  # Found

    def __init__(self, *, row_height: float = 4.5, notes_follow: bool = False) -> None:
        super().__init__()
        self._rows = _FoundModel()
        self.setModel(self._rows)
        self._look = _FoundDelegate(row_height, notes_follow=notes_follow)
        self.setItemDelegate(self._look)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._click)

    def fill(
        self,
        rows: Sequence[Found],
        query: str = "",
        *,
        select_first: bool = True,
    ) -> None:
        self._rows.fill(rows, query)
        if select_first:
            self.step(1)

    def tell_counts(self, counts: Mapping[str, str]) -> None:
        """Words beside the heads of groups, instead of how many rows are shown."""
        self._rows.tell_counts(counts)

    def rows(self) -> list[Found]:
        return [line for line in self._rows.lines if isinstance(line, Found)]

    def current(self) -> Found | None:
        index = self.currentIndex()
        line = self._rows.lines[index.row()] if index.isValid() else None
        return line if isinstance(line, Found) else None

    def step(self, by: int) -> None:
        """Move by rows, past heads, round the ends."""
        count = len(self._rows.lines)
        index = self.currentIndex()
        at = index.row() if index.isValid() else (-1 if by > 0 else count)
        for _try in range(count):
            at = (at + (1 if by > 0 else -1)) % count
            if isinstance(self._rows.lines[at], Found):
                self.setCurrentIndex(self._rows.index(at))
                if at == 1:
                    self.scrollToTop()  # the head of the first row, too
                return

    def height_for(self, most: int) -> int:
        """Pixels for at most so many rows."""
        return sum(self.sizeHintForRow(row) for row in range(min(most, len(self._rows.lines))))

    def _click(self, index: QModelIndex) -> None:
        line = self._rows.lines[index.row()]
        if isinstance(line, Found):
            self.chosen.emit(line)
