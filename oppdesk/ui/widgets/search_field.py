"""A field that finds as one types: for look-ups, reasons and whatever may be created in place."""

from collections.abc import Callable, Sequence
from functools import cached_property

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from oppdesk.i18n import _
from oppdesk.ui.widgets.edits import show_beginning
from oppdesk.ui.widgets.field_icon import FieldIcon
from oppdesk.ui.widgets.found import Found, FoundList, folded
from oppdesk.ui.widgets.popup import Popup

MOST_ROWS = 9


class SearchField(QLineEdit):
    """Asks by `typed`, is answered by `show_found`, and says by `chosen` which row was taken (None: emptied).

    `create` gives the words of a last row that makes something new ("Create contact “brou”").
    """

    typed = Signal(str)
    chosen = Signal(object)  # Found | None
    created = Signal(str)  # the text of which something new shall be made
    faulted = Signal(str)

    def __init__(
        self, create: Callable[[str], str] | None = None, *, lists_below: FoundList | None = None
    ) -> None:
        super().__init__()
        self._create = create
        self._taken: Found | None = None
        self._told = ""
        self._is_emptied = False  # by hand: no row of the list is meant until one is stepped to
        self._below = lists_below
        if lists_below is not None:
            lists_below.chosen.connect(self._take)
        FieldIcon(self, "search", _("Show the list")).clicked.connect(self.open)
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self._settle)

    @cached_property
    def _list(self) -> FoundList:
        """Made when it is needed first: most fields of a window are never searched."""
        if self._below is not None:
            return self._below
        made = FoundList()
        made.chosen.connect(self._take)
        return made

    @cached_property
    def _sheet(self) -> Popup:
        """What the list stands on, unless it stands open below."""
        return Popup(self, self._list, takes_focus=False)

    def taken(self) -> Found | None:
        """The row that is chosen now."""
        return self._taken

    def set_taken(self, row: Found | None) -> None:
        """Show a choice without saying that it changed."""
        self._taken = row
        self.setText(row.text if row else "")
        show_beginning(self)
        self._tell("")
        self.close_list()

    def open(self) -> None:
        """Ask for everything and show it."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_emptied = False
        self.typed.emit("")

    def show_found(self, rows: Sequence[Found]) -> None:
        """The answer to `typed`; ignored when the field was left meanwhile."""
        query = "" if self._taken and self.text() == self._taken.text else self.text().strip()
        offered = list(rows)
        if self._create and query and not any(folded(row.text) == folded(query) for row in rows):
            offered.append(Found(query, self._create(query), icon="plus", key=_("Ctrl+Enter"), creates=True))
        self._list.fill(offered, query)
        if self._below is not None:
            return
        if not offered or not self.hasFocus():
            self._sheet.hide()
            return
        height = self._list.height_for(MOST_ROWS)
        self._sheet.show_beside(self, QSize(max(self.width() - 2, self.sizeHint().width() * 2), height))

    def is_open(self) -> bool:
        return self._below is not None or self._is_over()

    def _is_over(self) -> bool:
        """Whether the list lies over the window, where Esc puts it away."""
        return "_sheet" in vars(self) and self._sheet.isVisible()

    def close_list(self) -> None:
        if self._is_over():
            self._sheet.hide()

    def event(self, event: QEvent) -> bool:
        # Esc belongs to the open list first, and not yet to the dialog.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._is_over()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and (alt or not self.is_open())):
            self.open()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.is_open():
            self._is_emptied = False
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
            self._announce()
        elif key == Qt.Key.Key_Escape and self._is_over():
            self.close_list()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._enter(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _enter(self, event: QKeyEvent) -> bool:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._create and self.text().strip():
            self._make()
            return True
        current = self._list.current() if self.is_open() and not self._is_emptied else None
        if current is None or (self._taken == current and self.text() == current.text):
            return False
        self._take(current)
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab takes the row that is marked, if something was typed."""
        current = self._list.current() if self.is_open() else None
        is_new = self._taken is None or self.text() != self._taken.text
        if forward and current and not current.creates and self.text().strip() and is_new:
            self._take(current)
        return super().focusNextPrevChild(forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        show_beginning(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.close_list()
        super().focusOutEvent(event)

    def _typed(self, text: str) -> None:
        self._tell("")
        self._is_emptied = not text.strip()
        if self._is_emptied:
            self._clear()
        self.typed.emit(text)

    def _clear(self) -> None:
        if self._taken is not None:
            self._taken = None
            self.chosen.emit(None)

    def _take(self, row: Found) -> None:
        if row.creates:
            self._make()
            return
        self.set_taken(row)
        self.chosen.emit(row)

    def _make(self) -> None:
        self.close_list()
        self.created.emit(self.text().strip())

    def _settle(self) -> None:
        """Left with text that is no choice: take the one row it spells, or say so."""
        text = self.text().strip()
        if not text or (self._taken and text == self._taken.text):
            self._tell("")
            return
        spelt = [row for row in self._list.rows() if not row.creates and folded(row.text) == folded(text)]
        if len(spelt) == 1:
            self._take(spelt[0])
            return
        self._tell(_("“{text}” is not in the list. Choose a row, or empty the field.").format(text=text))

    def _tell(self, fault: str) -> None:
        if fault != self._told:
            self._told = fault
            self.faulted.emit(fault)

    def _announce(self) -> None:
        current = self._list.current()
        self.setAccessibleDescription(current.text if current else "")
