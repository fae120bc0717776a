"""Close Opportunity by keyboard: won or lost, why, when, for how much."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt

from oppdesk.domain.words import Action, Outcome, Status
from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.close_opportunity import CloseOpportunity, open_close
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import ALT, CTRL, enter, has_cursor, press, ready, write
from tests.ui.scripted import ScriptedPrompts

Open = Callable[..., CloseOpportunity]


@pytest.fixture
def opened(place: Workplace) -> Iterator[Open]:
    shown: list[CloseOpportunity] = []

    def do(opportunity: int, outcome: Outcome | None = None) -> CloseOpportunity:
        open_close(place, None, opportunity, outcome, then=shown.append)
        ready(shown[-1])
        return shown[-1]

    yield do
    for dialog in shown:
        try:
            dialog.reject()
        except RuntimeError:
            continue  # it was finished and is gone


def test_r_clo_01_a_won_one_from_first_key_to_stored_row(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    dialog = opened(made)
    press(dialog, Qt.Key.Key_W, ALT)
    assert dialog.primary.text() == "Close as won"
    assert has_cursor(dialog.reason)
    write(dialog.reason, "price")
    enter(dialog)
    write(dialog.sales_value, "9500")
    enter(dialog)
    now = records.view(desk, made)
    assert now.status is Status.WON
    assert now.closed_on == date(2026, 3, 2)
    assert now.current_value == 950_000 * 10_000
    assert now.active is not None
    assert now.active.action is Action.WON
    assert not now.open_tasks  # cancelled: the box is on by default


def test_r_clo_01_the_sales_value_is_0_and_never_the_estimate(desk: Desk, opened: Open) -> None:
    dialog = opened(records.started(desk, value=1_000_000), Outcome.WON)
    assert dialog.sales_value.value() == 0


def test_the_estimated_value_is_taken_with_one_click(desk: Desk, opened: Open) -> None:
    dialog = opened(records.started(desk, value=1_000_000), Outcome.WON)
    assert not dialog.estimated.isHidden()
    dialog.estimated.click()
    assert dialog.sales_value.value() == 1_000_000


def test_m_19_won_without_a_sales_value(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    dialog = opened(made, Outcome.WON)
    press(dialog, Qt.Key.Key_Return)  # takes the first reason
    enter(dialog)
    assert has_cursor(dialog.sales_value)
    assert "greater than 0" in dialog.rows["sales_value"].fault()
    assert records.view(desk, made).status is Status.IN_PROGRESS


def test_d_14_a_quotes_value_is_fixed(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    desk.quotes.create(made, 1_150_000)
    dialog = opened(made, Outcome.WON)
    assert dialog.sales_value.isReadOnly()
    assert dialog.sales_value.value() == 1_150_000
    press(dialog, Qt.Key.Key_Return)
    dialog.primary.setFocus()
    enter(dialog)
    assert records.view(desk, made).current_value == 1_150_000 * 10_000


def test_the_quote_is_changed_in_place_for_a_won_one(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    desk.quotes.create(made, 1_150_000)
    dialog = opened(made, Outcome.WON)
    press(dialog, Qt.Key.Key_Return)
    dialog.change_quote.click()
    write(dialog.quote.amount, "12000")
    enter(dialog)
    assert dialog.sales_value.value() == 1_200_000
    enter(dialog)
    assert records.view(desk, made).current_value == 1_200_000 * 10_000


def test_r_clo_01_another_outcome_clears_the_reason_and_the_value(desk: Desk, opened: Open) -> None:
    dialog = opened(records.started(desk), Outcome.WON)
    press(dialog, Qt.Key.Key_Return)
    assert dialog.reason.taken() is not None
    write(dialog.sales_value, "9500")
    press(dialog, Qt.Key.Key_L, ALT)
    assert dialog.reason.taken() is None
    assert dialog.sales_value.value() == 0
    assert not dialog.sales_value.isEnabled()
    press(dialog, Qt.Key.Key_W, ALT)
    assert dialog.sales_value.value() == 0


def test_r_clo_01_the_only_reason_is_chosen_by_itself(desk: Desk, opened: Open) -> None:
    kept = records.code_id(desk, "close_code", "PRICE_L")
    for row in desk.setup.rows("close_code"):
        if row["outcome"] == Outcome.LOST and row["id"] != kept:
            desk.setup.remove("close_code", row["id"])
    dialog = opened(records.started(desk), Outcome.LOST)
    taken = dialog.reason.taken()
    assert taken is not None
    assert taken.what == kept


def test_reasons_stand_by_use_and_for_their_outcome_only(desk: Desk, opened: Open) -> None:
    used = records.code_id(desk, "close_code", "PRODUCT_L")
    for _time in range(2):
        records.close(desk, records.started(desk), Outcome.LOST, code=used)
    dialog = opened(records.started(desk), Outcome.LOST)
    offered = dialog.reasons(Outcome.LOST)
    assert offered[0].what == used
    assert offered[0].note == "2 ×"
    outcomes = {records.setup_row(desk, "close_code", int(str(row.what)))["outcome"] for row in offered}
    assert outcomes == {int(Outcome.LOST)}


def test_a_new_reason_is_made_in_place(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    dialog = opened(made, Outcome.LOST)
    write(dialog.reason, "They bought a farm")
    press(dialog, Qt.Key.Key_Return, CTRL)
    enter(dialog)
    now = records.view(desk, made)
    assert now.status is Status.LOST
    assert now.active is not None
    assert now.active.close_code is not None
    row = records.setup_row(desk, "close_code", now.active.close_code.id)
    assert (row["description"], row["outcome"]) == ("They bought a farm", int(Outcome.LOST))


def test_a_lost_one_may_be_remembered_in_six_months(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    dialog = opened(made, Outcome.LOST)
    assert dialog.remind.isVisible()
    assert not dialog.remind.isChecked()
    press(dialog, Qt.Key.Key_Return)
    dialog.remind.setFocus()
    press(dialog, Qt.Key.Key_Space)
    enter(dialog)
    tasks = records.view(desk, made).open_tasks
    assert [task.on for task in tasks] == [date(2026, 9, 2)]


def test_a_won_one_is_not_reminded(desk: Desk, opened: Open) -> None:
    dialog = opened(records.started(desk), Outcome.WON)
    assert not dialog.remind.isVisible()


def test_tasks_stay_open_when_the_box_is_taken_away(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    waiting = len(records.view(desk, made).open_tasks)
    dialog = opened(made, Outcome.LOST)
    assert dialog.cancel_tasks.isChecked()
    press(dialog, Qt.Key.Key_Return)
    dialog.cancel_tasks.setFocus()
    press(dialog, Qt.Key.Key_Space)
    enter(dialog)
    assert len(records.view(desk, made).open_tasks) == waiting


def test_m_18_neither_won_nor_lost(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    dialog = opened(made)
    dialog.primary.setFocus()
    enter(dialog)
    assert "won or lost" in dialog.said()
    assert has_cursor(dialog.won)


def test_m_03_without_a_reason(desk: Desk, opened: Open) -> None:
    dialog = opened(records.started(desk), Outcome.LOST)
    dialog.primary.setFocus()
    enter(dialog)
    assert has_cursor(dialog.reason)
    assert dialog.rows["code"].fault()


def test_r_clo_05_m_16_not_before_the_last_change(desk: Desk, opened: Open) -> None:
    dialog = opened(records.started(desk), Outcome.LOST)
    press(dialog, Qt.Key.Key_Return)
    write(dialog.on, "1 Mar 2026")
    enter(dialog)
    assert has_cursor(dialog.on)
    assert dialog.rows["on"].fault()


def test_r_sta_04_one_not_started_is_closed_directly(desk: Desk, opened: Open) -> None:
    made = records.opportunity(desk)
    dialog = opened(made, Outcome.LOST)
    press(dialog, Qt.Key.Key_Return)
    enter(dialog)
    assert records.view(desk, made).status is Status.LOST


def test_section_14_7_a_dialog_that_is_out_of_date(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    dialog = opened(made, Outcome.LOST)
    press(dialog, Qt.Key.Key_Return)
    records.move(desk, made, records.Step.NEXT)
    enter(dialog)
    assert dialog.isVisible()
    assert "Understanding needs meeting" in dialog.said()
    enter(dialog)
    assert records.view(desk, made).status is Status.LOST


def test_esc_changes_nothing(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    before = records.stored(desk)
    dialog = opened(made, Outcome.LOST)
    write(dialog.reason, "They bought a farm")
    press(dialog, Qt.Key.Key_Return, CTRL)
    press(dialog, Qt.Key.Key_Escape)
    assert records.stored(desk) == before


def test_m_10_a_closed_one_is_told(desk: Desk, place: Workplace, prompts: ScriptedPrompts) -> None:
    made = records.started(desk)
    records.close(desk, made, Outcome.WON)
    opened: list[CloseOpportunity] = []
    open_close(place, None, made, then=opened.append)
    assert opened == []
    assert "closed since" in prompts.told[0]


def test_the_wins_of_the_month_are_told(desk: Desk, opened: Open) -> None:
    dialog = opened(records.started(desk))
    assert dialog.won.accessibleDescription() == "Your first this month"
    dialog.reject()
    records.close(desk, records.started(desk), Outcome.WON)
    assert opened(records.started(desk)).won.accessibleDescription() == "Your second this month"


@pytest.mark.parametrize(("typed", "stored"), [("too exp", "We were too expensive"), ("A farm", "A farm")])
def test_a_reason_typed_and_not_chosen_is_understood(
    desk: Desk, opened: Open, typed: str, stored: str
) -> None:
    made = records.started(desk)
    dialog = opened(made, Outcome.LOST)
    write(dialog.reason, typed)
    dialog.primary.click()
    now = records.view(desk, made)
    assert now.active is not None
    assert now.active.close_code is not None
    assert stored in records.setup_row(desk, "close_code", now.active.close_code.id)["description"]


def test_a_reason_that_could_mean_several_is_asked_for(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    dialog = opened(made, Outcome.LOST)
    write(dialog.reason, "e")
    dialog.primary.click()
    assert dialog.isVisible()
    assert dialog.rows["code"].fault()
