"""What happened, as a card tells it: narrowed by kind and words, read page by page, evaluated and opened in place (5073)."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from oppdesk.domain.words import Evaluation, Outcome
from oppdesk.services.desk import Desk
from oppdesk.ui import timeline as told
from oppdesk.ui.cards.contact import ContactCard
from oppdesk.ui.cards.opportunity import OpportunityCard
from oppdesk.ui.interaction_words import event_note, event_title
from oppdesk.ui.metrics import px
from oppdesk.ui.timeline import Timeline
from oppdesk.ui.timeline_rows import EventRole
from oppdesk.ui.workplace import Workplace
from tests.services import records, talks
from tests.ui.hands import has_cursor, press, ready
from tests.ui.scripted import Calls

Show = Callable[[str, int], Timeline]


@pytest.fixture
def firm(desk: Desk) -> int:
    desk.context.salesperson = records.salesperson(desk, name="Anna Berg")
    return records.company(desk, "Molenhof Zuivel BV")


@pytest.fixture
def show(place: Workplace) -> Iterator[Show]:
    shown: list[Timeline] = []

    def do(field: str, row: int) -> Timeline:
        made = Timeline(place)
        made.resize(px(90), px(70))
        ready(made)
        made.show_of(field, row)
        place.hub.changed.connect(made.take_news)
        shown.append(made)
        return made

    yield do
    for each in shown:
        each.close()
        each.deleteLater()


def titles(timeline: Timeline) -> list[str]:
    return [event_title(event) for event in timeline.list.events.events]


def test_5073_the_newest_stands_first_and_says_by_whom(desk: Desk, show: Show, firm: int) -> None:
    today = desk.context.work_date
    talks.talk(desk, "OUTGOING", contact=firm, on=today - timedelta(days=3))
    talks.talk(desk, "INCOME", contact=firm, on=today)
    found = show("contact", firm)
    assert titles(found) == [
        "Incoming phone call from Molenhof Zuivel BV",
        "Outgoing phone call by Anna Berg",
    ]


def test_what_is_logged_meanwhile_joins_and_the_eye_keeps_its_place(
    desk: Desk, show: Show, firm: int
) -> None:
    talks.talk(desk, "OUTGOING", contact=firm, description="First")
    found = show("contact", firm)
    found.list.setFocus()
    chosen = found.list.current()
    talks.talk(desk, "ONSITE", contact=firm, description="Second")
    assert len(found.list.events.events) == 2
    now = found.list.current()
    assert chosen is not None
    assert now is not None
    assert now.id == chosen.id


def test_it_is_narrowed_by_kind_and_by_words_as_one_types(desk: Desk, show: Show, firm: int) -> None:
    talks.talk(desk, "OUTGOING", contact=firm, description="Ask about the filler")
    talks.talk(desk, "ONSITE", contact=firm, description="Tour of hall 2", note="The pillar is in the way.")
    desk.comments.add("contact", firm, "Prefers calls before nine.")
    found = show("contact", firm)
    assert len(titles(found)) == 3
    found.kinds.set_current("note")
    found.kinds.changed.emit("note")
    assert titles(found) == ["Note"]
    found.kinds.changed.emit(told.EVERY)
    found.filter.set_words("pillar")
    assert titles(found) == ["Meeting at the customer by Anna Berg"]
    found.filter.set_words("nobody said this")
    assert found.nothing_found.isVisible()


def test_letters_typed_in_the_list_search_it(desk: Desk, show: Show, firm: int) -> None:
    talks.talk(desk, "OUTGOING", contact=firm)
    found = show("contact", firm)
    found.list.setFocus()
    QTest.keyClicks(found.list, "t")
    assert found.filter.text() == "t"
    assert has_cursor(found.filter)


def test_an_empty_one_says_what_will_stand_there(show: Show, firm: int) -> None:
    assert show("contact", firm).nothing.isVisible()


def test_it_is_read_page_by_page(desk: Desk, show: Show, firm: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "PAGE", 20)
    for _number in range(45):
        talks.talk(desk, "OUTGOING", contact=firm)
    found = show("contact", firm)
    assert len(titles(found)) == 20
    bar = found.list.verticalScrollBar()
    for expected in (40, 45, 45):
        QApplication.processEvents()
        bar.setValue(bar.maximum())
        assert len(titles(found)) == expected
    ids = [event.id for event in found.list.events.events]
    assert len(set(ids)) == 45
    assert ids == sorted(ids, reverse=True)


@pytest.mark.parametrize("number", range(1, 6))
def test_9_9_a_line_is_evaluated_by_one_key(desk: Desk, show: Show, firm: int, number: int) -> None:
    made = talks.talk(desk, "OUTGOING", contact=firm)
    found = show("contact", firm)
    found.list.setFocus()
    press(found, Qt.Key(Qt.Key.Key_0 + number))
    assert talks.seen(desk, made).evaluation is Evaluation(number)
    press(found, Qt.Key.Key_0)
    assert talks.seen(desk, made).evaluation is Evaluation.NONE


def test_9_9_a_line_is_evaluated_by_one_click(desk: Desk, show: Show, firm: int, calls: Calls) -> None:
    made = talks.talk(desk, "OUTGOING", contact=firm)
    found = show("contact", firm)
    room = found.list.visualRect(found.list.events.index(0))
    face = QPoint(room.right() - px(0.75) - px(2.75) * 4 - px(1), room.center().y())
    QTest.mouseClick(found.list.viewport(), Qt.MouseButton.LeftButton, pos=face)
    assert talks.seen(desk, made).evaluation is Evaluation.VERY_POSITIVE
    assert not calls.opened


def test_enter_opens_what_a_line_shows(desk: Desk, show: Show, firm: int) -> None:
    made = talks.talk(desk, "OUTGOING", contact=firm)
    found = show("contact", firm)
    opened: list[tuple[str, int]] = []
    found.opened.connect(lambda table, row: opened.append((table, row)))
    found.list.setFocus()
    press(found, Qt.Key.Key_Return)
    assert opened == [("interaction", made)]


def test_a_move_opens_its_opportunity_and_a_note_itself(desk: Desk, show: Show, firm: int) -> None:
    deal = records.started(desk, contact=firm)
    desk.comments.add("contact", firm, "Prefers calls before nine.")
    found = show("contact", firm)
    records_told = {told.record_of(event)[0] for event in found.list.events.events}
    assert records_told == {"opportunity", "comment"}
    assert ("opportunity", deal) in [told.record_of(event) for event in found.list.events.events]


def test_a_line_is_read_aloud_whole(desk: Desk, show: Show, firm: int) -> None:
    talks.talk(
        desk, "OUTGOING", contact=firm, evaluation=Evaluation.NEGATIVE, attempt_failed=True, note="Line dead."
    )
    found = show("contact", firm)
    index = found.list.events.index(0)
    words = index.data(Qt.ItemDataRole.AccessibleTextRole)
    for part in ("Outgoing phone call by Anna Berg", "Line dead.", "Failed", "Negative"):
        assert part in words
    assert index.data(EventRole).failed


def test_the_record_one_looks_at_is_not_repeated_in_each_line(desk: Desk, show: Show, firm: int) -> None:
    vera = records.person(desk, company=firm)
    talks.talk(desk, "OUTGOING", contact=vera)
    (event,) = show("contact", firm).list.events.events
    assert "Vera Kowalski" in event_note(event, firm)
    assert "Vera Kowalski" not in event_note(event, vera)


def test_i11_markup_in_a_note_is_words(desk: Desk, show: Show, firm: int) -> None:
    talks.talk(desk, "OUTGOING", contact=firm, note="<b>bold</b><img src=x>")
    (event,) = show("contact", firm).list.events.events
    assert "<b>bold</b>" in event_note(event)


def test_cards_of_contact_and_opportunity_tell_it(desk: Desk, place: Workplace, firm: int) -> None:
    deal = records.started(desk, contact=firm, description="Filler")
    talks.talk(desk, "OUTGOING", contact=firm, opportunity=deal)
    records.close(desk, records.started(desk, contact=firm, description="Pump"), Outcome.LOST)
    contact, opportunity = ContactCard(place, firm), OpportunityCard(place, deal)
    for card in (contact, opportunity):
        ready(card)
        QTest.qWait(1)
        assert "Outgoing phone call by Anna Berg" in titles(card.middle.timeline)
    assert len(titles(contact.middle.timeline)) > len(titles(opportunity.middle.timeline))
    talks.talk(desk, "ONSITE", contact=firm, opportunity=deal)
    for card in (contact, opportunity):
        assert "Meeting at the customer by Anna Berg" in titles(card.middle.timeline)
        card.close()
        card.deleteLater()


def test_int_5_nothing_is_logged_with_somebody_who_is_blocked(
    desk: Desk, place: Workplace, firm: int
) -> None:
    records.block_contact(desk, firm)
    card = ContactCard(place, firm)
    ready(card)
    QTest.qWait(1)
    assert card.middle.timeline.title._link.isHidden()
    card.close()
    card.deleteLater()


def test_i11_markup_in_a_note_is_words_in_its_tooltip_too(desk: Desk, show: Show, firm: int) -> None:
    talks.talk(desk, "OUTGOING", contact=firm, note="<b>bold</b><img src='file:///x'>")
    events = show("contact", firm).list.events
    tip = events.index(0).data(Qt.ItemDataRole.ToolTipRole)
    document = QTextDocument()
    document.setHtml(tip)
    assert "<b>bold</b><img src='file:///x'>" in document.toPlainText()
    assert events.data(QModelIndex()) is None
