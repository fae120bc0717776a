"""How tasks are spoken of in every window: when they are, whose they are, how they stand."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from oppdesk.domain.fields import Ref
from oppdesk.domain.words import ANSWER, ATTENDANCE, TASK_STATUS, Answer, Attendance, TaskStatus, TaskType
from oppdesk.i18n import LocaleFormat, _, ngettext
from oppdesk.ui.opportunity_words import TASK_ICONS
from oppdesk.ui.paint import Tone

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TASK_ICONS"]
_STATUS_MARKS: dict[TaskStatus, tuple[str, Tone]] = {
    TaskStatus.NOT_STARTED: ("circle", "neutral"),
    TaskStatus.IN_PROGRESS: ("circle-play", "accent"),
    TaskStatus.COMPLETED: ("circle-check", "won"),
    TaskStatus.WAITING: ("hourglass", "neutral"),
    TaskStatus.POSTPONED: ("calendar-clock", "neutral"),
}
_ANSWER_MARKS: dict[Answer, tuple[str, Tone]] = {
    Answer.NONE: ("circle-question-mark", "neutral"),
    Answer.ACCEPTED: ("circle-check", "won"),
    Answer.DECLINED: ("circle-x", "lost"),
    Answer.TENTATIVE: ("circle-dashed", "stale"),
}


def status_mark(status: int, *, canceled: bool = False) -> tuple[str, str, Tone]:
    """Words, icon and tone of how a task stands."""
    if canceled:
        return _("Cancelled"), "ban", "neutral"
    icon, tone = _STATUS_MARKS[TaskStatus(status)]
    return _(TASK_STATUS[status]), icon, tone


def answer_mark(answer: int) -> tuple[str, str, Tone]:
    icon, tone = _ANSWER_MARKS[Answer(answer)]
    words = _("No answer yet") if answer == Answer.NONE else _(ANSWER[answer])
    return words, icon, tone


def attendance_words(attendance: int) -> str:
    return _(ATTENDANCE[Attendance(attendance)])


def is_late(on: date | None, today: date, *, closed: bool) -> bool:
    return not closed and on is not None and on < today


def clock_words(start: time | None, form: LocaleFormat, *, all_day: bool = False) -> str:
    """The time of the day; "" for a task that has none."""
    return "" if all_day or start is None else form.clock(start)


def day_and_time(
    on: date | None, start: time | None, form: LocaleFormat, today: date, *, all_day: bool = False
) -> str:
    """As short as a list needs: "19 Mar, 10:30"."""
    parts = (form.short_day(on, today), clock_words(start, form, all_day=all_day))
    return ", ".join(part for part in parts if part)


def span(
    on: date | None,
    start: time | None,
    ending_on: date | None,
    ending_time: time | None,
    form: LocaleFormat,
    *,
    all_day: bool = False,
) -> str:
    """From when to when, as a sentence's part: "Thu 19 Mar 2026, 10:30 – 11:00"."""
    begin = ", ".join(part for part in (form.long_day(on), clock_words(start, form, all_day=all_day)) if part)
    clock = "" if all_day or start is None else form.clock(ending_time)
    if ending_on is None or ending_on == on:
        end = clock
    else:
        end = ", ".join(part for part in (form.long_day(ending_on), clock) if part)
    words = _("{begin} – {end}").format(begin=begin, end=end) if end else begin
    return _("{when}, all day").format(when=words) if all_day and (ending_on in (None, on)) else words


def doer(salesperson: Ref | None, team: Ref | None) -> str:
    """Whose task it is: a salesperson's, or a team's."""
    if team is not None:
        return _("Team {team}").format(team=team.text)
    return salesperson.text if salesperson is not None else ""


def named(row: Mapping[str, Any]) -> str:
    """A task in a sentence."""
    return str(row["description"] or row["number"])


def counted(count: int, form: LocaleFormat) -> str:
    return ngettext("{count} task", "{count} tasks", count).format(count=form.whole(count))


def contact_of(row: Mapping[str, Any]) -> str:
    """Whom it is about; at a meeting several may sit (5096)."""
    contact = row["contact"]
    if isinstance(contact, Ref):
        return contact.text
    return _("(Multiple)") if row["type"] == TaskType.MEETING and row.get("attending") else ""
