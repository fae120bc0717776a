"""The card of an opportunity by keyboard: fields saved when left, questions, history, quote, tasks, notes, closing."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from oppdesk.domain.errors import NotThereError
from oppdesk.domain.query import Query
from oppdesk.domain.words import Outcome, Priority, Status, Step
from oppdesk.services.desk import Desk
from oppdesk.services.opportunities import Draft
from oppdesk.ui.cards.opportunity import OpportunityCard
from oppdesk.ui.cells import RowRole, RowState
from oppdesk.ui.dialogs.activate import Activate
from oppdesk.ui.dialogs.close_opportunity import CloseOpportunity
from oppdesk.ui.dialogs.create_task import CreateTask
from oppdesk.ui.dialogs.move_stage import MoveStage
from oppdesk.ui.dialogs.quote import Quote
from oppdesk.ui.dialogs.task import PostponeTask
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.edits import ParsedEdit
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import CTRL, enter, has_cursor, press, ready, tab, write
from tests.ui.scripted import Calls, ScriptedPrompts

Show = Callable[[int], OpportunityCard]
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def show(place: Workplace) -> Iterator[Show]:
    shown: list[OpportunityCard] = []

    def do(opportunity: int) -> OpportunityCard:
        card = OpportunityCard(place, opportunity)
        card.resize(px(180), px(112))
        ready(card)
        shown.append(card)
        QTest.qWait(1)
        return card

    yield do
    for card in shown:
        for dialog in card.findChildren(QDialog):
            dialog.reject()
        card.close()
        card.close()  # a field that is wrong holds it back once
        card.deleteLater()


def dialog(kind: type[D]) -> D:
    """The dialog of that kind that is open."""
    (found,) = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()
    ]
    ready(found)
    return found


def type_in(card: OpportunityCard, field: str, words: str) -> None:
    """Replace what stands in a field and leave it."""
    write(card.form.fields.editor(field), words)
    tab(card)


# -- fields ---------------------------------------------------------------------------------------------------


def test_a_field_is_saved_when_it_is_left_and_can_be_undone(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    card = show(made)
    type_in(card, "description", "Better offices")
    assert records.view(desk, made).description == "Better offices"
    assert card.head.name.text() == "Better offices"
    desk.history.undo()
    editor = card.form.fields.editor("description")
    assert isinstance(editor, ParsedEdit)
    assert editor.value() == "New offices"


def test_a_fault_stands_beside_its_field_and_nothing_is_saved(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    card = show(made)
    type_in(card, "description", "x" * 101)
    assert "100" in card.form.fields.row("description").fault()
    assert "Description" in card.told()
    assert records.view(desk, made).description == "New offices"


def test_the_priority_is_saved_at_once(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    card = show(made)
    editor = card.form.fields.editor("priority")
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Down)
    assert records.view(desk, made).priority is Priority.HIGH


@pytest.mark.parametrize("with_tasks", [True, False])
def test_r_chg_01_q_02_another_salesperson_asks_about_the_open_tasks(
    desk: Desk, show: Show, prompts: ScriptedPrompts, with_tasks: bool
) -> None:
    made = records.started(desk)
    bob = records.salesperson(desk, "BOB")
    card = show(made)
    prompts.answers.append(with_tasks)
    type_in(card, "salesperson", "bob")
    assert "2 open tasks have the former salesperson" in prompts.asked[0]
    now = records.view(desk, made)
    assert now.salesperson is not None
    assert now.salesperson.id == bob
    owners = {task.salesperson.id for task in now.open_tasks if task.salesperson}
    assert (owners == {bob}) is with_tasks


def test_r_chg_01_without_open_tasks_nothing_is_asked(
    desk: Desk, show: Show, prompts: ScriptedPrompts
) -> None:
    made = records.opportunity(desk)
    records.salesperson(desk, "BOB")
    card = show(made)
    type_in(card, "salesperson", "bob")
    assert prompts.asked == []
    now = records.view(desk, made)
    assert now.salesperson is not None
    assert now.salesperson.text == "Bob"


def test_r_chg_02_once_started_only_contacts_of_the_company_are_offered(desk: Desk, show: Show) -> None:
    firm = records.company(desk, "Molenhof")
    vera = records.person(desk, "Vera Kowalski", firm)
    records.person(desk, "Vera Other", records.company(desk, "Ostermoor"))
    made = records.started(desk, contact=firm)
    for task in records.view(desk, made).open_tasks:
        desk.tasks.done(task.id)
    card = show(made)
    type_in(card, "contact", "vera")
    now = records.view(desk, made)
    assert now.contact is not None
    assert now.contact.id == vera


def test_r_chg_05_the_cycle_is_open_until_the_start(desk: Desk, show: Show) -> None:
    waiting, started = records.opportunity(desk), records.started(desk)
    card = show(waiting)
    assert card.form.fields.editor("sales_cycle").isEnabled()
    type_in(card, "sales_cycle", "ex-small")
    cycle = records.view(desk, waiting).sales_cycle
    assert cycle is not None
    assert cycle.text == "EX-SMALL"
    assert len(card.head.strip.marks()) == 4
    assert not show(started).form.fields.editor("sales_cycle").isEnabled()


def test_r_clo_08_once_closed_only_the_description_stays_open(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    records.close(desk, made, Outcome.WON)
    card = show(made)
    states = {
        name: card.form.fields.editor(name).isEnabled()
        for name in ("description", "contact", "priority", "number")
    }
    assert states == {"description": True, "contact": False, "priority": False, "number": False}
    type_in(card, "description", "Signed")
    assert records.view(desk, made).description == "Signed"


def test_r_chg_02_a_blocked_contact_makes_the_card_read_only(desk: Desk, show: Show) -> None:
    contact = records.company(desk)
    made = records.started(desk, contact=contact)
    records.block_contact(desk, contact)
    assert not show(made).form.fields.editor("description").isEnabled()


def test_what_another_window_changed_is_seen(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    card = show(made)
    desk.opportunity_fields.change(made, "description", "Changed elsewhere")
    assert card.head.name.text() == "Changed elsewhere"
    records.move(desk, made, Step.NEXT)
    assert [mark.state for mark in card.head.strip.marks()][:2] == ["passed", "current"]


# -- moving ---------------------------------------------------------------------------------------------------


def test_the_primary_button_follows_the_life(desk: Desk, show: Show) -> None:
    made = records.opportunity(desk)
    card = show(made)
    assert card.head.go.text() == "&Start the first stage…"
    card.head.go.click()
    enter(dialog(Activate))
    assert card.head.go.text() == "&Next stage"
    card.head.go.click()
    shown = dialog(MoveStage)  # its value is still 0
    assert has_cursor(shown.value)
    write(shown.value, "5000")
    enter(shown)
    assert records.view(desk, made).stage == 2
    records.close(desk, made, Outcome.LOST)
    assert not card.head.go.isVisible()
    assert not card.head.update_button.isVisible()


def test_a_step_of_the_strip_is_that_move(desk: Desk, show: Show) -> None:
    made = records.started(desk, stage=2)
    card = show(made)
    assert [mark.note for mark in card.head.strip.marks()] == [
        "2 Mar, 0 days",
        "2 Mar, 0 days so far",
        "needs a quote, may be skipped",
        "needs a quote",
        "needs a quote",
    ]
    card.head.strip.steps()[4].click()
    assert card.told() == "Proposal may not be skipped"
    card.head.strip.steps()[0].click()
    assert records.view(desk, made).stage == 1


def test_alt_right_moves_from_the_card(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    card = show(made)
    card.actions_here.action("opportunity.next").trigger()
    assert records.view(desk, made).stage == 2


def test_the_menu_holds_what_is_possible(desk: Desk, show: Show) -> None:
    card = show(records.started(desk))
    states = {
        name: card.actions_here.may_run(card.actions_here.specs[name])
        for name in (
            "opportunity.next",
            "opportunity.activate",
            "opportunity.close-won",
            "opportunity.reopen",
        )
    }
    assert states == {
        "opportunity.next": True,
        "opportunity.activate": False,
        "opportunity.close-won": True,
        "opportunity.reopen": False,
    }
    assert card.menu().actions()


def test_close_opens_the_close_dialog(desk: Desk, show: Show) -> None:
    card = show(records.started(desk))
    card.head.close_button.click()
    dialog(CloseOpportunity).reject()


# -- what stands beside ---------------------------------------------------------------------------------------


def test_section_8_7_the_history_newest_first_the_active_one_strong(desk: Desk, show: Show) -> None:
    made = records.started(desk, stage=2, value=1_000_000, chances=40)
    card = show(made)
    rows = card.middle.list.records
    said = [[rows.index(row, at).data() for at in range(8)] for row in range(rows.rowCount())]
    assert said == [
        ["Next", "2  Understanding needs meeting", "2 Mar", "30 Apr", "10,000", "40 %", "14 %", "1,400"],
        ["First", "1  Initial", "2 Mar", "30 Apr", "10,000", "40 %", "1 %", "80"],
    ]
    assert [rows.index(row, 0).data(RowRole) for row in (0, 1)] == [RowState.STRONG, RowState.QUIET]


def test_section_8_5_the_statistics(desk: Desk, show: Show) -> None:
    made = records.started(desk, stage=2)
    records.move(desk, made, Step.UPDATE, closing_on=date(2026, 5, 31))
    desk.context.work_as_of(date(2026, 3, 12))
    card = show(made)
    facts = {name: words.text() for name, words in card.form.facts.items()}
    assert facts == {
        "cycle": "EX-LARGE  Existing customer, large account",
        "created": "2 Mar 2026, 10 days ago",
        "status": "In progress",
        "stage": "10 days",
        "moves": "1",
        "closing": "31 May 2026, first 30 Apr 2026",
    }


def test_a_quote_is_created_opened_changed_and_detached(desk: Desk, show: Show) -> None:
    made = records.started(desk, stage=2)
    card = show(made)
    assert card.middle.no_quote.words() == "No quote yet. Stage 3 needs one."
    card.middle.no_quote.make.click()
    shown = dialog(Quote)
    write(shown.net_amount, "11500")
    enter(shown)
    quote = records.view(desk, made).quote
    assert quote is not None
    assert quote.net_amount == 1_150_000
    assert card.middle.quotes.lines()[0].right == "11,500.00 EUR"
    card.middle.quotes.buttons()[0].click()
    shown = dialog(Quote)
    write(shown.net_amount, "12000")
    enter(shown)
    assert card.middle.quotes.lines()[0].right == "12,000.00 EUR"
    card.head.quote_button.click()
    dialog(Quote).detach()
    assert records.view(desk, made).quote is None
    card.middle.no_quote.make.click()
    shown = dialog(Quote)
    write(shown.search, quote.number)
    enter(shown)
    enter(shown)
    assert records.view(desk, made).quote is not None


def test_q_14_deleting_a_quote_asks_after_its_dialog_is_gone(
    desk: Desk, show: Show, prompts: ScriptedPrompts
) -> None:
    made = records.started(desk)
    desk.quotes.create(made, 1_000)
    card = show(made)
    card.quote()
    prompts.answers.append(True)
    dialog(Quote).remove()
    assert records.view(desk, made).quote is None
    assert desk.lists.count("sales_document", Query()) == 0


def test_tasks_are_done_opened_again_postponed_and_cancelled(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    card = show(made)
    first, second = card.side.tasks.rows()
    first.done.setFocus()
    press(card, Qt.Key.Key_Space)
    assert len(records.view(desk, made).open_tasks) == 1
    card.side.tasks.rows()[1].done.click()
    assert len(records.view(desk, made).open_tasks) == 2
    card.side.tasks.rows()[0].postpone.click()
    shown = dialog(PostponeTask)
    write(shown.on, "20 Mar 2026")
    enter(shown)
    assert date(2026, 3, 20) in {task.on for task in records.view(desk, made).open_tasks}
    card.side.tasks.rows()[0].cancel.click()
    assert [task.canceled for task in records.view(desk, made).tasks].count(True) == 1
    assert (first, second) == tuple(card.side.tasks.rows())  # filled, not made anew


def test_a_task_is_added(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    card = show(made)
    card.add_task()
    shown = dialog(CreateTask)
    assert has_cursor(shown.description)
    write(shown.description, "Ask for the drawings")
    write(shown.when.on, "+3")
    enter(shown)
    assert (date(2026, 3, 5), "Ask for the drawings") in {
        (task.on, task.description) for task in records.view(desk, made).open_tasks
    }


def test_a_note_is_written_on_the_card(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    card = show(made)
    card.add_note()
    assert has_cursor(card.side.text)
    QTest.keyClicks(card.side.text, "Wants it in May.")
    press(card, Qt.Key.Key_Return, CTRL)
    assert [note.text for note in records.view(desk, made).comments] == ["Wants it in May."]
    assert card.side.text.value() == ""


def test_the_contact_opens_from_the_card(desk: Desk, show: Show, calls: Calls) -> None:
    contact = records.company(desk)
    card = show(records.started(desk, contact=contact))
    card.form.ways.buttons()[0].click()
    assert calls.opened == [("contact", contact)]


# -- the window -----------------------------------------------------------------------------------------------


def test_below_its_width_the_side_becomes_a_tab(desk: Desk, show: Show) -> None:
    card = show(records.started(desk))
    assert card.side.isVisible()
    assert card.middle.isVisible()
    card.resize(px(110), px(90))
    QTest.qWait(1)
    assert card.middle.isVisible()
    assert not card.side.isVisible()
    card.add_note()
    assert card.side.isVisible()
    assert not card.middle.isVisible()
    card.resize(px(180), px(112))
    QTest.qWait(1)
    assert card.side.isVisible()
    assert card.middle.isVisible()


def test_no_question_when_a_card_is_closed_and_nothing_is_lost(
    desk: Desk, show: Show, prompts: ScriptedPrompts
) -> None:
    made = records.started(desk)
    card = show(made)
    write(card.form.fields.editor("description"), "Typed and not left")
    press(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert prompts.asked == []
    assert records.view(desk, made).description == "Typed and not left"


def test_an_unstored_note_holds_the_window_once(desk: Desk, show: Show) -> None:
    card = show(records.started(desk))
    card.add_note()
    QTest.keyClicks(card.side.text, "Half a thought")
    card.close()
    assert card.isVisible()
    assert "note is not stored" in card.told()
    card.close()
    assert not card.isVisible()


@pytest.mark.parametrize("starts", [True, False])
def test_q_01_a_new_one_is_offered_its_first_stage_when_left(
    desk: Desk, show: Show, prompts: ScriptedPrompts, starts: bool
) -> None:
    records.company(desk, "Molenhof")
    desk.context.salesperson = records.salesperson(desk)
    records.marketing(desk, default_sales_cycle=records.code_id(desk, "sales_cycle", "EX-LARGE"))
    draft = desk.opportunities.draft()
    made = desk.opportunities.create(Draft(sales_cycle=draft.sales_cycle), complete=False)
    card = show(made)
    assert has_cursor(card.form.fields.editor("description"))
    type_in(card, "description", "Quick one")
    type_in(card, "contact", "molen")
    prompts.answers.append(starts)
    card.close()
    assert "first stage of “Quick one”" in prompts.asked[0]
    if starts:
        enter(dialog(Activate))
    QTest.qWait(1)
    assert not card.isVisible()
    expected = Status.IN_PROGRESS if starts else Status.NOT_STARTED
    assert records.view(desk, made).status is expected


def test_a_new_one_left_empty_need_not_stay(desk: Desk, show: Show, prompts: ScriptedPrompts) -> None:
    made = desk.opportunities.create(Draft(), complete=False)
    card = show(made)
    prompts.answers.append(True)
    card.close()
    QTest.qWait(1)
    assert not card.isVisible()
    with pytest.raises(NotThereError):
        records.view(desk, made)


def test_deleting_from_the_card_asks_and_closes_it(desk: Desk, show: Show, prompts: ScriptedPrompts) -> None:
    made = records.opportunity(desk)
    card = show(made)
    prompts.answers.append(True)
    card.delete()
    QTest.qWait(1)
    assert not card.isVisible()
    assert desk.lists.count("opportunity", Query()) == 0
