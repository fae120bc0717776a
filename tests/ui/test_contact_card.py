"""The card of a contact by keyboard: fields saved when left, tasks, people, notes, another company (3.4 to 3.12)."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from oppdesk.domain.words import ContactType, Outcome
from oppdesk.services.desk import Desk
from oppdesk.ui.cards.contact import ContactCard
from oppdesk.ui.cards.contact_opportunities import OpportunitiesPage
from oppdesk.ui.dialogs.change_company import ChangeCompany
from oppdesk.ui.dialogs.contact import NewContact
from oppdesk.ui.dialogs.create_opportunity import CreateOpportunity
from oppdesk.ui.dialogs.create_task import CreateTask
from oppdesk.ui.dialogs.note import Note
from oppdesk.ui.dialogs.task import PostponeTask
from oppdesk.ui.metrics import px
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import enter, press, ready, tab, write
from tests.ui.scripted import Calls, ScriptedPrompts

Show = Callable[[int], ContactCard]


@pytest.fixture
def show(place: Workplace) -> Iterator[Show]:
    shown: list[ContactCard] = []

    def do(contact: int) -> ContactCard:
        card = ContactCard(place, contact)
        card.resize(px(180), px(112))
        ready(card)
        shown.append(card)
        QTest.qWait(1)
        return card

    yield do
    for card in shown:
        for dialog in card.findChildren(QDialog):
            dialog.reject()
        card.close()
        card.close()  # a field that is wrong holds it back once
        card.deleteLater()


@pytest.fixture
def firm(desk: Desk) -> int:
    return desk.contacts.create({"name": "Molenhof Zuivel BV", "phone": "+31 20 1", "city": "Oostgraftdijk"})


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
def anna(desk: Desk) -> int:
    made = records.salesperson(desk)
    desk.context.salesperson = made
    return made


def child(card: ContactCard, kind: type) -> QDialog:
    (found,) = [dialog for dialog in card.findChildren(kind) if dialog.isVisible()]
    assert isinstance(found, QDialog)
    return found


def test_a_field_is_saved_when_it_is_left_and_undone_like_anything(
    desk: Desk, show: Show, sanne: int
) -> None:
    card = show(sanne)
    write(card.form.fields.editor("job_title"), "Plant manager")
    assert desk.contacts.view(sanne).values["job_title"] == "Head of production"
    tab(card)
    assert desk.contacts.view(sanne).values["job_title"] == "Plant manager"
    assert card.columns.saved.text().startswith("saved ")
    assert desk.history.undo() == "Job title of Sanne Hoekema changed"
    assert card.form.fields.editor("job_title").value() == "Head of production"


def test_3_4_the_name_and_its_parts_follow_each_other_at_once(show: Show, sanne: int) -> None:
    card = show(sanne)
    write(card.form.fields.editor("name"), "Sanne de Vries")
    tab(card)
    assert card.form.fields.editor("surname").value() == "de Vries"
    assert card.windowTitle() == "CT000002  Sanne de Vries – OppDesk"
    assert card.head.name.text() == "Sanne de Vries"


@pytest.mark.parametrize(("name", "text"), [("e_mail", "s.hoekema@molenhof,example"), ("phone", "call me")])
def test_con_f_what_is_wrong_stays_typed_with_the_fault_beside_it(
    desk: Desk, show: Show, sanne: int, name: str, text: str
) -> None:
    card = show(sanne)
    before = desk.contacts.view(sanne).values[name]
    write(card.form.fields.editor(name), text)
    tab(card)
    row = card.form.fields.row(name)
    assert row.fault()
    assert card.form.fields.editor(name).text() == text
    assert card.columns.told.text().startswith("1 field not saved")
    assert card.columns.saved.text() == ""
    assert desk.contacts.view(sanne).values[name] == before
    desk.contacts.change(sanne, {"city": "Hoppenburg"})  # news must not take the words away
    assert card.form.fields.editor(name).text() == text
    write(card.form.fields.editor(name), "")
    tab(card)
    assert not row.fault()
    assert card.columns.told.text() == ""


def test_closing_saves_what_is_typed_and_is_held_back_once_by_a_fault(
    desk: Desk, show: Show, sanne: int
) -> None:
    card = show(sanne)
    write(card.form.fields.editor("city"), "Hoppenburg")
    press(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert desk.contacts.view(sanne).values["city"] == "Hoppenburg"
    other = show(sanne)
    write(other.form.fields.editor("e_mail"), "nobody")
    assert not other.close()
    assert "1 field not saved" in other.columns.told.text()
    assert other.close()
    assert desk.contacts.view(sanne).values["e_mail"] == ""


def test_the_card_of_a_contact_that_is_gone_says_so_and_closes(
    desk: Desk, place: Workplace, show: Show, firm: int, prompts: ScriptedPrompts
) -> None:
    gone = ContactCard(place, 4711)
    gone.show()
    QTest.qWait(1)
    assert "does not exist" in prompts.told[0]
    assert not gone.isVisible()
    gone.deleteLater()
    card = show(firm)
    desk.contacts.remove([firm])
    QTest.qWait(1)
    assert not card.isVisible()


def test_fields_of_the_other_kind_are_not_shown(show: Show, firm: int, sanne: int) -> None:
    company, person = show(firm), show(sanne)
    assert company.form.fields.row("job_title").isHidden()
    assert not person.form.fields.row("job_title").isHidden()
    company.form.more.click()
    person.form.more.click()
    assert not company.form.fields.row("vat_number").isHidden()
    assert person.form.fields.row("vat_number").isHidden()
    assert not person.form.fields.row("surname").isHidden()


def test_3_6_a_change_of_the_company_shows_on_the_open_card_of_its_person(
    show: Show, firm: int, sanne: int
) -> None:
    person, company = show(sanne), show(firm)
    write(company.form.fields.editor("phone"), "+31 20 3")
    tab(company)
    assert person.form.fields.editor("phone").value() == "+31 20 3"


def test_con_f5_the_same_vat_number_is_told_beside_the_field(desk: Desk, show: Show, firm: int) -> None:
    other = desk.contacts.create({"name": "Visafslag", "vat_number": "NL1"})
    card = show(firm)
    card.form.more.click()
    write(card.form.fields.editor("vat_number"), "NL1")
    tab(card)
    assert card.form.fields.row("vat_number").note() == "Visafslag has the same number."
    assert not show(other).form.fields.row("vat_number").isHidden()


# -- another company (3.6, R-DEL-08) --------------------------------------------------------------------------


def choose_company(card: ContactCard, text: str) -> None:
    write(card.form.fields.editor("company"), text)
    enter(card)


@pytest.mark.parametrize("moves", [False, True], ids=["stay", "move"])
def test_r_del_08_the_user_says_whether_records_stay_or_move(
    desk: Desk, show: Show, firm: int, sanne: int, moves: bool
) -> None:
    second = desk.contacts.create({"name": "Visafslag"})
    deal = records.started(desk, contact=sanne)
    card = show(sanne)
    choose_company(card, "visaf")
    dialog = child(card, ChangeCompany)
    assert isinstance(dialog, ChangeCompany)
    assert dialog.focusWidget() is dialog.stay
    if moves:
        QTest.keyClick(dialog.take_along, Qt.Key.Key_Space)
    enter(dialog)
    assert card.view.company is not None
    assert card.view.company.id == second
    contact = records.view(desk, deal).contact
    assert contact is not None
    assert contact.id == (sanne if moves else firm)


def test_r_del_08_giving_up_leaves_the_company(desk: Desk, show: Show, firm: int, sanne: int) -> None:
    desk.contacts.create({"name": "Visafslag"})
    records.opportunity(desk, contact=sanne)
    card = show(sanne)
    choose_company(card, "visaf")
    press(child(card, ChangeCompany), Qt.Key.Key_Escape)
    assert card.form.fields.editor("company").text() == "Molenhof Zuivel BV"
    assert desk.contacts.view(sanne).company is not None


def test_without_records_the_company_changes_at_once(desk: Desk, show: Show, sanne: int) -> None:
    second = desk.contacts.create({"name": "Visafslag"})
    card = show(sanne)
    choose_company(card, "visaf")
    company = desk.contacts.view(sanne).company
    assert company is not None
    assert company.id == second
    last = desk.history.last()
    assert last is not None
    assert last.title == "Sanne Hoekema now belongs to Visafslag"


def test_a_company_that_is_not_there_is_made_and_taken(desk: Desk, show: Show, sanne: int) -> None:
    card = show(sanne)
    choose_company(card, "Visafslag")
    dialog = child(card, NewContact)
    assert isinstance(dialog, NewContact)
    assert dialog.fields.editor("name").value() == "Visafslag"
    enter(dialog)
    company = desk.contacts.view(sanne).company
    assert company is not None
    assert company.text == "Visafslag"


# -- what is going on -----------------------------------------------------------------------------------------


def titles(shown: RecordList) -> list[str]:
    model = shown.records
    return [model.row(row)["description"] for row in range(model.rowCount())]


def test_8_22_a_company_lists_the_opportunities_of_its_people_and_a_person_the_own(
    desk: Desk, show: Show, firm: int, sanne: int, calls: Calls
) -> None:
    records.started(desk, contact=firm, description="Line 3")
    deal = records.started(desk, contact=sanne, description="Training")
    records.close(desk, records.started(desk, contact=sanne, description="Pump"), Outcome.LOST)
    company, person = show(firm), show(sanne)
    assert sorted(titles(company.middle.list)) == ["Line 3", "Training"]
    assert titles(person.middle.list) == ["Training"]
    enter(person)  # the list has the cursor when the card opens
    assert calls.opened == [("opportunity", deal)]
    person.middle._title.linked.emit()
    page = person.page("opportunities")
    assert isinstance(page, OpportunitiesPage)
    QTest.qWait(1)
    assert page.isVisible()
    assert not person.middle.isVisible()
    assert sorted(titles(page.list)) == ["Pump", "Training"]


def test_r_agg_01_figures_split_by_open_won_and_lost(desk: Desk, show: Show, firm: int) -> None:
    records.started(desk, contact=firm, value=100_000)
    records.close(desk, records.started(desk, contact=firm, value=200_000), Outcome.WON, sales_value=300_000)
    records.close(desk, records.started(desk, contact=firm, value=400_000), Outcome.LOST)
    page = show(firm).page("opportunities")
    assert isinstance(page, OpportunitiesPage)
    rows = [[cell.text() for cell in row] for row in page.statistics.cells]
    assert [row[0] for row in rows] == ["1", "1", "1", "3"]
    assert [row[1] for row in rows][:1] == ["1,000"]
    assert rows[1][2] == "3,000"
    assert rows[2][2] == "0"


def test_a_task_is_added_done_and_postponed(desk: Desk, show: Show, firm: int, anna: int) -> None:
    card = show(firm)
    card.add_task()
    dialog = child(card, CreateTask)
    assert isinstance(dialog, CreateTask)
    write(dialog.description, "Send drawings")
    enter(dialog)
    (row,) = card.side.tasks.rows()
    assert row.words.line.title == "Send drawings"
    row.postpone.setFocus()
    press(card, Qt.Key.Key_Space)
    later = child(card, PostponeTask)
    assert isinstance(later, PostponeTask)
    day = desk.context.work_date + timedelta(days=9)
    later.on.set_value(day)
    later.accept()
    assert desk.contacts.view(firm).open_tasks[0].on == day
    row.done.setFocus()
    press(card, Qt.Key.Key_Space)
    assert card.side.tasks.rows() == []
    assert desk.contacts.view(firm).closed_tasks[0].description == "Send drawings"


def test_notes_are_added_changed_and_taken_away(desk: Desk, show: Show, firm: int) -> None:
    card = show(firm)
    card.add_note()
    dialog = child(card, Note)
    assert isinstance(dialog, Note)
    write(dialog.text, "Prefers calls before nine.")
    dialog.accept()
    (row,) = card.side.notes.rows()
    assert row.words.text() == "Prefers calls before nine."
    row.edit.click()
    change = child(card, Note)
    assert isinstance(change, Note)
    change.text.set_value("Speaks Dutch.")
    change.accept()
    assert card.side.notes.rows()[0].words.text() == "Speaks Dutch."
    card.side.notes.rows()[0].remove.click()
    assert card.side.notes.rows() == []
    assert desk.comments.of("contact", firm) == ()


def test_people_lead_to_their_cards_and_more_are_added(
    desk: Desk, show: Show, firm: int, sanne: int, calls: Calls
) -> None:
    card = show(firm)
    card.side.people.buttons()[0].setFocus()
    enter(card)
    assert calls.opened == [("contact", sanne)]
    card.new_person()
    dialog = child(card, NewContact)
    assert isinstance(dialog, NewContact)
    write(dialog.fields.editor("name"), "Teun Brakel")
    enter(dialog)
    assert [line.title for line in card.side.people.lines()] == ["Sanne Hoekema", "Teun Brakel"]


def test_an_opportunity_begins_with_this_contact_unless_it_is_blocked(
    desk: Desk, show: Show, sanne: int
) -> None:
    card = show(sanne)
    card.head.new.click()
    dialog = child(card, CreateOpportunity)
    assert isinstance(dialog, CreateOpportunity)
    assert dialog.draft().contact == sanne
    dialog.reject()
    desk.contacts.change(sanne, {"privacy_blocked": True})
    assert not card.head.new.isEnabled()  # CON-P2
    assert card.head.new.toolTip() == "Blocked for privacy reasons"
    assert card.head.blocked.isVisible()


# -- type and deletion ----------------------------------------------------------------------------------------


def test_3_5_the_type_changes_after_a_question(
    desk: Desk, show: Show, firm: int, prompts: ScriptedPrompts
) -> None:
    card = show(firm)
    prompts.answers.append(True)
    card.change_type()
    assert desk.contacts.view(firm).is_person
    assert "person" in card.head.caption.text()
    assert not card.form.fields.row("job_title").isHidden()


def test_m_29_con_t4_what_fixes_the_type_is_told(
    desk: Desk, show: Show, firm: int, sanne: int, prompts: ScriptedPrompts
) -> None:
    records.opportunity(desk, contact=sanne)
    card = show(firm)
    prompts.answers.append(True)
    card.change_type()
    assert "linked" in prompts.told[0]
    assert not desk.contacts.view(firm).is_person


def test_r_del_06_deleting_from_the_card_closes_it(
    desk: Desk, show: Show, firm: int, sanne: int, prompts: ScriptedPrompts
) -> None:
    person, company = show(sanne), show(firm)
    prompts.answers.append(True)
    company.delete()
    assert "Sanne Hoekema" in prompts.asked[0]
    QTest.qWait(1)
    assert not company.isVisible()
    assert not person.isVisible()


# -- the window -----------------------------------------------------------------------------------------------


def test_a_narrow_window_puts_the_side_behind_a_tab(show: Show, firm: int) -> None:
    card = show(firm)
    assert card.side.isVisible()
    card.resize(px(120), px(90))
    assert not card.side.isVisible()
    card.columns.tabs.setFocus()
    for _page in range(8):
        press(card, Qt.Key.Key_Right)
    assert card.side.isVisible()
    assert not card.middle.isVisible()
    card.resize(px(180), px(90))
    assert card.side.isVisible()
    assert card.middle.isVisible()


def test_the_menu_offers_what_is_possible(show: Show, firm: int, sanne: int) -> None:
    menu = show(firm).menu()
    texts = [action.text() for action in menu.actions() if not action.isSeparator() and action.isEnabled()]
    for words in ("New person at this company…", "Add task…", "Add note…", "Delete…"):
        assert words in texts
    menu.deleteLater()
