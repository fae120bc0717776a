"""Phone calls: proposed by the preferred number, checked before dialling, logged (relationships 9.7)."""

from dataclasses import replace
from datetime import date

from oppdesk.domain.addresses import Way
from oppdesk.domain.words import Evaluation, Flow, Initiator, TaskType
from oppdesk.services.desk import Desk
from tests.services.records import (
    MONDAY,
    attend,
    block_contact,
    company,
    opportunity,
    person,
    refused,
    salesperson,
    store_of,
    stored,
)
from tests.services.talks import language, notes, seen, template, template_setup

NUMBER, OTHER = "+31 20 555 0142", "+31 6 55501871"


def caller(desk: Desk) -> int:
    desk.context.salesperson = salesperson(desk)
    return desk.context.salesperson


def meeting(desk: Desk, contact: int | None = None) -> int:
    return desk.tasks.add("Visit", MONDAY, type=TaskType.MEETING, contact=contact)


def seat_of(desk: Desk, task: int, name: str) -> int:
    with store_of(desk).read() as connection:
        wanted = f"SELECT id FROM attendee WHERE task = {task} AND {name} IS NOT NULL"
        return int(connection.exec_driver_sql(wanted).scalar() or 0)


def test_9_7_a_call_is_of_today_by_the_preferred_number_with_the_setups_template(desk: Desk) -> None:
    anna, firm = caller(desk), company(desk, phone=NUMBER)
    vera = person(desk, company=firm, mobile_phone=OTHER)
    desk.context.work_as_of(date(2026, 1, 15))
    call = desk.calls.proposal(contact=vera)
    assert call.fault == ""
    assert [(way.way, way.value) for way in call.ways] == [(Way.MOBILE, OTHER), (Way.PHONE, NUMBER)]
    new = call.new
    assert (new.contact, new.contact_via, new.on, new.salesperson) == (vera, OTHER, MONDAY, anna)
    assert (new.template, new.description) == (template(desk, "OUTGOING"), "Outgoing phone call")
    assert (new.information_flow, new.initiated_by, new.duration) == (Flow.OUTBOUND, Initiator.US, 15)


def test_9_7_a_call_is_logged_with_its_result_and_note(desk: Desk) -> None:
    caller(desk)
    firm = company(desk, phone=NUMBER)
    call = desk.calls.proposal(contact=firm).new
    made = desk.calls.log(
        replace(call, note="Call again in May", duration=4, evaluation=Evaluation.POSITIVE, template=None)
    )
    entry = seen(desk, made)
    assert entry.interaction_template
    assert (entry.interaction_template.text, entry.contact_via, entry.duration) == ("OUTGOING", NUMBER, 4)
    assert (entry.evaluation, entry.on) == (Evaluation.POSITIVE, MONDAY)
    assert notes(desk, "interaction", made) == ["Call again in May"]


def test_9_7_a_call_from_an_opportunity_or_a_task_carries_it(desk: Desk) -> None:
    anna = salesperson(desk)
    firm = company(desk, phone=NUMBER)
    deal = opportunity(desk, contact=firm, salesperson=anna)
    task = desk.tasks.add("Call back", MONDAY, type=TaskType.CALL, opportunity=deal)
    of_deal = desk.calls.proposal(opportunity=deal).new
    assert (of_deal.contact, of_deal.opportunity, of_deal.salesperson) == (firm, deal, anna)
    made = seen(desk, desk.calls.log(desk.calls.proposal(task=task).new))
    assert made.task
    assert made.opportunity
    assert (made.task.id, made.opportunity.id) == (task, deal)


def test_its_3_no_calls_without_their_template(desk: Desk) -> None:
    caller(desk)
    firm = company(desk, phone=NUMBER)
    call = desk.calls.proposal(contact=firm).new
    template_setup(desk, calls=None)
    assert "Outgoing calls" in desk.calls.proposal(contact=firm).fault
    assert "Outgoing calls" in refused(desk, "ITS-3", lambda: desk.calls.check(call)).message
    refused(desk, "ITS-3", lambda: desk.calls.log(call))


def test_its_2_the_template_of_calls_has_no_languages(desk: Desk) -> None:
    caller(desk)
    firm = company(desk, phone=NUMBER)
    language(desk, template(desk, "OUTGOING"), "NLD")
    fault = desk.calls.proposal(contact=firm).fault
    assert "OUTGOING" in fault
    assert "NLD" in fault


def test_call_1_a_number_is_needed(desk: Desk) -> None:
    caller(desk)
    call = desk.calls.proposal(contact=company(desk, phone=NUMBER)).new
    error = refused(desk, "CALL-1", lambda: desk.calls.check(replace(call, contact_via=" ")))
    assert error.field == "contact_via"


def test_call_2_date_description_and_salesperson_are_needed(desk: Desk) -> None:
    caller(desk)
    call = desk.calls.proposal(contact=company(desk, phone=NUMBER)).new
    for values, field in (
        ({"on": None, "description": ""}, "on"),
        ({"description": " ", "salesperson": None}, "description"),
        ({"salesperson": None}, "salesperson"),
    ):
        wanted = replace(call, **values)  # type: ignore[arg-type]
        assert refused(desk, "CALL-2", lambda wanted=wanted: desk.calls.check(wanted)).field == field


def test_call_3_whom_nobody_knows_or_has_no_number_is_said(desk: Desk) -> None:
    caller(desk)
    silent = company(desk, "Molenhof")
    call = desk.calls.proposal(contact=silent)
    assert "Molenhof" in call.fault
    assert call.ways == ()
    refused(desk, "CALL-3", lambda: desk.calls.check(call.new))
    refused(desk, "CALL-3", lambda: desk.calls.check(replace(call.new, contact=None, contact_via=NUMBER)))
    assert desk.calls.proposal().fault
    desk.calls.check(replace(call.new, contact_via=NUMBER))  # typed by hand


def test_9_7_another_contact_is_called_by_its_own_numbers(desk: Desk) -> None:
    caller(desk)
    call = desk.calls.proposal(contact=company(desk, phone=NUMBER)).new
    other = desk.calls.reaching(replace(call, contact=company(desk, phone=OTHER)))
    assert (other.new.contact_via, [way.value for way in other.ways]) == (OTHER, [OTHER])


def test_tsk_10_a_meeting_without_one_contact_is_called_from_its_attendees(desk: Desk) -> None:
    caller(desk)
    vera = person(desk, phone=NUMBER)
    made = meeting(desk, vera)
    assert desk.calls.proposal(task=made).new.contact == vera
    attend(desk, made, contact=person(desk, "Bob Jones", phone=OTHER))
    assert "attendees" in desk.calls.proposal(task=made).fault


def test_tsk_10_another_task_needs_a_contact_first(desk: Desk) -> None:
    caller(desk)
    made = desk.tasks.add("Think", MONDAY)
    call = desk.calls.proposal(task=made)
    assert "assign one" in call.fault
    assert call.new.task == made
    vera = person(desk, phone=NUMBER)
    assert desk.calls.proposal(task=made, contact=vera).fault == ""


def test_tsk_10_a_seat_is_called_unless_a_salesperson_sits_there(desk: Desk) -> None:
    caller(desk)
    made = meeting(desk, person(desk, phone=NUMBER))
    call = desk.calls.proposal(seat=seat_of(desk, made, "contact"))
    assert (call.fault, call.new.task, call.new.contact_via) == ("", made, NUMBER)
    assert "Salespeople" in desk.calls.proposal(seat=seat_of(desk, made, "salesperson")).fault


def test_log_4_a_blocked_contact_is_not_called(desk: Desk) -> None:
    caller(desk)
    firm = company(desk, phone=NUMBER)
    call = desk.calls.proposal(contact=firm).new
    block_contact(desk, firm)
    assert desk.calls.proposal(contact=firm).fault
    refused(desk, "INT-5", lambda: desk.calls.check(call))


def test_0_5_a_call_with_all_that_follows_is_one_action_and_one_undo(desk: Desk) -> None:
    caller(desk)
    firm = company(desk, phone=NUMBER)
    task = desk.tasks.add("Call back", MONDAY, type=TaskType.CALL, contact=firm)
    before = {name: set(stored(desk)[name]) for name in ("interaction", "opportunity", "task")}
    following = replace(desk.tasks.proposal(contact=firm), description="Send drawings")
    call = replace(desk.calls.proposal(task=task).new, note="Wants drawings")
    found = desk.calls.conclude(call, makes_opportunity=True, is_done=True, following=following)
    entry = seen(desk, found.interaction)
    assert entry.opportunity
    assert entry.opportunity.id == found.opportunity
    assert desk.tasks.sheet(task).closed
    (made,) = set(stored(desk)["task"]) - before["task"]
    assert stored(desk)["task"][made]["opportunity"] == found.opportunity
    desk.history.undo()
    assert {name: set(stored(desk)[name]) for name in before} == before
    assert not desk.tasks.sheet(task).closed


def test_0_5_a_call_is_not_logged_while_what_follows_is_refused(desk: Desk) -> None:
    caller(desk)
    firm = company(desk, phone=NUMBER)
    call = desk.calls.proposal(contact=firm).new
    following = replace(desk.tasks.proposal(contact=firm), description="Send drawings", on=None)
    error = refused(desk, "TSK-W1", lambda: desk.calls.conclude(call, following=following))
    assert error.field == "task.on"
