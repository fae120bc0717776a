"""The lists there are, by name: what the fields of each are in SQL."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, and_, case, exists, func, literal, or_, select, true, type_coerce

from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.records import CONTACT as CONTACT_FIELDS
from oppdesk.domain.records import ENTRY as ENTRY_FIELDS
from oppdesk.domain.records import INTERACTION as INTERACTION_FIELDS
from oppdesk.domain.records import LAST_INTERACTION, LINKS
from oppdesk.domain.records import OPPORTUNITY as OPPORTUNITY_FIELDS
from oppdesk.domain.records import QUOTE as QUOTE_FIELDS
from oppdesk.domain.records import TASK as TASK_FIELDS
from oppdesk.domain.setup import by_key
from oppdesk.domain.setup_list import SetupList
from oppdesk.domain.task_times import DAY
from oppdesk.domain.words import ContactType, Status, TaskType
from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.expressions import days_later, unindexed
from oppdesk.storage.figures import CELL
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.list_parts import Branch, Cells, Element, Join, Linked, Listing, Newest, Target
from oppdesk.storage.opportunity_tables import DOCUMENT, ENTRY, OPPORTUNITY
from oppdesk.storage.setup_tables import TABLES, line_key, stored
from oppdesk.storage.task_tables import ATTENDEE, TASK
from oppdesk.storage.types import NO_CLOCK, Clock, Id, Whole

Fields = Mapping[str, Field]


def _by_name(fields: Sequence[Field]) -> Fields:
    return {field.name: field for field in fields}


def _joins(table: Table, fields: Fields) -> dict[str, Join]:
    """The target of each reference of a table, by field name."""
    joins = {}
    for field in fields.values():
        if field.kind is Kind.LOOKUP and field.name in table.c:
            target = metadata.tables[str(field.target)].alias(f"{field.name}_shown")
            joins[field.name] = Join(target, target.c.id == table.c[field.name])
    return joins


def _text_of(target: Any) -> Element:
    names = target.c
    if "code" in names:
        return names["code"]  # type: ignore[no-any-return]
    return names["name"] if "name" in names else names["number"]  # type: ignore[no-any-return]


def _texts(joins: Mapping[str, Join]) -> dict[str, Element]:
    return {name: _text_of(join.table) for name, join in joins.items()}


def _targets(table: Table, joins: Mapping[str, Join], texts: Mapping[str, Element]) -> dict[str, Target]:
    """References are sorted by what they show; two targets that show the same stay apart."""
    return {
        name: Target(
            own=(table.c[name],),
            keys=(join.table.c.id,),
            source=join.table,
            order=(join.table.c.get("search_text", texts[name]), join.table.c.id),
            id=join.table.c.id,
            shown=texts[name],
            missing=table.c[name].is_(None),
        )
        for name, join in joins.items()
    }


def _columns(table: Table, fields: Fields) -> dict[str, Element]:
    own = [name for name in fields if name in table.c]
    return {name: table.c[name] for name in ("id", "version", *own)}


def _opportunities() -> Listing:
    fields = _by_name(OPPORTUNITY_FIELDS)
    joins = _joins(OPPORTUNITY, fields)
    stage, cycle = TABLES["sales_cycle_stage"].alias("stage_now"), TABLES["sales_cycle"].alias("stage_cycle")
    standing = and_(stage.c.sales_cycle == OPPORTUNITY.c.sales_cycle, stage.c.stage == OPPORTUNITY.c.stage)
    texts = _texts(joins) | {"salesperson": joins["salesperson"].table.c.name}
    every = TABLES["sales_cycle_stage"]
    of_stage = (
        select(literal(1))
        .where(every.c.sales_cycle == OPPORTUNITY.c.sales_cycle, every.c.stage == OPPORTUNITY.c.stage)
        .correlate(OPPORTUNITY)
    )
    in_order = Target(  # of the cycle, not of the alphabet; two cycles' stages of one name stay apart
        own=(OPPORTUNITY.c.sales_cycle, OPPORTUNITY.c.stage),
        keys=(stage.c.sales_cycle, stage.c.stage),
        source=cycle.join(stage, stage.c.sales_cycle == unindexed(cycle.c.id)),
        order=(cycle.c.code, stage.c.stage),
        id=stage.c.id,
        shown=cycle.c.code + " · " + stage.c.description,
        missing=or_(
            OPPORTUNITY.c.stage == 0, ~exists(of_stage)
        ),  # most have none: they are looked up nowhere
    )

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
        table=OPPORTUNITY,
        fields=fields,
        columns=columns,
        joins=(*joins.values(), Join(stage, standing), Join(cycle, cycle.c.id == stage.c.sales_cycle)),
        targets=_targets(OPPORTUNITY, joins, texts) | {"stage_description": in_order},
        texts=texts,
        sorts={"description": OPPORTUNITY.c.search_text},
        extras={
            "next_task": of_next_task(TASK.c.id),
            "next_step": of_next_task(TASK.c.description),
            "next_step_on": of_next_task(TASK.c.on),
            "next_step_type": of_next_task(TASK.c.type),
            "stage_count": stages.scalar_subquery(),
            "stage_position": stages.where(every.c.stage <= OPPORTUNITY.c.stage).scalar_subquery(),
        },
        order=(OPPORTUNITY.c.closing_on, OPPORTUNITY.c.search_text),
        cells=Cells(
            table=CELL,
            columns={
                "status": CELL.c.status,
                "sales_cycle": func.nullif(CELL.c.sales_cycle, 0, type_=Id()),
                "stage": CELL.c.stage,
                "salesperson": func.nullif(CELL.c.salesperson, 0, type_=Id()),
                "closing_on": CELL.c.month,
            },
            count=CELL.c.count,
            sums={"estimated_value": CELL.c.estimated, "current_value": CELL.c.current},
        ),
    )


def _contacts() -> Listing:
    fields = _by_name(CONTACT_FIELDS)
    joins = _joins(CONTACT, fields)
    texts, company = _texts(joins), joins["company"].table
    own = OPPORTUNITY.alias("own")
    mine = own.c.company.is_not_distinct_from(CONTACT.c.company)  # by the index, also of a person without one
    hers = or_(CONTACT.c.type == int(ContactType.COMPANY), own.c.contact == CONTACT.c.id)
    still = own.c.status.in_((int(Status.NOT_STARTED), int(Status.IN_PROGRESS)))
    among = (CONTACT.c.type, CONTACT.c.search_text)  # a company stands before its persons
    open_ones = select(func.count()).where(still, mine, hers).correlate(CONTACT)
    return Listing(
        table=CONTACT,
        fields=fields,
        columns=_columns(CONTACT, fields),
        joins=tuple(joins.values()),
        targets=_targets(CONTACT, joins, texts),
        texts=texts,
        sorts={"name": CONTACT.c.search_text},
        extras={"open_opportunities": open_ones.scalar_subquery()} | _numbers_of_lines(),
        links={field.name: _linked(f"contact_{field.name}", field) for field in LINKS["contact"]}
        | {LAST_INTERACTION.name: _last_interaction()},
        order=(
            func.coalesce(company.c.search_text, CONTACT.c.search_text),
            func.coalesce(CONTACT.c.company, CONTACT.c.id),
            *among,
        ),
        branches=(
            Branch(
                company.join(CONTACT, CONTACT.c.company == unindexed(company.c.id)),
                true(),
                (company.c.search_text, company.c.id, *among),
            ),
            Branch(CONTACT, CONTACT.c.company.is_(None), (CONTACT.c.search_text, CONTACT.c.id, *among)),
        ),
    )


def _linked(lines: str, field: Field) -> Linked:
    table = TABLES[lines]
    return Linked(table, table.c.contact, table.c[field.name], TABLES[str(field.target)])


def _last_interaction() -> Newest:
    """An attempt that failed, a draft and what was cancelled are none (3.2, A-13); a company's are its people's too."""
    own = INTERACTION.c
    return Newest(
        own.on, (own.contact, own.company), and_(~own.attempt_failed, ~own.canceled, ~own.postponed)
    )


def _numbers_of_lines() -> dict[str, Element]:
    """How many groups, jobs and relations: jobs and mailing groups of its own, the others of the company (3.2)."""
    found: dict[str, Element] = {}
    for field in CONTACT_FIELDS:
        lines = TABLES.get(str(field.counts))
        if lines is not None and field.kind is Kind.COUNT:
            of_company = lines.name in ("contact_industry_group", "contact_business_relation")
            owner = func.coalesce(CONTACT.c.company, CONTACT.c.id) if of_company else CONTACT.c.id
            count = select(func.count()).where(lines.c.contact == owner).correlate(CONTACT)
            found[field.name] = count.scalar_subquery()
    return found


def _tasks() -> Listing:
    fields = _by_name(TASK_FIELDS)
    joins = _joins(TASK, fields)
    texts = _texts(joins) | {"opportunity": joins["opportunity"].table.c.description}
    attending = (
        select(func.min(ATTENDEE.c.contact))
        .where(ATTENDEE.c.task == TASK.c.id)
        .correlate(TASK)
        .scalar_subquery()
    )
    return Listing(
        table=TASK,
        fields=fields,
        columns=_columns(TASK, fields),
        joins=tuple(joins.values()),
        targets=_targets(TASK, joins, texts),
        texts=texts,
        extras={"attending": attending} | _endings(),
        links={field.name: _parties(str(field.target), field) for field in LINKS["task"]},
        sorts={"description": TASK.c.search_text},
        order=(TASK.c.on,),
    )


def _parties(column: str, field: Field) -> Linked:
    """Whom a task names and who takes part in it are the same to who asks whose it is (7.2)."""
    target = metadata.tables[str(field.target)]
    return Linked(ATTENDEE, ATTENDEE.c.task, ATTENDEE.c[column], target, TASK.c[column])


def _endings() -> dict[str, Element]:
    """When a task ends, as `domain.task_times.When` has it."""
    begins = type_coerce(TASK.c.start_time, Whole())
    timed = and_(TASK.c.type != int(TaskType.NONE), ~TASK.c.all_day, begins != NO_CLOCK)
    until = begins + TASK.c.duration
    days = case((timed, until // DAY), else_=(TASK.c.duration + (DAY - 1)) // DAY - 1)
    return {
        "ending_on": days_later(TASK.c.on, days),
        "ending_time": type_coerce(case((timed, until % DAY), else_=NO_CLOCK), Clock()),
    }


def _interactions() -> Listing:
    """What was logged and what is postponed; the newest first."""
    fields = _by_name(INTERACTION_FIELDS)
    joins = _joins(INTERACTION, fields)
    texts = _texts(joins)
    for name in ("opportunity", "task"):
        texts[name] = joins[name].table.c.description
    for name in ("contact", "company"):
        texts[name] = joins[name].table.c.name
    columns = _columns(INTERACTION, fields)
    columns["attachment"] = INTERACTION.c.attachment
    return Listing(
        table=INTERACTION,
        fields=fields,
        columns=columns,
        joins=tuple(joins.values()),
        targets=_targets(INTERACTION, joins, texts),
        texts=texts,
        sorts={"description": INTERACTION.c.search_text},
        order=(INTERACTION.c.on.desc(), INTERACTION.c.id.desc()),
    )


def _documents() -> Listing:
    fields = _by_name(QUOTE_FIELDS)
    joins = _joins(DOCUMENT, fields)
    texts = _texts(joins)
    return Listing(
        table=DOCUMENT,
        fields=fields,
        columns=_columns(DOCUMENT, fields),
        joins=tuple(joins.values()),
        targets=_targets(DOCUMENT, joins, texts),
        texts=texts,
        order=(DOCUMENT.c.id,),
    )


def _entries() -> Listing:
    named = _by_name(ENTRY_FIELDS)
    joins = _joins(ENTRY, named)
    opportunity = joins["opportunity"].table.c
    texts = _texts(joins) | {"opportunity": opportunity.description}
    return Listing(
        table=ENTRY,
        fields=named,
        columns=_columns(ENTRY, named),
        joins=tuple(joins.values()),
        targets=_targets(ENTRY, joins, texts),
        texts=texts,
        search=(func.coalesce(opportunity.search_text, ""),),
        order=(ENTRY.c.id.desc(),),
    )


def counted(setup: SetupList, field: Field) -> Element:
    """How many rows refer to this one, by the definitions of section 10: all are counted in one go, not row by row."""
    table = TABLES[setup.key]
    if setup.key == "sales_cycle_stage":
        return (
            select(func.count())
            .where(OPPORTUNITY.c.sales_cycle == table.c.sales_cycle, OPPORTUNITY.c.stage == table.c.stage)
            .correlate(table)
            .scalar_subquery()
        )
    if setup.key == "sales_cycle":
        going = CELL.c.status == int(Status.IN_PROGRESS)
        return _number_for(table, CELL.c.sales_cycle, func.sum(CELL.c.count), going)
    target = metadata.tables.get(str(field.counts))
    if target is None or setup.key not in target.c:
        return literal(0)
    counts = (~INTERACTION.c.canceled, ~INTERACTION.c.postponed) if target is INTERACTION else ()  # 9.1
    return _number_for(table, target.c[setup.key], func.count(), *counts)


def _number_for(table: Table, key: Element, number: Element, *terms: Element) -> Element:
    counts = (
        select(key.label("key"), number.label("number"))
        .where(key.is_not(None), *terms)
        .group_by(key)
        .subquery()
    )
    of_row = select(counts.c.number).where(counts.c.key == table.c.id).correlate(table).scalar_subquery()
    return func.coalesce(of_row, 0)


def _setup(key: str) -> Listing:
    setup, table = by_key[key], TABLES[key]
    named = _by_name(stored(setup))
    joins = _joins(table, named)
    texts = _texts(joins)
    columns = _columns(table, named)
    if setup.lines_of:
        columns[setup.lines_of] = table.c[setup.lines_of]
    extras = {field.name: counted(setup, field) for field in setup.fields if field.kind is Kind.COUNT}
    words = [field.name for field in stored(setup) if field.kind in (Kind.CODE, Kind.TEXT)]
    return Listing(
        table=table,
        fields=_by_name(setup.fields),
        columns=columns,
        joins=tuple(joins.values()),
        targets=_targets(table, joins, texts),
        texts=texts,
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
        "interaction": _interactions,
        "opportunity_entry": _entries,
        "sales_document": _documents,
    }
    return made[name]() if name in made else _setup(name)
