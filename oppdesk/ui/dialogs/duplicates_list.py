"""The list of the Duplicates window: its keys, and what stands there when no pair does."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from oppdesk.i18n import _
from oppdesk.ui.dialogs.duplicates_rows import SEPARATE
from oppdesk.ui.table_view import RecordTable
from oppdesk.ui.widgets.empty_state import EmptyState


class PairList(RecordTable):
    """Enter merges, N or Delete says that the two are two, 1 and 2 open their cards."""

    separate_wanted = Signal()
    card_wanted = Signal(int)  # 0 or 1

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.setAccessibleName(_("Pairs of contacts that may be one"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters are acts here: what filters has a field and a key of its own."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if is_plain and key in (Qt.Key.Key_N, Qt.Key.Key_Delete):
            self.separate_wanted.emit()
        elif is_plain and key in (Qt.Key.Key_1, Qt.Key.Key_2):
            self.card_wanted.emit(0 if key == Qt.Key.Key_1 else 1)
        else:
            super().keyPressEvent(event)


def nothing_here(view: str, words: str, again: QPushButton | None) -> EmptyState:
    """Of a view, narrowed by words; `again` searches once more."""
    if words:
        return EmptyState("search", _("No pair found"), _("Nothing in this list has these words."))
    if view == SEPARATE:
        line = _("Pairs that you call two different contacts stand here; a search leaves them alone.")
        return EmptyState("split", _("No pair is marked as separate"), line)
    line = _("Nobody here seems to be in the book twice.")
    acts = [again] if again is not None else []
    return EmptyState("circle-check", _("Nothing to decide"), line, *acts)
