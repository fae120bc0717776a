"""What leaves the program is what is shown: these columns, this order, these groups, and only what was selected."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Kind, Ref
from oppdesk.domain.outgoing import Column, What
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.words import Status
from oppdesk.exchange import tabular, workbook
from oppdesk.services.desk import Desk
from oppdesk.services.exporting import Outgoing
from oppdesk.storage import lists
from tests.exchange.sheets import opened

pytestmark = pytest.mark.usefixtures("sample_data")

OPEN = Query(
    (Filter("status", Op.IS, int(Status.IN_PROGRESS)),), (Order("estimated_value", descending=True),)
)
NAMES = ("number", "description", "estimated_value", "chances", "closing_on", "salesperson")


def columns(desk: Desk, name: str = "opportunity", names: Sequence[str] = NAMES) -> tuple[Column, ...]:
    fields = desk.lists.fields(name)
    return tuple(Column(fields[each], fields[each].label, lambda row, at=each: row.get(at)) for each in names)


def wish(desk: Desk, query: Query = OPEN, **more: object) -> Outgoing:
    return Outgoing("opportunity", "Opportunities", columns(desk), query, **more)  # type: ignore[arg-type]


def read(path: Path) -> list[list[str]]:
    guess = tabular.sniff(path, has_header=True)
    return [cells for _line, cells in tabular.open_sheet(path, guess).rows()]


def test_a_table_of_text_holds_what_the_list_shows_in_its_order(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    count = desk.exporting.write(wish(desk), path)
    rows = desk.lists.page("opportunity", OPEN, 0, 1_000)
    assert count == len(rows) > 1
    fields = desk.lists.fields("opportunity")
    assert [row[0] for row in read(path)] == [row["number"] for row in rows]
    for cells, row in zip(read(path), rows, strict=True):
        kinds = (fields["estimated_value"], fields["chances"], fields["closing_on"])
        assert cells[2:5] == [
            f"{row['estimated_value'] / 100:.2f}", str(row["chances"]), row["closing_on"].isoformat()
        ]  # fmt: skip
        assert [field.kind for field in kinds] == [Kind.MONEY, Kind.PERCENT, Kind.DATE]
        assert cells[5] == row["salesperson"].text


def test_i07_what_was_exported_is_imported_again_without_a_change(desk: Desk, tmp_path: Path) -> None:
    names = [
        name
        for name, field in desk.lists.fields("contact").items()
        if not field.read_only and field.kind is not Kind.LOOKUP
    ]
    path = tmp_path / "contacts.csv"
    desk.exporting.write(Outgoing("contact", "Contacts", columns(desk, "contact", names), Query()), path)
    source = desk.importing.open("contacts", path)
    source, _ways = desk.importing.read_as(source, source.form)
    plan = desk.importing.plan(source)
    assert (len(plan.add), len(plan.change), plan.faulty) == (0, 0, 0)
    assert len(plan.unchanged) == desk.lists.count("contact", Query())


def test_only_the_selected_records_leave_in_the_order_of_the_list(desk: Desk, tmp_path: Path) -> None:
    chosen = desk.lists.ids("opportunity", OPEN)[1:4].tolist()
    path = tmp_path / "out.csv"
    assert desk.exporting.write(wish(desk, ids=chosen), path) == 3
    numbers = [row["number"] for row in desk.lists.rows("opportunity", chosen)]
    assert [row[0] for row in read(path)] == numbers


def named(value: object) -> str:
    return value.text if isinstance(value, Ref) else "none"


@pytest.mark.parametrize("field", ["salesperson", "stage_description", "priority"])
def test_groups_leave_with_their_sums(desk: Desk, tmp_path: Path, field: str) -> None:
    query = Query(OPEN.filters, OPEN.orders, "", field)
    asked = wish(desk, query, group_name=named)
    desk.exporting.write(asked, tmp_path / "out.xlsx")
    groups = desk.lists.groups("opportunity", query, ("estimated_value",))
    found = list(desk.exporting.lines(asked))
    names = [line.text for line in found if line.what is What.GROUP]
    assert names == [named(group.value) for group in groups]
    totals = [line for line in found if line.what is What.SUBTOTAL]
    assert [(line.records, line.values[2]) for line in totals] == [
        (group.count, group.sums[0]) for group in groups
    ]
    assert len(opened(tmp_path / "out.xlsx").rows) == 1 + len(found)  # the heading
    total = found[-1]
    assert (total.what, total.values[2]) == (What.TOTAL, sum(group.sums[0] for group in groups))


def test_what_was_selected_of_a_grouped_list_stays_in_its_groups(desk: Desk) -> None:
    query = Query(OPEN.filters, OPEN.orders, "", "salesperson")
    every = desk.lists.ids("opportunity", query).tolist()
    chosen = [every[-1], every[0]]
    found = list(desk.exporting.lines(wish(desk, query, ids=chosen, group_name=named)))
    first, last = desk.lists.rows("opportunity", [every[0], every[-1]])
    assert [line.text for line in found if line.what is What.GROUP] == [
        named(first["salesperson"]),
        named(last["salesperson"]),
    ]
    assert [line.values[0] for line in found if line.what is What.RECORD] == [first["number"], last["number"]]


def test_every_list_of_the_program_can_leave(desk: Desk, tmp_path: Path) -> None:
    made = ("opportunity", "contact", "task", "opportunity_entry", "sales_document")
    for name in (*made, "sales_cycle", "sales_cycle_stage", "close_code", "salesperson", "marketing_setup"):
        every = columns(desk, name, list(lists.listing(name).fields))
        for suffix in (".csv", ".xlsx"):
            path = tmp_path / f"{name}{suffix}"
            asked = Outgoing(name, name, every, Query())
            assert desk.exporting.write(asked, path) == desk.lists.count(name, Query())


def test_more_rows_than_a_sheet_holds_are_refused_before_anything_is_written(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 5)
    with pytest.raises(UserError, match="holds 5 rows"):
        desk.exporting.check(wish(desk), ".xlsx")
    with pytest.raises(UserError, match="holds 5 rows"):
        desk.exporting.write(wish(desk), tmp_path / "out.xlsx")
    desk.exporting.check(wish(desk), ".csv")
    assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_cancelled_export_leaves_nothing(desk: Desk, tmp_path: Path, suffix: str) -> None:
    progress = Progress()
    progress.cancel()
    for ids in (None, desk.lists.ids("opportunity", OPEN).tolist()):
        with pytest.raises(Cancelled):
            desk.exporting.write(wish(desk, ids=ids), tmp_path / f"out{suffix}", progress)
    assert not list(tmp_path.glob("out*"))
