"""The start page: each figure against a plain count over the records, and against the list that it opens."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.tasks import NewTask
from oppdesk.domain.words import Outcome, Priority, Status, Step, TaskType
from oppdesk.services.charts import Span, neighbour, period
from oppdesk.services.desk import Desk
from oppdesk.services.today_values import Count, Figures, Part, Scope, TaskDays
from oppdesk.storage.task_tables import AttendeeRow, TaskRow
from tests.services import records
from tests.services.records import MONDAY, code_id, store_of

OPEN, CLOSED = (Status.NOT_STARTED, Status.IN_PROGRESS), (Status.WON, Status.LOST)


@pytest.fixture
def anna(desk: Desk) -> int:
    """The user of these tests."""
    made = records.salesperson(desk)
    desk.context.salesperson = made
    return made


@pytest.fixture
def sample(sample_data: None, desk: Desk) -> Desk:
    """The sample data, seen by the one who has most of it."""
    people = desk.lists.ids("salesperson", Query())
    counts = {each: records_of(desk, salesperson=each) for each in people}
    desk.context.salesperson = max(people, key=lambda each: len(counts[each]))
    return desk


def records_of(desk: Desk, table: str = "opportunity", **values: object) -> list[dict[str, object]]:
    """All rows whose fields have these values."""
    rows = desk.lists.rows(table, desk.lists.ids(table, Query()))
    return [row for row in rows if all(_plain(row[name]) == value for name, value in values.items())]


def _plain(value: object) -> object:
    return getattr(value, "id", value)


def figures(desk: Desk, scope: Scope = Scope.ALL) -> Figures:
    found = desk.today.look(scope, {Part.FIGURES}).figures
    assert found is not None
    return found


def mine(desk: Desk, scope: Scope) -> Callable[[dict[str, object]], bool]:
    people = desk.today.salespeople(scope)
    return lambda row: people is None or _plain(row["salesperson"]) in people


def due(desk: Desk, scope: Scope = Scope.ALL) -> dict[str, list[str]]:
    """Descriptions of the tasks of each heap."""
    found = desk.today.look(scope, {Part.TASKS}).tasks
    assert found is not None
    heaps = (("overdue", found.overdue), ("today", found.today), ("tomorrow", found.tomorrow))
    return {name: [task.description for task in tasks] for name, tasks in heaps}


# -- whose records --------------------------------------------------------------------------------------------


def test_15_1_mine_is_usual_and_all_as_long_as_nobody_is_named(desk: Desk) -> None:
    assert desk.today.usual_scope() is Scope.ALL
    assert desk.today.look(Scope.MINE, ()).scopes == (Scope.ALL,)
    desk.context.salesperson = records.salesperson(desk)
    assert desk.today.usual_scope() is Scope.MINE
    assert desk.today.look(Scope.MINE, ()).scopes == (Scope.MINE, Scope.ALL)


def test_15_1_a_team_is_everybody_of_all_ones_teams(desk: Desk, anna: int) -> None:
    ben, carl, dora = (records.salesperson(desk, code) for code in ("BEN", "CARL", "DORA"))
    for code, members in (("NORTH", (anna, ben)), ("KEY", (anna, carl)), ("SOUTH", (dora,))):
        team = records.add_setup(desk, "team", code=code, name=code.title())
        for member in members:
            records.add_setup(desk, "team_salesperson", team=team, salesperson=member)
    assert desk.today.look(Scope.MINE, ()).scopes == (Scope.MINE, Scope.TEAM, Scope.ALL)
    assert desk.today.salespeople(Scope.TEAM) == tuple(sorted((anna, ben, carl)))
    assert desk.today.salespeople(Scope.MINE) == (anna,)
    assert desk.today.salespeople(Scope.ALL) is None


# -- figures and cues -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", list(Scope))
def test_8_21_every_figure_is_a_plain_count_of_the_records(sample: Desk, scope: Scope) -> None:
    today, is_mine = sample.context.work_date, mine(sample, scope)
    rows = [row for row in records_of(sample) if is_mine(row)]
    running = [row for row in rows if row["status"] == Status.IN_PROGRESS]
    first = today.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    def between(row: dict[str, object], field: str, low: date, high: date) -> bool:
        day = row[field]
        return isinstance(day, date) and low <= day <= high

    expected = {
        "open": [row for row in rows if row["status"] in OPEN],
        "closed": [row for row in rows if row["status"] in CLOSED],
        "closing": [row for row in running if between(row, "closing_on", first, last)],
        "won": [
            row for row in rows if row["status"] == Status.WON and between(row, "closed_on", first, last)
        ],
        "overdue": [
            row for row in running if between(row, "closing_on", date.min, today - timedelta(days=1))
        ],
        "due_soon": [row for row in running if between(row, "closing_on", today, today + timedelta(days=7))],
    }
    found = figures(sample, scope)
    for name, wanted in expected.items():
        count: Count = getattr(found, name)
        assert count.count == len(wanted), name
        assert count.value == sum(int(str(row["estimated_value"])) for row in wanted), name
        assert count.current == sum(int(str(row["current_value"])) for row in wanted), name
    people = [row for row in records_of(sample, "contact") if is_mine(row)]
    more = sample.today.look(scope, {Part.CUES}).cues
    assert more is not None
    assert more.companies.count == sum(row["type"] == 0 for row in people)
    assert more.persons.count == sum(row["type"] == 1 for row in people)
    for count in (more.companies, more.persons):
        assert sample.lists.count(count.list, Query(count.filters)) == count.count


@pytest.mark.parametrize("scope", list(Scope))
def test_15_1_each_tile_opens_the_list_it_counts(sample: Desk, scope: Scope) -> None:
    found = figures(sample, scope)
    for name in Figures.__slots__:
        count: Count = getattr(found, name)
        assert sample.lists.count(count.list, Query(count.filters)) == count.count, name


def test_8_21_the_seventh_day_is_due_and_the_work_date_is_not_overdue(desk: Desk, anna: int) -> None:
    for days in (0, 1, 8, 9):
        records.started(desk, salesperson=anna, closing_on=MONDAY + timedelta(days=days))
    desk.context.work_as_of(MONDAY + timedelta(days=1))
    found = figures(desk)
    assert (found.due_soon.count, found.overdue.count) == (2, 1)


def test_0_3_due_and_overdue_go_by_the_work_date(desk: Desk, anna: int) -> None:
    records.started(desk, salesperson=anna, closing_on=date(2026, 3, 31))
    assert figures(desk).overdue.count == 0
    desk.context.work_as_of(date(2026, 4, 1))
    assert figures(desk).overdue.count == 1
    assert figures(desk).closing.count == 0


def test_8_21_a_closed_one_is_neither_due_nor_open(desk: Desk, anna: int) -> None:
    opportunity = records.started(desk, salesperson=anna, closing_on=MONDAY)
    records.close(desk, opportunity, Outcome.LOST)
    found = figures(desk)
    assert (found.open.count, found.due_soon.count, found.closed.count) == (0, 0, 1)


def test_15_1_the_current_value_is_shown_as_a_share_of_the_open_value(desk: Desk, anna: int) -> None:
    assert figures(desk).share is None
    records.started(desk, salesperson=anna, value=1_000_000, chances=40)
    found = figures(desk)
    assert found.share == round(found.open.current / found.open.value / 100)


# -- tasks ----------------------------------------------------------------------------------------------------


def test_15_3_open_tasks_stand_on_heaps_by_the_work_date(desk: Desk, anna: int) -> None:
    for words, days in (("late", -3), ("now", 0), ("next", 1), ("later", 2)):
        desk.tasks.add(words, MONDAY + timedelta(days=days))
    assert due(desk, Scope.MINE) == {"overdue": ["late"], "today": ["now"], "tomorrow": ["next"]}
    desk.context.work_as_of(MONDAY + timedelta(days=2))
    assert due(desk, Scope.MINE) == {"overdue": ["late", "now", "next"], "today": ["later"], "tomorrow": []}


def test_15_1_tasks_of_the_week_and_calls_to_make_are_counted(desk: Desk, anna: int) -> None:
    desk.context.work_as_of(MONDAY + timedelta(days=2))  # a Wednesday
    for words, days in (("sunday", -1), ("monday", 0), ("sunday again", 6), ("next monday", 7)):
        desk.tasks.add(words, MONDAY + timedelta(days=days), type=TaskType.CALL)
    found = desk.today.look(Scope.MINE, {Part.TASKS, Part.CUES})
    assert found.tasks is not None
    assert found.cues is not None
    assert found.tasks.counts[TaskDays.WEEK] == 2
    assert found.cues.calls == 4
    assert len(desk.today.tasks(Scope.MINE, TaskDays.WEEK)) == 2
    assert len(desk.today.tasks(Scope.MINE, TaskDays.CALLS)) == 4
    assert len(desk.today.tasks(Scope.MINE, None)) == 4


def test_15_3_done_and_cancelled_tasks_are_gone_and_come_back_by_undo(desk: Desk, anna: int) -> None:
    done, cancelled = (desk.tasks.add(words, MONDAY) for words in ("done", "cancelled"))
    desk.tasks.done(done)
    desk.tasks.cancel(cancelled)
    assert due(desk)["today"] == []
    desk.history.undo()
    assert due(desk)["today"] == ["cancelled"]


def test_15_3_the_pressing_tasks_of_a_day_come_first(desk: Desk, anna: int) -> None:
    for priority in (Priority.LOW, Priority.HIGH, Priority.NORMAL):
        desk.tasks.add(priority.name, MONDAY, priority=priority)
    assert due(desk)["today"] == ["HIGH", "NORMAL", "LOW"]


def test_r_7_2_mine_are_meetings_one_attends_and_tasks_of_ones_team(desk: Desk, anna: int) -> None:
    ben = records.salesperson(desk, "BEN")
    team = records.add_setup(desk, "team", code="NORTH", name="North")
    records.add_setup(desk, "team_salesperson", team=team, salesperson=anna)
    with store_of(desk).write("test.tasks") as work:
        meeting = work.add(
            TaskRow(
                number="T1", type=int(TaskType.MEETING), description="meeting", on=MONDAY, salesperson=ben
            )
        )
        work.add(AttendeeRow(task=meeting, attendance=0, salesperson=anna))
        work.add(TaskRow(number="T3", description="of another", on=MONDAY, salesperson=ben))
    desk.tasks.create(NewTask(TaskType.NONE, "of the team", MONDAY, team=team))
    records.add_setup(desk, "team_salesperson", team=team, salesperson=ben)  # too late for that task
    assert sorted(due(desk, Scope.MINE)["today"]) == ["meeting", "of the team"]
    assert len(due(desk, Scope.ALL)["today"]) == 3
    desk.context.salesperson = ben
    assert sorted(due(desk, Scope.MINE)["today"]) == ["meeting", "of another"]


def test_15_3_a_task_says_whom_it_is_about_also_a_meeting(desk: Desk, anna: int) -> None:
    company = records.company(desk, "Blue Sky Travel")
    vera = records.person(desk, "Vera Kowalski", company)
    desk.tasks.add("call", MONDAY, type=TaskType.CALL, contact=vera)
    desk.tasks.add("meet", MONDAY, type=TaskType.MEETING, contact=vera)
    found = desk.today.look(Scope.MINE, {Part.TASKS}).tasks
    assert found is not None
    assert {(task.person, task.company) for task in found.today} == {("Vera Kowalski", "Blue Sky Travel")}


# -- what needs a next step -----------------------------------------------------------------------------------


def needs(desk: Desk, scope: Scope = Scope.ALL) -> list[tuple[str, bool, bool, bool]]:
    """Name and the three reasons."""
    found = desk.today.needs(scope)
    assert found.count == len(found.first)
    return [
        (need.deal.name, need.has_no_task, need.closing_on is not None, need.days_in_stage is not None)
        for need in found.first
    ]


def test_a_next_step_is_needed_without_task_past_its_closing_date_or_too_long_in_its_stage(
    desk: Desk, anna: int
) -> None:
    fine = records.started(desk, salesperson=anna, description="fine")
    asleep = records.started(desk, salesperson=anna, description="asleep")
    bare = records.started(desk, salesperson=anna, description="bare")
    for opportunity in (fine, asleep, bare):
        for task in desk.tasks.of("opportunity", opportunity):
            desk.tasks.cancel(task.id)
    desk.tasks.add("later", MONDAY + timedelta(days=90), opportunity=fine)
    desk.tasks.add("later", MONDAY + timedelta(days=90), opportunity=asleep)
    assert needs(desk) == [("bare", True, False, False)]
    records.marketing(desk, stale_days=10)
    desk.context.work_as_of(MONDAY + timedelta(days=9))
    assert needs(desk) == [("bare", True, False, False)]
    desk.context.work_as_of(MONDAY + timedelta(days=10))
    assert needs(desk)[0] == ("bare", True, False, True)
    assert {line[1:] for line in needs(desk)[1:]} == {(False, False, True)}
    desk.context.work_as_of(date(2026, 5, 1))
    assert needs(desk)[0] == ("bare", True, True, True)
    assert {line[1:] for line in needs(desk)[1:]} == {(False, True, True)}


def test_what_needs_more_comes_first_then_what_is_worth_more(sample: Desk) -> None:
    found = sample.today.needs(Scope.ALL).first
    order = [
        (
            -sum((need.has_no_task, need.closing_on is not None, need.days_in_stage is not None)),
            -need.has_no_task,
            -(need.closing_on is not None),
            -need.deal.value,
        )
        for need in found
    ]
    assert order == sorted(order)
    assert found


def test_needs_are_a_plain_count_of_the_records(sample: Desk) -> None:
    today = sample.context.work_date
    stale = int(str(sample.setup.single("marketing_setup")["stale_days"]))
    expected = set()
    for row in records_of(sample, status=Status.IN_PROGRESS):
        closing, since = row["closing_on"], row["stage_since"]
        is_late = isinstance(closing, date) and closing < today
        is_asleep = isinstance(since, date) and (today - since).days >= stale
        if row["next_step_on"] is None or is_late or is_asleep:
            expected.add(row["id"])
    assert {need.deal.id for need in sample.today.needs(Scope.ALL).first} == expected


def test_who_is_not_started_or_closed_needs_no_step(desk: Desk, anna: int) -> None:
    records.opportunity(desk, salesperson=anna)
    records.close(desk, records.started(desk, salesperson=anna), Outcome.LOST)
    assert needs(desk) == []


# -- top five, pipeline, shares -------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", list(Scope))
def test_8_20_the_five_greatest_not_closed_ones_by_value(sample: Desk, scope: Scope) -> None:
    is_mine = mine(sample, scope)
    values = [row["estimated_value"] for row in records_of(sample) if row["status"] in OPEN and is_mine(row)]
    top = sample.today.look(scope, {Part.TOP}).top
    assert top is not None
    assert [deal.value for deal in top] == sorted(values, reverse=True)[:5]  # type: ignore[type-var]


def test_d_19_the_pipeline_counts_distinct_opportunities_that_reached_a_stage(desk: Desk, anna: int) -> None:
    twice = records.started(desk, "EX-LARGE", salesperson=anna, value=1_000_000)
    records.move(desk, twice, Step.UPDATE, value=1_200_000, chances=45)
    once = records.started(desk, "EX-LARGE", salesperson=anna, value=500_000)
    records.move(desk, once, Step.NEXT, value=500_000, chances=25)
    found = desk.charts.funnel(code_id(desk, "sales_cycle", "EX-LARGE"))
    assert found is not None
    assert [(step.reached, step.now) for step in found.steps][:3] == [(2, 1), (1, 1), (0, 0)]
    assert [step.value for step in found.steps][:3] == [1_200_000, 500_000, 0]


def test_8_19_a_closed_one_has_reached_its_stages_and_stands_at_none(desk: Desk, anna: int) -> None:
    closed = records.started(desk, "EX-LARGE", salesperson=anna)
    records.close(desk, closed, Outcome.LOST)
    found = desk.charts.funnel(code_id(desk, "sales_cycle", "EX-LARGE"))
    assert found is not None
    assert (found.steps[0].reached, found.steps[0].now) == (1, 0)


def test_8_19_cycles_go_by_code_and_end_at_both_ends(desk: Desk) -> None:
    codes = [row["code"] for row in sorted(records_of(desk, "sales_cycle"), key=lambda row: str(row["code"]))]
    cycle = code_id(desk, "sales_cycle", str(codes[0]))
    seen, before = [], None
    while True:
        found = desk.charts.funnel(cycle)
        assert found is not None
        assert found.previous == before
        seen.append(found.code)
        if found.next is None:
            break
        before, cycle = found.cycle, found.next
    assert seen == codes


def test_8_19_the_cycle_of_the_setup_comes_first_else_the_first_by_code(desk: Desk, anna: int) -> None:
    large, small = (code_id(desk, "sales_cycle", code) for code in ("EX-LARGE", "EX-SMALL"))
    for cycle in ("EX-LARGE", "EX-SMALL", "EX-SMALL"):
        records.started(desk, cycle, salesperson=anna)
    for usual in (large, small):
        records.marketing(desk, default_sales_cycle=usual)
        found = desk.charts.funnel()
        assert found is not None
        assert found.cycle == usual


def test_the_usual_cycle_gives_way_to_one_that_has_anything(desk: Desk, anna: int) -> None:
    records.marketing(desk, default_sales_cycle=code_id(desk, "sales_cycle", "EX-SMALL"))
    records.started(desk, "EX-LARGE", salesperson=anna)
    found = desk.charts.funnel(salespeople=(anna,))
    assert found is not None
    assert found.code == "EX-LARGE"


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("span", list(Span))
def test_8_18_shares_are_a_plain_count_by_salesperson(sample: Desk, status: Status, span: Span) -> None:
    first, last = period(span, sample.context.work_date)
    is_open = status in OPEN
    expected: dict[object, int] = {}
    for row in records_of(sample, status=status):
        day = row["created_on" if is_open else "closed_on"]
        assert isinstance(day, date)
        if day <= last and (is_open or day >= first):
            person = _plain(row["salesperson"])
            expected[person] = expected.get(person, 0) + 1
    found = sample.charts.shares(status, span)
    assert {each.salesperson: each.count for each in found.slices} == expected
    for each in found.slices:
        assert sample.lists.count("opportunity", Query(each.filters)) == each.count
    assert (found.first, found.last) == (None if is_open else first, last)


def test_8_18_won_in_the_month_of_the_work_date_is_usual(desk: Desk) -> None:
    found = desk.charts.shares()
    assert (found.status, found.span) == (Status.WON, Span.MONTH)
    assert (found.first, found.last) == (date(2026, 3, 1), date(2026, 3, 31))


def test_8_18_who_has_no_salesperson_is_a_slice_and_zero_is_none(desk: Desk) -> None:
    records.salesperson(desk, "IDLE")
    records.opportunity(desk, salesperson=None)
    found = desk.charts.shares(Status.NOT_STARTED)
    assert [(each.salesperson, each.count) for each in found.slices] == [(None, 1)]
    assert found.slices[0].filters[0] == Filter("salesperson", Op.BLANK)


@pytest.mark.parametrize(
    ("span", "day", "first", "last"),
    [
        (Span.DAY, date(2026, 3, 17), date(2026, 3, 17), date(2026, 3, 17)),
        (Span.WEEK, date(2026, 3, 1), date(2026, 2, 23), date(2026, 3, 1)),
        (Span.MONTH, date(2028, 2, 10), date(2028, 2, 1), date(2028, 2, 29)),
        (Span.QUARTER, date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        (Span.YEAR, date(2026, 7, 1), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_8_18_periods_have_their_days(span: Span, day: date, first: date, last: date) -> None:
    assert period(span, day) == (first, last)
    before, after = (period(span, neighbour(span, day, way)) for way in (-1, 1))
    assert before[1] == first - timedelta(days=1)
    assert after[0] == last + timedelta(days=1)


# -- recent records -------------------------------------------------------------------------------------------


def test_15_3_recent_records_are_those_worked_on_last_each_once(desk: Desk, anna: int) -> None:
    company = records.company(desk)
    first = records.started(desk, salesperson=anna, contact=company, description="first")
    second = records.started(desk, salesperson=anna, contact=company, description="second")
    desk.contacts.change(company, {"phone": "+31 20 5550100"})
    records.move(desk, first, Step.UPDATE, value=1_200_000, chances=45)
    desk.comments.add("opportunity", second, "a note")
    found = desk.today.look(Scope.ALL, {Part.RECENT}).recent
    assert found is not None
    assert [(each.table, each.id) for each in found[:3]] == [
        ("opportunity", second),
        ("opportunity", first),
        ("contact", company),
    ]
    assert len({(each.table, each.id) for each in found}) == len(found)


def test_15_3_what_was_undone_or_is_gone_is_not_recent(desk: Desk, anna: int) -> None:
    opportunity = records.opportunity(desk, salesperson=anna)
    found = desk.today.look(Scope.ALL, {Part.RECENT}).recent
    assert found is not None
    assert [each.id for each in found] == [opportunity]
    desk.history.undo()
    assert desk.today.look(Scope.ALL, {Part.RECENT}).recent == ()


def test_only_the_parts_that_are_asked_for_are_read(desk: Desk) -> None:
    found = desk.today.look(Scope.ALL, {Part.TOP})
    assert (found.figures, found.tasks, found.needs, found.recent) == (None, None, None, None)
    assert found.top == ()
