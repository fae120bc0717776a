"""The rows of one operation of the generator, complete and in the order in which they may be written."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table

from oppdesk.domain import numbering
from oppdesk.storage import numbers
from oppdesk.storage.base import blanks
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.journal import Values
from oppdesk.storage.opportunity_tables import DOCUMENT, ENTRY, OPPORTUNITY
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import ATTENDEE, COMMENT, TASK
from oppdesk.storage.unit_of_work import Work

TABLES_IN_ORDER = (DOCUMENT, OPPORTUNITY, ENTRY, TASK, ATTENDEE, INTERACTION, COMMENT)
BLANK = {table.name: blanks(table) for table in (CONTACT, *TABLES_IN_ORDER)}


class Pile:
    """Complete rows of one operation, table by table; what is referred to stands before who refers to it."""

    def __init__(self, keys: Iterator[int]) -> None:
        self._keys = keys
        self.rows: dict[Table, list[Values]] = {each: [] for each in TABLES_IN_ORDER}

    def add(self, table: Table, values: Values, **more: Any) -> Values:
        row = {**BLANK[table.name], **values, **more, "id": next(self._keys)}
        self.rows[table].append(row)
        return row

    def give_numbers(self, work: Work, table: Table, purpose: str) -> None:
        rows = self.rows[table]
        for row, number in zip(rows, drawn(work, purpose, len(rows)), strict=True):
            row["number"], row["number_series"] = number.number, number.series


def drawn(work: Work, purpose: str, count: int) -> list[numbers.Number]:
    """The next numbers of a series that nobody else draws from; where it stands is written back as usual."""
    key, series = numbers.series_named(work.connection, purpose)
    if series is None or not count:
        return []
    (line,) = series.lines
    first = numbering.following(line.last_no) if line.last_no else line.starting_no
    parts = numbering.split(first)
    assert parts is not None
    texts = [f"{parts.head}{int(parts.digits) + each:0{len(parts.digits)}}" for each in range(count)]
    work.change(TABLES["number_series_line"], line.id, {"last_no": texts[-1]})
    return [numbers.Number(text, key) for text in texts]
