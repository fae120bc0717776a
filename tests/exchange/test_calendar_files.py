"""Calendar files: what we write other programs read, what others write we read, whatever stands in it."""

import time as clock
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from oppdesk.domain import date_formula
from oppdesk.domain.errors import UserError
from oppdesk.domain.words import Answer, Attendance
from oppdesk.exchange import calendar_files, calendar_reader
from oppdesk.exchange.calendar_files import Event, Method, Person
from tests.exchange.calendar_lines import Line, components, lines

HERE = ZoneInfo("Europe/Amsterdam")
ELSEWHERE = ZoneInfo("America/New_York")
ANNA = Person("Anna Bos", "anna@oppdesk.example", Attendance.ORGANIZER)
VERA = Person("Vera Kowalski", "vera@bluesky.example", Attendance.REQUIRED, Answer.ACCEPTED)
VISIT = Event(
    uid="oppdesk-task-7",
    summary="Visit",
    on=date(2026, 7, 2),
    start_time=time(10, 0),
    duration=90,
    location="Amsterdam",
    description="About the offer.",
    organizer=ANNA,
    attendees=(ANNA, VERA, Person("Bo", "bo@x.example", Attendance.OPTIONAL)),
    version=3,
    changed_at=datetime(2026, 3, 2, 8, 0, 5, 123, tzinfo=UTC),
)
HOSTILE = (
    '<img src="file:///etc/passwd">',
    "=cmd|'/C calc'!A0",
    "line one\r\nATTENDEE:mailto:evil@x.example\r\nline two",
    "a\rb\nc\x0bd\x0ce\x85f\u2028g\u2029h",
    "\u202egpj.exe\u202c \u200f",
    "nul\x00 bell\x07 escape\x1b[31m",
    "lone \ud800 surrogate",
    "back\\slash; semi, comma: colon \\n \\, \\; \"quotes\" 'single' ^caret ^n",
    "林晓燕 " * 60,
    "x" * 40_000,
    "END:VEVENT\nBEGIN:VALARM\nACTION:PROCEDURE",
    "👩‍💻🇳🇱" * 30,
    "",
    "   ",
)


def of(event: Event, method: Method = Method.REQUEST) -> dict[str, Line]:
    (found,) = components(calendar_files.text([event], method, HERE), "VEVENT")
    return {line.name: line for line in found}


def test_7_10_an_invitation_names_its_method_organizer_and_attendees_and_stands_in_utc() -> None:
    data = calendar_files.text([VISIT], Method.REQUEST, HERE)
    calendar = {line.name: line.value for line in components(data, "VCALENDAR")[0]}
    assert calendar == {"VERSION": "2.0", "PRODID": "-//OppDesk//EN", "METHOD": "REQUEST"}
    (event,) = components(data, "VEVENT")
    one = {line.name: line for line in event}
    assert one["DTSTART"].value == "20260702T080000Z"  # summer in Amsterdam
    assert one["DTEND"].value == "20260702T093000Z"
    assert one["DTSTAMP"].value == "20260302T080005Z"
    assert one["SEQUENCE"].value == "3"
    assert one["ORGANIZER"] == Line("ORGANIZER", {"CN": "Anna Bos"}, "mailto:anna@oppdesk.example")
    people = [line for line in event if line.name == "ATTENDEE"]
    assert [(each.value, each.parameters["ROLE"], each.parameters["PARTSTAT"]) for each in people] == [
        ("mailto:anna@oppdesk.example", "CHAIR", "NEEDS-ACTION"),
        ("mailto:vera@bluesky.example", "REQ-PARTICIPANT", "ACCEPTED"),
        ("mailto:bo@x.example", "OPT-PARTICIPANT", "NEEDS-ACTION"),
    ]
    assert [each.parameters.get("RSVP") for each in people] == [None, "TRUE", "TRUE"]


def test_7_10_what_is_published_names_nobody() -> None:
    found = of(VISIT, Method.PUBLISH)
    assert "ATTENDEE" not in found
    assert "ORGANIZER" not in found


def test_7_4_a_day_without_time_ends_where_the_next_one_begins() -> None:
    day = replace(VISIT, start_time=None, all_day=True, duration=1440)
    assert of(day)["DTSTART"] == Line("DTSTART", {"VALUE": "DATE"}, "20260702")
    assert of(day)["DTEND"].value == "20260703"
    assert of(replace(day, duration=3 * 1440))["DTEND"].value == "20260705"
    timeless = replace(VISIT, start_time=None, duration=30)
    assert of(timeless)["DTEND"].value == "20260703"


@pytest.mark.parametrize(
    ("on", "at", "minutes", "begin", "end"),
    [
        (date(2026, 3, 29), time(1, 30), 60, "20260329T003000Z", "20260329T013000Z"),  # into the gap
        (date(2026, 3, 29), time(2, 30), 30, "20260329T013000Z", "20260329T020000Z"),  # begins in it
        (date(2026, 10, 25), time(1, 30), 60, "20261024T233000Z", "20261025T003000Z"),
        (date(2026, 10, 24), time(9, 0), 2 * 1440, "20261024T070000Z", "20261026T080000Z"),  # by the clock
    ],
)
def test_the_clock_that_is_put_forward_or_back_makes_no_end_before_the_beginning(
    on: date, at: time, minutes: int, begin: str, end: str
) -> None:
    found = of(replace(VISIT, on=on, start_time=at, duration=minutes))
    assert (found["DTSTART"].value, found["DTEND"].value) == (begin, end)


def test_a_place_that_is_told_in_another_zone_is_the_same_moment() -> None:
    data = calendar_files.text([VISIT], Method.REQUEST, HERE)
    (event,) = calendar_reader.read(data, ELSEWHERE).events
    assert (event.on, event.start_time, event.duration) == (date(2026, 7, 2), time(4, 0), 90)


@pytest.mark.parametrize(
    ("formula", "on", "rule"),
    [
        ("1W", date(2026, 3, 2), "FREQ=WEEKLY"),
        ("2W", date(2026, 3, 2), "FREQ=WEEKLY;INTERVAL=2"),
        ("10D", date(2026, 3, 2), "FREQ=DAILY;INTERVAL=10"),
        ("1M", date(2026, 3, 28), "FREQ=MONTHLY"),
        ("1Q", date(2026, 3, 28), "FREQ=MONTHLY;INTERVAL=3"),
        ("1Y", date(2026, 2, 28), "FREQ=YEARLY"),
        ("1M", date(2026, 1, 31), ""),  # the rule would skip short months, the formula takes their last day
        ("1Y", date(2028, 2, 29), ""),
        ("CM", date(2026, 1, 31), ""),
        ("1M+1D", date(2026, 1, 1), ""),
        ("-1W", date(2026, 1, 1), ""),
        ("0D", date(2026, 1, 1), ""),
    ],
)
def test_7_5_a_series_is_written_only_where_the_rule_says_just_the_same(
    formula: str, on: date, rule: str
) -> None:
    event = replace(VISIT, on=on, start_time=None, all_day=True, formula=date_formula.parse(formula).text)
    found = of(event).get("RRULE")
    said = dict(part.split("=") for part in found.value.split(";")) if found else {}
    said = {key: value for key, value in said.items() if (key, value) != ("INTERVAL", "1")}
    assert said == dict(part.split("=") for part in rule.split(";") if part)


def test_7_5_a_series_at_a_time_of_the_day_is_left_out_for_utc_does_not_follow_the_clock() -> None:
    assert "RRULE" not in of(replace(VISIT, formula="1W"))


@given(
    unit=st.sampled_from("DWMQY"), count=st.integers(1, 40), on=st.dates(date(2000, 1, 1), date(2050, 1, 1))
)
@settings(max_examples=60, deadline=None)
def test_7_5_two_years_of_a_rule_are_two_years_of_its_formula(unit: str, count: int, on: date) -> None:
    from dateutil.rrule import rrulestr

    formula = date_formula.parse(f"{count}{unit}").text
    found = of(replace(VISIT, on=on, start_time=None, all_day=True, formula=formula)).get("RRULE")
    if found is None:
        assert unit in "MQY"
        assert on.day > 28
        return
    rule = iter(rrulestr(found.value, dtstart=datetime.combine(on, time())))
    day = on
    for _number in range(24):
        assert next(rule).date() == day
        day = date_formula.advance(formula, day)


def test_i13_nobody_whose_address_is_more_than_an_address_is_invited() -> None:
    bad = tuple(
        Person("Eve", address)
        for address in (
            "a@b.c?bcc=x&attach=/etc/passwd",
            "a@b.example\r\nX:1",
            "",
            "no",
            "a@b.example;c@d.example",
        )
    )
    found = components(calendar_files.text([replace(VISIT, attendees=bad)], Method.REQUEST, HERE), "VEVENT")
    assert not [line for line in found[0] if line.name == "ATTENDEE"]
    assert b"passwd" not in calendar_files.text([replace(VISIT, attendees=bad)], Method.REQUEST, HERE)


@pytest.mark.parametrize("words", HOSTILE)
def test_i11_hostile_texts_stay_texts_and_come_back(words: str) -> None:
    event = replace(
        VISIT,
        summary=words,
        location=words,
        description=words,
        uid=f"u-{words[:20]}",
        attendees=(Person(words, "vera@bluesky.example"),),
    )
    data = calendar_files.text([event], Method.REQUEST, HERE, name=words)
    (found,) = components(data, "VEVENT")
    assert sorted({line.name for line in found}) == sorted(
        {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "TRANSP", "ORGANIZER", "ATTENDEE"}
        | ({"LOCATION", "DESCRIPTION"} if words.strip() else {"DESCRIPTION"} if words else set())
    )
    assert [line.value for line in found if line.name == "ATTENDEE"] == ["mailto:vera@bluesky.example"]
    one = {line.name: line for line in found}
    assert one["SUMMARY"].text == calendar_files.line(words)
    (back,) = calendar_reader.read(data, HERE).events
    assert (back.summary, back.location) == (calendar_files.line(words),) * 2
    assert back.description == calendar_files.clean(words).strip()
    read = vobject.readOne(data.decode("utf-8"))
    assert read.vevent.summary.value == calendar_files.line(words)


words = st.text(max_size=200) | st.sampled_from(HOSTILE)


@given(
    summary=words,
    location=words,
    description=words,
    name=words,
    on=st.dates(date(1971, 1, 1), date(2500, 1, 1)),
    at=st.none() | st.times().map(lambda each: each.replace(second=0, microsecond=0)),
    minutes=st.integers(1, 5_000_000),
    answer=st.sampled_from(Answer),
)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back_and_written_the_same(
    summary: str,
    location: str,
    description: str,
    name: str,
    on: date,
    at: time | None,
    minutes: int,
    answer: Answer,
) -> None:
    event = replace(
        VISIT,
        summary=summary,
        location=location,
        description=description,
        on=on,
        start_time=at,
        duration=minutes,
        attendees=(Person(name, "vera@bluesky.example", Attendance.OPTIONAL, answer),),
    )
    data = calendar_files.text([event], Method.REQUEST, UTC)
    lines(data)
    (back,) = calendar_reader.read(data, UTC).events
    assert (back.on, back.start_time) == (on, at)
    assert back.duration == (minutes if at else -(-minutes // 1440) * 1440)
    assert back.attendees[0].answer is answer
    again = calendar_files.text([replace(back, changed_at=event.changed_at)], Method.REQUEST, UTC)
    (once_more,) = calendar_reader.read(again, UTC).events
    assert once_more == back


# -- what others write ------------------------------------------------------------------------------------------

OUTLOOK = """BEGIN:VCALENDAR\r
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\r
VERSION:2.0\r
METHOD:REQUEST\r
BEGIN:VTIMEZONE\r
TZID:Customized Time Zone\r
BEGIN:STANDARD\r
DTSTART:16011028T030000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010325T020000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
END:DAYLIGHT\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
ATTENDEE;CN="Kowalski, Vera";RSVP=TRUE:mailto:vera@bluesky.example\r
ATTENDEE;CUTYPE=ROOM;CN=Room 4:MAILTO:room4@bluesky.example\r
ATTENDEE;CN=Nobody:invalid:nomail\r
CLASS:PUBLIC\r
DESCRIPTION:Agenda\\n\\n1. Offer\\; price\\, terms\r
DTEND;TZID="Customized Time Zone":20260702T113000\r
DTSTAMP:20260301T090000Z\r
DTSTART;TZID="Customized Time Zone":20260702T100000\r
LOCATION:Board room\\, 2nd floor\r
ORGANIZER;CN="Ashdown, Joe":mailto:joe@else.example\r
PRIORITY:1\r
SEQUENCE:2\r
SUMMARY;LANGUAGE=en-gb:Contract\r
UID:040000008200E00074C5B7101A82E008\r
BEGIN:VALARM\r
TRIGGER:-PT15M\r
ACTION:PROCEDURE\r
ATTACH:file:///bin/sh\r
END:VALARM\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_9_11_an_invitation_of_another_program_is_an_appointment_with_its_people() -> None:
    found = calendar_reader.read(OUTLOOK.encode(), HERE)
    assert found.method is Method.REQUEST
    (event,) = found.events
    assert (event.on, event.start_time, event.duration) == (date(2026, 7, 2), time(10, 0), 90)
    assert (event.summary, event.location) == ("Contract", "Board room, 2nd floor")
    assert event.description == "Agenda\n\n1. Offer; price, terms"
    assert event.high
    assert event.organizer == Person("Ashdown, Joe", "joe@else.example", Attendance.ORGANIZER)
    assert [person.e_mail for person in event.attendees] == ["vera@bluesky.example", "room4@bluesky.example"]


def calendar(*body: str) -> bytes:
    inside = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *body, "END:VCALENDAR", ""]
    return "\r\n".join(inside).encode()


def event(*body: str) -> bytes:
    return calendar("BEGIN:VEVENT", "UID:1", "SUMMARY:Visit", *body, "END:VEVENT")


@pytest.mark.parametrize(
    ("lines_", "on", "at", "minutes"),
    [
        (("DTSTART;VALUE=DATE:20260302",), date(2026, 3, 2), None, 1440),
        (("DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260304"), date(2026, 3, 2), None, 2880),
        (("DTSTART:20260302T101500",), date(2026, 3, 2), time(10, 15), 30),  # without a zone: our clock
        (("DTSTART:20260302T101500Z", "DURATION:PT2H"), date(2026, 3, 2), time(11, 15), 120),
        (("DTSTART;TZID=America/New_York:20260302T230000",), date(2026, 3, 3), time(5, 0), 30),
        (("DTSTART;TZID=Tokyo Standard Time:20260302T090000",), date(2026, 3, 2), time(1, 0), 30),
        (("DTSTART:20260302T101500", "DTEND:20260302T091500"), date(2026, 3, 2), time(10, 15), 30),
    ],
)
def test_9_11_days_times_and_zones_of_others(
    lines_: tuple[str, ...], on: date, at: time | None, minutes: int
) -> None:
    (found,) = calendar_reader.read(event(*lines_), HERE).events
    assert (found.on, found.start_time, found.duration, found.all_day) == (on, at, minutes, at is None)


def test_9_11_a_task_of_another_program_is_due_on_its_day() -> None:
    data = calendar("BEGIN:VTODO", "UID:2", "SUMMARY:Send offer", "DUE;VALUE=DATE:20260305", "END:VTODO")
    (found,) = calendar_reader.read(data, HERE).events
    assert (found.summary, found.on, found.duration) == ("Send offer", date(2026, 3, 5), 1440)


@pytest.mark.parametrize(
    ("rule", "formula", "repeats"),
    [
        ("FREQ=WEEKLY;INTERVAL=2", "2W", False),
        ("FREQ=MONTHLY", "1M", False),
        ("FREQ=WEEKLY;BYDAY=MO,WE", "", True),
        ("FREQ=DAILY;COUNT=3", "", True),
        ("FREQ=HOURLY", "", True),
    ],
)
def test_9_11_a_series_is_taken_over_where_a_formula_says_the_same(
    rule: str, formula: str, repeats: bool
) -> None:
    (found,) = calendar_reader.read(event("DTSTART;VALUE=DATE:20260302", f"RRULE:{rule}"), HERE).events
    assert (found.formula, found.repeats) == (formula, repeats)


def test_9_11_a_changed_day_of_a_series_is_no_appointment_of_its_own() -> None:
    data = event("DTSTART:20260302T100000Z", "RECURRENCE-ID:20260302T100000Z")
    with pytest.raises(UserError):
        calendar_reader.read(data, HERE)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.4",
        b"\x00" * 5000,
        b"BEGIN:VCALENDAR\r\n" * 5000,
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
        calendar(),
        event("DTSTART:nonsense"),
        event("DTSTART:99999999T999999Z"),
        event(),
        event("DTSTART:20260302", "DURATION:" + "P" * 1000),
        b"x" * (calendar_reader.LARGEST + 1),
    ],
)
def test_9_11_what_is_no_calendar_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(UserError):
        calendar_reader.read(data, HERE)


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=YEARLY;INTERVAL=0", "FREQ=DAILY", "FREQ=YEARLY;\r\n BYSECOND=1"]
)
def test_a_zone_that_changes_its_clock_every_second_keeps_nobody_waiting(rule: str) -> None:
    zone = ("BEGIN:VTIMEZONE", "TZID:Slow", "BEGIN:STANDARD", "DTSTART:16010101T000000", f"RRULE:{rule}",
            "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:STANDARD", "END:VTIMEZONE")  # fmt: skip
    data = calendar(*zone, "BEGIN:VEVENT", "UID:1", "DTSTART;TZID=Slow:20260302T100000", "END:VEVENT")
    begun = clock.process_time()
    (found,) = calendar_reader.read(data, HERE).events
    assert clock.process_time() - begun < 2
    assert found.start_time == time(10, 0)


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_a_file_that_was_damaged_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(OUTLOOK.encode())
    for _number in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    try:
        found = calendar_reader.read(bytes(whole), HERE)
    except UserError:
        return
    lines(calendar_files.text(found.events, Method.REQUEST, HERE))


def test_a_name_keeps_its_commas_and_loses_its_quotes() -> None:
    found = of(replace(VISIT, attendees=(Person('Vera "V", K.; Dr: ^n', "vera@bluesky.example"),)))
    assert found["ATTENDEE"].parameters["CN"] == "Vera 'V', K.; Dr: n"


def test_a_thousand_events_are_the_most() -> None:
    one = ("BEGIN:VEVENT", "UID:1", "DTSTART;VALUE=DATE:20260302", "END:VEVENT")
    assert len(calendar_reader.read(calendar(*one * 1000), HERE).events) == 1000
    with pytest.raises(UserError, match="1000"):
        calendar_reader.read(calendar(*one * 1001), HERE)


def test_a_length_of_years_is_written() -> None:
    found = of(replace(VISIT, duration=3650 * 1440))
    assert found["DTEND"].value == "20360629T080000Z"
    assert timedelta(3650) == date(2036, 6, 29) - date(2026, 7, 2)


SLOW = ("TZID:Slow", "BEGIN:STANDARD", "DTSTART:16010101T000000", "RRULE:FREQ=SECONDLY", "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200", "END:STANDARD")  # fmt: skip


@pytest.mark.parametrize(
    "zone",
    [
        ("BEGIN;X=1:VTIMEZONE", *SLOW, "END:VTIMEZONE"),
        ('BEGIN;X="a:b":VTIMEZONE', *SLOW, "END;X=1:VTIMEZONE"),
        ("BEGIN:VTIME\r\n\r\n  ZONE", *SLOW, "END:VTIMEZONE"),
        ("BEGIN:VTIMEZONE", "TZID:Slow", "BEGIN:STANDARD", "END:VTIMEZONE", *SLOW[1:], "END:VTIMEZONE"),
        (
            "BEGIN:VTIMEZONE",
            *SLOW[:3],
            "RRULE:FREQ=YEARLY",
            "EXRULE:FREQ=SECONDLY",
            *SLOW[4:],
            "END:VTIMEZONE",
        ),
        ("begin:vtimezone", *SLOW, "end:vtimezone"),
    ],
)
def test_a_slow_zone_does_not_slip_by_in_disguise(zone: tuple[str, ...]) -> None:
    data = calendar(*zone, "BEGIN:VEVENT", "UID:1", "DTSTART;TZID=Slow:20260302T100000", "END:VEVENT")
    begun = clock.process_time()
    try:
        found = calendar_reader.read(data, HERE).events
    except UserError:
        found = ()
    assert clock.process_time() - begun < 2
    assert len(found) <= 1


@pytest.mark.parametrize(
    "row", ["BEGIN:VTIMEZONE\r\n", "BEGIN:VTIMEZONE" + "\r\n" * 40, "BEGIN:VTIMEZONE\r\n "]
)
def test_i11_zones_without_an_end_keep_nobody_waiting(row: str) -> None:
    begun = clock.process_time()
    with pytest.raises(UserError):
        calendar_reader.read(b"BEGIN:VCALENDAR\r\n" + (row * 20_000).encode(), HERE)
    assert clock.process_time() - begun < 5
