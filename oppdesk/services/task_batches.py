"""Several tasks at once are one action, so that all of it is taken back at once (0.5)."""

from collections.abc import Iterator, Sequence
from datetime import date

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.domain.tasks import NewTask
from oppdesk.i18n import _, ngettext
from oppdesk.services import task_changing, task_closing, task_creating
from oppdesk.services.context import Context
from oppdesk.storage.task_tables import TaskRow
from oppdesk.storage.unit_of_work import Work


def create(
    work: Work, context: Context, every: Sequence[NewTask], progress: Progress | None = None
) -> list[int]:
    """All of them or none; their ids."""
    made = []
    for at, new in enumerate(every):
        if progress is not None:
            progress.step(at, len(every))
        made.append(task_creating.create(work, context, new).id)
    work.title = ngettext("{n} task added", "{n} tasks added", len(made)).format(n=len(made))
    return made


def close(
    work: Work, context: Context, tasks: Sequence[int], progress: Progress | None = None
) -> tuple[str, ...]:
    """Close those that can be (7.3); why the others cannot, a sentence each (TSK-8, TSK-12)."""
    faults: list[str] = []
    for row in _rows(work, tasks, progress):
        try:
            task_closing.close(work, context, row)
        except UserError as error:
            faults.append(error.message)
    count = len(tasks) - len(faults)
    work.title = ngettext("{n} task done", "{n} tasks done", count).format(n=count)
    return tuple(faults)


def cancel(work: Work, context: Context, tasks: Sequence[int], progress: Progress | None = None) -> None:
    """Cancel those that are open; what is done stays done. A series goes on with its next one (A-2)."""
    count = 0
    for row in _rows(work, tasks, progress):
        if not row.closed:
            task_closing.cancel(work, context, row, series=False)
            count += 1
    work.title = ngettext("{n} task cancelled", "{n} tasks cancelled", count).format(n=count)


def reopen(work: Work, tasks: Sequence[int], progress: Progress | None = None) -> None:
    rows = list(_rows(work, tasks, progress))
    for row in rows:
        task_closing.reopen(row)
    if len(rows) == 1:
        work.title = _("Task “{task}” reopened").format(task=rows[0].description)
    else:
        words = ngettext("{n} task reopened", "{n} tasks reopened", len(rows))
        work.title = words.format(n=len(rows))


def postpone(work: Work, tasks: Sequence[int], on: date, progress: Progress | None = None) -> None:
    """Let each begin on that day; it takes as long as before."""
    rows = list(_rows(work, tasks, progress))
    for row in rows:
        task_changing.apply(work, row, {"on": on})
    if len(rows) == 1:
        work.title = _("Task “{task}” postponed").format(task=rows[0].description)
    else:
        words = ngettext("{n} task postponed", "{n} tasks postponed", len(rows))
        work.title = words.format(n=len(rows))


def _rows(work: Work, tasks: Sequence[int], progress: Progress | None) -> Iterator[TaskRow]:
    for at, task in enumerate(tasks):
        if progress is not None:
            progress.step(at, len(tasks))
        yield work.get(TaskRow, task)
