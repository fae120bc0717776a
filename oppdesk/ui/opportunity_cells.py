"""From a row of the list of opportunities to what its cells show: the same facts in list, board and start page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from oppdesk.domain.fields import Kind
from oppdesk.domain.words import PRIORITY, STATUS, Status, TaskType
from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.services.desk import Desk
from oppdesk.ui.cells import (
    Cell,
    DateCell,
    FigureCell,
    NameCell,
    NextStepCell,
    PillCell,
    PriorityCell,
    QuietCell,
    StageCell,
)
from oppdesk.ui.list_rows import ListColumn, field_column
from oppdesk.ui.opportunity_words import TASK_ICONS, currency, in_currency, status_mark
from oppdesk.ui.widgets.board_cards import BoardCard
from oppdesk.ui.workplace import Workplace

Row = Mapping[str, Any]
_OUTCOMES = {Status.WON: "won", Status.LOST: "lost"}
# Fields that stand as their kind does everywhere; width in u. All of 8.1 that the first columns do not show.
_EDITED = frozenset({"chances", "sales_cycle", "salesperson"})  # in place, beside those of the first columns
_MORE = (
    ("number", 11),
    ("company", 18),
    ("salesperson", 16),
    ("sales_cycle", 14),
    ("created_on", 12),
    ("closed_on", 12),
    ("chances", 12),
    ("completed", 12),
    ("probability", 12),
    ("quote", 12),
    ("external_number", 16),
)


@dataclass(frozen=True, slots=True)
class Looks:
    """What cells need beside the row; asked for anew when the day or the setup changes."""

    form: LocaleFormat
    today: date
    stale_days: int

    @classmethod
    def of(cls, desk: Desk, form: LocaleFormat) -> "Looks":
        days = desk.setup.setting("marketing_setup", "stale_days")
        return cls(form, desk.context.work_date, days if isinstance(days, int) else 28)


def is_open(row: Row) -> bool:
    return row["status"] in (Status.NOT_STARTED, Status.IN_PROGRESS)


def days_in_stage(row: Row, looks: Looks) -> int | None:
    """None unless it is in progress: only then it waits in a stage."""
    since: date | None = row["stage_since"]
    if row["status"] != Status.IN_PROGRESS or since is None:
        return None
    return max(0, (looks.today - since).days)


def is_stale(row: Row, looks: Looks) -> bool:
    waiting = days_in_stage(row, looks)
    return waiting is not None and waiting >= looks.stale_days


def is_overdue(row: Row, looks: Looks) -> bool:
    """Its estimated closing date has passed."""
    closing = row["closing_on"]
    return row["status"] == Status.IN_PROGRESS and closing is not None and closing < looks.today


def stage_cell(row: Row, looks: Looks) -> StageCell:
    status = Status(row["status"])
    name = row["stage_description"] if status is Status.IN_PROGRESS else _(STATUS[status])
    return StageCell(
        number=row["stage_position"] if status is Status.IN_PROGRESS else 0,
        count=row["stage_count"],
        name=name or _("stage {number}").format(number=row["stage"]),
        days=days_in_stage(row, looks),
        stale=is_stale(row, looks),
        outcome=_OUTCOMES.get(status, ""),  # type: ignore[arg-type]
    )


def step_cell(row: Row, looks: Looks) -> NextStepCell:
    if not is_open(row):
        return NextStepCell(is_closed=True)
    on = row["next_step_on"]
    if on is None:
        return NextStepCell()
    return NextStepCell(
        icon=TASK_ICONS[TaskType(row["next_step_type"] or 0)],
        date=looks.form.short_day(on, looks.today),
        text=row["next_step"] or "",
        overdue=on < looks.today,
    )


def step_words(row: Row, looks: Looks) -> str:
    """The next step as it is copied and read aloud."""
    if not is_open(row):
        return ""
    on = row["next_step_on"]
    return _("No next step") if on is None else f"{looks.form.short_day(on, looks.today)} {row['next_step']}"


def days_overdue(row: Row, looks: Looks) -> int:
    return (looks.today - row["closing_on"]).days if is_overdue(row, looks) else 0


def closing_day(row: Row) -> date | None:
    """The estimated closing date; of a closed one the day it was closed."""
    found: date | None = row["closing_on"] if row["closed_on"] is None else row["closed_on"]
    return found


def closing_cell(row: Row, looks: Looks) -> DateCell:
    return DateCell(looks.form.short_day(closing_day(row), looks.today), is_overdue(row, looks))


def card(row: Row, looks: Looks) -> BoardCard:
    """The card of the board."""
    closing = closing_cell(row, looks)
    contact = row["company"] or row["contact"]
    return BoardCard(
        id=row["id"],
        name=row["description"] or row["number"],
        contact=contact.text if contact else "",
        amount=looks.form.amount(row["estimated_value"]),
        closing=closing.text,
        overdue=closing.overdue,
        step=step_cell(row, looks),
        days=days_in_stage(row, looks),
        stale=is_stale(row, looks),
        priority=row["priority"],
    )


def columns(place: Workplace, looks: Callable[[], Looks]) -> list[ListColumn]:
    """Those of the pictures first, then all others of 8.1 in the chooser."""
    fields, form = place.desk.lists.fields("opportunity"), place.form
    money = currency(place.desk)

    def made(
        name: str, label: str, cell: Callable[[Row, Looks], Cell], width: float, **more: Any
    ) -> ListColumn:
        return ListColumn(name, label, lambda row: cell(row, looks()), width=width, **more)

    def name(row: Row, _looks: Looks) -> Cell:
        return NameCell(row["description"] or row["number"])

    def contact(row: Row, _looks: Looks) -> Cell:
        shown = row["company"] or row["contact"]
        return QuietCell(shown.text if shown else "")

    def amount(field: str) -> Callable[[Row, Looks], Cell]:
        if fields[field].kind is Kind.VALUE:
            return lambda row, _looks: FigureCell(form.value(row[field], 0))
        return lambda row, _looks: FigureCell(form.amount(row[field]))

    def status(row: Row, _looks: Looks) -> Cell:
        words, icon, tone = status_mark(Status(row["status"]))
        return PillCell(words, icon, tone)

    def person(row: Row, _looks: Looks) -> Cell:
        return QuietCell(row["contact"].text if row["contact"] else "")

    def late(row: Row, looks: Looks) -> Cell:
        count = days_overdue(row, looks)
        return FigureCell(form.whole(count) if count else "")

    first = [
        made(
            "priority",
            "",
            lambda row, _looks: PriorityCell(row["priority"]),
            3,
            fixed=True,
            edits=True,
            text=lambda row: _(PRIORITY[row["priority"]]),
        ),
        made("description", N_("Opportunity"), name, 0, edits=True),
        made("company", N_("Contact"), contact, 18, edits=True, edited="contact"),
        made(
            "stage",
            N_("Stage"),
            stage_cell,
            27,
            order="stage_description",  # as the cycles go on
            text=lambda row: stage_cell(row, looks()).name,
        ),
        made(
            "next_step_on",
            N_("Next step"),
            step_cell,
            14,
            order="",
            whole=True,
            text=lambda row: step_words(row, looks()),
        ),
        made("closing_on", N_("Closing"), closing_cell, 15.75, align="right", value=closing_day, edits=True),
        made(
            "estimated_value",
            in_currency(_("Value"), money),
            amount("estimated_value"),
            11.5,
            align="right",
            edits=True,
        ),
        made(
            "current_value",
            in_currency(_("Current value"), money),
            amount("current_value"),
            15,
            align="right",
            hidden=True,
        ),
        made("status", N_("Status"), status, 15, hidden=True, whole=True),
        made("contact", N_("Contact person"), person, 18, hidden=True, edits=True),
        made(
            "days_overdue",
            N_("Days overdue"),
            late,
            12,
            align="right",
            order="",
            hidden=True,
            value=lambda row: days_overdue(row, looks()) or None,
        ),
    ]
    taken = {column.name for column in first}
    rest = [
        replace(field_column(fields[each], form, width=width, hidden=True), edits=each in _EDITED)
        for each, width in _MORE
        if each not in taken
    ]
    return first + rest
