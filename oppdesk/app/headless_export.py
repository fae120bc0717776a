"""Writes a list to a file without a window; one line of JSON says how many rows, as an import says what came in."""

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from oppdesk.app import headless
from oppdesk.app.exit_codes import DONE, WRONG_ARGUMENTS
from oppdesk.app.paths import Paths
from oppdesk.domain.errors import StorageTrouble, UserError
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.outgoing import Column
from oppdesk.domain.query import Query
from oppdesk.domain.setup import ALL, by_key
from oppdesk.domain.setup_list import SetupList
from oppdesk.i18n import _
from oppdesk.services.desk import Desk
from oppdesk.services.exporting import TEXT, WORKBOOK, Outgoing
from oppdesk.services.exporting_contacts import Chosen, FileKind, Wish

_RECORDS = {
    "opportunities": "opportunity",
    "contacts": "contact",
    "tasks": "task",
    "interactions": "interaction",
    "entries": "opportunity_entry",
    "quotes": "sales_document",
}
CARDS = f".{FileKind.CARDS}"


def _name(setup: SetupList) -> str:
    """What a setup list is called on the command line: its title; lines go by the list they belong to, too."""
    words = setup.key if setup.lines_of else setup.title
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


# Every list there is by the name it is asked for; what hangs on contacts leaves with them.
LISTS = _RECORDS | {_name(setup): setup.key for setup in ALL}


def run(paths: Paths, name: str, path: Path) -> int:
    """Write a list with all its fields; 0 when it is done, 2 for a list or an ending that there is none of.

    One line of JSON says how many rows were added to the file, in the words of an import; 1 fault when there is none.
    """
    try:
        if wrong := wrong_name(name, path):
            headless.say(wrong)
            headless.report(0, 0, 0, 1)
            return WRONG_ARGUMENTS
        count = headless.with_desk(paths, lambda desk: _write(desk, LISTS[name], name, path))
    except (UserError, StorageTrouble) as error:
        headless.say(error.message)
        headless.report(0, 0, 0, 1)
        return headless.code_of(error)
    headless.report(count, 0, 0, 0)
    return DONE


def wrong_name(name: str, path: Path) -> str:
    """Why there is no such file; "" if there may be."""
    suffix = path.suffix.lower()
    if name not in LISTS:
        message = _("There is no list “{list}”; choose one of {lists}.")
        return message.format(list=name, lists=", ".join(LISTS))
    if suffix == CARDS and name != "contacts":
        return _("Only contacts leave as cards; choose a file that ends with .csv or .xlsx.")
    if suffix not in {TEXT, WORKBOOK, CARDS}:
        message = _("“{file}” ends with none of {endings}.")
        return message.format(file=path.name, endings=f"{TEXT}, {WORKBOOK}, {CARDS}")
    return ""


def _write(desk: Desk, table: str, name: str, path: Path) -> int:
    """The number of rows. Contacts leave with all that hangs on them, whoever may be used for what."""
    if table == "contact":
        return desk.contact_export.write(Wish(Chosen(), FileKind(path.suffix.lower()[1:])), path).count
    rows = desk.lists.page(table, Query(), 0, 1)
    fields = [field for field in desk.lists.fields(table).values() if not rows or field.name in rows[0]]
    columns = [
        *_parent(desk, table),
        *(Column(field, _(field.label), partial(_value, field.name)) for field in fields),
    ]
    return desk.exporting.write(Outgoing(table, name, tuple(columns), Query()), path)


def _parent(desk: Desk, table: str) -> list[Column]:
    """Lines say what they are lines of."""
    setup = by_key.get(table)
    owner = by_key.get(setup.lines_of or "") if setup is not None else None
    if owner is None:
        return []
    codes = {row["id"]: str(row["code"]) for row in desk.setup.rows(owner.key)}
    field = Field(owner.key, owner.title, Kind.TEXT)
    return [Column(field, _(field.label), lambda row: codes.get(row[owner.key], ""))]


def _value(name: str, row: Mapping[str, object]) -> object:
    return row.get(name)
