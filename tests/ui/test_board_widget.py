"""Cards are moved by mouse and by keys, and a lane says before the drop what it would be."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.ui import theme
from oppdesk.ui.cells import NextStepCell
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.board import Answers, Board, Lane
from oppdesk.ui.widgets.board_cards import BoardCard, Drop, card_picture
from oppdesk.ui.widgets.board_lane import LaneView
from oppdesk.ui.widgets.board_rows import MIME

FIRST = 2**62 + 7  # ids are 64 bits wide
ANSWERS = {
    1: Drop("here now", allowed=False),
    2: Drop("Next", "arrow-right", title="Next stage", line="quote SQ-1031 is there"),
    3: Drop("Needs meeting may not be skipped", allowed=False),
}


def card(number: int) -> BoardCard:
    return BoardCard(
        FIRST + number,
        f"Deal {number}",
        "Molenhof",
        "48,000",
        "30 Apr",
        step=NextStepCell("phone", "18 Mar"),
        days=8,
    )


LANES = (
    Lane(1, "Initial", "3", ids=[FIRST + 1, FIRST + 2, FIRST + 3]),
    Lane(2, "Needs meeting", "0"),
    Lane(3, "Proposal", "2", ids=[FIRST + 4, FIRST + 5]),
)


def show(board: Board, *lanes: tuple[int, str, range | list[int]]) -> None:
    """Lanes of cards by their numbers, all read."""
    board.put_cards([card(number) for _stage, _name, numbers in lanes for number in numbers])
    board.set_lanes(
        [Lane(stage, name, ids=[FIRST + each for each in numbers]) for stage, name, numbers in lanes]
    )


@pytest.fixture(autouse=True)
def shown(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    theme.apply(qapp, "light", 10, cache=tmp_path / "look")
    yield
    theme.apply(qapp, "light", 10)


@pytest.fixture
def board(qtbot: QtBot) -> Board:
    made = Board(lambda _card, tell: tell(ANSWERS))
    made.put_cards([card(number) for number in range(1, 6)])
    made.set_lanes(LANES)
    made.resize(900, 500)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def load(number: int) -> QMimeData:
    made = QMimeData()
    made.setData(MIME, QByteArray(str(FIRST + number).encode()))
    return made


def hover(lane: LaneView, data: QMimeData, y: int = 20) -> bool:
    keys = (Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(30, y), *keys)
    lane.cards.dragEnterEvent(entering)
    moving = QDragMoveEvent(QPoint(30, y), *keys)
    lane.cards.dragMoveEvent(moving)
    return moving.isAccepted()


def drop(lane: LaneView, data: QMimeData) -> bool:
    keys = (Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event = QDropEvent(QPointF(30, 20), *keys)
    lane.cards.dropEvent(event)
    return event.isAccepted()


def test_a_card_is_dropped_on_a_stage_with_its_whole_id(qtbot: QtBot, board: Board) -> None:
    board.begin_drag(FIRST + 1)
    data = load(1)
    assert hover(board.lanes()[1], data)
    with qtbot.waitSignal(board.dropped) as told:
        assert drop(board.lanes()[1], data)
    assert told.args == [FIRST + 1, 2]
    board.end_drag()


def test_a_forbidden_lane_refuses_and_shows_the_reason(qtbot: QtBot, board: Board) -> None:
    board.begin_drag(FIRST + 1)
    data = load(1)
    lane = board.lanes()[2]
    assert not hover(lane, data)
    with qtbot.assertNotEmitted(board.dropped):
        assert not drop(lane, data)
    assert lane.cards.rows.is_forbidden
    assert not board.lanes()[0].cards.rows.is_forbidden
    before = lane.grab().toImage()
    board.end_drag()
    assert lane.grab().toImage() != before


def test_without_an_answer_a_lane_takes_nothing(qtbot: QtBot, board: Board) -> None:
    data = load(1)
    assert not hover(board.lanes()[1], data)
    with qtbot.assertNotEmitted(board.dropped):
        drop(board.lanes()[1], data)


@pytest.mark.parametrize("content", [b"", b"abc", b"-1", b"\xff", b"1.5"])
def test_foreign_data_is_refused(qtbot: QtBot, board: Board, content: bytes) -> None:
    board.begin_drag(FIRST + 1)
    data = QMimeData()
    data.setData(MIME, QByteArray(content))
    assert not hover(board.lanes()[1], data)
    with qtbot.assertNotEmitted(board.dropped):
        drop(board.lanes()[1], data)
    text = QMimeData()
    text.setText("dragged from elsewhere")
    assert not hover(board.lanes()[1], text)


def test_the_free_place_follows_the_pointer_and_goes_with_it(board: Board) -> None:
    board._ask = lambda _card, tell: tell({3: Drop("Skip", title="Skip")})
    board.begin_drag(FIRST + 1)
    lane = board.lanes()[2]
    data = load(1)
    hover(lane, data, px(14) + 5)
    rows = lane.cards.rows
    assert (rows.slot(), rows.rowCount(), rows.card(1)) == (1, 3, None)
    assert rows.row_of(FIRST + 5) == 2
    hover(lane, data, px(60))
    assert rows.slot() == 2
    assert not lane.grab().isNull()
    board.end_drag()
    assert (rows.slot(), rows.rowCount()) == (-1, 2)


def test_ctrl_and_arrows_ask_for_a_move(qtbot: QtBot, board: Board) -> None:
    board.select(FIRST + 2)
    cards = board.lanes()[0].cards
    cards.setFocus()
    with qtbot.waitSignal(board.move_wanted) as told:
        qtbot.keyClick(cards, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [FIRST + 2, 1]
    with qtbot.waitSignal(board.move_wanted) as told:
        qtbot.keyClick(cards, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [FIRST + 2, -1]


def test_arrows_go_to_the_next_lane_that_has_cards(qtbot: QtBot, board: Board) -> None:
    board.select(FIRST + 3)
    cards = board.lanes()[0].cards
    cards.setFocus()
    with qtbot.waitSignal(board.selected) as told:
        qtbot.keyClick(cards, Qt.Key.Key_Right)
    assert told.args == [FIRST + 5]
    assert board.lanes()[2].cards.hasFocus()
    assert board.lanes()[0].cards.current_card() is None
    assert board.selected_card() == FIRST + 5


def test_one_card_is_selected_and_opened(qtbot: QtBot, board: Board) -> None:
    cards = board.lanes()[0].cards
    place = cards.visualRect(cards.rows.index(1)).center()
    with qtbot.waitSignal(board.selected) as told:
        qtbot.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [FIRST + 2]
    with qtbot.waitSignal(board.opened) as told:
        qtbot.keyClick(cards, Qt.Key.Key_Return)
    assert told.args == [FIRST + 2]
    with qtbot.waitSignal(board.opened):
        qtbot.mouseDClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_selection_and_focus_follow_the_card_to_another_lane(board: Board) -> None:
    board.select(FIRST + 1)
    board.lanes()[0].cards.setFocus()
    show(board, (1, "Initial", [2, 3]), (2, "Needs meeting", [1]), (3, "Proposal", [4, 5]))
    assert board.selected_card() == FIRST + 1
    assert board.lanes()[1].cards.current_card() == card(1)
    assert board.lanes()[1].cards.hasFocus()


def test_a_card_that_is_gone_is_no_longer_selected(qtbot: QtBot, board: Board) -> None:
    board.select(FIRST + 1)
    with qtbot.waitSignal(board.selected) as told:
        show(board, (1, "Initial", [2]))
    assert told.args == [None]
    assert board.selected_card() is None


def test_the_cards_in_view_stay_in_view_when_others_come_and_go(board: Board) -> None:
    show(board, (1, "Initial", range(30)))
    cards = board.lanes()[0].cards
    cards.verticalScrollBar().setValue(300)
    top = cards.visible_ids()[0]
    show(board, (1, "Initial", [*range(30), 31]))
    assert cards.verticalScrollBar().value() == 300
    show(board, (1, "Initial", [40, 41, *range(30), 31]))
    assert cards.visible_ids()[0] == top
    assert cards.verticalScrollBar().value() == 300 + 2 * px(14)


def test_only_the_cards_in_view_are_asked_for_and_shown_when_they_come(qtbot: QtBot, board: Board) -> None:
    lane = board.lanes()[0].cards
    with qtbot.waitSignal(board.cards_wanted) as told:
        board.set_lanes((Lane(1, "Initial", ids=range(FIRST + 100, FIRST + 10_100)),))
    assert lane.rows.rowCount() == 10_000
    assert FIRST + 100 in told.args[0]
    assert len(told.args[0]) < 60
    waiting = lane.grab().toImage()
    board.put_cards([card(each - FIRST) for each in told.args[0]])
    assert lane.rows.card(0) == card(100)
    assert lane.grab().toImage() != waiting
    with qtbot.waitSignal(board.cards_wanted) as told:
        qtbot.keyClick(lane, Qt.Key.Key_End)
    assert FIRST + 10_099 in told.args[0]
    assert board.selected_card() == FIRST + 10_099


def test_home_end_and_pages_walk_through_a_lane(qtbot: QtBot, board: Board) -> None:
    show(board, (1, "Initial", range(40)))
    cards = board.lanes()[0].cards
    board.select(FIRST + 20)
    for key, found in (
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_End, 39),
        (Qt.Key.Key_Up, 38),
    ):
        qtbot.keyClick(cards, key)
        assert board.selected_card() == FIRST + found
    qtbot.keyClick(cards, Qt.Key.Key_PageUp)
    assert FIRST + 30 < (board.selected_card() or 0) < FIRST + 38


def test_arrows_sideways_keep_the_height(qtbot: QtBot, board: Board) -> None:
    show(board, (1, "Initial", range(40)), (2, "Needs meeting", range(40, 80)))
    one, other = (lane.cards for lane in board.lanes())
    one.verticalScrollBar().setValue(px(14) * 10)
    other.verticalScrollBar().setValue(px(14) * 20)
    one.setFocus()
    one.setCurrentIndex(one.rows.index(11))
    qtbot.keyClick(one, Qt.Key.Key_Right)
    assert board.selected_card() == FIRST + 40 + 21


def test_a_card_that_is_selected_before_it_is_there_is_marked_when_it_comes(board: Board) -> None:
    board.select(FIRST + 7)
    assert board.selected_card() == FIRST + 7
    show(board, (1, "Initial", range(9)))
    assert board.lanes()[0].cards.current_id() == FIRST + 7


def test_a_card_that_comes_to_another_lane_is_in_view_and_glows(qtbot: QtBot, board: Board) -> None:
    show(board, (1, "Initial", range(40)), (2, "Needs meeting", range(40, 80)))
    board.select(FIRST + 3)
    show(board, (1, "Initial", [0, 1, 2, *range(4, 40)]), (2, "Needs meeting", [*range(40, 80), 3]))
    cards = board.lanes()[1].cards
    assert FIRST + 3 in cards.visible_ids()
    qtbot.waitUntil(lambda: 0 < cards.rows.glow < 1)
    qtbot.waitUntil(lambda: cards.rows.glow == 0)
    assert board.selected_card() == FIRST + 3


def test_a_card_held_at_the_edge_pulls_the_lane_on(qtbot: QtBot, board: Board) -> None:
    show(board, (1, "Initial", range(3)), (2, "Needs meeting", range(40, 80)))
    board.begin_drag(FIRST + 1)
    lane = board.lanes()[1]
    hover(lane, load(1), lane.cards.viewport().height() - 3)
    qtbot.waitUntil(lambda: lane.cards.verticalScrollBar().value() > 3 * px(2))
    at = lane.cards.rows.slot()
    qtbot.waitUntil(lambda: lane.cards.rows.slot() > at)
    board.end_drag()
    assert lane.cards.rows.slot() == -1
    here = lane.cards.verticalScrollBar().value()
    qtbot.wait(80)
    assert lane.cards.verticalScrollBar().value() == here


def test_an_answer_that_comes_after_the_drag_is_not_shown(board: Board) -> None:
    told: list[Callable[[Answers], None]] = []
    board._ask = lambda _card, tell: told.append(tell)
    board.begin_drag(FIRST + 1)
    board.end_drag()
    told[0](ANSWERS)
    assert not board.lanes()[1].takes(FIRST + 1)


def test_a_lane_without_cards_says_so(board: Board) -> None:
    empty = board.lanes()[1].cards.grab().toImage()
    show(board, (1, "Initial", [1, 2, 3]), (2, "Needs meeting", [9]), (3, "Proposal", [4, 5]))
    assert board.lanes()[1].cards.grab().toImage() != empty


def test_lanes_keep_their_least_width_and_the_board_scrolls(board: Board) -> None:
    board.set_lanes([Lane(n, f"Stage {n}") for n in range(1, 9)])
    QApplication.processEvents()
    assert all(lane.width() >= px(25) for lane in board.lanes())
    assert board.horizontalScrollBar().maximum() > 0


def test_a_card_is_read_out_whole(board: Board) -> None:
    rows = board.lanes()[0].cards.rows
    spoken = rows.data(rows.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Deal 1, Molenhof, 48,000, 30 Apr, 18 Mar, 8 d"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_cards_are_painted_in_both_themes(qapp: QApplication, board: Board, name: theme.Choice) -> None:
    theme.apply(qapp, name)
    stale = BoardCard(9, "Cold store", days=41, stale=True, overdue=True, closing="12 Mar", priority=2)
    board.put_cards([stale])
    board.set_lanes((Lane(1, "Initial", ids=[9, FIRST + 1], locked=True, may_skip=True),))
    assert not board.grab().isNull()
    assert card_picture(stale, 200, 2).deviceIndependentSize().width() >= 200
