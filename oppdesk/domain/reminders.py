"""When a task asks for attention: told from the wall clock alone, so that no sleep and no changed clock matters."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

SHORT, LONG = timedelta(minutes=10), timedelta(hours=1)  # the usual rests
EARLIEST = 28  # days before a task that it may ask for attention at most


@dataclass(frozen=True, slots=True)
class Habit:
    """How the user wants to be reminded: minutes before a task with a time, and when the working day starts."""

    before: int = 15
    day_start: time = time(9)


def rings_at(
    on: date, start_time: time | None, reminder: int, habit: Habit, zone: tzinfo | None = None
) -> datetime:
    """The moment (UTC) of the reminder of a task; without a time of the day it is the start of the working day.

    `reminder` is minutes before, -1 the habit. `zone` None is the computer's. Minutes are counted in UTC: half an
    hour before 3:10 is half an hour, on the night of a change of the clocks too.
    """
    if start_time is None:
        return utc(datetime.combine(on, habit.day_start), zone) - timedelta(minutes=max(reminder, 0))
    minutes = habit.before if reminder < 0 else reminder
    return utc(datetime.combine(on, start_time), zone) - timedelta(minutes=minutes)


def tomorrow(now: datetime, habit: Habit, zone: tzinfo | None = None) -> datetime:
    """The start of the next working day's morning, as a moment; Saturdays are days too."""
    local = now.astimezone(zone)
    return utc(datetime.combine(local.date() + timedelta(days=1), habit.day_start), zone)


def midnight(now: datetime, zone: tzinfo | None = None) -> datetime:
    """When the day of a moment ends."""
    local = now.astimezone(zone)
    return utc(datetime.combine(local.date() + timedelta(days=1), time()), zone)


def utc(local: datetime, zone: tzinfo | None = None) -> datetime:
    """The moment that a wall clock shows; one that a change of the clocks leaves out is an hour later."""
    aware = local.astimezone() if zone is None else local.replace(tzinfo=zone)
    return aware.astimezone(UTC)
