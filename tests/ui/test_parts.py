"""The painted parts of pages: each can be reached by keys, says what it is, and is whole in every theme and size."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.ui import metrics, theme
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.figures_row import Figure, FiguresRow
from oppdesk.ui.widgets.filter_chips import Chip, FilterChips
from oppdesk.ui.widgets.progress_card import ProgressCard
from oppdesk.ui.widgets.segmented_switch import SegmentedSwitch
from oppdesk.ui.widgets.sidebar import Section, Sidebar
from oppdesk.ui.widgets.stage_strip import StageMark, StageStrip
from oppdesk.ui.widgets.undo_bar import UndoBar
from oppdesk.ui.widgets.view_tabs import View, ViewTabs

Opener = Callable[..., QWidget]
MARKS = (
    StageMark(1, "Initial", "passed", "2 Mar, 7 days"),
    StageMark(2, "Needs meeting", "current", "9 Mar, 8 days so far"),
    StageMark(3, "Product presentation", "ahead", "may be skipped", may_skip=True, locked=True),
    StageMark(4, "Proposal", "ahead", reason="Product presentation may not be skipped"),
)


@pytest.fixture(autouse=True)
def shown(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    theme.apply(qapp, "light", 10, cache=tmp_path / "look")
    yield
    theme.apply(qapp, "light", 10)


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opener]:
    """Shows widgets in one window that has the focus."""
    kept: list[QWidget] = []

    def open_window(*widgets: QWidget) -> QWidget:
        window = QWidget()
        kept.append(window)
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        qtbot.addWidget(window)
        window.resize(900, 300)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield open_window
    kept.clear()


def strip_of(*marks: StageMark) -> StageStrip:
    strip = StageStrip()
    strip.set_marks(marks or MARKS)
    return strip


# stage strip


def test_a_reachable_step_is_chosen_and_another_gives_its_reason(qtbot: QtBot, opened: Opener) -> None:
    strip = strip_of()
    opened(strip)
    with qtbot.waitSignal(strip.chosen) as told:
        qtbot.mouseClick(strip.steps()[2], Qt.MouseButton.LeftButton)
    assert told.args == [MARKS[2]]
    with qtbot.assertNotEmitted(strip.chosen), qtbot.waitSignal(strip.refused) as told:
        qtbot.mouseClick(strip.steps()[3], Qt.MouseButton.LeftButton)
    assert told.args == ["Product presentation may not be skipped"]


def test_arrows_move_along_the_steps_and_enter_chooses(qtbot: QtBot, opened: Opener) -> None:
    strip = strip_of()
    opened(strip)
    strip.steps()[1].setFocus()
    qtbot.keyClick(strip.steps()[1], Qt.Key.Key_Left)
    assert strip.steps()[0].hasFocus()
    with qtbot.waitSignal(strip.chosen) as told:
        qtbot.keyClick(strip.steps()[0], Qt.Key.Key_Return)
    assert told.args == [MARKS[0]]
    qtbot.keyClick(strip.steps()[0], Qt.Key.Key_End)
    assert strip.steps()[3].hasFocus()


def test_tab_enters_the_strip_once_at_the_current_step() -> None:
    strip = strip_of()
    policies = [step.focusPolicy() == Qt.FocusPolicy.TabFocus for step in strip.steps()]
    assert policies == [False, True, False, False]


def test_each_step_says_where_it_stands(opened: Opener) -> None:
    strip = strip_of()
    opened(strip)
    assert strip.steps()[1].accessibleName() == "Stage 2 of 4: Needs meeting. 9 Mar, 8 days so far"
    assert strip.steps()[3].accessibleDescription() == "Product presentation may not be skipped"
    assert "may not be skipped" in strip.steps()[3].toolTip()


@pytest.mark.parametrize("size", ["large", "small"])
@pytest.mark.parametrize("count", [1, 2, 5, 12, 40])
@pytest.mark.parametrize("width", [120, 400, 1400])
def test_steps_share_the_width_without_overlap(opened: Opener, size: str, count: int, width: int) -> None:
    strip = StageStrip("large" if size == "large" else "small")
    strip.set_marks(
        [
            StageMark(
                n,
                "A stage with quite a long name",
                "passed" if n < 3 else "current" if n == 3 else "ahead",
                "x",
            )
            for n in range(1, count + 1)
        ]
    )
    opened(strip)
    strip.resize(width, strip.height())
    steps = [step.geometry() for step in strip.steps()]
    assert all(one.right() < other.left() for one, other in pairwise(steps))
    assert steps[-1].right() < width + 2
    assert not strip.grab().isNull()


def test_passed_steps_give_way_first(opened: Opener) -> None:
    strip = strip_of(*[StageMark(n, "Passed", "passed", "2 Mar, 7 days") for n in (1, 2, 3)], *MARKS[1:])
    opened(strip)
    strip.resize(620, strip.height())
    widths = [step.width() for step in strip.steps()]
    assert max(widths[:3]) < min(widths[3:])


def test_the_strip_is_filled_anew_and_not_made_anew(opened: Opener) -> None:
    strip = strip_of()
    opened(strip)
    before = strip.steps()
    strip.set_marks(MARKS[:2])
    strip.set_marks(MARKS)
    assert strip.steps() == before


# figures, switch, tabs


def test_a_whole_figure_is_a_link(qtbot: QtBot, opened: Opener) -> None:
    row = FiguresRow("large")
    row.set_figures([Figure("Open value", "1,283,000 EUR", opens="open"), Figure("Completed", "35 %")])
    opened(row)
    link, plain = row.buttons()
    with qtbot.waitSignal(row.chosen) as told:
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton, pos=QPoint(link.width() - 3, link.height() - 3))
    assert told.args == ["open"]
    link.setFocus()
    with qtbot.waitSignal(row.chosen):
        qtbot.keyClick(link, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(row.chosen):
        qtbot.mouseClick(plain, Qt.MouseButton.LeftButton)
    assert plain.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert link.accessibleName() == "Open value: 1,283,000 EUR"


def test_figures_become_smaller_before_they_are_cut(opened: Opener) -> None:
    row = FiguresRow("large")
    row.set_figures([Figure(f"Figure {n}", "1,283,000,000 EUR") for n in range(5)])
    opened(row)
    row.resize(2000, row.height())
    wide = [button.minimumSizeHint().width() for button in row.buttons()]
    row.resize(sum(wide) - 1, row.height())
    narrow = [button.minimumSizeHint().width() for button in row.buttons()]
    assert sum(narrow) <= row.width() < sum(wide)
    assert len({button.y() for button in row.buttons()}) == 1


@pytest.mark.parametrize("share", [0.8, 0.6, 0.4, 0.21])
def test_a_row_of_figures_goes_on_below_before_it_is_cut(opened: Opener, share: float) -> None:
    row = FiguresRow("small")
    row.set_figures([Figure(f"Estimated value {n}", "1,283,000,000 EUR") for n in range(5)])
    opened(row)
    row.resize(2000, row.height())
    one = row.heightForWidth(2000)
    narrow = round(sum(button.minimumSizeHint().width() for button in row.buttons()) * share)
    row.resize(narrow, row.heightForWidth(narrow))
    assert row.heightForWidth(narrow) >= 2 * one
    for button in row.buttons():
        assert button.width() >= button.minimumSizeHint().width()
        assert row.rect().contains(button.geometry())


def test_a_switch_changes_by_click_and_arrows(qtbot: QtBot, opened: Opener) -> None:
    switch = SegmentedSwitch([("list", "List", "rows-3"), ("board", "Board", "square-kanban")])
    opened(switch)
    assert switch.current() == "list"
    first = switch._segments["list"]
    first.setFocus()
    with qtbot.waitSignal(switch.changed) as told:
        qtbot.keyClick(first, Qt.Key.Key_Right)
    assert told.args == ["board"]
    with qtbot.assertNotEmitted(switch.changed):
        switch.set_current("list")
    assert switch.current() == "list"


VIEWS = (
    View("mine", "Mine open", "24"),
    View("late", "Overdue", "3", "clock-alert", "overdue"),
    View("all", "All"),
)


def test_tabs_choose_views_and_keep_the_current_one(qtbot: QtBot, opened: Opener) -> None:
    tabs = ViewTabs()
    tabs.set_views(VIEWS)
    opened(tabs)
    with qtbot.waitSignal(tabs.chosen) as told:
        qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    assert told.args == ["late"]
    with qtbot.assertNotEmitted(tabs.chosen):
        tabs.set_count("late", "12")
        tabs.set_views((View("new", "New"), *VIEWS))
    assert tabs.current() == "late"
    assert tabs.count() == 4
    tabs.setFocus()
    with qtbot.waitSignal(tabs.chosen) as told:
        qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert told.args == ["all"]


def test_a_tab_is_as_wide_as_its_words(opened: Opener) -> None:
    tabs = ViewTabs()
    tabs.set_views(VIEWS)
    opened(tabs)
    least = metrics.face(metrics.Type.STRONG).width("Mine open") + metrics.face(
        metrics.Type.CAPTION_FIGURE_NAME
    ).width("24")
    assert tabs.tabRect(0).width() >= least + px(3)


# chips

CHIPS = (Chip(1, "Closing", "before", "1 Apr 2026"), Chip(2, "Value", "over", "10,000"))


def test_a_chip_is_edited_and_removed_by_keys_and_clicks(qtbot: QtBot, opened: Opener) -> None:
    chips = FilterChips()
    chips.set_chips(CHIPS)
    opened(chips)
    first, second = chips.buttons()
    first.setFocus()
    with qtbot.waitSignal(chips.edited) as told:
        qtbot.keyClick(first, Qt.Key.Key_Return)
    assert told.args == [1]
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    with qtbot.waitSignal(chips.removed) as told:
        qtbot.keyClick(second, Qt.Key.Key_Delete)
    assert told.args == [2]
    with qtbot.waitSignal(chips.removed) as told, qtbot.assertNotEmitted(chips.edited):
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(first.width() - 8, 8))
    assert told.args == [1]
    with qtbot.waitSignal(chips.edited):
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    with qtbot.waitSignal(chips.add_wanted):
        qtbot.mouseClick(chips.add, Qt.MouseButton.LeftButton)


def test_the_focus_stays_in_place_when_a_chip_goes(qtbot: QtBot, opened: Opener) -> None:
    chips = FilterChips()
    chips.set_chips(CHIPS)
    opened(chips)
    chips.buttons()[0].setFocus()
    chips.set_chips(CHIPS[1:])
    assert chips.buttons()[0].hasFocus()
    assert [chip.key for chip in chips.chips()] == [2]


def test_chips_go_on_in_the_next_line(opened: Opener) -> None:
    chips = FilterChips()
    chips.set_chips(CHIPS)
    window = opened(chips)
    window.resize(220, 400)
    first, second = chips.buttons()
    assert second.y() > first.y()
    assert chips.height() >= second.geometry().bottom()


# undo bar, progress, sidebar, box


def test_the_undo_bar_says_what_was_done_and_undoes(qtbot: QtBot, opened: Opener) -> None:
    window = opened(QPushButton("x"))
    bar = UndoBar(window)
    bar.say("“Label printer” moved to Proposal")
    assert bar.isVisible()
    assert bar.accessibleName() == "“Label printer” moved to Proposal"
    with qtbot.waitSignal(bar.undone):
        qtbot.mouseClick(bar._undo, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_the_undo_bar_stays_while_the_pointer_rests_on_it(qtbot: QtBot, opened: Opener) -> None:
    window = opened(QPushButton("x"))
    bar = UndoBar(window)
    bar._wait.setInterval(30)
    bar.say("Moved")
    place = QPointF(5, 5)
    QApplication.sendEvent(bar, QEnterEvent(place, place, place))
    qtbot.wait(80)
    assert bar.isVisible()
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_the_undo_bar_stays_in_the_lower_middle(qtbot: QtBot, opened: Opener) -> None:
    window = opened(QPushButton("x"))
    bar = UndoBar(window)
    bar.say("Moved")
    window.resize(700, 500)
    assert abs(bar.geometry().center().x() - 350) <= 1
    assert bar.geometry().bottom() < 500
    bar.hide()


def test_cancel_is_told_once(qtbot: QtBot, opened: Opener) -> None:
    card = ProgressCard()
    opened(card)
    card.show_progress("Importing 412 of 1,204", 412, 1204, "3 s left")
    with qtbot.waitSignal(card.cancelled):
        qtbot.mouseClick(card._cancel, Qt.MouseButton.LeftButton)
    assert not card._cancel.isEnabled()


SECTIONS = (
    Section("today", "Today", "sun"),
    Section("tasks", "Tasks", "list-checks"),
    Section("setup", "Setup", "settings-2", at_foot=True),
)


def test_sections_are_chosen_by_click_and_arrows(qtbot: QtBot, opened: Opener) -> None:
    bar = Sidebar(SECTIONS)
    opened(bar)
    with qtbot.assertNotEmitted(bar.chosen):
        bar.set_current("today")
    with qtbot.waitSignal(bar.chosen) as told:
        qtbot.mouseClick(bar.rows()[1], Qt.MouseButton.LeftButton)
    assert told.args == ["tasks"]
    bar.rows()[1].setFocus()
    with qtbot.waitSignal(bar.chosen) as told:
        qtbot.keyClick(bar.rows()[1], Qt.Key.Key_Down)
    assert told.args == ["setup"]


def test_the_sidebar_folds_to_a_rail_whose_icons_have_tooltips(qtbot: QtBot, opened: Opener) -> None:
    bar = Sidebar(SECTIONS)
    opened(bar)
    bar.set_count("tasks", "2", is_overdue=True)
    assert bar.rows()[1].accessibleName() == "Tasks, 2 overdue"
    with qtbot.waitSignal(bar.folded) as told:
        qtbot.mouseClick(bar._fold, Qt.MouseButton.LeftButton)
    assert told.args == [True]
    assert bar.width() == px(7)
    assert bar.rows()[1].toolTip() == "Tasks, 2 overdue"
    assert not bar.grab().isNull()


def test_a_box_wraps_its_words_instead_of_cutting_them(qtbot: QtBot, opened: Opener) -> None:
    box = CheckBox("Cancel the two open tasks of this opportunity when it is closed")
    opened(box)
    one_line = box.heightForWidth(900)
    assert box.heightForWidth(160) >= one_line + px(4)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
