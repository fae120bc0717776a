"""The views of a list as tabs with their counts: those that are there from the start, and the user's own."""

import json
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from oppdesk.domain.fields import Field
from oppdesk.domain.query import Order, Query
from oppdesk.domain.spans import resolved
from oppdesk.i18n import _
from oppdesk.ui import icons, metrics
from oppdesk.ui.metrics import px
from oppdesk.ui.pages.list_views import OWN, ListView, own_view
from oppdesk.ui.saved_views import SavedView, keys_of, packed, unpacked
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.popup import Popup
from oppdesk.ui.widgets.view_tabs import BLEED, View, ViewTabs
from oppdesk.ui.workplace import Workplace

LONGEST = 30  # letters of a name


class ListTabs(QWidget):
    """`chosen` hands out a view; `save` keeps one under a name and shows it."""

    chosen = Signal(object)  # ListView
    save_wanted = Signal(str)  # a name for what is shown now
    change_wanted = Signal()  # what is shown now shall be what the current view says
    remarked = Signal(str)

    def __init__(
        self, place: Workplace, table: str, views: Sequence[ListView], fields: Mapping[str, Field]
    ) -> None:
        super().__init__()
        self._place = place
        self._table = table
        self._given = tuple(views)
        self._fields = fields
        self._views: dict[str, ListView] = {}
        self._renamed = ""  # the own view that gets another name
        self._is_changed = False
        self.tabs = ViewTabs()
        self.tabs.setAccessibleName(_("Views"))
        self.save_button = buttons.button(_("Save view"), "plus", "quiet", small=True)
        self.change_button = buttons.button(_("Save changes"), "save", "quiet", small=True)
        self.name = _Name()
        self._sheet = Popup(self.save_button, self.name, takes_focus=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(metrics.PAGE_MARGIN - BLEED), 0, px(metrics.PAGE_MARGIN), 0)
        row.setSpacing(px(0.5))
        row.addWidget(self.tabs, 1)
        row.addWidget(self.change_button)
        row.addWidget(self.save_button)
        self.save_button.hide()
        self.change_button.hide()
        self.save_button.clicked.connect(self.ask_name)
        self.change_button.clicked.connect(self.change_wanted)
        self.name.finished.connect(self._take_name)
        self.name.given_up.connect(self._sheet.hide)
        self.tabs.chosen.connect(lambda key: self.chosen.emit(self._views[str(key)]))
        self.tabs.menu_wanted.connect(self._show_menu)
        self.tabs.reordered.connect(self._keep_order)
        self.tabs.removal_wanted.connect(self.ask_removal)
        self.tabs.renaming_wanted.connect(self.ask_other_name)
        self.fill()

    # -- showing ------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Show the views there are now, as the user put them."""
        desk, now = self._place.desk, self._place.preferences.now
        found = {view.key: view for view in self._given if view.is_wanted(desk)}
        for name, saved in self._own().items():
            found[OWN + name] = own_view(name, saved)
        wished = [key for key in keys_of(now.view_orders.get(self._table, "")) if key in found]
        self._views = {key: found[key] for key in [*wished, *(key for key in found if key not in wished)]}
        counts = self.tabs.counts()
        self.tabs.set_views([self._tab(view, counts.get(view.key, "")) for view in self._views.values()])

    def _own(self) -> dict[str, SavedView]:
        begin = f"{self._table}:"
        found = {}
        for key, text in self._place.preferences.now.views.items():
            saved = unpacked(text, self._fields) if key.startswith(begin) else None
            if saved is not None:
                found[key.removeprefix(begin)] = saved
        return found

    @staticmethod
    def _tab(view: ListView, count: str) -> View:
        return View(view.key, view.text if view.is_own else _(view.text), count, view.icon, view.tone)

    def views(self) -> list[ListView]:
        return list(self._views.values())

    def view(self, key: str) -> ListView:
        return self._views[key]

    def has(self, key: str) -> bool:
        return key in self._views

    def show_current(self, key: str) -> None:
        self.tabs.set_current(key)
        saved = self._own().get(key.removeprefix(OWN)) if key.startswith(OWN) else None
        if saved is not None and not saved.is_whole:
            words = _("A part of the view “{name}” is not understood and was left out.")
            self.remarked.emit(words.format(name=key.removeprefix(OWN)))

    def offer_saving(self, *, is_changed: bool) -> None:
        """What is no view's may become one, or what the current own view says."""
        self._is_changed = is_changed
        self.save_button.setVisible(is_changed)
        self.change_button.setVisible(is_changed and str(self.tabs.current()).startswith(OWN))

    def count(self) -> None:
        """Count every view beside the windows."""
        desk, form, table = self._place.desk, self._place.form, self._table
        today = desk.context.work_date
        asked = {
            view.key: Query(resolved(view.filters(desk), today, form.first_weekday))
            for view in self._views.values()
        }

        def show(counts: dict[str, int]) -> None:
            self.tabs.set_counts({key: form.whole(number) for key, number in counts.items()})

        self._place.jobs.read(
            lambda: {key: desk.lists.count(table, query) for key, query in asked.items()},
            show,
            f"views of {table} {id(self)}",
            lambda error: self.remarked.emit(error.message),
        )

    def arranged(self, view: ListView) -> SavedView:
        """How a view was sorted and grouped last; an own one is as it was saved."""
        text = self._place.preferences.now.arranged.get(f"{self._table}:{view.key}", "")
        kept = unpacked(text, self._fields) if text and not view.is_own else None
        return kept if kept is not None else SavedView(orders=view.orders, group=view.group)

    def arrange(self, view: ListView, orders: tuple[Order, ...], group: str) -> None:
        """Remember it; what an own view says changes only when it is saved."""
        if not view.is_own:
            kept = packed(SavedView(orders=orders, group=group))
            arranged = {**self._place.preferences.now.arranged, f"{self._table}:{view.key}": kept}
            self._place.preferences.keep(arranged=arranged)

    # -- the user's own -----------------------------------------------------------------------------------

    def ask_name(self) -> None:
        """A name for what is shown."""
        self._renamed = ""
        self._ask(_("Save view"), "", self.save_button)

    def ask_other_name(self, key: object) -> None:
        """Another name for one of the user's own views."""
        if str(key).startswith(OWN):
            self._renamed = str(key)
            self._ask(_("Rename"), str(key).removeprefix(OWN), self.tabs)

    def _ask(self, verb: str, name: str, beside: QWidget) -> None:
        self.name.begin(verb, name)
        self._sheet.show_beside(beside, self.name.sizeHint())
        self.name.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take_name(self, name: str) -> None:
        taken = OWN + name in self._views and self._renamed != OWN + name
        if taken and self._renamed:
            self.name.refuse(_("There is a view of this name."))
            return
        self._sheet.hide()
        if self._renamed:
            self.rename(self._renamed, name)
        else:
            self.save_wanted.emit(name)

    def save(self, name: str, saved: SavedView) -> ListView:
        """Keep it under a name, in place of what it named before."""
        self._keep_views({**self._place.preferences.now.views, f"{self._table}:{name}": packed(saved)})
        self.tabs.set_current(OWN + name)
        return self._views[OWN + name]

    def rename(self, key: str, name: str) -> None:
        """The view stays in its place, with its columns."""
        old, new = key.removeprefix(OWN), name.strip()[:LONGEST]
        if old == new:
            return
        now, begin = self._place.preferences.now, f"{self._table}:"
        order = [OWN + new if each == key else each for each in self._views]
        was_current = self.tabs.current() == key
        moved = {begin + old: begin + new, begin + key: begin + OWN + new}

        def renamed(kept: Mapping[str, str]) -> dict[str, str]:
            return {moved.get(each, each): text for each, text in kept.items()}

        self._place.preferences.keep(columns=renamed(now.columns), arranged=renamed(now.arranged))
        self._keep_views(renamed(now.views))
        self._keep_order(order)
        if was_current:
            self.tabs.set_current(OWN + new)
            self.chosen.emit(self._views[OWN + new])

    def ask_removal(self, key: object) -> None:
        """Remove one of the user's own views when he or she says so: nothing brings it back."""
        if str(key).startswith(OWN):
            question = _("Remove the view “{name}”?").format(name=str(key).removeprefix(OWN))
            self._place.prompts.confirm(
                self.window(), question, _("Remove view"), lambda: self.remove(str(key))
            )

    def remove(self, key: str) -> None:
        """Forget one of the user's own views."""
        now, begin = self._place.preferences.now, f"{self._table}:"
        name = key.removeprefix(OWN)
        was_current = self.tabs.current() == key
        self._place.preferences.keep(
            columns={each: text for each, text in now.columns.items() if each != begin + key},
            arranged={each: text for each, text in now.arranged.items() if each != begin + key},
        )
        self._keep_views({each: text for each, text in now.views.items() if each != begin + name})
        if was_current:
            first = next(iter(self._views.values()))
            self.tabs.set_current(first.key)
            self.chosen.emit(first)

    def _keep_views(self, views: Mapping[str, str]) -> None:
        self._place.preferences.keep(views=views)
        self.fill()
        self.count()

    def _keep_order(self, keys: object) -> None:
        """As the tabs were put."""
        order = {**self._place.preferences.now.view_orders, self._table: json.dumps(keys)}
        self._place.preferences.keep(view_orders=order)
        self.fill()

    def _show_menu(self, key: object, at: QPoint) -> None:
        self.menu(str(key)).popup(at)

    def menu(self, key: str) -> QMenu:
        """What can be done with a view."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if key.startswith(OWN):
            if self._is_changed and self.tabs.current() == key:
                action = menu.addAction(icons.icon("save"), _("Save changes to this view"))
                action.triggered.connect(self.change_wanted)
            rename = menu.addAction(icons.icon("pencil"), _("Rename…") + "\tF2")
            rename.triggered.connect(lambda: self.ask_other_name(key))
            remove = menu.addAction(icons.icon("trash-2"), _("Remove this view") + "\tDel")
            remove.triggered.connect(lambda: self.ask_removal(key))
            menu.addSeparator()
        for words, icon, step, keys in (
            (_("Move to the left"), "arrow-left", -1, "Ctrl+Shift+Left"),
            (_("Move to the right"), "arrow-right", 1, "Ctrl+Shift+Right"),
        ):
            action = menu.addAction(icons.icon(icon), f"{words}\t{keys}")
            action.triggered.connect(lambda _on=False, step=step: self.tabs.move_view(key, step))
        return menu


class _Name(QWidget):
    """One field for a name; Enter takes it."""

    finished = Signal(str)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST)
        self.field.setPlaceholderText(_("Name of the view"))
        self.field.setAccessibleName(_("Name of the view"))
        self.field.setMinimumWidth(px(24))
        self.field.textEdited.connect(lambda _text: self.refuse(""))
        self._save = buttons.button(_("Save view"), kind="primary")
        self._save.clicked.connect(self._finish)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(1.5), px(1), px(1.5), px(1))
        row.setSpacing(px(1))
        row.addWidget(self.field, 1)
        row.addWidget(self._save)

    def begin(self, verb: str, name: str) -> None:
        self._save.setText(verb)
        self.refuse("")
        self.field.setText(name)
        self.field.selectAll()

    def refuse(self, why: str) -> None:
        self.field.setProperty("fault", bool(why))
        self.field.setToolTip(why)
        self.field.setAccessibleDescription(why)
        buttons.restyle(self.field)

    def _finish(self) -> None:
        name = self.field.text().strip()
        if name:
            self.finished.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
