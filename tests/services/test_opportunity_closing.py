"""Section 5.1: won and lost."""

from datetime import date
from typing import Any

import pytest

from oppdesk.domain.errors import StaleError
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.standing import Closing
from oppdesk.domain.words import Outcome, Status, Step, TaskType
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY, refused


def test_r_clo_01_for_not_started_and_in_progress_only(desk: Desk) -> None:
    for made in (records.opportunity(desk), records.started(desk), records.started(desk, stage=5)):
        records.close(desk, made, Outcome.LOST)
        refused(desk, "M-10", lambda made=made: records.close(desk, made, Outcome.WON))


def test_r_clo_01_defaults_of_the_dialog(desk: Desk) -> None:
    made = records.started(desk)
    records.move(desk, made, Step.NEXT, on=date(2026, 3, 20))
    assert desk.opportunities.situation(made).change_date == date(2026, 3, 20)
    wish = Closing(None)
    assert (wish.outcome, wish.sales_value, wish.cancel_tasks) == (None, 0, True)


def test_r_clo_01_codes_by_outcome_are_what_is_offered(desk: Desk) -> None:
    codes = {
        outcome: set(desk.lists.ids("close_code", Query((Filter("outcome", Op.IS, int(outcome)),))))
        for outcome in Outcome
    }
    assert not codes[Outcome.WON] & codes[Outcome.LOST]
    for outcome, other in ((Outcome.WON, Outcome.LOST), (Outcome.LOST, Outcome.WON)):
        for code in codes[other]:
            made = records.opportunity(desk)
            refused(
                desk,
                "M-50",
                lambda made=made, outcome=outcome, code=code: records.close(desk, made, outcome, code=code),
            )


def test_r_clo_02_m_18_m_03_checks_in_their_order(desk: Desk) -> None:
    made = records.started(desk)
    won, lost = (records.code_id(desk, "close_code", code) for code in ("PRICE_W", "PRICE_L"))
    good: dict[str, Any] = {"outcome": Outcome.WON, "code": won, "on": MONDAY, "sales_value": 100}
    faults: list[tuple[str, str, dict[str, Any]]] = [
        ("M-18", "outcome", {"outcome": None}),
        ("M-03", "code", {"code": None}),
        ("M-50", "code", {"code": lost}),
        ("M-03", "on", {"on": None}),
        ("M-16", "on", {"on": date(2026, 3, 1)}),
        ("M-19", "sales_value", {"sales_value": 0}),
    ]
    for index, (number, field, _values) in enumerate(faults):
        wish = dict(good)
        for _number, _field, values in reversed(faults[index:]):
            wish |= values
        asked = Closing(**wish)
        error = refused(desk, number, lambda asked=asked: desk.opportunities.close(made, asked))
        assert error.field == field
    desk.opportunities.close(made, Closing(**good))


@pytest.mark.parametrize("sales", [0, -1])
def test_m_19_won_needs_a_sales_value(desk: Desk, sales: int) -> None:
    made = records.started(desk)
    error = refused(desk, "M-19", lambda: records.close(desk, made, Outcome.WON, sales_value=sales))
    assert records.view(desk, made).number in error.message


def test_m_50_the_message_names_the_code(desk: Desk) -> None:
    made = records.started(desk)
    lost = records.code_id(desk, "close_code", "PRICE_L")
    error = refused(desk, "M-50", lambda: records.close(desk, made, Outcome.WON, code=lost))
    assert "PRICE_L" in error.message
    refused(desk, "CON-F8", lambda: records.close(desk, made, Outcome.WON, code=4711))


def test_r_clo_03_with_a_quote_its_value_wins(desk: Desk) -> None:
    made = records.started(desk)
    quote = desk.quotes.create(made, 1_150_000)
    desk.quotes.change(quote, net_amount=1_200_000, document_date=None, description="")
    records.close(desk, made, Outcome.WON, sales_value=1)
    assert records.view(desk, made).current_value == 1_200_000 * 10_000


def test_r_clo_03_m_19_again_when_the_quote_is_worth_nothing(desk: Desk) -> None:
    made = records.started(desk)
    desk.quotes.create(made, 0)
    refused(desk, "M-19", lambda: records.close(desk, made, Outcome.WON, sales_value=999_900))
    records.close(desk, made, Outcome.LOST)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_r_clo_04_the_closing_entry_keeps_value_and_the_stage_before(desk: Desk, outcome: Outcome) -> None:
    made = records.started(desk, "EX-SMALL", 2, value=777_700)
    records.close(desk, made, outcome)
    entry = records.view(desk, made).entries[0]
    assert (entry.estimated_value, entry.stage, entry.stage_description, entry.previous_stage) == (
        777_700,
        0,
        "",
        2,
    )
    assert entry.close_code is not None
    assert entry.close_code.text == ("PRICE_W" if outcome is Outcome.WON else "PRICE_L")


@pytest.mark.parametrize("outcome", list(Outcome))
def test_r_clo_05_m_16_not_before_the_last_change(desk: Desk, outcome: Outcome) -> None:
    made = records.started(desk)
    records.move(desk, made, Step.NEXT, on=date(2026, 3, 20))
    error = refused(desk, "M-16", lambda: records.close(desk, made, outcome, on=date(2026, 3, 19)))
    assert "2026-03-20" in error.message
    records.close(desk, made, outcome, on=date(2026, 3, 20))
    assert records.view(desk, made).entries[1].days_open == 0


def test_m_04_m_22_won_needs_a_contact_that_may_be_used(desk: Desk) -> None:
    nobody = records.opportunity(desk, contact=None)
    assert refused(desk, "M-04", lambda: records.close(desk, nobody, Outcome.WON)).field == "contact"
    house = records.company(desk)
    made = records.started(desk, contact=records.person(desk, company=house))
    records.block_contact(desk, house)
    refused(desk, "M-22", lambda: records.close(desk, made, Outcome.WON))
    records.close(desk, made, Outcome.LOST)
    records.close(desk, nobody, Outcome.LOST)


def test_r_clo_07_tasks_are_cancelled_when_ticked_and_the_quote_stays(desk: Desk) -> None:
    for outcome in Outcome:
        made = records.started(desk)
        quote = desk.quotes.create(made, 500_000)
        records.close(desk, made, outcome, cancel_tasks=False)
        assert len(records.view(desk, made).open_tasks) == 2
        found = records.view(desk, made).quote
        assert found is not None
        assert (found.id, found.net_amount) == (quote, 500_000)
        other = records.started(desk)
        records.close(desk, other, outcome)
        assert records.view(desk, other).open_tasks == ()


def test_r_clo_08_only_the_description_and_notes_stay_open(desk: Desk) -> None:
    made = records.started(desk)
    records.close(desk, made, Outcome.WON)
    other = records.company(desk, "Other House")
    for field, value in (
        ("number", "X-1"),
        ("contact", other),
        ("salesperson", records.salesperson(desk, "BEN")),
        ("priority", 2),
        ("sales_cycle", records.code_id(desk, "sales_cycle", "NEW")),
    ):
        error = refused(
            desk, "M-10", lambda field=field, value=value: desk.opportunity_fields.change(made, field, value)
        )
        assert error.field == field
    desk.opportunity_fields.change(made, "description", "Renamed after all")
    desk.comments.add("opportunity", made, "They will come back.")
    found = records.view(desk, made)
    assert (found.description, len(found.comments)) == ("Renamed after all", 1)


def test_a_reason_typed_in_place_becomes_a_close_code(desk: Desk) -> None:
    made = records.started(desk)
    wish = Closing(Outcome.LOST, None, on=MONDAY)
    desk.opportunities.close(made, wish, new_reason="Zu teuer für Größe")
    entry = records.view(desk, made).entries[0]
    assert entry.close_code is not None
    row = records.setup_row(desk, "close_code", entry.close_code.id)
    assert (row["description"], row["outcome"]) == ("Zu teuer für Größe", int(Outcome.LOST))
    assert len(row["code"]) <= 10
    other = records.started(desk)
    desk.opportunities.close(other, wish, new_reason="Zu teuer für Größe zwei")
    third = records.started(desk)
    refused(
        desk,
        "M-19",
        lambda: desk.opportunities.close(third, Closing(Outcome.WON, on=MONDAY), new_reason="Best"),
    )
    refused(desk, "0.2", lambda: desk.opportunities.close(third, wish, new_reason="x" * 101))
    desk.opportunities.close(third, wish, new_reason="价格太高")


def test_a_lost_one_may_be_asked_again_later(desk: Desk) -> None:
    made = records.started(desk)
    code = records.code_id(desk, "close_code", "POSTPND_L")
    desk.opportunities.close(made, Closing(Outcome.LOST, code, on=MONDAY), remind=True)
    (call,) = records.view(desk, made).open_tasks
    assert (call.type, call.on) == (TaskType.CALL, date(2026, 9, 2))


def test_a_close_dialog_that_started_from_an_older_entry_is_refused(desk: Desk) -> None:
    made = records.started(desk)
    seen = desk.opportunities.situation(made).seen
    records.move(desk, made, Step.NEXT)
    code = records.code_id(desk, "close_code", "PRICE_L")
    wish = Closing(Outcome.LOST, code, on=MONDAY)
    error = refused(desk, "", lambda: desk.opportunities.close(made, wish, seen=seen))
    assert isinstance(error, StaleError)
    desk.opportunities.close(made, wish, seen=desk.opportunities.situation(made).seen)
    assert records.view(desk, made).status is Status.LOST


def test_a_closing_date_nobody_means(desk: Desk) -> None:
    made = records.started(desk)
    assert refused(desk, "M-49", lambda: records.close(desk, made, Outcome.LOST, on=date.max)).field == "on"
