"""The calendar in the section of tasks: reads the days that are shown, and writes what hands have moved."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import TaskType
from oppdesk.i18n import EARLIEST, LATEST, _, months_later
from oppdesk.services.calendar import Most
from oppdesk.ui.calendar import words
from oppdesk.ui.calendar.grid import Grid
from oppdesk.ui.calendar.items import Item, clock_of, item_of, placed
from oppdesk.ui.calendar.month_view import MonthView
from oppdesk.ui.calendar.places import Place, Slot
from oppdesk.ui.calendar.time_view import TimeView
from oppdesk.ui.calendar.turning import Turning
from oppdesk.ui.calendar.words import Stretch
from oppdesk.ui.pages.task_ways import TaskWay
from oppdesk.ui.widgets.labels import Hairline
from oppdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from oppdesk.ui.pages.tasks import TasksPage

MOST = {
    Stretch.DAY: Most(40, 400),
    Stretch.WEEK: Most(40, 120),
    Stretch.MONTH: Most(12, 12),
}  # more is not seen, however large the screen
KEPT = 8  # periods that are shown at once when one comes back to them
Rows = Mapping[int, Mapping[str, Any]]


class Read(NamedTuple):
    """What a period holds: rows by id, the same as they are placed, and how many more there are by day."""

    rows: Rows
    items: list[Item]
    more: Mapping[date, int]


class Whereabouts(QObject):
    """The day that all calendars of a page are about: who changes from week to month stays where he was."""

    def __init__(self, page: QWidget, day: date) -> None:
        super().__init__(page)
        self.day = day

    @classmethod
    def of(cls, page: QWidget, day: date) -> "Whereabouts":
        found = page.findChild(cls)
        return found if isinstance(found, cls) else cls(page, day)


def period(stretch: Stretch, day: date, first_weekday: int) -> tuple[date, int]:
    """The first day that is shown and how many; a month with the whole of its first and last week."""
    if stretch is Stretch.DAY:
        return day, 1
    first = day.replace(day=1) if stretch is Stretch.MONTH else day
    back = (first.weekday() - first_weekday) % 7
    begin = first - timedelta(back)
    if stretch is Stretch.WEEK:
        return begin, 7
    last = months_later(first, 1) - timedelta(1)
    return begin, ((last - begin).days // 7 + 1) * 7


def turned(stretch: Stretch, day: date, way: int) -> date:
    """The same place in the period before or after; the ends of time stay what they are."""
    if stretch is Stretch.MONTH:
        found = months_later(day, way)
    else:
        found = day + timedelta(way * (7 if stretch is Stretch.WEEK else 1))
    return found if EARLIEST <= found <= LATEST else day


class CalendarWay(TaskWay):
    def __init__(self, place: Workplace, page: "TasksPage", stretch: Stretch) -> None:
        super().__init__()
        self._place, self._page, self.stretch = place, page, stretch
        self._at = Whereabouts.of(page, place.desk.context.today)
        self._day = self._at.day  # of the period that is shown
        self._query = Query()
        self._shown = Read({}, [], {})
        self._kept: dict[tuple[date, Query], Read] = {}
        self._placing: dict[int, tuple[Place, int]] = {}  # what is being written, and its number
        self._written: set[int] = set()  # numbers
        self._count = 0
        self._is_old = True
        self._goal: int | None = None  # what is chosen as soon as it is read
        self._is_near = False  # the goal lies on the days that are read
        make = MonthView if stretch is Stretch.MONTH else TimeView
        self.grid: Grid = make(place.form)
        self.turning = Turning()
        self.setFocusProxy(self.grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline())
        column.addWidget(self.grid, 1)
        self._connect()
        self._show_period(self._day)

    def _connect(self) -> None:
        grid, page = self.grid, self._page
        grid.chosen.connect(self.selected)
        grid.menu_wanted.connect(self.menu_wanted)
        grid.opened.connect(lambda task: self._place.open_record("task", task))
        grid.create_wanted.connect(self._create)
        grid.placed.connect(self._put)
        grid.delete_wanted.connect(lambda: self._place.run("edit.delete"))
        grid.moved_to.connect(self._move_to)
        grid.left.connect(self._show_period)
        grid.more_wanted.connect(self._show_more)
        grid.day_wanted.connect(lambda day: self._show_day(day, page))
        for turns in (grid.turned, self.turning.turned):
            turns.connect(self.turn)
        for wants in (grid.today_wanted, self.turning.today_wanted):
            wants.connect(self.show_today)

    # -- what the page asks --------------------------------------------------------------------------------

    def show_query(self, query: Query) -> None:
        self._query = Query(query.filters, (), query.text)
        self._read()

    def task(self) -> int | None:
        return self.grid.item_id if self.grid.item_id in self._shown.rows else None

    def row(self) -> Mapping[str, Any] | None:
        task = self.task()
        return None if task is None else self._shown.rows[task]

    def select(self, task: int | None) -> None:
        self._goal, self._is_near = task, False
        self._reach()
        if self._goal is not None:
            desk, goal = self._place.desk, self._goal

            def show(rows: list[dict[str, Any]]) -> None:
                if rows and self._goal == goal and rows[0]["on"] is not None:
                    self._is_near = True
                    self.grid.slot = Slot(rows[0]["on"], self.grid.slot.minute)
                    self._show_period(rows[0]["on"])

            self._place.jobs.read(lambda: desk.lists.rows("task", [goal]), show, f"calendar goal {id(self)}")

    def _reach(self) -> None:
        if self._goal is None:
            self.grid.choose(None)
        elif self._goal in self._shown.rows:
            self.grid.choose(self._goal)
            self.grid.reveal()
            self._goal = None

    def take_news(self, changes: Changes) -> None:
        if changes.touches("task", "attendee", "contact", "opportunity"):
            self._kept.clear()
            self._read()

    def refresh(self) -> None:
        self._kept.clear()
        self._show_period(self._day)

    def tools(self) -> tuple[QWidget, ...]:
        return (self.turning,)

    # -- the period ----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._at.day != self._day and not self.grid.shows(self._at.day):
            self._show_period(self._at.day)
        elif self._is_old:
            self._read()

    def turn(self, way: int) -> None:
        """To the period before (-1) or after, at the same place in it."""
        day = turned(self.stretch, self._day, way)
        self.grid.slot = Slot(day, self.grid.slot.minute)
        self._show_period(day)

    def show_today(self) -> None:
        today = self._place.desk.context.today
        self._show_period(today)
        self.grid.go_to_day(today)

    def _show_period(self, day: date) -> None:
        self._day = day
        context, form = self._place.desk.context, self._place.form
        first, count = period(self.stretch, day, form.first_weekday)
        if not first <= self.grid.slot.day < first + timedelta(count):
            self.grid.slot = Slot(day, self.grid.slot.minute)
        if isinstance(self.grid, MonthView):
            self.grid.month = day
        self.grid.show_days(first, count, today=context.today, work_date=context.work_date)
        self.turning.say(words.title(self.stretch, day, first, count, form))
        self._at.day = self.grid.slot.day
        self._read()

    def _move_to(self, day: date) -> None:
        self._at.day = day
        if self.stretch is not Stretch.MONTH or (day.year, day.month) == (self._day.year, self._day.month):
            self._day = day

    # -- reading -------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """In the reader; what was read of the period before is shown meanwhile."""
        if not self.isVisible():
            self._is_old = True
            return
        self._is_old = False
        desk, query, work_date = self._place.desk, self._query, self._place.desk.context.work_date
        first, last = self.grid.first, self.grid.first + timedelta(self.grid.count - 1)
        most = MOST[self.stretch]
        if (first, query) in self._kept:
            self._take(self._kept[first, query])

        def read() -> Read:
            found = desk.calendar.rows(query, first, last, most)
            items = [item_of(row, work_date) for row in found.rows]
            return Read({row["id"]: row for row in found.rows}, items, found.more)

        def take(found: Read) -> None:
            self._keep((first, query), found)
            self._placing = {
                task: placing for task, placing in self._placing.items() if placing[1] not in self._written
            }
            self._written.clear()
            self._take(found)
            if self._is_near:
                self._goal = None  # else the filters leave it out

        self._place.jobs.read(read, take, f"calendar {id(self)}", urgent=True)

    def _keep(self, key: tuple[date, Query], found: Read) -> None:
        self._kept.pop(key, None)
        self._kept[key] = found
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]

    def _take(self, found: Read) -> None:
        self._shown = found
        self._show()
        if self._goal is not None:
            self._reach()

    def _show(self) -> None:
        """What is read, and over it what is being written."""
        shown = [self._now(item) for item in self._shown.items]
        self.grid.set_items(shown, self._placing.keys(), self._shown.more)

    def _now(self, item: Item) -> Item:
        if item.id not in self._placing:
            return item
        to = self._placing[item.id][0]
        work_date = self._place.desk.context.work_date
        return placed(item, to.on, to.start, to.duration, work_date, all_day=to.all_day)

    # -- writing -------------------------------------------------------------------------------------------

    def _put(self, item: Item, to: Place) -> None:
        """Shown at once, written beside the windows, and put back if it is refused."""
        self._count += 1
        number, tasks = self._count, self._place.desk.tasks
        self._placing[item.id] = (to, number)
        self._show()
        self.grid.follow(item.id)

        def end() -> None:
            """Whatever became of it, also when the disk is full: what is stored is shown again."""
            self._written.add(number)
            self._read()

        def refuse(error: UserError) -> None:
            self._placing.pop(item.id, None)
            self._show()
            self._page.remark(error.message)

        def write(_progress: object) -> None:
            tasks.place(item.id, to.on, clock_of(to.start), to.duration, all_day=to.all_day)

        self._place.jobs.run(_("Move task"), write, None, refuse, end)

    def _create(self, to: Place) -> None:
        """With a time it is a meeting, without one a plain task, until the dialog says otherwise."""
        from oppdesk.ui.dialogs.create_task import open_create_task  # noqa: PLC0415 - a start waits for no dialog

        given: dict[str, Any] = {"on": to.on, "duration": to.duration}
        if to.start is not None:
            given |= {"type": TaskType.MEETING, "start_time": clock_of(to.start), "all_day": False}
        open_create_task(
            self._place,
            self.window(),
            given,
            then=lambda made: made.created.connect(self._page.go_to),
            **self._whose(),
        )

    def _whose(self) -> dict[str, int]:
        """What the filters say of every task here, a new one has too (7.8)."""
        names = {
            "salesperson": "salesperson",
            "participant": "salesperson",
            "team": "team",
            "contact": "contact",
        }
        names |= {"attendee": "contact", "opportunity": "opportunity"}
        return {
            names[term.field]: term.value
            for term in self._query.filters
            if term.op is Op.IS and term.field in names and isinstance(term.value, int)
        }

    # -- other ways ----------------------------------------------------------------------------------------

    def _show_day(self, day: date, page: "TasksPage") -> None:
        self._at.day = day
        if self.stretch is not Stretch.DAY:
            page.show_way(Stretch.DAY.value)

    def _show_more(self, day: date) -> None:
        """A day whose tasks have no room: alone, and if that does not help as a list."""
        if self.stretch is not Stretch.DAY:
            self._show_day(day, self._page)
            return
        others = tuple(term for term in self._page.bar.filters() if term.field != "on")
        self._page.show_filters((*others, Filter("on", Op.IS, day)))
