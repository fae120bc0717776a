"""The rows of one lane: ids of all its cards, however many, and the cards of those that somebody looked at."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from oppdesk.i18n import _
from oppdesk.ui.tips import literal
from oppdesk.ui.widgets.board_cards import BoardCard, Drop

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-oppdesk-opportunity"
AHEAD = 20  # cards read before and after one that is missing
NEAR = 10  # cards before and after the one that is looked at which shall be there before one gets to them
MOST = 4_000  # cards kept by a board


class Cards(Mapping[int, BoardCard]):
    """The cards that were read, by their id; those read first are forgotten first."""

    def __init__(self) -> None:
        self._known: dict[int, BoardCard] = {}

    def put(self, cards: Iterable[BoardCard]) -> None:
        for card in cards:
            self._known.pop(card.id, None)
            self._known[card.id] = card
        for card_id in list(self._known)[: len(self._known) - MOST]:
            del self._known[card_id]

    def forget_all_but(self, ids: Iterable[int]) -> None:
        self._known = {each: self._known[each] for each in ids if each in self._known}

    def __getitem__(self, card: int) -> BoardCard:
        return self._known[card]

    def __iter__(self) -> Any:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


class LaneRows(QAbstractListModel):
    """The cards of a lane, and during a drag the free place among them.

    `wanted` is called with the ids of cards that are looked at, or nearly, and not known.
    """

    def __init__(self, known: Cards, wanted: Callable[[Sequence[int]], None]) -> None:
        super().__init__()
        self._known = known
        self._wanted = wanted
        self._ids = array("q")
        self._slot = -1
        self.drop = Drop("")
        self.dragged = 0
        self.landed = 0  # the card that has just come, and how much it still glows (0..1)
        self.glow = 0.0
        self.is_forbidden = False

    def set_ids(self, ids: Sequence[int]) -> None:
        """A card that came or went alone moves the others by one row; else all rows are made anew."""
        wanted = array("q", ids)
        self.open_slot(-1)
        before = self._ids
        if wanted == before:
            return
        at = next((at for at, (new, old) in enumerate(zip(wanted, before, strict=False)) if new != old), -1)
        at = min(len(wanted), len(before)) if at < 0 else at
        if len(wanted) == len(before) + 1 and wanted[at + 1 :] == before[at:]:
            self.beginInsertRows(QModelIndex(), at, at)
            self._ids = wanted
            self.endInsertRows()
        elif len(wanted) == len(before) - 1 and wanted[at:] == before[at + 1 :]:
            self.beginRemoveRows(QModelIndex(), at, at)
            self._ids = wanted
            self.endRemoveRows()
        else:
            self.beginResetModel()
            self._ids = wanted
            self.endResetModel()

    def ids(self) -> "array[int]":
        return self._ids

    def row_of(self, card: int) -> int:
        """The row of a card, -1 when it is not in this lane."""
        try:
            at = self._ids.index(card)
        except ValueError:
            return -1
        return at + 1 if 0 <= self._slot <= at else at

    def id_at(self, row: int) -> int:
        """0 for the free place."""
        if row == self._slot:
            return 0
        at = row - 1 if 0 <= self._slot < row else row
        return self._ids[at] if 0 <= at < len(self._ids) else 0

    def card(self, row: int) -> BoardCard | None:
        """None for the free place, and for a card that is being read."""
        number = self.id_at(row)
        if not number:
            return None
        for near in (row, row - NEAR, row + NEAR):
            if self.id_at(near) not in self._known and self.id_at(near):
                around = self._ids[max(0, near - AHEAD) : near + AHEAD]
                self._wanted([each for each in around if each not in self._known])
        return self._known.get(number)

    def slot(self) -> int:
        return self._slot

    def open_slot(self, row: int) -> None:
        """Make a free place before the card in `row`; -1 closes it."""
        row = min(row, len(self._ids))
        if row == self._slot:
            return
        if self._slot >= 0:
            self.beginRemoveRows(QModelIndex(), self._slot, self._slot)
            self._slot = -1
            self.endRemoveRows()
        if row >= 0:
            self.beginInsertRows(QModelIndex(), row, row)
            self._slot = row
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._ids) + (self._slot >= 0)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ROLES or not index.isValid():
            return None
        if index.row() == self._slot:
            return self.drop.title if role == Qt.ItemDataRole.DisplayRole else None
        card = self.card(index.row())
        if card is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return card.name
        step = f"{card.step.date} {card.step.text}".strip() or _("No next step")
        parts = (card.name, card.contact, card.amount, card.closing, step, card.waits())
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal("\n".join(part for part in parts if part))
        return ", ".join(part for part in parts if part)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if not self.id_at(index.row()):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        made = QMimeData()
        card = self.id_at(indexes[0].row()) if indexes else 0
        if card:
            made.setData(MIME, QByteArray(str(card).encode()))
        return made


_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def carried(data: QMimeData) -> int:
    """The id of the card that is dragged; 0 for anything else."""
    text = bytes(data.data(MIME).data())
    return int(text) if text.isdigit() else 0
