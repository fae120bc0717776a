"""Taking operations back: every stored value returns, or the title of what stands in the way is told."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import UniqueConstraint

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import RuleError
from oppdesk.storage import database, undo
from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import ContactRow
from oppdesk.storage.identity import Identities
from oppdesk.storage.journal_tables import CHANGED, OPERATION, REMOVED
from oppdesk.storage.opportunity_tables import EntryRow, OpportunityRow
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Store
from tests.storage import rows


def last(store: Store) -> tuple[int, str] | None:
    with store.read() as connection:
        found = undo.last_operation(connection)
    return (found.id, found.title) if found else None


def undo_last(store: Store) -> str:
    found = last(store)
    assert found is not None
    return store.undo(found[0])


def test_nothing_to_undo_in_an_empty_file(store: Store) -> None:
    assert last(store) is None
    with pytest.raises(RuleError, match="no such operation"):
        store.undo(4711)


def test_undo_of_what_was_added(store: Store, news: list[Changes]) -> None:
    before = rows.stored(store)
    with store.write("test", "Made") as work:
        firm = rows.contact(work)
        made = rows.opportunity(work, contact=firm.id).id
        setup = rows.territory(work)
    assert undo_last(store) == "Made"
    assert rows.stored(store) == before
    assert news[-1].removed == {("contact", firm.id), ("opportunity", made), ("territory", setup)}
    assert "Made" in news[-1].title
    assert last(store) is None


def test_undo_of_changes_and_removals(store: Store) -> None:
    with store.write("test") as work:
        firm = rows.contact(work).id
        row = rows.opportunity(work, contact=firm, created_on=date(2026, 3, 2)).id
        setup, gone = rows.territory(work), rows.territory(work, "SOUTH")
    before = rows.stored(store)
    with store.write("test", "Changed a lot") as work:
        found = work.get(OpportunityRow, row)
        found.description, found.closing_on, found.contact = "Warehouse", date(2026, 4, 30), None
        work.flush()
        work.remove(work.get(ContactRow, firm))
        work.change(TABLES["territory"], setup, {"name": "Else"})
        work.take(TABLES["territory"], gone)
    assert rows.stored(store) != before
    undo_last(store)
    assert rows.stored(store) == before  # search_text included: it is made again
    with store.read() as connection:
        version = connection.execute(metadata.tables["opportunity"].select()).one().version
    assert version == 3  # undo raises the version, so an open window notices


def test_undo_is_journaled_as_an_operation_of_its_own(store: Store) -> None:
    with store.write("test") as work:
        row = rows.contact(work).id
    with store.write("test", "Renamed") as work:
        work.get(ContactRow, row).name = "Else"
    done = rows.operations(store)[-1]
    store.undo(done)
    assert rows.changes(store) == {("contact", row): (CHANGED, {"name": "Else"}, {"name": "Blue Sky"})}
    with store.read() as connection:
        mine = connection.execute(OPERATION.select().order_by(OPERATION.c.id.desc())).first()
        first = connection.execute(OPERATION.select().where(OPERATION.c.id == done)).one()
    assert mine is not None
    assert (mine.undoes, mine.kind, first.undone_by) == (done, "undo", mine.id)
    assert {verb for verb, _b, _a in rows.changes(store, done).values()} == {CHANGED}


def test_neither_an_undo_nor_what_is_undone_can_be_undone(store: Store) -> None:
    with store.write("test", "Made") as work:
        rows.contact(work)
    made = rows.operations(store)[-1]
    store.undo(made)
    with pytest.raises(RuleError, match="“Made” is undone already"):
        store.undo(made)
    with pytest.raises(RuleError, match="cannot be undone"):
        store.undo(rows.operations(store)[-1])
    assert last(store) is None


def test_out_of_order_is_refused_with_the_title_of_what_stands_in_the_way(store: Store) -> None:
    with store.write("test", "Made") as work:
        row = rows.contact(work).id
    with store.write("test", "Renamed once") as work:
        work.get(ContactRow, row).name = "Once"
    with store.write("test", "Moved house") as work:
        work.get(ContactRow, row).city = "Utrecht"
    with store.write("test", "Renamed twice") as work:
        work.get(ContactRow, row).name = "Twice"
    made, once, moved, _twice = rows.operations(store)
    before = rows.stored(store)
    with pytest.raises(RuleError, match="“Renamed once” cannot be undone: “Renamed twice”"):
        store.undo(once)
    with pytest.raises(RuleError, match="“Made” cannot be undone: “Renamed twice”"):
        store.undo(made)
    assert rows.stored(store) == before
    assert store.undo(moved) == "Moved house"  # another field: nothing stands in its way
    undo_last(store)
    assert store.undo(once) == "Renamed once"
    assert rows.stored(store)["contact"][row]["name"] == "Blue Sky"
    assert store.undo(made) == "Made"


def test_a_record_that_others_refer_to_since_names_who_does(store: Store) -> None:
    with store.write("test", "Blue Sky created") as work:
        firm = rows.contact(work).id
    with store.write("test", "Opportunity created") as work:
        rows.opportunity(work, contact=firm)
    before = rows.stored(store)
    with pytest.raises(RuleError, match="“Blue Sky created” cannot be undone: “Opportunity created”"):
        store.undo(rows.operations(store)[0])
    assert rows.stored(store) == before
    assert len(rows.operations(store)) == 2


def test_a_record_whose_target_is_gone_since_names_what_removed_it(store: Store) -> None:
    with store.write("test") as work:
        firm = rows.contact(work).id
        row = rows.opportunity(work, contact=firm).id
    with store.write("test", "Opportunity deleted") as work:
        work.remove(work.get(OpportunityRow, row))
    with store.write("test", "Contact deleted") as work:
        work.remove(work.get(ContactRow, firm))
    with pytest.raises(RuleError, match="“Opportunity deleted” cannot be undone: “Contact deleted”"):
        store.undo(rows.operations(store)[1])
    undo_last(store)
    undo_last(store)
    assert rows.stored(store)["opportunity"][row]["contact"] == firm


def test_a_code_that_is_taken_since_is_told_and_no_bug(store: Store) -> None:
    with store.write("test") as work:
        gone = rows.territory(work)
    with store.write("test", "Territory deleted") as work:
        work.take(TABLES["territory"], gone)
    with store.write("test") as work:
        rows.territory(work)
    before = rows.stored(store)
    with pytest.raises(RuleError, match="code or number"):
        store.undo(rows.operations(store)[1])
    assert rows.stored(store) == before


def test_undo_does_not_cross_an_upgrade(store: Store) -> None:
    with store.write("test", "Before") as work:
        rows.contact(work)
    with store.write("upgrade", "Data brought to a new version") as work:
        rows.territory(work)
    assert last(store) is None
    for operation in rows.operations(store):
        with pytest.raises(RuleError, match="cannot be undone"):
            store.undo(operation)
    with store.write("test", "After") as work:
        rows.territory(work, "SOUTH")
    assert undo_last(store) == "After"
    assert last(store) is None


def test_undo_of_the_standard_setup_is_refused(store: Store) -> None:
    with store.write("setup", "Standard setup") as work:
        rows.territory(work)
    assert last(store) is None
    with pytest.raises(RuleError, match="cannot be undone"):
        store.undo(rows.operations(store)[0])


def test_undo_of_many_rows_at_once(store: Store, news: list[Changes]) -> None:
    before = rows.stored(store)
    with store.write("import", "2,000 contacts imported") as work:
        keys = work.keys(2000)
        work.put_many(
            metadata.tables["contact"],
            [rows.complete("contact", id=key, number=f"CT{key}", company=key) for key in keys],
        )
        made = rows.opportunity(work, contact=keys[7]).id
    imported = rows.stored(store)
    undo_last(store)
    assert rows.stored(store) == before
    assert len(news[-1].removed) == 2001
    verbs = {verb for verb, _before, _after in rows.changes(store).values()}
    assert verbs == {REMOVED}
    with store.write("test") as work:
        assert work.session.get(OpportunityRow, made) is None
    assert len(imported["contact"]) == 2000


def test_every_reference_to_a_record_is_indexed(store: Store) -> None:
    """Else each row that an undo takes away is searched for in whole tables: hours for an import."""
    records = ("contact", "opportunity", "opportunity_entry", "task", "sales_document")
    for table in metadata.tables.values():
        leading = {next(iter(index.columns)).name for index in table.indexes}
        leading.add(next(iter(table.primary_key.columns)).name)
        unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
        leading |= {next(iter(each.columns)).name for each in unique}
        for key in table.foreign_keys:
            if key.column.table.name in records:
                assert key.parent.name in leading, f"{table.name}.{key.parent.name}"


def test_one_active_entry_while_a_move_is_taken_back(store: Store) -> None:
    """The partial index allows one active entry, also halfway through an undo."""
    with store.write("test") as work:
        row = rows.opportunity(work).id
        work.flush()
        first = EntryRow(opportunity=row, stage=1, active=True)
        work.add(first)
    before = rows.stored(store)
    with store.write("test", "Moved") as work:
        old = work.get(EntryRow, first.id)
        old.active, old.days_open = False, 7
        work.flush()
        work.add(EntryRow(opportunity=row, stage=2, previous_stage=1, active=True))
    undo_last(store)
    assert rows.stored(store) == before


def test_the_numbers_of_a_series_stay_drawn(store: Store) -> None:
    with store.write("test") as work:
        series = rows.setup(work, "number_series", code="OPP")
        line = rows.setup(work, "number_series_line", number_series=series, starting_no="OP1")
    with store.write("test", "Created") as work:
        work.change(TABLES["number_series_line"], line, {"last_no": "OP1", "last_date": date(2026, 3, 2)})
        rows.opportunity(work)
    undo_last(store)
    with store.read() as connection:
        assert connection.execute(TABLES["number_series_line"].select()).one().last_no == "OP1"


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "change", "remove", "undo", "undo", "any"]), st.integers(0, 10**6)),
    max_size=25,
)


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_any_history_comes_back_state_by_state(
    steps: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory, schema: Path
) -> None:
    """Whatever happened, undoing the last operation gives the state before it; any other one too, or is refused."""
    path = tmp_path_factory.mktemp("history") / database.FILE_NAME
    shutil.copy(schema, path)
    engine = database.open_database(path, path.parent / "backups")
    store = Store(engine, Identities(1), publish=lambda _changes: None, author=lambda: "")
    states = {0: rows.stored(store)}
    stack: list[int] = [0]
    try:
        for number, (step, choice) in enumerate(steps):
            if step == "undo":
                if len(stack) > 1:
                    store.undo(stack.pop())
                    assert rows.stored(store) == states[stack[-1]]
                continue
            if step == "any":
                before, known = rows.stored(store), rows.operations(store)
                if known:
                    try:
                        store.undo(known[choice % len(known)])
                    except RuleError:
                        assert rows.stored(store) == before
                    else:  # the states before are none of this history any more
                        stack = [0]
                        break
                continue
            known = rows.operations(store)
            _do(store, step, choice, number)
            for done in rows.operations(store)[len(known) :]:
                stack.append(done)
                states[done] = rows.stored(store)
        while len(stack) > 1:
            store.undo(stack.pop())
            assert rows.stored(store) == states[stack[-1]]
    finally:
        store.close()


def _do(store: Store, step: str, choice: int, number: int) -> None:
    """One operation over a firm or two, their opportunities and territories."""
    with store.write("test", f"{step} {number}") as work:
        found = {
            name: [row.id for row in work.session.connection().execute(metadata.tables[name].select())]
            for name in ("contact", "opportunity", "territory")
        }
        firms, deals, places = found["contact"], found["opportunity"], found["territory"]
        if step == "add":
            firm = rows.contact(work, f"CT{number}")
            rows.opportunity(work, f"OP{number}", contact=firms[choice % len(firms)] if firms else firm.id)
            rows.territory(work, f"T{number}")
        elif step == "change" and deals:
            deal = work.get(OpportunityRow, deals[choice % len(deals)])
            deal.description, deal.contact = f"Text {choice % 3}", firms[choice % len(firms)]
            work.change(TABLES["territory"], places[choice % len(places)], {"name": f"Name {choice % 3}"})
        elif step == "remove" and deals:
            work.remove(work.get(OpportunityRow, deals[choice % len(deals)]))
            work.take(TABLES["territory"], places[choice % len(places)])
