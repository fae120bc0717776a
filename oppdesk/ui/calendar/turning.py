"""The handles over a calendar: which period is shown, the one before and after, and back to today."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from oppdesk.i18n import N_, _
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import text


class Turning(QWidget):
    turned = Signal(int)
    today_wanted = Signal()

    def __init__(
        self,
        back: str = N_("Previous period (Page Up)"),
        forth: str = N_("Next period (Page Down)"),
        today: str = N_("Today (T)"),
    ) -> None:
        """The words of the tooltips, with their keys."""
        super().__init__()
        self.title = text("", Type.STRONG)
        self.back = buttons.icon_button("chevron-left", _(back), small=True)
        self.forth = buttons.icon_button("chevron-right", _(forth), small=True)
        self.today = buttons.button(_("Today"), small=True)
        self.today.setToolTip(_(today))
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
