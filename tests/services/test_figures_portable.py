"""The figures of section 10, of the day and of lists are asked in words that PostgreSQL understands as well."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import ClauseElement

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Outcome, Status
from oppdesk.services.desk import Desk
from oppdesk.services.today_values import Scope
from tests.services import records

# What only SQLite knows, or nobody but us: functions, its row numbers, its hints; a plus before a column keeps it from an index.
ONLY_SQLITE = re.compile(
    r"\b(json_each|json_group_array|julianday|strftime|unixepoch|group_concat|ifnull|instr|total|likelihood|rowid"
    r"|printf|month_of|local_day|days_later|reads|unindexed|GLOB|INDEXED|MATCH)\b|[(,=]\s*\+\w",
    re.IGNORECASE,
)


class Book(NamedTuple):
    salesperson: int
    cycle: int
    contact: int


Asks = Callable[[Desk, Book], object]


@pytest.fixture
def asked(desk: Desk) -> Iterator[list[str]]:
    """Each statement that is asked meanwhile, as PostgreSQL would be asked."""
    found: list[str] = []

    def keep(_connection: object, element: object, *_rest: object) -> None:
        if isinstance(element, ClauseElement):
            found.append(str(element.compile(dialect=postgresql.dialect())))

    with records.store_of(desk).read() as connection:
        engine = connection.engine
    event.listen(engine, "before_execute", keep)
    yield found
    event.remove(engine, "before_execute", keep)


@pytest.fixture
def book(desk: Desk) -> Book:
    anna = desk.context.salesperson = records.salesperson(desk)
    for number in range(3):
        records.started(desk, description=f"deal {number}", salesperson=anna)
    records.close(desk, records.started(desk, salesperson=anna), Outcome.WON)
    return Book(anna, records.code_id(desk, "sales_cycle", "EX-LARGE"), records.company(desk))


_OPEN = Query((Filter("status", Op.IS, int(Status.IN_PROGRESS)),))
_FIELDS = ("estimated_value", "current_value")


@pytest.mark.parametrize(
    "ask",
    [
        lambda desk, book: desk.statistics.cycle(book.cycle),
        lambda desk, _book: desk.statistics.cycles(),
        lambda desk, book: desk.statistics.stages(book.cycle),
        lambda desk, book: desk.statistics.funnel(book.cycle),
        lambda desk, book: desk.statistics.salesperson(book.salesperson),
        lambda desk, book: desk.statistics.contact(book.contact),
        lambda desk, _book: desk.charts.funnel(),
        lambda desk, _book: desk.charts.shares(),
        lambda desk, _book: desk.today.look(Scope.MINE),
        lambda desk, _book: desk.lists.sums("opportunity", _OPEN, _FIELDS),
        lambda desk, _book: desk.lists.groups("opportunity", Query(group="salesperson"), _FIELDS),
        lambda desk, _book: desk.lists.groups("opportunity", Query(group="closing_on"), _FIELDS),
    ],
    ids=[
        *(
            "a-cycle",
            "cycles",
            "stages",
            "funnel",
            "a-salesperson",
            "a-contact",
            "chart-of-the-funnel",
            "shares",
        ),
        *("today", "sums", "groups", "months"),
    ],
)
def test_10_figures_are_asked_in_portable_words(desk: Desk, book: Book, asked: list[str], ask: Asks) -> None:
    asked.clear()
    ask(desk, book)
    assert asked
    assert not [text for text in asked if ONLY_SQLITE.search(text)]
