"""The program as it runs, with its own threads, on a database of the benchmarks: composed as `app.start` does it."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

from PySide6.QtWidgets import QApplication, QMainWindow

from oppdesk.app import ahead, compose, haste, paths
from oppdesk.app.start import SIZE, application
from oppdesk.services.desk import Desk
from oppdesk.ui import theme
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.preferences import Preferences
from tests.benchmarks.measure import rest, until


@dataclass(frozen=True, slots=True)
class Program:
    app: QApplication
    desk: Desk
    frame: QMainWindow
    helpers: compose.Helpers
    window: MainWindow


def day_of(data: Path) -> date:
    """The day around which a database was made."""
    made = data / "made.json"
    return date.fromisoformat(json.loads(made.read_text("ascii"))["today"]) if made.exists() else date.today()


@contextmanager
def running(data: Path, page: str = "opportunities") -> Iterator[Program]:
    """The main window on the database in `data`, its first list shown; settings lie elsewhere."""
    app = QApplication.instance() or application()
    assert isinstance(app, QApplication)
    with TemporaryDirectory(prefix="oppdesk-bench-") as scratch:
        other = paths.under(Path(scratch))
        places = paths.Paths(data, other.config, other.logs, other.backups)
        places.make()
        preferences = Preferences(places.config)
        preferences.change(started=True, page=page, region="en_GB")
        theme.apply(app, theme.LIGHT, cache=places.config / "look")
        with ExitStack() as ends:
            desk = compose.open_desk(places, preferences, lambda: day_of(data))
            ends.callback(desk.close)
            frame = QMainWindow()
            frame.resize(*SIZE)
            helpers = compose.gather(desk, frame)
            ends.callback(helpers.close)
            window = compose.build_window(desk, preferences, frame, helpers)
            frame.show()
            haste.end(frame)  # as a start does it
            frame.activateWindow()
            until(frame.isActiveWindow)
            ahead.look_ahead(desk, helpers.jobs)  # so does this
            until(lambda: ahead.MODULES[-1] in sys.modules)
            rest(300)
            yield Program(app, desk, frame, helpers, window)
            for each in QApplication.topLevelWidgets():
                each.close()
        frame.deleteLater()
        rest(20)
