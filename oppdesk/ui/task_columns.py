"""The columns of every list of tasks: done or not, what, when, for whom, and whose it is (5096)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from oppdesk.domain.fields import Ref
from oppdesk.domain.words import PRIORITY, TASK_TYPE, TaskType
from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.services.desk import Desk
from oppdesk.ui import task_words
from oppdesk.ui.cells import (
    Cell,
    DateCell,
    FlagCell,
    IconCell,
    NameCell,
    PriorityCell,
    QuietCell,
    RowState,
)
from oppdesk.ui.list_rows import ListColumn, Row, field_column
from oppdesk.ui.task_words import TASK_ICONS
from oppdesk.ui.workplace import Workplace

TABLE = "task"
COUNTED = frozenset({"ending_on", "ending_time"})  # made when shown: nothing is sorted or filtered by them
_EDITED = frozenset({"team", "duration", "start_time", "location", "recurring_interval", "counted_from"})
# Fields that stand as their kind does everywhere, hidden at first; width in u.
_MORE = (
    ("start_time", 10),
    ("duration", 12),
    ("ending_on", 12),
    ("ending_time", 10),
    ("all_day", 9),
    ("location", 18),
    ("closed_on", 12),
    ("canceled", 10),
    ("completed_by", 14),
    ("company", 18),
    ("salesperson", 14),
    ("team", 12),
    ("recurring", 11),
    ("recurring_interval", 14),
    ("counted_from", 14),
    ("subject", 20),
    ("interaction_template", 16),
    ("language", 12),
    ("number", 12),
)


@dataclass(frozen=True, slots=True)
class Looks:
    """What cells need beside the row; asked for anew when the day changes."""

    form: LocaleFormat
    today: date

    @classmethod
    def of(cls, desk: Desk, form: LocaleFormat) -> "Looks":
        return cls(form, desk.context.work_date)


def row_state(row: Row) -> RowState | None:
    """What is done stands back."""
    return RowState.QUIET if row["closed"] else None


def columns(place: Workplace, looks: Callable[[], Looks]) -> list[ListColumn]:
    """Those one works by first, then all others in the chooser."""
    fields, form = place.desk.lists.fields(TABLE), place.form

    def made(
        name: str, label: str, cell: Callable[[Row, Looks], Cell], width: float, **more: Any
    ) -> ListColumn:
        return ListColumn(name, label, lambda row: cell(row, looks()), width=width, **more)

    first = [
        made(
            "priority",
            "",
            _priority,
            3,
            fixed=True,
            edits=True,
            text=lambda row: _(PRIORITY[row["priority"]]),
        ),
        made("closed", "", _closed, 4, fixed=True, edits=True, text=_closed_words),
        made("type", "", _type, 3.5, fixed=True, text=lambda row: _(TASK_TYPE[row["type"]])),
        made("description", N_("Task"), _name, 0, edits=True),
        made("on", N_("When"), _when, 18, align="right", edits=True, value=lambda row: row["on"]),
        made("contact", N_("Contact"), _contact, 16, edits=True),
        made("opportunity", N_("Opportunity"), _opportunity, 17, edits=True),
        made("whose", N_("For"), _doer, 8, order="salesperson", edits=True, edited="salesperson"),
        made("status", N_("Status"), _status, 11, edits=True),
    ]
    taken = {column.name for column in first}
    rest = [
        replace(
            field_column(fields[each], form, width=width, hidden=True),
            edits=each in _EDITED,
            order="" if each in COUNTED else None,
        )
        for each, width in _MORE
        if each not in taken and each in fields
    ]
    return first + rest


def _priority(row: Row, _looks: Looks) -> Cell:
    return PriorityCell(row["priority"])


def _closed(row: Row, _looks: Looks) -> Cell:
    return FlagCell(bool(row["closed"]), is_box=True)


def _closed_words(row: Row) -> str:
    if row["canceled"]:
        return _("Cancelled")
    return _("Done") if row["closed"] else ""


def _type(row: Row, looks: Looks) -> Cell:
    late = task_words.is_late(row["on"], looks.today, closed=bool(row["closed"]))
    return IconCell(TASK_ICONS[TaskType(row["type"])], tone="overdue" if late else "neutral")


def _name(row: Row, _looks: Looks) -> Cell:
    note = _("repeats") if row["recurring"] and not row["closed"] else ""
    return NameCell(task_words.named(row), note)


def _when(row: Row, looks: Looks) -> Cell:
    late = task_words.is_late(row["on"], looks.today, closed=bool(row["closed"]))
    words = task_words.day_and_time(
        row["on"], row["start_time"], looks.form, looks.today, all_day=bool(row["all_day"])
    )
    return DateCell(words, late)


def _contact(row: Row, _looks: Looks) -> Cell:
    words = task_words.contact_of(row)
    company = row["company"]
    return QuietCell(words or (company.text if isinstance(company, Ref) else ""))


def _opportunity(row: Row, _looks: Looks) -> Cell:
    found = row["opportunity"]
    return QuietCell(found.text if isinstance(found, Ref) else "")


def _doer(row: Row, _looks: Looks) -> Cell:
    found = row["team"] or row["salesperson"]
    return QuietCell(found.text if isinstance(found, Ref) else "")


def _status(row: Row, _looks: Looks) -> Cell:
    words, _icon, _tone = task_words.status_mark(row["status"], canceled=bool(row["canceled"]))
    return QuietCell(words)
