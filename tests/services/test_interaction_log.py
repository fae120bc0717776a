"""What is still done with what was logged: evaluated, cancelled, corrected, sent again, made an opportunity of (9.9)."""

from datetime import date

import pytest

from oppdesk.domain.errors import FieldError, NotThereError
from oppdesk.domain.fields import Ref
from oppdesk.domain.interactions import File
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Delivery, Evaluation, Status
from oppdesk.services.desk import Desk
from tests.services.records import (
    block_contact,
    code_id,
    company,
    opportunity,
    person,
    refused,
    salesperson,
    stored,
    view,
)
from tests.services.talks import draft, notes, old_note, seen, talk, template

PLAN = File("plan.pdf", b"plan")


# -- looking --------------------------------------------------------------------------------------------------


def test_9_9_the_title_of_an_entry_says_what_it_was_and_by_or_from_whom(desk: Desk) -> None:
    desk.context.salesperson = salesperson(desk, "ANNA", "Anna Alvarez")
    vera = person(desk)
    out, into = talk(desk, "ONSITE", contact=vera), talk(desk, "INCOME", contact=vera)
    assert seen(desk, out).title == "Meeting at the customer by Anna Alvarez"
    assert seen(desk, into).title == "Incoming phone call from Vera Kowalski"
    with pytest.raises(NotThereError):
        desk.interactions.view(1)


def test_5076_the_log_lists_the_newest_first_with_all_columns(desk: Desk) -> None:
    first = talk(desk, on=date(2026, 1, 1), file=PLAN)
    second, third = talk(desk), talk(desk)
    assert list(desk.lists.ids("interaction", Query())) == [third, second, first]
    row = desk.lists.rows("interaction", [first])[0]
    assert (row["file_name"], row["canceled"], row["cost"]) == ("plan.pdf", False, 4500)
    assert row["contact"].text == "Blue Sky Travel"


# -- evaluating and correcting --------------------------------------------------------------------------------


def test_9_9_several_are_evaluated_at_once(desk: Desk) -> None:
    rows = [talk(desk), talk(desk)]
    before = stored(desk, quiet=False)
    desk.interactions.evaluate(rows, Evaluation.POSITIVE)
    assert [seen(desk, row).evaluation for row in rows] == [Evaluation.POSITIVE] * 2
    last = desk.history.last()
    assert last
    assert last.title == "2 interactions evaluated as Positive"
    desk.history.undo()
    assert stored(desk, quiet=False) == before


def test_a_18_an_entry_is_corrected_on_the_day_of_logging_only(desk: Desk) -> None:
    made, other = talk(desk, on=date(2026, 1, 5)), company(desk)
    assert seen(desk, made).is_correctable
    desk.interactions.correct(made, {"cost": 700, "duration": 20, "attempt_failed": True})
    entry = seen(desk, made)
    assert (entry.cost, entry.duration, entry.attempt_failed) == (700, 20, True)
    desk.interactions.correct(made, {"description": "Roof"})
    assert (seen(desk, made).description, seen(desk, made).subject) == ("Roof", "Roof")
    refused(desk, "A-18", lambda: desk.interactions.correct(made, {"contact": other}))
    with pytest.raises(FieldError):
        desk.interactions.correct(made, {"cost": -1})
    desk.context._today = lambda: date(2026, 3, 3)
    assert not seen(desk, made).is_correctable
    refused(desk, "A-18", lambda: desk.interactions.correct(made, {"cost": 1}))
    desk.interactions.correct(made, {"evaluation": int(Evaluation.NEGATIVE)})


def test_9_4_a_draft_is_gone_on_with_and_not_corrected(desk: Desk) -> None:
    kept = draft(desk)
    refused(desk, "9.8", lambda: desk.interactions.correct(kept, {"cost": 1}))
    refused(desk, "9.8", lambda: desk.interactions.toggle_canceled([kept]))


def test_9_4_the_delivery_is_noted(desk: Desk) -> None:
    made = talk(desk)
    desk.interactions.deliver(made, Delivery.ERROR)
    assert seen(desk, made).delivery is Delivery.ERROR


# -- cancelling -----------------------------------------------------------------------------------------------


def test_log_1_the_question_counts_and_names_files_that_no_other_entry_has(desk: Desk) -> None:
    first, second = talk(desk, file=PLAN), talk(desk, file=File("own.pdf", b"own"))
    third = talk(desk, file=File("again.pdf", b"plan"))
    asked = desk.interactions.canceling([first, second])
    assert (asked.count, asked.cancels) == (2, True)
    assert asked.files == (Ref(second, "own.pdf"),)
    desk.interactions.toggle_canceled([first, second], remove_files=True)
    assert [seen(desk, row).canceled for row in (first, second, third)] == [True, True, False]
    assert [seen(desk, row).file_name for row in (first, second)] == ["plan.pdf", ""]
    assert desk.interactions.file(first) == PLAN


def test_log_1_all_become_what_the_first_becomes_and_files_stay_unless_said(desk: Desk) -> None:
    marked, other = talk(desk, file=PLAN), talk(desk)
    desk.interactions.toggle_canceled([marked])
    assert seen(desk, marked).file_name == "plan.pdf"
    asked = desk.interactions.canceling([marked, other])
    assert (asked.cancels, asked.files) == (False, ())
    desk.interactions.toggle_canceled([marked, other], remove_files=True)
    assert [seen(desk, row).canceled for row in (marked, other)] == [False, False]
    assert seen(desk, marked).file_name == "plan.pdf"


def test_log_1_cancelling_is_undone_with_the_file(desk: Desk) -> None:
    made = talk(desk, file=PLAN)
    desk.interactions.toggle_canceled([made], remove_files=True)
    assert desk.interactions.file(made) is None
    desk.history.undo()
    assert desk.interactions.file(made) == PLAN


def test_9_9_delete_cancelled_entries_leaves_others_and_tells_how_many(desk: Desk) -> None:
    firm, other = company(desk), company(desk, "Molenhof")
    gone, stays, elsewhere = (talk(desk, contact=each, note="x") for each in (firm, firm, other))
    desk.interactions.toggle_canceled([gone])
    desk.interactions.toggle_canceled([elsewhere])
    mine = [Filter("company", Op.IS, firm)]
    assert (desk.interactions.canceled(), desk.interactions.canceled(mine)) == (2, 1)
    before = stored(desk, quiet=False)
    assert desk.interactions.remove_canceled(mine) == 1
    assert set(desk.lists.ids("interaction", Query())) == {stays, elsewhere}
    assert (notes(desk, "interaction", gone), notes(desk, "interaction", stays)) == ([], ["x"])
    desk.history.undo()
    assert stored(desk, quiet=False) == before
    assert desk.interactions.remove_canceled() == 2
    assert desk.interactions.remove_canceled() == 0


# -- files and sending again ----------------------------------------------------------------------------------


def test_9_4_the_attachment_of_an_entry_is_removed_but_never_changed(desk: Desk) -> None:
    made = talk(desk, file=PLAN)
    desk.interactions.remove_file(made)
    assert (desk.interactions.file(made), seen(desk, made).file_name) == (None, "")
    refused(desk, "TPL-6", lambda: desk.interactions.remove_file(made))
    desk.history.undo()
    assert desk.interactions.file(made) == PLAN


def test_log_5_only_entries_of_one_template_with_something_to_send_are_sent_again(desk: Desk) -> None:
    first, second = talk(desk, "ONSITE", file=PLAN), talk(desk, "ONSITE", letter="Dear Vera")
    other, empty = talk(desk, "INHOUSE", file=PLAN), talk(desk, "ONSITE", description="Chat")
    assert [each.id for each in desk.interactions.resending([first, second])] == [first, second]
    error = refused(desk, "LOG-5", lambda: desk.interactions.resending([first, other]))
    assert "INHOUSE, ONSITE" in error.message
    assert "Chat" in refused(desk, "LOG-5", lambda: desk.interactions.resending([first, empty])).message


# -- opportunities --------------------------------------------------------------------------------------------


def test_r_cre_06_an_opportunity_takes_over_words_people_and_notes(desk: Desk) -> None:
    anna = salesperson(desk)
    firm = company(desk)
    vera = person(desk, company=firm)
    made = talk(desk, contact=vera, salesperson=anna, description="New roof", note="In spring")
    old_note(desk, made, "Asked for an offer")
    deal = desk.interactions.make_opportunity(made)
    found = view(desk, deal)
    assert found.contact
    assert found.company
    assert found.salesperson
    assert (found.description, found.status) == ("New roof", Status.NOT_STARTED)
    assert (found.contact.id, found.company.id, found.salesperson.id) == (vera, firm, anna)
    assert notes(desk, "opportunity", deal) == notes(desk, "interaction", made)
    assert notes(desk, "opportunity", deal) == ["In spring", "Asked for an offer"]
    assert seen(desk, made).opportunity == Ref(deal, "New roof")
    desk.history.undo()
    assert seen(desk, made).opportunity is None


def test_r_cre_06_it_begins_in_the_default_cycle(desk: Desk) -> None:
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    desk.setup.save("marketing_setup", None, {"default_sales_cycle": cycle})
    found = view(desk, desk.interactions.make_opportunity(talk(desk)))
    assert found.sales_cycle
    assert found.sales_cycle.id == cycle


def test_9_6_an_opportunity_made_right_after_logging_leaves_the_notes_where_they_are(desk: Desk) -> None:
    made = talk(desk, note="In spring")
    deal = desk.interactions.make_opportunity(made, with_notes=False)
    assert (notes(desk, "interaction", made), notes(desk, "opportunity", deal)) == (["In spring"], [])


def test_log_3_m_07_nothing_comes_of_cancelled_entries_drafts_or_twice(desk: Desk) -> None:
    gone, made, kept = talk(desk), talk(desk), draft(desk)
    desk.interactions.toggle_canceled([gone])
    deal = desk.interactions.make_opportunity(made)
    for row in (gone, kept):
        refused(desk, "LOG-3", lambda row=row: desk.interactions.make_opportunity(row))
    error = refused(desk, "LOG-3", lambda: desk.interactions.make_opportunity(made))
    assert view(desk, deal).description in error.message


def test_log_4_nothing_comes_of_a_blocked_contact(desk: Desk) -> None:
    firm = company(desk)
    made = talk(desk, contact=firm)
    block_contact(desk, firm)
    refused(desk, "INT-5", lambda: desk.interactions.make_opportunity(made))


def test_n_03_an_entry_is_linked_to_an_opportunity_of_its_company_or_to_none(desk: Desk) -> None:
    firm = company(desk)
    made = talk(desk, contact=person(desk, company=firm))
    mine, others = opportunity(desk, contact=firm), opportunity(desk)
    desk.interactions.link(made, mine)
    assert seen(desk, made).opportunity == Ref(mine, "New offices")
    refused(desk, "9.6", lambda: desk.interactions.link(made, others))
    desk.interactions.link(made, None)
    assert seen(desk, made).opportunity is None


# -- notes (9.10) ---------------------------------------------------------------------------------------------


def test_9_10_notes_of_an_entry_have_many_lines_and_are_dated_once_a_day(desk: Desk) -> None:
    made = talk(desk)
    long = "First line\n" + "x" * 500
    desk.comments.add("interaction", made, long)
    desk.comments.add("interaction", made, "Second")
    second, first = seen(desk, made).comments
    assert (first.text, first.on, second.on) == (long, desk.context.work_date, None)


def test_2_1_the_template_of_a_purpose(desk: Desk) -> None:
    assert desk.interactions.document_template("e_mails") == template(desk, "EMAIL")
