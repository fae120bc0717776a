"""Salespeople out of a file, or named in one: found by code or name, made when they are new."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.progress import Progress
from oppdesk.domain.setup import by_key
from oppdesk.exchange.plan import Fault, Plan, Row
from oppdesk.i18n import N_, _
from oppdesk.services.import_references import References
from oppdesk.storage import bulk
from oppdesk.storage.base import fold
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Reader, Work

_SETUP = by_key["salesperson"]
_STORED: tuple[Field, ...] = tuple(
    # A file of people often has names only: the code is then made of them.
    Field(each.name, each.label, each.kind, each.size, choices=each.choices)
    for each in _SETUP.fields
    if each.kind is not Kind.COUNT
)
_TEAMS = ("team", "manager")  # both are names of teams to which the person belongs
SALESPEOPLE: tuple[Field, ...] = (
    *_STORED,
    Field("team", N_("Team"), size=50, hint=N_("Code or name; made when it is new.")),
    Field("manager", N_("Manager"), size=50, hint=N_("Whose team it is; made when it is new.")),
)
_CODE_SIZE, _NAME_SIZE = 20, 50


_MEMBERS = "team_salesperson"


def _own(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in _TEAMS}


def _teams(values: Mapping[str, Any]) -> list[str]:
    return [str(values[name]) for name in _TEAMS if values.get(name)]


class SalespersonImport:
    """Rows by code, else by name; a new one gets a code of initials."""

    def __init__(self, connection: Reader, headings: Mapping[str, str]) -> None:
        self._by_code = bulk.keys_by(connection, "salesperson", "code")
        self._by_name = bulk.keys_by(connection, "salesperson", "name")
        self._rows = bulk.rows_by_key(connection, "salesperson", [each.name for each in _STORED])
        self._connection = connection
        self._references = References(connection)
        self._members: set[tuple[int, int]] | None = None  # of teams: team, salesperson
        self._headings = headings

    def plan(self, rows: Sequence[Row], progress: Progress) -> Plan:
        add: list[Row] = []
        change: list[tuple[int, Row]] = []
        same: list[Row] = []
        faults: list[Fault] = []
        seen: set[str] = set()
        for done, row in enumerate(rows):
            progress.step(done, len(rows))
            name, code = str(row.values.get("name") or ""), str(row.values.get("code") or "")
            problem = self._fault(row, name or code, seen)
            if problem:
                faults.extend(problem)
                continue
            seen.add(fold(code or name))
            key = self._by_code.get(fold(code)) if code else self._by_name.get(fold(name))
            if key is None:
                add.append(row)
            elif self._differs(key, row.values):
                change.append((key, row))
            else:
                same.append(row)
        return Plan(tuple(add), tuple(change), tuple(same), tuple(faults))

    def _differs(self, key: int, values: Mapping[str, Any]) -> bool:
        if any(self._rows[key][name] != value for name, value in values.items() if name not in _TEAMS):
            return True
        teams = [self._references.key("team", team) for team in _teams(values)]
        return any(team is None or (team, key) not in self._memberships() for team in teams)

    def _memberships(self) -> set[tuple[int, int]]:
        if self._members is None:
            rows = bulk.rows_by_key(self._connection, _MEMBERS, ["team", "salesperson"]).values()
            self._members = {(row["team"], row["salesperson"]) for row in rows}
        return self._members

    def _join(self, work: Work, key: int, values: Mapping[str, Any]) -> None:
        for name in _teams(values):
            team = self._references.key("team", name)
            if team is not None and (team, key) not in self._memberships():
                self._memberships().add((team, key))
                work.put(TABLES[_MEMBERS], {"team": team, "salesperson": key})

    def _fault(self, row: Row, name: str, seen: set[str]) -> tuple[Fault, ...]:
        if row.faults:
            return row.faults
        column = self._headings.get("name", self._headings.get("code", ""))
        if not name:
            return (Fault(row.line, column, _("A salesperson needs a name or a code.")),)
        if fold(str(row.values.get("code") or name)) in seen:
            return (Fault(row.line, column, _("This salesperson stands twice in the file.")),)
        try:
            _SETUP.check({**_own(row.values), "code": row.values.get("code") or "X"})
        except UserError as error:
            return (Fault(row.line, self._headings.get(error.field, ""), error.message),)
        return ()

    def write(self, work: Work, plan: Plan, progress: Progress) -> None:
        total = len(plan.add) + len(plan.change)
        self._references.make(work, "team", [team for row in plan.written for team in _teams(row.values)])
        for done, row in enumerate(plan.add):
            progress.step(done, total)
            self._join(work, self._add(work, row.values), row.values)
        for done, (key, row) in enumerate(plan.change, len(plan.add)):
            progress.step(done, total)
            work.change(TABLES["salesperson"], key, _own(row.values))
            self._join(work, key, row.values)
        progress.step(total, total)

    def is_too_long(self, text: str) -> bool:
        """Whether this names nobody and is no name that could be stored."""
        return len(text) > _NAME_SIZE and self.find_or_make(None, text) is None

    def is_blocked(self, text: str) -> bool:
        """Whether this names somebody who cannot be assigned anywhere (CON-F7)."""
        key = self.find_or_make(None, text)
        return key is not None and bool(self._rows.get(key, {}).get("privacy_blocked"))

    def find_or_make(self, work: Work | None, text: str) -> int | None:
        """The key of a salesperson named by code or name; a new one is made when `work` is given."""
        word = fold(text)
        key = self._by_code.get(word) or self._by_name.get(word)
        if key is None and work is not None:
            key = self._add(work, {"name": text.strip()})
        return key

    def make(self, work: Work, texts: Iterable[str]) -> None:
        """Those named that are not there yet."""
        for text in dict.fromkeys(texts):
            if text:
                self.find_or_make(work, text)

    def _add(self, work: Work, values: Mapping[str, Any]) -> int:
        name = str(values.get("name") or "")
        code = str(values.get("code") or "") or self._new_code(name)
        key = work.put(TABLES["salesperson"], _SETUP.check({**_own(values), "code": code}))
        self._by_code[fold(code)] = key
        self._by_name.setdefault(fold(name), key)
        return key

    def _new_code(self, name: str) -> str:
        """What is a code already; else initials, more letters of the last word, a number, until nobody has it."""
        words = ["".join(letter for letter in word if letter.isalnum()) for word in name.upper().split()]
        words = [word for word in words if word] or ["X"]
        initials = "".join(word[0] for word in words)
        itself = [name] if name.isalnum() and name.isascii() and name == name.upper() else []
        tries = [*itself, initials, *(initials + words[-1][1:end] for end in range(2, len(words[-1]) + 1))]
        tries += [f"{initials}{number}" for number in range(2, 10_000)]
        return next(code[:_CODE_SIZE] for code in tries if fold(code[:_CODE_SIZE]) not in self._by_code)
