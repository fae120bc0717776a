"""A notice after a contact was made or changed, if the setup wants it: never a question (relationships 5.3)."""

from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.duplicates import DuplicatesWindow
from oppdesk.ui.dialogs.duplicates_notice import DuplicatesNotice
from oppdesk.ui.main_window import MainWindow
from tests.ui.book import twice


def notice(main: MainWindow) -> DuplicatesNotice | None:
    found = main.frame.findChild(DuplicatesNotice)
    return found if found is not None and found.isVisible() else None


FIRM = {"name": "Molenhof Zuivel BV", "phone": "+31 20 555 0142", "city": "Oostgraftdijk"}
OTHER = {"name": "<i>Ander</i> Bedrijf", "phone": "+31 10 123 4567", "city": "Rotterdam"}


def test_dup_5_3_autosearch_tells_of_a_duplicate_just_made_and_leads_there(
    main: MainWindow, desk: Desk
) -> None:
    desk.contacts.create(FIRM)
    assert notice(main) is None
    desk.contacts.create({**FIRM, "name": "Molenhof Zuivel B.V."})
    shown = notice(main)
    assert shown is not None
    assert shown.words.text() == "Molenhof Zuivel BV and Molenhof Zuivel B.V. may be the same contact."
    shown.look.click()
    (window,) = [each for each in _windows() if each.isVisible()]
    assert window.rows.rowCount() == 1
    assert notice(main) is None
    window.close()


def test_dup_5_3_a_change_tells_of_what_is_new_only(main: MainWindow, desk: Desk) -> None:
    first = desk.contacts.create(FIRM)
    second = desk.contacts.create(OTHER)
    assert notice(main) is None
    desk.contacts.change(second, {"name": FIRM["name"], "phone": FIRM["phone"]})
    shown = notice(main)
    assert shown is not None
    shown.later.click()
    assert notice(main) is None
    desk.contacts.change(first, {"job_title": "", "home_page": "www.molenhof.example"})
    assert notice(main) is None  # it is known already


def test_dup_5_3_without_autosearch_nothing_is_told(main: MainWindow, desk: Desk) -> None:
    setup = desk.setup.single("marketing_setup")
    desk.setup.save("marketing_setup", setup["id"], {"autosearch_duplicates": False})
    desk.contacts.create(FIRM)
    desk.contacts.create(FIRM)
    assert notice(main) is None


def test_several_are_counted_and_names_are_shown_letter_by_letter(main: MainWindow, desk: Desk) -> None:
    desk.contacts.create(OTHER)
    desk.contacts.create(OTHER)
    shown = notice(main)
    assert shown is not None
    assert "<i>Ander</i> Bedrijf and <i>Ander</i> Bedrijf" in shown.words.text()
    desk.contacts.create(OTHER)
    assert shown.words.text() == "<i>Ander</i> Bedrijf: 2 likely duplicates."


def test_an_undo_takes_the_notice_away(main: MainWindow, desk: Desk) -> None:
    desk.contacts.create(FIRM)
    desk.contacts.create(FIRM)
    assert notice(main) is not None
    main.undo_bar.undone.emit()
    assert notice(main) is None


def test_many_at_once_are_left_to_a_search_of_the_book(main: MainWindow, desk: Desk) -> None:
    made = twice(desk)
    shown = notice(main)
    assert shown is not None
    shown.hide()
    desk.contacts.remove([made.again, made.same])
    assert notice(main) is None


def _windows() -> list[DuplicatesWindow]:
    from PySide6.QtWidgets import QApplication

    return [each for each in QApplication.topLevelWidgets() if isinstance(each, DuplicatesWindow)]
