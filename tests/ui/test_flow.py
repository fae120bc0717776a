"""What stands in a row follows at once when something is taken out of it."""

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.ui.widgets.flow import Flow


def test_what_is_left_moves_up(qtbot: QtBot) -> None:
    room = QWidget()
    flow = Flow()
    room.setLayout(flow)
    first, last = QPushButton("the first"), QPushButton("the last")
    flow.addWidget(first)
    flow.addWidget(last)
    qtbot.addWidget(room)
    room.resize(400, 40)
    room.show()
    qtbot.waitUntil(lambda: last.x() > 0)
    flow.removeWidget(first)
    first.hide()
    flow.removeWidget(last)
    flow.addWidget(last)
    qtbot.waitUntil(lambda: last.x() == 0)
