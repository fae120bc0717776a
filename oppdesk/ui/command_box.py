"""One line that finds records and does anything by name (Ctrl+K): for hands that stay on the keyboard."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Order, Query
from oppdesk.domain.words import STATUS, Status
from oppdesk.i18n import _
from oppdesk.ui import icons, metrics, paint, theme
from oppdesk.ui.actions import ActionSet, ActionSpec
from oppdesk.ui.contact_words import found
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.found import Found, FoundList, folded
from oppdesk.ui.widgets.labels import Hairline, Keycap, text
from oppdesk.ui.workplace import Workplace

RECORDS, ACTIONS = 5, 8  # rows of each group
ROWS, HEIGHT, WIDTH = 14, 4.25, 90  # lines at most; u
ONLY_ACTIONS = ">"


@dataclass(frozen=True, slots=True)
class _Record:
    table: str
    id: int


class CommandBox(QWidget):
    """Covers its parent with a veil and stands at the upper middle of it; Esc or a click beside closes it."""

    def __init__(self, place: Workplace, actions: ActionSet, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._actions = actions
        self._records: list[Found] = []
        self._before: QWidget | None = None
        self._sheet = _Sheet(self)
        self.line = QLineEdit()
        self.line.setProperty("place", "bare")
        self.line.setFont(metrics.face(Type.LEAD).font_for(""))
        self.line.setPlaceholderText(_("Search or do anything…"))
        self.line.setAccessibleName(_("Search or do anything"))
        self.line.textEdited.connect(self._typed)
        self.line.installEventFilter(self)
        self.list = FoundList(row_height=HEIGHT, notes_follow=True)
        self.list.chosen.connect(self._take)
        self._sheet.lay_out(self.line, self.list)
        parent.installEventFilter(self)
        self.hide()

    # -- opening and closing ------------------------------------------------------------------------------

    def open(self) -> None:
        self._before = QApplication.focusWidget()
        self._actions.update()
        self.line.clear()
        self._records = []
        self._show_found()
        self._place_over()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_box(self) -> None:
        if self.isVisible():
            self.hide()
            if self._before is not None:
                self._before.setFocus(Qt.FocusReason.PopupFocusReason)
            self._before = None

    def _place_over(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        self.setGeometry(parent.rect())
        width = min(px(WIDTH), self.width() - px(4))
        room = self.height() - px(14)
        fixed = self._sheet.fixed_height()
        height = fixed + min(max(px(HEIGHT), self.list.height_for(ROWS)), max(px(12), room - fixed))
        self._sheet.setGeometry((self.width() - width) // 2, min(px(9), self.height() // 10), width, height)
        self.update()  # its shadow, where it was larger

    # -- finding ------------------------------------------------------------------------------------------

    def _typed(self, words: str) -> None:
        if words.startswith(ONLY_ACTIONS) or not words.strip():
            self._records = []
            self._show_found()
            return
        self._show_found()
        place = self._place
        asked = words.strip()

        def find() -> list[Found]:
            return [*_opportunities(place, asked), *_contacts(place, asked)]

        def show(records: list[Found]) -> None:
            if self.line.text().strip() == asked:
                self._records = records
                self._show_found()

        place.jobs.read(find, show, "command box")

    def _show_found(self) -> None:
        words = self.line.text().removeprefix(ONLY_ACTIONS).strip()
        rows = [*self._records, *self._found_actions(words)]
        self.list.fill(rows, words, select_first=True)
        self._sheet.tell(nothing=not rows, words=words)
        self._place_over()

    def _found_actions(self, words: str) -> list[Found]:
        wanted = folded(words).split()
        possible = [spec for spec in self._actions.specs.values() if self._actions.may_run(spec)]
        named = [(self._named(spec), spec) for spec in possible if spec.id != "view.command-box"]
        if not wanted:
            named = [(name, spec) for name, spec in named if spec.keys]
        found = [(name, spec) for name, spec in named if all(word in folded(name) for word in wanted)]
        found.sort(key=lambda each: not folded(each[0]).startswith(" ".join(wanted)))
        most = ROWS if not self._records else ACTIONS
        return [
            Found(spec, name, "", spec.icon, _("Actions"), first_key(spec)) for name, spec in found[:most]
        ]

    def _named(self, spec: ActionSpec) -> str:
        name = _(spec.text).replace("&", "")
        if spec.id.startswith("tools.setup:"):
            return _("Setup: {list}").format(list=name)
        return _("Go to {section}").format(section=name) if spec.id.startswith("view.go:") else name

    # -- choosing -----------------------------------------------------------------------------------------

    def _take(self, found: Found) -> None:
        self.close_box()
        if isinstance(found.what, _Record):
            self._place.open_record(found.what.table, found.what.id)
        elif isinstance(found.what, ActionSpec):
            self._actions.run(found.what.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place_over()
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        key = event.key()
        step = _STEPS.get(Qt.Key(key))
        if step:
            for _each in range(abs(step)):
                self.list.step(1 if step > 0 else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            found = self.list.current()
            if found is not None:
                self._take(found)
        elif key == Qt.Key.Key_Escape or event.matches(QKeySequence.StandardKey.Cancel):
            self.close_box()
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._sheet.geometry().contains(event.position().toPoint()):
            self.close_box()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("veil"))
        paint.shadow(painter, self._sheet.geometry(), px(2.5), px(0.75))
        painter.end()


_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 5,
    Qt.Key.Key_PageUp: -5,
}


class _Sheet(QWidget):
    """The box itself: line, rows, and the keys that work in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._hint = text(_("searches everything"), Type.BODY, "text3")
        self._nothing = text("", Type.BODY, "text2")
        self._nothing.setContentsMargins(px(1.5), 0, px(1.5), 0)
        self._head = QWidget()
        self._foot = QWidget()
        self._head.setFixedHeight(px(6.5))
        self._foot.setFixedHeight(px(4.5))

    def lay_out(self, line: QLineEdit, rows: FoundList) -> None:
        head = QHBoxLayout(self._head)
        head.setContentsMargins(px(2.5), 0, px(2.5), 0)
        head.setSpacing(px(1.5))
        head.addWidget(_Icon("search"))
        head.addWidget(line, 1)
        head.addWidget(self._hint)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(px(2.5), 0, px(2.5), 0)
        foot.setSpacing(px(1))
        for key, what in _KEYS():
            foot.addWidget(Keycap(key))
            foot.addWidget(text(what, Type.CAPTION, "text2"))
            foot.addSpacing(px(1))
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(Hairline())
        inner = QVBoxLayout()
        inner.setContentsMargins(px(1), px(0.5), px(1), px(0.5))
        inner.setSpacing(0)
        inner.addWidget(self._nothing)
        inner.addWidget(rows, 1)
        column.addLayout(inner, 1)
        column.addWidget(Hairline())
        column.addWidget(self._foot)

    def fixed_height(self) -> int:
        """All but the rows."""
        nothing = self._nothing.sizeHint().height() if self._nothing.text() else 0
        return self._head.height() + self._foot.height() + px(1) + 4 + nothing

    def tell(self, *, nothing: bool, words: str) -> None:
        sentence = _("Nothing is called “{words}”.").format(words=words) if nothing else ""
        self._nothing.setText(sentence)
        self._nothing.setVisible(nothing)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.fill(painter, self.rect(), "raised")
        paint.outline(painter, self.rect(), "line")
        painter.end()


class _Icon(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(px(2.25), px(2.25))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.draw(painter, self._name, "text2", QRect(self.rect()).topLeft(), self.width())
        painter.end()


def _KEYS() -> Sequence[tuple[str, str]]:
    return (
        ("↑ ↓", _("choose")),
        (_("Enter"), _("open")),
        (ONLY_ACTIONS, _("actions only")),
        (_("Esc"), _("close")),
    )


def first_key(spec: ActionSpec) -> str:
    """The key of an action as it stands on the keyboard."""
    keys = spec.keys.split()
    return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""


def _opportunities(place: Workplace, words: str) -> list[Found]:
    open_first = (Order("status"), Order("description"))
    rows = place.desk.lists.page("opportunity", Query(orders=open_first, text=words), 0, RECORDS)
    return [
        Found(
            _Record("opportunity", row["id"]),
            row["description"] or row["number"],
            " · ".join(part for part in _about(place, row) if part),
            "target",
            _("Opportunities"),
        )
        for row in rows
    ]


def _about(place: Workplace, row: dict[str, Any]) -> tuple[str, ...]:
    who = row["company"] or row["contact"]
    status = Status(row["status"])
    where = row["stage_description"] if status is Status.IN_PROGRESS else _(STATUS[status])
    value = place.form.amount(row["estimated_value"]) if row["estimated_value"] else ""
    return who.text if isinstance(who, Ref) else "", where, value


def _contacts(place: Workplace, words: str) -> list[Found]:
    hits = place.desk.contacts.find(words, RECORDS)
    return [replace(found(hit), what=_Record("contact", hit.id), group=_("Contacts")) for hit in hits]
