"""The Duplicates window (5134) and the details of a pair (5192), by keyboard (relationships 5.3, 5.4)."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from oppdesk.domain.fields import Ref
from oppdesk.services.desk import Desk
from oppdesk.ui.cards.contact import ContactCard
from oppdesk.ui.change_hub import ChangeHub
from oppdesk.ui.dialogs.duplicates import DuplicatesWindow
from oppdesk.ui.dialogs.duplicates_marks import differences
from oppdesk.ui.dialogs.duplicates_rows import DOUBTFUL, OPEN, SEPARATE, SURE
from oppdesk.ui.dialogs.export_list import ExportList
from oppdesk.ui.dialogs.merge import MergeContacts
from oppdesk.ui.dialogs.print_list import PrintList
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.contacts import ContactsPage
from oppdesk.ui.workplace import Workplace
from tests.ui.book import Twice, twice
from tests.ui.hands import CTRL, enter, press, ready, write
from tests.ui.scripted import Calls, ScriptedPrompts

Open = Callable[..., DuplicatesWindow]


@pytest.fixture
def book(desk: Desk) -> Twice:
    made = twice(desk)
    desk.duplicates.search_all()
    return made


@pytest.fixture
def opened(place: Workplace, book: Twice) -> Iterator[Open]:
    shown: list[DuplicatesWindow] = []

    def do(*contacts: int) -> DuplicatesWindow:
        window = DuplicatesWindow(place, contacts)
        ready(window)
        shown.append(window)
        return window

    yield do
    for window in shown:
        window.close()
        window.deleteLater()


def names(window: DuplicatesWindow) -> set[tuple[str, str]]:
    lines = [window.rows.line(row) for row in range(window.rows.rowCount())]
    return {line.names for line in lines if line is not None}


def select(window: DuplicatesWindow, name: str) -> None:
    lines = [window.rows.line(row) for row in range(window.rows.rowCount())]
    (row,) = [at for at, line in enumerate(lines) if line is not None and line.names[0] == name]
    window.list.selectRow(row)


MOLENHOF = "Molenhof Zuivel BV", "Molenhof Zuivel"
KRANZ = "<b>Kranz</b> GmbH & Söhne", "<b>Kranz</b> GmbH und Soehne"
SANNE = "Sanne Hoekema", "S. Hoekema"


def test_dup_5134_each_pair_is_a_row_with_likeness_reasons_strings_and_separate(opened: Open) -> None:
    window = opened()
    assert names(window) == {MOLENHOF, KRANZ, SANNE}
    select(window, MOLENHOF[0])
    row = window.list.currentIndex().row()
    told = [str(window.rows.index(row, at).data() or "") for at in range(window.rows.columnCount())]
    assert told[0] == "Molenhof Zuivel BV · CT000001 · Oostgraftdijk"
    assert told[1] == "Molenhof Zuivel · CT000002 · Oostgraftdijk"
    assert told[2].endswith("%")
    assert "Same telephone number" in told[3]
    assert int(told[4]) > 0
    assert told[5] == ""


def test_tabs_count_and_narrow_to_sure_doubtful_and_separate_ones(desk: Desk, opened: Open) -> None:
    window = opened()
    pairs = desk.duplicates.pairs()
    counts = window.rows.counts()
    sure = sum(pair.sure for pair in pairs)
    assert counts == {OPEN: 3, SURE: sure, DOUBTFUL: 3 - sure, SEPARATE: 0}
    assert window.tabs.counts()[OPEN] == "3"
    window.show_view(DOUBTFUL)
    assert window.rows.rowCount() == 3 - sure
    window.show_view(SEPARATE)
    assert window.rows.rowCount() == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_N, Qt.Key.Key_Delete])
def test_dup_5_3_not_a_duplicate_by_key_and_back_by_undo(desk: Desk, opened: Open, key: Qt.Key) -> None:
    window = opened()
    select(window, SANNE[0])
    press(window, key)
    assert SANNE not in names(window)
    assert desk.duplicates.count() == 2
    assert "are two" in window.undo_bar.words()
    assert window.line() is not None  # the next pair is selected: one goes on by keys
    window.undo_bar.undone.emit()
    assert SANNE in names(window)
    assert desk.duplicates.count() == 3


def test_dup_5_3_a_separate_pair_stays_so_until_its_mark_goes(desk: Desk, opened: Open) -> None:
    window = opened()
    select(window, KRANZ[0])
    press(window, Qt.Key.Key_N)
    window.search.search_all()
    assert KRANZ not in names(window)
    window.show_view(SEPARATE)
    assert names(window) == {KRANZ}
    press(window, Qt.Key.Key_N)
    window.show_view(OPEN)
    assert KRANZ in names(window)


def test_the_box_of_a_row_marks_it_as_separate(desk: Desk, opened: Open) -> None:
    window = opened()
    select(window, MOLENHOF[0])
    index = window.rows.index(window.list.currentIndex().row(), 5)
    window.list.setCurrentIndex(index)
    QTest.mouseClick(
        window.list.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        window.list.visualRect(index).center() + QPoint(1, 0),
    )
    assert MOLENHOF not in names(window)
    assert len(desk.duplicates.pairs(separate=True)) == 1


def test_5192_both_values_of_a_field_what_differs_is_marked_and_said(opened: Open) -> None:
    window = opened()
    select(window, MOLENHOF[0])
    rows = {row.label.text(): row for row in window.details.rows if not row.label.isHidden()}
    address = rows["Address"]
    assert (address.one.words(), address.other.words()) == ("Kaasmakersweg 41", "Kaasmakerswg 41")
    assert address.one.marked() == ("e",)
    assert "KAASM = KAASM" in address.strings.text()
    assert "≠" in address.strings.text()
    assert rows["City"].mark.text() == "the same"
    assert rows["VAT registration No."].mark.text() == "only one has it"
    assert "E-mail" not in rows  # neither has one


def test_names_are_shown_letter_by_letter(opened: Open) -> None:
    window = opened()
    select(window, KRANZ[0])
    shown = [row.one for row in window.details.rows if row.label.text() == "Name"]
    assert shown[0].words() == KRANZ[0]
    assert window.details.open_one.accessibleName() == f"Open {KRANZ[0]}"


def test_enter_opens_the_merge_and_digits_open_the_cards(opened: Open, book: Twice, calls: Calls) -> None:
    window = opened()
    select(window, MOLENHOF[0])
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_2)
    assert calls.opened == [("contact", book.molenhof), ("contact", book.again)]
    enter(window)
    (dialog,) = window.findChildren(MergeContacts)
    assert dialog.comparison is not None
    assert (dialog.comparison.keep.id, dialog.comparison.drop.id) == (book.molenhof, book.again)
    dialog.reject()


def test_a_merge_is_offered_to_be_undone_and_the_next_pair_is_at_hand(
    desk: Desk, opened: Open, book: Twice
) -> None:
    window = opened()
    select(window, MOLENHOF[0])
    enter(window)
    (dialog,) = window.findChildren(MergeContacts)
    ready(dialog)
    enter(dialog)
    assert MOLENHOF not in names(window)
    assert window.line() is not None
    assert "Molenhof Zuivel merged into Molenhof Zuivel BV" in window.undo_bar.words()
    assert window.undo_bar.isVisible()
    window.undo_bar.undone.emit()
    assert MOLENHOF in names(window)
    assert desk.lists.rows("contact", [book.again])


def test_words_narrow_and_heads_sort(opened: Open) -> None:
    window = opened()
    press(window, Qt.Key.Key_F, CTRL)
    write(window.head.filter, "hoek")
    window.head.filter.left.emit()
    window.head.filter.set_words("hoek")
    assert names(window) == {SANNE}
    window.head.filter.set_words("")
    window.list.order_wanted.emit(((0, False),))
    assert [window.rows.index(row, 0).data().split(" ·")[0] for row in range(3)] == [
        KRANZ[0],
        MOLENHOF[0],
        SANNE[0],
    ]
    window.list.order_wanted.emit(((0, True),))
    assert window.rows.index(0, 0).data().startswith(SANNE[0])


def test_opened_for_some_contacts_it_shows_their_pairs_only(desk: Desk, opened: Open, book: Twice) -> None:
    window = opened(book.kranz)
    assert names(window) == {KRANZ}
    (chip,) = window.chips.chips()
    assert chip.value == KRANZ[0]
    window.chips.removed.emit("contacts")
    assert names(window) == {MOLENHOF, KRANZ, SANNE}
    assert window.chips.isHidden()


def test_the_whole_book_is_searched_with_progress_and_what_is_new_is_shown(desk: Desk, opened: Open) -> None:
    window = opened()
    told: list[tuple[int, int]] = []
    window.search.told.connect(lambda done, total: told.append((done, total)))
    desk.contacts.create({"name": "Molenhof Zuivel B.V.", "phone": "+31205550142", "city": "Oostgraftdijk"})
    window.search.finder.click()
    assert told
    assert window.rows.rowCount() == 5
    assert "5 pairs are to be decided about" in window.status_words()
    assert window.search.isHidden()
    assert window.search.finder.isEnabled()


def test_a_search_that_is_cancelled_changes_nothing(desk: Desk, opened: Open) -> None:
    window = opened()
    desk.contacts.create({"name": "Molenhof Zuivel B.V.", "phone": "+31205550142", "city": "Oostgraftdijk"})
    window.search.told.connect(lambda _done, _total: window.search.stop())
    window.search.finder.click()
    assert desk.duplicates.count() == 3
    assert window.search.finder.isEnabled()


def test_search_strings_are_generated_anew(opened: Open) -> None:
    window = opened()
    window.search.maker.click()
    assert "search strings are made" in window.status_words()
    assert window.rows.rowCount() == 3


def test_what_is_shown_leaves_as_a_file(opened: Open, prompts: ScriptedPrompts, tmp_path: Path) -> None:
    window = opened()
    window.export()
    (dialog,) = window.findChildren(ExportList)
    prompts.files.append(tmp_path / "pairs.csv")
    dialog.every.setChecked(True)
    dialog.text.setChecked(True)
    dialog.accept()
    rows = list(csv.DictReader((tmp_path / "pairs.csv").read_text("utf-8-sig").splitlines()))
    assert {(row["Contact"], row["May be the same as"]) for row in rows} == {MOLENHOF, KRANZ, SANNE}
    assert rows[0]["No."].startswith("CT")
    dialog.close()


def test_what_is_shown_is_printed(opened: Open) -> None:
    window = opened()
    window.print_list()
    (dialog,) = window.findChildren(PrintList)
    assert dialog.pages is not None
    printed = "\n".join(dialog.pages.lines_of(0))
    assert MOLENHOF[0] in printed
    assert KRANZ[1] in printed
    dialog.close()


def test_asked_for_by_hand_it_is_searched_even_without_autosearch(desk: Desk, opened: Open) -> None:
    setup = desk.setup.single("marketing_setup")
    desk.setup.save("marketing_setup", setup["id"], {"autosearch_duplicates": False})
    made = desk.contacts.create(
        {"name": "Molenhof Zuivel B.V.", "phone": "+31205550142", "city": "Oostgraftdijk"}
    )
    window = opened(made)
    assert window.rows.rowCount() == 2


def test_a_card_asks_for_its_own_duplicates_and_merges(place: Workplace, book: Twice, calls: Calls) -> None:
    card = ContactCard(place, book.kranz)
    ready(card)
    card.actions_here.run("contact.find-duplicates")
    assert calls.duplicates == [(book.kranz,)]
    card.actions_here.run("contact.merge-contacts")
    (dialog,) = card.findChildren(MergeContacts)
    assert dialog.keep.value() == Ref(book.kranz, KRANZ[0])
    assert dialog.comparison is None
    dialog.reject()
    card.close()
    card.deleteLater()


def test_the_search_goes_on_beside_the_windows_thread(
    desk: Desk, place: Workplace, prompts: ScriptedPrompts, qtbot: QtBot
) -> None:
    twice(desk)
    jobs, hub = Jobs(prompts), ChangeHub(desk.changes)
    window = DuplicatesWindow(replace(place, jobs=jobs, hub=hub))
    ready(window)
    window.search.finder.click()
    qtbot.waitUntil(lambda: window.rows.rowCount() == 3, timeout=10_000)
    qtbot.waitUntil(window.search.finder.isEnabled, timeout=10_000)
    qtbot.waitUntil(lambda: not window.details.isHidden(), timeout=10_000)
    press(window.list, Qt.Key.Key_N)
    press(window.list, Qt.Key.Key_N)
    assert window.rows.rowCount() == 1  # two keys are two pairs, however long the writing takes
    qtbot.waitUntil(lambda: desk.duplicates.count() == 1, timeout=10_000)
    qtbot.waitUntil(lambda: not jobs.is_busy, timeout=10_000)
    qtbot.waitUntil(lambda: window.rows.rowCount() == 1, timeout=10_000)
    window.close()
    jobs.close()
    hub.close()
    window.deleteLater()


def test_a_row_is_copied(opened: Open) -> None:
    window = opened()
    select(window, SANNE[0])
    press(window, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().startswith("Sanne Hoekema")


def test_nothing_to_decide_says_what_to_do(desk: Desk, place: Workplace) -> None:
    window = DuplicatesWindow(place)
    ready(window)
    assert window.details.isHidden()
    window.search.finder.click()
    assert "0 pairs" in window.status_words()
    window.close()
    window.deleteLater()


def test_differences_are_few_and_whole() -> None:
    assert differences("same", "same") == ((), ())
    assert differences("", "x") == ((), ())
    assert differences("abcdefgh", "zyxwvut") == (((0, 8),), ((0, 7),))
    one, other = differences("Molenhof Zuivel BV", "Molenhof Zuivel")
    assert (one, other) == (((16, 18),), ())


def test_the_window_is_one_and_comes_from_menu_list_and_command_box(main: MainWindow, desk: Desk) -> None:
    made = twice(desk)
    desk.duplicates.search_all()
    main.run("contact.duplicates")
    windows = [each for each in _windows(main) if each.isVisible()]
    assert len(windows) == 1
    page = main.go("contacts")
    assert isinstance(page, ContactsPage)
    page.show_view("all")
    page.list.select([made.kranz])
    main.run("contact.find-duplicates")
    assert [each for each in _windows(main) if each.isVisible()] == windows
    assert names(windows[0]) == {KRANZ}
    windows[0].close()


def _windows(main: MainWindow) -> list[DuplicatesWindow]:
    from PySide6.QtWidgets import QApplication

    return [each for each in QApplication.topLevelWidgets() if isinstance(each, DuplicatesWindow)]
