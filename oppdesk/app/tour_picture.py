"""Waits until a window stands as it will stay, and takes its picture: lists fill themselves from another thread."""

import time

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from oppdesk.ui.jobs import Jobs

SETTLED, LONGEST = 120, 5_000  # milliseconds without a change of the picture; patience with one window


def catch_up(jobs: Jobs) -> None:
    """Until all that was asked for is read, and what was asked for because of it."""
    patience = QDeadlineTimer(LONGEST)
    for _each in range(2):
        answers: list[None] = []
        jobs.read(lambda: None, answers.append)
        while not answers and not patience.hasExpired():
            settle(20)


def settle(milliseconds: int = SETTLED) -> None:
    """Let the program go on for a moment, its threads too."""
    patience = QDeadlineTimer(milliseconds)
    while not patience.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.005)


def settled_picture(widget: QWidget) -> QImage:
    """The widget's picture once it stands still."""
    patience = QDeadlineTimer(LONGEST)
    picture = widget.grab().toImage()
    while not patience.hasExpired():
        settle()
        picture, before = widget.grab().toImage(), picture
        if picture == before:
            break
    return picture
