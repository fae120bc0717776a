"""Does once the first page stands what is needed later: imports for the next clicks, keys of contacts from a file.

Each module is a job of the reading thread: whatever the user asks for goes before it, and the window stays alive.
"""

import gc
from importlib import import_module

from PySide6 import QtWidgets
from PySide6.QtCore import QTimer

from oppdesk.app.memory import give_back, join_at_once
from oppdesk.domain.progress import Progress
from oppdesk.services.desk import Desk
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.resources import read_drawings

LISTED = ("contact", "task", "interaction", "opportunity_entry")
AFTER = 100  # milliseconds between the page's last answer and this: for painting
MODULES = (
    "oppdesk.ui.pages.opportunity_pane",
    "oppdesk.services.views",
    "oppdesk.services.opportunities",
    "oppdesk.ui.command_box",
    "oppdesk.ui.editors",
    "oppdesk.ui.dialogs.move_stage",
    "oppdesk.ui.cards.opportunity",
    "oppdesk.ui.dialogs.create_opportunity",
    "oppdesk.ui.dialogs.close_opportunity",
    "oppdesk.services.contacts",
    "oppdesk.ui.pages.opportunities",
    "oppdesk.ui.pages.opportunity_board",
    "oppdesk.ui.pages.contacts",
    "oppdesk.ui.cards.contact",
    "oppdesk.ui.dialogs.contact",
    "oppdesk.ui.dialogs.new_contact",
    "oppdesk.services.tasks",
    "oppdesk.ui.dialogs.task",
    "oppdesk.ui.dialogs.note",
    "oppdesk.ui.dialogs.create_task",
    "oppdesk.ui.dialogs.call",
    "oppdesk.ui.dialogs.interaction",
    "oppdesk.ui.quick_line",
    "oppdesk.ui.pages.tasks",
    "oppdesk.ui.calendar.calendar_way",
    "oppdesk.ui.pages.interactions",
    "oppdesk.ui.cards.task",
    "oppdesk.ui.cards.interaction",
    "oppdesk.ui.reminder_list",
    "oppdesk.ui.pages.entries",
    "oppdesk.services.today",
    "oppdesk.ui.pages.today_work",
    "oppdesk.ui.pages.today_chart",
    "oppdesk.ui.pages.today",
    "oppdesk.ui.dialogs.quote",
    "oppdesk.ui.dialogs.edit_many",
    "oppdesk.services.exporting",
    "oppdesk.ui.dialogs.export_list",
    "oppdesk.ui.dialogs.print_list",
    "oppdesk.ui.dialogs.preferences",
    "oppdesk.ui.dialogs.work_date",
    "oppdesk.ui.dialogs.keys",
    "oppdesk.services.importing",
    "oppdesk.ui.dialogs.import_wizard",
    "oppdesk.ui.setup.grid",
    "oppdesk.ui.setup_window",
    "oppdesk.ui.pages.task_matrix",
)


def look_ahead(desk: Desk, jobs: Jobs) -> None:
    """Begin when all that the windows have asked for so far is read and painted; ends with the program."""

    def begin() -> None:
        jobs.read(join_at_once, lambda _can: jobs.read(desk.prepare_to_write, lambda _none: look()))

    def look() -> None:
        jobs.read(read_drawings, lambda _none: jobs.read(learn_widgets, lambda _none: go_on(0)))

    def go_on(at: int) -> None:
        gc.freeze()  # what was imported stays until the end: no need to look through it for rubbish
        if at < len(MODULES):
            jobs.read(lambda: import_module(MODULES[at]), lambda _module: go_on(at + 1))
        else:
            jobs.read(lambda: learn_lists(desk), lambda _none: end())

    def end() -> None:
        jobs.beside(give_back)
        keep_up(desk, jobs)

    jobs.read(lambda: None, lambda _none: QTimer.singleShot(AFTER, jobs, begin))


def learn_widgets() -> None:
    """PySide makes all kinds of widgets known to Python when it meets one of Qt's own making, in one go of 25 ms."""
    for name in dir(QtWidgets):
        getattr(QtWidgets, name)


def learn_lists(desk: Desk) -> None:
    """What a section asks for in its first moment: the window would wait 30 ms for it."""
    for name in LISTED:
        desk.lists.fields(name)
    desk.setup.single("marketing_setup")


def keep_up(desk: Desk, jobs: Jobs) -> None:
    """Make the keys by which duplicates are found, now and after each write, where many contacts wait for theirs."""
    running: list[Progress] = []

    def look(busy: bool = False) -> None:
        if not busy and not running:
            jobs.read(desk.duplicates.is_behind, begin, key="duplicate keys")

    def begin(behind: bool) -> None:
        if behind and not running and not jobs.is_busy:
            running.append(Progress())
            jobs.apart(running[0], lambda: desk.duplicates.catch_up(running[0]), ended=running.clear)

    jobs.busy.connect(look)
    look()
