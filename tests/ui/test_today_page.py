"""The first page by hand and by key: figures that open their lists, tasks done and put off, what needs a step."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from oppdesk.domain.interactions import NewInteraction
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.tasks import NewTask, Seat
from oppdesk.domain.words import Attendance, Outcome, Status, Step, TaskType
from oppdesk.services.charts import Span
from oppdesk.services.desk import Desk
from oppdesk.services.today_values import Part, Recent, Scope, Snapshot, TaskDays
from oppdesk.storage.interaction_tables import InteractionRow
from oppdesk.ui.dialogs.call import MakeCall
from oppdesk.ui.dialogs.create_task import CreateTask
from oppdesk.ui.dialogs.move_stage import MoveStage
from oppdesk.ui.dialogs.task import PostponeTask
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages import today_words
from oppdesk.ui.pages.today import TodayPage
from oppdesk.ui.pages.today_chart import PIPELINE, SHARES
from oppdesk.ui.pages.today_head import CueButton
from oppdesk.ui.pages.today_side import SAID
from oppdesk.ui.pages.today_tasks import TaskLine
from oppdesk.ui.pages.today_words import Look
from oppdesk.ui.widgets.figures_row import Figure
from oppdesk.ui.workplace import Workplace
from tests.conftest import WORK_DATE
from tests.services import records
from tests.ui.hands import CTRL, enter, has_cursor, press, ready, tab
from tests.ui.scripted import Calls, ScriptedPrompts

Show = Callable[..., TodayPage]
MORNING = datetime(2026, 3, 2, 9, 0)


@pytest.fixture
def anna(desk: Desk) -> int:
    """The user of these tests."""
    made = records.salesperson(desk, "ANNA", "Anna de Vries")
    desk.context.salesperson = made
    return made


@pytest.fixture
def show(place: Workplace) -> Iterator[Show]:
    shown: list[TodayPage] = []

    def do(width: int = 1166, height: int = 691) -> TodayPage:
        page = TodayPage(place, now=lambda: MORNING)
        page.resize(width, height)
        ready(page)
        page.setFocus()
        shown.append(page)
        return page

    yield do
    for page in shown:
        page.close()
        page.deleteLater()


D = TypeVar("D", bound=QDialog)


def dialog(kind: type[D]) -> D:
    return next(
        each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()
    )


def close(shown: QDialog) -> None:
    shown.close()
    shown.deleteLater()


def links(page: TodayPage) -> list[tuple[str, tuple[Filter, ...]]]:
    """What the page asks the frame to show."""
    found: list[tuple[str, tuple[Filter, ...]]] = []
    page.list_wanted.connect(lambda section, filters: found.append((section, filters)))
    return found


def figures(page: TodayPage) -> list[Figure]:
    return [button.figure for button in page.head.figures.buttons()]  # type: ignore[attr-defined]


def names(page: TodayPage) -> list[str]:
    return [line.words() for line in page.work.tasks.lines()]


def day(days: int) -> date:
    return WORK_DATE + timedelta(days=days)


# -- the head -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "words"),
    [(5, "Good morning"), (12, "Good afternoon"), (18, "Good evening"), (3, "Good evening")],
)
def test_the_greeting_follows_the_hour(hour: int, words: str) -> None:
    assert today_words.greeting("Anna de Vries", MORNING.replace(hour=hour)) == f"{words}, Anna"
    assert today_words.greeting("", MORNING.replace(hour=hour)) == words


def test_the_head_says_who_and_which_day(show: Show, anna: int) -> None:
    page = show()
    assert page.head.title() == "Good morning, Anna"
    assert page.head.day() == "Mon 2 Mar 2026 · week 10"


def test_15_1_the_switch_counts_other_records(show: Show, desk: Desk, anna: int) -> None:
    ben = records.salesperson(desk, "BEN")
    for owner in (anna, ben, ben):
        records.started(desk, salesperson=owner, value=100_000)
    page = show()
    assert page.head.switch is not None
    assert page.head.switch.current() is Scope.MINE
    assert figures(page)[0].note == "1 opportunity"
    page.head.switch.set_current(Scope.ALL)
    page.head.switch.changed.emit(Scope.ALL)
    assert figures(page)[0].note == "3 opportunities"


def test_15_1_nobody_named_sees_all_and_no_switch(show: Show) -> None:
    page = show()
    assert page.scope is Scope.ALL
    assert page.head.switch is None
    assert page.head.title() == "Good morning"


def test_another_user_has_other_records(show: Show, place: Workplace, desk: Desk, anna: int) -> None:
    page = show()
    desk.context.salesperson = None
    place.preferences.change(compact=True)
    assert page.scope is Scope.ALL
    assert page.head.title() == "Good morning"


def test_overdue_is_marked_only_when_something_is(show: Show, desk: Desk, anna: int) -> None:
    records.started(desk, salesperson=anna, closing_on=WORK_DATE)
    page = show()
    assert figures(page)[3].tone == "neutral"
    desk.context.work_as_of(day(1))
    page.place.hub.day_changed.emit()
    assert figures(page)[3].tone == "overdue"


def test_cues_without_room_stand_in_a_menu(show: Show, desk: Desk, anna: int) -> None:
    page = show()
    words = [cue.cue.words for cue in page.head.cues.shown() if cue.cue]
    assert len(words) == 8
    page.resize(500, 691)
    QApplication.processEvents()
    menu = page.head.cues.more.menu()
    hidden = [action.text().rpartition("  ")[0] for action in menu.actions()]
    assert [cue.cue.words for cue in page.head.cues.shown() if cue.cue] + hidden == words
    assert hidden
    found = links(page)
    menu.actions()[-1].trigger()
    assert found[0][0] == "contacts"


# -- what lies behind -----------------------------------------------------------------------------------------


@pytest.fixture
def sample(sample_data: None, desk: Desk) -> Desk:
    people = desk.lists.ids("salesperson", Query())
    desk.context.salesperson = max(
        people, key=lambda each: desk.lists.count("opportunity", Query((Filter("salesperson", Op.IS, each),)))
    )
    return desk


def test_every_figure_and_cue_opens_a_list_with_that_many_rows(show: Show, sample: Desk) -> None:
    page = show()
    found = links(page)
    tables = {"opportunities": "opportunity", "contacts": "contact", "entries": "opportunity_entry"}
    tables["interactions"] = "interaction"
    counted = sample.today.look(Scope.MINE, {Part.FIGURES}).figures
    assert counted is not None
    wanted = [counted.open, counted.open, counted.closing, counted.overdue]
    for button in page.head.figures.buttons():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    for (section, filters), count in zip(found, wanted, strict=True):
        assert sample.lists.count(tables[section], Query(filters)) == count.count
    found.clear()
    for cue in page.head.cues.shown():
        if cue.cue is not None and not isinstance(cue.cue.opens, TaskDays):
            press(cue, Qt.Key.Key_Return)
            section, filters = found.pop()
            assert str(sample.lists.count(tables[section], Query(filters))) == cue.cue.count


@pytest.mark.usefixtures("sample_data")
def test_a_figure_shows_exactly_its_rows_in_the_list(main: MainWindow, desk: Desk) -> None:
    page = main.go("today")
    assert isinstance(page, TodayPage)
    overdue = page.head.figures.buttons()[3]
    expected = figures(page)[3].note
    QTest.mouseClick(overdue, Qt.MouseButton.LeftButton)
    shown = main.page()
    assert shown is not None
    assert shown.title == "Opportunities"
    count = shown.list.records.rowCount()  # type: ignore[attr-defined]
    assert expected == f"{count} opportunities"
    assert count > 0


@pytest.mark.parametrize("look", [Look(), Look(is_now=True)], ids=["reached", "now"])
@pytest.mark.usefixtures("sample_data")
def test_8_19_a_stage_shows_what_lies_behind_it(main: MainWindow, desk: Desk, look: Look) -> None:
    page = main.go("today")
    assert isinstance(page, TodayPage)
    page.side.chart.see(look)
    funnel = page.side.chart.funnel
    assert funnel is not None
    QTest.mouseClick(page.side.chart.views[PIPELINE].chart.targets()[0], Qt.MouseButton.LeftButton)
    shown = main.page()
    assert shown is not None
    count = shown.list.records.rowCount()  # type: ignore[attr-defined]
    terms = (Filter("sales_cycle", Op.IS, funnel.cycle), Filter("stage", Op.IS, funnel.steps[0].stage))
    if look.is_now:
        assert count == funnel.steps[0].now
    else:
        assert count == desk.lists.count("opportunity_entry", Query(terms)) >= funnel.steps[0].reached


def test_it_is_the_first_page_of_a_new_user(main: MainWindow, desk: Desk) -> None:
    main.place.preferences.change(page="")
    assert main._first_page() == "today"
    press(main.frame, Qt.Key.Key_1, CTRL)
    assert isinstance(main.page(), TodayPage)


# -- tasks ----------------------------------------------------------------------------------------------------


def test_15_3_tasks_stand_under_their_days_with_counts(show: Show, desk: Desk, anna: int) -> None:
    for words, days in (("late", -3), ("now", 0), ("also now", 0), ("next", 1), ("later", 9)):
        desk.tasks.add(words, day(days))
    page = show()
    assert names(page) == ["late", "now", "also now", "next"]
    assert page.work.tasks.heads() == ["Overdue 1", "Today 2", "Tomorrow 1"]
    assert "3 days late" in page.work.tasks.lines()[0].accessibleName()


def test_15_3_space_is_done_and_undo_brings_it_back(show: Show, desk: Desk, anna: int) -> None:
    for words in ("one", "two", "three"):
        desk.tasks.add(words, WORK_DATE)
    page = show()
    assert has_cursor(page.work.tasks.lines()[0])
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_Space)
    assert names(page) == ["one", "three"]
    assert has_cursor(page.work.tasks.lines()[1])
    desk.history.undo()
    assert names(page) == ["one", "two", "three"]


def test_15_3_a_click_into_the_box_is_done_beside_it_opens(
    show: Show, desk: Desk, anna: int, calls: Calls
) -> None:
    first, second = (desk.tasks.add(words, WORK_DATE) for words in ("one", "two"))
    page = show()
    QTest.mouseClick(
        page.work.tasks.lines()[1], Qt.MouseButton.LeftButton, pos=QPoint(page.work.tasks.width() // 3, 10)
    )
    assert calls.opened == [("task", second)]
    line = page.work.tasks.lines()[0]
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.box().center())
    assert names(page) == ["two"]
    assert desk.lists.rows("task", [first])[0]["closed"]


def test_15_3_enter_opens_what_the_task_is_about(show: Show, desk: Desk, anna: int, calls: Calls) -> None:
    task = desk.tasks.add("one", WORK_DATE)
    page = show()
    enter(page)
    assert calls.opened == [("task", task)]


def test_15_3_done_and_postpone_come_with_the_focus_and_are_next_in_the_tab_order(
    show: Show, desk: Desk, anna: int
) -> None:
    for words in ("one", "two"):
        desk.tasks.add(words, WORK_DATE)
    page = show()
    first, second = page.work.tasks.lines()
    assert first.done.isVisible()
    assert not second.done.isVisible()
    tab(page)
    assert has_cursor(first.done)
    tab(page)
    assert has_cursor(first.postpone)
    QApplication.processEvents()
    assert first.done.isVisible()


@pytest.mark.parametrize(("at", "days"), [(0, 1), (1, 3), (2, 7)])
def test_15_3_a_task_is_put_off_by_one_of_the_usual_days(
    show: Show, desk: Desk, anna: int, at: int, days: int
) -> None:
    task = desk.tasks.add("one", day(-2))
    page = show()
    line = page.work.tasks.lines()[0]
    assert line.task is not None
    menu = page.work.days_menu(line.task)
    menu.actions()[at].trigger()
    assert desk.lists.rows("task", [task])[0]["on"] == day(days)
    desk.history.undo()
    assert desk.lists.rows("task", [task])[0]["on"] == day(-2)
    menu.deleteLater()


def test_15_3_p_opens_the_days_and_any_other_can_be_picked(show: Show, desk: Desk, anna: int) -> None:
    desk.tasks.add("one", WORK_DATE)
    page = show()
    press(page, Qt.Key.Key_P)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.actions()[-1].trigger()
    menu.close()
    shown = dialog(PostponeTask)
    assert shown.isVisible()
    close(shown)


def test_what_can_not_be_done_stays_and_says_why(
    show: Show, desk: Desk, anna: int, prompts: ScriptedPrompts
) -> None:
    task = desk.tasks.add("one", WORK_DATE)
    page = show()
    line = page.work.tasks.lines()[0]
    with records.store_of(desk).engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM task WHERE id = ?", (task,))
    line.done.click()
    assert prompts.told
    assert names(page) == ["one"]


def test_all_tasks_of_a_heap_are_shown_in_their_place(show: Show, desk: Desk, anna: int) -> None:
    for at in range(30):
        desk.tasks.add(f"call {at}", day(at), type=TaskType.CALL)
    page = show()
    calls_to_make = next(cue for cue in page.head.cues.shown() if cue.cue and cue.cue.opens is TaskDays.CALLS)
    assert calls_to_make.cue is not None
    assert calls_to_make.cue.count == "30"
    QTest.mouseClick(calls_to_make, Qt.MouseButton.LeftButton)
    assert len(page.work.all_tasks.lines()) == 30
    assert not page.work.needs.isVisible()
    last = page.work.all_tasks.lines()[-1]
    last.setFocus(Qt.FocusReason.TabFocusReason)
    press(page, Qt.Key.Key_Space)
    assert len(page.work.all_tasks.lines()) == 29
    page.work.title.linked.emit()
    assert page.work.mode() is None
    assert page.work.needs.isVisibleTo(page)


# -- what needs a next step -----------------------------------------------------------------------------------


def needing(desk: Desk, anna: int) -> tuple[int, int]:
    """One without a task, one whose closing date has passed."""
    bare = records.started(
        desk, salesperson=anna, description="bare", closing_on=date(2026, 12, 1), value=900_000
    )
    late = records.started(desk, salesperson=anna, description="late", closing_on=WORK_DATE, value=500_000)
    for task in desk.tasks.of("opportunity", bare):
        desk.tasks.cancel(task.id)
    desk.tasks.add("call", day(3), opportunity=late)
    desk.context.work_as_of(day(1))
    return bare, late


def test_a_reason_stands_beside_its_button(show: Show, desk: Desk, anna: int) -> None:
    needing(desk, anna)
    lines = show().work.needs.lines()
    assert [(line.need.deal.name if line.need else "", line.act.text()) for line in lines] == [
        ("bare", "Plan a task"),
        ("late", "Update"),
    ]
    assert "no open task" in lines[0].accessibleName()
    assert "closing date 2 Mar" in lines[1].accessibleName()


def test_plan_a_task_and_update_open_their_dialogs(show: Show, desk: Desk, anna: int, calls: Calls) -> None:
    bare, _late = needing(desk, anna)
    page = show()
    plan, update = page.work.needs.lines()
    plan.act.click()
    close(dialog(CreateTask))
    update.act.click()
    close(dialog(MoveStage))
    plan.setFocus(Qt.FocusReason.TabFocusReason)
    enter(page)
    assert calls.opened == [("opportunity", bare)]


def test_a_planned_task_takes_the_opportunity_off_the_list(show: Show, desk: Desk, anna: int) -> None:
    bare, _late = needing(desk, anna)
    page = show()
    desk.tasks.add("call", day(9), opportunity=bare)
    assert [line.need.deal.name for line in page.work.needs.lines() if line.need] == ["late"]


def test_the_actions_of_an_opportunity_work_on_the_line_with_the_focus(
    show: Show, desk: Desk, anna: int
) -> None:
    bare, _late = needing(desk, anna)
    page = show()
    page.work.needs.lines()[0].setFocus()
    assert page.selected() == (bare,)
    assert {"opportunity-open", "opportunity-running"} <= page.words()
    page.update_opportunity()
    close(dialog(MoveStage))


# -- the right half -------------------------------------------------------------------------------------------


def test_8_20_top_five_open_their_opportunities(show: Show, sample: Desk, calls: Calls) -> None:
    page = show()
    lines = page.side.top.lines()
    assert len(lines) == 5
    for line in lines:
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    top = sample.today.look(Scope.MINE, {Part.TOP}).top
    assert top is not None
    assert calls.opened == [("opportunity", deal.id) for deal in top]


def test_recent_says_what_was_done_with_the_name_standing_out(
    show: Show, desk: Desk, anna: int, calls: Calls
) -> None:
    opportunity = records.started(desk, salesperson=anna, description="New offices")
    records.move(desk, opportunity, Step.UPDATE, value=1_200_000, chances=45)
    page = show()
    first = page.side.recent.lines()[0]
    assert first.plain.pieces[0][0] == "New offices"
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert calls.opened == [("opportunity", opportunity)]


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("“New offices” moved to Proposal", ("", "New offices", "moved to Proposal")),
        ("Task “New offices” done", ("Task", "New offices", "done")),
        ("New offices created", ("", "New offices", "created")),
        ("Note added", ("", "New offices", "Note added")),
    ],
)
def test_a_title_is_told_around_the_name(title: str, parts: tuple[str, str, str]) -> None:
    assert today_words.around(Recent("opportunity", 1, "New offices", title, datetime.now(UTC))) == parts


def test_8_19_previous_and_next_cycle_end_at_the_ends(show: Show, desk: Desk) -> None:
    chart = show().side.chart
    seen = set()
    while chart.back.isEnabled():
        chart.back.click()
    while True:
        seen.add(chart.subtitle.text())
        if not chart.forth.isEnabled():
            break
        chart.forth.click()
    assert len(seen) == len(desk.lists.ids("sales_cycle", Query()))


def test_8_18_the_shares_have_a_status_line_and_periods(show: Show, sample: Desk) -> None:
    chart = show().side.chart
    chart.show_chart(SHARES)
    view = chart.views[SHARES]
    assert chart.shares is not None
    assert chart.shares.last == date(2026, 3, 31)
    chart.back.click()
    assert view.chart.data().line == "Won · Month · 1 Feb – 28 Feb 2026"
    whole = sum(int(mark.figure) for mark in view.chart.data().marks)
    terms = (Filter("closed_on", Op.FROM, date(2026, 2, 1)), Filter("closed_on", Op.BEFORE, date(2026, 3, 1)))
    assert whole == sample.lists.count("opportunity", Query((Filter("status", Op.IS, 2), *terms)))
    chart.count(Status.IN_PROGRESS, Span.YEAR)
    assert view.chart.data().line == "In progress · Year · .. 31 Dec 2026"


def test_8_18_a_slice_opens_its_opportunities(show: Show, sample: Desk) -> None:
    page = show()
    found = links(page)
    page.side.chart.show_chart(SHARES)
    page.side.chart.count(Status.IN_PROGRESS, Span.MONTH)
    assert page.side.chart.views[SHARES].chart.targets()
    for target in page.side.chart.views[SHARES].chart.targets():
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)
        section, filters = found.pop()
        assert (section, str(sample.lists.count("opportunity", Query(filters)))) == (
            "opportunities",
            target.mark.figure,
        )


def test_8_18_more_salespeople_than_slices_stand_in_the_table(show: Show, desk: Desk) -> None:
    for at in range(9):
        owner = records.salesperson(desk, f"SP{at}")
        records.close(desk, records.started(desk, salesperson=owner))
    page = show()
    page.side.chart.show_chart(SHARES)
    view = page.side.chart.views[SHARES]
    marks = view.chart.data().marks
    assert len(marks) == today_words.MOST_SLICES
    assert (marks[-1].name, marks[-1].figure) == ("4 more", "4")
    view.chart.targets()[-1].click()
    assert view.is_table()
    assert view.table.model().rowCount() == 9


def test_a_chart_is_saved_where_one_says(
    show: Show, sample: Desk, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    page = show()
    prompts.files.append(tmp_path / "chart.pdf")
    page.side.chart.save()
    assert (tmp_path / "chart.pdf").read_bytes().startswith(b"%PDF")


# -- news and days --------------------------------------------------------------------------------------------


def test_news_read_only_what_they_concern(
    show: Show, desk: Desk, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = show()
    asked: list[frozenset[Part]] = []
    look = desk.today.look

    def listen(scope: Scope, parts: frozenset[Part]) -> Snapshot:
        asked.append(parts)
        return look(scope, parts)

    monkeypatch.setattr(desk.today, "look", listen)
    desk.tasks.add("one", WORK_DATE)
    assert frozenset().union(*asked) == {Part.TASKS, Part.NEEDS, Part.RECENT, Part.CUES}
    asked.clear()
    records.salesperson(desk, "BEN")
    assert frozenset().union(*asked) == frozenset(Part)
    assert names(page) == ["one"]


def test_0_3_another_work_date_moves_the_heaps(show: Show, desk: Desk, anna: int) -> None:
    desk.tasks.add("one", day(2))
    page = show()
    assert names(page) == []
    desk.context.work_as_of(day(2))
    page.place.hub.day_changed.emit()
    assert page.work.tasks.heads() == ["Today 1"]
    assert page.head.day().startswith("Wed 4 Mar 2026")


def test_at_midnight_another_day_begins(show: Show, anna: int) -> None:
    page = show()
    heard: list[bool] = []
    page.place.hub.day_changed.connect(lambda: heard.append(True))
    assert 15 * 3600 * 1000 <= page.until_midnight() <= 15 * 3600 * 1000 + 2000
    page.begin_day()
    assert heard == [True]


# -- empty, small, spoken -------------------------------------------------------------------------------------


def test_a_new_user_is_told_how_to_begin(show: Show, desk: Desk, calls: Calls) -> None:
    page = show()
    assert page.work.welcome is not None
    buttons = page.work.welcome.findChildren(QPushButton)
    assert [button.text() for button in buttons] == ["New opportunity", "Add sample data"]
    for button in buttons:
        button.click()
    assert calls.runs == ["file.new-opportunity", "tools.add-samples"]
    desk.samples.add()
    assert page.work.welcome is None


def test_nothing_due_and_nothing_asleep_are_said(show: Show, desk: Desk, anna: int) -> None:
    opportunity = records.started(desk, salesperson=anna)
    for task in desk.tasks.of("opportunity", opportunity):
        desk.tasks.cancel(task.id)
    desk.tasks.add("later", day(9), opportunity=opportunity)
    page = show()
    assert page.work.quiet.text()
    assert page.work.content.text()


def test_complete_in_one_look_on_1366_by_768(show: Show, sample: Desk) -> None:
    page = show(1166, 691)
    body = page.side.height()
    assert page.side.minimumHeight() <= body
    assert len(page.work.tasks.lines()) >= 5
    assert len(page.work.needs.lines()) == 3
    assert len(page.side.top.lines()) == 5
    for stack in (page.work.tasks, page.work.needs, page.side.top, page.side.recent):
        assert all(line.geometry().bottom() < stack.height() for line in stack.lines())
    small = len(page.work.tasks.lines())
    page.resize(1400, 1000)
    QApplication.processEvents()
    assert len(page.work.tasks.lines()) > small


def test_tab_goes_by_reading_and_ends(show: Show, sample: Desk) -> None:
    page = show()
    order = [page.head.figures.buttons()[0], page.work.tasks.lines()[0], page.work.needs.lines()[0].act]
    order += [page.side.chart.options, page.side.top.lines()[0]]
    page.head.figures.buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)
    met = []
    for _step in range(80):
        focused = page.window().focusWidget()
        if focused in met:
            break
        met.append(focused)
        tab(page)
    places = [met.index(each) for each in order]
    assert places == sorted(places)


def test_a_screen_reader_hears_lines_figures_and_buttons(show: Show, sample: Desk) -> None:
    page = show()
    lines = [*page.work.tasks.lines(), *page.work.needs.lines(), *page.side.top.lines()]
    for line in lines:
        assert QAccessible.queryAccessibleInterface(line).text(QAccessible.Text.Name)
    task = page.work.tasks.lines()[0]
    assert isinstance(task, TaskLine)
    assert task.words() in task.done.accessibleName()
    assert page.head.switch is not None
    assert page.head.switch.accessibleName()


def test_won_and_lost_leave_the_page(show: Show, desk: Desk, anna: int) -> None:
    opportunity = records.started(desk, salesperson=anna)
    page = show()
    assert len(page.side.top.lines()) == 1
    records.close(desk, opportunity, Outcome.LOST)
    assert page.side.top.lines() == []


# -- calls, meetings, drafts, who was silent (15.1, 15.3) -------------------------------------------------------


def meet(desk: Desk, anna: int, words: str, hour: int) -> int:
    table = (Seat(Attendance.ORGANIZER, anna),)
    new = NewTask(TaskType.MEETING, words, WORK_DATE, time(hour), 60, salesperson=anna, seats=table)
    return desk.tasks.create(new)


def cue_named(page: TodayPage, words: str) -> CueButton:
    return next(each for each in page.head.cues.buttons() if each.cue and each.cue.words == words)


def test_15_1_todays_meetings_stand_alone_with_their_times(show: Show, desk: Desk, anna: int) -> None:
    meet(desk, anna, "late", 15)
    early = meet(desk, anna, "early", 9)
    page = show()
    press(cue_named(page, "Meetings today"), Qt.Key.Key_Return)
    lines = page.work.all_tasks.lines()
    assert [line.accessibleName() for line in lines] == ["early, 09:00", "late, 15:00"]
    press(lines[0], Qt.Key.Key_Space)
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QDialog) and window.isVisible():  # asks what was said there
            close(window)
    assert desk.tasks.sheet(early).closed
    assert [line.accessibleName() for line in page.work.all_tasks.lines()] == ["late, 15:00"]


def test_15_3_times_stand_beside_the_tasks_of_the_day(show: Show, desk: Desk, anna: int) -> None:
    desk.tasks.add("Any", WORK_DATE)
    meet(desk, anna, "Visit", 13)
    page = show()
    assert [line.accessibleName() for line in page.work.tasks.lines()] == ["Visit, 13:00", "Any, any time"]


def test_15_1_who_was_silent_and_drafts_open_their_lists(show: Show, desk: Desk, anna: int) -> None:
    company = records.company(desk, "Contoso", salesperson=anna)
    desk.interactions.postpone(NewInteraction(company, description="Half a letter", salesperson=anna))
    page = show()
    found = links(page)
    press(cue_named(page, "Silent for 90 days"), Qt.Key.Key_Return)
    press(cue_named(page, "Drafts"), Qt.Key.Key_Return)
    assert [
        (section, desk.lists.count(table, Query(filters)))
        for (section, filters), table in zip(found, ("contact", "interaction"), strict=True)
    ] == [("contacts", 1), ("interactions", 1)]


def test_15_1_duplicates_open_their_window(show: Show, place: Workplace, desk: Desk, calls: Calls) -> None:
    page = show()
    page._follow(today_words.DUPLICATES)
    assert calls.duplicates == [()]


def test_15_3_the_last_interactions_stand_beside_the_recent_records(
    show: Show, desk: Desk, anna: int, calls: Calls
) -> None:
    company = records.company(desk, "Contoso", salesperson=anna)
    page = show()
    page.side.last.names[SAID].click()
    assert page.side.no_said.isVisible()
    with records.store_of(desk).write("test.interaction") as work:
        row = work.add(
            InteractionRow(
                contact=company, company=company, on=WORK_DATE, at=time(8, 20), duration=9,
                description="Call about the offer", salesperson=anna,
            )
        )  # fmt: skip
    [line] = page.side.said.lines()
    assert line.accessibleName() == "Contoso Call about the offer · 9 min, 08:20"
    line.click()
    assert calls.opened == [("interaction", row)]
    found = links(page)
    page.side.last.link.click()
    assert found[0][0] == "interactions"
    assert desk.lists.count("interaction", Query(found[0][1])) == 1


def test_all_tasks_stand_in_their_section(show: Show, desk: Desk, anna: int) -> None:
    desk.tasks.add("mine", WORK_DATE + timedelta(days=40))
    page = show()
    found = links(page)
    page.work.title.linked.emit()
    section, filters = found[0]
    assert section == "tasks"
    assert desk.lists.count("task", Query(filters)) == 1


def test_15_3_task_and_call_are_one_button_away(show: Show, calls: Calls, anna: int) -> None:
    page = show()
    page.head.quick.click()
    page.head.call.click()
    assert calls.runs == ["task.quick-line", "interaction.make-call"]


def test_15_3_a_call_is_begun_from_the_task_with_the_focus(show: Show, desk: Desk, anna: int) -> None:
    company = desk.contacts.create(
        {"type": 0, "name": "Contoso", "phone": "+31 20 555 0100", "salesperson": anna}
    )
    task = desk.tasks.create(
        NewTask(TaskType.CALL, "Ask", WORK_DATE, None, 30, salesperson=anna, contact=company)
    )
    page = show()
    assert page.about() == {"task": task}
    page.make_call()
    shown = dialog(MakeCall)
    close(shown)
    page.head.quick.setFocus()
    assert page.about() == {}


@pytest.mark.parametrize(("key", "days"), [(Qt.Key.Key_1, 1), (Qt.Key.Key_3, 3), (Qt.Key.Key_7, 7)])
def test_15_3_a_task_is_put_off_by_one_key(show: Show, desk: Desk, anna: int, key: Qt.Key, days: int) -> None:
    task = desk.tasks.add("Ask", WORK_DATE - timedelta(days=2))
    page = show()
    press(page.work.tasks.lines()[0], key)
    assert desk.tasks.sheet(task).on == WORK_DATE + timedelta(days=days)


def test_15_3_a_key_that_is_held_is_done_once(show: Show, desk: Desk, anna: int) -> None:
    for words in ("one", "two", "three"):
        desk.tasks.add(words, WORK_DATE)
    page = show()
    press(page, Qt.Key.Key_Space)
    for key, letter in ((Qt.Key.Key_Space, " "), (Qt.Key.Key_1, "1")):
        held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter, autorep=True)
        QApplication.sendEvent(page.work.tasks.lines()[0], held)
    assert names(page) == ["two", "three"]
