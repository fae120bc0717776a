"""What the user decides in the import assistant: doubtful rows, records that are here, groups, matchings kept by name."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import ContactType
from oppdesk.services.desk import Desk
from oppdesk.services.import_matching import Existing
from oppdesk.ui import theme
from oppdesk.ui.dialogs.import_wizard import CHECK, IMPORT
from oppdesk.ui.importing import matchings
from oppdesk.ui.workplace import Workplace
from tests.ui.import_window import Window, open_window, table_rows
from tests.ui.scripted import Calls

Key = Qt.Key
DOUBTFUL = """Company,City,Phone
Kranz Maschinenbau AG,Berlin,
Molenhof Zuivel VOF,Oostgraftdijk,
Moor Ltd,Ely,
"""
Show = Callable[[str], Window]


@pytest.fixture(autouse=True)
def look(qapp: QApplication, tmp_path: Path) -> None:
    theme.apply(qapp, "light", 10, cache=tmp_path / "look")


@pytest.fixture
def known(desk: Desk) -> dict[str, int]:
    """Two companies that are here, by the beginning of their names."""
    made = {}
    for name, city in (("Kranz Maschinenbau GmbH", "Berlin"), ("Molenhof Zuivel BV", "Oostgraftdijk")):
        values = {"type": int(ContactType.COMPANY), "name": name, "city": city}
        made[name.split()[0]] = desk.contacts.create(values)
    return made


@pytest.fixture
def shown(place: Workplace, qtbot: QtBot, tmp_path: Path) -> Iterator[Show]:
    kept: list[Window] = []

    def show(text: str) -> Window:
        """The assistant for contacts at its second step."""
        path = tmp_path / "people.csv"
        path.write_text(text, "utf-8")
        kept.append(open_window(place, qtbot, "contacts", path))
        kept[-1].wizard.accept()
        return kept[-1]

    yield show
    kept.clear()


def named(desk: Desk, name: str) -> list[dict[str, object]]:
    keys = desk.lists.ids("contact", Query((Filter("name", Op.IS, name),)))
    return desk.lists.rows("contact", keys)


def count(desk: Desk, table: str = "contact") -> int:
    return desk.lists.count(table, Query())


# -- doubtful rows ---------------------------------------------------------------------------------------------


def test_a_doubtful_row_stands_beside_its_candidates_with_score_and_reasons(
    shown: Show, known: dict[str, int], calls: Calls
) -> None:
    window = shown(DOUBTFUL)
    assert window.wizard.side.figures.shown()["doubtful"] == "2"
    window.wizard.accept()
    check, pane = window.wizard.check, window.wizard.side.doubt
    assert check.shown()["doubtful"] == "2"
    assert "2 rows may be somebody who is here." in check.line()
    rows = table_rows(check.doubts)
    assert [row[0] for row in rows] == ["2", "3"]
    assert rows[0][1:3] == ["Kranz Maschinenbau AG", "Kranz Maschinenbau GmbH"]
    assert rows[0][3].endswith("%")
    assert rows[0][4] == "New, not decided"
    assert window.focus() is check.doubts
    (card,) = pane.candidates
    assert "Same name" in card.reasons.text()
    card.open.click()
    assert calls.opened == [("contact", known["Kranz"])]


def test_each_doubt_is_decided_by_keyboard_and_the_next_one_follows(
    shown: Show, known: dict[str, int], desk: Desk
) -> None:
    window = shown(DOUBTFUL.replace("Berlin,", "Berlin,030 555"))
    window.wizard.accept()
    check, pane = window.wizard.check, window.wizard.side.doubt
    window.press(Key.Key_Return)
    assert window.focus() is pane.candidates[0].this
    window.press(Key.Key_Space)
    assert check.doubts.currentIndex().row() == 1
    assert table_rows(check.doubts)[0][4] == "Changes Kranz Maschinenbau GmbH"
    assert (check.shown()["change"], check.shown()["doubtful"]) == ("1", "1")
    pane.skip.click()
    assert table_rows(check.doubts)[1][4] == "Left out"
    assert window.wizard.primary.text() == "&Import 2 rows"
    window.wizard.accept()
    assert window.wizard.step() == IMPORT
    assert "Left out, as you said: 1" in window.wizard.ending.lines()
    (kranz,) = desk.lists.rows("contact", [known["Kranz"]])
    assert "030" in str(kranz["phone"])
    assert count(desk) == 3
    assert not named(desk, "Molenhof Zuivel VOF")


def test_a_decision_can_be_taken_otherwise(shown: Show, known: dict[str, int], desk: Desk) -> None:
    window = shown(DOUBTFUL)
    window.wizard.accept()
    check, pane = window.wizard.check, window.wizard.side.doubt
    pane.candidates[0].this.click()
    check.doubts.selectRow(0)
    assert pane.candidates[0].is_chosen
    pane.new.click()
    check.doubts.selectRow(0)
    assert not pane.candidates[0].is_chosen
    assert pane.new.isChecked()
    assert table_rows(check.doubts)[0][4] == "New"
    window.wizard.accept()
    assert len(named(desk, "Kranz Maschinenbau AG")) == 1


def test_undecided_rows_come_in_as_new_ones(shown: Show, known: dict[str, int], desk: Desk) -> None:
    window = shown(DOUBTFUL)
    window.wizard.accept()
    assert window.wizard.primary.text() == "&Import 3 rows"
    window.wizard.accept()
    assert count(desk) == 5


@pytest.mark.parametrize(
    ("button", "contacts", "counts"),
    [("all_alike", 3, ("1", "2")), ("all_new", 5, ("3", "0")), ("all_out", 3, ("1", "0"))],
)
def test_all_doubts_are_decided_at_once(
    shown: Show, known: dict[str, int], desk: Desk, button: str, contacts: int, counts: tuple[str, str]
) -> None:
    window = shown(DOUBTFUL)
    window.wizard.accept()
    check = window.wizard.check
    getattr(check, button).click()
    assert (check.shown()["new"], check.shown()["change"]) == counts
    assert not any("not decided" in row[4] for row in table_rows(check.doubts))
    window.wizard.accept()
    assert window.wizard.step() == IMPORT
    assert count(desk) == contacts


def test_decisions_are_kept_on_the_way_back_and_when_the_rows_are_compared_anew(
    shown: Show, known: dict[str, int], desk: Desk
) -> None:
    window = shown(DOUBTFUL)
    window.wizard.accept()
    window.wizard.side.doubt.candidates[0].this.click()
    window.wizard.back.click()
    window.wizard.accept()
    desk.contacts.create({"type": int(ContactType.COMPANY), "name": "Somebody else"})
    assert window.wizard.step() == CHECK
    assert window.wizard.check.shown()["doubtful"] == "1"


def test_what_is_looked_at_stays_when_the_rows_are_compared_anew(
    shown: Show, known: dict[str, int], desk: Desk
) -> None:
    window = shown(DOUBTFUL)
    window.wizard.accept()
    check = window.wizard.check
    check.doubts.selectRow(1)
    desk.contacts.create({"type": int(ContactType.COMPANY), "name": "Somebody else"})
    assert check.doubts.currentIndex().row() == 1
    check.tabs.setCurrentIndex(0)
    choose(window, Existing.SKIP)
    assert check.tabs.current() == "new"
    assert [row[1] for row in table_rows(check.rows)] == ["Moor Ltd"]


# -- records that are here -------------------------------------------------------------------------------------

CHANGED = "No.,Company,City,E-mail\n{number},Kranz Maschinenbau GmbH,Potsdam,info@kranz.example\n"


def choose(window: Window, way: Existing) -> None:
    ways = window.wizard.side.existing.ways
    ways.setCurrentIndex(ways.findData(way))
    ways.activated.emit(ways.currentIndex())


@pytest.mark.parametrize(
    ("way", "only_empty", "city", "e_mail", "contacts"),
    [
        (Existing.UPDATE, False, "Potsdam", "info@kranz.example", 2),
        (Existing.UPDATE, True, "Berlin", "info@kranz.example", 2),
        (Existing.SKIP, False, "Berlin", "", 2),
        (Existing.BOTH, False, "Berlin", "", 3),
    ],
)
def test_what_is_here_is_changed_filled_left_or_doubled(
    shown: Show,
    known: dict[str, int],
    desk: Desk,
    *,
    way: Existing,
    only_empty: bool,
    city: str,
    e_mail: str,
    contacts: int,
) -> None:
    (row,) = desk.lists.rows("contact", [known["Kranz"]])
    window = shown(CHANGED.format(number=row["number"]))
    choose(window, way)
    box = window.wizard.side.existing.only_empty
    assert box.isEnabled() == (way is Existing.UPDATE)
    if only_empty:
        window.tab_to(box)
        window.press(Key.Key_Space)
    window.wizard.accept()
    window.wizard.accept()
    (row,) = desk.lists.rows("contact", [known["Kranz"]])
    assert (row["city"], row["e_mail"]) == (city, e_mail)
    assert count(desk) == contacts


def test_what_a_row_changes_is_told_field_by_field(
    shown: Show, known: dict[str, int], desk: Desk, calls: Calls
) -> None:
    (row,) = desk.lists.rows("contact", [known["Kranz"]])
    window = shown(CHANGED.format(number=row["number"]))
    window.wizard.accept()
    tabs = window.wizard.check.tabs
    assert tabs.current() == "change"
    told = window.wizard.side.changes().splitlines()
    assert told[0] == "Kranz Maschinenbau GmbH"
    assert set(told[1:]) == {"City: Berlin → Potsdam", "E-mail: info@kranz.example"}
    table = window.wizard.check.rows
    table.opened.emit(table.currentIndex())
    assert calls.opened == [("contact", known["Kranz"])]
    tabs.setCurrentIndex(0)
    assert window.wizard.side.changes() == ""


def test_all_contacts_of_a_file_are_marked_with_a_new_group(
    shown: Show, known: dict[str, int], desk: Desk, qtbot: QtBot
) -> None:
    window = shown("Company,City\nMoor Ltd,Ely\nKranz Maschinenbau GmbH,Berlin\n")
    existing = window.wizard.side.existing
    window.tab_to(existing.marks)
    window.press(Key.Key_Space)
    assert window.focus() is existing.group
    qtbot.keyClicks(existing.group, "Fair of spring 2026")
    existing.group.created.emit("Fair of spring 2026")
    groups = {row["code"]: row for row in desk.setup.rows("mailing_group")}
    group = groups["FAIR OF SP"]
    assert group["description"] == "Fair of spring 2026"
    assert window.wizard.session.matching.mailing_group == group["id"]
    window.wizard.accept()
    window.wizard.accept()
    marked = {
        name: [line["mailing_group"].id for line in desk.setup.rows("contact_mailing_group", named(desk, name)[0]["id"])]  # type: ignore[arg-type]
        for name in ("Moor Ltd", "Kranz Maschinenbau GmbH")
    }  # fmt: skip
    assert marked == {name: [group["id"]] for name in marked}
    window.wizard.ending.undo.click()
    assert not named(desk, "Moor Ltd")
    assert not desk.setup.rows("contact_mailing_group", known["Kranz"])


def test_a_group_that_is_not_named_marks_nothing(shown: Show, desk: Desk) -> None:
    window = shown("Company,City\nMoor Ltd,Ely\n")
    window.wizard.side.existing.marks.click()
    assert window.wizard.session.matching.mailing_group is None
    window.wizard.accept()
    window.wizard.accept()
    assert count(desk) == 1


# -- columns that have no field, and matchings that are kept ---------------------------------------------------

PLAIN = "Company,City,Stand,Hall\nMoor Ltd,Ely,B12,3\n"


def test_columns_without_a_field_go_into_the_comments_by_one_click(shown: Show, desk: Desk) -> None:
    window = shown(PLAIN)
    columns = window.wizard.columns
    assert set(window.matched()) == {"Company", "City"}
    columns.into_note.click()
    assert set(window.matched()) == {"Company", "City", "Stand", "Hall"}
    assert ("Stand", "B12") in window.wizard.side.card.shown()[2]
    assert not columns.into_note.isVisible()
    window.wizard.accept()
    window.wizard.accept()
    assert any("Stand" in each for each in window.wizard.ending.told())


def test_a_matching_is_saved_under_a_name_and_taken_up_for_another_file(
    shown: Show, place: Workplace, qtbot: QtBot
) -> None:
    window = shown("A,B,C\nMoor Ltd,Ely,x\n")
    saved = window.wizard.columns.saved
    assert not saved.load.isEnabled()
    window.wizard.session.match({"name": 0, "city": 1}, [2])
    window.tab_to(saved.keep)
    window.press(Key.Key_Space)
    saved.name.field.setText("Our & fair")
    qtbot.keyClick(saved.name.field, Key.Key_Return)
    assert "“Our & fair”" in window.note()
    other = shown("B,A,D\nEly,Moor Ltd,y\n")
    saved = other.wizard.columns.saved
    assert other.matched() == {}
    assert saved.load.isEnabled()
    menu = saved.menu()
    (action,) = [each for each in menu.actions() if each.text() == "Our && fair"]
    action.trigger()
    assert other.matched() == {"A": "Name", "B": "City"}
    (forget,) = menu.findChildren(QMenu)
    forget.actions()[0].trigger()
    assert matchings.names(place.preferences, "contacts") == []
    assert not saved.load.isEnabled()
    menu.close()


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "no json",
        "[" * 100_000,
        "[]",
        '{"columns": 5}',
        '{"columns": {"name": ["City"], "nothing": "City", "city": 7}}',
        '{"columns": {"name": "City", "city": "City"}, "notes": [1, "City", "Elsewhere"], "days": 3}',
    ],
)
def test_i19_a_kept_matching_that_was_spoilt_is_not_trusted(shown: Show, place: Workplace, kept: str) -> None:
    header = ("Company", "City", "Stand", "Hall")
    matchings.save(place.preferences, "contacts", "x", header, matchings.KeptMatching({"name": 0}))
    matchings.remember(place.preferences, "contacts", header, matchings.KeptMatching({"name": 0}))
    spoilt = dict.fromkeys(place.preferences.now.matchings, kept)
    place.preferences.change(matchings=spoilt)
    window = shown(PLAIN)
    window.wizard.columns.saved.load_wanted.emit("x")
    columns = window.wizard.session.source.columns if window.wizard.session.source else {}
    assert len(set(columns.values())) == len(columns)
    assert set(columns) <= {"name", "company", "city"}
    assert window.wizard.isVisible()


def test_answers_are_remembered_with_the_matching(shown: Show, place: Workplace) -> None:
    header = ("Company", "City")
    matchings.remember(
        place.preferences, "contacts", header, matchings.KeptMatching({"name": 0}, (1,), "dmy", ",")
    )
    (text,) = place.preferences.now.matchings.values()
    assert json.loads(text)["days"] == "dmy"
    found = matchings.remembered(place.preferences, "contacts", header)
    assert found == matchings.KeptMatching({"name": 0}, (1,), "dmy", ",")


def test_of_matchings_without_a_name_only_the_newest_are_kept(place: Workplace) -> None:
    matching = matchings.KeptMatching({"name": 0})
    matchings.save(place.preferences, "contacts", "mine", ("h",), matching)
    for at in range(matchings.KEPT + 5):
        matchings.remember(place.preferences, "contacts", (f"h{at}",), matching)
    assert len(place.preferences.now.matchings) == matchings.KEPT + 1
    assert matchings.names(place.preferences, "contacts") == ["mine"]
    assert matchings.remembered(place.preferences, "contacts", ("h0",)) is None
    assert matchings.remembered(place.preferences, "contacts", (f"h{matchings.KEPT + 4}",)) is not None


def test_a_number_that_is_stored_otherwise_is_shown_as_it_will_be(shown: Show, desk: Desk) -> None:
    window = shown("Company,Country,Phone\nMoor BV,NL,020-555 0142\n")
    said = {row.heading: row.said() for row in window.wizard.columns.rows}
    assert said["Phone"] == "written as +31 20 555 0142"


def test_the_program_that_wrote_the_file_is_named(shown: Show) -> None:
    header = "First Name,Last Name,Company Name,Contact owner,Lead Status,Record ID - Contact,Email\n"
    window = shown(header + "Sanne,Hoekema,Moor Ltd,,,12,s@moor.example\n")
    assert "HubSpot" in window.wizard.columns.line()


def test_f6_goes_from_the_columns_to_the_pane_and_to_the_buttons(shown: Show, known: dict[str, int]) -> None:
    window = shown(DOUBTFUL)
    wizard = window.wizard
    wizard._go_across(1)
    assert wizard.side.isAncestorOf(window.focus())
    wizard._go_across(1)
    assert window.focus() is wizard.primary
    wizard._go_across(1)
    assert wizard.columns.isAncestorOf(window.focus())


# -- by keyboard -----------------------------------------------------------------------------------------------


def test_every_control_has_a_name_and_no_two_keys_are_the_same(
    shown: Show, known: dict[str, int], desk: Desk
) -> None:
    window = shown(DOUBTFUL.replace("Phone", "Stand").replace("Berlin,", "Berlin,x\nKranz,Bern,"))
    wizard = window.wizard
    wizard.side.existing.marks.click()
    for step in ("columns", "row 2", "check", "faults", "done"):
        if step == "row 2":
            wizard.side.after.click()
        if step in ("check", "done"):
            wizard.accept()
        elif step == "faults":
            wizard.check.tabs.setCurrentIndex(wizard.check.tabs.count() - 1)
        keys: dict[str, str] = {}
        for control in wizard.findChildren(QWidget):
            if not control.isVisible() or not control.isEnabled():
                continue
            words = control.text() if isinstance(control, QAbstractButton | QLabel) else ""
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus:
                assert control.accessibleName() or words, (step, control)
            does = isinstance(control, QAbstractButton) or (isinstance(control, QLabel) and control.buddy())
            key = QKeySequence.mnemonic(words).toString() if does else ""
            if key:
                assert key not in keys, (step, key, words, keys[key])
                keys[key] = words
