"""The program's own small dialogs, by keyboard."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.domain.fields import Ref
from oppdesk.ui.action_specs import ACTIONS
from oppdesk.ui.dialogs.about import About
from oppdesk.ui.dialogs.keys import KeySheet, groups_of_keys
from oppdesk.ui.dialogs.preferences import PreferencesDialog, open_preferences
from oppdesk.ui.dialogs.work_date import WorkDateDialog
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.widgets.labels import Keycap
from oppdesk.ui.workplace import Workplace


def preferences(place: Workplace) -> PreferencesDialog:
    made: list[PreferencesDialog] = []
    open_preferences(place, None, made.append)
    return made[0]


def test_the_work_date_is_typed_as_one_speaks(place: Workplace, qtbot: QtBot) -> None:
    dialog = WorkDateDialog(place)
    dialog.open()
    qtbot.keyClicks(dialog.day, "tomorrow")
    with qtbot.waitSignal(place.hub.day_changed):
        qtbot.keyClick(dialog.day, Qt.Key.Key_Return)
    assert place.desk.context.work_date == date(2026, 3, 3)


def test_the_work_date_follows_today_again(place: Workplace, qtbot: QtBot) -> None:
    place.desk.context.work_as_of(date(2026, 1, 1))
    dialog = WorkDateDialog(place)
    dialog.open()
    dialog.today.click()
    assert place.desk.context.works_today


def test_nonsense_is_no_work_date(place: Workplace, qtbot: QtBot) -> None:
    dialog = WorkDateDialog(place)
    dialog.open()
    qtbot.keyClicks(dialog.day, "someday")
    qtbot.keyClick(dialog.day, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.rows["day"].fault()
    assert place.desk.context.works_today
    dialog.close()


def test_preferences_hold_from_the_moment_they_are_saved(place: Workplace, qtbot: QtBot) -> None:
    me = place.desk.setup.save("salesperson", None, {"code": "MVD", "name": "Marieke van Dael"})
    dialog = preferences(place)
    dialog.me.set_value(Ref(me, "Marieke van Dael"))
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    dialog.points.setCurrentIndex(dialog.points.findData(14.0))
    dialog.compact.setChecked(True)
    with qtbot.waitSignal(place.preferences.changed):
        dialog.primary.click()
    now = place.preferences.now
    assert (now.salesperson, now.theme, now.points, now.compact) == (me, "dark", 14.0, True)


def test_ways_of_writing_are_shown_by_example(place: Workplace, qtbot: QtBot) -> None:
    dialog = preferences(place)
    qtbot.addWidget(dialog)
    region = dialog.region
    shown = {region.itemData(at): region.itemText(at) for at in range(region.count())}
    assert shown["nl_NL"] == "Nederlands: 30 apr 2026, 1.234,50"


def test_the_sheet_of_keys_has_every_key(place: Workplace, qtbot: QtBot) -> None:
    sheet = KeySheet()
    qtbot.addWidget(sheet)
    place.jobs.in_turns(sheet, sheet.parts())
    written = {each.accessibleName() for each in sheet.findChildren(Keycap)}
    shown = [key for _title, rows in groups_of_keys() for _what, keys in rows for key in keys]
    with_keys = [spec for spec in ACTIONS if spec.keys and spec.menu]
    assert len(shown) >= sum(len(spec.keys.split()) for spec in with_keys)
    assert "Alt+Right" in shown
    assert set(shown) <= written


def test_about_names_the_version(qtbot: QtBot) -> None:
    about = About()
    qtbot.addWidget(about)
    about.open()
    assert about.height() > 0
    about.close()


def test_keys_pressed_while_a_dialog_is_being_made_open_no_second_one(place: Workplace, qtbot: QtBot) -> None:
    """Two that were asked for before the first one stood; and one of another kind over it stays possible."""
    jobs, window = Jobs(place.prompts), QWidget()
    qtbot.addWidget(window)
    begun: list[QDialog] = []
    two = [PreferencesDialog(place, window), PreferencesDialog(place, window)]
    for dialog in two:
        dialog.open_in_turns(jobs, lambda dialog=dialog: begun.append(dialog))
    with qtbot.waitSignal(two[1].destroyed):
        qtbot.waitUntil(lambda: begun == [two[0]])
    other = WorkDateDialog(place, window)
    other.open_in_turns(jobs, lambda: begun.append(other))
    qtbot.waitUntil(lambda: begun == [two[0], other])
    assert two[0].isVisible()
    other.close()
    two[0].close()
    jobs.close()
