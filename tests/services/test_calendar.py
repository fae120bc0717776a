"""Tasks by days, narrowed by what the section shows, and whose time they take (relationships 7.2, 7.4)."""

from datetime import date, time, timedelta
from itertools import count
from typing import Any

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Answer, Attendance, TaskType
from oppdesk.services.calendar import Most
from oppdesk.services.desk import Desk
from oppdesk.storage.task_tables import TaskRow
from tests.services import records
from tests.services.records import MONDAY

DAY = timedelta(1)
_numbers = count(1)


def task(desk: Desk, on: date = MONDAY, start: time | None = None, minutes: int = 60, **values: Any) -> int:
    usual: dict[str, Any] = {"description": "Meet", "duration": 1440 if start is None else minutes}
    usual["type"] = int(TaskType.NONE if start is None else TaskType.MEETING)
    with records.store_of(desk).write("test.task") as work:
        row = TaskRow(number=f"C{next(_numbers)}", on=on, start_time=start, **(usual | values))
        return work.add(row)


def ids(desk: Desk, first: date, last: date, *filters: Filter, text: str = "") -> set[int]:
    return {row["id"] for row in desk.calendar.rows(Query(filters, (), text), first, last).rows}


# -- the days -------------------------------------------------------------------------------------------------


def test_tasks_of_which_any_part_lies_on_the_days(desk: Desk) -> None:
    task(desk, MONDAY - DAY)
    here, last = task(desk), task(desk, MONDAY + DAY)
    over_midnight = task(desk, MONDAY - DAY, time(23), 120)
    long = task(desk, MONDAY - 9 * DAY, type=int(TaskType.MEETING), all_day=True, duration=30 * 1440)
    task(desk, MONDAY - DAY, time(22), 120)  # ends as the day begins
    task(desk, MONDAY + 2 * DAY)
    assert ids(desk, MONDAY, MONDAY + DAY) == {here, last, over_midnight, long}


def test_filters_hold_but_those_of_days(desk: Desk) -> None:
    anna = records.salesperson(desk, "ANNA")
    mine = task(desk, salesperson=anna)
    seated = task(desk, start=time(9))
    records.attend(desk, seated, salesperson=anna)
    task(desk)
    closed = task(desk, salesperson=anna, closed=True)
    filters = (Filter("participant", Op.IS, anna), Filter("on", Op.BEFORE, MONDAY))
    assert ids(desk, MONDAY, MONDAY, *filters) == {mine, seated, closed}
    assert ids(desk, MONDAY, MONDAY, *filters, Filter("closed", Op.IS, False)) == {mine, seated}


def test_words_narrow_too(desk: Desk) -> None:
    found = task(desk, description="Walk the line")
    task(desk)
    assert ids(desk, MONDAY, MONDAY, text="walk") == {found}


def test_of_a_full_day_some_are_read_and_the_others_counted(desk: Desk) -> None:
    timed = task(desk, start=time(9))
    plain = [task(desk) for _number in range(3)]
    other = task(desk, MONDAY + DAY)
    found = desk.calendar.rows(Query(), MONDAY, MONDAY + DAY, Most(2, 1))
    assert [row["id"] for row in found.rows] == [*plain[:2], timed, other]
    assert found.more == {MONDAY: 1}
    task(desk, start=time(10))
    assert desk.calendar.rows(Query(), MONDAY, MONDAY + DAY, Most(2, 1)).more == {MONDAY: 2}
    assert desk.calendar.rows(Query(), MONDAY, MONDAY + DAY, Most(2, 2)).more == {MONDAY: 1}


def test_cancelled_tasks_take_no_place(desk: Desk) -> None:
    task(desk, canceled=True, closed=True)
    assert ids(desk, MONDAY, MONDAY) == set()


def test_over_the_changes_of_the_clocks_times_are_those_of_the_wall(desk: Desk) -> None:
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        made = task(desk, day, time(2, 30))
        (row,) = desk.calendar.rows(Query(), day, day).rows
        assert (row["id"], row["start_time"], row["ending_on"], row["ending_time"]) == (
            made,
            time(2, 30),
            day,
            time(3, 30),
        )


# -- who is free ----------------------------------------------------------------------------------------------


def taken(desk: Desk, people: list[int], day: date = MONDAY) -> dict[str, tuple[tuple[int, int], ...]]:
    found = desk.calendar.availability(people, day, day)
    return {each.person.text: each.taken.get(day, ()) for each in found.people}


def test_meetings_take_the_time_of_all_salespeople_at_the_table(desk: Desk) -> None:
    anna, bert = records.salesperson(desk, "ANNA"), records.salesperson(desk, "BERT")
    made = task(desk, start=time(10), salesperson=anna)
    records.attend(desk, made, salesperson=bert, attendance=int(Attendance.OPTIONAL))
    assert taken(desk, [anna, bert]) == {"Anna": ((600, 660),), "Bert": ((600, 660),)}
    found = desk.calendar.availability([anna, bert], MONDAY, MONDAY)
    assert found.together(MONDAY) == ((480, 600), (660, 1080))


def test_who_declined_is_free(desk: Desk) -> None:
    bert = records.salesperson(desk, "BERT")
    made = task(desk, start=time(10))
    records.attend(desk, made, salesperson=bert, answer=int(Answer.DECLINED))
    assert taken(desk, [bert]) == {"Bert": ()}


def test_the_member_of_a_team_is_free_where_another_may_do_it(desk: Desk) -> None:
    anna = records.salesperson(desk, "ANNA")
    team = records.add_setup(desk, "team", code="NORTH", name="North")
    call = task(desk, start=time(9), type=int(TaskType.CALL), team=team)
    records.attend(desk, call, salesperson=anna, attendance=int(Attendance.MEMBER))
    assert taken(desk, [anna]) == {"Anna": ()}


def test_timed_calls_take_time_plain_tasks_and_what_is_done_or_cancelled_none(desk: Desk) -> None:
    anna = records.salesperson(desk, "ANNA")
    task(desk, salesperson=anna)
    task(desk, start=time(9), salesperson=anna, type=int(TaskType.CALL), minutes=15)
    task(desk, start=time(11), salesperson=anna, closed=True)
    task(desk, start=time(12), salesperson=anna, canceled=True, closed=True)
    assert taken(desk, [anna]) == {"Anna": ((540, 555),)}


def test_a_meeting_that_began_before_takes_its_days(desk: Desk) -> None:
    anna = records.salesperson(desk, "ANNA")
    task(
        desk,
        MONDAY - DAY,
        type=int(TaskType.MEETING),
        all_day=True,
        duration=2 * 1440,
        salesperson=anna,
    )
    assert taken(desk, [anna]) == {"Anna": ((0, 1440),)}
    assert taken(desk, [anna], MONDAY + DAY) == {"Anna": ()}


def test_my_team_is_everybody_of_the_teams_i_am_in(desk: Desk) -> None:
    anna, bert, carl = (records.salesperson(desk, code) for code in ("ANNA", "BERT", "CARL"))
    team = records.add_setup(desk, "team", code="NORTH", name="North")
    for each in (anna, bert):
        records.add_setup(desk, "team_salesperson", team=team, salesperson=each)
    assert desk.calendar.team(team) == (anna, bert)
    assert desk.calendar.team(None) == ()
    desk.context.salesperson = anna
    assert desk.calendar.team(None) == (anna, bert)
    desk.context.salesperson = carl
    assert desk.calendar.team(None) == (carl,)
