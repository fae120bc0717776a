"""A great many rows at once: whatever is put off meanwhile is as it was afterwards, and so is all that follows rows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.storage import figures, search, sqlite_bulk, undo
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.journal import Values
from oppdesk.storage.opportunity_tables import ENTRY, OPPORTUNITY
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Store, Work
from tests.storage import rows

MANY = sqlite_bulk.MANY + 500


def schema(store: Store) -> dict[str, str]:
    with store.read() as connection:
        return dict(connection.exec_driver_sql("SELECT name, sql FROM sqlite_master ORDER BY name").all())


def contacts(keys: list[int], progress: Progress | None = None) -> Iterator[Values]:
    for at, key in enumerate(keys):
        if progress is not None:
            progress.step(at, len(keys))
        yield {"id": key, "number": f"CT{key}", "name": f"Firm number{at}", "company": key}


def deals(work: Work, count: int, **values: Any) -> list[int]:
    keys = work.keys(count)
    made = ({"id": key, "number": f"OP{key}", "description": f"Deal{at}"} for at, key in enumerate(keys))
    return work.put_many(OPPORTUNITY, ({**row, **values} for row in made), count)


def entries(work: Work, count: int, opportunities: list[int], **values: Any) -> None:
    keys = work.keys(count)
    owners = (opportunities[at % len(opportunities)] for at in range(count))
    made = ({"id": key, "opportunity": owner, **values} for key, owner in zip(keys, owners, strict=True))
    work.put_many(ENTRY, made, count)


@pytest.mark.parametrize(
    "there", [0, 2 * MANY]
)  # fewer and more than come: with indexes made again, and kept
def test_many_rows_are_found_counted_journaled_and_undone(store: Store, there: int) -> None:
    with store.write("test") as work:
        anna = rows.setup(work, "salesperson", code="ANNA")
        cycle = rows.setup(work, "sales_cycle", code="NEW")
        few = deals(work, 20, sales_cycle=cycle, salesperson=anna)
        entries(work, 20, few, sales_cycle=cycle, stage=1)
        if there:
            deals(work, there)
    before, made = rows.stored(store), schema(store)
    with store.write("import", "Many") as work:
        firms = work.put_many(CONTACT, contacts(work.keys(MANY)), MANY)
        first = {"sales_cycle": cycle, "contact": firms[0], "company": firms[0], "salesperson": anna}
        keys = deals(work, MANY, **first, status=1, stage=2, closing_on=date(2026, 3, 9), estimated_value=7)
        # Of some that were there already, of the new ones, and several of one stage.
        entries(work, MANY + 700, [*few, *keys], sales_cycle=cycle, stage=1)
        entries(work, MANY + 700, [*few, *keys], sales_cycle=cycle, stage=2)
    assert schema(store) == made
    assert not figures.mend(store.engine)
    with store.read() as connection:
        assert figures.reached(connection, cycle, [anna]) == {1: MANY + 20, 2: MANY + 20}
        assert search.Question(connection, "number1499").newest("contact", 5) == [firms[1499]]
        assert search.Question(connection, "deal1499 firm").newest("opportunity", 5) == [keys[1499]]
        stored = connection.execute(OPPORTUNITY.select().where(OPPORTUNITY.c.id == keys[3])).one()
        assert (stored.closing_on, stored.closed_on, stored.search_text) == (
            date(2026, 3, 9),
            None,
            f"deal3 op{keys[3]}",
        )
        (operation,) = (undo.last_operation(connection),)
    assert len(rows.changes(store)) == 2 * MANY + 2 * (MANY + 700)
    store.undo(operation.id)
    assert rows.stored(store) == before
    assert schema(store) == made
    assert not figures.mend(store.engine)


def test_cancelled_on_the_way_all_is_as_it_was(store: Store) -> None:
    before, made = rows.stored(store), schema(store)
    progress = Progress(lambda at, total: progress.cancel() if at > total / 2 else None)

    def bring() -> None:
        with store.write("import") as work:
            work.put_many(CONTACT, contacts(work.keys(MANY), progress), MANY)

    with pytest.raises(Cancelled):
        bring()
    assert (rows.stored(store), schema(store)) == (before, made)


def test_half_of_the_rows_is_never_kept(store: Store) -> None:
    """Though somebody takes the error for granted: the other half would be missing in sums and indexes."""
    before, made = rows.stored(store), schema(store)

    def bring() -> None:
        with store.write("import") as work:
            keys = work.keys(MANY)
            keys[-1] = keys[0]
            with pytest.raises(Exception, match="UNIQUE"):
                work.put_many(CONTACT, contacts(keys), MANY)

    with pytest.raises(AssertionError, match="only in part"):
        bring()
    assert (rows.stored(store), schema(store)) == (before, made)


def test_any_table_takes_them(store: Store) -> None:
    with store.write("import", "Places") as work:
        keys = work.keys(MANY)
        named = ({"id": key, "code": f"T{at}", "name": "North"} for at, key in enumerate(keys))
        assert work.put_many(TABLES["territory"], named, MANY) == keys
    found = rows.stored(store)["territory"]
    assert [found[key]["code"] for key in keys[:3]] == ["T0", "T1", "T2"]


def test_each_row_may_fill_other_columns(store: Store) -> None:
    """What a row leaves out is blank, whether its neighbours fill it or nobody does."""
    with store.write("import", "Mixed") as work:
        one, other, third = work.keys(3)
        made = [
            {
                "id": one,
                "number": "CT1",
                "name": "Œuvre d'Été",
                "company": one,
                "created_on": date(2026, 3, 9),
            },
            {"id": other, "number": "CT2", "employees": 7, "e_mail": "X@Firm.example", "company": other},
            {"id": third, "number": "CT3", "search_name": "O'NEILL", "minor": True},
        ]
        work.put_many(CONTACT, made, 3)
    names = ("number", "name", "employees", "search_name", "minor", "company", "version", "created_on")
    with store.read() as connection:
        columns = [CONTACT.c[name] for name in (*names, "search_text")]
        found = connection.execute(select(*columns).order_by(CONTACT.c.id)).all()
    assert [tuple(row) for row in found] == [
        ("CT1", "Œuvre d'Été", 0, "", False, one, 1, date(2026, 3, 9), "œuvre d'ete ct1"),
        ("CT2", "", 7, "", False, other, 1, None, "ct2 x@firm.example"),
        ("CT3", "", 0, "O'NEILL", True, None, 1, None, "ct3"),
    ]
