"""Groups and templates of interactions in Setup: their letters with fields, their files, what they come to (9.1, 9.2)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from oppdesk.domain.interactions import File
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.services.desk import Desk
from oppdesk.ui.cards.contact import ContactCard
from oppdesk.ui.cards.contact_opportunities import OpportunitiesPage
from oppdesk.ui.setup.interaction_pages import InteractionGroupPage, InteractionTemplatePage
from oppdesk.ui.setup.people_page import SalespersonPage
from oppdesk.ui.setup.template_document import TABLE
from oppdesk.ui.setup_page import FormPage, SetupPage
from oppdesk.ui.workplace import Workplace
from tests.services import records, talks
from tests.ui.hands import ready, write
from tests.ui.scripted import Calls, ScriptedPrompts

Show = Callable[[type[SetupPage]], SetupPage]


@pytest.fixture
def show(place: Workplace) -> Iterator[Show]:
    shown: list[SetupPage] = []

    def do(kind: type[SetupPage]) -> SetupPage:
        page = kind(place)  # type: ignore[call-arg]
        page.resize(1300, 900)
        ready(page)
        shown.append(page)
        return page

    yield do
    for page in shown:
        page.close()
        page.deleteLater()


@pytest.fixture
def memo(desk: Desk) -> int:
    """The line of the template MEMO for all other languages."""
    template = talks.template(desk, "MEMO")
    rows = [row for row in desk.setup.rows(TABLE, template) if row["language"] is None]
    return rows[0]["id"] if rows else talks.language(desk, template, description="Memo")


def of_memo(desk: Desk, show: Show, memo: int) -> InteractionTemplatePage:
    page = show(InteractionTemplatePage)
    assert isinstance(page, InteractionTemplatePage)
    page.rows.grid.go_to(talks.template(desk, "MEMO"))
    page.languages.grid.go_to(memo)
    QTest.qWait(1)
    return page


def letter(desk: Desk, line: int) -> str:
    return str(desk.setup.row(TABLE, line)["letter"])


def test_5078_a_group_tells_what_its_interactions_come_to(desk: Desk, show: Show, calls: Calls) -> None:
    talks.talk(desk, "ONSITE", cost=4500, duration=90)
    talks.talk(desk, "INHOUSE", cost=1500, duration=30)
    page = show(InteractionGroupPage)
    assert isinstance(page, InteractionGroupPage)
    group = records.code_id(desk, "interaction_group", "MEETING")
    page.rows.grid.go_to(group)
    assert page.figures.table.rows()[-1] == ["All", "2", "60.00", "2 h"]
    assert "30.00 and 1 h each" in page.figures._average.text()
    page.figures.shows.click()
    ((section, filters),) = calls.lists
    assert section == "interactions"
    assert Filter("interaction_group", Op.IS, group) in filters


def test_5079_a_template_tells_it_too(desk: Desk, show: Show, memo: int) -> None:
    talks.talk(desk, "MEMO", cost=800, duration=15, letter="Dear all")
    page = of_memo(desk, show, memo)
    assert page.figures.table.rows()[-1] == ["All", "1", "8.00", "15 min"]


def test_5117_a_salesperson_tells_it_too(desk: Desk, show: Show) -> None:
    anna = records.salesperson(desk)
    talks.talk(desk, "ONSITE", salesperson=anna, cost=4500, duration=90)
    page = show(SalespersonPage)
    assert isinstance(page, SalespersonPage)
    page.rows.grid.go_to(anna)
    assert page.interactions.table.rows()[-1] == ["All", "1", "45.00", "1 h 30 min"]


def test_5053_a_company_tells_those_of_its_people_too(desk: Desk, place: Workplace, calls: Calls) -> None:
    firm = records.company(desk)
    talks.talk(desk, "ONSITE", contact=firm, cost=4500)
    talks.talk(desk, "ONSITE", contact=records.person(desk, company=firm), cost=1500)
    card = ContactCard(place, firm)
    ready(card)
    QTest.qWait(1)
    page = card.page("opportunities")
    assert isinstance(page, OpportunitiesPage)
    assert page.interactions.table.rows()[-1][:3] == ["All", "2", "60.00"]
    page.interactions.shows.click()
    ((_section, filters),) = calls.lists
    assert desk.lists.count("interaction", Query(filters)) == 2
    card.close()
    card.deleteLater()


def test_5154_a_letter_is_stored_when_it_is_left(desk: Desk, show: Show, memo: int) -> None:
    page = of_memo(desk, show, memo)
    write(page.document.letter, "Dear {contact}")
    page.rows.grid.setFocus()
    assert letter(desk, memo).startswith("Dear {contact}")


def test_9_2_a_field_is_chosen_by_its_name(desk: Desk, show: Show, memo: int) -> None:
    page = of_memo(desk, show, memo)
    page.document.letter.set_value("")
    page.document.letter.setFocus()
    menu = page.document.fields()
    next(action for action in menu.actions() if action.text() == "Formal greeting").trigger()
    page.document.store()
    assert letter(desk, memo) == "{formal}"


def test_9_2_what_is_no_field_is_told_while_one_types(desk: Desk, show: Show, memo: int) -> None:
    page = of_memo(desk, show, memo)
    write(page.document.letter, "Dear {colour}")
    assert "{colour}" in page.document.told()


def test_5154_a_file_is_imported_exported_and_removed(
    desk: Desk, show: Show, memo: int, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    source, target = tmp_path / "memo.txt", tmp_path / "out.txt"
    source.write_bytes(b"To all")
    prompts.files += [source, target]
    page = of_memo(desk, show, memo)
    page.document.bring.click()
    assert desk.attachments.file(TABLE, memo) == File("memo.txt", b"To all")
    assert page.document.file.text() == "memo.txt"
    page.document.export.click()
    assert target.read_bytes() == b"To all"
    page.document.remove.click()
    assert not desk.setup.row(TABLE, memo)["attachment"]


@pytest.mark.parametrize("agrees", [True, False])
def test_tpl_4_another_file_takes_its_place_after_a_question(
    desk: Desk, show: Show, memo: int, prompts: ScriptedPrompts, tmp_path: Path, agrees: bool
) -> None:
    desk.attachments.give(TABLE, memo, File("old.txt", b"old"))
    path = tmp_path / "new.txt"
    path.write_bytes(b"new")
    prompts.files.append(path)
    prompts.answers.append(agrees)
    page = of_memo(desk, show, memo)
    page.document.bring.click()
    assert "old.txt" in prompts.asked[0]
    assert desk.attachments.file(TABLE, memo).data == (b"new" if agrees else b"old")


@pytest.mark.parametrize("agrees", [True, False])
def test_9_2_a_language_without_a_line_gets_one_after_a_question(
    desk: Desk, show: Show, memo: int, prompts: ScriptedPrompts, agrees: bool
) -> None:
    page = of_memo(desk, show, memo)
    french = records.code_id(desk, "language", "FRA")
    prompts.answers.append(agrees)
    field = page.form.editor("language")
    field.set_value(desk.lists.ref("language", french))
    page.form.left.emit({"language": french})
    template = talks.template(desk, "MEMO")
    assert (french in desk.interactions.languages(template)) == agrees
    assert (desk.setup.row("interaction_template", template)["language"] is not None) == agrees


def test_tpl_1_an_action_that_is_not_possible_is_refused_beside_its_field(desk: Desk, show: Show) -> None:
    page = show(InteractionTemplatePage)
    assert isinstance(page, InteractionTemplatePage)
    page.rows.grid.go_to(talks.template(desk, "ONSITE"))
    field = page.form.editor("wizard_action")
    field.set_value(3)
    field.changed.emit(3)
    assert "Nothing can be merged" in page.form.row("wizard_action").fault()


def test_5186_which_templates_the_program_uses_is_a_form(place: Workplace, desk: Desk) -> None:
    page = FormPage(place, "interaction_template_setup")
    ready(page)
    assert "OUTGOING" in page.form.editor("calls").text()  # type: ignore[union-attr]
    page.close()
    page.deleteLater()
