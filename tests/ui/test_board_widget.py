"""Cards are moved by mouse and by keys, and a lane says before the drop what it would be."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.ui import theme
from oppdesk.ui.cells import NextStepCell
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.board import Board, Lane
from oppdesk.ui.widgets.board_cards import MIME, BoardCard, Drop, card_picture
from oppdesk.ui.widgets.board_lane import LaneView

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
    Lane(1, "Initial", "3", cards=[card(1), card(2), card(3)]),
    Lane(2, "Needs meeting", "0"),
    Lane(3, "Proposal", "2", cards=[card(4), card(5)], more=12),
)


@pytest.fixture(autouse=True)
def shown(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    theme.apply(qapp, "light", 10, cache=tmp_path / "look")
    yield
    theme.apply(qapp, "light", 10)


@pytest.fixture
def board(qtbot: QtBot) -> Board:
    made = Board(lambda _card: ANSWERS)
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
    board._answers = lambda _card: {3: Drop("Skip", title="Skip")}
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
    board.set_lanes(
        (
            Lane(1, "Initial", cards=[card(2), card(3)]),
            Lane(2, "Needs meeting", cards=[card(1)]),
            Lane(3, "Proposal", cards=[card(4), card(5)]),
        )
    )
    assert board.selected_card() == FIRST + 1
    assert board.lanes()[1].cards.current_card() == card(1)
    assert board.lanes()[1].cards.hasFocus()


def test_a_card_that_is_gone_is_no_longer_selected(qtbot: QtBot, board: Board) -> None:
    board.select(FIRST + 1)
    with qtbot.waitSignal(board.selected) as told:
        board.set_lanes((Lane(1, "Initial", cards=[card(2)]),))
    assert told.args == [None]
    assert board.selected_card() is None


def test_the_scroll_stays_when_cards_come(board: Board) -> None:
    many = [card(number) for number in range(30)]
    board.set_lanes((Lane(1, "Initial", cards=many),))
    bar = board.lanes()[0].cards.verticalScrollBar()
    bar.setValue(300)
    board.set_lanes((Lane(1, "Initial", cards=[*many, card(31)]),))
    assert bar.value() == 300


def test_more_cards_are_asked_for(qtbot: QtBot, board: Board) -> None:
    with qtbot.waitSignal(board.more_wanted) as told:
        qtbot.mouseClick(board.lanes()[2]._more, Qt.MouseButton.LeftButton)
    assert told.args == [3]


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
    board.set_lanes((Lane(1, "Initial", cards=[stale, card(1)], locked=True, may_skip=True),))
    assert not board.grab().isNull()
    assert card_picture(stale, 200, 2).deviceIndependentSize().width() >= 200
