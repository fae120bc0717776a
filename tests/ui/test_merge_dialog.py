"""Two contacts side by side, and the one that is left (702 to 704; relationships 5.4, DUP-3 to DUP-7)."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt

from oppdesk.domain.fields import Ref
from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.merge import MergeContacts, open_merge
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.contacts import ContactsPage
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.book import Twice, twice
from tests.ui.hands import ALT, enter, has_cursor, press, ready, settle
from tests.ui.scripted import ScriptedPrompts

Open = Callable[..., MergeContacts]


@pytest.fixture
def book(desk: Desk) -> Twice:
    return twice(desk)


@pytest.fixture
def opened(place: Workplace, book: Twice) -> Iterator[Open]:
    shown: list[MergeContacts] = []

    def do(keep: int, drop: int | None = None) -> MergeContacts:
        dialog = MergeContacts(place, keep, drop)
        dialog.open()
        ready(dialog)
        shown.append(dialog)
        return dialog

    yield do
    for dialog in shown:
        try:
            dialog.reject()
        except RuntimeError:
            continue  # it was finished and is gone


def values(desk: Desk, contact: int) -> dict[str, object]:
    (row,) = desk.lists.rows("contact", [contact])
    return row


def in_one_group(desk: Desk, *contacts: int, times: int = 1) -> None:
    for group in desk.setup.rows("mailing_group")[:times]:
        for contact in contacts:
            desk.contact_lines.save("contact_mailing_group", contact, None, {"mailing_group": group["id"]})


def test_dup_702_only_what_differs_is_shown_and_the_fuller_value_is_proposed(
    opened: Open, book: Twice
) -> None:
    dialog = opened(book.molenhof, book.again)
    assert {"name", "address", "phone", "vat_number", "home_page"} <= dialog.fields.choices.keys()
    assert "city" not in dialog.fields.choices
    assert dialog.fields.taken() == ("vat_number",)  # only the duplicate has it
    kept, dropped = dialog.fields.choices["address"]
    assert (kept.words(), dropped.words()) == ("Kaasmakersweg 41", "Kaasmakerswg 41")
    assert kept.marked() == ("e",)
    assert kept.isChecked()


def test_equal_fields_are_told_on_demand(opened: Open, book: Twice) -> None:
    dialog = opened(book.molenhof, book.again)
    assert not any(each.isVisible() for each in dialog.fields.equal_values())
    assert "equal" in dialog.more.text()
    dialog.more.click()
    words = [each.words() for each in dialog.fields.equal_values() if each.isVisible()]
    assert "Oostgraftdijk" in words


def test_dup_5_4_by_keyboard_one_operation_that_is_undone(desk: Desk, opened: Open, book: Twice) -> None:
    dialog = opened(book.molenhof, book.again)
    merged: list[object] = []
    dialog.merged.connect(merged.append)
    before = records.operations(desk)
    kept, dropped = dialog.fields.choices["address"]
    kept.setFocus()
    press(dialog, Qt.Key.Key_Right)
    assert dropped.isChecked()
    assert has_cursor(dropped)
    enter(dialog)
    assert merged == [book.molenhof]
    assert records.operations(desk) == before + 1
    left = values(desk, book.molenhof)
    assert left["name"] == "Molenhof Zuivel BV"
    assert left["address"] == "Kaasmakerswg 41"
    assert left["vat_number"] == "NL001234567B01"
    assert not desk.lists.rows("contact", [book.again])
    assert values(desk, book.hoekema)["company"] == Ref(book.molenhof, "Molenhof Zuivel BV")
    desk.history.undo()
    assert values(desk, book.again)["address"] == "Kaasmakerswg 41"
    assert values(desk, book.molenhof)["address"] == "Kaasmakersweg 41"
    assert values(desk, book.hoekema)["company"] == Ref(book.again, "Molenhof Zuivel")


def test_the_other_one_stays_after_a_swap(desk: Desk, opened: Open, book: Twice) -> None:
    dialog = opened(book.molenhof, book.again)
    press(dialog, Qt.Key.Key_W, ALT)
    settle()
    assert dialog.comparison is not None
    assert dialog.comparison.keep.id == book.again
    assert dialog.keep.value() == Ref(book.again, "Molenhof Zuivel")
    assert dialog.fields.taken() == ("home_page",)
    dialog.accept()
    assert not desk.lists.rows("contact", [book.molenhof])
    assert values(desk, book.again)["home_page"] == "www.molenhof.example"


def test_what_follows_is_said_in_a_sentence_and_counted(desk: Desk, opened: Open, book: Twice) -> None:
    desk.comments.add("contact", book.again, "Prefers mornings.")
    dialog = opened(book.molenhof, book.again)
    words = dialog.aside.sentence.text()
    assert "2 people and subsidiaries" in words
    assert "1 note" in words
    assert "CT000002 Molenhof Zuivel disappears" in words
    assert "Undo brings both back" in words


def test_dup_3_equal_contacts_are_refused_in_place(opened: Open, book: Twice) -> None:
    dialog = opened(book.molenhof, book.molenhof)
    assert "cannot be merged with itself" in dialog.rows["duplicate"].fault()
    assert dialog.comparison is None


def test_dup_3_without_a_duplicate_one_is_asked_for(desk: Desk, opened: Open, book: Twice) -> None:
    dialog = opened(book.molenhof)
    assert not dialog.rows["duplicate"].fault()
    dialog.accept()
    assert "Choose the contact" in dialog.rows["duplicate"].fault()
    assert has_cursor(dialog.drop)
    dialog.drop.set_value(Ref(book.again, "Molenhof Zuivel"))
    dialog.drop.changed.emit(dialog.drop.value())
    assert not dialog.rows["duplicate"].fault()
    assert dialog.comparison is not None


def test_dup_7_company_and_person_are_refused_in_place(opened: Open, book: Twice) -> None:
    dialog = opened(book.molenhof, book.sanne)
    assert "cannot be merged" in dialog.rows["duplicate"].fault()
    dialog.accept()
    assert dialog.isVisible()


def test_dup_5_what_vanished_meanwhile_is_said_in_place(desk: Desk, opened: Open, book: Twice) -> None:
    dialog = opened(book.kranz, book.same)
    desk.contacts.remove([book.same])
    assert "does not exist any more" in dialog.rows["duplicate"].fault()
    assert dialog.comparison is None
    dialog.accept()
    assert dialog.isVisible()


def test_dup_4_conflicts_are_decided_about_before_a_merge(desk: Desk, opened: Open, book: Twice) -> None:
    in_one_group(desk, book.molenhof, book.again, times=2)
    dialog = opened(book.molenhof, book.again)
    assert len(dialog.aside.conflicts) == 2
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.said() == "2 conflicts must be resolved first."
    first, second = dialog.aside.conflicts
    assert has_cursor(first.remove)
    assert dialog.aside.sums["contact_mailing_group"][1].text() == "2"
    first.remove.click()
    free = desk.setup.save("mailing_group", None, {"code": "FAIR", "description": "Spring fair"})
    second.rename.click()
    assert dialog.aside.sums["contact_mailing_group"][1].text() == "3"
    dialog.accept()
    assert dialog.said() == "1 conflict must be resolved first."
    second.other.set_value(Ref(free, "FAIR"))
    second.other.changed.emit(second.other.value())
    dialog.accept()
    groups = {
        row["mailing_group"].id for row in desk.contact_lines.rows("contact_mailing_group", book.molenhof)
    }
    assert len(groups) == 3
    assert free in groups
    assert not desk.lists.rows("contact", [book.again])


def test_dup_4_all_conflicts_by_one_button(desk: Desk, opened: Open, book: Twice) -> None:
    in_one_group(desk, book.molenhof, book.again, times=2)
    dialog = opened(book.molenhof, book.again)
    dialog.aside.remove_all.click()
    dialog.accept()
    assert len(desk.contact_lines.rows("contact_mailing_group", book.molenhof)) == 2


def test_names_are_shown_letter_by_letter(opened: Open, book: Twice) -> None:
    dialog = opened(book.kranz, book.same)
    assert dialog.fields.choices["name"][0].words() == "<b>Kranz</b> GmbH & Söhne"
    assert dialog.aside.sentence.textFormat() == Qt.TextFormat.PlainText


def test_two_selected_contacts_are_merged_from_the_list(main: MainWindow, desk: Desk) -> None:
    book = twice(desk)
    page = main.go("contacts")
    assert isinstance(page, ContactsPage)
    page.show_view("all")
    page.list.select([book.molenhof, book.again])
    main.run("contact.merge-contacts")
    (dialog,) = main.window().findChildren(MergeContacts)
    assert dialog.comparison is not None
    dialog.accept()
    assert "merged into" in main.undo_bar.words()
    main.undo_bar.undone.emit()
    assert desk.lists.rows("contact", [book.again])


def test_three_are_too_many(place: Workplace, prompts: ScriptedPrompts, book: Twice) -> None:
    open_merge(place, None, [book.molenhof, book.again, book.kranz])
    assert "Two contacts" in prompts.told[0]
