"""The lists that contacts are sorted by, as tags of one contact: groups, responsibilities, relations, web sources."""

from collections.abc import Collection
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, literal, select

from oppdesk.domain.fields import Ref
from oppdesk.domain.setup import by_key
from oppdesk.storage.setup_tables import TABLES

KEYS = (
    "contact_business_relation",
    "contact_industry_group",
    "contact_mailing_group",
    "contact_job_responsibility",
    "contact_web_source",
)
OF_COMPANY = frozenset({"contact_business_relation", "contact_industry_group", "contact_web_source"})
_DETAILS = {"contact_business_relation": "external_number", "contact_web_source": "search_word"}


class Tag(NamedTuple):
    """`target` is the row of the list and its code, `detail` the number or the search word; `owner` the contact."""

    row: int
    owner: int
    target: Ref
    description: str
    detail: str


def of(connection: Connection, contact: int, company: int | None) -> dict[str, tuple[Tag, ...]]:
    """By the key of the lines; a person shows the relations, industry groups and web sources of the company, too."""
    firm = {contact, company} - {None}
    return {key: _tags(connection, key, firm if key in OF_COMPANY else {contact}) for key in KEYS}


def _tags(connection: Connection, key: str, owners: Collection[int | None]) -> tuple[Tag, ...]:
    given = {"owners": [each for each in owners if each is not None]}
    return tuple(
        Tag(row.id, row.contact, Ref(row.target, row.code), row.description, row.detail)
        for row in connection.execute(_statement(key), given)
    )


@cache
def _statement(key: str) -> Select[Any]:
    """Made once: making it takes longer than answering it."""
    lines, name = TABLES[key], by_key[key].fields[0].name
    target, detail = TABLES[name], _DETAILS.get(key)
    return (
        select(
            lines.c.id,
            lines.c.contact,
            target.c.id.label("target"),
            target.c.code,
            target.c.description,
            lines.c[detail].label("detail") if detail else literal("").label("detail"),
        )
        .join(target, target.c.id == lines.c[name])
        .where(lines.c.contact.in_(bindparam("owners", expanding=True)))
        .order_by(target.c.code, lines.c.id)
    )
