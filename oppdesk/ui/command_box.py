"""One line that finds records and does anything by name (Ctrl+K): for hands that stay on the keyboard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from oppdesk.domain.finding import closeness
from oppdesk.i18n import _
from oppdesk.services.search import Hit
from oppdesk.ui import focus, hit_words, metrics, paint, theme
from oppdesk.ui.action_specs import ActionSpec
from oppdesk.ui.actions import ActionSet
from oppdesk.ui.command_sheet import ONLY_ACTIONS, CommandSheet
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import currency
from oppdesk.ui.widgets.found import Found, FoundList, folded
from oppdesk.ui.workplace import Workplace

RECORDS, FEWER, ACTIONS, RECENT = 5, 3, 6, 6  # rows of each group; fewer where there are many groups
MANY = 3  # groups
COUNTED = 1000  # hits; what is more is said to be more
ROWS, HEIGHT, WIDTH = 15, 4.25, 90  # lines at most; u
LISTED = {"opportunity": "opportunities", "contact": "contacts"}  # kinds with a section that lists them
_CLOSE = 2  # a contact whose name or number begins with what was typed


@dataclass(frozen=True, slots=True)
class _All:
    """Show all of a kind in its list."""

    table: str
    words: str


@dataclass(frozen=True, slots=True)
class _NewFor:
    """A new opportunity for a contact."""

    contact: int


class CommandBox(QWidget):
    """Covers its parent with a veil and stands at the upper middle of it; Esc or a click beside closes it.

    What was typed stays until something is opened by it: who closes the box by mistake finds the words again.
    """

    def __init__(
        self, place: Workplace, actions: ActionSet, show_in_list: Callable[[str, str], None], parent: QWidget
    ) -> None:
        """`show_in_list` shows a section narrowed to some words."""
        super().__init__(parent)
        self._place = place
        self._actions = actions
        self._show_in_list = show_in_list
        self._records: list[Found] = []
        self._possible: list[tuple[str, ActionSpec]] = []  # what can be done now, by name
        self._awaited = ""  # what was asked and is not answered yet
        self._hurried: Qt.KeyboardModifier | None = None  # Enter was pressed before the answer came
        self._before: QWidget | None = None
        # Not a child of the veil: behind an opaque neighbour nothing is painted when a row changes.
        self._sheet = CommandSheet(parent)
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
        self._sheet.hide()
        self.hide()

    # -- opening and closing ------------------------------------------------------------------------------

    def open(self) -> None:
        self._before = QApplication.focusWidget()
        self._actions.update()
        specs = [spec for spec in self._actions.specs.values() if spec.id != "view.command-box"]
        possible = [
            spec for spec in specs if self._actions.action(spec.id).isEnabled()
        ]  # by the update above
        self._possible = [(self._named(spec), spec) for spec in possible]
        self.line.selectAll()
        self._ask()
        self._place_over()
        for part in (self, self._sheet):
            part.show()
            part.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_box(self) -> None:
        if self.isVisible():
            self._sheet.hide()
            self.hide()
            focus.give_back(self._before, Qt.FocusReason.PopupFocusReason)
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
        before = self._sheet.geometry()
        now = QRect((self.width() - width) // 2, min(px(9), self.height() // 10), width, height)
        if now != before:
            self._sheet.setGeometry(now)
            self.update(_around(before, now))

    # -- finding ------------------------------------------------------------------------------------------

    def _typed(self, _words: str) -> None:
        self._hurried = None
        self._ask()

    def _words(self) -> str:
        """What is looked for, without the sign that asks for actions only."""
        return self.line.text().removeprefix(ONLY_ACTIONS).strip()

    def _ask(self) -> None:
        """Rows change once for a key, when the answer comes; who waits for it sees the actions meanwhile."""
        words, place = self.line.text().strip(), self._place
        is_late, self._awaited = bool(self._awaited), ""
        if words.startswith(ONLY_ACTIONS):
            self._records = []
            self._show_found()
            return
        recent = place.preferences.recent()
        search, form, desk = place.desk.search, place.form, place.desk

        def find() -> list[Found]:
            hits = search.find(words, RECORDS + 1) if words else search.shown(recent)[:RECENT]
            money = currency(desk)
            return [hit_words.found(hit, desk, form, money, words) for hit in hits]

        def show(found: list[Found]) -> None:
            if self.line.text().strip() == words:
                self._awaited = ""
                self._take_answer(found, words)

        self._awaited = words
        if is_late or not self.isVisible():
            self._show_found()
        place.jobs.read(find, show, "command box", urgent=True)

    def _take_answer(self, found: Sequence[Found], words: str) -> None:
        if not words:
            recently = _("Recently opened")
            self._records = [Found(row.what, row.text, row.note, row.icon, recently) for row in found]
        else:
            self._records = _shortened(found, words)
        self._show_found()
        if {row.what for row in found} - {row.what for row in self._records}:
            self._count(words)
        if self._hurried is not None:
            self._choose(self._hurried)

    def _count(self, words: str) -> None:
        """How many there are of those kinds that have more than are shown; the rows do not wait for it."""
        search, form = self._place.desk.search, self._place.form

        def show(counts: dict[str, int]) -> None:
            if self.line.text().strip() != words:
                return
            told = {}
            for table, count in counts.items():
                shown = sum(isinstance(row.what, Hit) and row.what.table == table for row in self._records)
                if count > shown > 0:
                    every = form.whole(COUNTED) + "+" if count >= COUNTED else form.whole(count)
                    told[_(hit_words.GROUPS[table])] = _("{shown} of {every}").format(
                        shown=shown, every=every
                    )
            self.list.tell_counts(told)

        self._place.jobs.read(lambda: search.counts(words, COUNTED), show, "command box counts")

    def _show_found(self) -> None:
        words = self._words()
        rows = [*self._records, *self._found_actions(words)]
        self.list.fill(rows, words, select_first=True)
        self._sheet.tell(nothing=not rows and not self._awaited, words=words)
        self._place_over()

    def _found_actions(self, words: str) -> list[Found]:
        wanted = folded(words).split()
        found = [
            (name, spec)
            for name, spec in self._possible
            if (spec.keys if not wanted else all(word in folded(name) for word in wanted))
        ]
        found.sort(key=lambda each: not folded(each[0]).startswith(" ".join(wanted)))
        most = ROWS if not self._records else ACTIONS
        made = [
            Found(spec, name, "", spec.icon, _("Actions"), first_key(spec)) for name, spec in found[:most]
        ]
        return [*self._offers(words), *made]

    def _offers(self, words: str) -> list[Found]:
        """What may be done for the contact that is meant."""
        meant = [
            row.what for row in self._records if isinstance(row.what, Hit) and row.what.table == "contact"
        ]
        if not words or not meant or meant[0].blocked:
            return []
        hit = meant[0]
        if closeness(folded(words), folded(hit.number), folded(hit.title)) > _CLOSE:
            return []
        name = _("New opportunity for {contact}").format(contact=hit.title)
        return [Found(_NewFor(hit.id), name, "", "plus", _("Actions"))]

    def _named(self, spec: ActionSpec) -> str:
        name = _(spec.text).replace("&", "")
        if spec.id.startswith("tools.setup:"):
            return _("Setup: {list}").format(list=name)
        return _("Go to {section}").format(section=name) if spec.id.startswith("view.go:") else name

    # -- choosing -----------------------------------------------------------------------------------------

    def _choose(self, modifiers: Qt.KeyboardModifier) -> None:
        """Enter takes the row, with Ctrl the box stays, with Alt all of its kind are shown in the list."""
        if self._awaited:
            self._hurried = modifiers  # what stands there now answers another question
            return
        self._hurried = None
        found = self.list.current()
        if found is None:
            return
        what = found.what
        if isinstance(what, Hit) and modifiers & Qt.KeyboardModifier.AltModifier:
            if what.table in LISTED and self._words():
                self._go(_All(what.table, self._words()))
        elif isinstance(what, Hit) and modifiers & Qt.KeyboardModifier.ControlModifier:
            self._place.open_record(what.table, what.id)
        else:
            self._go(what)

    def _take(self, found: Found) -> None:
        self._go(found.what)

    def _go(self, what: object) -> None:
        self.line.clear()
        self.close_box()
        if isinstance(what, Hit):
            self._place.open_record(what.table, what.id)
        elif isinstance(what, _All):
            self._show_in_list(LISTED[what.table], what.words)
        elif isinstance(what, _NewFor):
            from oppdesk.ui.dialogs.create_opportunity import open_create  # noqa: PLC0415 - when it is wanted

            open_create(self._place, self.window(), contact=what.contact)
        elif isinstance(what, ActionSpec):
            self._actions.run(what.id)

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
            self._choose(event.modifiers())
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


def _shortened(found: Sequence[Found], words: str) -> list[Found]:
    """Of each kind as many as there is room for, and the way to the rest where a section lists them."""
    groups = {
        table: [row for row in found if isinstance(row.what, Hit) and row.what.table == table]
        for table in hit_words.GROUPS
    }
    most = FEWER if sum(bool(own) for own in groups.values()) >= MANY else RECORDS
    rows: list[Found] = []
    for table, own in groups.items():
        rows += own[:most]
        if len(own) > most and table in LISTED:
            show_all, group = _("Show all in the list"), _(hit_words.GROUPS[table])
            rows.append(Found(_All(table, words), show_all, "", "list-filter", group, _("Alt+Enter")))
    return rows


def _around(before: QRect, now: QRect) -> QRegion:
    """Where the shadow of the sheet has moved: usually only its lower edge has."""
    room = px(4)
    if before.topLeft() != now.topLeft() or before.width() != now.width():
        return QRegion(before.united(now).adjusted(-room, -room, room, room))
    upper, lower = sorted((before.bottom(), now.bottom()))
    return QRegion(now.left() - room, upper - room, now.width() + 2 * room, lower - upper + 2 * room)


def first_key(spec: ActionSpec) -> str:
    """The key of an action as it stands on the keyboard."""
    keys = spec.keys.split()
    return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
