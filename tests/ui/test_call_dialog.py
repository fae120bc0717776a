"""A phone call by keyboard: a key opens it, Enter dials, a key says how it ended, Enter logs it (9.7)."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from oppdesk.domain.query import Query
from oppdesk.domain.words import Evaluation, TaskType
from oppdesk.services.desk import Desk
from oppdesk.ui import links
from oppdesk.ui.dialogs.call import MakeCall, open_call
from oppdesk.ui.dialogs.call_parts import Ending
from oppdesk.ui.workplace import Workplace
from tests.services import records, talks
from tests.ui.hands import CTRL, doubled_letters, enter, has_cursor, press, ready, tab, write
from tests.ui.scripted import Calls

Show = Callable[..., MakeCall]


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    def open_url(url: object) -> bool:
        found.append(url.toString())  # type: ignore[attr-defined]
        return True

    monkeypatch.setattr(links.QDesktopServices, "openUrl", open_url)
    return found


@pytest.fixture
def firm(desk: Desk) -> int:
    desk.context.salesperson = records.salesperson(desk)
    return records.company(desk, "Molenhof Zuivel BV", phone="+31 20 555 0142", mobile_phone="+31 6 5550187")


@pytest.fixture
def show(place: Workplace, dialled: list[str]) -> Iterator[Show]:
    shown: list[MakeCall] = []

    def do(**about: int) -> MakeCall:
        open_call(place, None, **about, then=shown.append)
        ready(shown[-1])
        return shown[-1]

    yield do
    for dialog in shown:
        if shiboken6.isValid(dialog):
            dialog.done(0)
            dialog.deleteLater()


def logged(desk: Desk) -> dict[str, object]:
    (row,) = desk.lists.rows("interaction", desk.lists.ids("interaction", Query()))
    return dict(row)


def test_9_7_enter_dials_the_preferred_number(show: Show, firm: int, dialled: list[str]) -> None:
    dialog = show(contact=firm)
    press(dialog, Qt.Key.Key_Return)
    assert dialled == ["tel:+31205550142"]
    assert QGuiApplication.clipboard().text() == "+31 20 555 0142"
    assert dialog.watch.is_running()
    assert "being dialled" in dialog.said()


def test_9_7_two_more_keys_say_how_it_ended_and_log_it(desk: Desk, show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_Return):
        press(dialog, key)
    row = logged(desk)
    assert not dialog.isVisible()
    assert (row["contact_via"], row["attempt_failed"]) == ("+31 20 555 0142", False)
    assert row["description"] == "Outgoing phone call"
    assert row["on"] == desk.context.today


@pytest.mark.parametrize(
    ("key", "ending"),
    [(Qt.Key.Key_2, Ending.MISSED), (Qt.Key.Key_3, Ending.MESSAGE)],
    ids=["missed", "message"],
)
def test_9_7_who_was_not_reached_is_logged_as_a_failed_attempt(
    desk: Desk, show: Show, firm: int, key: Qt.Key, ending: Ending
) -> None:
    dialog = show(contact=firm)
    for each in (Qt.Key.Key_Return, key, Qt.Key.Key_Return):
        press(dialog, each)
    row = logged(desk)
    assert row["attempt_failed"]
    assert row["description"] == f"Outgoing phone call: {ending.words}"


def test_9_7_call_back_makes_the_task_for_it(desk: Desk, show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_4, Qt.Key.Key_Return):
        press(dialog, key)
    (task,) = desk.tasks.of("contact", firm)
    assert task.description == "Call back Molenhof Zuivel BV"
    assert (task.type, task.on) == (TaskType.CALL, desk.context.today + timedelta(days=1))
    assert logged(desk)["attempt_failed"]
    desk.history.undo()
    assert not desk.tasks.of("contact", firm)
    assert not desk.lists.ids("interaction", Query())


def test_3_14_every_number_can_be_chosen_and_says_whose_it_is(
    desk: Desk, show: Show, firm: int, dialled: list[str]
) -> None:
    vera = records.person(desk, company=firm, mobile_phone="+31 6 1111")
    dialog = show(contact=vera)
    assert [radio.text() for radio in dialog.numbers.radios()] == [
        "+31 6 1111",
        "+31 20 555 0142",
        "+31 6 5550187",
    ]
    assert "Molenhof" in dialog.numbers.radios()[1].accessibleDescription()
    press(dialog, Qt.Key.Key_Down)
    press(dialog, Qt.Key.Key_Return)
    assert dialled == ["tel:+31205550142"]


def test_9_7_the_stopwatch_fills_the_duration_until_one_is_typed(show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    dialog.watch.seconds = lambda: 61  # type: ignore[method-assign]
    dialog.watch.stopped.emit()
    assert dialog.duration.text() == "2 min"
    write(dialog.duration, "7")
    dialog.watch.stopped.emit()
    assert dialog.new().duration == 7


def test_9_7_saying_how_it_ended_stops_the_watch(show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    press(dialog, Qt.Key.Key_Return)
    assert dialog.watch.is_running()
    press(dialog, Qt.Key.Key_1)
    assert not dialog.watch.is_running()


def test_call_1_without_a_number_it_is_asked_for(desk: Desk, show: Show, dialled: list[str]) -> None:
    desk.context.salesperson = records.salesperson(desk)
    dialog = show(contact=records.company(desk, "Nowhere"))
    assert "No phone numbers" in dialog.said()  # CALL-3
    assert has_cursor(dialog.number)
    press(dialog, Qt.Key.Key_Return)
    assert not dialled
    assert dialog.rows["contact_via"].fault()
    write(dialog.number, "112")
    press(dialog, Qt.Key.Key_Return)
    assert dialled == ["tel:112"]


def test_its_3_without_a_template_for_calls_it_says_where_to_choose_one(
    desk: Desk, show: Show, firm: int
) -> None:
    talks.template_setup(desk, calls=None)
    dialog = show(contact=firm)
    assert "Outgoing calls" in dialog.said()


def test_call_2_what_is_missing_is_said_beside_its_field(desk: Desk, show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    dialog.salesperson.set_value(None)
    press(dialog, Qt.Key.Key_Return)
    assert dialog.rows["salesperson"].fault()
    assert dialog.salesperson.isVisible()


def test_9_7_a_call_that_was_made_elsewhere_is_logged_without_dialling(
    desk: Desk, show: Show, firm: int, dialled: list[str]
) -> None:
    dialog = show(contact=firm)
    dialog.other.click()
    press(dialog, Qt.Key.Key_1)
    tab(dialog)
    write(dialog.next.note, "Wants drawings first.")
    press(dialog, Qt.Key.Key_Return, CTRL)
    assert not dialled
    assert talks.notes(desk, "interaction", int(str(logged(desk)["id"]))) == ["Wants drawings first."]


def test_9_7_from_a_task_the_entry_carries_it_and_the_task_is_done(desk: Desk, show: Show, firm: int) -> None:
    deal = records.started(desk, contact=firm, description="Filler")
    task = desk.tasks.add("Ask about the filler", desk.context.today, type=TaskType.CALL, opportunity=deal)
    dialog = show(task=task)
    assert dialog.next.opportunity.value() is not None
    for key in (Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_Return):
        press(dialog, key)
    row = logged(desk)
    assert row["task"].id == task  # type: ignore[attr-defined]
    assert row["opportunity"].id == deal  # type: ignore[attr-defined]
    done = next(each for each in desk.tasks.of("opportunity", deal) if each.id == task)
    assert done.closed


def test_9_7_an_opportunity_is_made_of_the_call_and_linked(
    desk: Desk, show: Show, firm: int, calls: Calls
) -> None:
    dialog = show(contact=firm)
    dialog.next.makes.click()
    dialog.other.click()
    press(dialog, Qt.Key.Key_Return)
    assert calls.opened == [("opportunity", logged(desk)["opportunity"].id)]  # type: ignore[attr-defined]


def test_9_7_the_evaluation_is_one_key(desk: Desk, show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    dialog.other.click()
    dialog.evaluation.faces[0].setFocus()
    press(dialog, Qt.Key.Key_4)
    press(dialog, Qt.Key.Key_Return)
    assert logged(desk)["evaluation"] == Evaluation.NEGATIVE


def test_without_a_program_that_dials_the_number_is_on_the_clipboard(
    show: Show, firm: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links.QDesktopServices, "openUrl", lambda _url: False)
    dialog = show(contact=firm)
    press(dialog, Qt.Key.Key_Return)
    assert "on the clipboard" in dialog.said()
    assert has_cursor(dialog.endings.cards[Ending.REACHED])


def test_a_call_from_where_nobody_is_known_asks_for_the_contact(show: Show, desk: Desk, firm: int) -> None:
    dialog = show()
    assert has_cursor(dialog.contact)
    write(dialog.contact, "Molen")
    enter(dialog)
    assert [radio.text() for radio in dialog.numbers.radios()] == ["+31 20 555 0142", "+31 6 5550187"]


def test_9_7_the_watch_runs_on_while_the_window_is_put_away(show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    press(dialog, Qt.Key.Key_Return)
    assert dialog.watch.is_running()
    dialog.showMinimized()
    assert dialog.watch.is_running()
    dialog.showNormal()
    assert dialog.watch._tick.isActive()


def test_9_7_a_double_click_dials_and_logs_nothing_yet(desk: Desk, show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    for act in (QTest.mouseClick, QTest.mouseDClick, QTest.mouseRelease):  # the second press is a double one
        act(dialog.primary, Qt.MouseButton.LeftButton)
    assert dialog.watch.is_running()
    assert dialog.isVisible()
    assert not len(desk.lists.ids("interaction", Query()))


def test_9_7_enter_that_is_held_dials_and_logs_nothing_yet(desk: Desk, show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    press(dialog, Qt.Key.Key_Return)
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True
    )
    for part in (dialog.focusWidget(), dialog.primary):
        QApplication.sendEvent(part, held)
    assert dialog.isVisible()
    assert not len(desk.lists.ids("interaction", Query()))


def test_each_letter_for_alt_is_given_once(show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    dialog.endings.choose(Ending.CALL_BACK)
    for shown in (False, True):
        dialog.more.setChecked(shown)
        assert doubled_letters(dialog) == []
