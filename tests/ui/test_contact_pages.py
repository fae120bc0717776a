"""What stands behind the tabs of a contact's card: people, addresses, relations and groups, notes, history."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from oppdesk.domain.words import ContactType, Outcome, Relation
from oppdesk.services.desk import Desk
from oppdesk.ui import links
from oppdesk.ui.cards.contact import ContactCard
from oppdesk.ui.cards.contact_addresses import AddressesPage
from oppdesk.ui.cards.contact_history import HistoryPage
from oppdesk.ui.cards.contact_notes import NotesPage, TasksPage
from oppdesk.ui.cards.contact_people import PeoplePage
from oppdesk.ui.cards.contact_relations import RelationsPage
from oppdesk.ui.dialogs.address_dates import AddressDates
from oppdesk.ui.dialogs.apply_template import ApplyTemplate
from oppdesk.ui.dialogs.contact import NewContact
from oppdesk.ui.dialogs.contact_line import ContactLine
from oppdesk.ui.dialogs.create_task import CreateTask
from oppdesk.ui.dialogs.link_number import LinkNumber
from oppdesk.ui.dialogs.note import Note
from oppdesk.ui.dialogs.salutations import Salutations
from oppdesk.ui.metrics import px
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
        card.close()
        card.deleteLater()


@pytest.fixture
def firm(desk: Desk) -> int:
    return desk.contacts.create(
        {
            "name": "Molenhof Zuivel BV",
            "phone": "+31 20 624 1111",
            "address": "Kaasweg 1",
            "city": "Oostgraftdijk",
        }
    )


@pytest.fixture
def sanne(desk: Desk, firm: int) -> int:
    return desk.contacts.create(
        {
            "type": int(ContactType.PERSON),
            "name": "Sanne Hoekema",
            "company": firm,
            "e_mail": "s@molenhof.example",
        }
    )


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have been handed to the system."""
    found: list[str] = []
    monkeypatch.setattr(
        links, "follow", lambda url, _prompts, _window: found.append(bytes(url.toEncoded().data()).decode())
    )
    return found


def child(card: QWidget, kind: type) -> Any:
    (found,) = [dialog for dialog in card.findChildren(kind) if dialog.isVisible()]
    return found


def page(card: ContactCard, key: str, kind: type) -> Any:
    found = card.page(key)
    assert isinstance(found, kind)
    QTest.qWait(1)
    assert found.isVisible()
    return found


def click(card: QWidget, button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


# -- the head and the overview --------------------------------------------------------------------------------


def pills(card: ContactCard) -> list[str]:
    head = card.head
    marks = (head.acquaintance, *head.relations, head.language, head.blocked, head.minor)
    return [mark.accessibleName() for mark in marks if not mark.isHidden()]


def test_3_11_lead_prospect_and_customer_are_marked(desk: Desk, show: Show, firm: int) -> None:
    card = show(firm)
    assert pills(card) == ["Lead"]
    deal = records.started(desk, contact=firm)
    assert pills(card) == ["Prospect"]
    records.close(desk, deal, Outcome.WON, sales_value=100)
    assert pills(card) == ["Customer"]
    desk.contact_lines.link(firm, Relation.CUSTOMER, "C10240")
    assert pills(card) == ["Customer C10240"]


def test_con_p2_blocked_and_minor_are_marked_and_start_nothing_new(
    desk: Desk, show: Show, sanne: int
) -> None:
    card = show(sanne)
    desk.contacts.change(sanne, {"minor": True})
    assert pills(card)[-2:] == ["Privacy blocked", "Minor"]
    assert not card.head.new.isEnabled()
    assert "privacy" in card.head.new.toolTip()


def test_3_14_call_offers_the_ways_of_person_and_company(
    show: Show, desk: Desk, sanne: int, followed: list[str]
) -> None:
    desk.contacts.change(sanne, {"phone": "", "mobile_phone": "+31 6 1234 5678"})
    card = show(sanne)
    ways = [(line.title, line.right) for line in card.head.call_button.ways()]
    assert ways == [("+31 6 12345678", "Sanne Hoekema"), ("+31 20 624 1111", "Molenhof Zuivel BV")]
    menu = card.head.call_button.menu_of_ways()
    menu.actions()[1].trigger()
    assert followed == ["tel:+31206241111"]
    menu.deleteLater()


def test_the_map_shows_the_address_of_today(show: Show, firm: int, followed: list[str]) -> None:
    card = show(firm)
    click(card, card.head.visit_button)
    assert "Kaasweg" in followed[0]
    assert followed[0].startswith("https://")


def test_what_happened_is_told_the_newest_first(desk: Desk, show: Show, firm: int) -> None:
    card = show(firm)
    timeline = card.middle.timeline
    assert timeline.nothing.isVisible()
    records.close(desk, records.started(desk, contact=firm, description="Pump"), Outcome.LOST)
    assert "Lost" in timeline.list.events.events[0].title


def test_i11_markup_in_a_name_is_shown_as_it_is(desk: Desk, show: Show) -> None:
    name = "<b>Bold</b> & <img src=x>"
    made = desk.contacts.create({"name": name})
    card = show(made)
    assert card.head.name.text() == name
    assert card.head.name.textFormat() == Qt.TextFormat.PlainText


def test_ctrl_tab_turns_the_pages_of_a_wide_card_and_comes_round(show: Show, firm: int) -> None:
    card = show(firm)
    seen = []
    for _turn in range(9):
        press(card, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        seen.append(card.columns.tabs.current())
    assert seen[:3] == ["people", "opportunities", "tasks"]
    assert seen[7:] == ["middle", "people"]
    press(card, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert card.columns.tabs.current() == "middle"


# -- picture --------------------------------------------------------------------------------------------------


def test_a_picture_is_dropped_replaced_and_removed(
    desk: Desk, show: Show, sanne: int, tmp_path: Path
) -> None:
    path = tmp_path / "face.png"
    image = QImage(1600, 1200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.save(str(path))
    card = show(sanne)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(1, 1),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    card.head.portrait.dropEvent(drop)
    stored = desk.contacts.picture(sanne)
    assert stored is not None
    assert card.head.portrait.has_picture()
    assert max(card.head.portrait.picture.width(), card.head.portrait.picture.height()) == 512
    menu = card.head.portrait.menu()
    menu.actions()[1].trigger()
    menu.deleteLater()
    assert desk.contacts.picture(sanne) is None
    assert not card.head.portrait.has_picture()


def test_a_file_that_is_no_picture_is_refused_in_words(
    show: Show, sanne: int, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    path = tmp_path / "face.png"
    path.write_bytes(b"no picture at all")
    card = show(sanne)
    prompts.files.append(path)
    click(card, card.head.portrait)
    assert prompts.told == ["“face.png” is no picture that can be read."]


# -- fields ---------------------------------------------------------------------------------------------------


def test_seldom_fields_are_folded_until_they_are_filled(desk: Desk, show: Show, sanne: int) -> None:
    card = show(sanne)
    fields = card.form.fields
    assert not fields.has("fax") or not fields.row("fax").isVisible()
    desk.contacts.change(sanne, {"fax": "12345"})
    assert fields.row("fax").isVisible()
    assert not fields.has("first_name") or not fields.row("first_name").isVisible()
    card.form.more.click()
    assert fields.row("first_name").isVisible()
    assert not fields.row("currency").isVisible()  # CON-F4: of companies


def test_con_p1_the_block_of_a_minor_cannot_be_cleared_before_consent(
    desk: Desk, show: Show, sanne: int
) -> None:
    card = show(sanne)
    card.form.more.click()
    desk.contacts.change(sanne, {"minor": True})
    fields = card.form.fields
    assert not fields.editor("privacy_blocked").isEnabled()
    assert "consent must be recorded" in fields.row("privacy_blocked").note()
    fields.editor("parental_consent").click()
    assert desk.contacts.view(sanne).values["privacy_blocked"]
    assert fields.editor("privacy_blocked").isEnabled()
    fields.editor("privacy_blocked").click()
    assert not desk.contacts.view(sanne).values["privacy_blocked"]


def test_3_10_consent_is_for_minors_only(show: Show, sanne: int) -> None:
    card = show(sanne)
    card.form.more.click()
    assert not card.form.fields.editor("parental_consent").isEnabled()
    assert card.form.fields.row("parental_consent").note() == "Only minors need it."


def test_3_8_a_post_code_fills_the_city_and_several_are_offered(desk: Desk, show: Show, firm: int) -> None:
    for code, city in (("1487 KD", "Oostgraftdijk"), ("9999", "Aa"), ("9999", "Bee")):
        desk.setup.save("post_code", None, {"code": code, "city": city})
    card = show(firm)
    fields = card.form.fields
    write(fields.editor("post_code"), "1487 kd")
    tab(card)
    assert desk.contacts.view(firm).values["city"] == "Oostgraftdijk"
    write(fields.editor("post_code"), "9999")
    tab(card)
    assert card.form.places is not None
    offered = card.form.places
    assert [action.text() for action in offered.actions()] == ["9999 Aa", "9999 Bee"]
    offered.actions()[1].trigger()
    offered.hide()
    QTest.qWait(1)
    assert desk.contacts.view(firm).values["city"] == "Bee"


# -- people ---------------------------------------------------------------------------------------------------


def test_the_people_of_a_company_are_listed_and_one_is_added(
    show: Show, firm: int, sanne: int, calls: Calls
) -> None:
    card = show(firm)
    people = page(card, "people", PeoplePage)
    assert people.list.records.rowCount() == 1
    people.list.setFocus()
    enter(people.list)
    assert calls.opened == [("contact", sanne)]
    people.title.linked.emit()
    dialog = child(card, NewContact)
    write(dialog.fields.editor("name"), "Teun Brakel")
    enter(dialog)
    assert people.list.records.rowCount() == 2


def test_a_person_without_company_says_so(desk: Desk, show: Show) -> None:
    alone = desk.contacts.create({"type": int(ContactType.PERSON), "name": "Ilse"})
    people = page(show(alone), "people", PeoplePage)
    assert people.list.records.rowCount() == 0


# -- addresses ------------------------------------------------------------------------------------------------


def test_4_1_an_address_is_added_dated_and_holds_today(desk: Desk, show: Show, sanne: int) -> None:
    card = show(sanne)
    found = page(card, "addresses", AddressesPage)
    assert [block.title.text() for block in found.addresses.blocks] == ["Usual address"]
    found.add_address()
    dialog = child(card, ContactLine)
    write(dialog.fields.editor("code"), "summer")
    write(dialog.fields.editor("address"), "Strandweg 4")
    enter(dialog)
    assert [block.title.text() for block in found.addresses.blocks] == ["Usual address", "SUMMER"]
    found.add_dates()
    enter(child(card, AddressDates))  # from today on
    assert [block.mark is not None for block in found.addresses.blocks] == [False, True]
    assert len(found.ranges.blocks) == 1


def dated(desk: Desk, contact: int) -> int:
    made = desk.contact_lines.save("alternative_address", contact, None, {"code": "B", "city": "Aa"}).id
    today = desk.context.work_date
    desk.contact_lines.save(
        "address_range", contact, None, {"starting_date": today, "alternative_address": made}
    )
    return made


def test_alt_4_an_overlap_is_warned_of_while_typing_and_on_the_page(
    desk: Desk, show: Show, sanne: int
) -> None:
    dated(desk, sanne)
    card = show(sanne)
    found = page(card, "addresses", AddressesPage)
    found.add_dates()
    dialog = child(card, AddressDates)
    dialog.start.set_value(desk.context.work_date + timedelta(days=5))
    dialog.start.changed.emit(dialog.start.value())
    assert "overlap" in dialog.warning.words()
    enter(dialog)
    assert "overlap" in found.warning.words()


@pytest.mark.parametrize(
    ("start", "end", "field"), [(3, 1, "ending_date"), (0, None, "starting_date")], ids=["alt_3", "alt_2"]
)
def test_alt_2_3_what_is_wrong_stands_beside_its_field(
    desk: Desk, show: Show, sanne: int, start: int, end: int | None, field: str
) -> None:
    dated(desk, sanne)
    card = show(sanne)
    page(card, "addresses", AddressesPage).add_dates()
    dialog = child(card, AddressDates)
    today = desk.context.work_date
    dialog.start.set_value(today + timedelta(days=start))
    dialog.end.set_value(None if end is None else today + timedelta(days=end))
    enter(dialog)
    assert dialog.isVisible()
    assert any(row.fault() for row in dialog.rows.values()), field


def test_an_address_goes_with_its_dates_and_comes_back(desk: Desk, show: Show, sanne: int) -> None:
    dated(desk, sanne)
    found = page(show(sanne), "addresses", AddressesPage)
    found.addresses.blocks[1].acts["trash-2"].click()
    assert len(found.addresses.blocks) == 1
    assert not found.ranges.blocks
    desk.history.undo()
    assert len(found.addresses.blocks) == 2
    assert len(found.ranges.blocks) == 1


# -- relations and groups -------------------------------------------------------------------------------------


def words(found: RelationsPage, key: str) -> list[str]:
    return [tag.words for tag in found.groups[key].tags.tags()]


def test_4_2_a_group_is_added_by_typing_and_taken_away_as_a_tag(desk: Desk, show: Show, sanne: int) -> None:
    card = show(sanne)
    found = page(card, "relations", RelationsPage)
    group = found.groups["contact_mailing_group"]
    group.add.setFocus()
    write(group.add, "x-card")
    press(group.add, Qt.Key.Key_Return)
    assert words(found, "contact_mailing_group") == ["Christmas card"]
    assert group.add.text() == ""
    tag = group.tags.buttons()[0]
    tag.setFocus()
    press(tag, Qt.Key.Key_Delete)
    assert words(found, "contact_mailing_group") == []


def test_con_f6_a_company_has_no_job_responsibilities(show: Show, firm: int) -> None:
    found = page(show(firm), "relations", RelationsPage)
    assert found.groups["contact_job_responsibility"].isHidden()
    assert not found.groups["contact_industry_group"].isHidden()


def test_br_5_and_br_2_speak_in_the_dialog_that_links(desk: Desk, show: Show, sanne: int, firm: int) -> None:
    card = show(sanne)
    found = page(card, "relations", RelationsPage)
    found.link_number()
    dialog = child(card, LinkNumber)
    enter(dialog)
    assert dialog.rows["external_number"].fault() == "Please fill in the number."  # BR-5
    write(dialog.number, "c10240")
    enter(dialog)
    assert [block.title.text() for block in found.relations.blocks] == ["Customer C10240"]
    assert desk.contact_lines.rows("contact_business_relation", firm)
    found.link_number()
    again = child(card, LinkNumber)
    write(again.number, "c2")
    enter(again)
    assert "already linked" in again.rows["external_number"].fault()  # BR-2


def test_br_1_a_reserved_code_typed_by_hand_is_refused(desk: Desk, show: Show, firm: int) -> None:
    card = show(firm)
    found = page(card, "relations", RelationsPage)
    found.add_relation()
    dialog = child(card, ContactLine)
    field = dialog.fields.editor("business_relation")
    field.setFocus()
    write(field, "CUST")
    press(field, Qt.Key.Key_Return)
    enter(dialog)
    assert dialog.isVisible()
    assert "Link it instead" in dialog.rows["business_relation"].fault()


def test_web_1_a_source_is_launched_with_its_word(
    desk: Desk, show: Show, firm: int, followed: list[str], prompts: ScriptedPrompts
) -> None:
    source = desk.setup.save("web_source", None, {"code": "W", "url": "https://find.example/?q=%1"})
    blank = desk.setup.save("web_source", None, {"code": "B"})
    for each, word in ((source, "zuivel & co"), (blank, "")):
        desk.contact_lines.save("contact_web_source", firm, None, {"web_source": each, "search_word": word})
    found = page(show(firm), "relations", RelationsPage)
    by_name = {block.title.text(): block for block in found.sources.blocks}
    by_name["W"].acts["external-link"].click()
    assert followed == ["https://find.example/?q=zuivel%20%26%20co"]
    by_name["B"].acts["external-link"].click()
    assert "Fill in the web address" in prompts.told[0]


# -- notes, tasks, history ------------------------------------------------------------------------------------


def test_notes_and_tasks_are_all_there_and_more_are_added(desk: Desk, show: Show, sanne: int) -> None:
    desk.context.salesperson = records.salesperson(desk)
    card = show(sanne)
    notes, tasks = page(card, "notes", NotesPage), page(card, "tasks", TasksPage)
    card.page("notes")
    notes.title.linked.emit()
    write_note = child(card, Note)
    write_note.text.set_value("Prefers calls before nine")
    write_note.accept()
    assert len(notes.notes.rows()) == 1
    tasks.title.linked.emit()
    dialog = child(card, CreateTask)
    write(dialog.description, "Ask about summer stop")
    dialog.accept()
    assert len(tasks.open_ones.rows()) == 1
    tasks.open_ones.rows()[0].done.click()
    assert len(tasks.closed.rows()) == 1


def test_the_history_tells_who_changed_what_and_leaves_out_what_was_undone(
    desk: Desk, show: Show, sanne: int
) -> None:
    found = page(show(sanne), "history", HistoryPage)
    desk.contacts.change(sanne, {"job_title": "Plant manager"})
    first = found.lines.lines()[0]
    assert first.title == "Job title of Sanne Hoekema changed"
    assert first.note == "Job title: – → Plant manager"
    desk.history.undo()
    assert found.lines.lines()[0].title == "Sanne Hoekema created"


# -- dialogs --------------------------------------------------------------------------------------------------


def test_page_5151_every_greeting_is_shown(show: Show, sanne: int) -> None:
    card = show(sanne)
    card.salutations()
    dialog = child(card, Salutations)
    assert any("Sanne" in text for _language, _manner, text in dialog.lines)
    enter(dialog)


def test_3_3_a_template_says_what_it_fills_and_fills_it(desk: Desk, show: Show, sanne: int) -> None:
    language = desk.setup.rows("language")[0]["id"]
    for code, kind in (("P", ContactType.PERSON), ("C", ContactType.COMPANY)):
        desk.setup.save("contact_template", None, {"code": code, "type": int(kind), "language": language})
    desk.contacts.change(sanne, {"language": None})
    card = show(sanne)
    card.apply_template()
    dialog = child(card, ApplyTemplate)
    assert [radio.isEnabled() for radio in dialog.choices.values()].count(True) == 1
    enter(dialog)
    found = desk.contacts.view(sanne).values["language"]
    assert found is not None
    assert found.id == language


def test_3_3_without_templates_the_way_to_make_one_is_shown(desk: Desk, show: Show, sanne: int) -> None:
    for row in desk.setup.rows("contact_template"):
        desk.setup.remove("contact_template", row["id"])
    card = show(sanne)
    card.apply_template()
    dialog = child(card, ApplyTemplate)
    assert not dialog.primary.isEnabled()
    assert dialog.setup.isVisible()


def test_3_12_the_question_counts_what_goes_along(
    desk: Desk, show: Show, sanne: int, prompts: ScriptedPrompts
) -> None:
    dated(desk, sanne)
    desk.comments.add("contact", sanne, "A note")
    group = desk.setup.rows("mailing_group")[0]["id"]
    desk.contact_lines.save("contact_mailing_group", sanne, None, {"mailing_group": group})
    prompts.answers.append(False)
    show(sanne).delete()
    assert "1 note, 1 alternative address, 1 group membership" in prompts.asked[0]


def test_3_10_anonymising_tells_what_is_forgotten_and_what_stays(
    desk: Desk, show: Show, sanne: int, prompts: ScriptedPrompts
) -> None:
    records.close(desk, records.started(desk, contact=sanne), Outcome.LOST)
    card = show(sanne)
    prompts.answers.append(True)
    card.anonymise()
    assert "Kept under a number, for the figures: 1 opportunity" in prompts.asked[0]
    assert "cannot be undone" in prompts.asked[0]
    assert desk.contacts.view(sanne).name.startswith("Anonymised")
    assert card.head.name.text().startswith("Anonymised")


def test_3_10_everything_about_a_contact_leaves_as_one_file(
    desk: Desk, show: Show, sanne: int, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    path = tmp_path / "sanne.json"
    prompts.files.append(path)
    show(sanne).export_everything()
    data = json.loads(path.read_text("utf-8"))
    assert data["contact"]["name"] == "Sanne Hoekema"
    assert desk.contacts.view(sanne).name == "Sanne Hoekema"


def test_a_parent_is_looked_for_among_companies_only(desk: Desk, show: Show, firm: int, sanne: int) -> None:
    card = show(firm)
    card.form.more.click()
    field = card.form.fields.editor("parent_company")
    field.setFocus()
    write(field, "Sanne")
    press(field, Qt.Key.Key_Return)
    tab(card)
    assert desk.contacts.view(firm).parent is None
    assert desk.contacts.view(sanne).is_person


def test_3_5_another_type_shows_other_pages_at_once(desk: Desk, show: Show) -> None:
    made = desk.contacts.create({"name": "Teun Brakel"})
    card = show(made)
    assert page(card, "relations", RelationsPage).groups["contact_job_responsibility"].isHidden()
    desk.contacts.change_type(made, ContactType.PERSON)
    found = page(card, "relations", RelationsPage)
    assert not found.groups["contact_job_responsibility"].isHidden()
    assert found.groups["contact_industry_group"].isHidden()
    assert not card.form.fields.row("job_title").isHidden()


def test_con_p2_a_blocked_contact_is_not_linked(desk: Desk, show: Show, firm: int) -> None:
    desk.contacts.change(firm, {"privacy_blocked": True})
    found = page(show(firm), "relations", RelationsPage)
    assert not found.link.isEnabled()
    assert "privacy" in found.link.toolTip()


def test_a_typed_contact_gets_its_number_in_the_form_of_its_country(
    desk: Desk, show: Show, firm: int
) -> None:
    desk.contacts.change(firm, {"country": desk.setup.with_code("country", "NL")})
    card = show(firm)
    write(card.form.fields.editor("mobile_phone"), "06 12345678")
    tab(card)
    assert card.form.fields.editor("mobile_phone").text() == "+31 6 12345678"
    write(card.form.fields.editor("mobile_phone"), "123")  # in doubt it stays
    tab(card)
    assert card.form.fields.editor("mobile_phone").text() == "123"
