"""Light quotes (6.1), as far as opportunities ask for them."""

from datetime import date

from oppdesk.domain.query import Query
from oppdesk.domain.words import DocumentKind, Status, Step
from oppdesk.services.desk import Desk
from oppdesk.storage.opportunity_tables import SalesDocumentRow
from tests.services import records
from tests.services.records import MONDAY, refused


def test_r_quo_01_a_quote_is_made_for_the_contact_and_assigned_at_once(desk: Desk) -> None:
    made = records.started(desk, description="Warehouse")
    quote = desk.quotes.create(made, 1_150_000)
    found, row = records.view(desk, made), records.stored(desk)["sales_document"][quote]
    assert found.quote is not None
    assert (found.quote.id, found.quote.number, found.quote.net_amount) == (quote, "QU000001", 1_150_000)
    opportunity = records.stored(desk)["opportunity"][made]
    for name in ("contact", "company", "salesperson", "description"):
        assert row[name] == opportunity[name]
    assert row["document_date"] == MONDAY


def test_r_quo_01_m_36_m_38_m_22_what_stands_in_the_way(desk: Desk) -> None:
    waiting, going = records.opportunity(desk), records.started(desk)
    refused(desk, "M-38", lambda: desk.quotes.create(waiting, 100))
    desk.quotes.create(going, 100)
    refused(desk, "M-36", lambda: desk.quotes.create(going, 100))
    house = records.company(desk, "Soon closed")
    blocked = records.started(desk, contact=house)
    records.block_contact(desk, house)
    refused(desk, "M-22", lambda: desk.quotes.create(blocked, 100))
    other = records.started(desk)
    refused(desk, "M-49", lambda: desk.quotes.create(other, -1))
    refused(desk, "M-49", lambda: desk.quotes.create(other, 10**12 + 1))
    refused(desk, "0.2", lambda: desk.quotes.create(other, 1, number="X" * 21))


def test_r_quo_03_m_39_showing_a_quote_that_is_not_there(desk: Desk) -> None:
    made = records.started(desk)
    assert records.view(desk, made).number in refused(desk, "M-39", lambda: desk.quotes.of(made)).message


def test_r_quo_09_deleting_a_quote_frees_the_opportunity_and_keeps_its_status(desk: Desk) -> None:
    made = records.started(desk, stage=3)
    found = records.view(desk, made)
    assert found.quote is not None
    desk.quotes.remove(found.quote.id)
    after = records.view(desk, made)
    assert (after.quote, after.status, after.stage) == (None, Status.IN_PROGRESS, 3)
    desk.history.undo()
    back = records.view(desk, made).quote
    assert back is not None
    assert (back.id, back.number, back.net_amount) == (
        found.quote.id,
        found.quote.number,
        found.quote.net_amount,
    )


def test_d_15_an_order_satisfies_the_quote_rule_and_gives_the_value(desk: Desk) -> None:
    made = records.started(desk, stage=2)
    document = desk.quotes.create(made, 500_000)
    with records.store_of(desk).write("test.order") as work:
        work.get(SalesDocumentRow, document).kind = int(DocumentKind.ORDER)
    records.move(desk, made, Step.NEXT)
    assert records.view(desk, made).stage == 3
    assert desk.opportunities.situation(made).standing.quote_value == 500_000


def test_a_quotes_values_change_within_what_can_be_stored(desk: Desk) -> None:
    made = records.started(desk)
    quote = desk.quotes.create(made, 100, document_date=date(2026, 2, 1))
    good = {"net_amount": 200, "document_date": date(2026, 3, 1), "description": "Second"}
    desk.quotes.change(quote, **good)
    found = desk.quotes.of(made)
    assert (found.net_amount, found.document_date, found.description) == (200, date(2026, 3, 1), "Second")
    for number, field, value in (
        ("M-49", "net_amount", 10**12 + 1),
        ("M-49", "net_amount", -1),
        ("M-49", "document_date", date.max),
        ("0.2", "description", "x" * 101),
    ):
        error = refused(desk, number, lambda wish=good | {field: value}: desk.quotes.change(quote, **wish))
        assert error.field == field
    assert desk.lists.count("sales_document", Query()) == 1
