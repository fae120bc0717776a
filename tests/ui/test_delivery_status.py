"""Whether what was written could be sent stands with its entry in the log (relationships 9.4)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from oppdesk.domain.words import Delivery
from oppdesk.services.desk import Desk
from oppdesk.ui import delivery
from oppdesk.ui.workplace import Workplace
from tests.services.talks import seen, talk
from tests.ui.outside import Opened, opening
from tests.ui.scripted import ScriptedPrompts
from tests.ui.test_delivery import written


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


def mailed(place: Workplace) -> int:
    """An e-mail that was logged to a contact whose address is gone since."""
    made = place.desk.interactions.log(written(place))
    contact = seen(place.desk, made).contact
    assert contact
    place.desk.contacts.change(contact.id, {"e_mail": ""})
    return made


def state(desk: Desk, row: int) -> Delivery:
    return seen(desk, row).delivery


def test_9_4_what_could_not_be_sent_is_marked_and_sending_it_again_takes_the_mark_away(
    place: Workplace, window: QWidget, opened: Opened, prompts: ScriptedPrompts
) -> None:
    desk, made = place.desk, mailed(place)
    contact = seen(desk, made).contact
    assert contact
    delivery.send_again(place, window, [made])
    assert (len(prompts.told), opened.urls, state(desk, made)) == (1, [], Delivery.ERROR)
    desk.contacts.change(contact.id, {"e_mail": "vera@bluesky.example"})
    delivery.send_again(place, window, [made])
    assert len(opened.urls) == 1
    assert state(desk, made) is Delivery.NONE


def test_9_4_what_was_sent_leaves_no_trace_in_the_history(
    place: Workplace, window: QWidget, opened: Opened
) -> None:
    new = written(place)
    made = place.desk.interactions.log(new)
    last = place.desk.history.last()
    delivery.deliver(place, window, new, made)
    assert opened.urls
    assert place.desk.history.last() == last
    assert state(place.desk, made) is Delivery.NONE


def test_9_4_a_draft_that_cannot_be_written_is_marked_too(
    place: Workplace, window: QWidget, opened: Opened, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    (tmp_path / "outbox").write_text("no folder")
    made = talk(place.desk, letter="word " * 1000)
    delivery.write_mail(place, window, written(place, letter="word " * 1000), made)
    assert len(prompts.told) == 1
    assert (state(place.desk, made), opened.urls) == (Delivery.ERROR, [])
