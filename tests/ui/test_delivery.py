"""What was written leaves by the user's own programs: the letter filled and shown as printed, the e-mail as a draft."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from oppdesk.domain.interactions import File, NewInteraction
from oppdesk.domain.query import Query
from oppdesk.domain.words import Correspondence, Flow
from oppdesk.ui import delivery
from oppdesk.ui.dialogs.interaction import CreateInteraction
from oppdesk.ui.dialogs.report import ReportDialog
from oppdesk.ui.workplace import Workplace
from tests.services.records import code_id
from tests.services.test_correspondence import anna, vera
from tests.ui.outside import Opened, opening
from tests.ui.scripted import ScriptedPrompts


@pytest.fixture
def opened(place: Workplace, tmp_path: Path) -> Iterator[Opened]:
    place.preferences.change(outbox=str(tmp_path / "outbox"))
    with opening() as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def written(place: Workplace, by: Correspondence = Correspondence.EMAIL, **values: object) -> NewInteraction:
    desk = place.desk
    usual = {
        "contact": vera(desk),
        "template": code_id(desk, "interaction_template", "EMAIL"),
        "description": "Offer",
        "on": desk.context.work_date,
        "salesperson": anna(desk),
        "correspondence_type": by,
        "information_flow": Flow.OUTBOUND,
        "letter": "Dear {contact}",
        "subject": "Offer",
    }
    return NewInteraction(**(usual | values))  # type: ignore[arg-type]


def test_9_6_a_short_e_mail_is_a_link_to_the_mail_program(
    place: Workplace, window: QWidget, opened: Opened, tmp_path: Path
) -> None:
    delivery.deliver(place, window, written(place))
    assert opened.urls == ["mailto:vera@bluesky.example?subject=Offer&body=Dear Vera Kowalski"]
    assert not (tmp_path / "outbox").exists()


@pytest.mark.parametrize("values", [{"file": File("offer.pdf", b"%PDF")}, {"letter": "word " * 1000}])
def test_9_6_an_attachment_or_a_long_text_goes_as_a_draft(
    place: Workplace, window: QWidget, opened: Opened, tmp_path: Path, values: dict[str, object]
) -> None:
    delivery.deliver(place, window, written(place, **values))
    (path,) = (tmp_path / "outbox").iterdir()
    assert opened.urls == [QUrl.fromLocalFile(str(path)).toString()]
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["To"].addresses[0].addr_spec == "vera@bluesky.example"
    assert [each.get_filename() for each in message.iter_attachments()] == (
        ["offer.pdf"] if "file" in values else []
    )


def test_9_6_what_came_in_and_what_has_no_correspondence_goes_nowhere(
    place: Workplace, window: QWidget, opened: Opened, prompts: ScriptedPrompts
) -> None:
    new = written(place)
    delivery.deliver(place, window, replace(new, information_flow=Flow.INBOUND))
    delivery.deliver(place, window, replace(new, correspondence_type=Correspondence.NONE))
    assert (opened.urls, prompts.told, window.findChildren(ReportDialog)) == ([], [], [])


def test_9_6_a_letter_on_paper_is_shown_as_it_is_printed(
    place: Workplace, window: QWidget, opened: Opened
) -> None:
    delivery.deliver(place, window, written(place, Correspondence.HARD_COPY))
    (dialog,) = window.findChildren(ReportDialog)
    text = dialog.paper.text.toPlainText()
    assert "Dear Vera Kowalski" in text
    assert "Dam 1" in text
    dialog.reject()


def test_int_7_nobody_to_send_to_is_told(
    place: Workplace, window: QWidget, opened: Opened, prompts: ScriptedPrompts
) -> None:
    delivery.deliver(place, window, written(place, contact=vera(place.desk, e_mail="")))
    assert "Vera Kowalski" in prompts.told[0]
    assert opened.urls == []


def test_9_2_a_letter_is_logged_as_it_went_and_what_nobody_knows_is_told_first(
    place: Workplace, window: QWidget, opened: Opened
) -> None:
    dialog = CreateInteraction(place, written(place, letter="Dear {contact}, {nane}"), window)
    dialog.open_in_turns(place.jobs, dialog.primary.click)
    assert "{nane}" in dialog.said()
    assert opened.urls == []
    dialog.primary.click()
    (row,) = place.desk.lists.ids("interaction", Query())
    assert place.desk.interactions.view(row).letter == "Dear Vera Kowalski, {nane}"
    assert len(opened.urls) == 1


def test_9_2_a_letter_on_paper_is_kept_as_it_was_printed(
    place: Workplace, window: QWidget, opened: Opened
) -> None:
    dialog = CreateInteraction(place, written(place, Correspondence.HARD_COPY), window)
    dialog.open_in_turns(place.jobs, dialog.primary.click)
    (row,) = place.desk.lists.ids("interaction", Query())
    kept = place.desk.interactions.file(row)
    assert kept is not None
    assert kept.name == "Offer.html"
    assert b"Dear Vera Kowalski" in kept.data
    window.findChildren(ReportDialog)[0].reject()


def test_log_5_an_entry_is_sent_once_more_as_it_was(
    place: Workplace, window: QWidget, opened: Opened, prompts: ScriptedPrompts
) -> None:
    desk, new = place.desk, written(place, letter="Dear Vera")
    mail = desk.interactions.log(new)
    letter = desk.interactions.log(replace(new, correspondence_type=Correspondence.HARD_COPY))
    delivery.send_again(place, window, [mail])
    assert opened.urls == ["mailto:vera@bluesky.example?subject=Offer&body=Dear Vera"]
    delivery.send_again(place, window, [letter])
    (dialog,) = window.findChildren(ReportDialog)
    dialog.reject()
    nothing = desk.interactions.log(
        replace(
            new,
            correspondence_type=Correspondence.NONE,
            letter="",
            template=code_id(desk, "interaction_template", "INCOME"),
        )
    )
    for entries in ([nothing], [mail, nothing]):
        delivery.send_again(place, window, entries)
    assert len(prompts.told) == 2
