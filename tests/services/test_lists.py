"""What a list on the screen asks for: groups with subtotals, the first page with the count, everything in blocks."""

from datetime import date

import pytest

from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.domain.query import Filter, Group, Op, Order, Query
from oppdesk.domain.words import Outcome, Status
from oppdesk.services import lists
from oppdesk.services.desk import Desk
from tests.services import records


def test_groups_of_a_date_are_months_and_blank_ones_stand_last(desk: Desk) -> None:
    for day in (date(2026, 5, 30), date(2026, 4, 1), date(2026, 4, 30)):
        records.started(desk, value=100, closing_on=day)
    records.opportunity(desk)
    query = Query(orders=(Order("estimated_value"),), group="closing_on")
    assert list(desk.lists.groups("opportunity", query, ("estimated_value",))) == [
        Group(date(2026, 4, 1), 2, (200,)),
        Group(date(2026, 5, 1), 1, (100,)),
        Group(None, 1, (0,)),
    ]


def test_groups_of_a_choice_come_by_its_number_and_turn_round_with_its_order(desk: Desk) -> None:
    won = records.started(desk)
    records.close(desk, won, Outcome.WON, sales_value=500)
    records.opportunity(desk)
    for descending in (False, True):
        query = Query(orders=(Order("status", descending),), group="status")
        found = [group.value for group in desk.lists.groups("opportunity", query)]
        assert found == sorted((int(Status.NOT_STARTED), int(Status.WON)), reverse=descending)


def test_the_opening_of_a_list_is_its_count_and_its_first_page(desk: Desk) -> None:
    for value in (300, 100, 200):
        records.started(desk, value=value)
    query = Query(orders=(Order("estimated_value"),))
    ids = desk.lists.ids("opportunity", query).tolist()
    count, first, page = desk.lists.opening("opportunity", query, 2, 1)
    assert (count, first, [row["estimated_value"] for row in page]) == (3, ids[:2], [100])
    count, first, page = desk.lists.opening("opportunity", query, 50, 20)
    assert (count, first, [row["estimated_value"] for row in page]) == (3, ids, [100, 200, 300])
    assert desk.lists.opening("opportunity", query, 2, 1, count=7)[0] == 7
    nothing = Query((Filter("estimated_value", Op.OVER, 10**9),))
    assert desk.lists.opening("opportunity", nothing, 50, 20) == (0, [], [])


def test_each_brings_every_row_in_order_in_blocks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "BLOCK", 2)
    for value in (300, 100, 200):
        records.started(desk, value=value)
    query, told = Query(orders=(Order("estimated_value"),)), []
    progress = Progress(lambda done, total: told.append((done, total)))
    blocks = list(desk.lists.each("opportunity", query, progress))
    assert [[row["estimated_value"] for row in block] for block in blocks] == [[100, 200], [300]]
    assert told[-1] == (3, 3)


def test_each_stops_between_two_blocks_when_the_user_asks_for_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "BLOCK", 1)
    records.opportunity(desk)
    records.opportunity(desk)
    progress = Progress()
    blocks = desk.lists.each("opportunity", Query(), progress)
    next(blocks)
    progress.cancel()
    with pytest.raises(Cancelled):
        next(blocks)
