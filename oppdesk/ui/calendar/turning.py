"""The handles over a calendar: which period is shown, the one before and after, and back to today."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from oppdesk.i18n import _
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import text


class Turning(QWidget):
    turned = Signal(int)
    today_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = text("", Type.STRONG)
        self.back = buttons.icon_button("chevron-left", _("Previous period"), small=True)
        self.forth = buttons.icon_button("chevron-right", _("Next period"), small=True)
        self.today = buttons.button(_("Today"), small=True)
        self.today.setToolTip(_("Today (T)"))
        self.back.setToolTip(_("Previous period (Page Up)"))
        self.forth.setToolTip(_("Next period (Page Down)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(0.5))
        row.addWidget(self.title)
        row.addSpacing(px(1))
        for each in (self.today, self.back, self.forth):
            row.addWidget(each)
        self.back.clicked.connect(lambda: self.turned.emit(-1))
        self.forth.clicked.connect(lambda: self.turned.emit(1))
        self.today.clicked.connect(self.today_wanted)

    def say(self, words: str) -> None:
        self.title.setText(words)
