"""What is done to tasks from any window, with the questions that belong to it: done, cancelled, put off, deleted.

What needs no answer is done at once: undo takes it back.
"""
# ruff: noqa: PLC0415 - a dialog is imported when it is first asked for

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from oppdesk.domain.words import TaskType
from oppdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from oppdesk.domain.errors import UserError
    from oppdesk.domain.progress import Progress
    from oppdesk.domain.tasks import Closed, Removal, TaskSheet
    from oppdesk.ui.workplace import Workplace

Act = Callable[["Workplace", "QWidget", "Sequence[int]"], object]
# Fields that are asked about before they change (7.3, 7.6, 7.10).
AGREED = frozenset({"salesperson", "team", "completed_by", "language"})
BY_WHOM = "TSK-8"  # the refusal of a team's task that nobody has done yet


def finish(
    place: Workplace,
    window: QWidget,
    tasks: Sequence[int],
    refused: Callable[[], None] | None = None,
) -> None:
    """Done: of a team's task it is asked who did it, then what else follows (7.3). `refused`: it stays open."""
    if len(tasks) > 1:
        _finish_several(place, window, tasks)
        return
    service = place.desk.tasks
    for task in tasks:

        def failed(error: UserError, task: int = task) -> None:
            from oppdesk.ui.dialogs.close_task import open_completed_by

            if error.number == BY_WHOM:
                open_completed_by(place, window, task)
            else:
                place.prompts.tell(window, _("This task cannot be closed"), error.message)
            if refused is not None:
                refused()

        def work(_progress: Progress, task: int = task) -> Closed:
            return service.done(task)

        place.jobs.run(_("Task done"), work, lambda closed: tell_closed(place, window, closed), failed)


def _finish_several(place: Workplace, window: QWidget, tasks: Sequence[int]) -> None:
    """Each of them; those that cannot be are told together."""
    service, chosen = place.desk.tasks, tuple(tasks)

    def told(faults: tuple[str, ...]) -> None:
        if faults:
            count = len(faults)
            words = ngettext("{count} task stays open.", "{count} tasks stay open.", count)
            sentences = [words.format(count=place.form.whole(count)), *dict.fromkeys(faults)]
            place.prompts.tell(window, _("Not everything could be closed"), "\n".join(sentences))

    place.jobs.run(_("Tasks done"), lambda progress: service.done_all(chosen, progress), told)


def tell_closed(place: Workplace, window: QWidget, closed: Closed) -> None:
    """Ask for the interaction, tell the next of the series; nothing where there is nothing to say."""
    from oppdesk.ui.dialogs.close_task import open_after_closing

    if closed.ask_interaction or closed.next is not None:
        open_after_closing(place, window, closed)


def cancel(place: Workplace, window: QWidget, tasks: Sequence[int]) -> None:
    """One of a series asks whether the series ends with it (A-2)."""
    if len(tasks) != 1:
        _run(place, window, _("Cancel tasks"), tasks, place.desk.tasks.cancel_all)
        return

    def ask(sheet: TaskSheet) -> None:
        if sheet.closed:
            return
        if sheet.recurring:
            from oppdesk.ui.dialogs.close_task import open_cancel

            open_cancel(place, window, sheet)
        else:
            cancel_one(place, window, sheet.id)

    _with_sheet(place, window, tasks[0], ask)


def cancel_one(place: Workplace, window: QWidget, task: int, *, series: bool = False) -> None:
    service = place.desk.tasks

    def refused(error: UserError) -> None:
        place.prompts.tell(window, _("This task cannot be cancelled"), error.message)

    place.jobs.run(
        _("Cancel task"),
        lambda _progress: service.cancel(task, series=series),
        lambda closed: tell_closed(place, window, closed),
        refused,
    )


def reopen(place: Workplace, window: QWidget, tasks: Sequence[int]) -> None:
    _run(place, window, _("Open task again"), tasks, place.desk.tasks.reopen_all)


def skip_forward(place: Workplace, window: QWidget, tasks: Sequence[int]) -> None:
    service = place.desk.tasks
    _run(place, window, _("Skip forward"), tasks[:1], lambda chosen, _progress: service.skip_forward(*chosen))


def postpone(place: Workplace, window: QWidget, tasks: Sequence[int]) -> None:
    """To another day, one that is asked for; several at once go to the same one."""
    from oppdesk.ui.dialogs.task import open_postpone

    def ask(sheet: TaskSheet) -> None:
        open_postpone(place, window, sheet, others=tasks[1:])

    if tasks:
        _with_sheet(place, window, tasks[0], ask)


def remove(place: Workplace, window: QWidget, tasks: Sequence[int]) -> None:
    """Ask with what goes along, then delete (7.11)."""
    service, chosen = place.desk.tasks, tuple(tasks)

    def gone(error: UserError) -> None:
        place.prompts.tell(window, _("This cannot be deleted"), error.message)

    def ask(found: Removal) -> None:
        question, verb = deleting(found, place)
        place.prompts.confirm(
            window,
            question,
            verb,
            lambda: place.jobs.run(_("Delete tasks"), lambda _progress: service.remove(chosen), failed=gone),
        )

    if chosen:
        place.jobs.read(lambda: service.removal(chosen), ask, _key(window), gone)


def deleting(found: Removal, place: Workplace) -> tuple[str, str]:
    """The question, with what is deleted along and what stays, and its verb."""
    count, whole = len(found.tasks), place.form.whole
    if count == 1:
        sentences = [_("Delete “{task}”?").format(task=found.tasks[0].text)]
    else:
        sentences = [_("Delete {count} tasks?").format(count=whole(count))]
    along = []
    if found.attendees:
        words = ngettext("{count} attendee", "{count} attendees", found.attendees)
        along.append(words.format(count=whole(found.attendees)))
    if found.notes:
        along.append(ngettext("{count} note", "{count} notes", found.notes).format(count=whole(found.notes)))
    if along:
        sentences.append(_("Deleted along: {what}.").format(what=", ".join(along)))
    if found.interactions:
        words = ngettext(
            "{count} recorded interaction stays, without the link.",
            "{count} recorded interactions stay, without the link.",
            found.interactions,
        )
        sentences.append(words.format(count=whole(found.interactions)))
    verb = ngettext("Delete task", "Delete {count} tasks", count).format(count=whole(count))
    return " ".join(sentences), verb


def show_meeting(place: Workplace, window: QWidget, tasks: Sequence[int]) -> None:
    """TSK-9."""

    def show(sheet: TaskSheet) -> None:
        if sheet.type is TaskType.MEETING and sheet.attendees:
            place.open_record("attendee", sheet.attendees[0].id or 0)  # the card opens where the table is
        elif sheet.type is TaskType.MEETING:
            place.open_record("task", sheet.id)
        else:
            words = _("“{task}” is no meeting: only meetings have attendees.")
            place.prompts.tell(window, _("Attendees"), words.format(task=sheet.description or sheet.number))

    for task in tasks[:1]:
        _with_sheet(place, window, task, show)


def _with_sheet(place: Workplace, window: QWidget, task: int, act: Callable[[TaskSheet], None]) -> None:
    """Read the task, then act."""
    service = place.desk.tasks

    def gone(error: UserError) -> None:
        place.prompts.tell(window, _("This task cannot be opened"), error.message)

    place.jobs.read(lambda: service.sheet(task), act, _key(window), gone, urgent=True)


def _key(window: QWidget) -> str:
    """Asked twice, as by a double click, it is answered once: no dialog stands on another."""
    return f"task asked about {id(window)}"


def _run(
    place: Workplace,
    window: QWidget,
    title: str,
    tasks: Sequence[int],
    do: Callable[[Sequence[int], Progress], object],
) -> None:
    chosen = tuple(tasks)

    def refused(error: UserError) -> None:
        place.prompts.tell(window, title, error.message)

    if chosen:
        place.jobs.run(title, lambda progress: do(chosen, progress), failed=refused)


def words(row: Mapping[str, Any] | None, count: int) -> frozenset[str]:
    """What holds of the selection, in the words of `ActionSpec.needs`."""
    if not count:
        return frozenset()
    found = {"tasks"}
    if row is not None and count == 1:
        found.add("task")
        found.add("task-closed" if row["closed"] else "task-open")
        if row["type"] == TaskType.MEETING:
            found.add("task-meeting")
        if row["recurring"] and not row["closed"]:
            found.add("task-recurring")
    return frozenset(found)


def record(place: Workplace, window: QWidget, task: int, kind: TaskType) -> None:
    """Record what came of it: a call by the call's own window, all else as an interaction (7.3)."""
    if kind is TaskType.CALL:
        from oppdesk.ui.dialogs.call import open_call

        open_call(place, window, task=task)
    else:
        from oppdesk.ui.dialogs.interaction import open_interaction

        open_interaction(place, window, task=task)


def invite(place: Workplace, window: QWidget, tasks: Sequence[int]) -> None:
    """Send the invitations to a meeting (7.10)."""
    from oppdesk.ui.dialogs.invite import open_invite

    for task in tasks[:1]:
        open_invite(place, window, task)
