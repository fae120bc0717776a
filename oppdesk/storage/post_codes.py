"""Finds rows of the list of post codes by what somebody types; a whole country's may be in it."""

from typing import Any

from sqlalchemy import Connection, func, or_, select

from oppdesk.domain.post_codes import Place, place
from oppdesk.storage.setup_tables import TABLES

_TABLE = TABLES["post_code"]


def with_code(connection: Connection, text: str) -> list[Place]:
    """Those with this post code, blanks and case aside."""
    return _places(connection, func.replace(_TABLE.c.code, " ", "") == "".join(text.split()).upper())


def with_city(connection: Connection, text: str) -> list[Place]:
    """Those of this city; the database knows the case of plain letters only, so other spellings are asked for, too."""
    typed = text.strip()
    spellings = {typed, typed.upper(), typed.lower(), typed.title(), typed.capitalize()}
    return _places(connection, or_(func.lower(_TABLE.c.city) == typed.lower(), _TABLE.c.city.in_(spellings)))


def _places(connection: Connection, wanted: Any) -> list[Place]:
    rows = connection.execute(select(_TABLE).where(wanted).order_by(_TABLE.c.code, _TABLE.c.city)).mappings()
    return [place({**row, "post_code": row["code"]}) for row in rows]
