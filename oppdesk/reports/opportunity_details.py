"""Opportunity - Details (9.2): the stages passed with their tasks, the stages to come with what they will ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from oppdesk.domain import date_formula
from oppdesk.domain.standing import Stage
from oppdesk.domain.tasks import ActivityStep, plan
from oppdesk.domain.words import (
    PRIORITY,
    STATUS,
    TASK_STATUS,
    TASK_TYPE,
    Priority,
    Status,
    TaskStatus,
    TaskType,
)
from oppdesk.i18n import LocaleFormat, _
from oppdesk.reports.document import Block, Column, Document, Facts, Heading, Note, Table


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task, or with status None one that is only planned."""

    status: TaskStatus | None
    on: date | None
    description: str
    priority: Priority
    type: TaskType
    number: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """One entry that led into a stage or changed it there."""

    stage: Stage
    changed_on: date | None
    closing_on: date | None
    active: bool
    tasks: Sequence[TaskLine]


@dataclass(frozen=True, slots=True)
class ToCome:
    stage: Stage
    tasks: Sequence[TaskLine]


@dataclass(frozen=True, slots=True)
class Details:
    """All the report says of one opportunity; amounts as in the domain."""

    number: str
    description: str
    status: Status
    closed_on: date | None
    contact: str
    company: str
    salesperson: str
    sales_cycle: str
    estimated_value: int
    current_value: int
    chances: int
    probability: int
    closing_on: date | None
    currency: str
    initial: Sequence[TaskLine]
    passed: Sequence[Passed]
    to_come: Sequence[ToCome]


def planned(
    stages: Sequence[Stage], steps: dict[int, tuple[ActivityStep, ...]], start: date
) -> tuple[ToCome, ...]:
    """The stages to come with their planned tasks (R-REP-01): each begins so long after the one before.

    A stage whose activity has no steps is not printed, but its date formula counts.
    """
    found = []
    for stage in stages:
        start = date_formula.advance(stage.formula, start)
        own = steps.get(stage.activity, ()) if stage.activity is not None else ()
        if own:
            lines = [
                TaskLine(None, task.on, task.description, task.priority, task.type)
                for task in plan(own, start)
            ]
            found.append(ToCome(stage, lines))
    return tuple(found)


def document(details: Details, form: LocaleFormat, made_on: date) -> Document:
    """The report as a document, in the user's words."""
    name = " · ".join(part for part in (details.number, details.description) if part)
    closed = _("Closed on {day}").format(day=form.day(details.closed_on)) if details.closed_on else ""
    return Document(
        title=_("Opportunity {number}").format(number=details.number),
        blocks=[
            Heading(_("Opportunity: {name}").format(name=name), closed, 1),
            Facts(_facts(details, form)),
            *_initial(details, form),
            *_passed(details, form),
            *_to_come(details, form),
        ],
        foot=_("Printed on {day}").format(day=form.long_day(made_on)),
    )


def _facts(details: Details, form: LocaleFormat) -> list[tuple[str, str]]:
    money = f" {details.currency}" if details.currency else ""
    return [
        (_("Company"), details.company),
        (_("Contact"), details.contact if details.contact != details.company else ""),
        (_("Salesperson"), details.salesperson),
        (_("Sales cycle"), details.sales_cycle),
        (_("Status"), _(STATUS[details.status])),
        (_("Estimated closing date"), form.day(details.closing_on)),
        (_("Estimated value"), form.money(details.estimated_value) + money),
        (_("Calculated current value"), form.value(details.current_value) + money),
        (_("Chances of success"), form.percent(details.chances)),
        (_("Probability"), form.rate(details.probability)),
    ]


def _initial(details: Details, form: LocaleFormat) -> Iterator[Block]:
    if details.initial:
        yield Heading(_("Initial tasks"))
        yield _tasks(details.initial, form)


def _passed(details: Details, form: LocaleFormat) -> Iterator[Block]:
    if not details.passed:
        yield Note(_("No stage has been started yet."))
        return
    yield Heading(_("Stages passed"))
    for entry in details.passed:
        facts = [
            *_about(entry.stage),
            _("Date of change: {day}").format(day=form.day(entry.changed_on)),
            _("Estimated closing date: {day}").format(day=form.day(entry.closing_on))
            if entry.closing_on
            else "",
            _("Active") if entry.active else "",
        ]
        yield Heading(_named(entry.stage), " · ".join(fact for fact in facts if fact), 3)
        if entry.tasks:
            yield _tasks(entry.tasks, form)


def _to_come(details: Details, form: LocaleFormat) -> Iterator[Block]:
    if details.to_come:
        yield Heading(_("Stages to come"))
    for stage in details.to_come:
        yield Heading(_named(stage.stage), " · ".join(_about(stage.stage)), 3)
        yield _tasks(stage.tasks, form)


def _named(stage: Stage) -> str:
    return f"{stage.number}  {stage.description}".rstrip()


def _about(stage: Stage) -> list[str]:
    marks = ((stage.quote_required, _("Quote required")), (stage.may_skip, _("May be skipped")))
    return [words for holds, words in marks if holds]


def _tasks(tasks: Sequence[TaskLine], form: LocaleFormat) -> Table:
    columns = (
        Column(_("Status"), 13),
        Column(_("Date"), 13),
        Column(_("Description"), 40),
        Column(_("Priority"), 10),
        Column(_("Type"), 12),
        Column(_("Task No."), 12),
    )
    return Table(columns, [_task(task, form) for task in tasks])


def _task(task: TaskLine, form: LocaleFormat) -> tuple[str, ...]:
    status = _("Planned") if task.status is None else _(TASK_STATUS[task.status])
    type_ = _(TASK_TYPE[task.type]) if task.type is not TaskType.NONE else ""
    return status, form.day(task.on), task.description, _(PRIORITY[task.priority]), type_, task.number
