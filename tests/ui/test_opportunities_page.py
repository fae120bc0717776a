"""The section of the opportunities by keyboard: views, filters, sums, moves by one key, the details pane."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Action, Outcome, Priority, Status, Step
from oppdesk.services.desk import Desk
from oppdesk.ui.cells import CellRole, DateCell, NextStepCell, StageCell
from oppdesk.ui.dialogs.activate import Activate
from oppdesk.ui.dialogs.close_opportunity import CloseOpportunity
from oppdesk.ui.dialogs.create_opportunity import CreateOpportunity
from oppdesk.ui.dialogs.create_task import CreateTask
from oppdesk.ui.dialogs.delete_closed import DeleteClosed
from oppdesk.ui.dialogs.move_stage import MoveStage
from oppdesk.ui.dialogs.note import Note
from oppdesk.ui.dialogs.quote import Quote
from oppdesk.ui.dialogs.task import PostponeTask
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import enter, has_cursor, press, ready, write
from tests.ui.scripted import Calls, ScriptedPrompts

Show = Callable[[], OpportunitiesPage]


@pytest.fixture
def anna(desk: Desk) -> int:
    """The user of these tests."""
    made = records.salesperson(desk)
    desk.context.salesperson = made
    return made


@pytest.fixture
def show(place: Workplace, anna: int) -> Iterator[Show]:
    shown: list[OpportunitiesPage] = []

    def do() -> OpportunitiesPage:
        page = OpportunitiesPage(place)
        page.resize(1300, 800)
        ready(page)
        page.list.setFocus()
        shown.append(page)
        return page

    yield do
    for page in shown:
        page.close()
        page.deleteLater()


D = TypeVar("D", bound=QDialog)


def dialog(kind: type[D]) -> D:
    """The dialog of that kind that is open."""
    (found,) = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()
    ]
    ready(found)
    return found


def listed(page: OpportunitiesPage) -> list[str]:
    rows = page.list.records
    return [rows.row(at)["description"] for at in range(rows.rowCount())]


def cell(page: OpportunitiesPage, name: str, row: int = 0) -> object:
    at = [column.name for column in page.list.records.columns].index(name)
    return page.list.records.index(row, at).data(CellRole)


def status_of(page: OpportunitiesPage) -> str:
    said: list[str] = []
    page.status.connect(said.append)
    page.tell_status()
    page.status.disconnect(said.append)
    return said[-1]


# -- views ----------------------------------------------------------------------------------------------------


def test_the_views_of_the_day_with_their_counts(desk: Desk, show: Show) -> None:
    bob = records.salesperson(desk, "BOB")
    records.started(desk, description="mine")
    records.started(desk, description="his", salesperson=bob, closing_on=date(2026, 3, 20))
    records.opportunity(desk, description="waiting")
    records.close(desk, records.started(desk, description="won"), Outcome.WON)
    records.close(desk, records.started(desk, description="lost"), Outcome.LOST)
    page = show()
    assert sorted(listed(page)) == ["mine", "waiting"]
    found = {}
    for key in ("mine", "closing", "overdue", "stale", "new", "won", "quarter", "lost", "all"):
        page.show_view(key)
        found[key] = sorted(listed(page))
    assert found == {
        "mine": ["mine", "waiting"],
        "closing": ["his"],
        "overdue": [],
        "stale": [],
        "new": ["waiting"],
        "won": ["won"],
        "quarter": ["won"],
        "lost": ["lost"],
        "all": ["his", "lost", "mine", "waiting", "won"],
    }
    assert [
        page.tabs.tabs.accessibleTabName(at).rpartition(", ")[2] for at in range(page.tabs.tabs.count())
    ] == [
        "2",
        "1",
        "0",
        "0",
        "1",
        "1",
        "1",
        "1",
        "5",
    ]


def test_stale_and_overdue_by_the_work_date(desk: Desk, show: Show) -> None:
    records.started(desk, description="old", closing_on=date(2026, 3, 31))
    desk.context.work_as_of(date(2026, 3, 29))
    page = show()
    page.show_view("stale")
    assert listed(page) == []
    desk.context.work_as_of(date(2026, 3, 30))
    page.refresh()
    assert listed(page) == ["old"]
    stage = cell(page, "stage")
    assert isinstance(stage, StageCell)
    assert (stage.number, stage.count, stage.days, stage.stale) == (1, 5, 28, True)
    page.show_view("overdue")
    assert listed(page) == []
    desk.context.work_as_of(date(2026, 4, 1))
    page.refresh()
    assert listed(page) == ["old"]
    closing = cell(page, "closing_on")
    assert isinstance(closing, DateCell)
    assert closing.overdue


def test_the_next_step_is_the_first_open_task(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    page = show()
    step = cell(page, "next_step_on")
    assert isinstance(step, NextStepCell)
    first = records.view(desk, made).open_tasks[0]
    assert (step.date, step.text, step.overdue) == ("2 Mar", first.description, False)
    for task in records.view(desk, made).open_tasks:
        desk.tasks.done(task.id)
    step = cell(page, "next_step_on")
    assert isinstance(step, NextStepCell)
    assert (step.date, step.is_closed) == ("", False)


def test_a_change_elsewhere_is_seen_and_the_selection_stays(desk: Desk, show: Show) -> None:
    ids = [records.started(desk, description=name) for name in ("a", "b", "c")]
    page = show()
    page.list.select([ids[1]])
    records.move(desk, ids[1], Step.NEXT, closing_on=date(2026, 6, 30))
    assert listed(page) == ["a", "c", "b"]
    assert page.selected() == (ids[1],)


# -- filters --------------------------------------------------------------------------------------------------


def test_letters_typed_in_the_list_filter_it(desk: Desk, show: Show) -> None:
    for name in ("Filling line", "Palletiser", "Café corner"):
        records.started(desk, description=name)
    page = show()
    QTest.keyClicks(page.list, "cafe")
    page.filter_field().set_words(page.filter_field().text())
    assert listed(page) == ["Café corner"]
    press(page, Qt.Key.Key_Escape)
    assert len(listed(page)) == 3


def test_a_filter_is_made_by_keyboard_and_stands_as_a_chip(desk: Desk, show: Show) -> None:
    records.started(desk, description="small", value=100_000)
    records.started(desk, description="large", value=9_000_000)
    page = show()
    page.bar.edit(None)
    editor = page.bar.editor
    assert has_cursor(editor.field)
    QTest.keyClicks(editor.field, "Estimated value")
    write(editor.value, "50000")  # type: ignore[arg-type]
    QTest.keyClick(editor.value, Qt.Key.Key_Return)
    assert listed(page) == ["large"]
    chip = page.bar.chips.chips()[-1]
    assert (chip.field, chip.operator, chip.value) == ("Estimated value", "from", "50,000.00")
    page.bar.chips.buttons()[-1].setFocus()
    press(page, Qt.Key.Key_Delete)
    assert len(listed(page)) == 2


def test_a_chip_is_changed_where_it_stands(desk: Desk, show: Show) -> None:
    records.started(desk, description="small", value=100_000)
    page = show()
    page.show_filters((Filter("estimated_value", Op.OVER, 5_000_000),))
    assert listed(page) == []
    page.bar.chips.buttons()[0].click()
    write(page.bar.editor.value, "500")  # type: ignore[arg-type]
    QTest.keyClick(page.bar.editor.value, Qt.Key.Key_Return)
    assert listed(page) == ["small"]


def test_a_calculated_value_is_typed_as_an_amount(desk: Desk, show: Show) -> None:
    made = records.started(desk, value=1_000_000, chances=40)
    page = show()
    value = records.view(desk, made).current_value
    page.show_filters((Filter("current_value", Op.FROM, value),))
    page.bar.edit(0)
    assert page.bar.editor.term() == Filter("current_value", Op.FROM, value)
    page.bar.editor.closes.emit()


def test_filters_are_saved_as_a_view_of_ones_own(desk: Desk, show: Show, place: Workplace) -> None:
    records.started(desk, description="small", value=100_000)
    records.started(desk, description="large", value=9_000_000, closing_on=date(2026, 4, 1))
    page = show()
    assert not page.tabs.save_button.isVisible()
    kept = (Filter("estimated_value", Op.OVER, 5_000_000), Filter("closing_on", Op.BEFORE, date(2026, 5, 1)))
    page.show_filters(kept)
    page.tabs.save_button.click()
    assert has_cursor(page.tabs.name.field)
    QTest.keyClicks(page.tabs.name.field, "Large and soon")
    QTest.keyClick(page.tabs.name.field, Qt.Key.Key_Return)
    assert page.tabs.tabs.current() == "own:Large and soon"
    page.show_view("all")
    again = show()
    again.show_view("own:Large and soon")
    assert again.bar.filters() == kept
    assert listed(again) == ["large"]
    assert again.tabs.tabs.accessibleTabName(again.tabs.tabs.currentIndex()) == "Large and soon, 1"
    again.tabs.remove("own:Large and soon")
    assert again.tabs.tabs.current() == "mine"
    assert not place.preferences.now.views


def test_the_chips_of_a_view_read_as_words(show: Show) -> None:
    page = show()
    said = [f"{chip.field} {chip.operator} {chip.value}" for chip in page.bar.chips.chips()]
    assert said == ["Salesperson is me", "Status is open"]
    page.show_view("stale")
    assert page.bar.chips.chips()[-1].value == "28 days"


def test_an_empty_view_says_what_that_means(desk: Desk, show: Show) -> None:
    page = show()
    page.show_view("overdue")
    assert page.empty_words() == "No overdue opportunities Every closing date lies ahead. Well kept."
    page.filter_field().set_words("zzz")
    assert page.empty_words() == "No opportunity found Nothing fits “zzz”."


# -- the status line ------------------------------------------------------------------------------------------


def test_count_and_sums_of_the_list_and_of_the_selection(desk: Desk, show: Show) -> None:
    ids = [records.started(desk, description=name, value=100_000, chances=50) for name in "abc"]
    page = show()
    assert status_of(page) == ("3 opportunities · 1 selected · value 3,000 EUR · current value 30 EUR")
    page.list.select(ids[:2])
    assert status_of(page) == ("3 opportunities · 2 selected · value 2,000 EUR · current value 20 EUR")


# -- moving by one key ----------------------------------------------------------------------------------------


def test_next_and_previous_need_no_dialog(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    page = show()
    page.next()
    now = records.view(desk, made)
    assert (now.stage, now.active and now.active.action) == (2, Action.NEXT)
    page.previous()
    now = records.view(desk, made)
    assert (now.stage, now.active and now.active.action) == (1, Action.PREVIOUS)


def test_a_missing_value_opens_the_dialog_with_the_cursor_in_it(desk: Desk, show: Show) -> None:
    made = records.opportunity(desk)
    on = desk.context.work_date
    desk.opportunities.activate(made, records.Move(Step.FIRST, None, on, 0, 40, date(2026, 4, 30)))
    page = show()
    page.next()
    shown = dialog(MoveStage)
    assert shown.step is Step.NEXT
    assert has_cursor(shown.value)
    write(shown.value, "100")
    enter(shown)
    assert records.view(desk, made).stage == 2


def test_what_no_dialog_could_mend_is_only_said(desk: Desk, show: Show) -> None:
    records.started(desk)
    page = show()
    said: list[str] = []
    page.remarked.connect(said.append)
    page.previous()
    assert "first stage" in said[0]


def test_the_words_follow_the_status(desk: Desk, show: Show) -> None:
    made = records.opportunity(desk)
    page = show()
    assert {"opportunity", "opportunity-open", "opportunity-new"} <= page.words()
    desk.opportunities.move(
        made, records.Move(Step.FIRST, None, desk.context.work_date, 100, 40, date(2026, 4, 30))
    )
    assert "opportunity-running" in page.words()
    page.show_view("all")
    records.close(desk, made, Outcome.WON)
    assert not {"opportunity-open", "opportunity-running", "opportunity-closed"} & page.words()


def test_d_16_reopen_when_the_setup_allows_it(desk: Desk, show: Show) -> None:
    made = records.started(desk, stage=2)
    records.close(desk, made, Outcome.LOST)
    setup = desk.setup.single("marketing_setup")
    desk.setup.save("marketing_setup", setup["id"], {"may_reopen": True})
    page = show()
    page.show_view("all")
    assert "opportunity-closed" in page.words()
    page.reopen()
    now = records.view(desk, made)
    assert (now.status, now.stage) == (Status.IN_PROGRESS, 2)


@pytest.mark.parametrize(
    ("handler", "kind"),
    [
        ("update_opportunity", MoveStage),
        ("close_opportunity", CloseOpportunity),
        ("close_won", CloseOpportunity),
        ("close_lost", CloseOpportunity),
        ("quote", Quote),
        ("add_note", Note),
        ("add_task", CreateTask),
        ("delete_closed", DeleteClosed),
        ("new_opportunity", CreateOpportunity),
    ],
)
def test_the_dialogs_open_from_the_page(desk: Desk, show: Show, handler: str, kind: type[QDialog]) -> None:
    records.started(desk)
    page = show()
    getattr(page, handler)()
    dialog(kind).reject()


def test_r_act_01_the_first_stage_from_the_list(desk: Desk, show: Show) -> None:
    made = records.opportunity(desk)
    page = show()
    page.activate()
    enter(dialog(Activate))
    assert records.view(desk, made).status is Status.IN_PROGRESS


# -- making and deleting --------------------------------------------------------------------------------------


def test_what_was_made_is_shown_and_selected(desk: Desk, show: Show) -> None:
    contact = records.company(desk)
    page = show()
    page.show_view("overdue")
    page.show_filters((Filter("contact", Op.IS, contact), Filter("status", Op.IS, int(Status.WON))))
    page.new_opportunity()
    shown = dialog(CreateOpportunity)
    assert not shown.contact.isEnabled()  # R-CRE-03: from a list of this contact
    write(shown.description, "Brand new")
    shown.sales_cycle.set_value(Ref(records.code_id(desk, "sales_cycle", "NEW"), "NEW"))
    shown.activate.setChecked(False)
    enter(shown)
    assert "Brand new" in listed(page)
    assert page.selected()[0] == next(iter(desk.lists.ids("opportunity", Query(text="Brand new"))))


def test_q_14_deleting_asks_and_no_keeps_it(desk: Desk, show: Show, prompts: ScriptedPrompts) -> None:
    made = records.opportunity(desk, description="New offices")
    page = show()
    prompts.answers.append(False)
    page.delete()
    assert "New offices" in prompts.asked[0]
    assert desk.lists.count("opportunity", Query()) == 1
    prompts.answers.append(True)
    page.delete()
    assert desk.lists.count("opportunity", Query()) == 0
    desk.history.undo()
    assert records.view(desk, made).description == "New offices"


def test_several_are_deleted_together(desk: Desk, show: Show, prompts: ScriptedPrompts) -> None:
    ids = [records.opportunity(desk, description=name) for name in "abc"]
    page = show()
    page.list.select(ids[:2])
    prompts.answers.append(True)
    page.delete()
    assert "2 opportunities" in prompts.asked[0]
    assert listed(page) == ["c"]


def test_m_23_one_in_progress_stops_it_without_a_question(
    desk: Desk, show: Show, prompts: ScriptedPrompts
) -> None:
    ids = [records.opportunity(desk, description="a"), records.started(desk, description="b")]
    page = show()
    page.list.select(ids)
    page.delete()
    assert prompts.asked == []
    assert "“b” is in progress" in prompts.told[0]
    assert len(listed(page)) == 2


def test_section_9_6_the_batch_says_how_many_before(desk: Desk, show: Show) -> None:
    bob = records.salesperson(desk, "BOB")
    records.close(desk, records.started(desk), Outcome.WON)
    records.close(desk, records.started(desk, salesperson=bob), Outcome.LOST)
    records.started(desk)
    page = show()
    page.delete_closed()
    shown = dialog(DeleteClosed)
    assert shown.primary.text() == "Delete 2 opportunities"
    write(shown.salesperson, "bob")
    enter(shown)
    assert shown.primary.text() == "Delete 1 opportunity"
    assert shown.isVisible()  # Enter is not the deleting button
    shown.primary.setFocus()
    press(shown, Qt.Key.Key_Space)
    assert desk.lists.count("opportunity", Query()) == 2


def test_a_description_is_typed_in_place(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    page = show()
    names = [column.name for column in page.list.records.columns]
    page.list.setCurrentIndex(page.list.records.index(0, names.index("description")))
    QTest.keyClick(page.list, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    assert field is not None
    write(field, "Better offices")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.qWait(0)  # the list takes what was typed a turn later
    assert records.view(desk, made).description == "Better offices"


# -- the details pane -----------------------------------------------------------------------------------------


def test_the_pane_follows_the_selection(desk: Desk, show: Show) -> None:
    ids = [records.started(desk, description=name) for name in ("first", "second")]
    page = show()
    page.list.select([ids[0]])
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    QTest.qWait(0)
    assert page.pane.name.text() == "second"


def test_the_pane_shows_where_it_stands_and_moves_it(desk: Desk, show: Show) -> None:
    made = records.started(desk, description="Refit")
    desk.comments.add("opportunity", made, "Wants it in May.")
    page = show()
    QTest.qWait(0)
    pane = page.pane
    assert [mark.state for mark in pane.strip.marks()] == ["current", "ahead", "ahead", "ahead", "ahead"]
    assert pane.strip.marks()[4].reason == "Proposal may not be skipped"
    assert pane.history.lines()[0].title == "First: Initial"
    assert [note.words.text() for note in pane.notes.rows()] == ["Wants it in May."]
    pane.go.click()
    assert records.view(desk, made).stage == 2
    assert [mark.state for mark in pane.strip.marks()][:2] == ["passed", "current"]
    pane.strip.steps()[0].click()
    assert records.view(desk, made).stage == 1


def test_the_next_step_is_done_or_postponed_in_the_pane(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    page = show()
    QTest.qWait(0)
    first, second = records.view(desk, made).open_tasks
    assert page.pane.step.words() == first.description
    page.pane.done.click()
    assert [task.id for task in records.view(desk, made).open_tasks] == [second.id]
    assert page.pane.step.words() == second.description
    page.pane.postpone.click()
    shown = dialog(PostponeTask)
    write(shown.on, "20 Mar 2026")
    enter(shown)
    assert records.view(desk, made).open_tasks[0].on == date(2026, 3, 20)


def test_a_phone_number_is_a_link_and_other_words_are_not(desk: Desk, show: Show) -> None:
    contact = records.company(desk, phone="+31 20 555 0142", e_mail="javascript:alert(1)")
    records.started(desk, contact=contact)
    page = show()
    QTest.qWait(0)
    phone, mail = page.pane.ways.lines()[:2]
    assert phone.what is not None
    assert phone.what.toString() == "tel:+31205550142"  # type: ignore[attr-defined]
    assert mail.what is None


def test_f9_hides_the_pane_and_remembers(desk: Desk, show: Show, place: Workplace) -> None:
    page = show()
    assert page.pane.isVisible()
    page.details_pane()
    assert not page.pane.isVisible()
    assert not place.preferences.now.details


def test_enter_opens_the_card(desk: Desk, show: Show, calls: Calls) -> None:
    made = records.started(desk)
    page = show()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert calls.opened == [("opportunity", made)]


def test_priority_and_other_columns_wait_in_the_chooser(desk: Desk, show: Show) -> None:
    records.started(desk, priority=Priority.HIGH)
    page = show()
    names = {column.name for column in page.list.records.columns}
    fields = set(desk.lists.fields("opportunity"))
    assert fields - names <= {"stage_description", "next_step", "days_in_stage"}  # shown within others
    assert page.list.hidden_columns() >= {"number", "current_value", "status", "probability"}
