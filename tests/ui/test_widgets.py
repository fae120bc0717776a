"""The controls do by keyboard and by mouse what they promise, and say it to screen readers."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.i18n import learn
from oppdesk.ui import metrics, theme
from oppdesk.ui.widgets import buttons, labels
from oppdesk.ui.widgets.calendar import Calendar
from oppdesk.ui.widgets.choices import ActionRadio, ChoiceCard, align_names
from oppdesk.ui.widgets.edits import DateEdit, FormulaEdit, MoneyEdit, PercentEdit
from oppdesk.ui.widgets.field_row import FieldGroup, Note
from oppdesk.ui.widgets.found import Found, matches
from oppdesk.ui.widgets.search_field import SearchField

TODAY = date(2026, 3, 17)
FORM = learn("en_GB")


@pytest.fixture(autouse=True)
def shown(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    theme.apply(qapp, "light", 10, cache=tmp_path / "look")
    yield
    theme.apply(qapp, "light", 10)


Opener = Callable[..., QWidget]


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
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield open_window
    kept.clear()


# labels and buttons


def test_text_is_never_markup(qtbot: QtBot) -> None:
    label = labels.text("<b>Kranz</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_label_keeps_its_colour_through_a_change_of_theme(qtbot: QtBot, qapp: QApplication) -> None:
    label = labels.text("soon", colour="overdue")
    qtbot.addWidget(label)
    theme.apply(qapp, "dark")
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.DARK.colour("overdue")


def test_an_icon_beside_words_follows_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    mark = labels.Icon("circle-alert", "overdue", 6)
    qtbot.addWidget(mark)
    mark.resize(mark.sizeHint())
    before = mark.grab().toImage()
    theme.apply(qapp, "dark")
    assert mark.grab().toImage() != before


def test_icon_buttons_have_a_name(qtbot: QtBot) -> None:
    made = buttons.icon_button("columns-3", "Columns")
    qtbot.addWidget(made)
    assert made.accessibleName() == "Columns"
    made.show()
    assert made.height() == made.width() == metrics.px(metrics.CONTROL)


def test_a_section_title_hands_its_link_on(qtbot: QtBot, opened: Opener) -> None:
    title = labels.SectionTitle("History", "Show entries")
    opened(title)
    with qtbot.waitSignal(title.linked):
        qtbot.mouseClick(title._link, Qt.MouseButton.LeftButton)


# edits


def test_money_is_written_out_when_the_field_is_left(qtbot: QtBot, opened: Opener) -> None:
    edit = MoneyEdit(FORM)
    opened(edit, QLineEdit())
    edit.setFocus()
    with qtbot.waitSignal(edit.changed) as told:
        qtbot.keyClicks(edit, "48000")
    assert told.args[0] is not None
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.value() == 4_800_000
    assert edit.text() == "48,000.00"


def test_nonsense_is_told_when_the_field_is_left_and_not_before(qtbot: QtBot, opened: Opener) -> None:
    edit = PercentEdit(FORM)
    group = FieldGroup()
    row = group.add("&Chances of success, %", edit)
    opened(group, QLineEdit())
    edit.setFocus()
    qtbot.keyClicks(edit, "6x")
    assert row.fault() == ""
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert "6x" in row.note()
    assert edit.property("fault") is True
    assert edit.accessibleDescription() == row.fault()
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert row.fault() == ""
    assert edit.value() == 6


def test_the_first_fault_gets_the_cursor(opened: Opener) -> None:
    group = FieldGroup()
    group.add("One", QLineEdit())
    second = group.add("Two", QLineEdit())
    opened(group)
    assert not group.focus_first_fault()
    second.set_fault("Must be more than 0")
    assert group.focus_first_fault()
    assert second.field.hasFocus()


def test_labels_stand_in_one_column_and_have_buddies(opened: Opener) -> None:
    group = FieldGroup()
    short, wide = group.add("&On", QLineEdit()), group.add("Estimated closing &date", QLineEdit())
    opened(group)
    assert short.label.width() == wide.label.width()
    assert wide.label.buddy() is wide.field
    assert wide.field.accessibleName() == "Estimated closing date"


def test_a_note_is_no_window_before_it_has_its_place(qapp: QApplication, opened: Opener) -> None:
    note, title = Note("One sentence", "info"), labels.SectionTitle("History", "Show entries")
    assert not note.isVisible()
    assert not title.isVisible()
    assert not [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]
    later = Note()
    later.say("Said before it has its place")
    opened(note, title, later)
    assert note.isVisible()
    assert later.isVisible()
    later.say("")
    assert not later.isVisible()


def test_a_hint_returns_when_the_fault_is_mended(opened: Opener) -> None:
    group = FieldGroup()
    row = group.add("Chances", QLineEdit(), "60 % is usual in stage 3")
    opened(group)
    row.set_fault("Must be more than 0")
    assert row.note() == "Must be more than 0"
    row.set_fault("")
    assert row.note() == "60 % is usual in stage 3"


def test_a_date_in_words_is_understood_and_said(qtbot: QtBot, opened: Opener) -> None:
    edit = DateEdit(FORM, TODAY)
    group = FieldGroup()
    row = group.add("Closing", edit)
    opened(group, QLineEdit())
    edit.setFocus()
    qtbot.keyClicks(edit, "in 3 months")
    assert edit.day() == date(2026, 6, 17)
    assert row.note() == "Wed 17 Jun 2026"
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.text() == "in 3 months"
    edit.set_value(TODAY)
    assert (edit.text(), row.note()) == ("17 Mar 2026", "")


def test_a_day_is_chosen_from_the_calendar_by_keyboard(qtbot: QtBot, opened: Opener) -> None:
    edit = DateEdit(FORM, TODAY)
    opened(edit)
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = edit._calendar
    assert calendar is not None
    assert calendar.isVisible()
    qtbot.keyClick(calendar, Qt.Key.Key_Down)
    qtbot.keyClick(calendar, Qt.Key.Key_PageDown)
    assert calendar.accessibleName() == "Fri 24 Apr 2026"
    with qtbot.waitSignal(edit.changed):
        qtbot.keyClick(calendar, Qt.Key.Key_Return)
    assert edit.day() == date(2026, 4, 24)
    assert not calendar.isVisible()


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2999, 12, 31)])
def test_the_calendar_ends_where_the_days_end(qtbot: QtBot, day: date) -> None:
    calendar = Calendar(FORM, day)
    qtbot.addWidget(calendar)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        qtbot.keyClick(calendar, key)
        calendar.grab()
    assert date(1900, 1, 1) <= calendar.day() <= date(2999, 12, 31)


def test_a_click_in_the_calendar_takes_the_day_under_it(qtbot: QtBot) -> None:
    calendar = Calendar(FORM, TODAY)
    qtbot.addWidget(calendar)
    calendar.resize(calendar.sizeHint())
    tenth = next(i for i in range(42) if calendar._first().toordinal() + i == date(2026, 3, 10).toordinal())
    with qtbot.waitSignal(calendar.chosen) as told:
        qtbot.mouseClick(calendar, Qt.MouseButton.LeftButton, pos=calendar._cell(tenth).center())
    assert told.args == [date(2026, 3, 10)]


def test_a_formula_says_what_it_means(qtbot: QtBot, opened: Opener) -> None:
    def explain(text: str) -> str:
        if text.upper() != "2W":
            raise ValueError("Write a formula like 2W.")
        return "2 weeks: Tue 31 Mar 2026"

    edit = FormulaEdit(explain)
    group = FieldGroup()
    row = group.add("Formula", edit)
    opened(group, QLineEdit())
    edit.setFocus()
    qtbot.keyClicks(edit, "2w")
    assert row.note() == "2 weeks: Tue 31 Mar 2026"
    assert edit.value() == "2W"
    qtbot.keyClicks(edit, "w")
    assert row.note() == ""
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert row.note() == "Write a formula like 2W."


# search


PEOPLE = [
    Found(1, "Brouwerij De Zilveren Hop", "company", "building-2"),
    Found(2, "Aline Broussard", "Papeterie Vauclair", "user"),
]


def searching(*, create: bool = True) -> SearchField:
    field = SearchField((lambda text: f"Create contact “{text}”") if create else None)
    field.typed.connect(
        lambda text: field.show_found([row for row in PEOPLE if text.casefold() in row.text.casefold()])
    )
    return field


def test_typing_finds_arrows_move_and_enter_takes(qtbot: QtBot, opened: Opener) -> None:
    field = searching()
    opened(field)
    field.setFocus()
    qtbot.keyClicks(field, "brou")
    assert field.is_open()
    assert [row.text for row in field._list.rows()][-1] == "Create contact “brou”"
    qtbot.keyClick(field, Qt.Key.Key_Down)
    with qtbot.waitSignal(field.chosen) as told:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told.args == [PEOPLE[1]]
    assert field.text() == "Aline Broussard"
    assert not field.is_open()


def test_esc_closes_the_list_and_leaves_the_text(qtbot: QtBot, opened: Opener) -> None:
    field = searching()
    opened(field)
    field.setFocus()
    qtbot.keyClicks(field, "brou")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.is_open()
    assert field.text() == "brou"


def test_the_list_does_not_stay_behind_when_its_window_moves(qtbot: QtBot, opened: Opener) -> None:
    field = searching()
    window = opened(field)
    field.setFocus()
    qtbot.keyClicks(field, "brou")
    window.move(window.x() + 50, window.y() + 50)
    assert not field.is_open()


def test_ctrl_enter_creates_what_was_typed(qtbot: QtBot, opened: Opener) -> None:
    field = searching()
    opened(field)
    field.setFocus()
    qtbot.keyClicks(field, "Brouwer NV")
    with qtbot.waitSignal(field.created) as told:
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["Brouwer NV"]


def test_the_last_row_creates_by_a_click(qtbot: QtBot, opened: Opener) -> None:
    field = searching()
    opened(field)
    field.setFocus()
    qtbot.keyClicks(field, "brou")
    last = field._list.model().index(2, 0)
    with qtbot.waitSignal(field.created):
        qtbot.mouseClick(
            field._list.viewport(), Qt.MouseButton.LeftButton, pos=field._list.visualRect(last).center()
        )


def test_tab_takes_the_marked_row(qtbot: QtBot, opened: Opener) -> None:
    field = searching()
    opened(field, QLineEdit())
    field.setFocus()
    qtbot.keyClicks(field, "zilv")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.taken() == PEOPLE[0]
    assert not field.hasFocus()


def test_text_that_is_no_row_is_said_when_the_field_is_left(qtbot: QtBot, opened: Opener) -> None:
    field = searching(create=False)
    group = FieldGroup()
    row = group.add("Contact", field)
    opened(group, QLineEdit())
    field.setFocus()
    qtbot.keyClicks(field, "nobody")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert "nobody" in row.fault()
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert row.fault() == ""


def test_emptying_the_field_unchooses(qtbot: QtBot, opened: Opener) -> None:
    field = searching()
    opened(field)
    field.set_taken(PEOPLE[0])
    field.setFocus()
    field.selectAll()
    with qtbot.waitSignal(field.chosen) as told:
        qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert told.args == [None]


def test_f4_shows_everything(qtbot: QtBot, opened: Opener) -> None:
    field = searching()
    opened(field)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_F4)
    assert field.is_open()
    assert len(field._list.rows()) == 2


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Aline Broussard", "brou", ["Brou"]),
        ("Café Crème", "creme", ["Crème"]),
        ("De Zilveren Hop", "hop zil", ["Zil", "Hop"]),
        ("Straße", "strasse", []),
        ("江南蓝田乳业", "蓝田", ["蓝田"]),
        ("İstanbul", "stan", ["stan"]),
        ("", "x", []),
    ],
)
def test_matched_letters_are_found_without_case_and_accents(text: str, query: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in matches(text, query)] == found


# choices


def test_an_impossible_action_gives_its_reason_and_cannot_be_taken(qtbot: QtBot, opened: Opener) -> None:
    first, following = ActionRadio("&First", "Alt+1"), ActionRadio("&Next", "Alt+2")
    first.set_reason("Already started on 2 March")
    following.set_target("3  Presentation")
    align_names(first, following)
    window = opened(first, following)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert not first.isChecked()
    assert first.accessibleDescription() == "Already started on 2 March"
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(following.isChecked)


def test_a_click_anywhere_on_the_line_takes_the_action(qtbot: QtBot, opened: Opener) -> None:
    action = ActionRadio("Skip to")
    opened(action)
    qtbot.mouseClick(action, Qt.MouseButton.LeftButton, pos=QPoint(action.width() - 4, 6))
    assert action.isChecked()


def test_one_of_two_cards_is_chosen_by_space(qtbot: QtBot, opened: Opener) -> None:
    won, lost = ChoiceCard("trophy", "Won", tone="won"), ChoiceCard("circle-slash-2", "Lost", tone="lost")
    opened(won, lost)
    won.setFocus()
    qtbot.keyClick(won, Qt.Key.Key_Space)
    assert won.isChecked()
    qtbot.mouseClick(lost, Qt.MouseButton.LeftButton)
    assert (won.isChecked(), lost.isChecked()) == (False, True)
