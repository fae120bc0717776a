"""Many records changed at once: the plan says what the rules say, nothing is written before, one undo takes all back."""

from datetime import date, timedelta

import pytest

from oppdesk.domain.errors import FieldError, UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.records import SHARED
from oppdesk.domain.words import Action, ContactType, Priority, Status
from oppdesk.services.desk import Desk
from oppdesk.services.editing import fields_of
from tests.services.records import salesperson, store_of, stored
from tests.services.tasks import a_meeting, a_task, team, whose


def of_status(desk: Desk, *statuses: Status) -> list[int]:
    query = Query((Filter("status", Op.AMONG, tuple(int(status) for status in statuses)),))
    return desk.lists.ids("opportunity", query).tolist()


def values(desk: Desk, table: str, ids: list[int], field: str) -> list[object]:
    return [row[field] for row in desk.lists.rows(table, ids)]


@pytest.fixture
def filled(sample_data: None, desk: Desk) -> Desk:
    return desk


def other_salesperson(desk: Desk, opportunity: int) -> Ref:
    (row,) = desk.lists.rows("opportunity", [opportunity])
    people = desk.lists.rows("salesperson", desk.lists.ids("salesperson", Query()).tolist())
    return next(Ref(each["id"], each["name"]) for each in people if each["id"] != row["salesperson"].id)


def test_the_plan_says_what_changes_what_stays_and_what_may_not_and_writes_nothing(filled: Desk) -> None:
    ids = filled.lists.ids("opportunity", Query()).tolist()
    before = stored(filled)
    plan = filled.editing.plan("opportunity", ids, {"priority": int(Priority.HIGH)})
    assert stored(filled) == before
    rows = {row["id"]: row for row in filled.lists.rows("opportunity", ids)}
    closed = [each for each, row in rows.items() if row["status"] in (Status.WON, Status.LOST)]
    high = [each for each, row in rows.items() if row["priority"] == Priority.HIGH]
    assert [each.id for each in plan.unchanged] == high
    assert [each.id for each in plan.refused] == [each for each in closed if each not in high]
    assert all("closed since" in each.reason for each in plan.refused)
    assert [each.id for each in plan.changes] == [each for each in ids if each not in {*closed, *high}]
    for change in plan.changes:
        assert change.before == {"priority": rows[change.id]["priority"]}
        assert change.after == {"priority": int(Priority.HIGH)}


def test_what_was_planned_is_one_operation_and_one_undo_takes_it_back(filled: Desk) -> None:
    ids = of_status(filled, Status.NOT_STARTED, Status.IN_PROGRESS)
    before = stored(filled, quiet=False)
    plan = filled.editing.plan("opportunity", ids, {"priority": int(Priority.HIGH)})
    done = filled.editing.apply(plan)
    assert (done.changed, done.overtaken) == (len(plan.changes), ())
    assert set(values(filled, "opportunity", ids, "priority")) == {int(Priority.HIGH)}
    last = filled.history.last()
    assert last is not None
    assert last.title == f"Priority of {done.changed} opportunities changed"
    filled.history.undo(last.operation)
    assert stored(filled, quiet=False) == before


def test_r_chg_01_the_active_entries_follow_a_salesperson_and_open_tasks_when_the_user_says_so(
    filled: Desk,
) -> None:
    ids = of_status(filled, Status.IN_PROGRESS)
    person = other_salesperson(filled, ids[0])
    tasks = Query((Filter("salesperson", Op.IS, person.id), Filter("closed", Op.IS, False)))
    tasks_before = filled.lists.count("task", tasks)
    plan = filled.editing.plan("opportunity", ids, {"salesperson": person}, with_tasks=True)
    assert plan.changes[0].after == {"salesperson": person}
    assert isinstance(plan.changes[0].before["salesperson"], Ref)
    filled.editing.apply(plan)
    assert {ref.id for ref in values(filled, "opportunity", ids, "salesperson") if isinstance(ref, Ref)} == {
        person.id
    }
    active = Query((Filter("active", Op.IS, True), Filter("opportunity", Op.AMONG, tuple(ids))))
    entries = filled.lists.ids("opportunity_entry", active).tolist()
    assert {
        ref.id for ref in values(filled, "opportunity_entry", entries, "salesperson") if isinstance(ref, Ref)
    } == {person.id}
    assert filled.lists.count("task", tasks) > tasks_before


def test_r_chg_05_a_sales_cycle_changes_only_before_the_start(filled: Desk) -> None:
    new, running = of_status(filled, Status.NOT_STARTED), of_status(filled, Status.IN_PROGRESS)
    cycles = filled.lists.ids("sales_cycle", Query()).tolist()
    plans = [filled.editing.plan("opportunity", [*new, *running], {"sales_cycle": cycle}) for cycle in cycles]
    assert all(each.id in running for plan in plans for each in plan.refused)
    assert all(each.id in new for plan in plans for each in plan.changes)


def test_estimates_change_by_an_update_in_the_stage_as_by_the_dialog(filled: Desk) -> None:
    running, new = of_status(filled, Status.IN_PROGRESS), of_status(filled, Status.NOT_STARTED)
    day = filled.context.work_date + timedelta(days=90)
    plan = filled.editing.plan("opportunity", [*running, *new], {"closing_on": day, "chances": 80})
    assert {each.id for each in plan.changes} | {each.id for each in plan.unchanged} == set(running)
    assert {each.id for each in plan.refused} == set(new)
    assert all("not started yet" in each.reason for each in plan.refused)
    before = {row["id"]: row for row in filled.lists.rows("opportunity", running)}
    filled.editing.apply(plan)
    for row in filled.lists.rows("opportunity", running):
        assert (row["closing_on"], row["chances"]) == (day, 80)
        assert row["estimated_value"] == before[row["id"]]["estimated_value"]
        assert row["stage"] == before[row["id"]]["stage"]
        view = filled.opportunities.view(row["id"])
        if row["id"] in {each.id for each in plan.changes}:
            assert view.entries[0].action is Action.UPDATED
    assert not filled.statistics.broken()


def test_m_17_a_closing_date_before_the_last_change_is_refused_with_its_reason(filled: Desk) -> None:
    running = of_status(filled, Status.IN_PROGRESS)
    plan = filled.editing.plan("opportunity", running, {"closing_on": date(2020, 1, 1)})
    assert not plan.changes
    assert all("must not be earlier" in each.reason for each in plan.refused)


def test_m_49_a_value_no_record_may_have_is_an_error_of_its_field(filled: Desk) -> None:
    ids = of_status(filled, Status.IN_PROGRESS)
    for field, value in (("chances", 101), ("description", "x"), ("estimated_value", -1)):
        with pytest.raises(FieldError) as caught:
            filled.editing.plan("opportunity", ids, {field: value})
        assert caught.value.field == field


def test_a_record_changed_since_it_was_looked_at_is_left_alone_and_told(filled: Desk) -> None:
    first, second, third = of_status(filled, Status.IN_PROGRESS)[:3]
    high = {"priority": int(Priority.HIGH)}
    for each in (first, second, third):
        filled.opportunity_fields.change(each, "priority", int(Priority.LOW))
    plan = filled.editing.plan("opportunity", [first, second, third], high)
    filled.opportunity_fields.change(second, "description", "Changed meanwhile")
    done = filled.editing.apply(plan)
    assert (done.changed, len(done.overtaken)) == (2, 1)
    assert values(filled, "opportunity", [first, second, third], "priority") == [
        int(Priority.HIGH), int(Priority.LOW), int(Priority.HIGH)
    ]  # fmt: skip


def test_a_rule_that_speaks_only_now_stops_everything(filled: Desk) -> None:
    ids = of_status(filled, Status.IN_PROGRESS)
    person = other_salesperson(filled, ids[0])
    plan = filled.editing.plan("opportunity", ids, {"salesperson": person})
    filled.setup.save("salesperson", person.id, {"blocked": True})
    before = stored(filled)
    with pytest.raises(UserError):
        filled.editing.apply(plan)
    assert stored(filled) == before


def test_contacts_take_a_language_and_the_people_of_a_company_what_they_inherit(filled: Desk) -> None:
    ids = filled.lists.ids("contact", Query((Filter("type", Op.IS, int(ContactType.COMPANY)),))).tolist()
    language = filled.lists.ids("language", Query())[-1]
    before = stored(filled, quiet=False)
    plan = filled.editing.plan("contact", ids, {"language": language})
    assert stored(filled, quiet=False) == before
    assert plan.changes
    done = filled.editing.apply(plan)
    assert done.changed == len(plan.changes)
    assert {ref.id for ref in values(filled, "contact", ids, "language") if isinstance(ref, Ref)} == {
        language
    }
    last = filled.history.last()
    assert last is not None
    filled.history.undo(last.operation)
    assert stored(filled, quiet=False) == before


def test_a_field_can_be_emptied_where_it_may_be_empty(filled: Desk) -> None:
    ids = filled.lists.ids("contact", Query()).tolist()
    plan = filled.editing.plan("contact", ids, {"territory": None})
    filled.editing.apply(plan)
    assert set(values(filled, "contact", ids, "territory")) == {None}
    running = of_status(filled, Status.IN_PROGRESS)
    refused = filled.editing.plan("opportunity", running, {"salesperson": None}).refused
    assert len(refused) == len(running)  # R-CHG-01, M-03


def test_planning_and_doing_can_be_stopped_and_leave_nothing(filled: Desk) -> None:
    ids = of_status(filled, Status.IN_PROGRESS)
    high = {"priority": int(Priority.HIGH)}
    plan = filled.editing.plan("opportunity", ids, high)
    before = stored(filled)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        filled.editing.plan("opportunity", ids, high, progress=stopped)
    with pytest.raises(Cancelled):
        filled.editing.apply(plan, stopped)
    assert stored(filled) == before


def test_every_offered_field_can_be_typed() -> None:
    for table in SHARED:
        assert [field.name for field in fields_of(table)] == list(SHARED[table])
        assert not [field.name for field in fields_of(table) if field.read_only]
    assert fields_of("opportunity_entry") == []


def test_7_6_tasks_of_a_team_and_their_attendees_follow_to_somebody_else(desk: Desk) -> None:
    anna, ben = salesperson(desk, "ANNA"), salesperson(desk, "BEN")
    north = team(desk, "NORTH", anna, ben)
    desk.context.salesperson = anna
    tasks = [desk.tasks.create(a_task(team=north)), desk.tasks.create(a_meeting(desk, team=north))]
    before, who = stored(desk), [whose(desk, each) for each in tasks]
    with store_of(desk).engine.begin():  # somebody else writes: a preview needs no lock
        plan = desk.editing.plan("task", tasks, {"salesperson": ben})
    assert [each.id for each in plan.changes] == tasks
    assert stored(desk) == before
    desk.editing.apply(plan)
    assert [whose(desk, each)[0] for each in tasks[1:]] == ["Ben"]
    assert whose(desk, tasks[0]) == []
    desk.history.undo()
    assert [whose(desk, each) for each in tasks] == who
