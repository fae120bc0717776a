"""Reads calendar files of any program as appointments of ours, and nothing else that they ask for (I11 to I13).

No alarm starts a program, no attachment is fetched, and who takes part has an e-mail address or is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import ceil
from typing import Any
from urllib.parse import unquote

from oppdesk.domain.communication import is_address
from oppdesk.domain.errors import UserError
from oppdesk.domain.words import Answer, Attendance
from oppdesk.exchange.calendar_files import (
    ANSWERS,
    DAY,
    ROLES,
    Event,
    Method,
    Person,
    clean,
    line,
)
from oppdesk.i18n import EARLIEST, LATEST, _

LARGEST = 5_000_000  # bytes that are read
MOST = 1_000  # events of a file
_MARKS, _RULES = frozenset({"BEGIN", "END"}), frozenset({"RRULE", "EXRULE"})
# How zones change their clocks, yearly; anything else could be reckoned for hours.
_CLOCK_CHANGE = re.compile(
    r"(?i)FREQ=YEARLY(;(BYMONTH=\d{1,2}|BYDAY=[+-]?\d?[A-Z]{2}|BYMONTHDAY=[-\d,]{1,40}|UNTIL=[\dTZ]{1,16}"
    r"|INTERVAL=1|WKST=[A-Z]{2}|COUNT=\d{1,3}))*\s*"
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds."""

    method: Method
    events: tuple[Event, ...]


def read(data: bytes, zone: tzinfo | None = None) -> Found:
    """What the file holds, in its order; UserError if it is no calendar. `zone` is where the times shall be told."""
    from icalendar import Calendar  # noqa: PLC0415

    if len(data) > LARGEST:
        raise UserError(_("This calendar file is larger than {most} MB.").format(most=LARGEST // 1_000_000))
    try:
        calendars = Calendar.from_ical(_tamed(data), multiple=True)
        events = tuple(_events(calendars, zone))
        methods = [str(_first(each, "method") or "").upper() for each in calendars]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, OverflowError):
        events, methods = (), []
    if not events:
        raise UserError(_("This is no calendar file that can be read, or it holds no event."))
    method = next((Method(each) for each in methods if each in list(Method)), Method.PUBLISH)
    return Found(method, events)


def _tamed(data: bytes) -> bytes:
    """Without zones whose clocks change in a way no zone's do.

    Lines are taken apart as the reader of the library does it: what it will take for a zone is seen as one here.
    """
    from icalendar.parser import Contentlines  # noqa: PLC0415

    kept: list[str] = []
    zone: list[str] = []  # the lines of the one that is being read
    depth = outside = 0
    is_even = True  # its clock changes as clocks do
    rows = Contentlines.from_ical(data.removeprefix(b"\xef\xbb\xbf"))  # type: ignore[no-untyped-call]
    for row in rows:
        name, value = _mark(row)
        depth += (name == "BEGIN") - (name == "END")
        if not zone and (name, value.upper()) == ("BEGIN", "VTIMEZONE"):
            zone, outside, is_even = [row], depth - 1, True
            continue
        (zone or kept).append(row)
        is_even = is_even and (name not in _RULES or _CLOCK_CHANGE.fullmatch(value) is not None)
        if zone and depth <= outside:
            kept += zone if is_even else ()
            zone = []
    return "\r\n".join(kept).encode()


def _mark(row: Any) -> tuple[str, str]:
    """Name and value of a line that begins or ends something or is a rule; nothing of any other."""
    if not row.lstrip()[:6].upper().startswith((*_MARKS, *_RULES)):
        return "", ""
    try:
        name, _params, value = row.parts()
    except ValueError:
        return "", ""
    return name.strip().upper(), value


def _events(calendars: Sequence[Any], zone: tzinfo | None) -> Iterator[Event]:
    count = 0
    for calendar in calendars:
        for component in calendar.walk():
            if component.name not in ("VEVENT", "VTODO"):
                continue
            event = _event(component, zone)
            count += event is not None
            if count > MOST:
                raise UserError(_("This calendar has more than {most} events.").format(most=MOST))
            if event is not None:
                yield event


def _event(component: Any, zone: tzinfo | None) -> Event | None:
    """None for what has no date that a task may have, and for a changed day of a series that is there already."""
    is_task = component.name == "VTODO"
    begin = _moment(component, "dtstart", zone) or (_moment(component, "due", zone) if is_task else None)
    if begin is None or component.get("recurrence-id") is not None:
        return None
    if not EARLIEST <= (begin.date() if isinstance(begin, datetime) else begin) <= LATEST:
        return None
    end = _moment(component, "due" if is_task else "dtend", zone)
    start = begin.time().replace(second=0, microsecond=0) if isinstance(begin, datetime) else None
    formula, repeats = _series(_first(component, "rrule"))
    organizer = _person(_first(component, "organizer"), Attendance.ORGANIZER)
    attendees = tuple(
        person for each in _every(component, "attendee") if (person := _person(each, None)) is not None
    )
    return Event(
        uid=line(str(_first(component, "uid") or ""))[:255],
        summary=line(str(_first(component, "summary") or "")),
        on=begin.date() if isinstance(begin, datetime) else begin,
        start_time=start,
        duration=_length(component, begin, end),
        all_day=start is None,
        location=line(str(_first(component, "location") or "")),
        description=clean(str(_first(component, "description") or "")).strip(),
        organizer=organizer,
        attendees=attendees,
        version=_whole(_first(component, "sequence")),
        canceled=str(_first(component, "status") or "").upper() == "CANCELLED",
        busy=str(_first(component, "transp") or "").upper() != "TRANSPARENT",
        high=1 <= _whole(_first(component, "priority")) <= 4,
        formula=formula,
        repeats=repeats,
    )


def _every(component: Any, name: str) -> list[Any]:
    found = component.get(name)
    if found is None:
        return []
    return list(found) if isinstance(found, list) else [found]


def _first(component: Any, name: str) -> Any:
    return next(iter(_every(component, name)), None)


def _whole(value: Any) -> int:
    return int(value) if isinstance(value, int) else 0


def _moment(component: Any, name: str, zone: tzinfo | None) -> date | None:
    """A day, or a moment on the clock of `zone`; what names no zone is meant on our clock."""
    found = getattr(_first(component, name), "dt", None)
    if isinstance(found, datetime):
        return found.astimezone(zone).replace(tzinfo=None) if found.tzinfo is not None else found
    return found if isinstance(found, date) else None


def _length(component: Any, begin: date, end: date | None) -> int:
    """Minutes; of whole days at least one."""
    told = getattr(_first(component, "duration"), "dt", None)
    is_timed = isinstance(begin, datetime)
    if isinstance(told, timedelta):
        minutes = int(told.total_seconds() // 60)
    elif end is not None and isinstance(end, datetime) == is_timed:
        minutes = int((end - begin).total_seconds() // 60)
    else:
        minutes = 0
    usual = 30 if is_timed else DAY
    minutes = minutes if minutes > 0 else usual
    return minutes if is_timed else max(DAY, ceil(minutes / DAY) * DAY)


def _series(rule: Any) -> tuple[str, bool]:
    """The formula of a series that goes on evenly for ever; else that it repeats in another way."""
    if rule is None:
        return "", False
    parts = {str(key).upper(): list(value) for key, value in dict(rule).items()}
    unit = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}.get(
        str(parts.pop("FREQ", [""])[0]).upper()
    )
    interval = _whole(parts.pop("INTERVAL", [1])[0])
    parts.pop("WKST", None)
    if unit is None or parts or not 1 <= interval <= 999:
        return "", True
    return f"{interval}{unit}", False


def _person(value: Any, attendance: Attendance | None) -> Person | None:
    """Who is meant; None for what is no e-mail address: a room, a distinguished name."""
    if value is None or not str(value).lower().startswith("mailto:"):
        return None
    e_mail = unquote(str(value)[len("mailto:") :]).strip()
    if not is_address(e_mail):
        return None
    said = {str(key).upper(): each for key, each in value.params.items()}

    def one(name: str) -> str:
        each = said.get(name, "")
        return line(str(each[0] if isinstance(each, list) and each else each))

    role = next((key for key, word in ROLES.items() if word == one("ROLE").upper()), Attendance.REQUIRED)
    answer = next((key for key, word in ANSWERS.items() if word == one("PARTSTAT").upper()), Answer.NONE)
    return Person(one("CN")[:100].strip() or e_mail, e_mail, attendance or role, answer)
