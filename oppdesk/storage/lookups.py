"""Small looks at other records that the commands need: a value of a row, whether it may be used, a new code."""

import re
import unicodedata
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, select

from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.fields import Ref
from oppdesk.domain.setup import by_key
from oppdesk.domain.words import Outcome
from oppdesk.i18n import _
from oppdesk.storage.base import metadata
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Work

_CODE_SIZE = 10


def value(connection: Connection, table: str, row: int | None, column: str) -> Any:
    """One value of one row, None when there is no such row."""
    if row is None:
        return None
    found = metadata.tables[table]
    return connection.execute(select(found.c[column]).where(found.c.id == row)).scalar()


def ref(connection: Connection, table: str, row: int) -> Ref | None:
    """A record as fields show it, by its name if it has one; None when it is gone."""
    found = metadata.tables[table]
    columns = [found.c[name] for name in ("name", "code", "number") if name in found.c]
    texts = connection.execute(select(*columns).where(found.c.id == row)).first()
    return None if texts is None else Ref(row, next((str(text) for text in texts if text), ""))


def setup(connection: Connection, key: str) -> dict[str, Any]:
    """The one row of a single setup list; empty before there is one."""
    found = connection.execute(_only_row(key)).mappings().first()
    return dict(found) if found else {}


@cache
def _only_row(key: str) -> Select[Any]:
    return select(TABLES[key]).limit(1)


def by_code(connection: Connection, table: str, code: str) -> int | None:
    """The id of a row of a setup list by its code, letters in any case."""
    found = metadata.tables[table]
    return connection.execute(select(found.c.id).where(found.c.code == code.strip().upper())).scalar()


def company_of(connection: Connection, contact: int | None) -> int | None:
    """The company of a contact; of a company, itself."""
    return value(connection, "contact", contact, "company")  # type: ignore[no-any-return]


def check_contact(connection: Connection, contact: int | None) -> None:
    """M-22, CON-P2: neither the contact nor its company may be blocked for privacy; CON-F8: it must exist."""
    if contact is None:
        return
    table = metadata.tables["contact"]
    company = table.alias()
    found = connection.execute(
        select(
            table.c.number, table.c.name, table.c.privacy_blocked, company.c.privacy_blocked.label("owner")
        )
        .join(company, company.c.id == table.c.company, isouter=True)
        .where(table.c.id == contact)
    ).first()
    if found is None:
        raise FieldError(_("This contact does not exist."), "contact", "CON-F8")
    if found.privacy_blocked or found.owner:
        raise RuleError(
            _("{contact} is blocked for privacy reasons and cannot be used.").format(
                contact=f"{found.number} {found.name}"
            ),
            "contact",
            "M-22",
        )


def check_salesperson(connection: Connection, salesperson: int | None) -> None:
    """M-53: a blocked one cannot be chosen."""
    if salesperson is None:
        return
    table = TABLES["salesperson"]
    found = connection.execute(select(table).where(table.c.id == salesperson)).first()
    if found is None:
        raise FieldError(_("This salesperson does not exist."), "salesperson", "CON-F8")
    if found.blocked or found.privacy_blocked:
        raise RuleError(
            _("{salesperson} is blocked; choose another salesperson.").format(
                salesperson=f"{found.code} {found.name}".strip()
            ),
            "salesperson",
            "M-53",
        )


def check_cycle(connection: Connection, cycle: int | None) -> None:
    """M-35: it must exist and not be blocked."""
    if cycle is None:
        return
    table = TABLES["sales_cycle"]
    found = connection.execute(select(table.c.code, table.c.blocked).where(table.c.id == cycle)).first()
    if found is None or found.blocked:
        code = found.code if found else ""
        raise RuleError(
            _("Sales cycle {cycle} does not exist or is blocked; choose another one.").format(cycle=code),
            "sales_cycle",
            "M-35",
        )


def close_code(connection: Connection, row: int) -> tuple[str, Outcome]:
    """Its code and what it is for; FieldError when there is none."""
    table = TABLES["close_code"]
    found = connection.execute(select(table.c.code, table.c.outcome).where(table.c.id == row)).first()
    if found is None:
        raise FieldError(_("This reason does not exist any more."), "code", "CON-F8")
    return found.code, Outcome(found.outcome)


def new_close_code(work: Work, description: str, outcome: Outcome) -> int:
    """A close code typed in place: its code is made of the words of its description."""
    plain = unicodedata.normalize("NFKD", description.upper())
    stem = re.sub(r"[^A-Z0-9]+", "_", "".join(c for c in plain if not unicodedata.combining(c))).strip("_")
    stem = (stem or "REASON")[:_CODE_SIZE].rstrip("_")
    code, count = stem, 1
    while by_code(work.connection, "close_code", code) is not None:
        count += 1
        code = f"{stem[: _CODE_SIZE - len(str(count))]}{count}"
    values = {"code": code, "outcome": int(outcome), "description": description}
    return work.put(TABLES["close_code"], by_key["close_code"].check(values))


def owner_of_quote(connection: Connection, quote: int) -> Any:
    """The opportunity that points at a quote: id, number, description; None when there is none."""
    table = metadata.tables["opportunity"]
    return connection.execute(
        select(table.c.id, table.c.number, table.c.description).where(table.c.quote == quote)
    ).first()
