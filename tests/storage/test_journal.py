"""What the journal keeps of an operation: one net change a row, with what undo needs."""

from datetime import date

import pytest
from sqlalchemy import update

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import StaleError
from oppdesk.storage.contact_tables import CONTACT, ContactRow
from oppdesk.storage.journal_tables import ADDED, CHANGED, REMOVED
from oppdesk.storage.opportunity_tables import OPPORTUNITY, OpportunityRow
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Store
from tests.storage import rows


def test_an_added_row_needs_no_image(store: Store, news: list[Changes]) -> None:
    with store.write("test", "Made") as work:
        row = rows.contact(work)
        setup = rows.territory(work)
    assert rows.changes(store) == {
        ("contact", row.id): (ADDED, None, None),
        ("territory", setup): (ADDED, None, None),
    }
    assert news[-1].added == {("contact", row.id), ("territory", setup)}
    assert (news[-1].kind, news[-1].title, news[-1].changed, news[-1].removed) == (
        "test",
        "Made",
        frozenset(),
        frozenset(),
    )


def test_added_then_changed_is_added(store: Store) -> None:
    with store.write("test") as work:
        row = rows.contact(work)
        work.flush()
        row.name = "Renamed"
        work.flush()
        setup = rows.territory(work)
        work.change(TABLES["territory"], setup, {"name": "Else"})
    assert {verb for verb, _before, _after in rows.changes(store).values()} == {ADDED}


def test_added_then_removed_is_nothing(store: Store, news: list[Changes]) -> None:
    with store.write("test") as work:
        row = rows.contact(work)
        work.flush()
        work.remove(row)
        work.flush()
        work.take(TABLES["territory"], rows.territory(work))
    assert rows.operations(store) == []
    assert news == []


def test_what_is_changed_at_once_is_one_change_with_what_is_set_before_and_after(store: Store) -> None:
    with store.write("test") as work:
        row = rows.opportunity(work).id
    with store.write("test") as work:
        found = work.get(OpportunityRow, row)
        found.stage = 1
        work.amend(found, {"stage": 2, "description": "Årsmøte", "chances": found.chances})
        assert (found.stage, found.description, found.search_text) == (2, "Årsmøte", "arsmøte op1")
        found.stage = 3
    assert rows.changes(store) == {
        ("opportunity", row): (
            CHANGED,
            {"stage": 0, "description": "New offices"},
            {"stage": 3, "description": "Årsmøte"},
        )
    }
    assert rows.stored(store)["opportunity"][row]["search_text"] == "arsmøte op1"


def test_a_changed_row_keeps_each_changed_column_before_and_after(store: Store) -> None:
    with store.write("test") as work:
        row = rows.opportunity(work, created_on=date(2026, 3, 2)).id
        setup = rows.territory(work)
    with store.write("test") as work:
        found = work.get(OpportunityRow, row)
        found.description = "Warehouse"
        found.closing_on = date(2026, 4, 30)
        work.change(TABLES["territory"], setup, {"name": "Else", "code": "NORTH"})
    assert rows.changes(store) == {
        ("opportunity", row): (
            CHANGED,
            {"description": "New offices", "closing_on": None},
            {"description": "Warehouse", "closing_on": "2026-04-30"},
        ),
        ("territory", setup): (CHANGED, {"name": "The north"}, {"name": "Else"}),
    }


def test_the_net_change_over_several_flushes(store: Store, news: list[Changes]) -> None:
    with store.write("test") as work:
        row, other = rows.opportunity(work).id, rows.opportunity(work, "OP2").id
    with store.write("test") as work:
        found = work.get(OpportunityRow, row)
        for text in ("A", "B", "C"):
            found.description = text
            work.flush()
        found.priority = 2
        back = work.get(OpportunityRow, other)
        back.description = "For a moment"
        work.flush()
        back.description = "New offices"
    assert rows.changes(store) == {
        ("opportunity", row): (
            CHANGED,
            {"description": "New offices", "priority": 1},
            {"description": "C", "priority": 2},
        )
    }
    assert news[-1].changed == {("opportunity", row)}


def test_a_removed_row_keeps_its_whole_image_as_it_was_before(store: Store) -> None:
    with store.write("test") as work:
        row = rows.opportunity(work, created_on=date(2026, 3, 2), priority=2).id
        setup = rows.territory(work)
    with store.write("test") as work:
        found = work.get(OpportunityRow, row)
        found.description = "Changed just before"
        work.flush()
        work.remove(found)
        work.change(TABLES["territory"], setup, {"name": "Changed just before"})
        work.take(TABLES["territory"], setup)
    found_changes = rows.changes(store)
    verb, image, after = found_changes["opportunity", row]
    assert (verb, after) == (REMOVED, None)
    assert image.keys() == {column.name for column in OPPORTUNITY.columns} - {"search_text"}
    assert (image["description"], image["created_on"], image["closing_on"], image["priority"]) == (
        "New offices",
        "2026-03-02",
        None,
        2,
    )
    assert found_changes["territory", setup][1]["name"] == "The north"


def test_removed_then_added_again_is_a_change_or_nothing(store: Store) -> None:
    with store.write("test") as work:
        same, other = rows.territory(work), rows.territory(work, "SOUTH")
    with store.write("test") as work:
        for row in (same, other):
            work.take(TABLES["territory"], row)
        work.put(TABLES["territory"], {"id": same, "code": "NORTH", "name": "The north"})
        work.put(TABLES["territory"], {"id": other, "code": "SOUTH", "name": "Else"})
    assert rows.changes(store) == {("territory", other): (CHANGED, {"name": "The north"}, {"name": "Else"})}


def test_quiet_columns_make_no_change_of_their_own(store: Store, news: list[Changes]) -> None:
    with store.write("test") as work:
        series = rows.setup(work, "number_series", code="OPP")
        line = rows.setup(work, "number_series_line", number_series=series, starting_no="OP1")
        row = rows.contact(work).id
    done = len(rows.operations(store))
    with store.write("test") as work:
        work.change(
            TABLES["number_series_line"], line, {"last_no": "OP000001", "last_date": date(2026, 3, 2)}
        )
        found = work.get(ContactRow, row)
        found.name = "Blue Sky"  # the same as before
    assert len(rows.operations(store)) == done
    assert len(news) == 1
    with store.read() as connection:
        numbers = connection.execute(TABLES["number_series_line"].select()).one()
    assert (numbers.last_no, numbers.version) == ("OP000001", 2)


def test_derived_columns_are_made_and_never_journaled(store: Store) -> None:
    with store.write("test") as work:
        row = rows.opportunity(work, description="Größe  Café").id
    with store.write("test") as work:
        work.get(OpportunityRow, row).description = "Éclair"
    _verb, before, after = rows.changes(store)["opportunity", row]
    assert before.keys() == after.keys() == {"description"}
    assert rows.stored(store)["opportunity"][row]["search_text"] == "eclair op1"


def test_versions_count_changes_of_both_kinds_of_rows(store: Store) -> None:
    with store.write("test") as work:
        row, setup = rows.contact(work).id, rows.territory(work)
    with store.write("test") as work:
        work.get(ContactRow, row).name = "Else"
        work.change(TABLES["territory"], setup, {"name": "Else"}, version=1)
    with pytest.raises(StaleError), store.write("test") as work:
        work.change(TABLES["territory"], setup, {"name": "Third"}, version=1)
    with store.read() as connection:
        assert connection.execute(TABLES["territory"].select()).one().version == 2
        assert connection.execute(CONTACT.select()).one().version == 2


def test_a_missing_setup_row_is_stale_and_not_a_bug(store: Store) -> None:
    with pytest.raises(StaleError), store.write("test") as work:
        work.change(TABLES["territory"], 4711, {"name": "Else"})
    with pytest.raises(StaleError), store.write("test") as work:
        work.take(TABLES["territory"], 4711)


def test_bulk_statements_that_would_slip_past_are_refused(store: Store) -> None:
    with store.write("test") as work:
        rows.contact(work)
    for statement in (
        update(ContactRow).values(name="All the same"),
        CONTACT.delete(),
        CONTACT.insert().values(name="X"),
    ):
        with (
            pytest.raises(AssertionError, match="nobody could undo"),
            store.write("test") as work,
        ):
            work.session.execute(statement)
    assert len(rows.operations(store)) == 1


def test_many_rows_at_once_are_one_range(store: Store, news: list[Changes]) -> None:
    with store.write("test") as work:
        keys = work.keys(500)
        work.put_many(
            CONTACT,
            [rows.complete("contact", id=key, number=f"CT{key}", name="Föö") for key in keys],
        )
    found = rows.changes(store)
    assert found == {("contact", key): (ADDED, None, None) for key in keys}
    assert news[-1].added == set(found)
    assert rows.stored(store)["contact"][keys[7]]["search_text"].startswith("foo ")


def test_rows_of_a_bulk_may_change_and_go_in_the_same_operation(store: Store, news: list[Changes]) -> None:
    with store.write("test") as work:
        before = rows.territory(work, "OLD")
    with store.write("test") as work:
        first, changed, gone, mapped, last = keys = work.keys(5)
        # Companies and persons, say: two bulks whose keys lie within each other, and one mapped row between.
        for part in ((first, gone), (changed, last)):
            work.put_many(
                TABLES["territory"],
                [{"id": key, "code": f"T{keys.index(key)}", "name": ""} for key in part],
            )
        work.put(TABLES["territory"], {"id": mapped, "code": "M", "name": ""})
        work.change(TABLES["territory"], changed, {"name": "Changed"})
        work.take(TABLES["territory"], gone)
        work.change(TABLES["territory"], before, {"name": "Changed"})
    added = {("territory", key) for key in (first, changed, mapped, last)}
    found = rows.changes(store)
    assert {key for key, (verb, _before, _after) in found.items() if verb == ADDED} == added
    assert found.keys() - added == {("territory", before)}
    assert (news[-1].added, news[-1].changed, news[-1].removed) == (
        added,
        {("territory", before)},
        frozenset(),
    )


def test_who_when_and_on_which_device(store: Store) -> None:
    from oppdesk.storage.journal_tables import OPERATION

    with store.write("contact.create", "Blue Sky created") as work:
        rows.contact(work)
    with store.read() as connection:
        found = connection.execute(OPERATION.select()).one()
    assert (found.author, found.kind, found.title) == ("ANNA", "contact.create", "Blue Sky created")
    assert (found.device, found.undoes, found.undone_by) == (1, None, None)
    assert found.at.tzinfo is not None
