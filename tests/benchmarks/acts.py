"""What a user does in the main window, one act a function: through the widgets, by keys and clicks."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QMenu, QTabBar, QWidget

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.ui.cards.contact import ContactCard
from oppdesk.ui.cards.opportunity import OpportunityCard
from oppdesk.ui.pages.head import FilterField
from oppdesk.ui.pages.page import Page
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.widgets.board import Board
from tests.benchmarks.program import Program

ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
WORDS = (
    "refit",
    "vul",
    "koelcel",
    "umbau lei",
    "laiterie",
    "包装",
    "mill",
    "jäger",
    "van d",
    "op0012",
    "zuivel bv",
)
DIALOGS = (
    *("file.new-opportunity", "file.new-contact", "list.export", "list.print-list", "list.edit-many"),
    *("edit.preferences", "view.choose-columns", "view.save-view", "help.key-sheet", "tools.setup"),
    *("opportunity.update-opportunity", "opportunity.close-opportunity", "opportunity.add-note"),
    *("opportunity.add-task", "opportunity.quote", "tools.work-date"),
)


class Hand:
    """The user's hand on a running program; what it is about to type comes later, letter by letter."""

    def __init__(self, program: Program, rng: Random) -> None:
        self.program = program
        self.rng = rng
        self.letters = ""
        self.day = program.desk.context.work_date

    @property
    def page(self) -> Page:
        page = self.program.window.page()
        assert page is not None
        return page

    def list(self) -> RecordList | None:
        """The list that is shown, if one is."""
        shown = [each for each in self.page.findChildren(RecordList) if each.isVisible()]
        return shown[0] if shown else None

    def tabs(self) -> QTabBar | None:
        """The tabs of the saved views."""
        shown = [each for each in self.page.findChildren(QTabBar) if each.isVisible() and each.count() > 1]
        return shown[0] if shown else None

    def board(self) -> Board | None:
        shown = [each for each in self.page.findChildren(Board) if each.isVisible()]
        return shown[0] if shown else None

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """To whoever has the cursor in the main window."""
        QTest.keyClick(self.program.frame.focusWidget() or self.program.frame, key, modifiers)

    def type(self, letter: str) -> None:
        """Any letter, those of input methods too, which QTest does not know."""
        target = QApplication.focusWidget() or self.program.frame
        keys = {"\r": Qt.Key.Key_Return, "\x1b": Qt.Key.Key_Escape}
        key = keys.get(letter, Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))

    def put_away(self) -> bool:
        """Close what stands over the list: a menu, a dialog, the command box, a card. Whether there was something."""
        over = QApplication.activePopupWidget()
        if over is not None:
            over.close()
            return True
        for each in QApplication.topLevelWidgets():
            if each.isVisible() and isinstance(each, QDialog | QMenu):
                QTest.keyClick(each, Qt.Key.Key_Escape)
                each.close()
                return True
        if self.program.window.box.isVisible():
            QTest.keyClick(self.program.window.box.line, Qt.Key.Key_Escape)
            return True
        for each in QApplication.topLevelWidgets():
            if each.isVisible() and each is not self.program.frame and each.isWindow():
                each.close()
                return True
        return False


def page_down(hand: Hand) -> None:
    _into_list(hand, Qt.Key.Key_PageDown)


def page_up(hand: Hand) -> None:
    _into_list(hand, Qt.Key.Key_PageUp)


def line_down(hand: Hand) -> None:
    _into_list(hand, Qt.Key.Key_Down)


def to_end(hand: Hand) -> None:
    _into_list(hand, Qt.Key.Key_End, CTRL)


def to_begin(hand: Hand) -> None:
    _into_list(hand, Qt.Key.Key_Home, CTRL)


def _into_list(
    hand: Hand, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    shown = hand.list()
    if shown is not None:
        shown.setFocus()
        QTest.keyClick(shown, key, modifiers)


def wheel(hand: Hand) -> None:
    shown: QWidget | None = hand.list()
    board = hand.board()
    if board is not None and board.lanes():
        shown = hand.rng.choice(board.lanes()).cards
    if isinstance(shown, QAbstractItemView):
        turn_wheel(shown.viewport(), hand.rng.choice((-120, -120, -360, 120)))


def turn_wheel(widget: QWidget, angle: int) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def drag_scroll_bar(hand: Hand) -> None:
    shown = hand.list()
    if shown is not None:
        bar = shown.verticalScrollBar()
        bar.setValue(hand.rng.randint(0, bar.maximum()))


def click_header(hand: Hand) -> None:
    shown = hand.list()
    if shown is None:
        return
    head = shown.horizontalHeader()
    visible = [each for each in range(1, head.count()) if head.sectionSize(each) > 8]
    seen = [each for each in visible if 0 <= head.sectionViewportPosition(each) < head.width() - 8]
    if seen:
        at = head.sectionViewportPosition(hand.rng.choice(seen)) + 6
        more = SHIFT if hand.rng.random() < 0.25 else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, more, QPoint(at, head.height() // 2))


def click_row(hand: Hand) -> None:
    shown = hand.list()
    if shown is not None:
        at = QPoint(shown.viewport().width() // 3, hand.rng.randint(0, max(1, shown.viewport().height() - 4)))
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)


def select_many(hand: Hand) -> None:
    for _each in range(3):
        _into_list(hand, Qt.Key.Key_Down, SHIFT)


def choose_view(hand: Hand) -> None:
    tabs = hand.tabs()
    if tabs is not None:
        tabs.setCurrentIndex(hand.rng.randrange(tabs.count()))


def all_records(hand: Hand) -> None:
    """The long list: the view of everything, where it is one."""
    tabs = hand.tabs()
    if tabs is not None:
        tabs.setCurrentIndex(next((at for at in range(tabs.count()) if tabs.tabText(at) == "All"), 0))


def type_filter(hand: Hand) -> None:
    fields = [each for each in hand.page.findChildren(FilterField) if each.isVisible()]
    if fields:
        fields[0].setFocus()
        fields[0].selectAll()
        hand.letters = hand.rng.choice(WORDS)


def clear_filter(hand: Hand) -> None:
    fields = [each for each in hand.page.findChildren(FilterField) if each.isVisible() and each.text()]
    if fields:
        QTest.keyClick(fields[0], Qt.Key.Key_Escape)


def set_chips(hand: Hand) -> None:
    """As a chip does it once its sheet is closed."""
    show = getattr(hand.page, "show_filters", None)
    if show is None:
        return
    day, rng = hand.day, hand.rng
    show(
        rng.choice(
            (
                (Filter("status", Op.IS, 1), Filter("closing_on", Op.UP_TO, day + timedelta(days=30))),
                (Filter("estimated_value", Op.FROM, 5_000_000),),
                (Filter("description", Op.CONTAINS, "line"), Filter("status", Op.AMONG, (0, 1))),
                (Filter("created_on", Op.FROM, day - timedelta(days=365)), Filter("priority", Op.IS, 2)),
            )
        )
    )


def group_rows(hand: Hand) -> None:
    """By a field, by none, folded or not: as its button does it."""
    group, groups = getattr(hand.page, "group_rows", None), getattr(hand.page, "groups", ())
    shown = hand.list()
    if group is None or shown is None or not groups:
        return
    if shown.records.is_grouped and hand.rng.random() < 0.4:
        shown.fold_groups(are_folded=hand.rng.random() < 0.5)
    else:
        group(hand.rng.choice(("", *groups)))


def command_box(hand: Hand) -> None:
    hand.program.frame.activateWindow()  # a card may be before it, and would get the letters
    hand.program.window.run("view.command-box")
    hand.letters = hand.rng.choice(WORDS) + hand.rng.choice(("\r", "\x1b", "\x1b"))


def move_next(hand: Hand) -> None:
    hand.program.window.run("opportunity.next")


def move_back(hand: Hand) -> None:
    hand.program.window.run("opportunity.previous")


def undo(hand: Hand) -> None:
    hand.program.window.run("edit.undo")


def edit_in_place(hand: Hand) -> None:
    shown = hand.list()
    if shown is None or not shown.currentIndex().isValid():
        return
    row = shown.currentIndex().row()
    columns = [at for at, column in enumerate(shown.records.columns) if column.edits]
    columns = [at for at in columns if not shown.isColumnHidden(at)]
    if columns:
        shown.setFocus()
        shown.setCurrentIndex(shown.records.index(row, columns[0]))
        QTest.keyClick(shown, Qt.Key.Key_F2)
        hand.letters = hand.rng.choice(("refit of hall", "nieuwe lijn", "改造")) + "\r"


def open_card(hand: Hand) -> None:
    _into_list(hand, Qt.Key.Key_Return)


def open_contact(hand: Hand) -> None:
    """As a link on a pane or another card opens it."""
    rows = hand.program.desk.lists.page("contact", Query(), hand.rng.randrange(500), 1)
    for row in rows:
        hand.program.window.place.open_record("contact", row["id"])


def type_on_card(hand: Hand) -> None:
    """Into a field of the card that is open; what is typed is saved when it is closed."""
    for each in QApplication.topLevelWidgets():
        if isinstance(each, ContactCard | OpportunityCard) and each.isVisible() and each.shown is not None:
            field = each.form.fields.editor("city" if isinstance(each, ContactCard) else "description")
            if field.isEnabled():
                field.setFocus()
                hand.letters = " " + hand.rng.choice(WORDS)


def open_dialog(hand: Hand) -> None:
    hand.program.window.run(hand.rng.choice(DIALOGS))


def open_menu(hand: Hand) -> None:
    """The one of the selected rows."""
    hand.page.menu_wanted.emit(hand.program.frame.mapToGlobal(QPoint(400, 300)))


def show_board(hand: Hand) -> None:
    show = getattr(hand.page, "show_board", None)
    if show is not None:
        show()


def show_list(hand: Hand) -> None:
    show = getattr(hand.page, "show_list", None)
    if show is not None:
        show()


def step_on_board(hand: Hand) -> None:
    board = hand.board()
    if board is None:
        return
    lanes = [lane for lane in board.lanes() if lane.cards.rows.rowCount()]
    if lanes:
        cards = hand.rng.choice(lanes).cards
        cards.setFocus()
        if not cards.currentIndex().isValid():
            cards.setCurrentIndex(cards.rows.index(0))
        for key in hand.rng.choices((Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_PageDown), k=3):
            QTest.keyClick(hand.program.frame.focusWidget() or cards, key)


def move_card(hand: Hand) -> None:
    if hand.board() is not None:
        hand.key(Qt.Key.Key_Right, CTRL)


def other_section(hand: Hand) -> None:
    from oppdesk.ui.pages import PAGES

    hand.program.window.go(hand.rng.choice([page.key for page in PAGES]))


def opportunities(hand: Hand) -> None:
    hand.program.window.go("opportunities")


def refresh(hand: Hand) -> None:
    hand.program.window.run("view.refresh") if "view.refresh" in _known(hand) else hand.page.refresh()


def _known(hand: Hand) -> object:
    return hand.program.window.action_set.specs


def resize(hand: Hand) -> None:
    hand.program.frame.resize(hand.rng.randint(1200, 1500), hand.rng.randint(700, 950))


ACTS: tuple[tuple[int, Callable[[Hand], None]], ...] = (
    (12, page_down),
    (5, page_up),
    (14, line_down),
    (3, to_end),
    (3, to_begin),
    (14, wheel),
    (6, drag_scroll_bar),
    (7, click_header),
    (8, click_row),
    (3, select_many),
    (4, choose_view),
    (5, all_records),
    (5, type_filter),
    (3, clear_filter),
    (3, set_chips),
    (3, group_rows),
    (6, command_box),
    (8, move_next),
    (3, move_back),
    (4, undo),
    (4, edit_in_place),
    (3, open_card),
    (2, open_contact),
    (3, type_on_card),
    (3, open_dialog),
    (2, open_menu),
    (2, show_board),
    (3, show_list),
    (5, step_on_board),
    (3, move_card),
    (2, other_section),
    (4, opportunities),
    (1, refresh),
    (1, resize),
)
