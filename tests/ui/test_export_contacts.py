"""Contacts leave by one dialog: which, as what, who is left out, and what came of it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.exchange import vcard
from oppdesk.services.exporting_contacts import FileKind
from oppdesk.ui.dialogs.export_contacts import ExportContacts
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.services.test_exporting_contacts import People, label, people, rows_of
from tests.ui.scripted import ScriptedPrompts

__all__ = ["people"]
PERSONS = Query((Filter("type", Op.IS, 1),))


def opened(place: Workplace, qtbot: QtBot, shown: Query | None, *chosen: int) -> ExportContacts:
    dialog = ExportContacts(place, shown, chosen)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def choose(dialog: ExportContacts, kind: FileKind) -> None:
    dialog.radios[kind].click()


def test_what_the_list_shows_leaves_as_a_workbook(
    place: Workplace, people: People, qtbot: QtBot, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    dialog = opened(place, qtbot, PERSONS, people.firm)
    assert dialog.listed.isChecked()
    prompts.files.append(tmp_path / "out.xlsx")
    dialog.primary.click()
    assert prompts.suggested == ["Contacts 2026-03-02.xlsx"]
    assert [row["Name"] for row in rows_of(tmp_path / "out.xlsx")] == ["Zoë van Dam"]
    assert "1 contact saved as “out.xlsx”." in dialog.said()
    assert dialog.open_file.isVisible()
    assert not dialog.progress.isVisible()


def test_several_that_are_selected_are_meant_in_their_order(
    place: Workplace, people: People, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(place, qtbot, Query(), people.person, people.firm)
    assert dialog.selected.isChecked()
    choose(dialog, FileKind.TEXT)
    dialog.columns.set_value(1)
    dialog.write_to(tmp_path / "out")
    found = rows_of(tmp_path / "out.csv")
    assert [row["Type"] for row in found] == ["Person", "Company"]
    assert label("note") not in found[0]


def test_all_contacts_whatever_the_list_shows(
    place: Workplace, people: People, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(place, qtbot, PERSONS, people.firm)
    dialog.every.click()
    choose(dialog, FileKind.CARDS)
    dialog.version.set_value(1)
    dialog.pictures.click()
    dialog.write_to(tmp_path / "out.vcf")
    assert len(list(vcard.read(tmp_path / "out.vcf"))) == len(people)
    assert "VERSION:4.0" in (tmp_path / "out.vcf").read_text("utf-8")
    assert not dialog.wish().with_pictures


def test_each_kind_of_file_has_its_own_options(place: Workplace, people: People, qtbot: QtBot) -> None:
    dialog = opened(place, qtbot, None, people.firm)
    seen = {}
    for kind in FileKind:
        choose(dialog, kind)
        seen[kind] = (dialog.columns.isVisible(), dialog.version.isVisible(), dialog.pictures.isVisible())
    assert seen == {
        FileKind.TEXT: (True, False, False),
        FileKind.WORKBOOK: (True, False, False),
        FileKind.CARDS: (False, True, True),
        FileKind.LETTERS: (False, False, False),
    }


def test_a_card_offers_its_contact_or_all(place: Workplace, people: People, qtbot: QtBot) -> None:
    dialog = opened(place, qtbot, None, people.firm)
    assert dialog.selected.isChecked()
    assert not dialog.listed.isVisible()


def test_3_10_who_is_blocked_is_left_out_unless_the_user_wants_it(
    place: Workplace, people: People, qtbot: QtBot, tmp_path: Path
) -> None:
    records.company(place.desk, "Other")
    dialog = opened(place, qtbot, Query())
    assert not dialog.barring.isVisible()
    records.block_contact(place.desk, people.firm)
    dialog = opened(place, qtbot, Query())
    assert dialog.barring.blocked.isVisible()
    assert dialog.barring.blocked.isChecked()
    assert "2 contacts" in dialog.barring.blocked.text()
    choose(dialog, FileKind.TEXT)
    dialog.write_to(tmp_path / "out.csv")
    assert [row["Name"] for row in rows_of(tmp_path / "out.csv")] == ["Other"]
    assert "2 were left out." in dialog.said()
    dialog.barring.blocked.click()
    dialog.write_to(tmp_path / "out.csv")
    assert len(rows_of(tmp_path / "out.csv")) == len(people) + 1


def test_letters_go_to_nobody_who_is_excluded_from_segments_unless_the_user_says_so(
    place: Workplace, people: People, qtbot: QtBot
) -> None:
    records.company(place.desk, "Other", exclude_from_segment=True)
    dialog = opened(place, qtbot, Query())
    assert not dialog.barring.excluded.isChecked()
    choose(dialog, FileKind.LETTERS)
    assert dialog.barring.excluded.isChecked()
    dialog.barring.excluded.click()
    choose(dialog, FileKind.TEXT)
    choose(dialog, FileKind.LETTERS)
    assert not dialog.barring.excluded.isChecked()
    assert people


def test_sal_1_greetings_that_fail_are_told_at_the_end(
    place: Workplace, qtbot: QtBot, tmp_path: Path
) -> None:
    records.person(place.desk, "Ann Smit", number="P1")
    dialog = opened(place, qtbot, Query())
    choose(dialog, FileKind.LETTERS)
    dialog.write_to(tmp_path / "letters.csv")
    assert "Contact P1 Ann Smit has no salutation." in dialog.said()


def test_a_place_that_cannot_be_written_to_is_said_and_can_be_tried_again(
    place: Workplace, people: People, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(place, qtbot, Query())
    dialog.write_to(tmp_path / "nowhere" / "out.xlsx")
    assert "out.xlsx" in dialog.said()
    assert not dialog.open_file.isVisible()
    dialog.write_to(tmp_path / "out.xlsx")
    assert "2 contacts saved" in dialog.said()
    assert people


@pytest.mark.parametrize("kind", FileKind)
def test_stopping_leaves_nothing_behind(
    place: Workplace, people: People, qtbot: QtBot, tmp_path: Path, kind: FileKind
) -> None:
    dialog = opened(place, qtbot, Query())
    choose(dialog, kind)
    dialog.told.connect(lambda _done, _total: dialog.stop())
    dialog.write_to(tmp_path / f"out{kind.suffix}")
    assert "nothing was written" in dialog.said()
    assert not list(tmp_path.glob("out*"))
    assert people
