"""Tries what freezing or installing breaks: every import, every migration, the window, a move, a document.

It ends by itself in any case: nothing is modal, and a watchdog ends what hangs.
"""

import faulthandler
import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QMainWindow

import oppdesk
from oppdesk.app import compose, paths, tour_picture
from oppdesk.app.single_instance import claim
from oppdesk.app.start import SIZE, application
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Status, Step
from oppdesk.services.desk import Desk
from oppdesk.services.opportunities import Situation
from oppdesk.ui import printing, theme
from oppdesk.ui.preferences import Preferences

LIMIT = 120  # seconds


def run() -> int:
    """0 when the installation is whole; a traceback and another code when not."""
    if sys.stderr is not None:
        faulthandler.dump_traceback_later(LIMIT, exit=True)
    import_everything()
    with tempfile.TemporaryDirectory(prefix="oppdesk-self-test-") as scratch:
        work_once(Path(scratch))
    faulthandler.cancel_dump_traceback_later()
    print(f"OppDesk {oppdesk.__version__}: self-test passed")  # noqa: T201 - the answer to the command line
    return 0


def import_everything() -> None:
    for module in pkgutil.walk_packages(oppdesk.__path__, "oppdesk."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def work_once(folder: Path) -> None:
    """A day's work in small: a new database, an opportunity moved, the main window with its list, a document."""
    places = paths.under(folder)
    places.make()
    lock = claim(places.data)
    app = application()
    preferences = Preferences(places.config)
    preferences.change(started=True)
    desk = compose.open_desk(places, preferences)
    desk.samples.add()
    moved = move_one(desk)
    theme.apply(app, cache=places.config / "look")
    frame = QMainWindow()
    frame.resize(*SIZE)
    helpers = compose.gather(desk, frame)
    window = compose.build_window(desk, preferences, frame, helpers)
    frame.show()
    settled = tour_picture.settled_picture(frame)
    require(not settled.isNull(), "the window can be painted")
    page = window.go("opportunities")
    tour_picture.settled_picture(frame)
    require(bool(page.selected()), "a list shows its records")
    document = desk.reporting.opportunity_details(moved, window.place.form)
    printing.write_pdf(document, folder / "document.pdf")
    require((folder / "document.pdf").read_bytes().startswith(b"%PDF"), "a document can be made")
    task = desk.lists.ids("task", Query())[0]
    known = desk.calendar_intake.read(desk.invitations.file(task)).known
    require(known == (task,), "a calendar file is written and read")
    frame.close()
    helpers.close()
    desk.close()
    lock.unlock()


def move_one(desk: Desk) -> int:
    """The first of the sample's opportunities that can go on to its next stage does; which one it is."""
    underway = desk.lists.ids("opportunity", Query((Filter("status", Op.IS, Status.IN_PROGRESS),)))
    ready = (each for each in underway if can_go_on(desk.opportunities.situation(each)))
    before = desk.history.last()
    moved = next(ready)
    desk.opportunities.step(moved, Step.NEXT)
    require(desk.history.last() != before, "a move is in the journal")
    return moved


def can_go_on(now: Situation) -> bool:
    stage = now.offers[Step.NEXT].default if now.offers else None
    return stage is not None and not stage.quote_required


def require(holds: bool, what: str) -> None:
    if not holds:
        message = f"self-test: it is not so that {what}"
        raise RuntimeError(message)
