"""Groups for many contacts from their list: chosen or made in the dialog, one operation, nothing unsaid."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from oppdesk.domain.query import Filter, Op
from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.assign_group import AssignGroup, open_assign, open_unassign
from oppdesk.ui.pages.contacts import ContactsPage
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.services.records import code_id
from tests.ui.hands import press, ready, write
from tests.ui.scripted import ScriptedPrompts


@pytest.fixture
def page(place: Workplace) -> Iterator[ContactsPage]:
    made = ContactsPage(place)
    made.resize(1240, 820)
    ready(made)
    yield made
    for dialog in made.findChildren(AssignGroup):
        dialog.reject()
    made.close()
    made.deleteLater()


def dialog(page: ContactsPage) -> AssignGroup:
    return next(each for each in page.findChildren(AssignGroup) if each.isVisible())


def codes(desk: Desk, contact: int, key: str = "contact_mailing_group") -> list[str]:
    return [row[key.removeprefix("contact_")].text for row in desk.contact_lines.rows(key, contact)]


def test_selected_contacts_get_a_group_that_is_typed_by_its_code(page: ContactsPage, desk: Desk) -> None:
    firms = [records.company(desk, f"Firm {letter}") for letter in "ABC"]
    page.refresh()
    page.list.select(firms[:2])
    page.add_to_group()
    sheet = dialog(page)
    write(sheet.target, "x-card")
    press(sheet, Qt.Key.Key_Return)
    press(sheet, Qt.Key.Key_Return)
    assert [codes(desk, firm) for firm in firms] == [["X-CARD"], ["X-CARD"], []]
    assert desk.history.last().title == "2 contacts added to “X-CARD Christmas card”"  # type: ignore[union-attr]
    assert not sheet.isVisible()


def test_a_group_that_is_not_there_is_made_in_place(page: ContactsPage, desk: Desk) -> None:
    firm = records.company(desk)
    open_assign(page.place, page, [firm])
    sheet = dialog(page)
    sheet.target.created.emit("Summer party guests")
    sheet.accept()
    (row,) = [row for row in desk.setup.rows("mailing_group") if row["description"] == "Summer party guests"]
    assert codes(desk, firm) == [row["code"]] == ["SUMMER PAR"]


def test_con_f6_who_cannot_have_it_is_told(page: ContactsPage, desk: Desk, prompts: ScriptedPrompts) -> None:
    firm = records.company(desk)
    person = records.person(desk, company=firm)
    open_assign(page.place, page, [firm, person])
    sheet = dialog(page)
    sheet.kind.set_value(2)
    sheet.kind.changed.emit(2)
    assert sheet.target is sheet.targets["job_responsibility"]
    job = code_id(desk, "job_responsibility", "SALE")
    sheet.target.set_value(desk.lists.ref("job_responsibility", job))
    sheet.accept()
    assert codes(desk, person, "contact_job_responsibility") == ["SALE"]
    assert prompts.told == ["1 of the contacts cannot have it and was left out."]


def test_br_1_a_reserved_relation_is_refused_beside_its_field(page: ContactsPage, desk: Desk) -> None:
    open_assign(page.place, page, [records.company(desk)])
    sheet = dialog(page)
    sheet.kind.set_value(3)
    sheet.kind.changed.emit(3)
    customer = code_id(desk, "business_relation", "CUST")
    sheet.target.set_value(desk.lists.ref("business_relation", customer))
    sheet.accept()
    assert "another program" in sheet.rows["business_relation"].fault()
    assert sheet.isVisible()


def test_a_group_is_taken_from_those_that_have_it(
    page: ContactsPage, desk: Desk, prompts: ScriptedPrompts
) -> None:
    firms = [records.company(desk, f"Firm {letter}") for letter in "ABC"]
    card = code_id(desk, "mailing_group", "X-CARD")
    desk.contact_lines.assign("contact_mailing_group", firms[:2], card)
    for expected in ([], ["None of the contacts had it."]):
        open_unassign(page.place, page, firms)
        sheet = dialog(page)
        sheet.target.set_value(desk.lists.ref("mailing_group", card))
        sheet.accept()
        assert prompts.told == expected
    assert [codes(desk, firm) for firm in firms] == [[], [], []]


def test_nothing_chosen_is_said(page: ContactsPage, desk: Desk) -> None:
    open_assign(page.place, page, [records.company(desk)])
    sheet = dialog(page)
    sheet.accept()
    assert sheet.rows["mailing_group"].fault()
    assert records.stored(desk)["contact_mailing_group"] == {}


def test_the_list_is_filtered_by_a_group_through_its_chip(page: ContactsPage, desk: Desk) -> None:
    firms = [records.company(desk, f"Firm {letter}") for letter in "AB"]
    card = code_id(desk, "mailing_group", "X-CARD")
    desk.contact_lines.assign("contact_mailing_group", firms[:1], card)
    page.refresh()
    page.bar.edit(None)
    editor = page.bar.editor
    editor.field.setCurrentIndex(editor.field.findData("mailing_group"))
    editor.value.set_value(desk.lists.ref("mailing_group", card))  # type: ignore[attr-defined]
    editor.apply()
    assert page.list.records.count == 1
    assert page.list.selected_ids() == (firms[0],)
    assert len(page.bar.filters()) == 1


def test_3_2_how_many_groups_a_contact_has_is_a_column(page: ContactsPage, desk: Desk) -> None:
    firm = records.company(desk)
    desk.contact_lines.assign("contact_mailing_group", [firm], code_id(desk, "mailing_group", "X-CARD"))
    page.refresh()
    table = page.list
    names = [column.name for column in table.records.columns]
    at = names.index("number_of_contact_mailing_group")
    assert "number_of_contact_mailing_group" in table.hidden_columns()
    assert table.records.index(0, at).data() == "1"
    assert table.records.index(0, names.index("number_of_contact_industry_group")).data() == ""


def test_a_list_narrowed_to_a_group_follows_who_joins_and_leaves_it(page: ContactsPage, desk: Desk) -> None:
    firms = [records.company(desk, f"Firm {letter}") for letter in "ABC"]
    card = code_id(desk, "mailing_group", "X-CARD")
    desk.contact_lines.assign("contact_mailing_group", firms[:1], card)
    page.show_filters((Filter("mailing_group", Op.IS, card),))
    assert page.list.records.count == 1
    desk.contact_lines.assign("contact_mailing_group", firms, card)
    assert page.list.records.count == 3
    desk.contact_lines.unassign("contact_mailing_group", firms[1:], card)
    assert page.list.records.count == 1
    prospects = code_id(desk, "business_relation", "PROS")
    desk.contact_lines.assign("contact_business_relation", firms, prospects)
    assert page.tabs.tabs.counts()["prospects"] == "3"
