"""PySide6 6.12.0 lost a reference to None with every void call and so killed Python 3.11 after some minutes of use."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItemModel
from PySide6.QtWidgets import QApplication, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

CALLS = 2_000
NOISE = 50  # what the test itself and Qt's caches may hold or let go


class Painted(QWidget):
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawText(4, 12, "OppDesk")
        painter.end()

    def sizeHint(self) -> QSize:
        return QSize(80, 20)


class Source(QObject):
    happened = Signal(object)


def lost(call: Callable[[], object]) -> int:
    """How many references to None went astray in CALLS calls."""
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    return abs(sys.getrefcount(None) - before)


def void_calls(painted: Painted, bar: QProgressBar) -> dict[str, Callable[[], object]]:
    source, timer, model = Source(), QTimer(), QStandardItemModel(1, 1)
    source.happened.connect(lambda _value: None)
    return {
        "processEvents": QApplication.processEvents,
        "setValue": lambda: bar.setValue(bar.value() % 90 + 1),
        "repaint": painted.repaint,
        "setToolTip": lambda: painted.setToolTip("text"),
        "emit": lambda: source.happened.emit(None),
        "timer": lambda: (timer.start(1000), timer.stop()),
        "model": lambda: model.setHorizontalHeaderLabels(["a"]),
    }


def test_void_calls_keep_every_reference_to_none(qtbot: QtBot) -> None:
    painted, bar = Painted(), QProgressBar()
    qtbot.addWidget(painted)
    qtbot.addWidget(bar)
    painted.show()
    astray = {name: lost(call) for name, call in void_calls(painted, bar).items()}
    assert all(count < NOISE for count in astray.values()), astray
