"""At a million rows a list is as fast as its plan: which index is walked, and that nothing is sorted."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Select, event

from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.words import Status
from oppdesk.storage import list_orders, listing, lists, search, tasks, today
from oppdesk.storage.opportunity_tables import OPPORTUNITY
from oppdesk.storage.unit_of_work import Reader
from tests.storage import rows

OPEN = Filter("status", Op.AMONG, (int(Status.NOT_STARTED), int(Status.IN_PROGRESS)))
RUNNING = Filter("status", Op.IS, int(Status.IN_PROGRESS))
TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader(schema: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    path = tmp_path_factory.mktemp("plans") / schema.name
    path.write_bytes(schema.read_bytes())
    store = rows.opened(path)
    with store.read() as connection:
        yield connection
    store.close()


@pytest.fixture(autouse=True)
def as_if_there_were_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FEW", "SOME", "FEW_TARGETS"):
        monkeypatch.setattr(list_orders, name, -1)


def plan(reader: Reader, statement: Select[tuple[object]]) -> str:
    text = str(statement.compile(dialect=reader.dialect, compile_kwargs={"literal_binds": True}))
    return "\n".join(row[3] for row in reader.exec_driver_sql("EXPLAIN QUERY PLAN " + text))


def plans(reader: Reader, name: str, query: Query, *, is_page: bool = True) -> list[str]:
    found = list_orders.stretches(reader, lists.listing(name), query, is_page=is_page)
    return [plan(reader, each.limit(200) if is_page else each) for each in found]


def asked(reader: Reader, name: str, query: Query, *fields: str) -> str:
    """The plan of count and sums."""
    return plan_of(reader, lambda: listing.sums(reader, lists.listing(name), query, fields))


def plan_of(reader: Reader, question: Callable[[], object]) -> str:
    """The plan of the last statement of a question."""
    told: list[tuple[str, object]] = []
    keep = lambda _connection, _cursor, text, given, *_rest: told.append((text, given))  # noqa: E731
    event.listen(reader, "before_cursor_execute", keep)
    question()
    event.remove(reader, "before_cursor_execute", keep)
    text, given = told[-1]
    return "\n".join(row[3] for row in reader.exec_driver_sql("EXPLAIN QUERY PLAN " + text, given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "index"),
    [
        ("description", "ix_opportunity_description"),
        ("number", "uq_opportunity_number"),
        ("estimated_value", "ix_opportunity_value"),
        ("current_value", "ix_opportunity_current"),
        ("closing_on", "ix_opportunity_closing"),
        ("created_on", "ix_opportunity_created"),
        ("closed_on", "ix_opportunity_closed"),
        ("stage_since", "ix_opportunity_since"),
        ("priority", "ix_opportunity_priority"),
        ("probability", "ix_opportunity_probability"),
        ("chances", "ix_opportunity_chances"),
        ("completed", "ix_opportunity_completed"),
    ],
)
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("filters", [(), (OPEN,), (OPEN, Filter("salesperson", Op.IS, 1))])
def test_an_order_of_the_opportunities_walks_its_index_and_sorts_nothing(
    reader: Reader, field: str, index: str, descending: bool, filters: tuple[Filter, ...]
) -> None:
    (found,) = plans(reader, "opportunity", Query(filters, (Order(field, descending),)))
    assert index in found
    assert "TEMP B-TREE" not in found


@pytest.mark.parametrize(
    ("field", "outer", "inner"),
    [
        ("contact", "ix_contact_search_text", "ix_opportunity_of_contact"),
        ("company", "ix_contact_search_text", "ix_opportunity_contact"),
    ],
)
@pytest.mark.parametrize("descending", [False, True])
def test_an_order_by_name_walks_the_names(
    reader: Reader, field: str, outer: str, inner: str, descending: bool
) -> None:
    found = plans(reader, "opportunity", Query((OPEN,), (Order(field, descending),)))
    named, unnamed = reversed(found) if descending else found
    assert named.index(outer) < named.index(inner)
    assert "TEMP B-TREE" not in named
    assert inner in unnamed
    assert "TEMP B-TREE" not in unnamed


def test_an_order_by_stage_walks_cycles_and_their_stages(reader: Reader) -> None:
    named, _unnamed = plans(reader, "opportunity", Query(orders=(Order("stage_description"),)))
    assert "ix_opportunity_cycle (sales_cycle=? AND stage=?)" in named
    assert "TEMP B-TREE FOR ORDER BY" not in named


def test_the_usual_order_of_contacts_is_merged_from_companies_and_single_persons(reader: Reader) -> None:
    (found,) = plans(reader, "contact", Query())
    assert "MERGE (UNION ALL)" in found
    assert "ix_contact_search_text" in found
    assert "ix_contact_company (company=?)" in found
    assert found.count("TEMP B-TREE") == 1  # the few persons without a company


def test_a_status_with_an_order_by_closing_date_is_one_stretch_of_an_index(reader: Reader) -> None:
    overdue = Query((RUNNING, Filter("closing_on", Op.BEFORE, TODAY)), (Order("closing_on"),))
    for is_page in (True, False):
        (found,) = plans(reader, "opportunity", overdue, is_page=is_page)
        assert "ix_opportunity_status (status=? AND closing_on<?)" in found
        assert "TEMP B-TREE" not in found


def test_a_lane_of_the_board_by_closing_date_is_one_stretch_of_an_index(reader: Reader) -> None:
    lane = (Filter("sales_cycle", Op.IS, 1), RUNNING, Filter("stage", Op.IS, 2))
    (found,) = plans(reader, "opportunity", Query(lane, (Order("closing_on"),)))
    assert "ix_opportunity_cycle (sales_cycle=? AND stage=? AND status=?)" in found
    assert "TEMP B-TREE" not in found


def test_all_ids_by_an_index_without_the_filtered_column_are_sorted_rather_than_looked_up(
    reader: Reader,
) -> None:
    urgent = Query((Filter("priority", Op.IS, 2),), (Order("closing_on"),))
    (found,) = plans(reader, "opportunity", urgent, is_page=False)
    assert "COVERING INDEX ix_opportunity_status" in found


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query((OPEN,)),
        Query((OPEN, Filter("salesperson", Op.IS, 1))),
        Query((RUNNING, Filter("closing_on", Op.FROM, date(2026, 3, 1)))),
        Query((Filter("sales_cycle", Op.IS, 1), RUNNING, Filter("stage", Op.IS, 2))),
    ],
)
def test_counts_and_sums_that_the_kept_cells_know_look_at_no_row(reader: Reader, query: Query) -> None:
    found = asked(reader, "opportunity", query, "estimated_value", "current_value")
    assert "pipeline_cell" in found
    assert "ix_opportunity" not in found


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (
            (RUNNING, Filter("closing_on", Op.BEFORE, TODAY)),
            "ix_opportunity_status (status=? AND closing_on<?)",
        ),
        ((RUNNING, Filter("stage_since", Op.UP_TO, TODAY)), "ix_opportunity_status (status=?)"),
        (
            (Filter("status", Op.IS, 2), Filter("closed_on", Op.FROM, TODAY)),
            "ix_opportunity_closed (closed_on>?)",
        ),
        ((Filter("estimated_value", Op.FROM, 5),), "ix_opportunity_"),
    ],
)
def test_counts_and_sums_of_every_view_are_read_from_an_index_alone(
    reader: Reader, filters: tuple[Filter, ...], index: str
) -> None:
    found = asked(reader, "opportunity", Query(filters), "estimated_value", "current_value")
    assert f"COVERING INDEX {index}" in found


@pytest.mark.parametrize("descending", [False, True])
def test_few_values_are_walked_one_by_one_rather_than_sorted(reader: Reader, descending: bool) -> None:
    """Two thirds of a million opportunities have one status: to show a page, they are not all sorted."""
    some = [
        rows.complete("opportunity", id=at, version=1, updated_at=NOW, number=f"FEW{at}", status=at % 3)
        for at in range(1, 7)
    ]
    engine = reader.engine.execution_options(sqlite_begin="IMMEDIATE")
    with engine.connect() as connection:
        connection.execute(OPPORTUNITY.insert(), some)
        found = plans(connection, "opportunity", Query(orders=(Order("status", descending),)))
        connection.rollback()
    assert len(found) == 3
    assert not any("TEMP B-TREE" in each for each in found)


def test_what_needs_a_next_step_is_told_from_indexes_alone(reader: Reader) -> None:
    found = plan_of(reader, lambda: today.needing(reader, None, TODAY, TODAY, 16))
    assert "COVERING INDEX ix_opportunity_status (status=?)" in found
    assert (
        found.count("ix_task_opportunity (opportunity=? AND closed=?)") == 1
    )  # not once more to show the reason


def test_everybodys_calls_are_looked_for_among_what_is_open_not_in_all_there_ever_was(reader: Reader) -> None:
    found = plan_of(reader, lambda: today.calls(reader, None, ()))
    assert "SEARCH task USING INDEX ix_task_on (on>? AND on<?)" in found


def test_a_common_word_is_looked_for_in_the_rows_that_are_met(reader: Reader) -> None:
    """One letter finds hundreds of thousands: they are counted by the index, and none is fetched that is not shown."""
    query = Query(orders=(Order("closing_on"),), text="a")
    (found,) = plans(reader, "opportunity", query)
    assert "ix_opportunity_closing" in found
    assert "search_doc USING COVERING INDEX sqlite_autoindex_search_doc_1 (tbl=? AND row=?)" in found
    assert "TEMP B-TREE" not in found
    assert "opportunity USING" not in asked(reader, "opportunity", query)


def test_a_start_looks_up_whether_the_search_index_is_current_and_reads_no_table_for_it(
    reader: Reader,
) -> None:
    told = plan_of(reader, lambda: search._is_current(reader))
    assert "SCAN" not in told


# -- tasks ----------------------------------------------------------------------------------------------------


def plans_of(reader: Reader, question: Callable[[], object]) -> list[str]:
    """The plan of every statement of a question."""
    told: list[tuple[str, object]] = []
    keep = lambda _connection, _cursor, text, given, *_rest: told.append((text, given))  # noqa: E731
    event.listen(reader, "before_cursor_execute", keep)
    question()
    event.remove(reader, "before_cursor_execute", keep)
    explained = [reader.exec_driver_sql("EXPLAIN QUERY PLAN " + text, given) for text, given in told]
    return ["\n".join(row[3] for row in each) for each in explained]


def test_whose_tasks_are_found_by_the_people_and_by_their_seats(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = Query((Filter("participant", Op.IS, 1), Filter("closed", Op.IS, value=False)), (Order("on"),))
    monkeypatch.setattr(list_orders, "FEW", 10)  # as it is for one salesperson among many
    (found,) = plans(reader, "task", query)
    assert "SEARCH task USING COVERING INDEX ix_task_salesperson (salesperson=? AND closed=?)" in found
    assert "SEARCH attendee USING COVERING INDEX ix_attendee_salesperson (salesperson=?)" in found
    assert "SCAN" not in found


def test_tasks_by_day_and_time_are_walked_or_sorted_day_by_day(reader: Reader) -> None:
    """Of years of tasks those of one day, to show the first page."""
    still_open = (Filter("closed", Op.IS, value=False),)
    (walked,) = plans(reader, "task", Query(still_open, (Order("on"), Order("start_time"))))
    assert "USING COVERING INDEX ix_task_on" in walked
    assert "TEMP B-TREE" not in walked
    newest = Query(still_open, (Order("on", descending=True), Order("start_time")))
    (by_days,) = plans(reader, "task", newest)
    assert "SEARCH task USING COVERING INDEX ix_task_on (on>?)" in by_days
    assert "TEMP B-TREE FOR LAST 2 TERMS" in by_days


def test_what_is_done_is_walked_from_its_end(reader: Reader) -> None:
    query = Query((Filter("closed", Op.IS, value=True),), (Order("closed_on", descending=True),))
    (found,) = plans(reader, "task", query)
    assert "SCAN task USING COVERING INDEX ix_task_closed_on" in found
    assert "TEMP B-TREE" not in found


def test_what_most_rows_have_is_looked_at_as_the_rows_are_read(reader: Reader) -> None:
    """Years of tasks are done: an index that has the mark somewhere would send for nearly every row."""
    query = Query((Filter("closed", Op.IS, value=True),), (Order("location"),))
    (found,) = plans(reader, "task", query)
    assert "SCAN task\n" in found


def test_opportunities_without_a_stage_are_found_in_an_index(reader: Reader) -> None:
    """Most have none; reading all of each row would take three times as long."""
    found = plans(reader, "opportunity", Query(orders=(Order("stage_description"),)))
    assert any("SCAN opportunity USING COVERING INDEX ix_opportunity_stage" in each for each in found)


def test_a_calendar_reads_the_days_it_shows(reader: Reader) -> None:
    days = (date(2026, 3, 2), date(2026, 3, 8))
    every = plans_of(reader, lambda: tasks.between(reader, *days, None, ()))
    assert "ix_task_on (on>? AND on<?)" in every[0]
    assert "ix_task_long" in every[1]
    own = plans_of(reader, lambda: tasks.between(reader, *days, [1, 2], [3]))
    assert "ix_task_salesperson (salesperson=? AND closed=? AND on>? AND on<?)" in own[0]
    assert "ix_task_on (on>? AND on<?)" in own[1]
    assert "ix_attendee_task (task=?)" in own[1]
    assert "ix_task_team (team=? AND closed=? AND on>? AND on<?)" in own[2]
    assert "ix_task_long (on<?)" in own[3]
    assert not any("SCAN task" in each for each in (*every, *own))


def test_the_next_task_of_somebody_is_the_first_of_an_index(reader: Reader) -> None:
    own, seated = plans_of(reader, lambda: tasks.next_date(reader, "salesperson", 1))
    assert "USING COVERING INDEX ix_task_salesperson (salesperson=? AND closed=?)" in own
    assert "ix_attendee_salesperson (salesperson=?)" in seated
