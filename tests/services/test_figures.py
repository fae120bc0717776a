"""The kept sums are what the rows come to, whatever was done; wrong and missing ones are made again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oppdesk.domain.words import Outcome, Step
from oppdesk.services.desk import Desk, open_desk
from oppdesk.services.statistics import Figures
from oppdesk.storage import bulk, sqlite_bulk
from oppdesk.storage.base import metadata
from tests.conftest import RESOURCES
from tests.services import records
from tests.services.records import MONDAY, code_id, store_of

MICRO = 10_000


def spoil(desk: Desk, *statements: str) -> None:
    """Do what the program never does."""
    with store_of(desk).engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_wrong_sums_are_found_and_heal(desk: Desk) -> None:
    records.started(desk, "EX-LARGE", value=500_000, chances=40)
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    right = desk.statistics.cycle(cycle)
    assert not desk.statistics.mend()
    for harm in (
        "UPDATE pipeline_cell SET estimated = estimated + 1",
        "DELETE FROM pipeline_cell",
        "UPDATE reached_cell SET count = count + 1",
        "INSERT INTO reached_cell VALUES (1, 1, 1, 1)",
        "DROP TRIGGER pipeline_changed",
    ):
        spoil(desk, harm)
        assert desk.statistics.mend()
        assert not desk.statistics.mend()
        assert desk.statistics.cycle(cycle) == right


def test_a_start_makes_missing_triggers_and_sums_again(desk: Desk, folder: Any) -> None:
    records.started(desk, "EX-LARGE", value=500_000)
    spoil(desk, "DROP TRIGGER pipeline_changed", "DROP TABLE reached_cell")
    spoil(desk, "UPDATE opportunity SET estimated_value = 700_000")
    desk.close()
    again = open_desk(folder, folder / "backups", RESOURCES, device=2, today=lambda: MONDAY)
    cycle = code_id(again, "sales_cycle", "EX-LARGE")
    assert again.statistics.funnel(cycle)[0][:4] == (1, 1, 1, 700_000)
    assert not again.statistics.mend()
    again.close()


def test_d_19_the_funnel_counts_an_opportunity_once_for_each_stage_it_ever_reached(desk: Desk) -> None:
    anna, ben = records.salesperson(desk), records.salesperson(desk, "BEN")
    one = records.started(desk, "EX-LARGE", salesperson=anna, value=100, chances=50)
    records.move(desk, one, Step.UPDATE, value=200, chances=50)  # two entries of one stage
    records.move(desk, one, Step.NEXT, value=300, chances=50)
    two = records.started(desk, "EX-LARGE", salesperson=ben, value=1_000)
    records.close(desk, two, Outcome.LOST)
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    every = {row[0]: row[1:4] for row in desk.statistics.funnel(cycle)}
    assert (every[1], every[2], every[4]) == ((2, 0, 0), (1, 1, 300), (0, 0, 0))
    hers = {row[0]: row[1:4] for row in desk.statistics.funnel(cycle, (anna,))}
    assert (hers[1], hers[2]) == ((1, 0, 0), (1, 1, 300))
    assert desk.statistics.funnel(cycle, ()) == tuple((number, 0, 0, 0, 0) for number in every)


def test_a_cycle_whose_only_opportunity_was_taken_back_gives_way_to_the_busiest(desk: Desk) -> None:
    usual = desk.setup.single("marketing_setup")["default_sales_cycle"]
    records.started(desk, "EX-LARGE")
    records.started(desk, usual.text)
    desk.history.undo()  # its start
    shown = desk.charts.funnel()
    assert shown is not None
    assert shown.cycle == code_id(desk, "sales_cycle", "EX-LARGE")


def test_a_handed_over_opportunity_counts_for_whoever_has_it(desk: Desk) -> None:
    anna, ben = records.salesperson(desk), records.salesperson(desk, "BEN")
    one = records.started(desk, "EX-LARGE", salesperson=anna)
    desk.opportunity_fields.change(one, "salesperson", ben)
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    assert desk.statistics.funnel(cycle, (ben,))[0][1:3] == (1, 1)
    assert desk.statistics.funnel(cycle, (anna,))[0][1:3] == (0, 0)
    desk.history.undo()
    assert desk.statistics.funnel(cycle, (anna,))[0][1:3] == (1, 1)
    assert not desk.statistics.mend()


def test_a_removed_opportunity_takes_its_entries_out_of_the_sums_and_undo_brings_them_back(
    desk: Desk,
) -> None:
    one = records.started(desk, "EX-LARGE", value=100)
    records.close(desk, one, Outcome.LOST)
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    before = desk.statistics.funnel(cycle)
    desk.opportunity_fields.remove([one])
    assert desk.statistics.funnel(cycle)[0][1] == 0
    assert not desk.statistics.mend()
    desk.history.undo()
    assert desk.statistics.funnel(cycle) == before
    assert not desk.statistics.mend()


@dataclass(frozen=True)
class Row:
    """An opportunity as an import may bring it."""

    cycle: int
    salesperson: int
    stages: tuple[int, ...]
    status: int
    closing_on: date | None
    value: int


ROWS = st.lists(
    st.builds(
        Row,
        st.integers(0, 2),
        st.integers(0, 2),
        st.lists(st.integers(0, 4), max_size=4).map(tuple),
        st.integers(0, 3),
        st.sampled_from([None, date(2026, 1, 1), date(2026, 1, 31), date(9999, 12, 1)]),
        st.sampled_from([0, 1, 10**12]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, many=st.sampled_from([1, 1_000]))
def test_sums_follow_rows_in_bulk_and_their_undo(desk: Desk, rows: list[Row], many: int) -> None:
    """Row by row, and all together when there are many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite_bulk, "MANY", many)
        _follow(desk, rows)


def _follow(desk: Desk, rows: list[Row]) -> None:
    with store_of(desk).read() as connection:
        cycles = [None, *bulk.keys_by(connection, "sales_cycle", "code").values()]
        people = [None, *bulk.keys_by(connection, "salesperson", "code").values()]
    pick: Callable[[list[Any], int], Any] = lambda some, at: some[at % len(some)]  # noqa: E731
    with store_of(desk).write("import", "Rows") as work:
        keys = work.keys(len(rows))
        of_it = [
            {"id": key, "sales_cycle": pick(cycles, row.cycle), "salesperson": pick(people, row.salesperson)}
            for key, row in zip(keys, rows, strict=True)
        ]
        table = metadata.tables["opportunity"]
        work.put_many(
            table,
            [
                bulk.complete(table, each)
                | {
                    "number": f"I{each['id']}",
                    "status": row.status,
                    "stage": row.stages[-1] if row.stages else 0,
                    "closing_on": row.closing_on,
                    "estimated_value": row.value,
                    "current_value": row.value * MICRO,
                }
                for each, row in zip(of_it, rows, strict=True)
            ],
        )
        bulk.put(
            work,
            "opportunity_entry",
            [
                {"opportunity": each["id"], "sales_cycle": each["sales_cycle"], "stage": stage}
                for each, row in zip(of_it, rows, strict=True)
                for stage in row.stages
            ],
        )
    assert not desk.statistics.mend()
    desk.history.undo()
    assert not desk.statistics.mend()


def test_sums_are_exact_to_the_last_digit(desk: Desk) -> None:
    for value, chances in ((10**12, 99), (1, 33), (333, 50)):
        opportunity = records.started(desk, "EX-LARGE", value=value, chances=chances)
        assert opportunity
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    rows = records.stored(desk)["opportunity"].values()
    assert desk.statistics.cycle(cycle) == Figures(
        3, sum(row["estimated_value"] for row in rows), sum(row["current_value"] for row in rows)
    )
