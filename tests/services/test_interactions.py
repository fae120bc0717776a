"""Interactions proposed, logged and kept as drafts on a real database (relationships 9.4 to 9.8)."""

from dataclasses import replace
from datetime import date

import pytest

from oppdesk.domain.interactions import File
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Correspondence, Flow, Initiator, TaskType, WizardAction
from oppdesk.services.desk import Desk
from tests.services.records import (
    MONDAY,
    attend,
    block_contact,
    change_setup,
    code_id,
    company,
    operations,
    opportunity,
    person,
    refused,
    salesperson,
    stored,
)
from tests.services.talks import draft, language, new, notes, of_template, seen, talk, template

TUESDAY = date(2026, 3, 3)

# -- defaults -------------------------------------------------------------------------------------------------


def test_9_5_the_salesperson_is_the_one_given_else_the_user_else_the_contacts(desk: Desk) -> None:
    anna, otto, user = (salesperson(desk, code) for code in ("ANNA", "OTTO", "USER"))
    theirs = company(desk, salesperson=anna)
    assert desk.interactions.proposal(contact=theirs).salesperson == anna
    desk.context.salesperson = user
    assert desk.interactions.proposal(contact=theirs).salesperson == user
    assert desk.interactions.proposal(contact=theirs, salesperson=otto).salesperson == otto


def test_9_5_the_date_is_the_work_date_and_it_succeeded(desk: Desk) -> None:
    desk.context.work_as_of(date(2026, 1, 15))
    found = desk.interactions.proposal(contact=company(desk))
    assert (found.on, found.attempt_failed) == (date(2026, 1, 15), False)
    assert found.at is not None


def test_9_6_what_asks_for_it_is_filled_in(desk: Desk) -> None:
    anna, vera = salesperson(desk), person(desk, company=company(desk))
    deal = opportunity(desk, contact=vera, salesperson=anna)
    task = desk.tasks.add("Call back", MONDAY, opportunity=deal)
    of_deal, of_task = desk.interactions.proposal(opportunity=deal), desk.interactions.proposal(task=task)
    assert (of_deal.contact, of_deal.salesperson, of_deal.opportunity) == (vera, anna, deal)
    assert (of_task.contact, of_task.salesperson, of_task.opportunity, of_task.task) == (
        vera,
        anna,
        deal,
        task,
    )
    follow_up = desk.interactions.proposal(interaction=talk(desk, contact=vera, opportunity=deal))
    assert (follow_up.contact, follow_up.template, follow_up.opportunity) == (vera, None, None)


def test_9_6_a_meeting_is_with_the_one_contact_that_attends_it(desk: Desk) -> None:
    desk.context.salesperson = salesperson(desk)
    vera = person(desk)
    meeting = desk.tasks.add("Visit", MONDAY, type=TaskType.MEETING, contact=vera)
    assert desk.interactions.proposal(task=meeting).contact == vera
    attend(desk, meeting, contact=person(desk, "Bob Jones"))
    assert desk.interactions.proposal(task=meeting).contact is None


def test_9_5_a_template_brings_group_values_words_and_file_in_the_contacts_language(desk: Desk) -> None:
    dutch = code_id(desk, "language", "NLD")
    letters = template(desk, "BUS")
    desk.setup.save("interaction_template", letters, {"wizard_action": int(WizardAction.NONE)})
    language(desk, letters, letter="Dear {contact}", subject="Offer")
    line = language(desk, letters, "NLD", letter="Geachte {contact}", subject="Offerte")
    desk.attachments.give("interaction_template_language", line, File("offerte.pdf", b"%PDF"))
    found = new(desk, "BUS", contact=company(desk, language=dutch))
    assert (found.language, found.letter, found.subject) == (dutch, "Geachte {contact}", "Offerte")
    assert found.file == File("offerte.pdf", b"%PDF")
    plain = desk.interactions.with_language(found, None)
    assert (plain.letter, plain.subject, plain.file) == ("Dear {contact}", "Offer", None)
    assert set(desk.interactions.languages(letters)) == {None, dutch}
    entry = seen(desk, desk.interactions.log(found))
    assert entry.interaction_group
    assert (entry.interaction_group.text, entry.cost, entry.duration) == ("LETTER", 800, 30)


# -- logging --------------------------------------------------------------------------------------------------


def test_9_6_an_interaction_is_logged_with_its_note_company_author_and_day(desk: Desk) -> None:
    firm = company(desk)
    vera = person(desk, company=firm)
    desk.context.author = "ANNA"
    desk.context.work_as_of(date(2026, 1, 15))
    entry = seen(desk, talk(desk, contact=vera, note="Wants blue", description="Visit"))
    assert entry.contact
    assert entry.company
    assert (entry.contact.id, entry.company.id, entry.author) == (vera, firm, "ANNA")
    assert (entry.on, entry.logged_on, entry.subject) == (date(2026, 1, 15), MONDAY, "Visit")
    assert (entry.information_flow, entry.initiated_by) == (Flow.OUTBOUND, Initiator.US)
    assert notes(desk, "interaction", entry.id) == ["Wants blue"]
    assert not entry.postponed


def test_9_6_all_of_it_is_one_operation_that_can_be_undone(desk: Desk) -> None:
    wanted = new(desk, note="Wants blue", file=File("plan.pdf", b"plan"))
    before, done = stored(desk, quiet=False), operations(desk)
    desk.interactions.log(wanted)
    assert operations(desk) == done + 1
    desk.history.undo()
    assert stored(desk, quiet=False) == before


def test_int_1_a_contact_is_needed_even_by_a_draft(desk: Desk) -> None:
    wanted = new(desk)
    for command in (desk.interactions.log, desk.interactions.postpone):
        refused(desk, "INT-1", lambda command=command: command(replace(wanted, contact=None)))


@pytest.mark.parametrize(
    ("name", "value"), [("template", None), ("description", " "), ("salesperson", None), ("on", None)]
)
def test_int_2_template_description_salesperson_and_date_are_needed(
    desk: Desk, name: str, value: object
) -> None:
    wanted = replace(new(desk), **{name: value})  # type: ignore[arg-type]
    refused(desk, "INT-2", lambda: desk.interactions.log(wanted))
    assert desk.interactions.postpone(wanted)


def test_int_3_a_template_that_opens_a_document_needs_one(desk: Desk) -> None:
    wanted = new(desk, "BUS")
    refused(desk, "INT-3", lambda: desk.interactions.log(wanted))
    assert desk.interactions.log(replace(wanted, letter="Dear Vera"))


def test_int_4_an_e_mail_is_not_empty_but_a_plain_body_will_do(desk: Desk) -> None:
    wanted = new(desk, "EMAIL", contact=company(desk, e_mail="info@sky.example"))
    assert wanted.correspondence_type is Correspondence.EMAIL
    refused(desk, "INT-4", lambda: desk.interactions.log(wanted))
    assert desk.interactions.log(replace(wanted, letter="Good morning"))


def test_int_5_a_contact_blocked_for_privacy_is_left_alone(desk: Desk) -> None:
    firm = company(desk)
    vera = person(desk, company=firm)
    wanted = new(desk, contact=vera)
    block_contact(desk, firm)
    refused(desk, "INT-5", lambda: desk.interactions.log(wanted))
    refused(desk, "INT-5", lambda: desk.interactions.postpone(wanted))


def test_int_6_nothing_is_logged_as_long_as_nothing_is_imported(desk: Desk) -> None:
    wanted = new(desk, "INSDOC")
    refused(desk, "INT-6", lambda: desk.interactions.log(wanted))
    assert desk.interactions.log(replace(wanted, file=File("plan.pdf", b"plan")))


def test_int_7_an_e_mail_needs_an_address_and_says_whose_is_missing(desk: Desk) -> None:
    firm = company(desk, "Molenhof")
    wanted = new(desk, "EMAIL", contact=firm, letter="Good morning")
    error = refused(desk, "INT-7", lambda: desk.interactions.log(wanted))
    assert "Molenhof" in error.message
    assert desk.interactions.log(replace(wanted, contact_via="info@sky.example"))
    assert desk.interactions.log(replace(wanted, information_flow=Flow.INBOUND))


def test_int_7_the_address_may_be_that_of_an_alternative_address(desk: Desk) -> None:
    firm = company(desk)
    wanted = new(desk, "EMAIL", contact=firm, letter="Good morning", alternative_address="SUMMER")
    refused(desk, "INT-7", lambda: desk.interactions.log(wanted))
    desk.contact_lines.save(
        "alternative_address", firm, None, {"code": "SUMMER", "e_mail": "summer@sky.example"}
    )
    assert desk.interactions.log(wanted)


def test_int_8_a_language_without_a_document_is_told(desk: Desk) -> None:
    letters = template(desk, "BUS")
    language(desk, letters, "NLD", letter="Geachte")
    wanted = replace(new(desk, "BUS"), language=code_id(desk, "language", "DEU"))
    assert refused(desk, "INT-8", lambda: desk.interactions.log(wanted)).field == "language"


def test_9_6_an_opportunity_is_one_of_the_contact_or_its_company(desk: Desk) -> None:
    firm = company(desk)
    vera = person(desk, company=firm)
    mine, others = opportunity(desk, contact=firm), opportunity(desk)
    wanted = new(desk, contact=vera)
    refused(desk, "9.6", lambda: desk.interactions.log(replace(wanted, opportunity=others)))
    assert seen(desk, desk.interactions.log(replace(wanted, opportunity=mine))).opportunity


def test_0_2_a_text_too_long_names_the_field_and_a_negative_cost_is_refused(desk: Desk) -> None:
    wanted = new(desk)
    for name, value in (("description", "x" * 101), ("contact_via", "1" * 81), ("cost", -1), ("note", "\0")):
        with pytest.raises(Exception) as error:
            desk.interactions.log(replace(wanted, **{name: value}))  # type: ignore[arg-type]
        assert getattr(error.value, "field", "") == name


def test_eml_3_an_e_mail_is_logged_once_and_the_day_is_told(desk: Desk) -> None:
    wanted = replace(new(desk), message="<1@sky.example>")
    desk.interactions.log(wanted)
    error = refused(desk, "EML-3", lambda: desk.interactions.log(wanted))
    assert "2026" in error.message
    assert desk.interactions.log(replace(wanted, message="<2@sky.example>"))


def test_9_4_a_blocked_salesperson_logs_nothing(desk: Desk) -> None:
    wanted = new(desk)
    assert wanted.salesperson
    change_setup(desk, "salesperson", wanted.salesperson, blocked=True)
    refused(desk, "M-53", lambda: desk.interactions.log(wanted))


# -- drafts ---------------------------------------------------------------------------------------------------


def test_9_8_a_draft_is_kept_whole_and_goes_on_with_the_work_date(desk: Desk) -> None:
    wanted = new(desk, description="Visit", note="Take plans", file=File("plan.pdf", b"plan"), cost=17)
    kept = desk.interactions.postpone(wanted)
    desk.context.work_as_of(TUESDAY)
    assert desk.interactions.draft(kept) == replace(wanted, on=TUESDAY)


def test_scenario_12_a_draft_counts_nowhere_and_is_logged_under_its_own_number(desk: Desk) -> None:
    firm = company(desk)
    kept = draft(desk, contact=firm)
    assert desk.timeline.of("contact", firm) == []
    assert desk.interactions.figures("contact", firm).count == 0
    assert desk.interactions.touch(firm) == (None, None)
    desk.context.work_as_of(TUESDAY)
    logged = desk.interactions.log(desk.interactions.draft(kept), kept)
    assert logged == kept
    entry = seen(desk, kept)
    assert (entry.postponed, entry.on, entry.logged_on) == (False, TUESDAY, MONDAY)
    assert [event.id for event in desk.timeline.of("contact", firm)] == [kept]


def test_9_8_a_draft_postponed_again_stays_the_same_with_one_note(desk: Desk) -> None:
    kept = draft(desk, note="First")
    again = desk.interactions.postpone(replace(desk.interactions.draft(kept), note="Second"), kept)
    assert again == kept
    assert notes(desk, "interaction", kept) == ["Second"]
    desk.interactions.postpone(replace(desk.interactions.draft(kept), note=""), kept)
    assert notes(desk, "interaction", kept) == []


def test_9_8_drafts_are_a_filter_of_the_list_and_are_discarded_with_their_notes(desk: Desk) -> None:
    kept = [draft(desk, note="First"), draft(desk)]
    made = talk(desk)
    drafts = Query((Filter("postponed", Op.IS, True),))
    assert set(desk.lists.ids("interaction", drafts)) == set(kept)
    refused(desk, "9.8", lambda: desk.interactions.discard([kept[0], made]))
    desk.interactions.discard(kept)
    assert list(desk.lists.ids("interaction", drafts)) == []
    assert notes(desk, "interaction", kept[0]) == []
    desk.history.undo()
    assert desk.interactions.draft(kept[0]).note == "First"


def test_9_8_what_is_logged_is_no_draft_any_more(desk: Desk) -> None:
    kept = draft(desk)
    held = desk.interactions.draft(kept)
    desk.interactions.log(held, kept)
    refused(desk, "9.8", lambda: desk.interactions.log(held, kept))


def test_9_6_a_draft_may_be_incomplete(desk: Desk) -> None:
    of_template(desk, "BUS", wizard_action=int(WizardAction.OPEN))
    wanted = replace(new(desk, "BUS"), description="", salesperson=None, on=None)
    kept = desk.interactions.draft(desk.interactions.postpone(wanted))
    assert (kept.description, kept.salesperson) == ("", None)


def test_0_5_an_entry_and_the_opportunity_made_of_it_are_one_action(desk: Desk) -> None:
    entry, deal = desk.interactions.log_and_make(new(desk, note="Wants a price"))
    linked = seen(desk, entry).opportunity
    assert linked
    assert linked.id == deal
    assert notes(desk, "opportunity", deal) == []
    desk.history.undo()
    assert not desk.lists.ids("interaction", Query())
    assert not desk.lists.ids("opportunity", Query())
