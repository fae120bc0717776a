"""The views of the opportunities as tabs with their counts, the user's own among them, and the place to save one."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from oppdesk.domain.query import Filter, Query
from oppdesk.i18n import N_, _
from oppdesk.ui import icons, metrics
from oppdesk.ui.metrics import px
from oppdesk.ui.pages.opportunity_views import VIEWS, OpportunityView
from oppdesk.ui.saved_views import packed, unpacked
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.popup import Popup
from oppdesk.ui.widgets.view_tabs import BLEED, View, ViewTabs
from oppdesk.ui.workplace import Workplace

TABLE, OWN, LONGEST = "opportunity", "own:", 30  # letters of a name
_EMPTY = (N_("Nothing meets these filters"), N_("Take one away, or look at all."))


class OpportunityTabs(QWidget):
    """`chosen` hands out a view; `save` keeps filters under a name and chooses them."""

    chosen = Signal(object)  # OpportunityView
    save_wanted = Signal(str)  # a name for what is shown now

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._views: dict[str, OpportunityView] = {}
        self.tabs = ViewTabs()
        self.save_button = buttons.button(_("Save view"), "plus", "quiet", small=True)
        self.name = _Name()
        self._sheet = Popup(self.save_button, self.name, takes_focus=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(metrics.PAGE_MARGIN - BLEED), 0, px(metrics.PAGE_MARGIN), 0)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.save_button)
        self.save_button.clicked.connect(self.ask_name)
        self.save_button.hide()
        self.name.finished.connect(self._take_name)
        self.name.given_up.connect(self._sheet.hide)
        self.tabs.chosen.connect(lambda key: self.chosen.emit(self._views[str(key)]))
        self.tabs.menu_wanted.connect(self._show_menu)
        self._fill()

    def _fill(self) -> None:
        self._views = {view.key: view for view in VIEWS}
        for name, text in self._place.preferences.now.views.items():
            filters = unpacked(text)
            if filters is not None:
                self._views[OWN + name] = _own(name, filters)
        self.tabs.set_views([self._tab(view) for view in self._views.values()])

    @staticmethod
    def _tab(view: OpportunityView) -> View:
        words = view.text if view.key.startswith(OWN) else _(view.text)
        return View(view.key, words, "", view.icon, view.tone)

    def view(self, key: str) -> OpportunityView:
        return self._views[key]

    def show_current(self, key: str) -> None:
        self.tabs.set_current(key)

    def offer_saving(self, *, is_changed: bool) -> None:
        """Filters that are no view's may become one."""
        self.save_button.setVisible(is_changed)

    def count(self) -> None:
        """Count every view beside the windows."""
        desk, form = self._place.desk, self._place.form
        asked = {view.key: Query(view.filters(desk)) for view in self._views.values()}

        def show(counts: dict[str, int]) -> None:
            for key, number in counts.items():
                self.tabs.set_count(key, form.whole(number))

        self._place.jobs.read(
            lambda: {key: desk.lists.count(TABLE, query) for key, query in asked.items()},
            show,
            f"opportunity views {id(self)}",
        )

    # -- the user's own -----------------------------------------------------------------------------------

    def ask_name(self) -> None:
        """A name for what is shown; the one of the current own view is proposed."""
        current = str(self.tabs.current())
        self.name.begin(current.removeprefix(OWN) if current.startswith(OWN) else "")
        self._sheet.show_beside(self.save_button, self.name.sizeHint())
        self.name.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take_name(self, name: str) -> None:
        self._sheet.hide()
        self.save_wanted.emit(name)

    def save(self, name: str, filters: tuple[Filter, ...]) -> OpportunityView:
        """Keep filters under a name, in place of what it named before."""
        kept = {**self._place.preferences.now.views, name: packed(filters)}
        self._place.preferences.change(views=kept)
        self._fill()
        self.count()
        self.tabs.set_current(OWN + name)
        return self._views[OWN + name]

    def remove(self, key: str) -> None:
        """Forget one of the user's own views."""
        name = key.removeprefix(OWN)
        kept = {each: text for each, text in self._place.preferences.now.views.items() if each != name}
        self._place.preferences.change(views=kept)
        was_current = self.tabs.current() == key
        self._fill()
        self.count()
        if was_current:
            self.tabs.set_current(VIEWS[0].key)
            self.chosen.emit(VIEWS[0])

    def _show_menu(self, key: object, at: QPoint) -> None:
        if str(key).startswith(OWN):
            menu = QMenu(self)
            menu.aboutToHide.connect(menu.deleteLater)
            action = menu.addAction(icons.icon("trash-2"), _("Remove this view"))
            action.triggered.connect(lambda: self.remove(str(key)))
            menu.popup(at)


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
        save = buttons.button(_("Save view"), kind="primary")
        save.clicked.connect(self._finish)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(1.5), px(1), px(1.5), px(1))
        row.setSpacing(px(1))
        row.addWidget(self.field, 1)
        row.addWidget(save)

    def begin(self, name: str) -> None:
        self.field.setText(name)
        self.field.selectAll()

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


def _own(name: str, filters: tuple[Filter, ...]) -> OpportunityView:
    return OpportunityView(OWN + name, name, lambda _desk: filters, _EMPTY)
