"""What the quick line tells of its understanding: each part in words, where it came from, what else it may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from oppdesk.domain.quick_task import Part, QuickTask
from oppdesk.domain.task_times import HALF_AN_HOUR, minutes_of
from oppdesk.domain.words import TASK_TYPE, TaskType
from oppdesk.i18n import N_, LocaleFormat, _, ngettext
from oppdesk.services.quick_tasks import described
from oppdesk.ui.opportunity_words import TASK_ICONS

NAMES = {
    Part.TYPE: N_("Type"),
    Part.CONTACT: N_("Contact"),
    Part.DAY: N_("Date"),
    Part.CLOCK: N_("Time"),
    Part.LENGTH: N_("Duration"),
    Part.SUBJECT: N_("Description"),
}
ICONS = {
    Part.CONTACT: "contact",
    Part.DAY: "calendar-days",
    Part.CLOCK: "clock",
    Part.LENGTH: "hourglass",
    Part.SUBJECT: "file-text",
}
_CLOCKS = tuple(time(hour) for hour in (9, 10, 11, 13, 14, 15, 16))
_LENGTHS = (15, 30, 45, 60, 90, 120)  # minutes
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Told:
    """One part of the understanding; `is_said` when the line says it, else it is what is usual."""

    part: Part
    icon: str
    value: str
    note: str
    is_said: bool
    may_change: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """Something else that a part may be; `value` as of the task, a contact as its id, None is nothing."""

    words: str
    value: object


def told(found: QuickTask, now: datetime, form: LocaleFormat) -> list[Told]:
    """The parts in the order in which they are shown."""
    return [
        _type(found),
        _contact(found),
        _day(found, now.date(), form),
        _clock(found, form),
        _length(found, form),
        Told(
            Part.SUBJECT,
            ICONS[Part.SUBJECT],
            described(found),
            _("the whole of it in a note") if found.note else "",
            bool(found.description),
            may_change=bool(found.words(Part.SUBJECT)),
        ),
    ]


def _type(found: QuickTask) -> Told:
    words = found.words(Part.TYPE)
    value = _("Task") if found.type is TaskType.NONE else _(TASK_TYPE[found.type])
    return Told(Part.TYPE, TASK_ICONS[found.type], value, _quoted(words), found.type is not TaskType.NONE)


def _contact(found: QuickTask) -> Told:
    one, others = found.contact, len(found.candidates) - 1
    if one is None:
        return Told(Part.CONTACT, ICONS[Part.CONTACT], _("no contact"), "", is_said=False, may_change=False)
    more = ngettext("{count} more may be meant", "{count} more may be meant", others).format(count=others)
    parts = (one.note, more if others else "")
    return Told(Part.CONTACT, ICONS[Part.CONTACT], one.name, " · ".join(filter(None, parts)), is_said=True)


def _day(found: QuickTask, today: date, form: LocaleFormat) -> Told:
    words = found.words(Part.DAY)
    away = (found.on - today).days
    far = {0: _("today"), 1: _("tomorrow")}.get(away)
    if far is None:
        far = (
            ngettext("in {count} day", "in {count} days", away).format(count=away) if away > 0 else _("past")
        )
    note = " · ".join(part for part in (far, _quoted(words)) if part)
    return Told(Part.DAY, ICONS[Part.DAY], form.long_day(found.on), note, bool(words))


def _clock(found: QuickTask, form: LocaleFormat) -> Told:
    if found.start_time is None:
        value = _("all day") if found.type is TaskType.MEETING else _("any time")
        may_change = found.type is not TaskType.NONE
        return Told(Part.CLOCK, ICONS[Part.CLOCK], value, "", is_said=False, may_change=may_change)
    end = (minutes_of(found.start_time) + (found.duration or HALF_AN_HOUR)) % 1440
    value = f"{form.clock(found.start_time)} – {form.clock(time(end // 60, end % 60))}"
    return Told(Part.CLOCK, ICONS[Part.CLOCK], value, _quoted(found.words(Part.CLOCK)), is_said=True)


def _length(found: QuickTask, form: LocaleFormat) -> Told:
    words = found.words(Part.LENGTH)
    is_timed = found.start_time is not None
    usual = HALF_AN_HOUR if is_timed or found.type is TaskType.CALL else 1440
    value = form.duration(found.duration or usual)
    is_said = found.duration is not None
    return Told(
        Part.LENGTH,
        ICONS[Part.LENGTH],
        value,
        _quoted(words) if words else ("" if is_said else _("usual")),
        is_said,
        may_change=is_timed or is_said,
    )


def _quoted(words: str) -> str:
    return f"“{words}”" if words else ""


# -- what else it may be --------------------------------------------------------------------------------------


def choices(part: Part, found: QuickTask, now: datetime, form: LocaleFormat) -> Sequence[Choice]:
    """Other values of a part; that its words mean nothing of the kind is a choice of its own."""
    if part is Part.TYPE:
        kinds = (TaskType.NONE, TaskType.CALL, TaskType.MEETING)
        return [Choice(_(TASK_TYPE[kind]) if kind else _("Task"), kind) for kind in kinds]
    if part is Part.CONTACT:
        return [
            Choice(" · ".join(part for part in (each.name, each.note) if part), each.id)
            for each in found.candidates
        ]
    if part is Part.DAY:
        return [Choice(f"{words}\t{form.long_day(day)}", day) for words, day in _days(now.date())]
    if part is Part.CLOCK:
        return [Choice(form.clock(each), each) for each in _CLOCKS]
    if part is Part.LENGTH:
        return [Choice(form.duration(each), each) for each in _LENGTHS]
    return []


def _days(today: date) -> list[tuple[str, date]]:
    friday = today + timedelta(days=(_FRIDAY - today.weekday()) % 7 or 7)
    monday = today + timedelta(days=7 - today.weekday())
    return [
        (_("Today"), today),
        (_("Tomorrow"), today + timedelta(days=1)),
        (_("This Friday"), friday),
        (_("Next Monday"), monday),
        (_("In a week"), today + timedelta(days=7)),
    ]
