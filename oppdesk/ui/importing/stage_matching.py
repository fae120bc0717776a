"""Which stage of a cycle each stage of the file is that the cycle does not know by its name."""

from collections.abc import Sequence
from difflib import get_close_matches

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from oppdesk.i18n import _
from oppdesk.services.import_cycles import FileStages
from oppdesk.ui import metrics
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.widgets.labels import Hairline, text

_WIDE, _HIGH = 70, 56  # u
_ALIKE = 0.65  # of the letters


class StageMatching(QDialog):
    matched = Signal(object)  # the stage of the cycle by that of the file; those without one are left out

    def __init__(self, stages: FileStages, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Match the stages"))
        self.choices: dict[str, QComboBox] = {}
        group = FieldGroup()
        for name in stages.unknown:
            box = QComboBox()
            box.addItem(_("a stage of its own"), "")
            for offered in stages.offered:
                box.addItem(offered, offered)
            box.setCurrentIndex(max(0, box.findData(_like(name, stages.offered))))
            self.choices[name] = box
            group.add(name.replace("&", "&&"), box)
        said = _("All rows go into sales cycle {cycle} once each stage of the file is one of its stages.")
        self._lay_out(text(said.format(cycle=stages.near), colour="text2", wrap=True), group)

    def _lay_out(self, said: QWidget, group: QWidget) -> None:
        content = QWidget()
        lines = QVBoxLayout(content)
        lines.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        lines.setSpacing(px(1.5))
        lines.addWidget(text(_("Which stage is what?"), Type.TITLE, wrap=True))
        lines.addWidget(said)
        lines.addWidget(group)
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        cancel = buttons.button(_("Cancel"))
        self.primary = buttons.button(_("&Match the stages"), kind="primary")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.primary.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(metrics.PAGE_MARGIN), px(1.5), px(metrics.PAGE_MARGIN), px(1.5))
        foot.setSpacing(px(1))
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.primary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(Hairline())
        column.addLayout(foot)
        self.primary.setDefault(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        room = self.screen().availableGeometry()
        high = min(px(_HIGH), content.sizeHint().height() + foot.sizeHint().height() + px(2))
        self.resize(min(px(_WIDE), room.width() - px(4)), min(high, room.height() - px(8)))

    def accept(self) -> None:
        found = {name: str(box.currentData()) for name, box in self.choices.items() if box.currentData()}
        super().accept()
        self.matched.emit(found)


def _like(name: str, offered: Sequence[str]) -> str:
    """The stage that is written most alike; "" when none is."""
    folded = {each.casefold(): each for each in offered}
    found = get_close_matches(name.casefold(), folded, 1, _ALIKE)
    return folded[found[0]] if found else ""
