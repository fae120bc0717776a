"""Calendar files (iCalendar, RFC 5545): tasks as other programs' appointments, and theirs as ours (I11 to I13).

Times are local and naive here, as tasks have them, and UTC in the file.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from math import ceil
from typing import Any
from urllib.parse import quote

from oppdesk.domain import date_formula
from oppdesk.domain.communication import is_address
from oppdesk.domain.words import Answer, Attendance

PROGRAM = "-//OppDesk//EN"  # who wrote it
DAY = 1440  # minutes
_LONGEST = 32_000  # characters of a text
# Whatever is no text: controls, and what some readers take for the end of a line.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")
_UNITS = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Q": "MONTHLY", "Y": "YEARLY"}
ROLES = {
    Attendance.ORGANIZER: "CHAIR",
    Attendance.REQUIRED: "REQ-PARTICIPANT",
    Attendance.OPTIONAL: "OPT-PARTICIPANT",
    Attendance.MEMBER: "REQ-PARTICIPANT",
}
ANSWERS = {
    Answer.NONE: "NEEDS-ACTION",
    Answer.ACCEPTED: "ACCEPTED",
    Answer.DECLINED: "DECLINED",
    Answer.TENTATIVE: "TENTATIVE",
}


class Method(StrEnum):
    """What the reader of the file is to do with it."""

    PUBLISH = "PUBLISH"  # look at it
    REQUEST = "REQUEST"  # answer the invitation
    CANCEL = "CANCEL"
    REPLY = "REPLY"  # an attendee's answer


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a meeting. Without an e-mail address nobody can be invited, and is left out of the file."""

    name: str
    e_mail: str
    attendance: Attendance = Attendance.REQUIRED
    answer: Answer = Answer.NONE


@dataclass(frozen=True, slots=True)
class Event:
    """One appointment. Without a start time, and all day, it takes whole days; `duration` is minutes.

    `formula` is the date formula of a series that is reckoned from the due date; it is written only where a rule of
    the file says exactly the same.
    """

    uid: str
    summary: str
    on: date
    start_time: time | None = None
    duration: int = DAY
    all_day: bool = False
    location: str = ""
    description: str = ""
    organizer: Person | None = None
    attendees: tuple[Person, ...] = ()
    changed_at: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    version: int = 0
    canceled: bool = False
    busy: bool = True  # else others may put something over it
    high: bool = False
    formula: str = ""
    repeats: bool = False  # read only: in a way that no date formula says

    @property
    def whole_days(self) -> bool:
        return self.all_day or self.start_time is None


# -- writing ----------------------------------------------------------------------------------------------------


def text(
    events: Iterable[Event], method: Method = Method.PUBLISH, zone: tzinfo | None = None, name: str = ""
) -> bytes:
    """The file. `zone` is where the times are meant, by default this computer's; `name` is of the whole calendar."""
    from icalendar import Calendar  # noqa: PLC0415 - no start needs it

    calendar = Calendar()
    calendar.add("prodid", PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    if name:
        calendar.add("x-wr-calname", clean(name, "\n"))
    for event in events:
        calendar.add_component(_component(event, method, zone))
    return bytes(calendar.to_ical())


def _component(event: Event, method: Method, zone: tzinfo | None) -> Any:
    from icalendar import Event as Component  # noqa: PLC0415

    made = Component()
    made.add("uid", line(event.uid))
    made.add("dtstamp", event.changed_at.astimezone(UTC).replace(microsecond=0))
    made.add("sequence", max(event.version, 0))
    begin, end = _span(event, zone)
    made.add("dtstart", begin)
    made.add("dtend", end)
    made.add("summary", line(event.summary))
    for name, words in (("location", line(event.location)), ("description", clean(event.description))):
        if words:
            made.add(name, words)
    if event.high:
        made.add("priority", 1)
    made.add("transp", "OPAQUE" if event.busy else "TRANSPARENT")
    if event.canceled or method is Method.CANCEL:
        made.add("status", "CANCELLED")
    rule = rule_of(event) if event.formula else None
    if rule is not None:
        made.add("rrule", rule)
    if method is not Method.PUBLISH:
        _add_people(made, event)
    return made


def _add_people(made: Any, event: Event) -> None:
    if event.organizer is not None and (address := _address(event.organizer)) is not None:
        made.add("organizer", address, encode=False)
    for person in event.attendees:
        if (address := _address(person)) is None:
            continue
        address.params["ROLE"] = ROLES[person.attendance]
        address.params["PARTSTAT"] = ANSWERS[person.answer]
        if person.attendance is not Attendance.ORGANIZER:
            address.params["RSVP"] = "TRUE"
        made.add("attendee", address, encode=False)


def _address(person: Person) -> Any:
    """None for who has no valid address: nothing else of a record may stand in a link (I13)."""
    from icalendar import vCalAddress  # noqa: PLC0415

    if not is_address(person.e_mail):
        return None
    address = vCalAddress("mailto:" + quote(person.e_mail.strip(), safe="@!$'*+-._~"))
    name = line(person.name.replace('"', "'").replace("^", ""))
    if name:
        address.params["CN"] = name
    return address


def _span(event: Event, zone: tzinfo | None) -> tuple[date, date]:
    """Begin and end as the file has them: days, the end not among them, or moments."""
    if event.start_time is None or event.all_day:
        days = min(max(1, ceil(event.duration / DAY)), (date.max - event.on).days)
        return event.on, event.on + timedelta(days)
    begin = datetime.combine(event.on, event.start_time)
    length = timedelta(minutes=max(event.duration, 1))
    first, last = _utc(begin, zone), _utc(begin + length, zone)
    return first, last if last > first else first + length  # the clock went forward meanwhile


def _utc(moment: datetime, zone: tzinfo | None) -> datetime:
    there = moment.replace(tzinfo=zone) if zone is not None else moment
    try:
        return there.astimezone(UTC)
    except (OSError, OverflowError):  # further from now than this system's clocks are known
        return moment.replace(tzinfo=UTC)


def rule_of(event: Event) -> dict[str, object] | None:
    """The rule that dates the series just as its formula does; None where there is none.

    A time of the day stands in UTC and would move with the clock, and months are of different lengths.
    """
    if not event.whole_days:
        return None
    terms = date_formula.parse(event.formula).terms
    if len(terms) != 1 or terms[0].form != "count" or terms[0].sign < 0 or not terms[0].number:
        return None
    term = terms[0]
    is_same_everywhere = term.unit in "DW" or event.on.day <= 28
    if not is_same_everywhere:
        return None
    return {"freq": _UNITS[term.unit], "interval": term.number * (3 if term.unit == "Q" else 1)}


def clean(words: str, but: str = "") -> str:
    """Plain text with ends of lines as \\n; `but` are letters that become blanks."""
    found = _CONTROL.sub(" ", _BREAK.sub("\n", words))
    for letter in but:
        found = found.replace(letter, " ")
    return found[:_LONGEST]


def line(words: str) -> str:
    """The words on one line."""
    return " ".join(clean(words).split())
