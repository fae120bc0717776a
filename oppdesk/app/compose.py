"""Puts the program together by hand, top to bottom: who is handed what can be read here and nowhere else."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMainWindow

from oppdesk.app.ahead import look_ahead
from oppdesk.app.device import device_of
from oppdesk.app.memory import give_back
from oppdesk.app.paths import Paths
from oppdesk.i18n import learn
from oppdesk.services import desk as services
from oppdesk.services.desk import Desk
from oppdesk.ui import icons, theme
from oppdesk.ui.change_hub import ChangeHub
from oppdesk.ui.duplicates_watch import DuplicatesWatch
from oppdesk.ui.feed import Feed
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.preferences import Preferences, locale_of
from oppdesk.ui.prompts import Prompts
from oppdesk.ui.reminding import Reminding
from oppdesk.ui.windows import Windows
from oppdesk.ui.workplace import Workplace

# Seconds until a thread that computes lets the windows go on. They ask for it with each row they read: a stretch of
# 32 took 107 ms beside such a thread at a millisecond, 16 at a tenth of it, and that thread did no less.
SWITCH = 0.0001


def open_desk(paths: Paths, preferences: Preferences, today: Callable[[], date] = date.today) -> Desk:
    """The services on the database of the data folder; StorageTrouble when it cannot be opened."""
    device = device_of(preferences)
    desk = services.open_desk(paths.data, paths.backups, paths.resources, device=device, today=today)
    take_identity(desk, preferences)
    return desk


def take_identity(desk: Desk, preferences: Preferences) -> None:
    """Tell the services who sits before the program; somebody who was deleted is nobody."""
    me = preferences.now.salesperson
    rows = desk.lists.rows("salesperson", [me]) if me is not None else []
    desk.context.salesperson = rows[0]["id"] if rows else None
    desk.context.author = rows[0]["code"] if rows else ""


def begin(desk: Desk, preferences: Preferences, frame: QMainWindow, app: QApplication) -> Jobs:
    """The first start asks its questions; after it, and at every other start, the main window is built."""
    frame.setWindowIcon(QIcon(icons.logo(64)))
    helpers = gather(desk, frame)

    def end() -> None:
        helpers.close()
        desk.close()

    app.aboutToQuit.connect(end)

    def build(action: str = "") -> None:
        window = build_window(desk, preferences, frame, helpers)
        look_ahead(desk, helpers.jobs)
        if action:
            window.run(action)

    if preferences.now.started:
        build()
    else:
        from oppdesk.ui.dialogs.first_start import FirstStart  # noqa: PLC0415 - no other start asks

        FirstStart(desk, helpers.jobs, preferences, frame).finished.connect(build)
    return helpers.jobs


@dataclass(frozen=True, slots=True)
class Helpers:
    """Who serves all windows."""

    prompts: Prompts
    jobs: Jobs
    hub: ChangeHub

    def close(self) -> None:
        """What is being written ends, no thread is left; to be called before the desk is closed."""
        self.jobs.close()
        self.hub.close()


def gather(
    desk: Desk, frame: QMainWindow, prompts: Prompts | None = None, *, inline: bool = False
) -> Helpers:
    """`inline` does jobs at once, as tests want it."""
    prompts = prompts or Prompts()
    jobs = Jobs(prompts, frame, inline=inline)

    def tidy() -> None:
        desk.checkpoint()
        if not jobs.is_busy:  # what writes for long asks for the same memory again at once
            give_back()

    if not inline:
        sys.setswitchinterval(SWITCH)
        jobs.checkpoint_with(tidy)
    return Helpers(prompts, jobs, ChangeHub(desk.changes, frame, inline=inline))


def build_window(desk: Desk, preferences: Preferences, frame: QMainWindow, helpers: Helpers) -> MainWindow:
    """Fill the frame with the main window."""
    windows = Windows()
    preferences.write_beside(helpers.jobs.beside)
    place = Workplace(
        desk=desk,
        hub=helpers.hub,
        jobs=helpers.jobs,
        prompts=helpers.prompts,
        preferences=preferences,
        form=learn(locale_of(preferences.now), locale_notes(preferences)),
        open_record=windows.open_record,
        open_setup=windows.open_setup,
        run=windows.run,
        show_list=windows.show_list,
        show_duplicates=windows.show_duplicates,
    )
    take_identity(desk, preferences)
    window = MainWindow(place, windows, frame)
    windows.place, windows.main = place, window
    DuplicatesWatch(place, frame, window)
    Feed(place, window).remarked.connect(window.status.remark)
    Reminding(place, frame, window.top.bell, window)

    def rebuild() -> None:
        windows.close_all()
        window.deleteLater()
        build_window(desk, preferences, frame, helpers)

    Settings(desk, preferences, window, rebuild)
    return window


def locale_notes(preferences: Preferences) -> Path:
    """Where the habits of the user's locale are kept, so that a start need not learn them."""
    return preferences.folder / "locale.json"


class Settings(QObject):
    """Lets a change of settings show at once; a new size of letters or way of writing needs new windows."""

    def __init__(
        self, desk: Desk, preferences: Preferences, window: MainWindow, rebuild: Callable[[], None]
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._preferences = preferences
        self._rebuild = rebuild
        self._shown = preferences.now
        self._usual = 0.0 if preferences.now.points else QApplication.font().pointSizeF()
        preferences.changed.connect(self.take)

    def take(self) -> None:
        before, now = self._shown, self._preferences.now
        self._shown = now
        take_identity(self._desk, self._preferences)
        app = QApplication.instance()
        if isinstance(app, QApplication) and (now.theme, now.points) != (before.theme, before.points):
            theme.apply(app, cast("theme.Choice", now.theme), now.points or self._usual)
        if (now.points, now.region) != (before.points, before.region):
            QTimer.singleShot(0, self, self._rebuild)
