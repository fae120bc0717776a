"""Editing in place: F2 begins, Enter writes and goes down, Tab goes on, Esc gives up; what is refused is not lost."""

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QLineEdit, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.ui import metrics
from oppdesk.ui.delegates import LEAVING
from oppdesk.ui.kept_table import KeptTable
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.table_model import RecordTableModel
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.popup import Popup
from oppdesk.ui.workplace import Workplace

ENDED = "ended"  # an editor that was closed may still lose the keys, and would speak once more
FAULT = 48  # u that a refusal may be wide
_Hint = QAbstractItemDelegate.EndEditHint
Index = QModelIndex | QPersistentModelIndex
CellRun = Callable[[str, Callable[[Progress], object]], None]
# Of id, field and value, and what is told the title and the writing of it: at once, or when a question is answered.
CellWrite = Callable[[int, str, object, CellRun], None]


class EditableTable(KeptTable):
    """The editor stays open until what was typed is written; a refusal is said below it, and it can be mended."""

    refused = Signal(str)  # said elsewhere, too, when the editor cannot show it any more

    def __init__(self, place: Workplace, model: RecordTableModel) -> None:
        super().__init__(place)
        self.records = model
        self.write: CellWrite | None = None
        self._place = place
        self._made: QWidget | None = None  # the newest editor
        self._written: QWidget | None = None  # the editor whose value is being written
        self._refused: QWidget | None = None  # the editor whose value was refused
        self._waiting: _Hint | None = None  # how the editor closes once it is written
        self._is_ending = False  # other rows are to come: what is being written closes however it is answered
        self._fault: Popup | None = None
        self._sentence = ""
        self._is_moving = False  # Qt moves the cursor, and ends the editor of the row that it leaves
        self._left: tuple[QWidget, _Hint] | None = None  # the editor that closes after that
        self._soon = QTimer(self, singleShot=True, interval=0)  # never while Qt itself is at keys or editors
        self._soon.timeout.connect(self._settle_editing)
        self.delegate().make_editor = self._make_editor
        self.delegate().tell_fault = self.show_fault
        model.setParent(self)
        self.setModel(model)
        model.modelReset.connect(self._lose_editors)
        model.edited.connect(self._write)

    # -- beginning ----------------------------------------------------------------------------------------

    def edit(self, index: QModelIndex, trigger: Any = None, event: Any = None) -> bool:  # type: ignore[override]
        """While an editor is open, rows stay where they are (house 4.2). F2 takes the first cell that can be edited."""
        if trigger is None:
            super().edit(index)
            begun = self.state() == QAbstractItemView.State.EditingState
        else:
            is_key = trigger == QAbstractItemView.EditTrigger.EditKeyPressed
            if is_key and not index.flags() & Qt.ItemFlag.ItemIsEditable:
                index = self._first_editable(index.row())
                self.setCurrentIndex(index)
            begun = super().edit(index, trigger, event)
        if begun and self.state() == QAbstractItemView.State.EditingState:
            self.records.hold()
        return begun

    def _editable_columns(self) -> list[int]:
        """As they stand on the screen."""
        head, columns = self.horizontalHeader(), self.records.columns
        places = [head.logicalIndex(place) for place in range(head.count())]
        return [at for at in places if columns[at].edits and not head.isSectionHidden(at)]

    def _first_editable(self, row: int) -> QModelIndex:
        """Of its words, before the gutter."""
        found = self._editable_columns()
        first = next((at for at in found if not self.records.columns[at].fixed), -1)
        return self.records.index(row, first) if first >= 0 and row >= 0 else QModelIndex()

    def _make_editor(self, index: Index, parent: QWidget) -> QWidget | None:
        column = self.records.columns[index.column()]
        field = self._place.desk.lists.fields(self.records.name).get(column.field)
        if field is None:
            return None
        from oppdesk.ui.editors import ChoiceBox, editor  # noqa: PLC0415 - no list waits for them
        from oppdesk.ui.lookup import LookupField  # noqa: PLC0415

        made = editor(field, self._place)
        made.setParent(parent)
        made.setAccessibleName(str(self.records.headerData(index.column(), Qt.Orientation.Horizontal)))
        if isinstance(made, LookupField):
            made.chosen.connect(lambda row: self._finish_choosing(made) if row is not None else None)
        elif isinstance(made, ChoiceBox):
            made.activated.connect(lambda _at: self._finish_choosing(made))
        if isinstance(made, QLineEdit):
            made.textEdited.connect(lambda _text: self.hide_fault())
        self._made, self._is_ending = made, False
        return made

    def _finish_choosing(self, made: QWidget) -> None:
        """A choice is complete; one that a key makes ends as that key ends it."""
        if made.property(LEAVING):
            return
        self.commitData(made)
        self.closeEditor(made, _Hint.NoHint)

    # -- writing ------------------------------------------------------------------------------------------

    def commitData(self, made: QWidget) -> None:
        if self._written is not None or made.property(ENDED):
            return
        self._refused = None
        self._written = made
        self._waiting = None
        super().commitData(made)  # the model says `edited` when it is another value
        if self._written is made and not self.records.is_saving:
            self._written = None

    def _write(self, record: int, field: str, value: object) -> None:
        if self.write is None:
            self._written = None
            return
        self.records.set_saving(record, is_saving=True)

        def done(_result: object) -> None:
            made, self._written = self._written, None
            if made is not None and shiboken6.isValid(made) and self._waiting is not None:
                self._close(made, self._waiting)

        def failed(error: UserError) -> None:
            made, self._written = self._written, None
            if made is None or not shiboken6.isValid(made) or self._is_ending:
                self.refused.emit(error.message)
                if made is not None and shiboken6.isValid(made):
                    self._close(made, _Hint.RevertModelCache)
                return
            self._refused = made
            made.setFocus(Qt.FocusReason.OtherFocusReason)
            self.show_fault(made, error.message)

        def ended() -> None:
            self.records.set_saving(record, is_saving=False)

        def run(title: str, work: Callable[[Progress], object]) -> None:
            self._place.jobs.run(title, work, done, failed, ended)

        self.write(record, field, value, run)

    def show_fault(self, made: QWidget, sentence: str) -> None:
        """Below the editor, until something else is typed."""
        made.setProperty("fault", True)
        buttons.restyle(made)
        self.hide_fault(made)
        made.setAccessibleDescription(sentence)
        self._sentence = sentence
        note = Note(sentence, "circle-alert", "overdue")
        wide = round(metrics.face(Type.BODY).width(sentence)) + px(5)
        note.setFixedWidth(min(wide, px(FAULT)))
        note.setContentsMargins(px(1), px(0.5), px(1), px(0.5))
        self._fault = Popup(made, note, takes_focus=False)
        self._fault.show_beside(made, note.sizeHint())

    def fault(self) -> str:
        """What is said below the editor."""
        return self._sentence if self._fault is not None else ""

    def hide_fault(self, keeps: QWidget | None = None) -> None:
        fault, self._fault = self._fault, None
        if fault is not None and shiboken6.isValid(fault):  # it goes with its editor
            owner = fault.parentWidget()
            fault.hide()
            fault.deleteLater()
            if owner is not None and owner is not keeps:
                owner.setProperty("fault", False)
                buttons.restyle(owner)

    # -- ending -------------------------------------------------------------------------------------------

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt goes on with the editor of the row that it leaves: what ends here is ended a turn later."""
        self._is_moving = True
        try:
            super().currentChanged(current, previous)
        finally:
            self._is_moving = False

    def end_editing(self) -> None:
        """Write what is typed, for other rows are to come; what is refused is told and given up."""
        made = self._open_editor()
        if made is None:
            return
        self._is_ending = made is not self._refused
        if self._is_ending and made is not self._written:
            self.commitData(made)
        if made is not self._written:
            self.closeEditor(made, _Hint.RevertModelCache)
        elif self._waiting is None:
            self._waiting = _Hint.NoHint

    def _open_editor(self) -> QWidget | None:
        made = self._made
        is_open = self.state() == QAbstractItemView.State.EditingState
        return made if is_open and made is not None and shiboken6.isValid(made) else None

    def _settle_editing(self) -> None:
        left, self._left = self._left, None
        if left is not None and shiboken6.isValid(left[0]) and left[0] not in (self._written, self._refused):
            self._close(*left)
        elif self.state() != QAbstractItemView.State.EditingState:
            self.records.release()

    def _lose_editors(self) -> None:
        """Qt has closed them with the rows they stood in."""
        if self._made is not None and shiboken6.isValid(self._made):
            self._made.setProperty(ENDED, True)
        self._written = self._refused = self._waiting = self._left = None
        self.hide_fault()
        self._soon.start()

    def closeEditor(self, made: QWidget, hint: _Hint) -> None:
        """Esc always closes; otherwise what is being written or was refused stays open."""
        if made.property(ENDED):
            return
        if self._is_moving:
            hint = _Hint.NoHint  # the cursor goes where it was sent to
        if hint == _Hint.RevertModelCache:
            self._written = self._refused = None
        elif made is self._written:
            self._waiting = self._waiting or hint  # a question on the way takes the keys: that says nothing
            return
        elif made is self._refused:
            return
        if self._is_moving:
            self._left = made, hint
            self._soon.start()
        else:
            self._close(made, hint)

    def _close(self, made: QWidget, hint: _Hint) -> None:
        self.hide_fault()
        goes_on = hint in (_Hint.EditNextItem, _Hint.EditPreviousItem)
        super().closeEditor(made, _Hint.NoHint if goes_on else hint)
        made.setProperty(ENDED, True)
        if goes_on:
            self._edit_beside(1 if hint == _Hint.EditNextItem else -1)
        elif hint == _Hint.SubmitModelCache:
            self._go_down()
        if self.state() != QAbstractItemView.State.EditingState:
            self._soon.start()

    def _edit_beside(self, step: int) -> None:
        """The next cell that can be edited, in the next record where there is none in this one."""
        found, here = self._editable_columns(), self.currentIndex()
        place = found.index(here.column()) + step if here.column() in found else 0
        row = here.row()
        if not 0 <= place < len(found):
            row = self.records.record_beside(row, step)
            place = 0 if step > 0 else len(found) - 1
        if row >= 0 and found:
            index = self.records.index(row, found[place])
            self.setCurrentIndex(index)
            self.edit(index)

    def _go_down(self) -> None:
        row = self.records.record_beside(self.currentIndex().row(), 1)
        if row >= 0:
            self.setCurrentIndex(self.records.index(row, self.currentIndex().column()))
