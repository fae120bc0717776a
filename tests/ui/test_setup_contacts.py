"""The lists around contacts in the Setup window: what formulas read, what strings are taken, who has what."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.setup import ALL
from oppdesk.domain.words import Manner
from oppdesk.ui import icons
from oppdesk.ui.cells import CellRole, FigureCell
from oppdesk.ui.dialogs.note import Note
from oppdesk.ui.setup import holders, intake, list_editor, nav, output
from oppdesk.ui.setup.duplicate_page import DuplicateSearchPage
from oppdesk.ui.setup.list_editor import ListEditor
from oppdesk.ui.setup.salutation_page import SalutationPage
from oppdesk.ui.setup.web_source_page import WebSourcePage
from oppdesk.ui.setup_page import FormPage, SetupPage
from oppdesk.ui.setup_window import SetupWindow
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.services.records import code_id
from tests.ui.scripted import Calls, ScriptedPrompts

Key = Qt.Key
Open = Callable[[str], SetupWindow]


@pytest.fixture
def open_at(place: Workplace) -> Iterator[Open]:
    shown: list[SetupWindow] = []

    def do(key: str) -> SetupWindow:
        window = SetupWindow(place, key)
        shown.append(window)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        page = window.page()
        assert page is not None
        page.focus_first()
        return window

    yield do
    for window in shown:
        window.close()
        window.deleteLater()


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def type_in(words: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), words)


def go(editor: ListEditor, row: int, column: str) -> None:
    editor.grid.setFocus()
    editor.grid.go_to(row, column)


def test_every_list_has_an_icon_and_an_invitation_of_its_own() -> None:
    for setup in ALL:
        if not setup.lines_of:
            assert icons.exists(nav._ICONS[setup.key]), setup.key


# -- salutations ----------------------------------------------------------------------------------------------


@pytest.fixture
def salutations(open_at: Open) -> SalutationPage:
    page = open_at("salutation").page()
    assert isinstance(page, SalutationPage)
    return page


def formula(place: Workplace, code: str, manner: Manner, language: str = "") -> int:
    rows = place.desk.setup.rows("salutation_formula", code_id(place.desk, "salutation", code))
    return next(
        row["id"]
        for row in rows
        if row["type"] == manner and (row["language"].text if row["language"] else "") == language
    )


def test_4_4_what_a_formula_reads_follows_every_key(salutations: SalutationPage, place: Workplace) -> None:
    go(salutations.rows, code_id(place.desk, "salutation", "F"), "code")
    formulas = salutations.formulas
    go(formulas, formula(place, "F", Manner.FORMAL, "NLD"), "text")
    assert salutations.here.lines()[0].title == "Geachte mevrouw Sanne Maria Hoekema,"
    press(Key.Key_F2)
    QApplication.focusWidget().selectAll()  # type: ignore[attr-defined]
    type_in("Dag %3")
    assert salutations.here.lines()[0].title == "Dag Hoekema"
    assert "Dag Hoekema" in [line.title for line in salutations.all.lines()]
    press(Key.Key_Escape)
    assert salutations.here.lines()[0].title == "Geachte mevrouw Sanne Maria Hoekema,"


def test_4_4_a_formula_of_companies_is_tried_on_a_company(
    salutations: SalutationPage, place: Workplace
) -> None:
    go(salutations.rows, code_id(place.desk, "salutation", "COMPANY"), "code")
    assert "Dear Molenhof Zuivel BV," in [line.title for line in salutations.all.lines()]


def test_4_4_languages_without_a_formula_are_named(salutations: SalutationPage, place: Workplace) -> None:
    go(salutations.rows, code_id(place.desk, "salutation", "M"), "code")
    assert salutations.missing.lines() == []
    place.desk.setup.remove("salutation_formula", formula(place, "M", Manner.INFORMAL, "FRA"))
    assert [(line.title, line.note) for line in salutations.missing.lines()] == [("French", "Informal")]
    spanish = code_id(place.desk, "language", "SPA")
    records.person(place.desk, language=spanish)
    salutations.refresh()
    named = {line.title: line.note for line in salutations.missing.lines()}
    assert named["Spanish"] == "Formal, Informal"


def test_the_columns_of_further_names_come_when_a_formula_asks_for_them(
    salutations: SalutationPage, place: Workplace
) -> None:
    go(salutations.rows, code_id(place.desk, "salutation", "COMPANY"), "code")
    grid = salutations.formulas.grid
    assert grid.hidden_columns() == {"name_3", "name_4", "name_5"}
    go(salutations.formulas, formula(place, "COMPANY", Manner.FORMAL), "text")
    press(Key.Key_F2)
    type_in(" %4")
    assert grid.hidden_columns() == {"name_5"}
    press(Key.Key_Escape)


def test_a_salutation_and_its_first_formula_are_added_by_keyboard(
    salutations: SalutationPage, place: Workplace
) -> None:
    made = place.desk.setup.save("salutation", None, {"code": "DR", "description": "Doctor"})
    go(salutations.rows, made, "code")
    salutations.formulas.add()
    type_in("Dear Dr. %1,")
    press(Key.Key_Return)
    QApplication.processEvents()  # the editor sees the key before the cell closes
    (row,) = place.desk.setup.rows("salutation_formula", made)
    assert row["text"] == "Dear Dr. %1,"
    assert salutations.missing.lines()[0].title == "Without a language"


# -- duplicates -----------------------------------------------------------------------------------------------


@pytest.fixture
def searches(open_at: Open) -> DuplicateSearchPage:
    page = open_at("duplicate_search").page()
    assert isinstance(page, DuplicateSearchPage)
    return page


def examples(page: DuplicateSearchPage) -> list[str]:
    model = page.rows.model
    column = len(model.columns) - 1
    return [model.index(at, column).data(CellRole).text for at in range(model.count())]


def test_5_1_the_page_shows_what_is_taken_and_how_much_must_agree(
    searches: DuplicateSearchPage, place: Workplace
) -> None:
    assert examples(searches)[:2] == ["MOLEN", "FZNBV"]
    assert "10 of 16 search strings" in searches.told.text()
    place.desk.setup.save("marketing_setup", None, {"search_hit": 80})
    assert "13 of 16" in searches.told.text()


def test_5_1_the_standard_set_comes_again_by_its_button(
    searches: DuplicateSearchPage, place: Workplace
) -> None:
    rows = place.desk.setup.rows("duplicate_search")
    for row in rows[:5]:
        place.desk.setup.remove("duplicate_search", row["id"])
    place.desk.setup.save("duplicate_search", rows[5]["id"], {"length": 7})
    searches.complete()
    after = place.desk.setup.rows("duplicate_search")
    assert {(row["field"], row["part"]) for row in after} == {(row["field"], row["part"]) for row in rows}
    assert sorted(row["length"] for row in after) == [5] * 15 + [7]
    assert place.desk.history.last().title == "Standard set added to Duplicate search strings"  # type: ignore[union-attr]


def test_5_3_the_strings_are_made_on_demand(searches: DuplicateSearchPage, place: Workplace) -> None:
    records.company(place.desk)
    searches.generate()
    searches.refresh()
    assert not place.desk.duplicates.is_behind()
    assert "kept up to date" in searches.kept.text()


def test_2_switching_the_strings_on_asks_whether_to_make_them_now(
    open_at: Open, place: Workplace, prompts: ScriptedPrompts
) -> None:
    place.desk.setup.save("marketing_setup", None, {"maintain_duplicates": False})
    page = open_at("marketing_setup").page()
    assert isinstance(page, FormPage)
    prompts.answers.append(True)
    page.form.left.emit({"maintain_duplicates": True})
    assert "search strings" in prompts.asked[0]
    assert page.form.editor("autosearch_duplicates").value() is True
    assert not place.desk.duplicates.is_behind()


# -- who has it -----------------------------------------------------------------------------------------------


def test_4_2_the_count_of_a_group_opens_the_contacts_that_have_it(
    open_at: Open, place: Workplace, calls: Calls
) -> None:
    desk = place.desk
    group = code_id(desk, "mailing_group", "X-CARD")
    desk.contact_lines.assign("contact_mailing_group", [records.company(desk)], group)
    page = open_at("mailing_group").page()
    assert page is not None
    editor: ListEditor = page.rows  # type: ignore[union-attr]
    go(editor, group, "number_of_contact_mailing_group")
    cell = editor.grid.currentIndex().data(CellRole)
    assert cell == FigureCell("1", is_link=True)
    expected = ("contacts", (Filter("mailing_group", Op.IS, group),))
    press(Key.Key_Return)
    go(editor, group, "code")
    press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rect = editor.grid.visualRect(editor.model.index(editor.model.row_of(group), 2))
    QTest.mouseClick(editor.grid.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert calls.lists == [expected] * 3


def test_what_holds_a_row_of_setup_can_be_listed(place: Workplace) -> None:
    wanted = {"mailing_group", "industry_group", "job_responsibility", "business_relation", "web_source"}
    wanted |= {"organizational_level", "territory", "country", "language", "currency", "salutation"}
    assert wanted <= holders.FIELDS.keys()
    fields = place.desk.lists.fields("contact")
    for key, name in holders.FIELDS.items():
        row = place.desk.setup.rows(key)
        if row and name in fields:
            assert place.desk.lists.count("contact", Query((Filter(name, Op.IS, row[0]["id"]),))) == 0


# -- web sources ----------------------------------------------------------------------------------------------


def test_4_2_notes_of_a_web_source_stand_beside_it(open_at: Open, place: Workplace) -> None:
    source = place.desk.setup.save("web_source", None, {"code": "KVK", "url": "https://kvk.example/%1"})
    window = open_at("web_source")
    page = window.page()
    assert isinstance(page, WebSourcePage)
    go(page.rows, source, "code")
    page.notes.add()
    note = next(each for each in window.findChildren(Note))
    note.close()
    place.desk.comments.add("web_source", source, "Costs 2 euros")
    page.refresh()
    assert "Costs 2 euros" in [label.text() for label in page.notes.findChildren(QLabel)]


# -- files ----------------------------------------------------------------------------------------------------


def test_a_file_comes_into_a_list_after_it_was_told_what_it_would_do(
    open_at: Open, place: Workplace, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    path = tmp_path / "places.csv"
    path.write_text("Post code,City,Country\n2611 AA,Delft,NL\n2612 AA,Delft,XX\n", encoding="utf-8")
    page = open_at("post_code").page()
    assert page is not None
    button = next(
        each for each in page.findChildren(QToolButton) if each.accessibleName() == "Import into this list"
    )
    prompts.files.append(path)
    prompts.answers.append(True)
    button.click()
    told = "“places.csv” for Post codes: 1 new row, 0 changed, 0 as they are."
    assert prompts.asked[0].split("\n") == [
        told,
        "1 line is left out:",
        "Line 3: Country: there is no “XX”.",
    ]
    assert [row["city"] for row in page.rows.model.rows()] == ["Delft"]  # type: ignore[union-attr]
    prompts.files.append(path)
    button.click()
    assert "1 as it is" in prompts.told[0]
    prompts.files.append(tmp_path / "nowhere.csv")
    button.click()
    assert len(prompts.told) == 2


def test_lines_of_no_row_take_no_file(open_at: Open, place: Workplace, prompts: ScriptedPrompts) -> None:
    page = open_at("salutation").page()
    assert isinstance(page, SalutationPage)
    page.formulas.show_parent(None)
    intake.bring(page.formulas)
    assert prompts.told == []


def test_of_a_great_many_rows_the_first_are_shown_and_the_filter_finds_the_others(
    open_at: Open, place: Workplace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(list_editor, "MOST_SHOWN", 20)
    path = tmp_path / "places.csv"
    lines = "".join(f"{number:05},Town {number}\n" for number in range(100))
    path.write_text(f"Post code,City\n{lines}", encoding="utf-8")
    service = place.desk.setup_import
    service.apply(service.plan("post_code", path, place.form))
    page = open_at("post_code").page()
    assert isinstance(page, SetupPage)
    assert page.rows.model.count() == 20
    assert page.status_words() == "The first 20 of 100 rows in Post codes: the filter finds the others"
    wish = output._outgoing(page.rows)
    assert (wish.ids, output._count(page.rows)) == (None, 100)
    page.rows.filter("town 77")
    assert [row["code"] for row in page.rows.model.rows()] == ["00077"]
    assert page.status_words() == "1 row in Post codes"
    assert output._outgoing(page.rows).ids == page.rows.model.stored_ids()
