"""One line of time for contacts, opportunities and salespeople (relationships 9.9, 5073)."""

from datetime import date
from typing import Any

import pytest

from oppdesk.domain.interactions import Event, File
from oppdesk.domain.words import Evaluation
from oppdesk.services.desk import Desk
from oppdesk.services.timeline import DRAFTS, KINDS
from tests.services.records import company, person, salesperson, started, task
from tests.services.talks import draft, talk


def told(events: list[Event]) -> list[tuple[str, str]]:
    return [(event.kind, event.title) for event in events]


def of(desk: Desk, contact: int, **asked: Any) -> list[Event]:
    return desk.timeline.of("contact", contact, **asked)


def full(desk: Desk) -> tuple[int, int, int]:
    """A company, a person of it and a deal, with something of every kind."""
    desk.context.salesperson = salesperson(desk, "ANNA", "Anna Alvarez")
    firm = company(desk)
    vera = person(desk, company=firm)
    deal = started(desk, contact=vera, salesperson=desk.context.salesperson)
    for each in desk.tasks.of("opportunity", deal):
        desk.tasks.done(each.id)
    desk.quotes.create(deal, 900_000)
    desk.comments.add("contact", vera, "Prefers mornings")
    talk(desk, contact=vera, opportunity=deal, on=date(2026, 2, 1))
    return firm, vera, deal


def test_5073_everything_that_happened_the_newest_first(desk: Desk) -> None:
    firm, vera, deal = full(desk)
    kinds = {event.kind for event in of(desk, firm)}
    assert kinds == {*KINDS}
    places = [event.place for event in of(desk, firm)]
    assert places == sorted(places, reverse=True)
    assert told(of(desk, vera)) == told(of(desk, firm))
    (oldest,) = [event for event in of(desk, firm) if event.kind == "interaction"]
    assert oldest == of(desk, firm)[-1]
    assert (oldest.on, oldest.title) == (date(2026, 2, 1), "Meeting at the customer by Anna Alvarez")
    assert oldest.contact
    assert oldest.opportunity
    assert (oldest.contact.id, oldest.opportunity.id, oldest.who) == (vera, deal, "Anna Alvarez")
    of_deal = {event.kind for event in desk.timeline.of("opportunity", deal)}
    assert of_deal == {"interaction", "task", "entry", "quote"}
    of_anna = {event.kind for event in desk.timeline.of("salesperson", desk.context.salesperson or 0)}
    assert of_anna == {"interaction", "task", "entry", "quote"}


@pytest.mark.parametrize("kind", KINDS)
def test_9_9_the_filter_brings_one_kind_only(desk: Desk, kind: str) -> None:
    firm, _vera, _deal = full(desk)
    found = of(desk, firm, kinds={kind})
    assert found
    assert {event.kind for event in found} == {kind}


def test_9_9_pages_follow_one_another_without_gap_or_repetition(desk: Desk) -> None:
    firm, _vera, _deal = full(desk)
    for day in range(1, 8):
        talk(desk, contact=firm, on=date(2026, 2, day))
        talk(desk, contact=firm, on=date(2026, 2, day))
    every = of(desk, firm, limit=1000)
    pages, page = [], of(desk, firm, limit=4)
    while page:
        pages += page
        page = of(desk, firm, limit=4, before=page[-1].place)
    assert pages == every
    assert len({event.id for event in every}) == len(every)


def test_9_9_words_are_searched_in_all_kinds_accents_and_case_aside(desk: Desk) -> None:
    firm, vera, deal = full(desk)
    made = talk(desk, contact=vera, description="Über das Dach", note="Schiefer gewünscht")
    task(desk, deal, "Dachziegel zählen", closed=True, closed_on=date(2026, 2, 3))
    assert [event.id for event in of(desk, firm, text="schiefer")] == [made]
    assert [event.id for event in of(desk, firm, text="uber dach", kinds={"interaction"})] == [made]
    assert told(of(desk, firm, text="dachziegel")) == [("task", "Task done")]
    assert told(of(desk, firm, text="MORNINGS")) == [("note", "Note")]
    assert told(of(desk, firm, text="first", kinds={"entry"})) == [("entry", "First: Initial")]
    assert told(of(desk, firm, text="new offices", kinds={"entry"})) == [("entry", "First: Initial")]
    assert told(of(desk, firm, text="initial")) == [("entry", "First: Initial")]
    assert of(desk, firm, text="nothing like it") == []
    for hostile in ("%", "_", "'; drop table interaction", '"', "NEAR("):
        of(desk, firm, text=hostile)


def test_5073_an_interaction_brings_its_note_file_and_marks(desk: Desk) -> None:
    firm = company(desk)
    made = talk(
        desk,
        contact=firm,
        note="Wants blue",
        file=File("plan.pdf", b"plan"),
        evaluation=Evaluation.POSITIVE,
        attempt_failed=True,
    )
    desk.interactions.toggle_canceled([made])
    (event,) = of(desk, firm)
    assert event.text == "Meeting at the customer\nWants blue"
    assert (event.file_name, event.evaluation) == ("plan.pdf", Evaluation.POSITIVE)
    assert (event.failed, event.canceled, event.postponed) == (True, True, False)


def test_scenario_12_drafts_are_no_history_unless_they_are_asked_for(desk: Desk) -> None:
    firm = company(desk)
    made, kept = talk(desk, contact=firm), draft(desk, contact=firm)
    assert [event.id for event in of(desk, firm)] == [made]
    shown = of(desk, firm, kinds={"interaction", DRAFTS})
    assert [(event.id, event.postponed) for event in shown] == [(kept, True), (made, False)]
    assert len(of(desk, firm, kinds={DRAFTS})) == 2


def test_9_9_a_company_shows_what_happened_with_its_people_a_person_only_his_own(desk: Desk) -> None:
    firm = company(desk)
    vera, bob = person(desk, company=firm), person(desk, "Bob Jones", company=firm)
    for each in (firm, vera, bob):
        talk(desk, contact=each)
        desk.comments.add("contact", each, "Note")
    assert (len(of(desk, firm)), len(of(desk, vera))) == (6, 2)
    alone = person(desk, "Nobody's", company=None)
    talk(desk, contact=alone)
    assert len(of(desk, alone)) == 1


def test_9_9_a_note_without_a_date_is_of_the_day_it_was_written(desk: Desk) -> None:
    firm = company(desk)
    desk.comments.add("contact", firm, "First")
    desk.comments.add("contact", firm, "Second")
    second, first = sorted(of(desk, firm), key=lambda event: event.id, reverse=True)
    assert first.on == desk.context.work_date
    assert second.on is not None
    assert second.at is not None
