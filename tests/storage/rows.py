"""Rows for tests of the store, and what the journal says of them."""

import json
from pathlib import Path
from typing import Any

from oppdesk.domain.setup import by_key
from oppdesk.storage import base, database, task_tables  # noqa: F401 - all tables are known from here on
from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import ContactRow
from oppdesk.storage.identity import Identities
from oppdesk.storage.journal_tables import CHANGE, OPERATION, TABLE_NAMES, TABLE_NUMBERS
from oppdesk.storage.opportunity_tables import OpportunityRow
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Store, Work


def opened(path: Path) -> Store:
    """The store of a file whose news nobody reads; the test closes it."""
    engine = database.open_database(path, path.parent / "backups")
    return Store(engine, Identities(1), publish=lambda _changes: None, author=lambda: "")


def contact(work: Work, number: str = "CT1", **values: Any) -> ContactRow:
    row = ContactRow(**({"number": number, "name": "Blue Sky"} | values))
    work.add(row)
    return row


def opportunity(work: Work, number: str = "OP1", **values: Any) -> OpportunityRow:
    row = OpportunityRow(**({"number": number, "description": "New offices"} | values))
    work.add(row)
    return row


def territory(work: Work, code: str = "NORTH", name: str = "The north") -> int:
    return setup(work, "territory", code=code, name=name)


def setup(work: Work, key: str, **values: Any) -> int:
    return work.put(TABLES[key], by_key[key].check(values))


def complete(table: str, **values: Any) -> dict[str, Any]:
    """A row for bulk: every column has its blank unless it is given."""
    return base.blanks(metadata.tables[table]) | values


def operations(store: Store) -> list[int]:
    with store.read() as connection:
        return list(connection.execute(OPERATION.select().order_by(OPERATION.c.id)).scalars())


def changes(store: Store, operation: int | None = None) -> dict[tuple[str, int], tuple[int, Any, Any]]:
    """(table, row) to (verb, before, after) of an operation, the last one by default."""
    wanted = operations(store)[-1] if operation is None else operation
    with store.read() as connection:
        rows = connection.execute(CHANGE.select().where(CHANGE.c.operation == wanted)).all()
    return {
        (TABLE_NAMES[row.tbl], row.row): (
            row.verb,
            json.loads(row.before) if row.before else None,
            json.loads(row.after) if row.after else None,
        )
        for row in rows
    }


def stored(store: Store) -> dict[str, dict[int, dict[str, Any]]]:
    """Every value of every journaled table, but what undo may leave changed."""
    with store.read() as connection:
        return {
            name: {
                row["id"]: {
                    key: value for key, value in row.items() if key not in base.quiet(metadata.tables[name])
                }
                for row in connection.execute(metadata.tables[name].select()).mappings()
            }
            for name in TABLE_NUMBERS
        }
