"""Settings of the workstation survive a restart, and a damaged file harms nothing."""

import json
from pathlib import Path
from threading import Event

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.ui.jobs import Jobs
from oppdesk.ui.preferences import FILE_NAME, Preferences, Workstation, locale_of
from tests.ui.scripted import ScriptedPrompts


def test_what_is_changed_is_there_after_a_restart(qapp: QApplication, tmp_path: Path) -> None:
    first = Preferences(tmp_path)
    first.change(theme="dark", points=12.5, compact=True, salesperson=382454868224067930, device=7)
    first.keep_columns("opportunity", b'[["number", 12.0, true]]')
    again = Preferences(tmp_path)
    assert again.now == first.now
    assert again.columns_of("opportunity") == b'[["number", 12.0, true]]'


def test_every_letter_survives_a_restart(qapp: QApplication, tmp_path: Path) -> None:
    words = 'a "b", \\c; =d\n%é 电气 \\x41 [General]'
    first = Preferences(tmp_path)
    first.change(views={f"opportunity:{words}": words}, page=words, details=False, geometry="AdnQywAD==")
    assert Preferences(tmp_path).now == first.now
    first.change(details=True, page="")
    assert Preferences(tmp_path).now == first.now
    assert not [each for each in tmp_path.iterdir() if each.name != FILE_NAME]


def test_what_an_earlier_version_wrote_is_read(qapp: QApplication, tmp_path: Path) -> None:
    file = QSettings(str(tmp_path / FILE_NAME), QSettings.Format.IniFormat)
    file.setValue("columns", json.dumps({"opportunity": '[["number", 12.0, true]]', "é": "a;b"}))
    file.setValue("compact", "true")
    file.sync()
    read = Preferences(tmp_path)
    assert read.now.compact
    read.change(rail=True)
    again = Preferences(tmp_path)
    assert again.now == read.now
    assert again.now.columns == {"opportunity": '[["number", 12.0, true]]', "é": "a;b"}


def test_settings_that_cannot_be_written_hold_until_the_end(qapp: QApplication, tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "gone")
    preferences.change(compact=True)
    assert preferences.now.compact
    assert not (tmp_path / "gone").exists()


def test_a_damaged_value_is_as_good_as_none(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(
        '[General]\ntheme=3\npoints="x"\ndevice=true\ncompact=true\ncolumns={"a": 1}\n'
    )
    assert Preferences(tmp_path).now == Workstation(compact=True)


def test_only_a_real_change_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    preferences = Preferences(tmp_path)
    with qtbot.assertNotEmitted(preferences.changed):
        preferences.change(compact=False)
    with qtbot.waitSignal(preferences.changed):
        preferences.change(compact=True)


def test_nobody_is_told_of_what_shows_already(qtbot: QtBot, tmp_path: Path) -> None:
    """Else each click on a header would count the sections and look for reminders anew."""
    preferences = Preferences(tmp_path)
    with qtbot.assertNotEmitted(preferences.changed):
        assert preferences.keep(arranged={"opportunity:all": "[]"})
        preferences.keep_columns("opportunity", b"[]")
        preferences.remember("contact", 7)
    assert not preferences.keep(arranged={"opportunity:all": "[]"})
    kept = Preferences(tmp_path)
    assert (kept.now.arranged, kept.columns_of("opportunity")) == ({"opportunity:all": "[]"}, b"[]")


def test_dates_are_written_as_chosen_else_as_the_language_has_it() -> None:
    assert locale_of(Workstation(region="nl_NL")) == "nl_NL"
    assert locale_of(Workstation(language="zh_CN")) == "zh_CN"


def test_beside_the_windows_nothing_is_lost_when_the_program_ends(qapp: QApplication, tmp_path: Path) -> None:
    jobs, hold = Jobs(ScriptedPrompts()), Event()
    preferences = Preferences(tmp_path)
    preferences.write_beside(jobs.beside)

    def busy_disk() -> None:
        hold.wait(10)

    jobs.beside(busy_disk)
    preferences.change(page="contacts")
    preferences.remember("contact", 7)
    preferences.change(page="today")
    assert Preferences(tmp_path).now.page == ""
    hold.set()
    jobs.close()
    assert (Preferences(tmp_path).now.page, Preferences(tmp_path).recent()) == ("today", [("contact", 7)])
    preferences.change(page="entries")
    assert Preferences(tmp_path).now.page == "entries"
