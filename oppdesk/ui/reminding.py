"""Looks at the clock now and then and says what is due: at the bell, on the desktop, and once at start.

Nothing is counted down. Each tick asks the clock, so that a night of sleep, a change of the clocks or a clock that was
set anew makes it late by one tick at most.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMenu

from oppdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from oppdesk.domain.changes import Changes
    from oppdesk.domain.reminders import Habit
    from oppdesk.services.reminders import Due
    from oppdesk.services.today_values import DueTask
    from oppdesk.ui.bell import Bell
    from oppdesk.ui.pages.today_tasks import TaskLine
    from oppdesk.ui.preferences import Preferences, Workstation
    from oppdesk.ui.reminder_list import ReminderPopup
    from oppdesk.ui.tray import Tray
    from oppdesk.ui.workplace import Workplace

TICK = 20_000  # milliseconds
AFTER_START = 2_000  # milliseconds: the first page comes first
SET_BACK = timedelta(seconds=30)  # a clock is corrected by less now and then
AT_LEAST = timedelta(minutes=5)  # it is looked, whatever the clock says
NAMED = 3  # tasks that a notification names


class Reminding(QObject):
    """`now` gives the moment; tests hold it."""

    def __init__(
        self,
        place: Workplace,
        frame: QMainWindow,
        bell: Bell,
        parent: QObject,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        make_tray: Callable[[QMainWindow, Preferences, QObject], Tray] | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_tray = make_tray
        self._place = place
        self._frame = frame
        self._bell = bell
        self._now = now
        self.tray: Tray | None = None
        self.popup: ReminderPopup | None = None
        self.due: Due | None = None
        self._told: frozenset[int] | None = None  # None until the first look
        self._seen: datetime | None = None  # what the clock showed last
        self._asked: datetime | None = None
        bell.clicked.connect(self.open_list)
        self._ticks = QTimer(self, interval=TICK)
        self._ticks.timeout.connect(self.tick)
        self._first = QTimer(self, singleShot=True, interval=AFTER_START)
        self._first.timeout.connect(self.begin)
        self._first.start()

    def begin(self) -> None:
        """Say what was missed, and look at the clock from now on."""
        from oppdesk.ui.tray import Tray  # noqa: PLC0415 - a start need not wait for it

        if self.tray is not None:
            return
        self._first.stop()
        self.tray = (self._make_tray or Tray)(self._frame, self._place.preferences, self)
        self.tray.clicked.connect(self.open_list)
        self.tray.quick_task.connect(lambda: self._place.run("task.quick-line"))
        self._place.hub.changed.connect(self._hear)
        self._place.hub.day_changed.connect(self.look)
        self._place.preferences.changed.connect(self._take_preferences)
        self._place.desk.reminders.habit = habit_of(self._place.preferences.now)
        self._ticks.start()
        self.look()

    # -- looking ----------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Ask the clock: whether the next one is due, or whether the clock itself was set back."""
        now, due, before = self._now(), self.due, self._seen
        self._seen = now
        if before is not None and now < before - SET_BACK:
            reminders = self._place.desk.reminders
            self._place.jobs.run(
                _("Reminders"), lambda _progress: reminders.clock_set_back(now), lambda _none: self.look()
            )
        elif due is None or due.next_at is None or now >= due.next_at or self._is_long_ago(now):
            self.look()

    def _is_long_ago(self, now: datetime) -> bool:
        """A change of the time zone tells nobody."""
        return self._asked is None or now >= self._asked + AT_LEAST

    def look(self) -> None:
        """Read what is due at this moment, beside the windows."""
        now, reminders = self._now(), self._place.desk.reminders
        self._seen = self._asked = now
        self._place.jobs.read(lambda: reminders.due(now), self._show, f"reminders {id(self)}")

    def _show(self, due: Due) -> None:
        from oppdesk.services.reminders import COUNTED  # noqa: PLC0415 - read by then

        self.due = due
        self._bell.set_count(due.count, self._place.form, is_more=due.count >= COUNTED)
        if self.popup is not None:
            self.popup.show_due(due)
        before, self._told = self._told, frozenset(task.id for task in due.tasks)
        fresh = [task for task in due.tasks if before is None or task.id not in before]
        if fresh and self.tray is not None:
            count = due.count if before is None else len(fresh)
            self.tray.tell(*announced(fresh, count, self._place))

    def _hear(self, changes: Changes) -> None:
        if changes.touches("task", "attendee"):
            self.look()

    def _take_preferences(self) -> None:
        """Another habit, or another person."""
        self._place.desk.reminders.habit = habit_of(self._place.preferences.now)
        self.look()

    # -- the list ---------------------------------------------------------------------------------------------

    def open_list(self) -> None:
        """Under the bell; again, and it goes."""
        from oppdesk.ui.reminder_list import ReminderPopup  # noqa: PLC0415 - when it is wanted

        self.begin()
        if self.popup is None:
            self.popup = ReminderPopup(self._place, self._bell)
            listed = self.popup.list
            listed.stack.opened.connect(self._open)
            listed.stack.finished.connect(self._finish)
            listed.stack.put_off.connect(lambda task, at: self.menu([task]).popup(at))
            listed.snooze_all.connect(lambda at: self.menu(listed.tasks()).popup(at))
        if self.due is not None:
            self.popup.show_due(self.due)
        self.popup.open()
        self.look()

    def _open(self, task: DueTask) -> None:
        if self.popup is not None:
            self.popup.hide()
        self._place.open_record("task", task.id)

    def _finish(self, line: TaskLine) -> None:
        from oppdesk.ui import task_flows  # noqa: PLC0415 - when it is wanted

        if line.task is not None:
            task_flows.finish(self._place, self._frame, [line.task.id], line.untick)

    def menu(self, tasks: Sequence[DueTask]) -> QMenu:
        """How long to say nothing of these tasks."""
        from oppdesk.domain.reminders import LONG, SHORT  # noqa: PLC0415 - as above

        reminders, form = self._place.desk.reminders, self._place.form
        menu = QMenu(self._bell)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        tomorrow = reminders.tomorrow(self._now())
        clock = form.clock(tomorrow.astimezone(reminders.zone).time())
        for words, until in (
            (_("In &10 minutes"), lambda: self._now() + SHORT),
            (_("In 1 &hour"), lambda: self._now() + LONG),
            (_("&Tomorrow, {time}").format(time=clock), lambda: tomorrow),
        ):
            menu.addAction(words).triggered.connect(
                lambda _checked=False, until=until: self.snooze(tasks, until())
            )
        menu.addSeparator()
        menu.addAction(_("At a time of my &own…")).triggered.connect(lambda: self._ask_time(tasks))
        return menu

    def snooze(self, tasks: Sequence[DueTask], until: datetime) -> None:
        reminders, keys = self._place.desk.reminders, [task.id for task in tasks]
        self._place.jobs.run(
            _("Snooze"), lambda _progress: reminders.snooze(keys, until), lambda _none: self.look()
        )

    def _ask_time(self, tasks: Sequence[DueTask]) -> None:
        from oppdesk.domain.reminders import LONG, utc  # noqa: PLC0415 - as above
        from oppdesk.ui.dialogs.snooze import SnoozeDialog  # noqa: PLC0415

        if self.popup is not None:
            self.popup.hide()
        zone = self._place.desk.reminders.zone
        proposed = (self._now() + LONG).astimezone(zone).replace(tzinfo=None)
        name = (
            tasks[0].description
            if len(tasks) == 1
            else ngettext("{count} task", "{count} tasks", len(tasks)).format(count=len(tasks))
        )
        SnoozeDialog(
            self._place, name, proposed, lambda local: self.snooze(tasks, utc(local, zone)), self._frame
        ).open()


def habit_of(now: Workstation) -> Habit:
    """The user's habit; what is no time of the day in the settings is as good as none."""
    from oppdesk.domain.reminders import Habit  # noqa: PLC0415 - a start need not wait for it

    try:
        start = time.fromisoformat(now.day_start)
    except ValueError:
        start = Habit().day_start
    return Habit(max(now.remind_before, 0), start.replace(tzinfo=None))


def announced(tasks: Sequence[DueTask], count: int, place: Workplace) -> tuple[str, str]:
    """Title and words of a notification: one task by its name, several by their number and the first names.

    Many desktops read marks of HTML in it, pictures and links too: nothing of a record may be one (I11).
    """
    named = [_named(task, place).replace("<", "‹") for task in tasks[:NAMED]]
    if count == 1:
        title, _rest, note = named[0].partition("\n")
        return title, note
    words = ngettext("{count} task asks for attention", "{count} tasks ask for attention", count)
    lines = [each.partition("\n")[0] for each in named]
    if count > len(lines):
        lines.append("…")
    return words.format(count=place.form.whole(count)), "\n".join(lines)


def _named(task: DueTask, place: Workplace) -> str:
    """What it is, below it when and with whom."""
    clock = place.form.clock(task.at)
    who = " · ".join(part for part in (clock, task.person, task.company) if part)
    return f"{task.description or _('a task without description')}\n{who}"
