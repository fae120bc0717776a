"""Every setup list there is does what a list must: whoever declares a further one gets this test with it."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from oppdesk.domain.errors import FieldError, InUseError, NotThereError, UserError
from oppdesk.domain.fields import Kind
from oppdesk.domain.setup import ALL, by_key
from oppdesk.domain.setup_list import SetupList
from oppdesk.services.desk import Desk, open_desk
from oppdesk.storage import sqlite
from oppdesk.storage.base import metadata
from tests.services import records

RESOURCES = Path(__file__).parents[2] / "resources"
LISTS = [setup for setup in ALL if not setup.single]
named = pytest.mark.parametrize("setup", LISTS, ids=lambda setup: setup.key)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    open_desk(folder, folder / "backups", RESOURCES, device=1).close()
    return folder


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "data"
    shutil.copytree(template, folder)
    opened = open_desk(folder, folder / "backups", RESOURCES, device=2, today=lambda: date(2026, 3, 2))
    yield opened
    opened.close()


def a_row(desk: Desk, setup: SetupList) -> dict[str, Any]:
    """Values for a new row; of what it refers to a fresh row is made."""
    values: dict[str, Any] = {}
    for field in setup.fields:
        if field.required and field.kind is Kind.CODE:
            values[field.name] = f"Z{len(desk.setup.rows(setup.key))}9"
        elif field.required and field.kind is Kind.WHOLE:
            values[field.name] = 77
        elif field.required and field.kind is Kind.LOOKUP:
            values[field.name] = a_new(desk, by_key[str(field.target)])
        elif field.required:
            values[field.name] = "Words"
        elif field.name in setup.key_fields and field.kind is Kind.CHOICE:
            values[field.name] = len(field.choices) - 1
    if setup.lines_of:
        values[setup.lines_of] = a_new(desk, by_key[setup.lines_of])
    return values


def a_new(desk: Desk, setup: SetupList) -> int:
    return desk.setup.save(setup.key, None, a_row(desk, setup))


def something_else(setup: SetupList) -> tuple[str, object] | None:
    """A field and another value for it; None for a list whose only field is a reference."""
    for field in setup.fields[1:] or setup.fields:
        value: dict[Kind, object] = {
            Kind.TEXT: "Other words", Kind.FLAG: not field.blank, Kind.CODE: "Z1",
            Kind.CHOICE: int(field.name not in setup.key_fields),
        }  # fmt: skip
        if field.kind in value and field.name not in ("ending_no", "warning_no"):
            return field.name, value[field.kind]
    return None


@named
def test_a_row_is_made_edited_and_removed_and_each_can_be_undone(desk: Desk, setup: SetupList) -> None:
    row = a_new(desk, setup)
    made = desk.setup.row(setup.key, row)
    change = something_else(setup)
    if change is not None:
        name, value = change
        desk.setup.save(setup.key, row, {name: value}, made["version"])
        assert desk.setup.row(setup.key, row)[name] == value
        desk.history.undo()
        assert desk.setup.row(setup.key, row)[name] == made[name]
    assert desk.setup.removal(setup.key, row).name
    desk.setup.remove(setup.key, row)
    with pytest.raises(NotThereError):
        desk.setup.row(setup.key, row)
    desk.history.undo()
    assert desk.setup.row(setup.key, row)["id"] == row


@named
def test_a_bad_value_is_refused_beside_its_field(desk: Desk, setup: SetupList) -> None:
    values = a_row(desk, setup)
    for field in setup.fields:
        bad: dict[Kind, object] = {
            Kind.CODE: "X" * 300, Kind.TEXT: "X" * 300, Kind.WHOLE: -1, Kind.PERCENT: 101, Kind.RATE: -1,
            Kind.CHOICE: 99, Kind.LOOKUP: 4711, Kind.FORMULA: "2", Kind.DATE: date(1, 1, 1), Kind.FLAG: "yes",
        }  # fmt: skip
        if field.kind not in bad:
            continue
        with pytest.raises(UserError) as error:
            desk.setup.save(setup.key, None, values | {field.name: bad[field.kind]})
        assert error.value.field == field.name
        assert error.value.message


@named
def test_what_is_required_is_asked_for_m03(desk: Desk, setup: SetupList) -> None:
    values = a_row(desk, setup)
    for field in setup.fields:
        if field.required and field.kind is not Kind.WHOLE:
            with pytest.raises(FieldError) as error:
                desk.setup.save(setup.key, None, values | {field.name: None})
            assert (error.value.number, error.value.field) == ("M-03", field.name)


@named
def test_the_same_row_twice_is_refused(desk: Desk, setup: SetupList) -> None:
    values = a_row(desk, setup)
    desk.setup.save(setup.key, None, values)
    with pytest.raises(UserError) as error:
        desk.setup.save(setup.key, None, values)
    assert error.value.field == setup.fields[0].name


USES: dict[str, Callable[[Desk, int], object]] = {
    "sales_cycle": records.opportunity,
    "close_code": lambda desk, row: records.close(desk, records.started(desk), code=row),
    "activity": lambda desk, row: desk.setup.save(
        "sales_cycle_stage", None, {"sales_cycle": a_new(desk, by_key["sales_cycle"]), "stage": 1, "activity": row}
    ),
    "salesperson": lambda desk, row: records.opportunity(desk, salesperson=row),
    "team": lambda desk, row: records.task(desk, records.opportunity(desk), team=row),
    "salutation": lambda desk, row: records.company(desk, salutation=row),
    "territory": lambda desk, row: records.company(desk, territory=row),
    "country": lambda desk, row: records.company(desk, country=row),
    "language": lambda desk, row: records.company(desk, language=row),
    "number_series": lambda desk, row: desk.setup.save("marketing_setup", None, {"task_nos": row}),
    "organizational_level": lambda desk, row: records.person(desk, organizational_level=row),
    "currency": lambda desk, row: records.company(desk, currency=row),
    "business_relation": lambda desk, row: linked(desk, records.company(desk), "business_relation", row),
    "industry_group": lambda desk, row: linked(desk, records.company(desk), "industry_group", row),
    "mailing_group": lambda desk, row: linked(desk, records.company(desk), "mailing_group", row),
    "interaction_group": lambda desk, row: desk.setup.save(
        "interaction_template", None, {"code": "Z", "interaction_group": row}
    ),
    "interaction_template": lambda desk, row: records.task(
        desk, records.opportunity(desk), interaction_template=row
    ),
    "web_source": lambda desk, row: linked(desk, records.company(desk), "web_source", row),
    "job_responsibility": lambda desk, row: linked(desk, records.person(desk), "job_responsibility", row),
}  # fmt: skip
REFERRED = {key.column.table.name for table in metadata.tables.values() for key in table.foreign_keys}


def linked(desk: Desk, contact: int, target: str, row: int) -> int:
    return desk.setup.save(f"contact_{target}", None, {"contact": contact, target: row})


@pytest.mark.parametrize(
    "setup",
    [setup for setup in LISTS if not setup.lines_of and setup.key in REFERRED],
    ids=lambda setup: setup.key,
)
def test_a_row_in_use_is_not_removed_and_nothing_of_it_is_r_del_10(desk: Desk, setup: SetupList) -> None:
    row = a_new(desk, setup)
    USES[setup.key](desk, row)
    before = records.stored(desk)
    for attempt in (desk.setup.removal, desk.setup.remove):
        with pytest.raises(InUseError) as error:
            attempt(setup.key, row)
        assert desk.setup.row(setup.key, row)["code"] in error.value.message
    assert records.stored(desk) == before


def is_made_by_migrations(name: str | None, kind: str, _parents: object) -> bool:
    """The full-text tables and kept sums are made by storage, and SQLite puts tables of its own behind them."""
    others = ("search_index", "search_part", "pipeline_cell", "reached_cell")
    return kind != "table" or not str(name).startswith(others)


def without_same_keys(differences: list[Any]) -> list[Any]:
    """Of a foreign key that was added with its column, reflection does not tell that it is deferrable."""

    def key(difference: Any) -> tuple[str, ...]:
        verb, constraint = difference[:2]
        if verb not in ("remove_fk", "add_fk"):
            return ()
        (element,) = constraint.elements
        return (constraint.table.name, element.parent.name, element.target_fullname)

    twice = Counter(key(each) for each in differences)
    return [each for each in differences if not key(each) or twice[key(each)] == 1]


def test_the_tables_agree_with_the_newest_migration(template: Path) -> None:
    engine = sqlite.make_engine(template / "oppdesk.db")
    try:
        with sqlite.read_engine(engine).connect() as connection:
            context = MigrationContext.configure(connection, opts={"include_name": is_made_by_migrations})
            assert without_same_keys(compare_metadata(context, metadata)) == []
    finally:
        engine.dispose()
