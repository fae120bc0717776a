"""The bar over everything: menus, the field that finds and does anything, and New. One row instead of three."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QMenu, QMenuBar, QSizePolicy, QWidget

from oppdesk.i18n import _
from oppdesk.ui import frame, icons, metrics, paint
from oppdesk.ui.action_specs import MENUS
from oppdesk.ui.actions import ActionSet
from oppdesk.ui.bell import Bell
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import text

NEW = (
    *("file.new-opportunity", "file.quick-card", "file.new-contact"),
    *("task.new-task", "task.quick-line", "interaction.create-interaction"),
)


class TopBar(QWidget):
    """Built from the actions; `menu` gives a menu by its name."""

    def __init__(self, actions: ActionSet, new: Sequence[str] = NEW) -> None:
        super().__init__()
        self.setFixedHeight(px(frame.TOP))
        self._logo = QLabel()
        self._logo.setPixmap(icons.logo(px(2.5)))
        self._logo.setAccessibleName("OppDesk")
        self.menu_bar = QMenuBar()
        self.menu_bar.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._menus = {}
        for name, title in MENUS:
            menu = QMenu(_(title), self.menu_bar)
            actions.fill_menu(menu, name)
            menu.aboutToShow.connect(actions.update)
            self.menu_bar.addMenu(menu)
            self._menus[name] = menu
        self.search = SearchButton(_("Search or do anything…"), "Ctrl+K")
        self.search.clicked.connect(lambda: actions.run("view.command-box"))
        self._name = text("OppDesk", Type.LEAD)
        self._new = buttons.button(_("New"), "plus", "primary")
        self._new.setToolTip(_("New opportunity"))
        self._new.clicked.connect(lambda: actions.run(new[0]))
        self._more = buttons.icon_button("chevron-down", _("More to make new"), "primary")
        menu = QMenu(self._more)
        menu.addActions([actions.action(each) for each in new])
        self._more.setMenu(menu)
        self.bell = Bell()
        self._lay_out()

    def _lay_out(self) -> None:
        brand = QWidget()
        brand.setFixedWidth(px(23))
        sign = QHBoxLayout(brand)
        sign.setContentsMargins(px(2.5), 0, 0, 0)
        sign.setSpacing(px(1))
        sign.addWidget(self._logo)
        sign.addWidget(self._name)
        sign.addStretch(1)
        new = QHBoxLayout()
        new.setSpacing(1)
        new.addWidget(self._new)
        new.addWidget(self._more)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, px(1.5), 0)
        row.setSpacing(px(1))
        row.addWidget(brand)
        row.addWidget(self.menu_bar)
        row.addStretch(1)
        row.addWidget(self.search, 3)
        row.addStretch(1)
        row.addLayout(new)
        row.addWidget(self.bell)

    def menu(self, name: str) -> QMenu:
        return self._menus[name]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFixedHeight(px(frame.TOP))


class SearchButton(QAbstractButton):
    """Looks like the field it opens."""

    def __init__(self, words: str, key: str) -> None:
        super().__init__()
        self._key = key
        self.setText(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(px(50))

    def sizeHint(self) -> QSize:
        return QSize(px(48), px(metrics.CONTROL))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(16), px(metrics.CONTROL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.rect()
        paint.fill(painter, room, "hover" if self.underMouse() else "base")
        if self.hasFocus():
            paint.ring(painter, room)
        else:
            paint.outline(painter, room, "line")
        inner = room.adjusted(px(1.25), 0, -px(0.75), 0)
        paint.icon(painter, "search", "text2", inner.left(), room, metrics.ICON_BUTTON)
        left = inner.left() + px(metrics.ICON_BUTTON + 1)
        key = paint.keycap(painter, inner, self._key) if room.width() > px(30) else 0
        words = QRect(left, room.top(), inner.right() + 1 - left - key - px(0.5), room.height())
        paint.text(painter, words, self.text(), Type.BODY, "text3")
        painter.end()
