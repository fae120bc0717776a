"""Update Opportunity by keyboard: what is offered and proposed, what is seen before, what is stored after."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt

from oppdesk.domain.errors import RuleError, StorageTrouble, Trouble
from oppdesk.domain.standing import Move
from oppdesk.domain.words import Action, Outcome, Status, Step
from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.move_stage import MoveStage, open_move
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import ALT, enter, has_cursor, press, ready, settle, write
from tests.ui.scripted import ScriptedPrompts

Open = Callable[..., MoveStage]


@pytest.fixture
def opened(place: Workplace) -> Iterator[Open]:
    """Opens the dialog on an opportunity; those still open are cancelled at the end."""
    shown: list[MoveStage] = []

    def do(opportunity: int, **how: object) -> MoveStage:
        open_move(place, None, opportunity, **how, then=shown.append)  # type: ignore[arg-type]
        ready(shown[-1])
        return shown[-1]

    yield do
    for dialog in shown:
        try:
            dialog.reject()
        except RuntimeError:
            continue  # it was finished and is gone


def figures(desk: Desk, opportunity: int) -> tuple[object, ...]:
    now = records.view(desk, opportunity)
    active = now.active
    assert active is not None
    return active.action, now.stage, now.estimated_value, now.chances, now.closing_on


def test_r_upd_02_six_actions_the_impossible_say_why(desk: Desk, opened: Open) -> None:
    dialog = opened(records.started(desk, stage=2))
    assert list(dialog.choices) == list(Step)
    assert dialog.choices[Step.FIRST].reason() == "Already started"
    assert not dialog.choices[Step.FIRST].isEnabled()
    assert dialog.choices[Step.JUMP].reason() == "Needs at least two earlier stages"
    assert [step for step, radio in dialog.choices.items() if radio.isEnabled()] == [
        Step.NEXT,
        Step.PREVIOUS,
        Step.SKIP,
        Step.UPDATE,
    ]


def test_r_upd_03_opens_on_next_and_enter_moves(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    dialog = opened(made)
    assert dialog.step is Step.NEXT
    assert dialog.primary.text() == "Move to Understanding needs meeting"
    enter(dialog)
    assert figures(desk, made) == (Action.NEXT, 2, 1_000_000, 25, date(2026, 4, 30))


@pytest.mark.parametrize(
    ("key", "step"),
    [
        (Qt.Key.Key_2, Step.NEXT),
        (Qt.Key.Key_3, Step.PREVIOUS),
        (Qt.Key.Key_4, Step.SKIP),
        (Qt.Key.Key_6, Step.UPDATE),
    ],
)
def test_alt_and_a_digit_choose_the_action(desk: Desk, opened: Open, key: Qt.Key, step: Step) -> None:
    dialog = opened(records.started(desk, stage=2))
    press(dialog, Qt.Key.Key_6 if step is not Step.UPDATE else Qt.Key.Key_2, ALT)
    press(dialog, key, ALT)
    assert dialog.step is step


def test_an_impossible_action_cannot_be_chosen_by_its_key(desk: Desk, opened: Open) -> None:
    dialog = opened(records.started(desk, stage=2))
    press(dialog, Qt.Key.Key_5, ALT)
    assert dialog.step is Step.NEXT


def test_r_upd_05_the_stage_is_offered_for_skip_and_jump_only(desk: Desk, opened: Open) -> None:
    dialog = opened(records.started(desk, stage=2))
    assert dialog.rows["stage"].isHidden()
    press(dialog, Qt.Key.Key_4, ALT)
    assert not dialog.rows["stage"].isHidden()
    assert [dialog.stage.itemData(at) for at in range(dialog.stage.count())] == [3, 4]
    assert dialog.stage.currentData() == 3


def test_r_est_01_skip_shows_the_stages_chances_read_only(desk: Desk, opened: Open) -> None:
    made = records.started(desk, stage=2)
    desk.quotes.create(made, 1_150_000)
    dialog = opened(made)
    press(dialog, Qt.Key.Key_4, ALT)
    dialog.stage.setFocus()
    press(dialog, Qt.Key.Key_Down)
    assert dialog.stage.currentData() == 4
    assert dialog.chances.isReadOnly()
    assert dialog.chances.text() == "80"
    dialog.primary.setFocus()
    enter(dialog)
    assert figures(desk, made) == (Action.JUMPED, 4, 1_150_000, 80, date(2026, 4, 30))


def test_r_upd_10_the_date_typed_stays_the_proposed_one_follows(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    records.change_stage(desk, records.code_id(desk, "sales_cycle", "EX-LARGE"), 2, date_formula="2W")
    dialog = opened(made)
    assert dialog.closing_on.day() == date(2026, 3, 16)
    write(dialog.on, "9 Mar 2026")
    assert dialog.closing_on.day() == date(2026, 3, 23)
    write(dialog.closing_on, "30 Jun 2026")
    press(dialog, Qt.Key.Key_6, ALT)
    write(dialog.on, "10 Mar 2026")
    assert dialog.closing_on.day() == date(2026, 6, 30)


def test_r_upd_10_reset_to_stage_defaults(desk: Desk, opened: Open) -> None:
    dialog = opened(records.started(desk))
    write(dialog.closing_on, "30 Jun 2026")
    write(dialog.chances, "77")
    press(dialog, Qt.Key.Key_R, ALT)
    settle()
    assert dialog.closing_on.day() == date(2026, 4, 30)
    assert dialog.chances.value() == 25


def test_r_upd_11_the_chances_before_stand_beside(desk: Desk, opened: Open) -> None:
    dialog = opened(records.started(desk, chances=40))
    assert dialog.rows["chances"].note() == "40 % before, 25 % is usual in stage 2"


def test_r_upd_12_a_failed_check_keeps_the_dialog_with_the_cursor_in_the_field(
    desk: Desk, opened: Open
) -> None:
    made = records.started(desk)
    dialog = opened(made)
    write(dialog.value, "0")
    enter(dialog)
    assert dialog.isVisible()
    assert has_cursor(dialog.value)
    assert "must be greater than 0" in dialog.rows["value"].fault()
    assert dialog.primary.isEnabled()
    write(dialog.value, "13600")
    assert dialog.rows["value"].fault() == ""
    enter(dialog)
    assert figures(desk, made)[:3] == (Action.NEXT, 2, 1_360_000)


def test_m_17_a_closing_date_before_the_change(desk: Desk, opened: Open) -> None:
    dialog = opened(records.started(desk))
    write(dialog.closing_on, "1 Mar 2026")
    enter(dialog)
    assert has_cursor(dialog.closing_on)
    assert dialog.rows["closing_on"].fault()


def test_nonsense_is_refused_before_anything_is_asked(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    dialog = opened(made)
    write(dialog.value, "1e4")
    enter(dialog)
    assert dialog.isVisible()
    assert has_cursor(dialog.value)
    assert records.view(desk, made).stage == 1


def test_r_upd_19_esc_changes_nothing(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    before = records.stored(desk)
    dialog = opened(made)
    write(dialog.value, "99")
    press(dialog, Qt.Key.Key_Escape)
    assert records.stored(desk) == before


def test_m_14_a_missing_quote_is_made_in_place(desk: Desk, opened: Open) -> None:
    made = records.started(desk, stage=2)
    dialog = opened(made)
    assert not dialog.aside.quote.isHidden()
    assert has_cursor(dialog.aside.quote.amount)
    write(dialog.aside.quote.amount, "11500")
    enter(dialog)
    assert records.view(desk, made).quote is not None
    assert dialog.isVisible()
    assert dialog.value.value() == 1_150_000  # R-UPD-16, section 4.2
    assert dialog.aside.quote.isHidden()
    enter(dialog)
    assert figures(desk, made)[:3] == (Action.NEXT, 3, 1_150_000)


def test_m_14_the_refusal_leads_to_the_quote(desk: Desk, opened: Open) -> None:
    made = records.started(desk, stage=2)
    dialog = opened(made)
    dialog.primary.setFocus()
    enter(dialog)
    assert dialog.isVisible()
    assert has_cursor(dialog.aside.quote.amount)
    assert records.view(desk, made).stage == 2


def test_m_14_a_quote_that_is_there_is_assigned_in_place(desk: Desk, opened: Open) -> None:
    made = records.started(desk, stage=2)
    desk.quotes.create(made, 700_000)
    quote = records.view(desk, made).quote
    desk.quotes.assign(made, None)
    dialog = opened(made)
    assert quote is not None
    write(dialog.aside.quote.search, quote.number)
    enter(dialog)
    assert records.view(desk, made).quote == quote
    assert dialog.value.value() == 700_000


def test_r_upd_16_the_assigned_quote_is_changed_in_place(desk: Desk, opened: Open) -> None:
    made = records.started(desk, stage=2)
    desk.quotes.create(made, 700_000)
    dialog = opened(made)
    dialog.aside.quote_link.click()
    write(dialog.aside.quote.amount, "8000")
    enter(dialog)
    assert dialog.value.value() == 800_000


def test_section_4_2_the_box_for_open_tasks(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    waiting = records.view(desk, made).open_tasks
    dialog = opened(made)
    assert dialog.cancel_tasks.isEnabled()
    assert not dialog.cancel_tasks.isChecked()
    assert dialog.cancel_tasks.text().replace("&", "") == f"Cancel its {len(waiting)} open tasks"
    dialog.cancel_tasks.setFocus()
    press(dialog, Qt.Key.Key_Space)
    assert dialog.cancel_tasks.isChecked()
    enter(dialog)
    after = {task.id: task.canceled for task in records.view(desk, made).tasks}
    assert all(after[task.id] for task in waiting)
    assert len(after) > len(waiting)


def test_the_preview_says_what_the_entry_will_say(desk: Desk, opened: Open) -> None:
    made = records.started(desk, value=1_000_000, chances=40)
    dialog = opened(made)
    write(dialog.value, "13600")
    preview = dialog.aside.shown
    assert preview is not None
    assert (preview.stage.number, preview.chances, preview.probability) == (2, 25, 875)
    assert preview.current_value == 1_360_000 * 875
    assert preview.reckoning == "13,600.00 × 25 % × 35 %"
    planned = [(task.description, task.on) for task in dialog.aside.tasks.shown()]
    dialog.primary.setFocus()
    enter(dialog)
    now = records.view(desk, made)
    assert (now.probability, now.current_value) == (875, preview.current_value)
    assert set(planned) <= {(task.description, task.on) for task in now.open_tasks}


def test_r_upd_13_an_update_creates_no_tasks(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    count = len(records.view(desk, made).tasks)
    dialog = opened(made)
    press(dialog, Qt.Key.Key_6, ALT)
    assert dialog.aside.tasks.shown() == ()
    assert dialog.primary.text() == "Update"
    enter(dialog)
    assert records.view(desk, made).active.action is Action.UPDATED  # type: ignore[union-attr]
    assert len(records.view(desk, made).tasks) == count


def test_r_upd_14_at_the_last_stage_it_is_an_update(desk: Desk, opened: Open) -> None:
    made = records.started(desk, stage=5)
    dialog = opened(made)
    assert dialog.step is Step.UPDATE
    enter(dialog)
    assert figures(desk, made)[:2] == (Action.UPDATED, 5)


def test_r_upd_18_first_is_the_only_action_of_one_not_started(desk: Desk, opened: Open) -> None:
    made = records.opportunity(desk)
    dialog = opened(made)
    assert dialog.step is Step.FIRST
    assert has_cursor(dialog.value)
    write(dialog.value, "5000")
    enter(dialog)
    assert records.view(desk, made).status is Status.IN_PROGRESS
    assert figures(desk, made)[:4] == (Action.FIRST, 1, 500_000, 10)


def test_r_upd_04_a_cycle_without_stages(desk: Desk, opened: Open) -> None:
    made = records.opportunity(desk, records.cycle(desk, "EMPTY"))
    dialog = opened(made)
    assert not dialog.primary.isEnabled()
    assert "no stages" in dialog.said()


def test_section_14_7_a_second_dialog_shows_what_changed(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    dialog = opened(made)
    records.move(desk, made, Step.NEXT, value=2_000_000, chances=55)
    enter(dialog)
    assert dialog.isVisible()
    assert "Understanding needs meeting" in dialog.said()
    assert "20,000.00" in dialog.said()
    assert dialog.value.value() == 2_000_000
    assert records.view(desk, made).stage == 2
    press(dialog, Qt.Key.Key_6, ALT)
    enter(dialog)
    assert figures(desk, made)[:2] == (Action.UPDATED, 2)


def test_m_10_a_closed_one_is_told(desk: Desk, place: Workplace, prompts: ScriptedPrompts) -> None:
    made = records.started(desk)
    records.close(desk, made, Outcome.WON)
    opened: list[MoveStage] = []
    open_move(place, None, made, then=opened.append)
    assert opened == []
    assert "closed since" in prompts.told[0]


def test_it_opens_at_what_a_move_by_one_key_found_wanting(desk: Desk, opened: Open) -> None:
    made = records.opportunity(desk)
    on = desk.context.work_date
    desk.opportunities.activate(made, Move(Step.FIRST, None, on, 0, 40, date(2026, 4, 30)))
    with pytest.raises(RuleError) as refused:
        desk.opportunities.step(made, Step.NEXT)
    dialog = opened(made, step=Step.NEXT, missing=refused.value)
    assert has_cursor(dialog.value)
    assert dialog.rows["value"].fault() == refused.value.message


def test_a_click_on_the_strip_chooses_the_move(desk: Desk, opened: Open) -> None:
    made = records.started(desk, stage=2)
    desk.quotes.create(made, 700_000)
    dialog = opened(made)
    dialog.aside.strip.steps()[0].click()
    assert dialog.step is Step.PREVIOUS
    dialog.aside.strip.steps()[3].click()
    assert dialog.step is Step.SKIP
    assert dialog.stage.currentData() == 4
    dialog.aside.strip.steps()[4].click()
    assert "may not be skipped" in dialog.said()


def test_what_is_written_can_be_undone(desk: Desk, opened: Open) -> None:
    made = records.started(desk)
    before = records.stored(desk, quiet=False)
    dialog = opened(made)
    enter(dialog)
    assert records.view(desk, made).stage == 2
    desk.history.undo()
    after = records.stored(desk, quiet=False)
    assert after["opportunity"] == before["opportunity"]
    assert after["task"] == before["task"]


def test_a_full_disk_leaves_the_dialog_usable(
    desk: Desk, opened: Open, place: Workplace, prompts: ScriptedPrompts
) -> None:
    made = records.started(desk)
    dialog = opened(made)

    def full(_progress: object) -> None:
        raise StorageTrouble(Trouble.FULL, "The disk is full.")

    dialog.write(place.jobs, "Update opportunity", full)
    assert prompts.told == ["The disk is full."]
    assert dialog.isVisible()
    assert dialog.primary.isEnabled()
    enter(dialog)
    assert records.view(desk, made).stage == 2
