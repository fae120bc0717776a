"""The board: lanes of one cycle, cards moved by keys and by drops, refusals with their reason."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from oppdesk.domain.words import Action, Outcome, Step
from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.move_stage import MoveStage
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import CTRL, enter, has_cursor, ready, write
from tests.ui.scripted import Calls

Show = Callable[[], OpportunitiesPage]


@pytest.fixture
def show(place: Workplace, desk: Desk) -> Iterator[Show]:
    """The page with its board on EX-LARGE, narrowed to nothing."""
    desk.context.salesperson = records.salesperson(desk)
    shown: list[OpportunitiesPage] = []

    def do() -> OpportunitiesPage:
        page = OpportunitiesPage(place)
        page.resize(1300, 800)
        ready(page)
        page.show_view("all")
        page.show_board()
        page.board.show_cycle(records.code_id(desk, "sales_cycle", "EX-LARGE"))
        shown.append(page)
        return page

    yield do
    for page in shown:
        page.close()
        page.deleteLater()


def cards(page: OpportunitiesPage) -> list[list[str]]:
    """The names on each lane."""
    found = []
    for lane in page.board.cards.lanes():
        rows = lane.cards.rows
        here = [rows.card(at) for at in range(rows.rowCount())]
        found.append([card.name for card in here if card is not None])
    return found


def take(page: OpportunitiesPage, opportunity: int) -> None:
    page.board.select(opportunity)
    for lane in page.board.cards.lanes():
        if lane.cards.current_card() is not None:
            lane.cards.setFocus()


def test_a_lane_a_stage_with_the_running_ones_of_the_cycle(desk: Desk, show: Show) -> None:
    records.started(desk, description="a", value=100_000)
    records.started(desk, description="b", value=300_000)
    records.started(desk, stage=2, description="c")
    records.opportunity(desk, description="not started")
    records.close(desk, records.started(desk, description="won"), Outcome.WON)
    records.started(desk, "EX-SMALL", description="another cycle")
    page = show()
    assert cards(page) == [["b", "a"], ["c"], [], [], []]
    head = page.board.cards.lanes()[0].cards.accessibleName()
    assert head == "1 Initial, 2, 4,000, current 32"


def test_the_words_of_the_page_narrow_the_board(desk: Desk, show: Show) -> None:
    records.started(desk, description="Filling line")
    records.started(desk, description="Palletiser")
    page = show()
    page.filter_field().set_words("pallet")
    assert cards(page)[0] == ["Palletiser"]


def test_ctrl_and_arrows_move_a_card_and_it_stays_selected(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    page = show()
    take(page, made)
    QTest.keyClick(page.board.cards.lanes()[0].cards, Qt.Key.Key_Right, CTRL)
    assert records.view(desk, made).stage == 2
    assert cards(page)[1] == ["New offices"]
    assert page.selected() == (made,)
    QTest.keyClick(page.board.cards.lanes()[1].cards, Qt.Key.Key_Left, CTRL)
    assert records.view(desk, made).stage == 1


def test_each_lane_says_what_a_drop_would_be(desk: Desk, show: Show) -> None:
    made = records.started(desk, stage=2)
    drops = show().board.drops(made)
    said = {stage: (drop.words, drop.allowed, drop.line) for stage, drop in drops.items()}
    assert said == {
        1: ("Previous", True, ""),
        2: ("here now", False, ""),
        3: ("Next", True, "needs a quote: you will be asked"),
        4: ("Skip", True, "needs a quote: you will be asked"),
        5: ("Proposal may not be skipped", False, ""),
    }


def test_a_drop_moves_without_a_question_when_nothing_is_missing(desk: Desk, show: Show) -> None:
    made = records.started(desk, stage=2)
    desk.quotes.create(made, 1_150_000)
    page = show()
    assert page.board.drops(made)[3].line == "its quote is there"
    page.board.cards.dropped.emit(made, 4)
    now = records.view(desk, made)
    assert (now.stage, now.chances, now.estimated_value) == (4, 80, 1_150_000)
    assert now.active is not None
    assert now.active.action is Action.JUMPED
    assert cards(page)[3] == ["New offices"]


def test_a_drop_that_misses_something_asks_for_just_that(desk: Desk, show: Show) -> None:
    made = records.started(desk, stage=2)
    page = show()
    page.board.cards.dropped.emit(made, 3)
    (shown,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, MoveStage)]
    ready(shown)
    assert shown.step is Step.NEXT
    assert has_cursor(shown.aside.quote.amount)
    write(shown.aside.quote.amount, "11500")
    enter(shown)
    enter(shown)
    assert records.view(desk, made).stage == 3


def test_a_drop_on_a_forbidden_lane_is_refused_with_its_reason(desk: Desk, show: Show) -> None:
    made = records.started(desk, stage=2)
    page = show()
    said: list[str] = []
    page.remarked.connect(said.append)
    page.board.cards.dropped.emit(made, 5)
    assert said == ["Proposal may not be skipped"]
    assert records.view(desk, made).stage == 2


def test_the_board_is_sorted_by_value_closing_date_or_time(desk: Desk, show: Show) -> None:
    records.started(desk, description="large", value=900_000, closing_on=date(2026, 6, 1))
    records.started(desk, description="soon", value=100_000, closing_on=date(2026, 3, 5))
    page = show()
    assert cards(page)[0] == ["large", "soon"]
    page.board.order.menu().actions()[1].trigger()
    assert page.board.order.text() == "Sort: closing date"
    assert cards(page)[0] == ["soon", "large"]


def test_enter_opens_the_card(desk: Desk, show: Show, calls: Calls) -> None:
    made = records.started(desk)
    page = show()
    take(page, made)
    QTest.keyClick(page.board.cards.lanes()[0].cards, Qt.Key.Key_Return)
    assert calls.opened == [("opportunity", made)]


def test_the_selection_goes_along_between_list_and_board(desk: Desk, show: Show) -> None:
    ids = [records.started(desk, description=name) for name in "ab"]
    page = show()
    page.show_list()
    page.list.select([ids[1]])
    page.show_board()
    assert page.selected() == (ids[1],)
    page.show_list()
    assert page.selected()[0] == ids[1]


def test_a_change_elsewhere_reaches_the_board(desk: Desk, show: Show) -> None:
    made = records.started(desk)
    page = show()
    records.move(desk, made, Step.NEXT)
    assert cards(page)[:2] == [[], ["New offices"]]


def test_the_heads_count_what_is_filtered_though_only_cards_in_view_are_read(
    desk: Desk, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oppdesk.ui.pages.opportunity_board.FIRST", 2)
    for number in range(60):
        records.started(desk, description=("Even", "Odd")[number % 2], value=1_000_000 - number * 100)
    page = show()
    lane = page.board.cards.lanes()[0].cards
    assert lane.rows.rowCount() == 60
    assert not page.board.cards.knows(lane.rows.id_at(59))
    assert lane.accessibleName().startswith("1 Initial, 60, 598,230")
    page.filter_field().set_words("odd")
    assert lane.rows.rowCount() == 30
    assert lane.accessibleName().startswith("1 Initial, 30, 299,100")
    assert page.board.totals()[0] == 30
    lane.setFocus()
    QTest.keyClick(lane, Qt.Key.Key_End)
    QTest.qWait(1)
    card = lane.current_card()
    assert card is not None
    assert (card.name, card.amount) == ("Odd", "9,941")


def test_after_a_change_only_its_card_is_read_again(
    desk: Desk, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [records.started(desk, description=name) for name in "abc"]
    show()
    read: list[int] = []
    rows = desk.lists.rows
    monkeypatch.setattr(
        desk.lists,
        "rows",
        lambda name, of: (read.extend(of) if name == "opportunity" else None) or rows(name, of),
    )
    desk.opportunity_fields.change(ids[1], "description", "B")
    assert set(read) == {ids[1]}


def test_the_board_is_on_the_cycle_of_the_chosen_one(desk: Desk, show: Show) -> None:
    small = records.started(desk, "EX-SMALL", description="small")
    records.started(desk, description="large")
    page = show()
    page.show_list()
    page.list.select([small])
    page.show_board()
    assert "EX-SMALL" in page.board.cycle.currentText()
    assert cards(page)[0] == ["small"]
    assert page.selected() == (small,)


def test_what_the_board_knows_of_the_selected_card_needs_no_reading(
    desk: Desk, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = records.started(desk)
    page = show()
    take(page, made)

    def fail(*_of: object) -> None:
        pytest.fail("the windows' thread reads")

    monkeypatch.setattr(type(desk.lists), "rows", fail)
    assert {"opportunity-open", "opportunity-running"} & page.words()
