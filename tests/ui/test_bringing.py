"""Messages and appointments that are dropped on the window: logged, made tasks, noted as answers; harm is none done."""

from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Query
from oppdesk.domain.words import Answer
from oppdesk.exchange import calendar_files, calendar_reader
from oppdesk.exchange.calendar_files import Event, Method, Person
from oppdesk.exchange.messages import Name
from oppdesk.services.desk import Desk
from oppdesk.ui import bringing
from oppdesk.ui.cards.contact import ContactCard
from oppdesk.ui.dialogs.create_task import CreateTask
from oppdesk.ui.dialogs.log_message import LogMessage
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.workplace import Workplace
from tests.services.records import opportunity, salesperson
from tests.services.test_correspondence import ANNA, VERA, anna, mail, vera
from tests.services.test_invitations import invited, visit
from tests.ui.scripted import Calls, ScriptedPrompts
from tests.ui.test_import_drop import drop, opened

DAY = date(2026, 7, 2)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def message(folder: Path, *people: Name) -> Path:
    path = folder / "mail.eml"
    path.write_bytes(mail(*people).data)
    return path


def appointment(folder: Path, *events: Event, method: Method = Method.PUBLISH) -> Path:
    path = folder / "meeting.ics"
    path.write_bytes(calendar_files.text(events, method))
    return path


def logged(desk: Desk) -> list[int | None]:
    rows = desk.lists.rows("interaction", list(desk.lists.ids("interaction", Query())))
    return [row["contact"].id if row["contact"] else None for row in rows]


def asked(window: QWidget) -> LogMessage:
    return window.findChildren(LogMessage)[-1]


def test_9_11_a_message_dropped_on_the_window_is_logged_with_its_contact(
    main: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    anna(desk)
    contact = vera(desk)
    assert drop(main, QUrl.fromLocalFile(str(message(tmp_path, VERA, ANNA))))
    assert not opened(main), "the import has nothing to do with it"
    dialog = asked(main)
    taken = dialog.contact.value()
    assert taken is not None
    assert taken.id == contact
    dialog.primary.click()
    assert logged(desk) == [contact]


def test_eml_1_nobody_has_the_address_so_a_contact_is_created_with_it(
    place: Workplace, window: QWidget, tmp_path: Path
) -> None:
    anna(place.desk)
    bringing.bring(place, window, message(tmp_path, Name("Zed Quist", "zed@else.example"), ANNA))
    dialog = asked(window)
    assert "zed@else.example" in dialog.told.words()
    dialog.primary.click()
    assert dialog.rows["contact"].fault()
    dialog.for_stranger.click()
    dialog.new_contact.write()
    dialog.primary.click()
    (contact,) = logged(place.desk)
    assert contact is not None
    row = place.desk.lists.rows("contact", [contact])[0]
    assert (row["name"], row["e_mail"], row["type"]) == ("Zed Quist", "zed@else.example", 1)


def test_eml_2_several_match_and_one_is_chosen(place: Workplace, window: QWidget, tmp_path: Path) -> None:
    anna(place.desk)
    vera(place.desk)
    second = vera(place.desk, name="Vera & Co")
    bringing.bring(place, window, message(tmp_path, VERA, ANNA))
    dialog = asked(window)
    assert dialog.contact.value() is None
    dialog.primary.click()
    assert dialog.rows["contact"].fault()
    dialog.radios[1].click()
    dialog.primary.click()
    assert logged(place.desk) == [second]


def test_eml_3_a_message_that_is_logged_already_is_told_with_its_day(
    place: Workplace, window: QWidget, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    anna(place.desk)
    contact = vera(place.desk)
    path = message(tmp_path, VERA, ANNA)
    for _number in range(2):
        bringing.bring(place, window, path)
        if not prompts.told:
            asked(window).primary.click()
    assert logged(place.desk) == [contact]
    (told,) = prompts.told
    assert place.form.day(place.desk.context.today) in told


def test_9_11_an_appointment_becomes_a_meeting_once_the_user_agrees(
    place: Workplace, window: QWidget, tmp_path: Path
) -> None:
    desk = place.desk
    desk.context.salesperson = salesperson(desk, e_mail="anna@oppdesk.example")
    contact = vera(desk)
    event = Event("x", "Contract", DAY, time(14), 60, attendees=(Person("Vera", "vera@bluesky.example"),))
    bringing.bring(place, window, appointment(tmp_path, event, method=Method.CANCEL))
    assert not window.findChildren(CreateTask)
    event = Event("x", "Contract", DAY, time(14), 60, organizer=Person("Vera", "vera@bluesky.example"))
    bringing.bring(place, window, appointment(tmp_path, event, method=Method.REQUEST))
    dialog = window.findChildren(CreateTask)[-1]
    dialog.primary.click()
    (task,) = desk.tasks.of("contact", contact)
    assert (task.description, task.on, task.start_time) == ("Contract", DAY, time(14))


def test_9_11_a_calendar_of_several_is_made_after_a_question(
    place: Workplace, window: QWidget, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    place.desk.context.salesperson = salesperson(place.desk)
    events = [Event(str(number), f"Task {number}", DAY, all_day=True) for number in range(3)]
    prompts.answers.extend([False, True])
    path = appointment(tmp_path, *events)
    bringing.bring(place, window, path)
    assert place.desk.lists.count("task", Query()) == 0
    bringing.bring(place, window, path)
    assert place.desk.lists.count("task", Query()) == 3
    assert "3" in prompts.asked[0]


def test_9_11_a_meeting_of_ours_is_opened(
    place: Workplace, window: QWidget, calls: Calls, tmp_path: Path
) -> None:
    task = visit(place.desk, invited(vera(place.desk)))
    path = tmp_path / "ours.ics"
    path.write_bytes(place.desk.invitations.file(task).data)
    bringing.bring(place, window, path)
    assert calls.opened == [("task", task)]


def test_9_11_an_answer_is_noted_when_the_user_agrees(
    place: Workplace, window: QWidget, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    task = visit(place.desk, invited(vera(place.desk)))
    (ours,) = calendar_reader.read(place.desk.invitations.file(task).data).events
    who = Person("Vera", "vera@bluesky.example", answer=Answer.ACCEPTED)
    prompts.answers.append(True)
    bringing.bring(
        place, window, appointment(tmp_path, Event(ours.uid, "x", DAY, attendees=(who,)), method=Method.REPLY)
    )
    assert "Vera Kowalski" in prompts.asked[0]
    assert place.desk.tasks.sheet(task).accepted == 1


@pytest.mark.parametrize("name", ["a.eml", "a.ics"])
@pytest.mark.parametrize("data", [b"", b"nonsense", b"\x00" * 50])
def test_what_is_none_is_told(
    place: Workplace, window: QWidget, prompts: ScriptedPrompts, tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    bringing.bring(place, window, tmp_path / name)
    bringing.bring(place, window, tmp_path / f"gone-{name}")
    assert len(prompts.told) == 2


def test_a_message_is_chosen_from_the_menu_too(
    main: MainWindow, prompts: ScriptedPrompts, desk: Desk, tmp_path: Path
) -> None:
    anna(desk)
    vera(desk)
    prompts.files.append(message(tmp_path, VERA, ANNA))
    main.run("file.bring-file")
    asked(main).reject()


def test_9_11_a_message_that_is_dropped_on_an_opportunity_is_linked_with_it(
    place: Workplace, window: QWidget, tmp_path: Path
) -> None:
    desk = place.desk
    anna(desk)
    contact = vera(desk)
    made = opportunity(desk, contact=contact)
    stranger = Name("Zed", "zed@else.example")
    bringing.bring(place, window, message(tmp_path, stranger, ANNA), {"opportunity": made})
    dialog = asked(window)
    taken = dialog.contact.value()
    assert taken is not None
    assert taken.id == contact, "whom it was dropped on, since nobody has the address"
    dialog.primary.click()
    (row,) = desk.lists.rows("interaction", list(desk.lists.ids("interaction", Query())))
    assert row["opportunity"].id == made


def test_9_11_the_addresses_win_over_what_it_was_dropped_on(
    place: Workplace, window: QWidget, tmp_path: Path
) -> None:
    desk = place.desk
    anna(desk)
    contact, other = vera(desk), opportunity(desk)
    bringing.bring(place, window, message(tmp_path, VERA, ANNA), {"opportunity": other})
    asked(window).primary.click()
    (row,) = desk.lists.rows("interaction", list(desk.lists.ids("interaction", Query())))
    assert row["contact"].id == contact
    assert row["opportunity"] is None, "it is another house's"


def test_9_11_a_card_takes_a_message_and_no_table(place: Workplace, qtbot: QtBot, tmp_path: Path) -> None:
    anna(place.desk)
    contact = vera(place.desk)
    card = ContactCard(place, contact)
    qtbot.addWidget(card)
    card.show()
    (tmp_path / "a.csv").write_text("Name\n")
    assert not drop(card, QUrl.fromLocalFile(str(tmp_path / "a.csv")))
    stranger = Name("Zed", "zed@else.example")
    assert drop(card, QUrl.fromLocalFile(str(message(tmp_path, stranger, ANNA))))
    asked(card).primary.click()
    assert logged(place.desk) == [contact]
