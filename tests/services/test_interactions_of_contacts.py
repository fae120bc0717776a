"""What interactions mean for contacts, opportunities and salespeople (relationships 3.2, 3.5, 3.6, 3.10, 3.12, 6.1)."""

import json
from dataclasses import replace
from datetime import date

from oppdesk.domain.fields import Ref
from oppdesk.domain.interactions import File
from oppdesk.domain.words import ContactType, Evaluation, Initiator
from oppdesk.services.desk import Desk
from oppdesk.storage import content
from oppdesk.storage.interactions import Sums
from tests.services.records import (
    close,
    code_id,
    company,
    opportunity,
    person,
    refused,
    salesperson,
    started,
    store_of,
    stored,
)
from tests.services.talks import draft, new, notes, seen, talk, template

EARLY, LATER, LAST = date(2026, 1, 10), date(2026, 1, 20), date(2026, 1, 30)


def owners(desk: Desk, row: int) -> tuple[int | None, int | None]:
    entry = seen(desk, row)
    return entry.contact and entry.contact.id, entry.company and entry.company.id


# -- figures --------------------------------------------------------------------------------------------------


def test_3_2_the_last_interaction_is_the_last_that_did_not_fail(desk: Desk) -> None:
    firm = company(desk)
    vera = person(desk, company=firm)
    assert desk.interactions.touch(firm) == (None, None)
    talk(desk, contact=vera, on=EARLY)
    talk(desk, contact=firm, on=LATER, attempt_failed=True)
    talk(desk, "INCOME", contact=vera, on=LAST, attempt_failed=True)
    assert desk.interactions.touch(firm) == (EARLY, LATER)  # the last one was not ours
    assert desk.interactions.touch(vera) == (EARLY, EARLY)
    shown = desk.contacts.view(firm)
    assert (shown.touch.reached, shown.touch.tried, shown.last_contact) == (EARLY, LATER, EARLY)


def test_3_2_a_13_drafts_and_cancelled_ones_count_for_neither_date(desk: Desk) -> None:
    firm = company(desk)
    talk(desk, contact=firm, on=EARLY)
    gone = talk(desk, contact=firm, on=LATER)
    draft(desk, contact=firm, on=LAST)
    assert desk.interactions.touch(firm) == (LATER, LATER)
    desk.interactions.toggle_canceled([gone])
    assert desk.interactions.touch(firm) == (EARLY, EARLY)


def test_scenario_11_a_call_that_failed_was_tried_but_nobody_was_reached(desk: Desk) -> None:
    firm = company(desk, phone="+31 20 555 0142")
    talk(desk, contact=firm, on=EARLY)
    call = desk.calls.proposal(contact=firm).new
    made = desk.calls.log(replace(call, attempt_failed=True))
    assert seen(desk, made).attempt_failed
    assert desk.interactions.touch(firm) == (EARLY, desk.context.today)


def test_3_2_number_cost_and_duration_of_a_company_are_its_peoples_too(desk: Desk) -> None:
    firm = company(desk)
    vera, bob = person(desk, company=firm), person(desk, "Bob Jones", company=firm)
    talk(desk, contact=vera, cost=1000, duration=10, on=EARLY)
    talk(desk, contact=bob, cost=501, duration=5, on=LAST)
    desk.interactions.toggle_canceled([talk(desk, contact=bob, cost=9999, duration=99)])
    draft(desk, contact=bob, cost=9999, duration=99)
    assert desk.interactions.figures("contact", firm) == Sums(2, 1501, 15)
    assert desk.interactions.figures("contact", vera) == Sums(1, 1000, 10)
    assert desk.interactions.figures("contact", firm, first=LATER) == Sums(1, 501, 5)
    assert desk.interactions.figures("contact", firm, last=LATER) == Sums(1, 1000, 10)
    assert desk.contacts.view(firm).interactions == Sums(2, 1501, 15)
    alone = person(desk, "Nobody's", company=None)
    talk(desk, contact=alone)
    assert desk.interactions.figures("contact", alone).count == 1


def test_6_1_a_salespersons_statistics_round_their_averages(desk: Desk) -> None:
    anna = salesperson(desk)
    firm = company(desk)
    for cost, duration in ((100, 10), (100, 10), (50, 5)):
        talk(desk, contact=firm, salesperson=anna, cost=cost, duration=duration)
    found = desk.interactions.figures("salesperson", anna)
    assert (found.count, found.cost, found.average_cost) == (3, 250, 83)
    assert (found.duration, found.average_duration) == (25, 833)
    nobody = desk.interactions.figures("salesperson", salesperson(desk, "OTTO"))
    assert (nobody.average_cost, nobody.average_duration) == (0, 0)


def test_9_1_and_9_2_groups_and_templates_count_what_counts(desk: Desk) -> None:
    firm = company(desk)
    talk(desk, "ONSITE", contact=firm, on=EARLY)
    talk(desk, "INHOUSE", contact=firm, on=LAST)
    draft(desk, "ONSITE", contact=firm)
    desk.interactions.toggle_canceled([talk(desk, "ONSITE", contact=firm)])
    meeting = code_id(desk, "interaction_group", "MEETING")
    assert desk.interactions.figures("interaction_group", meeting) == Sums(2, 7000, 300)
    onsite = template(desk, "ONSITE")
    assert desk.interactions.figures("interaction_template", onsite) == Sums(1, 4500, 180)
    assert desk.interactions.figures("interaction_group", meeting, LATER) == Sums(1, 2500, 120)
    row = next(each for each in desk.setup.rows("interaction_group") if each["code"] == "MEETING")
    assert row["number_of_interaction"] == 2
    row = next(each for each in desk.setup.rows("interaction_template") if each["code"] == "ONSITE")
    assert row["number_of_interaction"] == 1


# -- contacts change ------------------------------------------------------------------------------------------


def test_con_t1_the_type_stays_while_interactions_are_linked(desk: Desk) -> None:
    vera = person(desk)
    talk(desk, contact=vera)
    refused(desk, "CON-T1", lambda: desk.contacts.change(vera, {"type": int(ContactType.COMPANY)}))


def test_3_6_interactions_stay_with_the_old_company_or_move_along(desk: Desk) -> None:
    old, other = company(desk, "Old"), company(desk, "New")
    stays, moves = person(desk, "Vera Kowalski", company=old), person(desk, "Bob Jones", company=old)
    first, second = talk(desk, contact=stays), talk(desk, contact=moves)
    assert desk.contacts.records_of(stays).interactions == 1
    desk.contacts.change_company(stays, other)
    desk.contacts.change_company(moves, other, move_records=True)
    assert owners(desk, first) == (old, old)
    assert owners(desk, second) == (moves, other)


def test_3_6_without_a_company_before_they_fall_to_the_new_one(desk: Desk) -> None:
    vera, firm = person(desk, company=None), company(desk)
    made = talk(desk, contact=vera)
    assert owners(desk, made) == (vera, None)
    desk.contacts.change_company(vera, firm)
    assert owners(desk, made) == (firm, firm)


def test_3_12_a_persons_interactions_are_handed_over_to_the_company(desk: Desk) -> None:
    firm = company(desk)
    vera = person(desk, company=firm)
    made, kept = talk(desk, contact=vera, note="Wants blue"), draft(desk, contact=vera)
    plan = desk.contacts.removal([vera])
    assert (plan.handed_over.interactions, plan.refusal) == (2, "")
    desk.contacts.remove([vera])
    assert owners(desk, made) == owners(desk, kept) == (firm, firm)
    assert notes(desk, "interaction", made) == ["Wants blue"]


def test_3_12_the_interactions_of_a_removed_company_lose_contact_and_company(desk: Desk) -> None:
    firm = company(desk)
    rows = [talk(desk, contact=firm), talk(desk, contact=person(desk, company=firm))]
    before = stored(desk, quiet=False)
    assert desk.contacts.removal([firm]).detached.interactions == 2
    desk.contacts.remove([firm])
    assert [owners(desk, row) for row in rows] == [(None, None), (None, None)]
    desk.history.undo()
    assert stored(desk, quiet=False) == before


def test_5_4_interactions_move_with_a_merge(desk: Desk) -> None:
    keep, drop = company(desk, "Molenhof"), company(desk, "Molenhof BV")
    made, of_person = talk(desk, contact=drop), talk(desk, contact=person(desk, company=drop))
    related = {each.table: each for each in desk.duplicates.comparison(keep, drop).related}
    assert (related["interaction"].kept, related["interaction"].dropped) == (0, 2)
    desk.duplicates.merge(keep, drop, (), {})
    assert owners(desk, made) == (keep, keep)
    assert owners(desk, of_person)[1] == keep


def test_3_10_everything_said_to_somebody_is_told(desk: Desk) -> None:
    vera = person(desk)
    talk(desk, contact=vera, note="Wants blue", letter="Dear Vera", evaluation=Evaluation.POSITIVE)
    (told,) = desk.contacts.subject_data(vera)["interaction"]
    assert (told["description"], told["letter"], told["evaluation"]) == (
        "Meeting at the customer",
        "Dear Vera",
        "Positive",
    )
    assert told["comment"][0]["text"] == "Wants blue"
    assert json.loads(json.dumps(told)) == told


def test_3_10_what_was_said_to_an_anonymised_contact_is_forgotten_its_figures_stay(desk: Desk) -> None:
    firm = company(desk)
    vera = person(desk, company=firm)
    secret = ("Kowalski", "+49 170 555", "divorce", "Wants green", "heirloom", "plan.pdf", "Zweitwohnung")
    values = {
        "contact": vera,
        "description": "Talk with Vera Kowalski about her divorce",
        "contact_via": "+49 170 555",
        "letter": "Dear Mrs Kowalski, about your heirloom",
        "file": File("plan.pdf", b"Zweitwohnung"),
    }
    made = talk(desk, note="Wants green", **values)
    desk.interactions.discard([draft(desk, note="Wants green", **values)])
    before = desk.interactions.figures("contact", firm)
    assert desk.contacts.anonymising([vera]).notes == 1
    desk.contacts.anonymise([vera])
    entry = seen(desk, made)
    assert (entry.description, entry.letter, entry.file_name, entry.comments) == (
        "Meeting at the customer",
        "",
        "",
        (),
    )
    assert desk.interactions.figures("contact", firm) == before
    left = everything_stored(desk)
    assert [word for word in secret if word in left] == []
    assert desk.search.find("heirloom") == []


def everything_stored(desk: Desk) -> str:
    with store_of(desk).read() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_index%'"
            " AND name NOT LIKE 'search_part%' AND name NOT LIKE 'sqlite_%'"
        ).scalars()
        return "\n".join(
            str(tuple(row))
            for name in list(names)
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')
        )


# -- others change --------------------------------------------------------------------------------------------


def test_r_del_02_interactions_outlive_their_opportunity(desk: Desk) -> None:
    deal = started(desk)
    contact = desk.opportunities.view(deal).contact
    assert contact
    made = talk(desk, contact=contact.id, opportunity=deal)
    close(desk, deal)
    desk.opportunity_fields.remove([deal])
    assert seen(desk, made).opportunity is None
    desk.history.undo()
    assert seen(desk, made).opportunity == Ref(deal, "New offices")


def test_sp_d3_a_salesperson_with_interactions_is_history(desk: Desk) -> None:
    anna = salesperson(desk)
    talk(desk, salesperson=anna)
    talk(desk, salesperson=anna)
    error = refused(desk, "M-52", lambda: desk.setup.remove("salesperson", anna))
    assert "2 interactions" in error.message


def test_con_p2_nothing_new_comes_of_a_blocked_contact_but_the_log_stays_readable(desk: Desk) -> None:
    firm = company(desk)
    made = talk(desk, contact=firm)
    desk.contacts.change(firm, {"privacy_blocked": True})
    refused(desk, "INT-5", lambda: desk.interactions.log(new(desk, contact=firm)))
    assert seen(desk, made).contact
    assert seen(desk, made).initiated_by is Initiator.US
    desk.interactions.evaluate([made], Evaluation.NEUTRAL)


def test_9_3_bytes_that_nothing_names_are_swept_away(desk: Desk) -> None:
    made = draft(desk, file=File("plan.pdf", b"plan"))
    store = store_of(desk)
    assert content.sweep(store) == 0
    desk.interactions.discard([made])
    assert content.sweep(store) == 0  # an undo may bring the draft back
    desk.history.undo()
    assert desk.interactions.draft(made).file == File("plan.pdf", b"plan")
    assert opportunity(desk)
