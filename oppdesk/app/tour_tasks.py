"""What the tour shows of tasks: their list, a card, the table of a meeting, how one is made, and what its end asks."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from oppdesk.app import tour_world
from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.tasks import Closed
from oppdesk.domain.words import ContactType, CountedFrom, TaskType
from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.assign_activity import AssignActivity, open_assign_activity
from oppdesk.ui.dialogs.close_task import open_after_closing, open_cancel
from oppdesk.ui.dialogs.create_task import CreateTask, open_create_task
from oppdesk.ui.dialogs.delete_canceled_tasks import open_delete_canceled
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.tasks import TasksPage

OPEN = Filter("closed", Op.IS, False)


def prepare(desk: Desk) -> None:
    """One task that repeats, with a note, and some answers to an invitation."""
    number = _task(desk, TaskType.NONE)
    desk.tasks.change(
        number, {"recurring": True, "recurring_interval": "1M", "counted_from": int(CountedFrom.DUE_DATE)}
    )
    desk.comments.add("task", number, "Bring the drawings of hall 2, and ask who signs.")
    for seat in desk.tasks.sheet(_task(desk, TaskType.MEETING)).attendees[1:]:
        if seat.id is not None:
            desk.tasks.change_seat(seat.id, {"answer": 1})


def _task(desk: Desk, kind: TaskType) -> int:
    """The first that is open of who sits here."""
    filters = (Filter("type", Op.IS, int(kind)), Filter("salesperson", Op.IS, desk.context.salesperson), OPEN)
    return desk.lists.ids("task", Query(filters, (Order("on"),)))[0]


def _list(window: MainWindow) -> QWidget:
    page = window.go("tasks")
    if isinstance(page, TasksPage):
        page.show_list()
        page.show_view("mine")
    return window.frame


def _card(kind: TaskType) -> Callable[[MainWindow], None]:
    def show(window: MainWindow) -> None:
        window.place.open_record("task", _task(window.place.desk, kind))

    return show


def _table(window: MainWindow) -> None:
    """The card of a meeting, where the table is."""
    desk = window.place.desk
    seat = desk.tasks.sheet(_task(desk, TaskType.MEETING)).attendees[0]
    window.place.open_record("attendee", seat.id or 0)


def _create(kind: TaskType) -> Callable[[MainWindow], None]:
    def show(window: MainWindow) -> None:
        desk = window.place.desk
        person = desk.lists.ids("contact", Query((Filter("type", Op.IS, int(ContactType.PERSON)),)))[0]
        given = {"type": kind, "description": "Visit: walk the line with the plant manager"}
        if kind is TaskType.CALL:
            given = {"type": kind, "description": "Ask about the offer"}

        def repeat(dialog: CreateTask) -> None:
            if kind is TaskType.CALL:
                dialog.series.repeats.setChecked(True)
                dialog.series.interval.set_value("1M")
                dialog.series.tell(dialog.when.on.day())

        open_create_task(window.place, window.frame, given, contact=person, then=repeat)

    return show


def _end(window: MainWindow) -> None:
    """What is told and asked when one of a series is done; nothing is written."""
    desk, today = window.place.desk, window.place.desk.context.today
    call = _task(desk, TaskType.CALL)
    closed = Closed(
        call,
        call,
        desk.tasks.sheet(call).number,
        today - timedelta(days=20),
        today + timedelta(days=1),
        ask_interaction=True,
        type=TaskType.CALL,
    )
    open_after_closing(window.place, window.frame, closed)


def _cancel(window: MainWindow) -> None:
    desk = window.place.desk
    open_cancel(window.place, window.frame, desk.tasks.sheet(_task(desk, TaskType.NONE)))


def _assign(window: MainWindow) -> None:
    desk = window.place.desk
    longest = max(
        desk.setup.rows("activity"),
        key=lambda row: len(desk.activities.planned(row["id"], desk.context.today)),
    )

    def fill(dialog: AssignActivity) -> None:
        dialog.activity.set_value(Ref(longest["id"], longest["code"]))
        dialog.activity.changed.emit(dialog.activity.value())

    open_assign_activity(window.place, window.frame, then=fill)


def _delete(window: MainWindow) -> None:
    open_delete_canceled(window.place, window.frame)


SHOWN: tuple[tuple[str, Callable[[MainWindow], QWidget]], ...] = (("tasks", _list),)
# Each opens a window of its own.
OPENED: tuple[tuple[str, Callable[[MainWindow], None]], ...] = (
    ("task-card", _card(TaskType.NONE)),
    ("task-card-call", _card(TaskType.CALL)),
    ("task-meeting", _table),
    ("create-task", _create(TaskType.CALL)),
    ("create-meeting", _create(TaskType.MEETING)),
    ("task-closed", _end),
    ("task-cancel", _cancel),
    ("assign-activity", _assign),
    ("delete-cancelled-tasks", _delete),
    *tour_world.OPENED,
)
