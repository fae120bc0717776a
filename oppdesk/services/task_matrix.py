"""Tasks of salespeople, teams or contacts, counted by periods, and the tasks behind each count (relationships 14)."""

from collections.abc import Iterator, Sequence

from oppdesk.domain import task_matrix as rules
from oppdesk.domain.query import Filter, Op
from oppdesk.domain.spans import Between
from oppdesk.domain.task_matrix import EMPTY, Cell, Days, Line, Lines, Matrix, Options, Shows
from oppdesk.domain.words import ContactType
from oppdesk.services.context import Context
from oppdesk.storage import task_matrix as store
from oppdesk.storage.unit_of_work import Store


class TaskMatrix:
    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    def periods(self, options: Options, first_weekday: int = 0) -> tuple[Days, ...]:
        """The columns: the first set begins with the period of the work date."""
        return rules.periods(options.span, self._context.work_date, options.at, first_weekday)

    def read(self, options: Options, first_weekday: int = 0) -> Matrix:
        """Who has a task that fits has a line, whatever its date; companies stand before their people."""
        columns = self.periods(options, first_weekday)
        with self._store.read() as connection:
            heads = store.heads(connection, options)
            found = store.cells(connection, options, columns, self._context.work_date)
        return Matrix(options, columns, tuple(_lines(options, heads, found)))

    def tasks(self, options: Options, row: int | None, days: Days) -> list[int]:
        """The ids behind a cell, by date: exactly those that it counts."""
        with self._store.read() as connection:
            return store.ids(connection, options, row, days)

    def filters(self, options: Options, row: int, days: Days) -> tuple[Filter, ...]:
        """What narrows the list of tasks to those that a cell counts."""
        with self._store.read() as connection:

            def people_of(contact: int) -> tuple[int, ...]:
                return store.people_of(connection, contact)

            wanted = {
                Lines.SALESPEOPLE: lambda: Filter("participant", Op.IS, row),
                Lines.TEAMS: lambda: Filter("team", Op.IS, row),
                Lines.CONTACTS: lambda: _among("attendee", people_of(row)),
            }[options.lines]()
            narrowing = [
                Filter("participant", Op.IS, options.salesperson)
                if options.salesperson is not None
                else None,
                Filter("team", Op.IS, options.team) if options.team is not None else None,
                _among("attendee", people_of(options.company)) if options.company is not None else None,
                Filter("status", Op.IS, int(options.status)) if options.status is not None else None,
                Filter("priority", Op.IS, int(options.priority)) if options.priority is not None else None,
                None if options.with_closed else Filter("closed", Op.IS, False),
            ]
        when = Filter("on", Op.IS, days[0] if days[0] == days[1] else Between(*days))
        every = (wanted, *(term for term in narrowing if term is not None), when)
        return tuple(dict.fromkeys(every))


def _among(field: str, rows: tuple[int, ...]) -> Filter:
    return Filter(field, Op.IS, rows[0]) if len(rows) == 1 else Filter(field, Op.AMONG, rows)


def _lines(options: Options, heads: Sequence[store.Head], found: Sequence[store.Found]) -> Iterator[Line]:
    cells = _cells(options, found)
    of_contacts, last = options.lines is Lines.CONTACTS, None
    for row, owner, name, note, kind, owners_name, owners_note in heads:
        if of_contacts and owner is not None and owner != last:
            if owner != row:  # it has none of its own
                yield Line(
                    owner, owners_name or owners_note, owners_note, True, False, cells.get(owner, EMPTY)
                )
            last = owner
        is_company = of_contacts and kind == ContactType.COMPANY
        is_indented = of_contacts and owner not in (None, row)
        yield Line(row, name or note, note, is_company, is_indented, cells.get(row, EMPTY))


def _cells(options: Options, found: Sequence[store.Found]) -> dict[int, dict[int, Cell]]:
    """By line and column."""
    cells: dict[int, dict[int, Cell]] = {}
    for row, period, count, overdue, contact, low, high in found:
        if options.shows is Shows.NUMBER:
            cell = Cell(count, overdue)
        else:
            is_multiple = count > 1 or low != high
            cell = Cell(count, overdue, "" if is_multiple else contact or "", is_multiple)
        cells.setdefault(row, {})[period] = cell
    return cells
