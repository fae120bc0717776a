"""For changing many records at once: rows brought in one step, and a rehearsal of which nothing is ever written."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from oppdesk.domain.standing import Entry
from oppdesk.storage import opportunities
from oppdesk.storage.base import Record, map_records
from oppdesk.storage.journal import Journal, Values
from oppdesk.storage.opportunity_tables import EntryRow, OpportunityRow
from oppdesk.storage.unit_of_work import Store, Work

_MOST = 500  # of a list in a statement

R = TypeVar("R", bound=Record)


def brought(work: Work, cls: type[R], ids: Sequence[int]) -> list[R]:
    """The records of these ids; as long as they are held, `work.get` finds them without asking again."""
    return list(work.session.scalars(select(cls).where(cls.id.in_(list(ids)))))


def active_entries(work: Work, opportunities: Sequence[int]) -> dict[int, EntryRow]:
    """The active entry of each that has one, by opportunity."""
    wanted = select(EntryRow).where(EntryRow.opportunity.in_(list(opportunities)), EntryRow.active)
    return {entry.opportunity: entry for entry in work.session.scalars(wanted)}


def versions(work: Work, cls: type[R], ids: Sequence[int]) -> dict[int, int]:
    """The version of each record that is there."""
    table = cls.__table__
    found: dict[int, int] = {}
    for start in range(0, len(ids), _MOST):
        wanted = select(table.c.id, table.c.version).where(table.c.id.in_(list(ids[start : start + _MOST])))
        found |= {each.id: each.version for each in work.connection.execute(wanted)}
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """An entry to be written and what it follows: (row, active entry, new entry)."""

    row: OpportunityRow
    active: EntryRow
    entry: Entry


def stand(step: Step) -> None:
    """Copy the standing of the new entry to its opportunity."""
    row = step.row
    for name, value in opportunities.standing_values(step.entry, row.stage, row.stage_since).items():
        setattr(row, name, value)


def write_entries(work: Work, steps: Sequence[Step]) -> None:
    """R-ENT-01 for many opportunities that stand already as their new entries say: two steps of the database."""
    for step in steps:
        active, changed_on = step.active, step.entry.changed_on
        active.active = False
        active.days_open = (changed_on - (active.changed_on or changed_on)).days
    work.flush()  # before the inserts: only one entry may be active
    for key, step in zip(work.keys(len(steps)), steps, strict=True):
        new = EntryRow(id=key, **opportunities.line_of(step.row, step.entry))
        work.session.add(new)
    work.flush()


def gathering(work: Work) -> AbstractContextManager[object]:
    """While this lasts, changes wait for the next flush and are written together, though rules look at the data."""
    return work.session.no_autoflush


class Rehearsal(Work):
    """All rules speak as they would; what they change stays in memory and is forgotten."""

    def __init__(self, session: Session) -> None:  # it has no operation: nothing is to be journaled
        self.session = session
        self.connection = session.connection()
        self.kind = self.title = ""
        self.operation = 0
        self.journal = Journal(0)
        self.recorded = self.is_half_done = False

    def add(self, record: Record) -> int:
        return record.id or 0

    def flush(self) -> None:
        """Nothing reaches the database."""

    def put(self, table: Table, values: Values) -> int:  # noqa: ARG002
        return int(values.get("id", 0))

    def change(self, table: Table, row: int, values: Values, version: int | None = None) -> None:
        """Nothing either: attendees follow their task when it is done."""

    def amend(self, record: Record, values: Values) -> None:
        """In memory, too."""
        for name, value in values.items():
            setattr(record, name, value)

    def take(self, table: Table, row: int) -> None:
        """Nothing either."""

    def forget(self) -> None:
        """What was rehearsed so far is not needed any more."""
        self.session.expunge_all()


@contextmanager
def rehearsal(store: Store) -> Iterator[Rehearsal]:
    """A unit of work on what is stored now, that takes no lock and leaves no trace."""
    map_records()
    with store.read() as connection, Session(connection, autoflush=False) as session:
        work = Rehearsal(session)
        yield work
        work.forget()
