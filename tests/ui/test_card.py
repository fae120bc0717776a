"""A card opens in two steps: its outline at once, its values by the reader; nothing is lost in between."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.services.desk import Desk
from oppdesk.ui.cards.contact import ContactCard
from oppdesk.ui.cards.opportunity import OpportunityCard
from oppdesk.ui.change_hub import ChangeHub
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.metrics import px
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import has_cursor, ready, write
from tests.ui.scripted import ScriptedPrompts


@pytest.fixture
def beside(place: Workplace) -> Iterator[Workplace]:
    """A workplace with the program's own threads."""
    hub, jobs = ChangeHub(place.desk.changes), Jobs(place.prompts)
    yield replace(place, hub=hub, jobs=jobs)
    jobs.close()
    hub.close()


@pytest.fixture
def held(beside: Workplace) -> Iterator[Event]:
    """The reader is busy until this is set."""
    free = Event()
    beside.jobs.read(lambda: free.wait(20), lambda _waited: None, urgent=True)
    yield free
    free.set()


def is_whole(card: OpportunityCard | ContactCard) -> bool:
    return card.shown is not None and all(part.widget is not None for part in card.parts)


def opened(place: Workplace, record: int) -> OpportunityCard:
    card = OpportunityCard(place, record)
    card.resize(px(180), px(112))
    ready(card)
    return card


def end(card: QWidget) -> None:
    card.close()
    card.deleteLater()


def test_the_outline_stands_before_anything_is_read(
    qtbot: QtBot, beside: Workplace, held: Event, desk: Desk
) -> None:
    card = opened(beside, records.started(desk))
    assert card.isVisible()
    assert card.columns.isVisible()
    assert card.shown is None
    assert all(part.widget is None for part in card.parts)
    held.set()
    qtbot.waitUntil(lambda: is_whole(card))
    assert card.head.name.text() == "New offices"
    assert "New offices" in card.windowTitle()
    qtbot.waitUntil(lambda: has_cursor(card.middle.list))
    end(card)


def test_no_two_parts_are_made_in_one_turn_of_the_event_loop(
    beside: Workplace, desk: Desk, qtbot: QtBot
) -> None:
    card = opened(beside, records.started(desk))
    seen: list[int] = []

    def count() -> bool:
        seen.append(sum(part.widget is not None for part in card.parts))
        return is_whole(card)

    while not count():
        QApplication.processEvents()
    assert all(after - before <= 1 for before, after in pairwise(seen))
    qtbot.wait(1)
    end(card)


def test_an_action_that_comes_too_early_is_done_once_the_card_is_whole(
    qtbot: QtBot, beside: Workplace, held: Event, desk: Desk
) -> None:
    card = opened(beside, records.started(desk))
    card.actions_here.run("opportunity.add-note")
    held.set()
    qtbot.waitUntil(lambda: is_whole(card))
    qtbot.waitUntil(lambda: has_cursor(card.side.text))
    end(card)


def test_what_was_found_elsewhere_is_brought_into_view_once_it_is_read(
    qtbot: QtBot, beside: Workplace, held: Event, desk: Desk
) -> None:
    made = records.opportunity(desk)
    note = desk.comments.add("opportunity", made, "Wants it in May.")
    card = opened(beside, made)
    card.show_part("comment", note)
    held.set()
    qtbot.waitUntil(lambda: card.shown is not None and card.side.part("comment", note) is card.focusWidget())
    end(card)


def test_it_may_be_closed_while_it_is_being_read(
    qtbot: QtBot, beside: Workplace, held: Event, desk: Desk, prompts: ScriptedPrompts
) -> None:
    card = OpportunityCard(beside, records.opportunity(desk))
    card.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    ready(card)
    with qtbot.waitSignal(card.destroyed):
        card.close()
    held.set()
    with qtbot.waitSignal(beside.jobs.busy, timeout=200, raising=False):
        beside.jobs.read(lambda: None, lambda _none: None)
    assert (prompts.told, prompts.asked) == ([], [])


def test_one_that_is_deleted_while_it_is_being_read_closes(
    qtbot: QtBot, beside: Workplace, held: Event, desk: Desk, prompts: ScriptedPrompts
) -> None:
    made = records.opportunity(desk)
    card = opened(beside, made)
    desk.opportunity_fields.remove([made])
    qtbot.waitUntil(lambda: not card.isVisible())
    held.set()
    assert prompts.told == []
    card.deleteLater()


def test_one_that_is_gone_says_so_and_closes(
    qtbot: QtBot, beside: Workplace, desk: Desk, prompts: ScriptedPrompts
) -> None:
    made = records.opportunity(desk)
    desk.opportunity_fields.remove([made])
    qtbot.wait(10)  # the news of it are over
    card = opened(beside, made)
    qtbot.waitUntil(lambda: not card.isVisible())
    assert len(prompts.told) == 1
    assert beside.preferences.now.recent == ""
    card.deleteLater()


def test_the_same_record_in_two_windows_shows_what_the_other_saved(
    qtbot: QtBot, beside: Workplace, desk: Desk
) -> None:
    made = records.started(desk)
    one, other = opened(beside, made), opened(beside, made)
    qtbot.waitUntil(lambda: is_whole(one) and is_whole(other))
    write(one.form.fields.editor("description"), "Better offices")
    other.activateWindow()
    one.form.settle()
    qtbot.waitUntil(lambda: other.head.name.text() == "Better offices")
    assert records.view(desk, made).description == "Better offices"
    end(one)
    end(other)


def test_what_is_typed_is_kept_while_the_values_are_read_again(
    qtbot: QtBot, beside: Workplace, desk: Desk
) -> None:
    made = records.started(desk)
    card = opened(beside, made)
    qtbot.waitUntil(lambda: is_whole(card))
    qtbot.waitUntil(lambda: has_cursor(card.middle.list))
    name = card.form.fields.editor("description")
    name.setFocus()
    QTest.keyClicks(name, "!")
    desk.opportunity_fields.change(made, "priority", 2)
    qtbot.waitUntil(lambda: card.form.fields.editor("priority").value() == 2)
    assert str(name.value()).endswith("!")
    end(card)
    qtbot.waitUntil(lambda: not beside.jobs.is_busy)


def test_behind_a_tab_the_side_is_made_when_it_is_shown_first(
    qtbot: QtBot, beside: Workplace, held: Event, desk: Desk
) -> None:
    card = OpportunityCard(beside, records.started(desk))
    card.resize(px(110), px(90))
    ready(card)
    held.set()
    qtbot.waitUntil(lambda: card.parts[2].widget is not None)
    qtbot.wait(20)
    assert card.parts[3].widget is None
    card.resize(px(200), px(90))
    qtbot.waitUntil(lambda: card.parts[3].widget is not None)
    assert len(card.side.tasks.rows()) == 2
    end(card)
