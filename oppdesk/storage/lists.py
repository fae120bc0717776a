"""The lists there are, by name: what the fields of each are in SQL."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, and_, func, literal, or_, select

from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.records import CONTACT as CONTACT_FIELDS
from oppdesk.domain.records import ENTRY as ENTRY_FIELDS
from oppdesk.domain.records import OPPORTUNITY as OPPORTUNITY_FIELDS
from oppdesk.domain.records import QUOTE as QUOTE_FIELDS
from oppdesk.domain.records import TASK as TASK_FIELDS
from oppdesk.domain.setup import by_key
from oppdesk.domain.setup_list import SetupList
from oppdesk.domain.words import ContactType, Status
from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.listing import Element, Listing
from oppdesk.storage.opportunity_tables import DOCUMENT, ENTRY, OPPORTUNITY
from oppdesk.storage.setup_tables import TABLES, line_key, stored
from oppdesk.storage.task_tables import ATTENDEE, TASK

Fields = Mapping[str, Field]


def _by_name(fields: Sequence[Field]) -> Fields:
    return {field.name: field for field in fields}


def _joined(table: Table, fields: Fields) -> tuple[Any, dict[str, Any]]:
    """The table joined with the target of each of its references, and those targets by field name."""
    source: Any = table
    targets = {}
    for field in fields.values():
        if field.kind is Kind.LOOKUP and field.name in table.c:
            target = metadata.tables[str(field.target)].alias(f"{field.name}_shown")
            source = source.join(target, target.c.id == table.c[field.name], isouter=True)
            targets[field.name] = target
    return source, targets


def _text_of(target: Any) -> Element:
    names = target.c
    if "code" in names:
        return names["code"]  # type: ignore[no-any-return]
    return names["name"] if "name" in names else names["number"]  # type: ignore[no-any-return]


def _texts(targets: Mapping[str, Any]) -> dict[str, Element]:
    return {name: _text_of(target) for name, target in targets.items()}


def _columns(table: Table, fields: Fields) -> dict[str, Element]:
    own = [name for name in fields if name in table.c]
    return {name: table.c[name] for name in ("id", "version", *own)}


def _opportunities() -> Listing:
    fields = _by_name(OPPORTUNITY_FIELDS)
    source, targets = _joined(OPPORTUNITY, fields)
    stage = TABLES["sales_cycle_stage"].alias("stage_now")
    source = source.join(
        stage,
        and_(stage.c.sales_cycle == OPPORTUNITY.c.sales_cycle, stage.c.stage == OPPORTUNITY.c.stage),
        isouter=True,
    )
    texts = _texts(targets) | {"salesperson": targets["salesperson"].c.name}
    every = TABLES["sales_cycle_stage"]

    def of_next_task(column: Element) -> Element:
        """A value of the open task that comes first."""
        return (
            select(column)
            .where(TASK.c.opportunity == OPPORTUNITY.c.id, ~TASK.c.closed, ~TASK.c.canceled)
            .order_by(TASK.c.on, TASK.c.id)
            .limit(1)
            .correlate(OPPORTUNITY)
            .scalar_subquery()
        )

    stages = (
        select(func.count()).where(every.c.sales_cycle == OPPORTUNITY.c.sales_cycle).correlate(OPPORTUNITY)
    )
    columns = _columns(OPPORTUNITY, fields)
    for name in ("former_cycle", "stage_since", "changed_on"):
        columns[name] = OPPORTUNITY.c[name]
    columns["stage_description"] = func.coalesce(stage.c.description, "")
    return Listing(
        source=source,
        key=OPPORTUNITY.c.id,
        fields=fields,
        columns=columns,
        texts=texts,
        extras={
            "next_task": of_next_task(TASK.c.id),
            "next_step": of_next_task(TASK.c.description),
            "next_step_on": of_next_task(TASK.c.on),
            "next_step_type": of_next_task(TASK.c.type),
            "stage_count": stages.scalar_subquery(),
            "stage_position": stages.where(every.c.stage <= OPPORTUNITY.c.stage).scalar_subquery(),
        },
        search=(
            OPPORTUNITY.c.search_text,
            func.coalesce(targets["contact"].c.search_text, ""),
            func.coalesce(targets["company"].c.search_text, ""),
        ),
        order=(OPPORTUNITY.c.closing_on, OPPORTUNITY.c.search_text),
    )


def _contacts() -> Listing:
    fields = _by_name(CONTACT_FIELDS)
    source, targets = _joined(CONTACT, fields)
    own = OPPORTUNITY.alias("own")
    mine = own.c.company.is_not_distinct_from(CONTACT.c.company)  # by the index, also of a person without one
    hers = or_(CONTACT.c.type == int(ContactType.COMPANY), own.c.contact == CONTACT.c.id)
    still = own.c.status.in_((int(Status.NOT_STARTED), int(Status.IN_PROGRESS)))
    open_ones = select(func.count()).where(still, mine, hers).correlate(CONTACT)
    return Listing(
        source=source,
        key=CONTACT.c.id,
        fields=fields,
        columns=_columns(CONTACT, fields),
        texts=_texts(targets),
        extras={"open_opportunities": open_ones.scalar_subquery()},
        search=(CONTACT.c.search_text, func.coalesce(targets["company"].c.search_text, "")),
        order=(
            func.coalesce(targets["company"].c.search_name, CONTACT.c.search_name),
            func.coalesce(CONTACT.c.company, CONTACT.c.id),
            CONTACT.c.type,
            CONTACT.c.search_name,
        ),
    )


def _tasks() -> Listing:
    fields = _by_name(TASK_FIELDS)
    source, targets = _joined(TASK, fields)
    texts = _texts(targets) | {"opportunity": targets["opportunity"].c.description}
    attending = (
        select(func.min(ATTENDEE.c.contact))
        .where(ATTENDEE.c.task == TASK.c.id)
        .correlate(TASK)
        .scalar_subquery()
    )
    return Listing(
        source=source,
        key=TASK.c.id,
        fields=fields,
        columns=_columns(TASK, fields),
        texts=texts,
        extras={"attending": attending},
        search=(TASK.c.search_text,),
        order=(TASK.c.on,),
    )


def _documents() -> Listing:
    fields = _by_name(QUOTE_FIELDS)
    source, targets = _joined(DOCUMENT, fields)
    return Listing(
        source=source,
        key=DOCUMENT.c.id,
        fields=fields,
        columns=_columns(DOCUMENT, fields),
        texts=_texts(targets),
        order=(DOCUMENT.c.id,),
    )


def _entries() -> Listing:
    named = _by_name(ENTRY_FIELDS)
    source, targets = _joined(ENTRY, named)
    opportunity = targets["opportunity"].c
    return Listing(
        source=source,
        key=ENTRY.c.id,
        fields=named,
        columns=_columns(ENTRY, named),
        texts=_texts(targets) | {"opportunity": opportunity.description},
        search=(func.coalesce(opportunity.search_text, ""),),
        order=(ENTRY.c.id.desc(),),
    )


def counted(setup: SetupList, field: Field) -> Element:
    """How many rows refer to this one, by the definitions of section 10."""
    table = TABLES[setup.key]
    if setup.key == "sales_cycle_stage":
        return (
            select(func.count())
            .where(OPPORTUNITY.c.sales_cycle == table.c.sales_cycle, OPPORTUNITY.c.stage == table.c.stage)
            .correlate(table)
            .scalar_subquery()
        )
    if setup.key == "close_code":
        return select(func.count()).where(ENTRY.c.close_code == table.c.id).correlate(table).scalar_subquery()
    target = metadata.tables.get(str(field.counts))
    if target is None or setup.key not in target.c:
        return literal(0)
    terms = [target.c[setup.key] == table.c.id]
    if setup.key == "sales_cycle":
        terms.append(target.c.status == int(Status.IN_PROGRESS))
    return select(func.count()).where(*terms).correlate(table).scalar_subquery()


def _setup(key: str) -> Listing:
    setup, table = by_key[key], TABLES[key]
    named = _by_name(stored(setup))
    source, targets = _joined(table, named)
    columns = _columns(table, named)
    if setup.lines_of:
        columns[setup.lines_of] = table.c[setup.lines_of]
    extras = {field.name: counted(setup, field) for field in setup.fields if field.kind is Kind.COUNT}
    words = [field.name for field in stored(setup) if field.kind in (Kind.CODE, Kind.TEXT)]
    return Listing(
        source=source,
        key=table.c.id,
        fields=_by_name(setup.fields),
        columns=columns,
        texts=_texts(targets),
        extras=extras,
        search=tuple(func.lower(table.c[name]) for name in words),
        order=(table.c.id,) if setup.single else (table.c[line_key(setup)],),
    )


@cache
def listing(name: str) -> Listing:
    """The list of that name; KeyError if there is none."""
    made: dict[str, Callable[[], Listing]] = {
        "opportunity": _opportunities,
        "contact": _contacts,
        "task": _tasks,
        "opportunity_entry": _entries,
        "sales_document": _documents,
    }
    return made[name]() if name in made else _setup(name)
