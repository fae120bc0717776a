"""When a task begins, how long it takes and when it ends: by the wall clock, whatever the clocks are put to (7.4)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.words import TaskType
from oppdesk.i18n import EARLIEST, LATEST, _, said

DAY = 1440  # minutes
LONGEST = 3650 * DAY
HALF_AN_HOUR = 30  # minutes: what a call or a meeting is given instead of a day
MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class When:
    """The time of a task; `duration` is minutes. Without a time of the day it takes whole days."""

    type: TaskType
    on: date
    start_time: time | None = None
    duration: int = DAY
    all_day: bool = False

    @property
    def is_timed(self) -> bool:
        """Whether it begins and ends at a time of the day."""
        return self.type is not TaskType.NONE and not self.all_day and self.start_time is not None

    @property
    def ending(self) -> tuple[date, time | None]:
        """The day and the time at which it ends; whole days end without a time, on their last day (A-17)."""
        if self.start_time is None or not self.is_timed:
            return _later(self.on, max(-(-self.duration // DAY) - 1, 0)), None
        days, minutes = divmod(minutes_of(self.start_time) + self.duration, DAY)
        return _later(self.on, days), time(minutes // 60, minutes % 60)

    def overlaps(self, first: date, last: date) -> bool:
        """Whether any of it lies on these days; what ends at midnight does not touch the day that begins then."""
        on, at = self.ending
        if at == MIDNIGHT and on > self.on:
            on -= timedelta(1)
        return self.on <= last and on >= first


def minutes_of(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def begins_at(when: When) -> datetime:
    """The moment by the wall clock; whole days begin at midnight."""
    return datetime.combine(when.on, when.start_time if when.start_time and when.is_timed else MIDNIGHT)


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max


# -- what the fields allow --------------------------------------------------------------------------------------


def check(when: When) -> None:
    """TSK-4, TSK-7, TSK-6 of a task that is stored."""
    check_date(when.on)
    if when.type is TaskType.MEETING and not when.all_day:
        if when.start_time is None:
            raise RuleError(_("A meeting needs a start time, or takes all day."), "start_time", "TSK-7")
        if not when.duration:
            raise RuleError(_("A meeting needs a duration, or takes all day."), "duration", "TSK-7")
    check_duration(when.duration)
    check_date(when.ending[0], "ending_on")


def check_date(on: date | None, field: str = "on") -> None:
    """TSK-4."""
    if on is not None and not EARLIEST <= on <= LATEST:
        message = _("A task lies between {first} and {last}.")
        raise FieldError(message.format(first=said(EARLIEST), last=said(LATEST)), field, "TSK-4")


def check_duration(duration: int) -> None:
    """TSK-6."""
    if duration < 1:
        raise FieldError(_("A task takes at least one minute."), "duration", "TSK-6")
    if duration > LONGEST:
        raise FieldError(_("A task takes ten years at most."), "duration", "TSK-6")


# -- what follows when one of them changes ----------------------------------------------------------------------


def until(when: When, ending_on: date, ending_time: time | None = None) -> When:
    """It takes as long as lets it end then: whole days up to and with that day. TSK-4, TSK-5, TSK-6."""
    check_date(ending_on, "ending_on")
    days = (ending_on - when.on).days
    if when.start_time is None or not when.is_timed:
        minutes = (days + 1) * DAY if days >= 0 else -1
    else:
        minutes = days * DAY + minutes_of(ending_time or MIDNIGHT) - minutes_of(when.start_time)
    if minutes < 0:
        raise FieldError(_("A task cannot end before it begins."), "ending_on", "TSK-5")
    check_duration(minutes)
    return replace(when, duration=minutes)


def with_all_day(when: When, *, all_day: bool) -> When:
    """All day takes whole days; switched off, a day less, which of one day leaves nothing (TSK-7)."""
    if when.all_day == all_day:
        return when
    if all_day:
        return replace(when, all_day=True, start_time=None, duration=whole_days(when.duration))
    return replace(when, all_day=False, duration=max(when.duration - DAY, 0))


def with_type(when: When, type: TaskType) -> When:  # noqa: A002 - the field's own name
    """What takes a day becomes a call or a meeting of half an hour; a plain task takes whole days."""
    if when.type is type:
        return when
    if type is TaskType.NONE:
        return When(type, when.on, duration=whole_days(when.duration))
    if when.start_time is None and when.duration == DAY:
        return When(type, when.on, MIDNIGHT, HALF_AN_HOUR)
    all_day = when.all_day and type is TaskType.MEETING
    return replace(when, type=type, all_day=all_day)


def whole_days(duration: int) -> int:
    """The minutes rounded up to whole days, one at least."""
    return max(-(-duration // DAY), 1) * DAY
