"""The section of contacts by keyboard: found, filtered, opened, deleted with all that follows told before (3.14)."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import ContactType, Relation
from oppdesk.services.desk import Desk
from oppdesk.ui.cells import CellRole, NameCell
from oppdesk.ui.dialogs.contact import NewContact
from oppdesk.ui.dialogs.create_opportunity import CreateOpportunity
from oppdesk.ui.pages.contacts import ContactsPage
from oppdesk.ui.widgets.edits import ParsedEdit
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import enter, has_cursor, press, ready, write
from tests.ui.scripted import Calls, ScriptedPrompts

Show = Callable[[], ContactsPage]


@pytest.fixture
def show(place: Workplace) -> Iterator[Show]:
    shown: list[ContactsPage] = []

    def do() -> ContactsPage:
        page = ContactsPage(place)
        page.resize(1240, 820)
        ready(page)
        shown.append(page)
        page.list.setFocus()
        QTest.qWait(1)
        return page

    yield do
    for page in shown:
        for dialog in [*page.findChildren(NewContact), *page.findChildren(CreateOpportunity)]:
            dialog.reject()
        page.close()
        page.deleteLater()


@pytest.fixture
def firm(desk: Desk) -> int:
    return desk.contacts.create(
        {
            "name": "Molenhof Zuivel BV",
            "city": "Oostgraftdijk",
            "phone": "+31 20 1",
            "e_mail": "info@molenhof.example",
        }
    )


@pytest.fixture
def sanne(desk: Desk, firm: int) -> int:
    return desk.contacts.create(
        {
            "type": int(ContactType.PERSON),
            "name": "Sanne Hoekema",
            "company": firm,
            "job_title": "Head of production",
        }
    )


@pytest.fixture
def other(desk: Desk) -> int:
    return desk.contacts.create({"name": "Brouwerij De Zilveren Hop"})


def names(page: ContactsPage) -> list[str]:
    model = page.list.records
    return [model.row(row)["name"] for row in range(model.rowCount())]


def indents(page: ContactsPage) -> list[int]:
    model, at = page.list.records, [column.name for column in page.list.records.columns].index("name")
    cells = [model.index(row, at).data(CellRole) for row in range(model.rowCount())]
    return [cell.indent for cell in cells if isinstance(cell, NameCell)]


def test_3_14_companies_first_their_people_indented_beneath(
    desk: Desk, show: Show, sanne: int, other: int
) -> None:
    page = show()
    assert names(page) == ["Brouwerij De Zilveren Hop", "Molenhof Zuivel BV", "Sanne Hoekema"]
    assert indents(page) == [0, 0, 1]
    page.tabs.tabs.setFocus()
    page.show_view("people")
    assert (names(page), indents(page)) == (["Sanne Hoekema"], [0])


def test_tabs_count_and_mine_needs_somebody(desk: Desk, show: Show, sanne: int, other: int) -> None:
    page = show()
    texts = [page.tabs.tabs.accessibleTabName(at) for at in range(page.tabs.tabs.count())]
    assert texts[:3] == ["Companies, 2", "People, 1", "All, 3"]
    assert texts[3:] == ["Customers, 0", "Prospects, 0", "Privacy blocked, 0"]
    desk.context.salesperson = records.salesperson(desk)
    desk.contacts.change(sanne, {"salesperson": desk.context.salesperson})
    mine = show()
    assert mine.tabs.tabs.accessibleTabName(0) == "Mine, 1"
    assert names(mine) == ["Sanne Hoekema"]


def test_3_7_letters_typed_in_the_list_filter_it(desk: Desk, show: Show, sanne: int, other: int) -> None:
    page = show()
    page.show_view("all")
    QTest.keyClicks(page.list, "hoek")
    assert page.filter_field().text() == "hoek"
    press(page, Qt.Key.Key_Down)
    assert names(page) == ["Sanne Hoekema"]
    assert has_cursor(page.list)
    page.filter()
    press(page, Qt.Key.Key_Escape)
    assert len(names(page)) == 3


def test_the_pane_follows_the_selection_and_opens_what_it_names(
    desk: Desk, show: Show, firm: int, sanne: int, calls: Calls
) -> None:
    desk.context.salesperson = records.salesperson(desk)
    deal = records.started(desk, contact=sanne, description="Refit of line 3")
    page = show()
    page.show_view("all")
    page.list.select([sanne])
    QTest.qWait(1)
    pane = page.pane
    assert pane._name.text() == "Sanne Hoekema"
    assert pane._line.text() == "Head of production · Molenhof Zuivel BV"
    assert [line.title for line in pane.ways.lines()] == ["+31 20 1", "info@molenhof.example"]
    assert [line.title for line in pane.opportunities.lines()] == ["Refit of line 3"]
    pane.opportunities.buttons()[0].setFocus()
    enter(page)
    pane.people.buttons()[0].setFocus()
    enter(page)
    assert calls.opened == [("opportunity", deal), ("contact", firm)]


def test_3_11_the_pane_says_how_well_one_knows_somebody(desk: Desk, show: Show, firm: int) -> None:
    page = show()
    page.show_view("companies")
    page.list.select([firm])
    QTest.qWait(1)
    assert page.pane.known.accessibleName() == "Lead"
    desk.contact_lines.link(firm, Relation.CUSTOMER, "C10240")
    assert page.pane.known.accessibleName() == "Customer C10240"


def test_3_14_the_companys_number_helps_where_the_person_has_none(
    desk: Desk, show: Show, firm: int, sanne: int
) -> None:
    desk.contacts.change(sanne, {"phone": "", "e_mail": ""})
    page = show()
    page.show_view("people")
    QTest.qWait(1)
    assert [(line.title, line.right) for line in page.pane.ways.lines()] == [
        ("+31 20 1", "Molenhof Zuivel BV"),
        ("info@molenhof.example", "Molenhof Zuivel BV"),
    ]
    assert page.pane.call_button.isEnabled()
    desk.contacts.change(firm, {"phone": ""})
    assert not page.pane.call_button.isEnabled()
    assert "No phone number" in page.pane.call_button.toolTip()  # CON-X1


def test_a_task_is_done_in_the_pane_and_the_next_one_shown(desk: Desk, show: Show, firm: int) -> None:
    desk.context.salesperson = records.salesperson(desk)
    day = desk.context.work_date
    desk.tasks.add("Send drawings", day, contact=firm)
    desk.tasks.add("Call back", day.replace(day=9), contact=firm)
    page = show()
    page.show_view("all")
    QTest.qWait(1)
    row = page.pane.tasks.rows()[0]
    assert row.words.line.title == "Send drawings"
    row.done.setFocus()
    press(page, Qt.Key.Key_Space)
    assert [each.words.line.title for each in page.pane.tasks.rows()] == ["Call back"]
    assert not row.done.isChecked()


def test_enter_opens_the_card(show: Show, firm: int, calls: Calls) -> None:
    page = show()
    enter(page.list)
    assert calls.opened == [("contact", firm)]


def test_a_new_contact_is_shown_even_if_the_filter_would_hide_it(desk: Desk, show: Show, other: int) -> None:
    page = show()
    page.filter_field().set_words("brou")
    page.new_contact()
    (dialog,) = page.findChildren(NewContact)
    write(dialog.fields.editor("name"), "Visafslag")
    enter(dialog)
    QTest.qWait(1)
    assert desk.contacts.view(page.selected()[0]).name == "Visafslag"


def test_nothing_found_offers_to_make_it(desk: Desk, show: Show, other: int) -> None:
    page = show()
    page.filter_field().set_words("Visafslag")
    assert names(page) == []
    page.new_contact()
    (dialog,) = page.findChildren(NewContact)
    assert dialog.fields.editor("name").value() == "Visafslag"


def test_chips_narrow_the_view_and_a_view_begins_with_its_own(
    desk: Desk, show: Show, sanne: int, other: int
) -> None:
    page = show()
    page.show_view("companies")
    assert [chip.value for chip in page.bar.chips.chips()] == ["Company"]
    page.bar.set_filters([*page.bar.filters(), Filter("city", Op.IS, "Oostgraftdijk")])
    page.bar.changed.emit()
    assert names(page) == ["Molenhof Zuivel BV"]
    page.show_view("all")
    assert len(names(page)) == 3
    assert page.bar.filters() == ()


def test_f2_edits_in_place_and_a_refusal_is_told_beside_it(
    desk: Desk, show: Show, firm: int, sanne: int
) -> None:
    page = show()
    at = [column.name for column in page.list.records.columns].index("phone")

    def type_in(text: str) -> None:
        row = page.list.records.row_of(firm)
        page.list.setCurrentIndex(page.list.records.index(row, at))
        QTest.keyClick(page.list, Qt.Key.Key_F2)
        field = page.list.findChild(ParsedEdit, "phone")
        assert field is not None
        write(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.qWait(1)

    type_in("+31 20 5")
    assert desk.contacts.view(firm).values["phone"] == "+31 20 5"
    assert desk.contacts.view(sanne).values["phone"] == "+31 20 5"  # 3.6: the person had the company's number
    type_in("call me")
    assert "must not contain letters" in page.list.fault()
    field = page.list.findChild(ParsedEdit, "phone")
    assert field is not None
    assert field.text() == "call me"  # nothing is lost
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert page.list.fault() == ""
    assert desk.contacts.view(firm).values["phone"] == "+31 20 5"


def test_mine_comes_with_who_sits_before_the_screen(desk: Desk, show: Show, firm: int) -> None:
    page = show()
    assert page.tabs.tabs.count() == 6
    desk.context.salesperson = records.salesperson(desk)
    page.refresh()
    page.show_view("mine")
    assert page.tabs.tabs.count() == 7
    desk.context.salesperson = None
    page.refresh()
    assert page.tabs.tabs.current() == "all"


def test_an_empty_list_says_what_to_do_next(show: Show, calls: Calls) -> None:
    page = show()
    assert page.selected() == ()
    assert page.words() == {"pane"}
    assert page.tabs.tabs.current() == "all"
    page.open()
    page.delete()
    page.new_person()
    page.opportunity_for_contact()
    assert not calls.opened


def test_an_opportunity_is_created_for_the_contact(desk: Desk, show: Show, firm: int) -> None:
    page = show()
    page.opportunity_for_contact()
    (dialog,) = page.findChildren(CreateOpportunity)
    assert dialog.draft().contact == firm


def test_r_del_06_the_question_tells_all_that_follows(
    desk: Desk, show: Show, firm: int, sanne: int, prompts: ScriptedPrompts
) -> None:
    records.close(desk, records.started(desk, contact=sanne), cancel_tasks=True)
    desk.comments.add("contact", firm, "A note")
    page = show()
    page.list.select([firm])
    prompts.answers.append(False)
    page.delete()
    (question,) = prompts.asked
    for words in ("Delete Molenhof Zuivel BV?", "Sanne Hoekema", "1 note", "1 opportunity"):
        assert words in question
    assert desk.lists.count("contact", Query()) == 2
    prompts.answers.append(True)
    page.delete()
    assert desk.lists.count("contact", Query()) == 0
    assert names(page) == []


def test_con_d1_m_26_what_stands_in_the_way_is_told_instead_of_a_question(
    desk: Desk, show: Show, firm: int, prompts: ScriptedPrompts
) -> None:
    records.opportunity(desk, contact=firm, description="Refit of line 3")
    page = show()
    page.delete()
    assert not prompts.asked
    assert "Refit of line 3" in prompts.told[0]


def test_several_are_deleted_at_once(
    desk: Desk, show: Show, firm: int, other: int, prompts: ScriptedPrompts
) -> None:
    page = show()
    page.list.selectAll()
    QTest.qWait(1)
    assert page.words() == {"pane", "records", "several"}
    prompts.answers.append(True)
    page.delete()
    assert prompts.asked == ["Delete 2 contacts?"]
    assert desk.lists.count("contact", Query()) == 0


def test_the_status_tells_how_many(show: Show, firm: int, other: int) -> None:
    page = show()
    said: list[str] = []
    page.status.connect(said.append)
    page.list.selectAll()
    QTest.qWait(1)
    assert said[-1] == "2 contacts · 2 selected"


def test_f9_hides_the_pane_and_it_is_remembered(place: Workplace, show: Show, firm: int) -> None:
    page = show()
    assert page.pane.isVisible()
    page.details_pane()
    assert not page.pane.isVisible()
    assert not place.preferences.now.details
    page.details_pane()
    assert page.pane.isVisible()


def test_a_company_shows_its_new_name_at_its_people(desk: Desk, show: Show, firm: int, sanne: int) -> None:
    page = show()
    page.show_view("people")
    desk.contacts.change(firm, {"name": "Molenhof Food"})
    assert page.list.records.row(0)["company"].text == "Molenhof Food"


def test_what_is_copied_are_the_words_without_the_indent(show: Show, sanne: int, qapp: QApplication) -> None:
    page = show()
    page.show_view("all")
    page.list.select([sanne])
    assert "\tSanne Hoekema\tMolenhof Zuivel BV\t" in page.list.selected_text()
