"""The standard setup in a new database: read from CSV files by the same descriptions that made the tables."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.setup import by_key
from oppdesk.domain.setup_list import SetupList
from oppdesk.i18n import NEUTRAL
from oppdesk.storage.base import metadata
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Store, Work

# What a row refers to stands before it.
_ORDER = (
    "country",
    "language",
    "currency",
    "salutation",
    "salutation_formula",
    "business_relation",
    "industry_group",
    "mailing_group",
    "job_responsibility",
    "organizational_level",
    "duplicate_search",
    "web_source",
    "post_code",
    "territory",
    "number_series",
    "number_series_line",
    "interaction_group",
    "interaction_template",
    "interaction_template_language",
    "activity",
    "activity_step",
    "sales_cycle",
    "sales_cycle_stage",
    "close_code",
    "salesperson",
    "contact_template",
    "team",
    "team_salesperson",
    "company_info",
    "interaction_template_setup",
    "marketing_setup",
)


_RELATIONS = {
    "relation_of_customers": "CUST",
    "relation_of_vendors": "VEND",
    "relation_of_banks": "BANK",
    "relation_of_employees": "EMP",
}


def fill(store: Store, folder: Path) -> None:
    """The standard setup of a new database, and of lists that came with a later version: what nobody ever filled."""
    with store.read() as connection:
        missing = [key for key in _never_filled(connection) if (folder / f"{key}.csv").exists()]
    if missing:
        with store.write("setup", "Standard setup") as work:
            setup = work.connection.execute(select(TABLES["marketing_setup"].c.id)).scalar()
            load(work, folder, missing)
            if setup is not None and "business_relation" in missing:
                named = {name: _key_of(work, "business_relation", code) for name, code in _RELATIONS.items()}
                work.change(TABLES["marketing_setup"], setup, named)


def _never_filled(connection: Connection) -> list[str]:
    """No row, and none that was removed: a list that was emptied stays empty.

    One plain statement for all lists, for every start waits for it.
    """
    empty = " UNION ALL ".join(
        f"SELECT '{key}' WHERE NOT EXISTS (SELECT 1 FROM {key}) "
        f'AND NOT EXISTS (SELECT 1 FROM "change" WHERE tbl = {TABLE_NUMBERS[key]})'
        for key in _ORDER
    )
    return [row[0] for row in connection.exec_driver_sql(empty)]


def load(work: Work, folder: Path, lists: Iterable[str] = _ORDER) -> None:
    """Put the rows of these setup lists, of each that has a file in the folder."""
    for key in lists:
        path = folder / f"{key}.csv"
        if path.exists():
            for cells in read(path):
                put(work, by_key[key], cells)


def read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def put(work: Work, setup: SetupList, cells: dict[str, str]) -> int:
    """One row from its cells: references by code, choices by number, the rest as the neutral form writes it."""
    values: dict[str, Any] = {}
    for field in setup.fields:
        text = cells.get(field.name, "")
        if text and not field.counts:
            values[field.name] = _value(work, field, text)
    if setup.lines_of:
        values[setup.lines_of] = _key_of(work, setup.lines_of, cells[setup.lines_of])
    return work.put(TABLES[setup.key], setup.check(values))


def _value(work: Work, field: Field, text: str) -> Any:
    if field.kind is Kind.LOOKUP:
        return _key_of(work, str(field.target), text)
    return int(text) if field.kind is Kind.CHOICE else field.parse(text, NEUTRAL)


def _key_of(work: Work, table: str, code: str) -> int:
    found = metadata.tables[table]
    return int(work.connection.execute(select(found.c.id).where(found.c.code == code)).scalar_one())
