"""A list's ids, pages, counts, sums and groups agree with each other and with the rows they are about."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oppdesk.domain.errors import RuleError
from oppdesk.domain.fields import Ref
from oppdesk.domain.query import SPELT, Filter, Group, Op, Order, Query
from oppdesk.domain.setup import by_key
from oppdesk.storage import list_orders, listing, lists
from oppdesk.storage.base import fold
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.opportunity_tables import OPPORTUNITY
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Reader, Store
from tests.storage import rows
from tests.storage.rows import complete

MANY = 240
DAYS = [None, *(date(2026, 1, 20) + timedelta(9 * step) for step in range(8))]
NAMED = ("salesperson", "contact", "company", "sales_cycle")
GROUPED = (*NAMED, "stage_description", "status", "priority", "closing_on", "created_on", "chances", "stage")
SORTED = (*GROUPED, "number", "description", "estimated_value", "current_value", "stage_since")
SUMMED = ("estimated_value", "current_value")


@pytest.fixture(scope="module")
def reader(schema: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Opportunities of every kind: many equals and many blanks, names that differ in case and accents."""
    path = tmp_path_factory.mktemp("listing") / schema.name
    path.write_bytes(schema.read_bytes())
    store = rows.opened(path)
    fill(store)
    with store.read() as connection:
        yield connection
    store.close()


def fill(store: Store) -> None:
    draw = random.Random(7)
    with store.write("test") as work:
        names = ("Ørsted", "alpha", "Alpha", "Zeta", "Alpha")
        companies = [rows.contact(work, f"C{at}", name=name).id for at, name in enumerate(names)]
        people = [
            rows.contact(work, f"P{at}", name="Vera", type=1, company=draw.choice(companies)).id
            for at in range(4)
        ]
        sellers = [
            rows.setup(work, "salesperson", code=code, name=name)
            for code, name in (("B", "Anna"), ("A", "Ben"), ("C", "Anna"))
        ]
        cycles = [rows.setup(work, "sales_cycle", code=code) for code in ("SMALL", "BIG")]
        for cycle in cycles:
            for number, description in ((1, "Open"), (5, "Answer"), (9, "Open")):
                stage = {"stage": number, "description": description, "sales_cycle": cycle}
                work.put(TABLES["sales_cycle_stage"], stage_row(stage))
        made = []
        for at, key in enumerate(work.keys(MANY)):
            made.append(
                complete(
                    "opportunity",
                    id=key,
                    number=f"OP{(at * 7) % MANY:04}",
                    description=draw.choice(("", "Desks", "desks", "Élan", "Zoo")),
                    contact=draw.choice((None, *companies, *people)),
                    company=draw.choice((None, *companies)),
                    salesperson=draw.choice((None, *sellers)),
                    sales_cycle=draw.choice((None, *cycles)),
                    status=draw.randrange(4),
                    priority=draw.randrange(3),
                    stage=draw.choice((0, 1, 5, 9, 77)),
                    chances=draw.choice((0, 10, 50)),
                    created_on=draw.choice(DAYS),
                    closing_on=draw.choice(DAYS),
                    stage_since=draw.choice(DAYS),
                    estimated_value=draw.choice((0, 100, 10**12)),
                    current_value=draw.choice((0, 10**16)),
                )
            )
        work.put_many(OPPORTUNITY, made)


def stage_row(values: dict[str, Any]) -> dict[str, Any]:
    fields = by_key["sales_cycle_stage"].check(
        {name: value for name, value in values.items() if name != "sales_cycle"}
    )
    return {**fields, "sales_cycle": values["sales_cycle"]}


FILTERS = st.lists(
    st.one_of(
        st.builds(Filter, st.just("status"), st.just(Op.IS), st.integers(0, 3)),
        st.builds(
            Filter,
            st.just("status"),
            st.just(Op.AMONG),
            st.sampled_from([(0, 1), (2, 3), (1,), (0, 1, 2, 3)]),
        ),
        st.builds(
            Filter,
            st.sampled_from(["closing_on", "created_on"]),
            st.sampled_from([Op.FROM, Op.UP_TO, Op.BEFORE, Op.OVER]),
            st.sampled_from([*DAYS[1:], date(2026, 2, 1), date(2026, 2, 28)]),
        ),
        st.builds(Filter, st.sampled_from(("closing_on", *NAMED)), st.sampled_from([Op.BLANK, Op.FILLED])),
        st.builds(Filter, st.sampled_from(("status", "stage")), st.just(Op.IS_NOT), st.sampled_from([0, 1])),
        st.builds(
            Filter, st.just("salesperson"), st.sampled_from([Op.IS, Op.IS_NOT]), st.sampled_from([None, 1])
        ),
        st.builds(Filter, st.just("estimated_value"), st.just(Op.OVER), st.just(0)),
        st.builds(Filter, st.just("contact"), st.sampled_from(sorted(SPELT)), st.sampled_from(["a", "ø"])),
    ),
    max_size=2,
).map(tuple)
ORDER = st.builds(Order, st.sampled_from(SORTED), st.booleans())
ORDERS, SOME_ORDERS = (
    st.lists(ORDER, min_size=least, max_size=2, unique_by=lambda order: order.field).map(tuple)
    for least in (0, 1)
)
QUERIES = st.builds(
    Query,
    FILTERS,
    ORDERS,
    st.sampled_from(["", "", "des", "vera", "zoo al"]),
    st.sampled_from(["", *GROUPED]),
)
FEW = st.sampled_from([0, 5, 10_000])


@pytest.fixture(autouse=True)
def usual_ways() -> Iterator[None]:
    usual = list_orders.FEW, list_orders.SOME, list_orders.FEW_TARGETS
    yield
    list_orders.FEW, list_orders.SOME, list_orders.FEW_TARGETS = usual


def find_by_index_only(few: int) -> None:
    """So few rows at most, as if this were a list of millions: else the order is walked."""
    list_orders.FEW = list_orders.SOME = few
    list_orders.FEW_TARGETS = 4  # there are more contacts, and fewer of everything else


def group_of(row: dict[str, Any], group: str) -> object:
    """What a row's group is, with its key beside a stage's name."""
    value = row[group]
    if isinstance(value, date):
        return value.replace(day=1)
    if group != "stage_description":
        return value
    return (f"{row['sales_cycle'].text} · {value}", row["stage"]) if value else None


def named(group: Group, query: Query, stages: dict[int, int]) -> object:
    value = group.value
    if query.group == "stage_description" and isinstance(value, Ref):
        return value.text, stages[value.id]
    return value


@settings(max_examples=250, deadline=None)
@given(query=QUERIES, few=FEW)
def test_groups_agree_with_the_ids_position_by_position(reader: Reader, query: Query, few: int) -> None:
    find_by_index_only(few)
    wanted = lists.listing("opportunity")
    ids = listing.ids(reader, wanted, query)
    found = listing.rows(reader, wanted, ids)
    assert [row["id"] for row in found] == list(ids)
    assert listing.count(reader, wanted, query) == len(ids) == len(set(ids))
    totals = listing.sums(reader, wanted, query, SUMMED)
    assert totals == [len(ids), *(sum(row[name] for row in found) for name in SUMMED)]
    if not query.group:
        return
    groups = listing.groups(reader, wanted, query, SUMMED)
    stretches = []
    for value, same in groupby(found, lambda row: group_of(row, query.group)):
        every = list(same)
        sums = tuple(sum(row[name] for row in every) for name in SUMMED)
        stretches.append((value, len(every), sums))
    stage = TABLES["sales_cycle_stage"]
    stages = {row.id: row.stage for row in reader.execute(stage.select())}
    assert [(named(each, query, stages), each.count, each.sums) for each in groups] == stretches
    values = [each.value for each in groups]
    assert len(values) == len(set(values))


@settings(max_examples=250, deadline=None)
@given(query=QUERIES, offset=st.integers(0, MANY), limit=st.integers(1, 50), few=FEW)
def test_a_page_is_a_stretch_of_the_ids(
    reader: Reader, query: Query, offset: int, limit: int, few: int
) -> None:
    find_by_index_only(few)
    wanted = lists.listing("opportunity")
    ids = list(listing.ids(reader, wanted, query))
    assert listing.first_ids(reader, wanted, query, offset, limit) == ids[offset : offset + limit]


@settings(max_examples=150, deadline=None)
@given(query=QUERIES, orders=SOME_ORDERS, few=FEW)
def test_rows_come_in_the_order_asked_for(
    reader: Reader, query: Query, orders: tuple[Order, ...], few: int
) -> None:
    query = replace(query, orders=orders, group="")
    find_by_index_only(few)
    wanted = lists.listing("opportunity")
    found = listing.rows(reader, wanted, listing.ids(reader, wanted, query))
    by_name = {row.id: (row.search_text,) for row in reader.execute(CONTACT.select())}
    expected = sorted(found, key=lambda row: row["id"], reverse=query.orders[-1].descending)
    for order in reversed(query.orders):
        expected.sort(key=lambda row: sort_key(row, order.field, by_name), reverse=order.descending)
    assert found == expected


def sort_key(row: dict[str, Any], name: str, by_name: dict[int, tuple[str]]) -> tuple[Any, ...]:
    """Blank is last."""
    value = row[name]
    if name == "stage_description":
        return (not value, row["sales_cycle"].text if value else "", row["stage"] if value else 0)
    if value is None:
        return (True,)
    if isinstance(value, Ref):
        return (False, *by_name.get(value.id, (value.text,)), value.id)
    return (False, fold(f"{value} {row['number']}")) if name == "description" else (False, value)


def test_a_list_cannot_be_grouped_by_what_is_only_shown(reader: Reader) -> None:
    for name in ("next_step", "days_in_stage", "nothing"):
        with pytest.raises(RuleError, match="cannot be grouped"):
            listing.groups(reader, lists.listing("opportunity"), Query(group=name), ())


def test_stages_of_two_cycles_that_are_called_the_same_are_groups_of_their_own(reader: Reader) -> None:
    groups = listing.groups(reader, lists.listing("opportunity"), Query(group="stage_description"), ())
    assert [each.value.text if isinstance(each.value, Ref) else each.value for each in groups] == [
        f"{cycle} · {stage}" for cycle in ("BIG", "SMALL") for stage in ("Open", "Answer", "Open")
    ] + [None]


@pytest.mark.parametrize("text", ["é", "E", "desk", "o", "an", "l%", "_", "*", "[", "\\"])
@pytest.mark.parametrize("field", ["description", "salesperson"])
def test_parts_of_a_text_are_compared_without_case_and_accents(reader: Reader, field: str, text: str) -> None:
    wanted, part = lists.listing("opportunity"), fold(text)
    every = listing.rows(reader, wanted, listing.ids(reader, wanted, Query()))

    def read(row: dict[str, Any]) -> str:
        value = row[field]
        return fold(value.text if isinstance(value, Ref) else value or "")

    holds: dict[Op, Callable[[str], bool]] = {
        Op.CONTAINS: lambda words: part in words,
        Op.LACKS: lambda words: part not in words,
        Op.BEGINS: lambda words: words.startswith(part),
        Op.ENDS: lambda words: words.endswith(part),
    }
    for op, agrees in holds.items():
        found = listing.ids(reader, wanted, Query((Filter(field, op, text),)))
        assert set(found) == {row["id"] for row in every if agrees(read(row))}, op
