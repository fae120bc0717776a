"""The calendar of my tasks in a folder: all of them, as they are, written anew only when something changed."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from oppdesk.domain.errors import UserError
from oppdesk.domain.tasks import NewTask, Seat
from oppdesk.domain.words import Attendance, CountedFrom, TaskType
from oppdesk.services.desk import Desk
from tests.exchange.calendar_lines import Line, components
from tests.services.records import add_setup, opportunity, salesperson
from tests.services.test_correspondence import vera

DAY = date(2026, 3, 2)


def make(desk: Desk, description: str, **values: Any) -> int:
    usual: dict[str, Any] = {"type": TaskType.NONE, "on": DAY, "salesperson": desk.context.salesperson}
    return desk.tasks.create(NewTask(description=description, **(usual | values)))


def events(folder: Path) -> dict[str, dict[str, Line]]:
    (path,) = folder.glob("*.ics")
    found = components(path.read_bytes(), "VEVENT")
    return {
        line.text: {each.name: each for each in event}
        for event in found
        for line in event
        if line.name == "SUMMARY"
    }


@pytest.fixture
def me(desk: Desk) -> int:
    desk.context.salesperson = salesperson(desk, name="Anna Bos")
    return desk.context.salesperson


def test_9_11_my_tasks_stand_in_one_file(desk: Desk, me: int, tmp_path: Path) -> None:
    contact = vera(desk, phone="+31 20 7")
    made = opportunity(desk, contact=contact, description="New offices")
    make(desk, "Offer", opportunity=made, contact=contact)
    make(desk, "Roof", type=TaskType.CALL, start_time=time(9), duration=15, contact=contact)
    path = desk.calendar_feed.write(tmp_path)
    assert path == tmp_path / "OppDesk ANNA.ics"
    found = events(tmp_path)
    assert set(found) == {"Offer", "Phone call: Roof"}
    assert found["Offer"]["DTSTART"].value == "20260302"
    assert found["Offer"]["TRANSP"].value == "TRANSPARENT"
    assert found["Phone call: Roof"]["TRANSP"].value == "OPAQUE"
    assert found["Offer"]["DESCRIPTION"].text == "Vera Kowalski, Blue Sky Travel\n+31 20 7\nNew offices"
    assert "ATTENDEE" not in found["Offer"]


def test_7_2_what_others_ask_me_to_and_what_my_team_does_is_mine_too(
    desk: Desk, me: int, tmp_path: Path
) -> None:
    other = salesperson(desk, "BO")
    team = add_setup(desk, "team", code="T", name="T")
    for each in (me, other):
        add_setup(desk, "team_salesperson", team=team, salesperson=each)
    table = (Seat(Attendance.ORGANIZER, salesperson=other), Seat(Attendance.OPTIONAL, salesperson=me))
    make(
        desk,
        "Meeting",
        type=TaskType.MEETING,
        salesperson=other,
        seats=table,
        start_time=time(9),
        duration=30,
    )
    make(desk, "Team", salesperson=None, team=team)
    make(desk, "Not mine", salesperson=other)
    desk.calendar_feed.write(tmp_path)
    assert set(events(tmp_path)) == {"Meeting", "Team"}


def test_9_11_what_is_done_says_so_and_what_is_cancelled_or_long_ago_goes(
    desk: Desk, me: int, tmp_path: Path
) -> None:
    long_ago = DAY - timedelta(200)
    done, cancelled, old, _overdue = (
        make(desk, "Done"),
        make(desk, "Cancelled"),
        make(desk, "Old", on=long_ago),
        make(desk, "Overdue", on=long_ago),
    )
    desk.tasks.done(done)
    desk.tasks.done(old)
    desk.tasks.cancel(cancelled)
    desk.calendar_feed.write(tmp_path)
    assert set(events(tmp_path)) == {"Done: Done", "Overdue"}


def test_7_5_a_series_that_is_even_shows_its_future(desk: Desk, me: int, tmp_path: Path) -> None:
    series = {"recurring": True, "recurring_interval": "1W"}
    make(desk, "Even", counted_from=CountedFrom.DUE_DATE, **series)
    make(desk, "Uneven", counted_from=CountedFrom.CLOSING_DATE, **series)
    desk.calendar_feed.write(tmp_path)
    found = events(tmp_path)
    assert found["Even"]["RRULE"].value.startswith("FREQ=WEEKLY")
    assert "RRULE" not in found["Uneven"]


def test_9_11_the_file_is_left_alone_while_nothing_changed(desk: Desk, me: int, tmp_path: Path) -> None:
    task = make(desk, "Offer")
    assert desk.calendar_feed.write(tmp_path) is not None
    assert desk.calendar_feed.write(tmp_path) is None
    desk.tasks.postpone(task, DAY + timedelta(1))
    assert desk.calendar_feed.write(tmp_path) is not None
    assert events(tmp_path)["Offer"]["DTSTART"].value == "20260303"
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["OppDesk ANNA.ics"]


def test_9_11_a_folder_that_is_gone_and_nobody_who_is_me_are_told(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        desk.calendar_feed.write(tmp_path)
    desk.context.salesperson = salesperson(desk)
    with pytest.raises(UserError, match="nowhere"):
        desk.calendar_feed.write(tmp_path / "nowhere")


def test_i14_a_code_that_is_a_path_names_no_other_place(desk: Desk, tmp_path: Path) -> None:
    desk.context.salesperson = salesperson(desk, "../../X")
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    desk.calendar_feed.write(folder)
    assert [each for each in tmp_path.rglob("*.ics") if each.parent != folder] == []
    assert len(list(folder.glob("*.ics"))) == 1
