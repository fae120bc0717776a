"""What the day says of contacts: who was silent for long, what was said last, what waits half-written (15.1, 15.3)."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.tasks import NewTask, Seat
from oppdesk.domain.words import Attendance, TaskType
from oppdesk.services.desk import Desk
from oppdesk.services.today_values import Cues, Part, Said, Scope, TaskDays
from oppdesk.storage.interaction_tables import InteractionRow
from tests.services import records
from tests.services.records import MONDAY, store_of

DAY = timedelta(days=1)
QUIET = MONDAY - 90 * DAY  # what was said before this day is long ago


@pytest.fixture
def anna(desk: Desk) -> int:
    made = records.salesperson(desk)
    desk.context.salesperson = made
    return made


def said(desk: Desk, contact: int, on: date, words: str = "call", **values: Any) -> int:
    """An entry of the log as it stands in the table."""
    row = desk.lists.rows("contact", [contact])[0]
    company = row["company"].id if row["company"] else None
    given = {"salesperson": desk.context.salesperson} | values
    with store_of(desk).write("test.interaction") as work:
        return work.add(InteractionRow(contact=contact, company=company, on=on, description=words, **given))


def cues(desk: Desk, scope: Scope = Scope.ALL) -> Cues:
    found = desk.today.look(scope, {Part.CUES}).cues
    assert found is not None
    return found


def last(desk: Desk, scope: Scope = Scope.ALL) -> list[Said]:
    return list(desk.today.look(scope, {Part.INTERACTIONS}).said or ())


def names(desk: Desk, *filters: Filter) -> list[str]:
    return sorted(
        row["name"] for row in desk.lists.rows("contact", desk.lists.ids("contact", Query(filters)))
    )


def silent(on: date) -> Filter:
    return Filter("last_interaction", Op.BEFORE, on)


def test_15_1_contacts_without_interaction_for_90_days_are_counted_as_their_list_shows_them(
    desk: Desk, anna: int
) -> None:
    never, long_ago = records.company(desk, "Never"), records.company(desk, "Long ago")
    lately = records.company(desk, "Lately")
    said(desk, long_ago, QUIET - DAY)
    said(desk, lately, QUIET)
    said(desk, lately, QUIET - 100 * DAY)
    found = cues(desk).asleep
    assert found.count == 2
    assert found.filters == (silent(QUIET),)
    assert names(desk, *found.filters) == ["Long ago", "Never"]
    assert desk.lists.count("contact", Query(found.filters)) == found.count
    assert {never, long_ago} == set(desk.lists.ids("contact", Query(found.filters)))


def test_3_2_what_failed_was_cancelled_or_is_a_draft_is_no_interaction(desk: Desk, anna: int) -> None:
    for word in ("attempt_failed", "canceled", "postponed"):
        said(desk, records.company(desk, word), MONDAY, **{word: True})
    assert cues(desk).asleep.count == 3
    assert names(desk, Filter("last_interaction", Op.FILLED)) == []


def test_3_2_a_companys_are_its_peoples_too_and_not_the_other_way(desk: Desk, anna: int) -> None:
    company = records.company(desk, "Company")
    person = records.person(desk, "Person", company)
    records.person(desk, "Colleague", company)
    said(desk, person, MONDAY)
    assert names(desk, silent(QUIET)) == ["Colleague"]


@pytest.mark.parametrize(
    ("op", "value", "found"),
    [
        (Op.BEFORE, MONDAY, ["earlier", "never"]),
        (Op.UP_TO, MONDAY, ["earlier", "monday", "never"]),
        (Op.FROM, MONDAY, ["later", "monday"]),
        (Op.OVER, MONDAY, ["later"]),
        (Op.IS, MONDAY, ["monday"]),
        (Op.IS_NOT, MONDAY, ["earlier", "later", "never"]),
        (Op.BLANK, None, ["never"]),
        (Op.IS, None, ["never"]),
        (Op.FILLED, None, ["earlier", "later", "monday"]),
    ],
)
def test_the_list_is_filtered_by_the_last_interaction(
    desk: Desk, anna: int, op: Op, value: date | None, found: list[str]
) -> None:
    records.company(desk, "never")
    for name, on in (("earlier", MONDAY - DAY), ("monday", MONDAY), ("later", MONDAY + DAY)):
        contact = records.company(desk, name)
        said(desk, contact, on)
        said(desk, contact, on - 10 * DAY)
    said(desk, desk.lists.ids("contact", Query((Filter("name", Op.IS, "later"),)))[0], MONDAY)
    term = Filter("last_interaction", op, value)
    assert names(desk, term) == found
    assert desk.lists.count("contact", Query((term,))) == len(found)
    assert len(desk.lists.page("contact", Query((term,)), 0, 10)) == len(found)


def test_15_1_mine_counts_only_ones_own_contacts(desk: Desk, anna: int) -> None:
    records.company(desk, "Mine", salesperson=anna)
    records.company(desk, "Of another", salesperson=records.salesperson(desk, "BEN"))
    assert cues(desk, Scope.MINE).asleep.count == 1
    assert names(desk, *cues(desk, Scope.MINE).asleep.filters) == ["Mine"]
    assert cues(desk, Scope.ALL).asleep.count == 2


def test_15_1_drafts_are_counted_as_their_list_shows_them(desk: Desk, anna: int) -> None:
    contact = records.company(desk)
    said(desk, contact, MONDAY, postponed=True)
    said(desk, contact, MONDAY, postponed=True, salesperson=records.salesperson(desk, "BEN"))
    said(desk, contact, MONDAY)
    for scope, number in ((Scope.MINE, 1), (Scope.ALL, 2)):
        found = cues(desk, scope).drafts
        assert found.count == number
        assert desk.lists.count("interaction", Query(found.filters)) == number


def test_15_1_meetings_of_today_and_calls_to_make(desk: Desk, anna: int) -> None:
    table = (Seat(Attendance.ORGANIZER, anna),)
    for words, on, start in (("late", MONDAY, 15), ("early", MONDAY, 9), ("tomorrow", MONDAY + DAY, 9)):
        desk.tasks.create(
            NewTask(TaskType.MEETING, words, on, time(start), 60, salesperson=anna, seats=table)
        )
    desk.tasks.create(NewTask(TaskType.CALL, "call", MONDAY + 9 * DAY, None, 30, salesperson=anna))
    found = cues(desk, Scope.MINE)
    assert (found.meetings, found.calls) == (2, 1)
    meetings = desk.today.tasks(Scope.MINE, TaskDays.MEETINGS)
    assert [(task.description, task.at) for task in meetings] == [("early", time(9)), ("late", time(15))]
    assert [task.description for task in desk.today.tasks(Scope.MINE, TaskDays.CALLS)] == ["call"]


def test_15_3_tasks_of_a_day_stand_in_the_order_of_their_times(desk: Desk, anna: int) -> None:
    desk.tasks.add("any time", MONDAY)
    for words, start in (("three", 15), ("nine", 9)):
        desk.tasks.create(NewTask(TaskType.CALL, words, MONDAY, time(start), 30, salesperson=anna))
    tasks = desk.today.look(Scope.MINE, {Part.TASKS}).tasks
    assert tasks is not None
    assert [task.description for task in tasks.today] == ["nine", "three", "any time"]


def test_15_3_the_last_interactions_stand_newest_first(desk: Desk, anna: int) -> None:
    contact = records.company(desk, "Contoso")
    said(desk, contact, MONDAY - DAY, "yesterday", duration=9)
    said(desk, contact, MONDAY, "first today", at=time(8, 20))
    said(desk, contact, MONDAY, "then", attempt_failed=True)
    said(desk, contact, MONDAY, "draft", postponed=True)
    said(desk, contact, MONDAY, "mistaken", canceled=True)
    said(desk, contact, MONDAY, "of another", salesperson=records.salesperson(desk, "BEN"))
    mine = last(desk, Scope.MINE)
    assert [each.description for each in mine] == ["then", "first today", "yesterday"]
    assert (mine[0].is_failed, mine[1].at, mine[2].duration, mine[2].who) == (True, time(8, 20), 9, "Contoso")
    assert last(desk)[0].description == "of another"


def test_15_1_pairs_of_duplicates_are_counted(desk: Desk, anna: int) -> None:
    assert cues(desk).duplicates == desk.duplicates.count()
