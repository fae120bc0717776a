"""The frame of every dialog that changes an opportunity: whom it is about, the form, what will happen, one verb.

It fits any screen: what has no room is scrolled to, and what stands beside the form moves below it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.i18n import _
from oppdesk.ui import focus, metrics
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.edits import ParsedEdit
from oppdesk.ui.widgets.field_row import FieldGroup, FieldRow, Note
from oppdesk.ui.widgets.labels import Elided, Hairline
from oppdesk.ui.widgets.search_field import SearchField

FIELD = 30  # u that a field keeps beside its label


class Sheet(QDialog):
    """Fill `form` (and `aside`), name the rows by the rule's field names in `rows`, and override `finish`."""

    def __init__(self, title: str, parent: QWidget | None = None, *, width: float = 75) -> None:
        """`width` in u, of the form without what stands beside it."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.rows: dict[str, FieldRow] = {}
        self.saving = False
        self._held: QWidget | None = None  # what has the cursor while it is saved
        self._wide = width
        self._aside = 0.0
        self._head = _Head()
        self.form = _column(QPalette.ColorRole.Base)
        self.form.setMinimumWidth(px(min(width, 40)))
        self._beside: QWidget | None = None
        self._content = QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._content)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(0)
        self._sides.addWidget(self.form, 1)
        self._scroll = _Scroll(self._content)
        self._trouble = Note(indented=False)
        self._give_up: Callable[[], None] | None = None
        self.left = QHBoxLayout()
        self.cancel_button = buttons.button(_("Cancel"))
        self.primary = buttons.button("", kind="primary")
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.primary.clicked.connect(self.accept)
        self.primary.installEventFilter(self)
        self._foot = self._make_foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._scroll, 1)
        column.addWidget(Hairline())
        column.addWidget(self._foot)
        self.primary.setDefault(True)  # now that the dialog knows it

    def _make_foot(self) -> QWidget:
        foot = _filled(QWidget(), QPalette.ColorRole.Base)
        lines = QVBoxLayout(foot)
        lines.setContentsMargins(px(metrics.PAGE_MARGIN), px(1.5), px(metrics.PAGE_MARGIN), px(2))
        lines.setSpacing(px(1))
        lines.addWidget(self._trouble)
        row = QHBoxLayout()
        row.setSpacing(px(1))
        row.addLayout(self.left)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.primary)
        lines.addLayout(row)
        return foot

    def parts(self) -> Sequence[Callable[[], object]]:
        """What makes the content of a large dialog, each in a turn of its own."""
        return ()

    def open_in_turns(self, jobs: Jobs, then: Callable[[], object]) -> None:
        """Make all parts, then open; at last `then`, as to put the cursor where one begins.

        Keys pressed meanwhile may have asked for a second one of its kind: that gives way.
        """
        there = QApplication.activeModalWidget()

        def show() -> None:
            now = QApplication.activeModalWidget()
            if now is not there and type(now) is type(self):
                self.deleteLater()
            else:
                self.open()

        jobs.in_turns(self, (*self.parts(), show, lambda: then() if self.isVisible() else None))

    @property
    def body(self) -> QVBoxLayout:
        """Where the form is laid out."""
        return _layout(self.form)

    def beside(self, width: float) -> QVBoxLayout:
        """A pane at the right that shows consequences; `width` in u."""
        pane = _column(QPalette.ColorRole.AlternateBase)
        pane.setMinimumWidth(px(min(width, 40)))
        self._beside = pane
        self._wide += width
        self._aside = self._room_beside = width
        self._edge = Hairline(Qt.Orientation.Vertical)
        self._sides.addWidget(self._edge)
        self._sides.addWidget(pane, 0)
        return _layout(pane)

    def show_aside(self, *, is_shown: bool) -> None:
        """The pane comes and goes with its room."""
        pane = self._beside
        if pane is None or pane.isHidden() is not is_shown:
            return
        self._wide += self._room_beside if is_shown else -self._room_beside
        self._aside = self._room_beside if is_shown else 0
        self._edge.setVisible(is_shown)
        pane.setVisible(is_shown)
        self.fit()

    def tell_subject(self, name: str, line: str) -> None:
        """Whom the dialog is about."""
        self._head.tell(name, line)

    def add(self, group: FieldGroup, name: str, label: str, field: QWidget, hint: str = "") -> FieldRow:
        """A row that errors of that field name go to; what is typed takes the error away."""
        row = group.add(label, field, hint)
        self.adopt(name, row)
        return row

    def adopt(self, name: str, row: FieldRow) -> None:
        """A row that is laid out elsewhere: errors of that field name go to it, what is typed takes them away."""
        self.rows[name] = row
        for signal in _touches(row.field):
            signal.connect(lambda *_args: row.set_fault(""))

    # -- finishing ----------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click on the primary button is one: its verb may be another one by the second press."""
        if watched is self.primary and (event.type() == QEvent.Type.MouseButtonDblClick or _is_held(event)):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _is_held(event):
            super().keyPressEvent(event)

    def accept(self) -> None:
        """Enter and the primary button: nonsense in a field is shown, else `finish`."""
        if self.saving:
            return
        self._trouble.say("")
        for row in self.rows.values():
            field = row.field
            if isinstance(field, ParsedEdit) and field.isEnabled() and field.fault():
                row.set_fault(field.fault())
                self.go_to(row)
                return
            if isinstance(field, SearchField) and field.isEnabled() and is_unsettled(field):
                row.set_fault(_("“{text}” is not in the list.").format(text=field.text().strip()))
                self.go_to(row)
                return
        self.finish()

    def finish(self) -> None:
        """Take the values and save."""
        raise NotImplementedError

    def reject(self) -> None:
        if not self.saving:
            super().reject()
        elif self._give_up is not None:
            self._give_up()

    def write(self, jobs: Jobs, title: str, work: Callable[[Progress], object]) -> None:
        """Store in a job: the dialog closes when it is done, and stays when it is refused.

        While another program keeps it from the data, Cancel ends the waiting and what was typed stays (R08).
        """

        def tell(waits: bool) -> None:
            self._give_up = jobs.cancel if waits else None
            self.cancel_button.setEnabled(waits or not self.saving)
            self._trouble.say(
                _("Another program is using the data. Waiting for it…") if waits else "", "hourglass"
            )

        def end() -> None:
            jobs.waits.disconnect(tell)
            tell(waits=False)
            self.set_saving(False)

        self.set_saving(True)
        jobs.waits.connect(tell)
        jobs.run(title, work, self.stored, self.refused, end)

    def set_saving(self, saving: bool) -> None:
        """While it is being written the buttons are off."""
        self.saving = saving
        if saving:
            self._held = self.focusWidget()
        self.primary.setEnabled(not saving)
        self.cancel_button.setEnabled(not saving)
        if not saving:
            focus.give_back(self._held)
            self._held = None

    def stored(self, _result: object = None) -> None:
        self.set_saving(False)
        super().accept()

    def refused(self, error: UserError) -> None:
        """The dialog stays, the cursor in the field that is wrong and the sentence under it."""
        self.set_saving(False)
        row = self.rows.get(error.field)
        if row is None or row.isHidden():
            self._trouble.say(error.message, "circle-alert", "overdue")
            return
        row.set_fault(error.message)
        self.go_to(row)

    def note(self, sentence: str) -> None:
        """Something about the whole dialog, above its buttons."""
        self._trouble.say(sentence, "info")

    def said(self) -> str:
        """What stands above the buttons now."""
        return self._trouble.words()

    def go_to(self, row: FieldRow) -> None:
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(row.field, QLineEdit):
            row.field.selectAll()
        self._scroll.ensureWidgetVisible(row, px(2), px(2))

    # -- fitting ------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        room = self.screen().availableGeometry().size() if self.screen() else QSize(px(170), px(95))
        labels = max((row.label.minimumWidth() for row in self.rows.values()), default=0)
        least = labels + px(FIELD + self._aside) + 2 * px(metrics.PAGE_MARGIN)  # longer languages need more
        width = min(max(px(self._wide), least), room.width() - px(2))
        self._turn(width)
        height = self._content.heightForWidth(width) if self._content.hasHeightForWidth() else -1
        wanted = max(height, self._content.minimumSizeHint().height(), self._content.sizeHint().height())
        head = 0 if self._head.isHidden() else self._head.sizeHint().height()
        others = head + self._foot.sizeHint().height() + metrics.HAIRLINE
        return QSize(width, min(wanted + others, room.height() - px(6)))

    def _turn(self, width: int) -> None:
        """Beside each other while there is room, else the consequences below the form."""
        if self._beside is None or self._beside.isHidden():
            return
        both = self.body.minimumSize().width() + px(self._aside)  # labels and fields are never cut
        is_wide = width >= max(px(self._wide) * 4 // 5, both)
        self._beside.setMaximumWidth(px(self._aside) if is_wide else 16_777_215)
        self._beside.setMinimumWidth(px(self._aside) if is_wide else 0)
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != way:
            self._sides.setDirection(way)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn(self.width())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """As large as the content wants, never beyond the screen."""
        wanted = self.sizeHint()
        self.resize(max(wanted.width(), self.minimumSizeHint().width()), wanted.height())

    def grow(self) -> None:
        """What was added to the form finds room; nothing shrinks under the hand."""
        if self.isVisible():
            self.resize(self.width(), max(self.height(), self.sizeHint().height()))


class _Head(QWidget):
    """The name of the record and a quieter line; hidden until there is one."""

    def __init__(self) -> None:
        super().__init__()
        _filled(self, QPalette.ColorRole.Base)
        self._name = Elided("", Type.LEAD)
        self._line = Elided("", Type.BODY, "text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        words = QVBoxLayout()
        words.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(1.5))
        words.setSpacing(px(0.25))
        words.addWidget(self._name)
        words.addWidget(self._line)
        column.addLayout(words)
        column.addWidget(Hairline())
        self.hide()

    def tell(self, name: str, line: str) -> None:
        self._name.setText(name)
        self._line.setText(line)
        self._line.setVisible(bool(line))
        self.show()


class _Scroll(QScrollArea):
    """As high as its content wants; scrolls only when the screen is too small."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(content)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        content = self.widget()
        return content.sizeHint() if content else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        content = self.widget()
        return QSize(content.minimumSizeHint().width() if content else 0, px(12))


def _filled(widget: QWidget, role: QPalette.ColorRole) -> QWidget:
    widget.setBackgroundRole(role)
    widget.setAutoFillBackground(True)
    return widget


def _column(role: QPalette.ColorRole) -> QWidget:
    made = _filled(QWidget(), role)
    column = QVBoxLayout(made)
    column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
    column.setSpacing(px(metrics.IN_GROUP))
    return made


def _layout(widget: QWidget) -> QVBoxLayout:
    found = widget.layout()
    assert isinstance(found, QVBoxLayout)  # noqa: S101 - made above
    return found


def _is_held(event: QEvent) -> bool:
    """Enter that is pressed still: what it was pressed for is done."""
    return (
        isinstance(event, QKeyEvent)
        and event.isAutoRepeat()
        and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    )


def _touches(field: QWidget) -> tuple[Any, ...]:
    """The signals of a field that say the user did something to it."""
    if isinstance(field, SearchField):
        return (field.textEdited, field.chosen)
    if isinstance(field, QLineEdit):
        return (field.textEdited,)
    if isinstance(field, QPlainTextEdit):
        return (field.textChanged,)
    if isinstance(field, QComboBox):
        return (field.activated,)
    return (field.toggled,) if isinstance(field, QCheckBox) else ()


def is_unsettled(field: SearchField) -> bool:
    """Text stands in it that is no choice."""
    text = field.text().strip()
    taken = field.taken()
    return bool(text) and (taken is None or taken.text != text)
