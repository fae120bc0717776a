"""The first page: what the day brings, what is late, what falls asleep, and how the pipeline stands, in one look."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.query import Filter, Op
from oppdesk.domain.words import Status
from oppdesk.i18n import N_
from oppdesk.services.today_values import CONCERNS, EVERYTHING, OPEN, SLOW, Part, Scope, Snapshot, TaskDays
from oppdesk.ui import metrics, paint
from oppdesk.ui.interaction_acts import ABOUT, InteractionActs
from oppdesk.ui.metrics import px
from oppdesk.ui.opportunity_handlers import OpportunityHandlers, status_words
from oppdesk.ui.pages import today_words
from oppdesk.ui.pages.page import Page
from oppdesk.ui.pages.today_head import TodayHead
from oppdesk.ui.pages.today_side import TodaySide
from oppdesk.ui.pages.today_words import ListLink
from oppdesk.ui.pages.today_work import TodayWork
from oppdesk.ui.widgets.labels import Hairline
from oppdesk.ui.workplace import Workplace

NOTHING_FOR = 200  # milliseconds before the page shows that it is loading
CHARTED = (
    "opportunity",
    "opportunity_entry",
    "sales_cycle",
    "sales_cycle_stage",
    "salesperson",
    "company_info",
)
_LEFT, _RIGHT = 11, 10  # shares of the width


class TodayPage(Page, OpportunityHandlers, InteractionActs):
    title = N_("Today")
    icon = "sun"

    def __init__(
        self, place: Workplace, parent: QWidget | None = None, *, now: Callable[[], datetime] = datetime.now
    ) -> None:
        super().__init__(place, parent)
        self._now = now
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._me = place.desk.context.salesperson
        self.scope = place.desk.today.usual_scope()
        self._wanted: frozenset[Part] = frozenset()  # asked for and not yet answered
        self._counts: dict[TaskDays, int] = {}
        self._stops = 0  # of the Tab key, whose order is known
        self.head = TodayHead()
        self.work = TodayWork(place)
        self.side = TodaySide(place)
        self._slow = QTimer(self, singleShot=True, interval=NOTHING_FOR)
        self._midnight = QTimer(self, singleShot=True)
        self._lay_out()
        self._waiting = Waiting(self)
        self._connect()
        self.read(EVERYTHING)
        self.side.chart.show_scope(self.scope)
        self._midnight.start(self.until_midnight())
        self.setFocusProxy(self.work)

    def _lay_out(self) -> None:
        self._halves = QWidget()
        halves = QHBoxLayout(self._halves)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(0)
        halves.addWidget(self.work, _LEFT)
        halves.addWidget(Hairline(Qt.Orientation.Vertical))
        halves.addWidget(self.side, _RIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(Hairline())
        self._area = QScrollArea()  # for letters so large that no window is high enough
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self._area.setWidget(self._halves)
        column.addWidget(self._area, 1)

    def _connect(self) -> None:
        self._slow.timeout.connect(self._waiting.show)
        self._midnight.timeout.connect(self.begin_day)
        self.head.scope_chosen.connect(self._take_scope)
        self.head.chosen.connect(self._follow)
        self.work.met.connect(self.selection_changed)
        self.side.top.met.connect(self.selection_changed)
        self.side.recent.met.connect(self.selection_changed)
        self.side.chart.chosen.connect(self._follow)
        self.side.chart.sized.connect(self._order_stops)
        self.side.list_wanted.connect(self._show_open)
        self.side.log_wanted.connect(self._show_log)
        self.side.said.met.connect(self.selection_changed)
        self.work.list_wanted.connect(self._show_tasks)
        self.head.wanted.connect(self.place.run)
        self.place.preferences.changed.connect(self._take_preferences)

    # -- what is shown ----------------------------------------------------------------------------------------

    def read(self, parts: frozenset[Part]) -> None:
        """Bring these parts by the reading thread, with what was asked for before and is not there yet."""
        self._wanted |= parts
        if parts - SLOW:
            self._slow.start()
            self._read(self._wanted - SLOW, "first", is_urgent=True)
        if parts & SLOW:
            self._read(self._wanted & SLOW, "then", is_urgent=False)

    def _read(self, parts: frozenset[Part], key: str, *, is_urgent: bool) -> None:
        desk, scope = self.place.desk, self.scope

        def show(found: Snapshot) -> None:
            self._wanted -= parts
            self._show(found)

        self.place.jobs.read(
            lambda: desk.today.look(scope, parts), show, f"today {key} {id(self)}", urgent=is_urgent
        )

    def _show(self, found: Snapshot) -> None:
        """Each part in a turn of its own: a day full of tasks is a hundred lines to make."""
        self._slow.stop()
        self._waiting.hide()
        self.side.chart.money = found.currency
        scope = found.scope
        steps: list[Callable[[], object]] = [partial(self._show_head, found)]
        if found.tasks is not None:
            steps.append(partial(self.work.show_parts, scope, found.tasks, None))
        if found.needs is not None:
            steps.append(partial(self.work.show_parts, scope, None, found.needs))
        if found.top is not None:
            steps.append(partial(self.side.show_top, found.top))
        if found.recent is not None:
            steps.append(partial(self.side.show_recent, found.recent, self._now()))
        if found.said is not None:
            steps.append(partial(self.side.show_said, found.said))
        self.place.jobs.in_turns(self, [*steps, partial(self._end_showing, found)])

    def _show_head(self, found: Snapshot) -> None:
        form = self.place.form
        self.head.greet(found.name, self._now(), today_words.day_line(found.work_date, form))
        self.head.set_scopes(found.scopes, found.scope)
        self.head.show_figures(found.figures, found.tasks, found.cues, form, found.currency)

    def _end_showing(self, found: Snapshot) -> None:
        if found.tasks is not None:
            self._counts = found.tasks.counts
            self.tell_status()
        self._greet_newcomer(found)
        self._order_stops()
        self.selection_changed.emit()

    def _order_stops(self) -> None:
        """By reading, in whatever order they were made."""
        stops = [*self.head.stops(), *self.work.stops(), *self.side.stops()]
        if len(stops) != self._stops:
            self._stops = len(stops)
            for one, two in pairwise(stops):
                QWidget.setTabOrder(one, two)

    def _greet_newcomer(self, found: Snapshot) -> None:
        if found.figures is not None:
            is_bare = not (found.figures.open.count or found.figures.closed.count)
            self.work.greet_newcomer(is_new=is_bare and not any(self._counts.values()))

    def refresh(self) -> None:
        """F5, or another day."""
        self.read(EVERYTHING)
        self.side.chart.read()
        self._midnight.start(self.until_midnight())

    def take_news(self, changes: Changes) -> None:
        tables = {table for table, _row in changes.rows}
        parts = frozenset().union(*(CONCERNS.get(table, EVERYTHING) for table in tables))
        self.read(parts)
        if changes.touches(*CHARTED):
            self.side.chart.read()

    def tell_status(self) -> None:
        self.status.emit(today_words.status_words(self._counts, self.place.form))

    def _take_scope(self, scope: Scope) -> None:
        self.scope = scope
        self.read(EVERYTHING)
        self.side.chart.show_scope(scope)

    def _take_preferences(self) -> None:
        """Another user has other records."""
        if self.place.desk.context.salesperson != self._me:
            self._me = self.place.desk.context.salesperson
            self._take_scope(self.place.desk.today.usual_scope())

    # -- the day ----------------------------------------------------------------------------------------------

    def until_midnight(self) -> int:
        """Milliseconds, and a second more so that it has passed."""
        now = self._now()
        tomorrow = datetime.combine(now.date() + timedelta(days=1), time.min, now.tzinfo)
        return round((tomorrow - now).total_seconds() * 1000) + 1000

    def begin_day(self) -> None:
        """What is due and overdue changes in every window."""
        self.place.hub.day_changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Come back to in the afternoon, it is no morning any more."""
        super().showEvent(event)
        self.head.greet_again(self._now())

    # -- where it leads ---------------------------------------------------------------------------------------

    def _follow(self, opens: object) -> None:
        if isinstance(opens, ListLink):
            self.list_wanted.emit(opens.section, opens.filters)
        elif isinstance(opens, TaskDays):
            self.work.show_only(opens)
        elif opens == today_words.DUPLICATES:
            self.place.show_duplicates(())

    def _show_open(self) -> None:
        filters: tuple[Filter, ...] = (*self.place.desk.today.filters(self.scope), OPEN)
        self.list_wanted.emit("opportunities", filters)

    def _show_log(self) -> None:
        drafts = Filter("postponed", Op.IS, value=False)
        self.list_wanted.emit("interactions", (*self.place.desk.today.filters(self.scope), drafts))

    def _show_tasks(self) -> None:
        """All open ones of those whose records are counted."""
        people = self.place.desk.today.salespeople(self.scope)
        whose = () if people is None else (Filter("participant", Op.AMONG, people),)
        self.list_wanted.emit("tasks", (*whose, Filter("closed", Op.IS, value=False)))

    # -- what the frame asks ----------------------------------------------------------------------------------

    def opportunity(self) -> int | None:
        """That of the line with the focus."""
        need = self.work.chosen()
        return need.deal.id if need is not None else self.side.chosen()

    def about(self) -> dict[str, int]:
        """Whom a call or an interaction is with: what the line with the focus is about."""
        task, opportunity = self.work.chosen_task(), self.opportunity()
        if task is not None:
            return {"task": task.id}
        if opportunity is not None:
            return {"opportunity": opportunity}
        table, row = self.side.focused()
        return {table: row} if table in ABOUT else {}

    def selected(self) -> tuple[int, ...]:
        chosen = self.opportunity()
        return () if chosen is None else (chosen,)

    def words(self) -> frozenset[str]:
        chosen = self.opportunity()
        if chosen is None:
            return super().words()
        rows = self.place.desk.lists.rows("opportunity", [chosen])
        status = Status(rows[0]["status"]) if rows else None
        return super().words() | status_words(status, may_reopen=False)

    def asks_from(self) -> QWidget:
        return self.window()

    def remark(self, sentence: str) -> None:
        self.remarked.emit(sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._waiting.setGeometry(self._area.geometry())


class Waiting(QWidget):
    """Grey bars in the shape of what will stand there."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        left, half = px(metrics.PAGE_MARGIN), self.width() * _LEFT // (_LEFT + _RIGHT)
        for start, wide, step in (
            (left, half - 2 * left, 5),
            (half + left, self.width() - half - 2 * left, 3.25),
        ):
            paint.fill(painter, QRect(start, px(2), px(12), px(1.5)), "rule", 2)
            top, at = px(5), 0
            while top < self.height() - px(2):
                part = (0.62, 0.48, 0.55)[at % 3]
                paint.fill(painter, QRect(start, top, round(wide * part), px(1)), "rule", 2)
                top, at = top + px(step), at + 1
        painter.end()
