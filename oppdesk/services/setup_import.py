"""Setup lists out of files: rows are found by what tells them apart, added or changed, all in one operation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from oppdesk.domain.errors import RuleError, UserError
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.progress import Progress
from oppdesk.domain.setup import by_key
from oppdesk.domain.setup_list import SetupList
from oppdesk.exchange import incoming, mapping
from oppdesk.exchange.plan import Fault, read_rows
from oppdesk.i18n import LocaleFormat, _, ngettext
from oppdesk.services import setup
from oppdesk.storage import bulk, lookups
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Reader, Store, Work

Values = Mapping[str, Any]
_PROBE = 1000  # rows that tell how a file writes its days and numbers


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen; `change` names the row that each values go to. `faults` are rows that are left out."""

    key: str
    path: Path
    add: tuple[Values, ...] = ()
    change: tuple[tuple[int, Values], ...] = ()
    unchanged: int = 0
    faults: tuple[Fault, ...] = ()


class SetupImport:
    """`parent` is the owner of lines, which a file does not name."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def plan(
        self,
        key: str,
        path: Path,
        base: LocaleFormat,
        parent: int | None = None,
        progress: Progress | None = None,
    ) -> Plan:
        """Read the file, its columns by their headings; UserError when none is known, or none tells rows apart.

        Blank cells say nothing; what the file does not name stays as it is.
        """
        setup_list = by_key[key]
        guess = incoming.sniff(path)
        columns = mapping.match(guess.header, setup_list.fields)
        missing = [name for name in _telling(setup_list) if name not in columns]
        if missing:
            message = _("The file has no column “{column}”: its first row must name the columns.")
            raise UserError(message.format(column=_(setup_list.field(missing[0]).label)))
        table = incoming.open_sheet(path, guess)
        probe = (row for _line, row in islice(table.rows(), _PROBE))
        form = mapping.ways(probe, columns, setup_list.fields, base).form()
        headings = mapping.by_heading(columns, guess.header)
        with self._store.read() as connection:
            reading = _Reading(connection, setup_list, parent, headings)
            for row in read_rows(table, columns, setup_list.fields, form, progress, blanks=False):
                reading.take(row.line, row.values, row.faults)
        return Plan(
            key, path, tuple(reading.add), tuple(reading.change), reading.unchanged, tuple(reading.faults)
        )

    def apply(self, plan: Plan, progress: Progress | None = None) -> int:
        """Write what was planned, one operation; how many rows. A rule that speaks refuses all of it."""
        told, done = progress or Progress(), 0
        count = len(plan.add) + len(plan.change)
        with self._store.write("setup.import") as work:
            if not setup.has_rules(plan.key):
                keys = work.keys(len(plan.add))
                rows = ({"id": row, **values} for row, values in zip(keys, plan.add, strict=True))
                done = len(work.put_many(TABLES[plan.key], rows, len(plan.add))) if plan.add else 0
            rest: list[tuple[int | None, Values]] = [] if done else [(None, values) for values in plan.add]
            for row, values in (*rest, *plan.change):
                told.step(done, count)
                _save(work, plan.key, row, values)
                done += 1
            title = ngettext(
                "“{file}” imported into {list}: {count} row",
                "“{file}” imported into {list}: {count} rows",
                count,
            )
            work.title = title.format(file=plan.path.name, list=_(by_key[plan.key].title), count=count)
        return count


def _save(work: Work, key: str, row: int | None, values: Values) -> None:
    try:
        setup.save_in(work, key, row, values)
    except UserError as error:
        first = by_key[key].fields[0].name
        message = _("“{row}”: {reason}").format(row=values.get(first) or "", reason=error.message)
        raise RuleError(message, error.field, error.number) from None


def _telling(setup_list: SetupList) -> tuple[str, ...]:
    """The columns without which no row is known."""
    return tuple(name for name in setup_list.key_fields if setup_list.field(name).required) or (
        setup_list.key_fields[0],
    )


class _Reading:
    """Sorts the rows of a file: known ones by what tells them apart."""

    def __init__(
        self,
        connection: Reader,
        setup_list: SetupList,
        parent: int | None,
        headings: Mapping[str, str],
    ) -> None:
        self.add: list[Values] = []
        self.change: list[tuple[int, Values]] = []
        self.unchanged = 0
        self.faults: list[Fault] = []
        self._connection = connection
        self._list = setup_list
        self._parent = parent
        self._headings = headings
        self._fields = [field for field in setup_list.fields if not field.counts]
        self._rows = bulk.rows_by_key(connection, setup_list.key, self._names())
        self._known = {self._key_of(row): key for key, row in self._rows.items()}
        self._seen: set[tuple[object, ...]] = set()
        self._codes: dict[tuple[str, str], int | None] = {}

    def _names(self) -> list[str]:
        owner = [self._list.lines_of] if self._list.lines_of else []
        return [*[field.name for field in self._fields], *owner]

    def _key_of(self, values: Values) -> tuple[object, ...]:
        owner = values.get(self._list.lines_of) if self._list.lines_of else None
        return (owner, *(values.get(name) for name in self._list.key_fields))

    def take(self, line: int, read: Values, faults: Iterable[Fault]) -> None:
        found = list(faults)
        given = dict(read)
        for field in self._fields:
            if field.kind is Kind.LOOKUP and given.get(field.name):
                given[field.name] = self._referred(line, field, str(given[field.name]), found)
        if self._list.lines_of:
            given[self._list.lines_of] = self._parent
        if not found:
            self._sort(line, given, found)
        self.faults += found

    def _referred(self, line: int, field: Field, code: str, found: list[Fault]) -> int | None:
        """The record of that code."""
        target = str(field.target)
        if (target, code) not in self._codes:
            self._codes[target, code] = lookups.by_code(self._connection, target, code)
        row = self._codes[target, code]
        if row is None:
            message = _("{field}: there is no “{code}”.").format(field=_(field.label), code=code)
            found.append(Fault(line, self._headings.get(field.name, ""), message, code))
        return row

    def _sort(self, line: int, given: Values, found: list[Fault]) -> None:
        try:
            key = self._key_of(self._list.check(self._with_blanks(given)))
            if key in self._seen:
                raise RuleError(_("This row stands twice in the file."), self._list.fields[0].name)
            self._seen.add(key)
            row = self._known.get(key)
            before = self._rows[row] if row is not None else {}
            after = self._list.check({**before, **given})
        except UserError as error:
            found.append(Fault(line, self._headings.get(error.field, ""), error.message))
            return
        if row is None:
            self.add.append(after)
        elif all(before[name] == after[name] for name in self._names()):
            self.unchanged += 1
        else:
            self.change.append((row, after))

    def _with_blanks(self, given: Values) -> Values:
        return {**{field.name: field.blank for field in self._fields}, **given}


def lines_in(faults: Iterable[Fault], most: int) -> list[str]:
    """The first faults in words, to be told before anything is written."""
    message = _("Line {line}: {reason}")
    return [message.format(line=fault.line, reason=fault.reason) for fault in list(faults)[:most]]
