"""Shows every window with sample data and saves each as a picture, so that looks can be judged side by side.

A window joins by one line in STOPS. All stops are taken in light and dark; those marked `sized` also on the smallest
screen, and those marked `worded` with longer texts than English has.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from oppdesk.app import (
    compose,
    paths,
    tour_board,
    tour_calendar,
    tour_contacts,
    tour_day,
    tour_duplicates,
    tour_import,
    tour_interactions,
    tour_tasks,
)
from oppdesk.app.start import application
from oppdesk.app.tour_picture import LONGEST, catch_up, settle, settled_picture
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Priority, Status
from oppdesk.i18n import set_language
from oppdesk.services.desk import Desk
from oppdesk.ui import theme
from oppdesk.ui.dialogs.edit_many import EditMany
from oppdesk.ui.dialogs.first_start import FirstStart
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.list_page import ListPage
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.preferences import Preferences
from oppdesk.ui.workplace import Workplace

LARGE, SMALL = (1440, 900), (1366, 768)


class Scene(NamedTuple):
    """What a stop may use: the main window with sample data in it."""

    window: MainWindow

    @property
    def place(self) -> Workplace:
        return self.window.place

    def opportunity(self, status: Status = Status.IN_PROGRESS, at: int = 0) -> int:
        """One of the sample's, the dearest first."""
        asked = Query((Filter("status", Op.IS, int(status)),))
        ids = self.place.desk.lists.ids("opportunity", asked)
        return ids[min(at, len(ids) - 1)]

    def first(self, table: str, *filters: Filter) -> int:
        return self.place.desk.lists.ids(table, Query(filters))[0]


class Stop(NamedTuple):
    """One picture: its name, and how to bring about what it shows. Nothing may be modal."""

    name: str
    show: Callable[[Scene], QWidget]
    sized: bool = False
    worded: bool = False
    after: Callable[[Scene], object] | None = None  # takes back what the others must not show


def _section(key: str) -> Callable[[Scene], QWidget]:
    def show(scene: Scene) -> QWidget:
        scene.window.go(key)
        if key == "opportunities":
            scene.window.run("view.show-list")
        return scene.window.frame

    return show


def _board(scene: Scene) -> QWidget:
    """The board of a company with thousands of running opportunities, which come from a file as they would there."""
    desk = scene.place.desk
    cycle = desk.setup.single("marketing_setup")["default_sales_cycle"]
    with tempfile.TemporaryDirectory(prefix="oppdesk-tour-") as scratch:
        path = Path(scratch) / "deals.csv"
        path.write_text(tour_board.deals(desk, cycle), "utf-8")
        source = desk.importing.open("opportunities", path)
        desk.importing.apply(source, desk.importing.plan(source))
    page = scene.window.go("opportunities")
    if isinstance(page, OpportunitiesPage):
        page.show_view("all")
        page.show_board()
        page.board.show_cycle(cycle.id)
        patience = QDeadlineTimer(LONGEST)
        while sum(page.board.totals()[:1]) < tour_board.CROWD and not patience.hasExpired():
            settle()
    scene.window.undo_bar.hide()
    return scene.window.frame


def _take_back(scene: Scene) -> None:
    scene.place.desk.history.undo()
    scene.window.run("view.show-list")
    settle()


def _command_box(words: str) -> Callable[[Scene], QWidget]:
    def show(scene: Scene) -> QWidget:
        for table in ("contact", "opportunity"):
            scene.place.preferences.remember(table, scene.first(table))
        scene.window.command_box()
        scene.window.box.line.setText(words)
        scene.window.box.line.textEdited.emit(words)
        return scene.window.frame

    return show


def _undo_bar(scene: Scene) -> QWidget:
    scene.window.go("opportunities")
    scene.window.run("view.show-list")
    scene.place.desk.opportunities.recalculate(scene.first("sales_cycle"))
    scene.window.undo_bar.say("“Label printer upgrade” moved to Proposal")
    return scene.window.frame


def _first_start(scene: Scene) -> QWidget:
    frame = QMainWindow()
    frame.resize(*LARGE)
    made = FirstStart(scene.place.desk, scene.place.jobs, scene.place.preferences, frame)
    made.company.setText("Noordlicht Lijnbouw BV")
    made.me.setText("Marieke van Dael")
    return frame


def _card(scene: Scene) -> QWidget:
    return _opened(lambda: scene.place.open_record("opportunity", scene.opportunity()))


def _contact(act: tour_contacts.Act) -> Callable[[Scene], QWidget]:
    def show(scene: Scene) -> QWidget:
        contact = tour_contacts.somebody(scene.place.desk, act.kind)
        card = _opened(lambda: scene.place.open_record("contact", contact))
        card.resize(scene.window.frame.size())
        return tour_contacts.show_act(card, act, settle)

    return show


def _setup(key: str) -> Callable[[Scene], QWidget]:
    return lambda scene: _opened(lambda: scene.place.open_setup(key))


def _action(name: str, section: str = "") -> Callable[[Scene], QWidget]:
    """A dialog that an action opens."""

    def show(scene: Scene) -> QWidget:
        if section:
            scene.window.go(section)
            scene.window.run("view.show-list")
            settle()
        return _opened(lambda: scene.window.run(name))

    return show


def _edit_many(scene: Scene) -> QWidget:
    """With a new priority, so that there is something to be seen."""
    scene.window.go("opportunities")
    scene.window.run("view.show-list")
    settle()
    page = scene.window.page()
    if isinstance(page, ListPage):
        page.list.selectAll()
    shown = _opened(lambda: scene.window.run("list.edit-many"))
    if isinstance(shown, EditMany):
        box = shown.editors["priority"]
        box.set_value(int(Priority.HIGH))
        box.changed.emit(int(Priority.HIGH))
        settle(600)
    return shown


def _of_day(act: tour_day.Act) -> Callable[[Scene], QWidget]:
    return lambda scene: act(scene.window, lambda: settle(600))


def _import(step: tour_import.Step) -> Callable[[Scene], QWidget]:
    """The import assistant at one of its steps."""

    def show(scene: Scene) -> QWidget:
        wizard = _opened(lambda: scene.window.run(f"file.import-records:{step.table}"))
        wizard.resize(scene.window.frame.size())
        return tour_import.show_step(wizard, step, settle)

    return show


def _undo_import(scene: Scene) -> None:
    scene.place.desk.history.undo()
    settle()


def _opened(act: Callable[[], None]) -> QWidget:
    """The window or dialog that comes of it, read and made beside the others."""
    before, patience = _windows(), QDeadlineTimer(LONGEST)
    act()
    while all(each in before for each in _windows()) and not patience.hasExpired():
        settle()
    settle()
    return next(each for each in _windows() if each not in before)


def _windows() -> list[QWidget]:
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    return [each for each in shown if isinstance(each, QDialog | QMainWindow)]


def _in_window(act: Callable[[MainWindow], QWidget]) -> Callable[[Scene], QWidget]:
    return lambda scene: act(scene.window)


def _twice(act: Callable[[MainWindow], None]) -> Callable[[Scene], QWidget]:
    return lambda scene: _opened(lambda: act(scene.window))


STOPS: tuple[Stop, ...] = (
    Stop("first-start", _first_start, worded=True),
    *(Stop(name, _of_day(act), sized=True, worded=True) for name, act in tour_day.ACTS),
    Stop("opportunities", _section("opportunities"), sized=True, worded=True),
    Stop(
        "opportunities-grouped",
        lambda scene: tour_day.group_rows(scene.window),
        sized=True,
        worded=True,
        after=lambda scene: tour_day.ungroup_rows(scene.window),
    ),
    Stop("board", _board, sized=True, worded=True, after=_take_back),
    Stop("contacts", _section("contacts"), sized=True, worded=True),
    Stop("entries", _section("entries"), sized=True, worded=True),
    *(Stop(name, _in_window(act), sized=True, worded=True) for name, act in tour_tasks.SHOWN),
    *(Stop(name, _twice(act), sized=True, worded=True) for name, act in tour_tasks.OPENED),
    *(Stop(name, _in_window(act), sized=True, worded=True) for name, act in tour_calendar.ACTS),
    *(Stop(name, _in_window(act), sized=True, worded=True) for name, act in tour_interactions.SHOWN),
    Stop("command-box", _command_box("bro"), sized=True, worded=True),
    Stop("command-box-recent", _command_box(""), worded=True),
    Stop("command-box-french", _command_box("laiterie")),
    Stop("command-box-chinese", _command_box("有限公司")),
    Stop("command-box-notes", _command_box("line")),
    Stop("undo-bar", _undo_bar),
    Stop("opportunity-card", _card, worded=True),
    *(
        Stop(
            act.name,
            _contact(act),
            sized=True,
            worded=True,
            after=lambda _scene: tour_contacts.close_cards(settle),
        )
        for act in tour_contacts.ACTS
    ),
    Stop("create", _action("file.new-opportunity", "opportunities"), worded=True),
    Stop("update", _action("opportunity.update-opportunity", "opportunities"), worded=True),
    Stop("close", _action("opportunity.close-opportunity", "opportunities"), worded=True),
    Stop("setup-cycles", _setup("sales_cycle"), worded=True),
    Stop("close-won", _action("opportunity.close-won", "opportunities"), worded=True),
    Stop("quote", _action("opportunity.quote", "opportunities"), worded=True),
    Stop("add-note", _action("opportunity.add-note", "opportunities")),
    Stop("delete-closed", _action("opportunity.delete-closed", "opportunities"), worded=True),
    Stop("new-contact", _action("file.new-contact"), worded=True),
    *(Stop(name, _twice(act), sized=True, worded=True) for name, act in tour_duplicates.ACTS),
    *(Stop(name, _twice(act), sized=True, worded=True) for name, act in tour_interactions.ASKED),
    Stop("setup-close-codes", _setup("close_code")),
    Stop("setup-activities", _setup("activity"), worded=True),
    Stop("setup-salespeople", _setup("salesperson")),
    Stop("setup-teams", _setup("team")),
    Stop("setup-numbers", _setup("number_series")),
    Stop("setup-defaults", _setup("marketing_setup"), worded=True),
    Stop("setup-company", _setup("company_info")),
    Stop("setup-salutations", _setup("salutation"), sized=True, worded=True),
    Stop("setup-duplicate-search", _setup("duplicate_search"), worded=True),
    Stop("setup-relations", _setup("business_relation")),
    Stop("setup-mailing-groups", _setup("mailing_group")),
    Stop("setup-interaction-templates", _setup("interaction_template"), worded=True),
    Stop("setup-web-sources", _setup("web_source"), worded=True),
    Stop("setup-templates", _setup("contact_template"), worded=True),
    Stop("setup-post-codes", _setup("post_code")),
    Stop("add-to-group", _action("contact.add-to-group", "contacts"), worded=True),
    Stop("import", _action("file.import-records:contact"), worded=True),
    *(
        Stop(each.name, _import(each), sized=True, worded=True, after=_undo_import if each.writes else None)
        for each in tour_import.STEPS
    ),
    Stop("print-details", _action("file.print-details", "opportunities")),
    Stop("export", _action("list.export", "opportunities"), sized=True, worded=True),
    Stop("print-list", _action("list.print-list", "opportunities"), sized=True, worded=True),
    Stop("edit-many", _edit_many, sized=True, worded=True),
    Stop("preferences", _action("edit.preferences"), worded=True),
    Stop("work-date", _action("tools.work-date")),
    Stop("keys", _action("help.key-sheet"), worded=True),
    Stop("about", _action("help.about")),
)


def run(folder: Path) -> int:
    """Save the pictures of every stop in `folder`; 0 when all went well."""
    folder.mkdir(parents=True, exist_ok=True)
    app = application()
    made = 0
    with tempfile.TemporaryDirectory(prefix="oppdesk-tour-") as scratch:
        places = paths.under(Path(scratch))
        places.make()
        preferences = Preferences(places.config)
        desk = compose.open_desk(places, preferences)
        preferences.change(started=True, page="today")
        theme.apply(app, theme.LIGHT, cache=places.config / "look")
        made += _go_round(desk, preferences, SMALL, [Stop("today-empty", _section("today"))], folder, "light")
        desk.samples.add()
        preferences.change(salesperson=tour_day.busiest(desk), page="opportunities")
        compose.take_identity(desk, preferences)
        tour_day.work_a_little(desk)
        tour_contacts.prepare(desk)
        tour_calendar.prepare(desk)
        tour_tasks.prepare(desk)
        rounds: tuple[tuple[str, theme.Theme, tuple[int, int], str], ...] = (
            ("light", theme.LIGHT, LARGE, "en"),
            ("dark", theme.DARK, LARGE, "en"),
            ("small", theme.LIGHT, SMALL, "en"),
            ("long", theme.LIGHT, SMALL, "pseudo"),
        )
        try:
            for name, look, size, language in rounds:
                set_language(language)
                theme.apply(app, look, cache=places.config / "look")
                stops = [stop for stop in STOPS if _takes_part(stop, name)]
                made += _go_round(desk, preferences, size, stops, folder, name)
        finally:
            set_language("en")
            desk.close()
    print(f"{made} pictures in {folder}")  # noqa: T201 - the answer to the command line
    return 0


def _takes_part(stop: Stop, name: str) -> bool:
    return {"small": stop.sized, "long": stop.worded}.get(name, True)


def _go_round(
    desk: Desk, preferences: Preferences, size: tuple[int, int], stops: list[Stop], folder: Path, name: str
) -> int:
    frame = QMainWindow()
    frame.resize(*size)
    helpers = compose.gather(desk, frame)
    try:
        window = compose.build_window(desk, preferences, frame, helpers)
        frame.show()
        scene = Scene(window)
        for stop in stops:
            shown = stop.show(scene)
            shown.show()
            if isinstance(shown, QMainWindow):
                shown.resize(*size)  # the screen of the tour may be smaller than any
            catch_up(window.place.jobs)
            settled_picture(shown).save(str(folder / f"{stop.name}-{name}.png"))
            if shown is not frame:
                shown.close()
                settle()
            if stop.after is not None:
                stop.after(scene)
            window.box.close_box()
            window.undo_bar.hide()
    finally:
        frame.close()
        helpers.close()
        frame.deleteLater()
        settle()
    return len(stops)
