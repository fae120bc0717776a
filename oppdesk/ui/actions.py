"""The actions of a window: Qt's side of what `action_specs` declares, done by the first who can at that moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from oppdesk.i18n import _
from oppdesk.ui import icons
from oppdesk.ui.action_specs import ACTIONS, MENUS, NEEDS, ActionSpec

LIST_KEYS = frozenset({"Return", "Del"})  # typed into fields they mean something else: only lists hear them


@dataclass(slots=True)
class _Made:
    """What belongs to Qt."""

    actions: dict[str, QAction] = field(default_factory=dict)
    list_keys: list[QAction] = field(default_factory=list)
    in_vain: dict[str, list[QShortcut]] = field(default_factory=dict)  # hear the keys of what is not possible
    possible: set[str] = field(default_factory=set)  # as they were enabled last


class ActionSet(QObject):
    """The actions of one window, done by the first of `who` that has the handler at that moment: a page, a card …"""

    done = Signal(str)  # the id of what was run
    refused = Signal(str)  # why a key did nothing

    def __init__(
        self,
        window: QWidget,
        who: Callable[[], Sequence[object]],
        specs: Sequence[ActionSpec] = ACTIONS,
    ) -> None:
        super().__init__(window)
        self.specs = {spec.id: spec for spec in specs}
        self._window = window
        self._who = who
        self._made = _Made()
        for spec in specs:
            self._make(spec)
        self._made.possible.update(self.specs)
        self._done_by: dict[type, frozenset[str]] = {}  # what each kind of `who` has a handler for

    def _make(self, spec: ActionSpec) -> None:
        action = QAction(_(spec.text), self)
        if spec.icon:
            action.setIcon(icons.icon(spec.icon))
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys.split()])
        action.triggered.connect(lambda: self.run(spec.id))
        if spec.keys in LIST_KEYS:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._made.list_keys.append(action)
        else:
            self._window.addAction(action)
            self._made.in_vain[spec.id] = [self._in_vain(spec, keys) for keys in spec.keys.split()]
        self._made.actions[spec.id] = action

    def _in_vain(self, spec: ActionSpec, keys: str) -> QShortcut:
        """A key that does nothing says why."""
        made = QShortcut(QKeySequence(keys), self._window)
        made.setEnabled(False)
        made.activated.connect(lambda: self.refused.emit(self.reason(spec)))
        return made

    def reason(self, spec: ActionSpec) -> str:
        """Why it is not possible now; "" when it is."""
        if spec.needs and spec.needs not in self._words():
            return _(NEEDS[spec.needs])
        return _("This is not possible here.") if self.handler(spec) is None else ""

    def action(self, name: str) -> QAction:
        return self._made.actions[name]

    def handler(self, spec: ActionSpec) -> Callable[..., object] | None:
        """Who would do it now."""
        for who in self._who():
            found = getattr(who, spec.handler, None)
            if callable(found):
                return found  # type: ignore[no-any-return]
        return None

    def may_run(self, spec: ActionSpec) -> bool:
        return not self.reason(spec)

    def run(self, name: str) -> None:
        """Do it; nothing happens when it is not possible now."""
        spec = self.specs[name]
        handler = self.handler(spec)
        if handler is None or not self.may_run(spec):
            return

        def act() -> None:
            if spec.argument:
                handler(spec.argument)
            else:
                handler()
            self.done.emit(name)

        ready = getattr(getattr(handler, "__self__", None), "when_ready", None)
        if ready is not None and (spec.needs or name.startswith("list.")):
            ready(act)
        else:
            act()

    def update(self) -> None:
        """Enable what is possible now."""
        words = self._words()
        handled = frozenset().union(*map(self._handled, self._who()))
        possible = {name for name in handled if self.specs[name].needs in words or not self.specs[name].needs}
        for name in possible ^ self._made.possible:
            self._made.actions[name].setEnabled(name in possible)
            for key in self._made.in_vain.get(name, ()):
                key.setEnabled(name not in possible)
        self._made.possible = possible

    def _handled(self, who: object) -> frozenset[str]:
        """What one of this kind can do: looked at once, for it is asked at each step through a list."""
        found = self._done_by.get(type(who))
        if found is None:
            can = (name for name, spec in self.specs.items() if callable(getattr(who, spec.handler, None)))
            found = self._done_by[type(who)] = frozenset(can)
        return found

    def _words(self) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for who in self._who():
            words = getattr(who, "words", None)
            if callable(words):
                found |= words()
        return found

    def show_checked(self, name: str, checked: bool) -> None:
        """Let an action that switches something show how it stands."""
        action = self._made.actions[name]
        action.setCheckable(True)
        action.setChecked(checked)

    def hear_keys_of(self, view: QWidget | None) -> None:
        """Let Enter and Del in this list be actions."""
        if view is not None:
            view.addActions(self._made.list_keys)

    def fill_menu(self, menu: QMenu, name: str) -> None:
        """The actions of one of MENUS, a line between groups."""
        self._fill(menu, [spec for spec in self.specs.values() if spec.menu == name])

    def context_menu(self, parent: QWidget) -> QMenu:
        """What is possible with the selection."""
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill(menu, [spec for spec in self.specs.values() if spec.context and self.may_run(spec)])
        return menu

    def _fill(self, menu: QMenu, specs: Sequence[ActionSpec]) -> None:
        ordered = sorted(
            specs, key=lambda spec: ([name for name, _text in MENUS].index(spec.menu), spec.order)
        )
        for _group, members in groupby(ordered, key=lambda spec: (spec.menu, int(spec.order))):
            if menu.actions():
                menu.addSeparator()
            menu.addActions([self.action(spec.id) for spec in members])


class Elsewhere:
    """Stands last in `who` of a card: hands what no card does itself to the main window."""

    def __init__(self, run: Callable[[str], None]) -> None:
        for spec in ACTIONS:
            if spec.id in EVERYWHERE:
                setattr(self, spec.handler, partial(run, spec.id))

    def words(self) -> frozenset[str]:
        return frozenset({"undoable"})


EVERYWHERE = frozenset(
    {"edit.undo", "help.key-sheet", "tools.setup", "file.new-opportunity", "file.quit", "task.quick-line"}
)


def card_actions(card: QWidget, run: Callable[[str], None]) -> ActionSet:
    """The actions of a card's window: those it has a handler for, and the few that work everywhere."""
    specs = [spec for spec in ACTIONS if spec.id in EVERYWHERE or callable(getattr(card, spec.handler, None))]
    elsewhere = Elsewhere(run)
    return ActionSet(card, lambda: (card, elsewhere), specs)
