"""One line makes a task (Ctrl+Alt+T): what it is understood to say stands below it before Enter makes it so."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMainWindow, QMenu, QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.quick_reading import LONGEST
from oppdesk.domain.quick_task import Part, QuickTask
from oppdesk.domain.words import TaskType
from oppdesk.i18n import _
from oppdesk.ui import focus, metrics, paint, theme
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.quick_rows import PartRow, PartRows
from oppdesk.ui.quick_words import choices, told
from oppdesk.ui.widgets.labels import Hairline, Icon, Keycap, text
from oppdesk.ui.workplace import Workplace

WIDTH = 90  # u


@dataclass(slots=True)
class Corrections:
    """What the user said of the understanding; it holds while the line is typed on."""

    refused: set[Part] = field(default_factory=set)
    type: TaskType | None = None
    contact: int | None = None
    on: date | None = None
    start_time: time | None = None
    duration: int | None = None

    def applied(self, found: QuickTask) -> QuickTask:
        """The understanding with them."""
        meant = [each for each in found.candidates if each.id == self.contact]
        others = [each for each in found.candidates if each.id != self.contact]
        found = replace(found, candidates=(*meant, *others), on=self.on or found.on)
        if found.type is not TaskType.NONE:
            found = replace(
                found,
                start_time=self.start_time or found.start_time,
                duration=self.duration or found.duration,
            )
        return found

    def choose(self, part: Part, value: object) -> None:
        self.refused.discard(part)
        if isinstance(value, TaskType):
            self.type = value
        elif part is Part.CONTACT and isinstance(value, int):
            self.contact = value
        elif isinstance(value, date):
            self.on = value
        elif isinstance(value, time):
            self.start_time = value
        elif part is Part.LENGTH and isinstance(value, int):
            self.duration = value

    def refuse(self, part: Part) -> None:
        """Its words are description; what was chosen for it goes too."""
        self.refused.add(part)
        if part is Part.TYPE:
            self.type = None
        elif part is Part.DAY:
            self.on = None
        elif part is Part.CLOCK:
            self.start_time = None
        elif part is Part.LENGTH:
            self.duration = None


class QuickLine(QWidget):
    """Covers its window with a veil; Esc or a click beside closes it, and what was typed is there the next time."""

    def __init__(self, place: Workplace, parent: QWidget, now: Callable[[], datetime] | None = None) -> None:
        """`now` is by the wall clock."""
        super().__init__(parent)
        self._place = place
        self._now = now or self._by_clock
        self._before: QWidget | None = None
        self._awaited = False
        self._is_making = False
        self._hurried: bool | None = None  # Enter was pressed before the answer came: and the line stays open
        self.corrections = Corrections()
        self.found: QuickTask | None = None
        self.line = QLineEdit()
        self.line.setProperty("place", "bare")
        self.line.setFont(metrics.face(Type.LEAD).font_for(""))
        self.line.setPlaceholderText(_("call Contoso tomorrow 10:00 about the offer"))
        self.line.setAccessibleName(_("Quick task"))
        self.line.setMaxLength(LONGEST)
        self.rows = PartRows()
        self._fault = text("", Type.BODY, "overdue", wrap=True)
        self._sheet = QWidget(self)
        self._keys: list[QWidget] = []
        self._foot = QWidget()
        self._lay_out()
        self.line.textEdited.connect(self._type_on)
        self.line.installEventFilter(self)
        self.rows.wanted.connect(lambda: self._make(stays=False))
        self.rows.left.connect(self._to_line)
        self.rows.refused.connect(self.refuse)
        self.rows.asked.connect(self._offer)
        self.rows.typed.connect(self._type_from_row)
        parent.installEventFilter(self)
        self.rows.tell([])
        self._fault.hide()
        self.hide()

    def _by_clock(self) -> datetime:
        local = datetime.now(UTC).astimezone()
        return datetime.combine(self._place.desk.context.today, local.time())

    def _lay_out(self) -> None:
        top = QWidget()
        top.setFixedHeight(px(6.5))
        head = QHBoxLayout(top)
        head.setContentsMargins(px(2.5), 0, px(2.5), 0)
        head.setSpacing(px(1.5))
        head.addWidget(Icon("list-todo", "text2", 2.25))
        head.addWidget(self.line, 1)
        head.addWidget(text(_("new task"), Type.BODY, "text3"))
        self._foot.setFixedHeight(px(4.5))
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(px(2.5), 0, px(2.5), 0)
        foot.setSpacing(px(1))
        for key, what in (
            (_("Enter"), _("make the task")),
            ("↓", _("correct")),
            (_("Del"), _("not meant so")),
            (_("Ctrl+Enter"), _("make it and go on")),
            (_("Esc"), _("close")),
        ):
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, px(1), 0)
            row.setSpacing(px(1))
            row.addWidget(Keycap(key))
            row.addWidget(text(what, Type.CAPTION, "text2"))
            foot.addWidget(pair)
            self._keys.append(pair)
        foot.addStretch(1)
        column = QVBoxLayout(self._sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(Hairline())
        inner = QVBoxLayout()
        inner.setContentsMargins(px(1), px(0.5), px(1), px(0.5))
        inner.addWidget(self.rows)
        self._fault.setContentsMargins(px(1.5), px(0.5), px(1.5), px(0.5))
        inner.addWidget(self._fault)
        column.addLayout(inner)
        column.addWidget(Hairline())
        column.addWidget(self._foot)

    # -- opening and closing ----------------------------------------------------------------------------------

    def open(self) -> None:
        self._before = QApplication.focusWidget()
        self.line.selectAll()
        self._ask()
        self._place_over()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_line(self) -> None:
        if self.isVisible():
            self.hide()
            focus.give_back(self._before, Qt.FocusReason.PopupFocusReason)
            self._before = None

    def _place_over(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        self.setGeometry(parent.rect())
        width = min(px(WIDTH), self.width() - px(4))
        self._sheet.setFixedWidth(width)
        room = width - px(5)
        for pair in self._keys:  # the first ones matter most
            room -= pair.sizeHint().width() + px(1)
            pair.setVisible(room >= 0)
        self._sheet.adjustSize()
        self._sheet.move((self.width() - width) // 2, min(px(9), self.height() // 10))
        self.update()

    # -- understanding ----------------------------------------------------------------------------------------

    def _type_on(self, words: str) -> None:
        self._hurried = None
        if not words.strip():
            self.corrections = Corrections()
        self._ask()

    def _ask(self) -> None:
        """Contacts are looked up by the reading thread; the rows change when its answer comes."""
        words, place, now = self.line.text(), self._place, self._now()
        self._tell_fault("")
        if not words.strip():
            self.found, self._awaited = None, False
            self.rows.tell([])
            self._place_over()
            return
        refused, wanted = frozenset(self.corrections.refused), self.corrections.type
        service = place.desk.quick_tasks

        def show(found: QuickTask) -> None:
            if self.line.text() == words:
                self._awaited = False
                self._show(found)

        self._awaited = True
        place.jobs.read(
            lambda: service.read(words, place.form, now, refused, wanted),
            show,
            f"quick line {id(self)}",
            urgent=True,
        )

    def _show(self, found: QuickTask) -> None:
        had = next((row.told.part for row in self.rows.rows() if row.hasFocus() and row.told), None)
        self.found = self.corrections.applied(found)
        parts = told(self.found, self._now(), self._place.form)
        self.rows.tell(parts)
        self.line.setAccessibleDescription(", ".join(part.value for part in parts))
        self._place_over()
        if had is not None and not any(row.hasFocus() for row in self.rows.rows()):
            self._to_line()
        if self._hurried is not None:
            self._make(stays=self._hurried)

    def refuse(self, part: Part) -> None:
        """Its words mean nothing of the kind."""
        self.corrections.refuse(part)
        self._ask()

    def choose(self, part: Part, value: object) -> None:
        self.corrections.choose(part, value)
        self._ask()

    def _offer(self, part: Part, row: PartRow) -> None:
        self.menu(part).popup(row.mapToGlobal(QPoint(px(4), row.height())))

    def menu(self, part: Part) -> QMenu:
        """What else a part may be, and that its words are part of the description."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.found is None:
            return menu
        for each in choices(part, self.found, self._now(), self._place.form):
            action = menu.addAction(each.words.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, value=each.value: self.choose(part, value))
        words = self.found.words(part)
        if words:
            menu.addSeparator()
            label = _("“{words}” belongs to the description").format(words=words).replace("&", "&&")
            menu.addAction(label).triggered.connect(lambda: self.refuse(part))
        return menu

    # -- making -----------------------------------------------------------------------------------------------

    def _make(self, *, stays: bool) -> None:
        if self._awaited:
            self._hurried = stays  # what stands there now is the answer to another line
            return
        self._hurried = None
        found, words = self.found, self.line.text()
        if found is None or self._is_making:
            return
        service = self._place.desk.quick_tasks

        def made(_task: int) -> None:
            if self.line.text() != words:
                return  # somebody types on: no letter is lost
            self.line.clear()
            self.corrections = Corrections()
            self._ask()
            if stays:
                self._to_line()
            else:
                self.close_line()

        def refused(error: UserError) -> None:
            self._tell_fault(error.message)

        def ended() -> None:
            self._is_making = False

        self._is_making = True  # a second Enter, or one that is held, makes no second task
        self._place.jobs.run(_("New task"), lambda _progress: service.add(found), made, refused, ended)

    def _tell_fault(self, sentence: str) -> None:
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        self._place_over()

    # -- keys -------------------------------------------------------------------------------------------------

    def _to_line(self) -> None:
        self.line.setFocus(Qt.FocusReason.TabFocusReason)
        self.line.deselect()

    def _type_from_row(self, letters: str) -> None:
        self._to_line()
        self.line.setCursorPosition(len(self.line.text()))
        self.line.insert(letters)
        self._type_on(self.line.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place_over()
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._make(stays=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Tab):
            self.rows.step(None, 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Backtab):
            self.rows.step(None, -1)
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_line()
        else:
            event.accept()  # what lies under the veil hears nothing

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab goes round in here."""
        row = next((row for row in self.rows.rows() if row.hasFocus()), None)
        self.rows.step(row, 1 if forwards else -1)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._sheet.geometry().contains(event.position().toPoint()):
            self.close_line()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("veil"))
        paint.shadow(painter, self._sheet.geometry(), px(2.5), px(0.75))
        paint.fill(painter, self._sheet.geometry(), "raised")
        paint.outline(painter, self._sheet.geometry(), "line")
        painter.end()


def open_quick_line(place: Workplace, main: QWidget) -> QuickLine:
    """Over the window that is worked in; `main` where that is no window of records."""
    active = QApplication.activeWindow()
    is_card = isinstance(active, QMainWindow) and not active.isAncestorOf(main)
    parent = active if is_card and active is not None else main
    shown = parent.findChild(QuickLine, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if shown is None:
        shown = QuickLine(place, parent)
    shown.open()
    return shown
