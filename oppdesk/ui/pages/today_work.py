"""The left half of the start page: what is to be done today, and what needs a next step; or all of one of them."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QScrollArea, QWidget

from oppdesk.i18n import _
from oppdesk.services.today_values import DueTask, Need, Needs, Scope, TaskDays, Tasks
from oppdesk.services.views import tasks_shown
from oppdesk.ui import metrics, task_flows
from oppdesk.ui.dialogs.create_task import open_create_task
from oppdesk.ui.dialogs.move_stage import open_move
from oppdesk.ui.dialogs.task import open_postpone
from oppdesk.ui.metrics import px
from oppdesk.ui.pages.today_lines import BLEED
from oppdesk.ui.pages.today_needs import HEIGHT, NeedStack
from oppdesk.ui.pages.today_tasks import Heap, TaskLine, TaskStack
from oppdesk.ui.pages.today_words import HEAPS
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.labels import Hairline, SectionTitle, Text, text
from oppdesk.ui.workplace import Workplace

LEAST_NEEDS = 3  # lines, however many tasks there are
MOST_LATE = 3  # overdue tasks that go before those of today
_TITLE = 3.5  # u


class TodayWork(QWidget):
    """`mode` None shows both; a heap of tasks or the needs can be shown alone, as long as they are."""

    met = Signal()  # another line has the focus
    list_wanted = Signal()  # all open tasks, in their section

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._scope = Scope.ALL
        self._mode: TaskDays | str | None = None
        self._found: Tasks | None = None
        self._needed: Needs | None = None
        self.title = SectionTitle("", "")
        self.tasks = TaskStack()
        self.quiet = text("", colour="text2", wrap=True)
        self.line = Hairline()
        self.needs_title = SectionTitle(_("Need a next step"), _("Show all"))
        self.needs = NeedStack()
        self.content = text("", colour="text2", wrap=True)
        self.area = QScrollArea()
        self.all_tasks, self.all_needs = TaskStack(), NeedStack()
        self.welcome: EmptyState | None = None
        for each in (
            self.title, self.quiet, self.tasks, self.line, self.needs_title, self.content, self.needs, self.area,
        ):  # fmt: skip
            each.setParent(self)
        self._make_scroll()
        self._connect()

    def _make_scroll(self) -> None:
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(False)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self._inner = QWidget()
        self.all_tasks.setParent(self._inner)
        self.all_needs.setParent(self._inner)
        self.area.setWidget(self._inner)
        self.area.hide()

    def _connect(self) -> None:
        self.title.linked.connect(self._follow_title)
        self.needs_title.linked.connect(lambda: self.show_only("needs"))
        for tasks in (self.tasks, self.all_tasks):
            tasks.opened.connect(self._open_task)
            tasks.finished.connect(self._finish)
            tasks.put_off.connect(self._offer_days)
            tasks.put_by.connect(self._postpone_by)
            tasks.met.connect(self.met)
        for needs in (self.needs, self.all_needs):
            needs.opened.connect(lambda need: self._place.open_record("opportunity", need.deal.id))
            needs.acted.connect(self._act)
            needs.met.connect(self.met)

    def _follow_title(self) -> None:
        if self._mode is None:
            self.list_wanted.emit()
        else:
            self.show_only(None)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [
            *self.title.findChildren(QPushButton),
            *self.tasks.stops(),
            *self.needs_title.findChildren(QPushButton),
            *self.needs.stops(),
            *self.all_tasks.stops(),
            *self.all_needs.stops(),
        ]

    # -- what is shown ----------------------------------------------------------------------------------------

    def show_parts(self, scope: Scope, tasks: Tasks | None, needs: Needs | None) -> None:
        """What is None stays as it is."""
        self._scope = scope
        self._found = tasks or self._found
        self._needed = needs or self._needed
        if tasks is not None:
            self._show_tasks(tasks)
        if needs is not None:
            self._show_needs(needs)
        if self._mode is not None:
            self._read_all()
        self._name()
        self._arrange()
        if self.hasFocus():
            self.take_focus()

    def greet_newcomer(self, *, is_new: bool) -> None:
        """Before there is anything, say how to begin."""
        if is_new and self.welcome is None:
            self.welcome = self._make_welcome()
            self.welcome.setParent(self)
            self.welcome.show()
        elif not is_new and self.welcome is not None:
            self.welcome.deleteLater()
            self.welcome = None
        self._arrange()

    def _make_welcome(self) -> EmptyState:
        new = buttons.button(_("New opportunity"), "plus")
        new.clicked.connect(lambda: self._place.run("file.new-opportunity"))
        more: QPushButton
        if self._place.desk.samples.present():
            more = buttons.button(_("Import opportunities…"), "file-input")
            more.clicked.connect(lambda: self._place.run("file.import-records:opportunity"))
        else:
            more = buttons.button(_("Add sample data"), "flask-conical")
            more.clicked.connect(lambda: self._place.run("tools.add-samples"))
        return EmptyState(
            "sprout",
            _("Your day begins here"),
            _("Make an opportunity, and what it asks of you stands here."),
            new,
            more,
        )

    def show_only(self, mode: TaskDays | str | None) -> None:
        """All tasks of a heap, all `needs`, or both in short again (None)."""
        self._mode = mode
        if mode is not None:
            self._read_all()
        self._name()
        self._arrange()
        if mode is None:
            self.tasks.take_focus()

    def take_focus(self) -> None:
        """Where the day begins: the first task, else what needs a step."""
        for stack in (self.all_tasks, self.all_needs, self.tasks, self.needs):
            if stack.isVisible() and stack.lines():
                stack.take_focus()
                return
        if self.welcome is not None:
            self.welcome.findChildren(QPushButton)[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.take_focus()

    def mode(self) -> TaskDays | str | None:
        return self._mode

    def _show_tasks(self, found: Tasks) -> None:
        late = found.overdue[:MOST_LATE] if found.today else found.overdue
        heaps = [
            Heap(TaskDays.OVERDUE, found.counts[TaskDays.OVERDUE], late),
            Heap(TaskDays.TODAY, found.counts[TaskDays.TODAY], found.today),
            Heap(TaskDays.TOMORROW, found.counts[TaskDays.TOMORROW], found.tomorrow),
        ]
        self.tasks.set_heaps(heaps, self._place.desk.context.work_date, self._place.form)
        is_free = not found.counts[TaskDays.OVERDUE] and not found.counts[TaskDays.TODAY]
        words = _("Nothing is due today.") if found.tomorrow else _("Nothing is due today or tomorrow.")
        self.quiet.setText(words if is_free else "")

    def _show_needs(self, found: Needs) -> None:
        self.needs.set_needs(found.first, self._place.desk.context.work_date, self._place.form)
        self.content.setText("" if found.count else _("Every opportunity in progress has its next step."))

    def _name(self) -> None:
        whole = self._place.form.whole
        if self._mode is None or self._mode == "needs":
            is_mine = self._scope is Scope.MINE
            self.title.set_title(_("My tasks") if is_mine else _("Tasks"))
            counts = self._found.counts if self._found else {}
            number = counts.get(TaskDays.OVERDUE, 0) + counts.get(TaskDays.TODAY, 0)
            self.title.set_count(whole(number) if number else "")
            self.title.set_link(_("All tasks"))
        if self._mode is not None:
            is_heap = isinstance(self._mode, TaskDays)
            words = _(HEAPS[TaskDays(self._mode)]) if is_heap else _("Need a next step")
            self.title.set_title(words)
            self.title.set_link(_("Back to today"))
            number = len(self.all_needs.lines() if self._mode == "needs" else self.all_tasks.lines())
            self.title.set_count(whole(number))
        needed = self._needed.count if self._needed else 0
        self.needs_title.set_count(whole(needed) if needed else "")
        self.needs_title.set_link(_("Show all") if needed > LEAST_NEEDS else "")

    def _read_all(self) -> None:
        desk, scope, mode = self._place.desk, self._scope, self._mode
        today, form = desk.context.work_date, self._place.form

        def show_tasks(tasks: tuple[DueTask, ...]) -> None:
            self.all_tasks.set_heaps([Heap(None, len(tasks), tasks)], today, form)
            self._shown_all(self.all_tasks.take_focus)

        def show_needs(found: Needs) -> None:
            self.all_needs.set_needs(found.first, today, form)
            self._shown_all(self.all_needs.take_focus)

        if mode == "needs":
            self._place.jobs.read(lambda: desk.today.needs(scope), show_needs, f"today all {id(self)}")
        else:
            days = mode if isinstance(mode, TaskDays) else None
            self._place.jobs.read(lambda: desk.today.tasks(scope, days), show_tasks, f"today all {id(self)}")

    def _shown_all(self, take_focus: Callable[[], None]) -> None:
        had_focus = self.area.isAncestorOf(self.window().focusWidget() or self)
        self._arrange()
        self._name()
        if not had_focus:
            take_focus()

    # -- places -----------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        left, wide = px(metrics.PAGE_MARGIN), self.width() - 2 * px(metrics.PAGE_MARGIN)
        is_new, is_alone = self.welcome is not None, self._mode is not None
        top = px(1)
        self.title.setGeometry(left, top, wide, px(_TITLE))
        top += px(_TITLE)
        self.title.setVisible(not is_new)
        for each in (self.tasks, self.line, self.needs_title, self.needs):
            each.setVisible(not is_new and not is_alone)
        self._say(self.quiet, is_shown=not is_new and not is_alone)
        self._say(self.content, is_shown=not is_new and not is_alone)
        self.area.setVisible(is_alone and not is_new)
        if self.welcome is not None:
            self.welcome.setGeometry(left, 0, wide, self.height())
        elif is_alone:
            self._arrange_alone(left, top, wide)
        else:
            self._arrange_both(left, top, wide)

    @staticmethod
    def _say(words: Text, *, is_shown: bool) -> None:
        words.setVisible(is_shown and bool(words.text()))

    def _arrange_alone(self, left: int, top: int, wide: int) -> None:
        """One list as long as it is, to be scrolled."""
        self.area.setGeometry(left - px(BLEED), top, wide + 2 * px(BLEED), self.height() - top - px(0.5))
        is_needs = self._mode == "needs"
        shown = self.all_needs if is_needs else self.all_tasks
        self.all_tasks.setVisible(not is_needs)
        self.all_needs.setVisible(is_needs)
        tall = max(shown.wanted(), 1)
        bleed = 0 if is_needs else px(BLEED)
        self._inner.resize(wide + 2 * px(BLEED) - px(1), tall)
        shown.setGeometry(bleed, 0, self._inner.width() - 2 * bleed, tall)

    def _arrange_both(self, left: int, top: int, wide: int) -> None:
        """Needs keep a few lines, tasks take what they want of the rest, and needs grow into what is left then."""
        every = self._needed.first if self._needed else ()
        row, fixed = px(HEIGHT), px(1) + px(_TITLE) + px(1.25)
        quiet = px(2.5) if self.quiet.text() else 0
        self.quiet.setGeometry(left, top, wide, quiet)
        top += quiet
        least = min(LEAST_NEEDS, len(every)) * row if every else px(2.5)
        room = self.height() - top - fixed - least
        tasks = self.tasks.fitting(room)
        self.tasks.setGeometry(left, top, wide, tasks)
        top += tasks + px(1)
        self.line.setGeometry(left, top, wide, metrics.HAIRLINE)
        self.needs_title.setGeometry(left, top + px(0.75), wide, px(_TITLE))
        top += px(0.75) + px(_TITLE)
        self.content.setGeometry(left, top, wide, px(2.5))
        needs = (self.height() - top - px(0.5)) // row * row
        self.needs.setGeometry(left - px(BLEED), top, wide + 2 * px(BLEED), max(0, needs))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._arrange()

    # -- acts -------------------------------------------------------------------------------------------------

    def chosen(self) -> Need | None:
        """The opportunity whose line has the focus."""
        lines = (*self.needs.lines(), *self.all_needs.lines())
        return next((line.need for line in lines if line.hasFocus() or line.act.hasFocus()), None)

    def chosen_task(self) -> DueTask | None:
        """The task whose line has the focus."""
        lines = (*self.tasks.lines(), *self.all_tasks.lines())
        return next((line.task for line in lines if any(each.hasFocus() for each in line.stops())), None)

    def _open_task(self, task: DueTask) -> None:
        self._place.open_record("task", task.id)

    def _finish(self, line: TaskLine) -> None:
        if line.task is not None:
            task_flows.finish(self._place, self.window(), [line.task.id], line.untick)

    def _offer_days(self, task: DueTask, at: QPoint) -> None:
        self.days_menu(task).popup(at)

    def days_menu(self, task: DueTask) -> QMenu:
        """The usual days to put a task off to, and any other."""
        place, today = self._place, self._place.desk.context.work_date
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, days in ((_("&1 Tomorrow"), 1), (_("&3 In three days"), 3), (_("&7 In a week"), 7)):
            day = today + timedelta(days=days)
            action = menu.addAction(f"{words}\t{place.form.long_day(day)}")
            action.triggered.connect(lambda _checked=False, day=day: self._postpone(task, day))
        menu.addSeparator()
        menu.addAction(_("&Pick a date…")).triggered.connect(lambda: self._pick_day(task))
        return menu

    def _postpone_by(self, task: DueTask, days: int) -> None:
        self._postpone(task, self._place.desk.context.work_date + timedelta(days=days))

    def _postpone(self, task: DueTask, day: date) -> None:
        tasks = self._place.desk.tasks
        self._place.jobs.run(_("Postpone task"), lambda _progress: tasks.postpone(task.id, day))

    def _pick_day(self, task: DueTask) -> None:
        for view in tasks_shown(self._place.desk.lists.rows("task", [task.id])):
            open_postpone(self._place, self.window(), view)

    def _act(self, need: Need) -> None:
        if need.has_no_task:
            open_create_task(self._place, self.window(), opportunity=need.deal.id)
        else:
            open_move(self._place, self.window(), need.deal.id)
