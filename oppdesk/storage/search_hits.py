"""What a row of the one search says of each record it found: title, who, where it stands, when, how much."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select

from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.journal_tables import TABLE_NAMES
from oppdesk.storage.opportunity_tables import DOCUMENT, OPPORTUNITY
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.sqlite_search import among
from oppdesk.storage.task_tables import COMMENT, TASK

_person, _company = CONTACT.alias("person_of"), CONTACT.alias("company_of")
_TEMPLATE = TABLES["interaction_template"].alias("template_of")
_STAGE = TABLES["sales_cycle_stage"].alias("stage_of")
Rows = Mapping[int, Any]


def _with_names(table: Any, *columns: Any) -> Any:
    return (
        select(*columns, _person.c.name.label("person"), _company.c.name.label("company"))
        .select_from(table)
        .join(_person, _person.c.id == table.c.contact, isouter=True)
        .join(_company, _company.c.id == table.c.company, isouter=True)
    )


_OPPORTUNITIES = _with_names(
    OPPORTUNITY,
    OPPORTUNITY.c.id,
    OPPORTUNITY.c.number,
    OPPORTUNITY.c.description,
    OPPORTUNITY.c.status,
    OPPORTUNITY.c.closed_on,
    OPPORTUNITY.c.estimated_value,
    func.coalesce(_STAGE.c.description, "").label("stage"),
).join(
    _STAGE,
    and_(_STAGE.c.sales_cycle == OPPORTUNITY.c.sales_cycle, _STAGE.c.stage == OPPORTUNITY.c.stage),
    isouter=True,
)
_TASKS = _with_names(
    TASK,
    TASK.c.id,
    TASK.c.number,
    TASK.c.description,
    TASK.c.type,
    TASK.c.on,
    TASK.c.closed,
    TASK.c.canceled,
    TASK.c.opportunity,
    TASK.c.contact,
    TASK.c.company.label("of_company"),
)
_QUOTES = _with_names(
    DOCUMENT,
    DOCUMENT.c.id,
    DOCUMENT.c.number,
    DOCUMENT.c.kind,
    DOCUMENT.c.description,
    DOCUMENT.c.document_date,
    DOCUMENT.c.net_amount,
    DOCUMENT.c.contact,
    DOCUMENT.c.company.label("of_company"),
    OPPORTUNITY.c.id.label("opportunity"),
).join(OPPORTUNITY, OPPORTUNITY.c.quote == DOCUMENT.c.id, isouter=True)
_INTERACTIONS = _with_names(
    INTERACTION,
    INTERACTION.c.id,
    INTERACTION.c.description,
    INTERACTION.c.information_flow,
    INTERACTION.c.on,
    INTERACTION.c.canceled,
    INTERACTION.c.postponed,
    _TEMPLATE.c.description.label("template"),
).join(_TEMPLATE, _TEMPLATE.c.id == INTERACTION.c.interaction_template, isouter=True)
_COMMENTS = select(COMMENT.c.id, COMMENT.c.subject, COMMENT.c.row, COMMENT.c.text, COMMENT.c.on)


_OPPORTUNITIES, _TASKS, _INTERACTIONS, _QUOTES, _COMMENTS = (
    statement.where(among(table.c.id))
    for statement, table in (
        (_OPPORTUNITIES, OPPORTUNITY),
        (_TASKS, TASK),
        (_INTERACTIONS, INTERACTION),
        (_QUOTES, DOCUMENT),
        (_COMMENTS, COMMENT),
    )
)


def _by_id(connection: Connection, statement: Any, ids: Sequence[int]) -> Rows:
    return {row.id: row for row in connection.execute(statement, {"keys": json.dumps(list(ids))})}


def opportunities(connection: Connection, ids: Sequence[int]) -> Rows:
    """number, description, status, closed_on, estimated_value, stage, person, company."""
    return _by_id(connection, _OPPORTUNITIES, ids)


def tasks(connection: Connection, ids: Sequence[int]) -> Rows:
    """description, type, on, closed, canceled, person, company; opportunity, contact and of_company are its owners."""
    return _by_id(connection, _TASKS, ids)


def interactions(connection: Connection, ids: Sequence[int]) -> Rows:
    """description, template, information_flow, on, canceled, postponed, person, company."""
    return _by_id(connection, _INTERACTIONS, ids)


def quotes(connection: Connection, ids: Sequence[int]) -> Rows:
    """number, kind, description, document_date, net_amount, person, company; opportunity is the one it belongs to."""
    return _by_id(connection, _QUOTES, ids)


def comments(connection: Connection, ids: Sequence[int]) -> Rows:
    """subject and row of the record it hangs on, text, on."""
    return _by_id(connection, _COMMENTS, ids)


def names(connection: Connection, records: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], str]:
    """What the records that notes hang on are called, by table number and row."""
    found = {}
    for number in {each[0] for each in records}:
        table = metadata.tables[TABLE_NAMES[number]]
        shown = table.c["name" if "name" in table.c else "description"]
        rows = [row for of, row in records if of == number]
        for row in connection.execute(select(table.c.id, shown.label("name")).where(table.c.id.in_(rows))):
            found[number, row.id] = str(row.name)
    return found
