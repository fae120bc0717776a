"""Shows every window with sample data, light and dark, and saves each as a picture, so that looks can be judged.

A window joins by one line in STOPS.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from oppdesk.app import paths
from oppdesk.app.start import SIZE, application
from oppdesk.services.desk import Desk
from oppdesk.ui import theme
from oppdesk.ui.preferences import Preferences

THEMES = (theme.LIGHT, theme.DARK)
SETTLED, LONGEST = 60, 5_000  # milliseconds without a change of the picture; patience with one window


class Scene(NamedTuple):
    """What a stop may use: the window with sample data in it, and the services behind it."""

    window: QMainWindow
    desk: Desk


class Stop(NamedTuple):
    """One picture: its name, and how to bring about what it shows. Nothing may be modal."""

    name: str
    show: Callable[[Scene], QWidget]


STOPS: tuple[Stop, ...] = (Stop("window", lambda scene: scene.window),)


def run(folder: Path) -> int:
    """Save `<stop>-light.png` and `<stop>-dark.png` of every stop in `folder`; 0 when all went well."""
    from oppdesk.app import compose  # type: ignore[attr-defined]  # noqa: PLC0415 - brings storage with it

    folder.mkdir(parents=True, exist_ok=True)
    app = application()
    with tempfile.TemporaryDirectory(prefix="oppdesk-tour-") as scratch:
        places = paths.under(Path(scratch))
        places.make()
        preferences = Preferences(places.config)
        desk = compose.open_desk(places, preferences)
        try:
            desk.samples.add()
            for look in THEMES:
                theme.apply(app, look, cache=places.config / "look")
                window = QMainWindow()
                window.resize(*SIZE)
                compose.build_window(desk, preferences, window)
                for stop in STOPS:
                    save(stop, Scene(window, desk), folder / f"{stop.name}-{look.name}.png")
                window.close()
        finally:
            desk.close()
    print(f"{len(STOPS) * len(THEMES)} pictures in {folder}")  # noqa: T201 - the answer to the command line
    return 0


def save(stop: Stop, scene: Scene, path: Path) -> None:
    widget = stop.show(scene)
    widget.show()
    settled_picture(widget).save(str(path))
    if widget is not scene.window:
        widget.close()


def settled_picture(widget: QWidget) -> QImage:
    """The widget's picture once it stands still: lists fill themselves from another thread."""
    patience = QDeadlineTimer(LONGEST)
    picture = widget.grab().toImage()
    while not patience.hasExpired():
        quiet = QDeadlineTimer(SETTLED)
        while not quiet.hasExpired():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, SETTLED)
        picture, before = widget.grab().toImage(), picture
        if picture == before:
            break
    return picture
