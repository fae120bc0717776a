"""Who of a team is free when, week by week, and a meeting with them made where all are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from oppdesk.domain.availability import Availability
from oppdesk.domain.changes import Changes
from oppdesk.domain.query import Query
from oppdesk.domain.tasks import Seat
from oppdesk.domain.words import Attendance, TaskType
from oppdesk.i18n import _
from oppdesk.ui.calendar import words
from oppdesk.ui.calendar.availability_grid import AvailabilityGrid, Spot, week_of
from oppdesk.ui.calendar.calendar_way import Whereabouts, turned
from oppdesk.ui.calendar.items import clock_of
from oppdesk.ui.calendar.turning import Turning
from oppdesk.ui.calendar.words import Stretch
from oppdesk.ui.metrics import px
from oppdesk.ui.pages.task_ways import TaskWay
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Hairline
from oppdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from oppdesk.ui.pages.tasks import TasksPage

AN_HOUR = 60  # minutes of a meeting until its dialog says otherwise
Row = Mapping[str, Any]


class AvailabilityWay(TaskWay):
    has_details = False

    def __init__(self, place: Workplace, page: "TasksPage") -> None:
        super().__init__()
        self._place, self._page = place, page
        self._at = Whereabouts.of(page, place.desk.context.today)
        self._first = week_of(self._at.day, place.form.first_weekday)
        self._team: int | None = None  # None is the teams one is in oneself
        self._people: tuple[int, ...] = ()  # who was ticked, instead of a team
        self._known: dict[str, list[Row]] = {}  # salespeople and teams, as they were read with their time
        self.grid = AvailabilityGrid(place.form)
        self.turning = Turning()
        self.who = buttons.button("", "users", "quiet", small=True)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.who.setMenu(self._menu)
        self.setFocusProxy(self.grid)
        self._tools = QWidget()
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(1))
        row.addWidget(self.who, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.turning)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline())
        column.addWidget(self.grid, 1)
        for turns in (self.grid.turned, self.turning.turned):
            turns.connect(self.turn)
        for wants in (self.grid.today_wanted, self.turning.today_wanted):
            wants.connect(lambda: self.show_week(place.desk.context.today))
        self.grid.create_wanted.connect(self._create)
        self._name()

    # -- what the page asks --------------------------------------------------------------------------------

    def show_query(self, query: Query) -> None:
        """Who is free is no question of filters."""

    def task(self) -> int | None:
        return None

    def row(self) -> Row | None:
        return None

    def select(self, task: int | None) -> None:
        """No task is shown as such."""

    def take_news(self, changes: Changes) -> None:
        if changes.touches("task", "attendee", "team_salesperson", "salesperson", "team"):
            self._read()

    def refresh(self) -> None:
        self._read()

    def tools(self) -> tuple[QWidget, ...]:
        return (self._tools,)

    # -- whose, and when -----------------------------------------------------------------------------------

    def _rows(self, key: str) -> list[Row]:
        return self._known.get(key, [])

    def _fill(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        teams = [
            (None, _("My team")),
            *((row["id"], row["name"] or row["code"]) for row in self._rows("team")),
        ]
        for team, name in teams:
            action = self._menu.addAction(str(name).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(not self._people and team == self._team)
            action.triggered.connect(lambda _on=False, team=team: self.show_team(team))
            group.addAction(action)
        self._menu.addSeparator()
        for row in self._rows("salesperson"):
            if row["blocked"] or row["privacy_blocked"]:
                continue
            action = self._menu.addAction(str(row["name"] or row["code"]).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(row["id"] in self._people)
            action.triggered.connect(lambda on=False, row=row["id"]: self._tick(row, is_on=on))

    def menu(self) -> QMenu:
        """As it would be opened now."""
        self._fill()
        return self._menu

    def show_team(self, team: int | None) -> None:
        self._team, self._people = team, ()
        self._name()
        self._read()

    def show_people(self, people: tuple[int, ...]) -> None:
        self._people = people
        self._name()
        self._read()

    def _tick(self, row: int, *, is_on: bool) -> None:
        others = tuple(each for each in self._people if each != row)
        self.show_people((*others, row) if is_on else others)

    def _name(self) -> None:
        if self._people:
            names = {row["id"]: row["name"] or row["code"] for row in self._rows("salesperson")}
            who = ", ".join(str(names.get(each, "")) for each in self._people[:2])
            said = _("{names} and others").format(names=who) if len(self._people) > 2 else who
        else:
            teams = {row["id"]: row["name"] or row["code"] for row in self._rows("team")}
            said = str(teams.get(self._team) or _("My team"))
        self.who.setText(_("Who: {names}").format(names=said).replace("&", "&&"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_week(self._at.day)

    def turn(self, way: int) -> None:
        self.show_week(turned(Stretch.WEEK, self._first, way))

    def show_week(self, day: date) -> None:
        form = self._place.form
        self._first = week_of(day, form.first_weekday)
        self._at.day = day
        self.turning.say(words.title(Stretch.WEEK, day, self._first, 7, form))
        self._read()

    def _read(self) -> None:
        if not self.isVisible():
            return
        desk, first, team, people = self._place.desk, self._first, self._team, self._people

        def read() -> tuple[Availability, dict[str, list[Row]]]:
            known: dict[str, list[Row]] = {key: [*desk.setup.rows(key)] for key in ("salesperson", "team")}
            who = people or desk.calendar.team(team) or tuple(desk.lists.ids("salesperson", Query()))
            return desk.calendar.availability(who, first, first + timedelta(6)), known

        def take(found: tuple[Availability, dict[str, list[Row]]]) -> None:
            shown, self._known = found
            self._name()
            self.grid.show_found(shown, desk.context.today)

        self._place.jobs.read(read, take, f"availability {id(self)}", urgent=True)

    # -- acts ----------------------------------------------------------------------------------------------

    def _create(self, spot: Spot) -> None:
        """A meeting there with whom the line names, or with everybody."""
        from oppdesk.ui.dialogs.create_task import open_with  # noqa: PLC0415 - a start waits for no dialog

        tasks, found = self._place.desk.tasks, self.grid.found
        new = replace(
            tasks.retyped(tasks.proposal(), TaskType.MEETING),
            on=found.days[spot.day],
            start_time=clock_of(spot.minute),
            duration=AN_HOUR,
            all_day=False,
        )
        there = {seat.salesperson for seat in new.seats}
        people = found.people if spot.line == 0 else found.people[spot.line - 1 : spot.line]
        more = [
            Seat(Attendance.REQUIRED, salesperson=each.person.id)
            for each in people
            if each.person.id not in there
        ]
        shown = tasks.seated(more)  # whom an invitation reaches is invited, as at the table of the dialog
        more = [
            replace(seat, send_invitation=bool(view.e_mail)) for seat, view in zip(more, shown, strict=True)
        ]
        open_with(
            self._place,
            self.window(),
            replace(new, seats=(*new.seats, *more)),
            then=lambda made: made.created.connect(self._page.go_to),
        )
