"""Deleting tasks with all that hangs on them, one by one or all that were cancelled (7.3, 7.11)."""

from collections.abc import Sequence

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.tasks import Removal
from oppdesk.i18n import ngettext
from oppdesk.storage import comments, interactions, listing, lists, setup, tasks
from oppdesk.storage.unit_of_work import Reader, Work

_BLOCK = 500
_CANCELED = Filter("canceled", Op.IS, value=True)


def removal(connection: Reader, ids: Sequence[int]) -> Removal:
    attendees, notes, interactions = tasks.hanging_on(connection, ids)
    return Removal(tasks.named(connection, ids), attendees, notes, interactions)


def remove(work: Work, ids: Sequence[int]) -> None:
    """Attendees, languages and notes go with a task; interactions stay and lose their link."""
    every = list(dict.fromkeys(ids))
    for start in range(0, len(every), _BLOCK):
        some = every[start : start + _BLOCK]
        interactions.detach(work, "task", some)
        for table in ("attendee", "task_language"):
            setup.remove_many(work, table, tasks.parts(work, table, some))
        comments.remove_all(work, "task", some)
        setup.remove_many(work, "task", some)
    work.title = ngettext("{n} task deleted", "{n} tasks deleted", len(every)).format(n=len(every))


def canceled(connection: Reader, filters: Sequence[Filter]) -> list[int]:
    return list(listing.ids(connection, lists.listing("task"), Query((*filters, _CANCELED))))


def title_of_canceled(count: int) -> str:
    return ngettext("{n} cancelled task deleted", "{n} cancelled tasks deleted", count).format(n=count)
