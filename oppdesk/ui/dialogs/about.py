"""Which program this is, which version, and under what terms it and its parts may be used."""

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

import oppdesk
from oppdesk.i18n import _
from oppdesk.ui import icons, metrics
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import text


class About(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("About OppDesk"))
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setFixedWidth(px(60))
        logo = QLabel()
        logo.setPixmap(icons.logo(px(6)))
        lines = (
            text("OppDesk", Type.TITLE),
            text(_("Version {version}").format(version=oppdesk.__version__), Type.FIGURE, "text2"),
            text(_("Sales opportunities on your own laptop, with or without a network."), wrap=True),
            text(
                _(
                    "OppDesk is free software under the Apache License 2.0. It stands on Qt (LGPL 3), SQLite with "
                    "SQLCipher, SQLAlchemy, Babel, and the Lucide icons (ISC)."
                ),
                Type.CAPTION,
                "text2",
                wrap=True,
            ),
            text(f"Python {platform.python_version()} · Qt {qVersion()}", Type.CAPTION_FIGURE, "text2"),
        )
        words = QVBoxLayout()
        words.setSpacing(px(1))
        for line in lines:
            words.addWidget(line)
        close = buttons.button(_("Close"))
        close.clicked.connect(self.accept)
        head = QHBoxLayout()
        head.setSpacing(px(2))
        head.addWidget(logo, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        margin = px(metrics.PAGE_MARGIN)
        column.setContentsMargins(margin, margin, margin, px(2))
        column.setSpacing(px(2))
        column.addLayout(head)
        column.addLayout(foot)
