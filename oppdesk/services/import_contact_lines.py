"""What hangs on the contacts of a file: groups, relations, addresses and comments, beside what is there already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from oppdesk.domain import contact_columns, line_texts
from oppdesk.domain.contact import check_allowed
from oppdesk.domain.contact_columns import LISTS
from oppdesk.domain.contact_relations import check_typed, reserved
from oppdesk.domain.errors import FieldError, UserError
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.setup import by_key
from oppdesk.i18n import NEUTRAL, _
from oppdesk.services import contact_line_rules
from oppdesk.services.context import Context
from oppdesk.services.import_references import References
from oppdesk.storage import bulk, contact_export, contact_lines, contacts
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import COMMENT
from oppdesk.storage.unit_of_work import Reader, Work

Values = Mapping[str, Any]
Line = dict[str, Any]
_ADDRESS, _RANGE = "alternative_address", "address_range"
_OF_GOOGLE = " ::: "  # between the labels of a contact
_COMMENT = 32_000  # characters


class Cell(NamedTuple):
    """A cell as lines of a list: only what it says; references as keys, or as texts of what is to be made."""

    lines: tuple[Line, ...]
    fault: str = ""
    kept: tuple[tuple[str, str], ...] = ()  # what has no place, under the label of its field


class ContactLines:
    """By the names of the columns, as in domain.contact_columns."""

    def __init__(
        self, connection: Reader, references: References, setup: Values, *, is_lenient: bool = False
    ) -> None:
        self._is_lenient = is_lenient
        self._connection = connection
        self._references = references
        self._codes = reserved(setup)
        self._cells: dict[tuple[str, str], Cell] = {}
        self._there: dict[str, defaultdict[int, dict[object, Line]]] = {}
        self._comments: dict[int, list[str]] = {}

    # -- reading ------------------------------------------------------------------------------------------

    def cell(self, name: str, text: str) -> Cell:
        """The lines that a cell speaks of, each text understood once."""
        asked = name, text
        if asked not in self._cells:
            kept: list[tuple[str, str]] = []
            try:
                lines = tuple(self._lines(name, text, kept))
                self._cells[asked] = Cell(lines, "", tuple(kept))
            except UserError as error:
                self._cells[asked] = Cell((), error.message)
        return self._cells[asked]

    def _lines(self, name: str, text: str, kept: list[tuple[str, str]]) -> Iterable[Line]:
        key = by_key[LISTS[name]]
        first, *others = [field for field in key.fields if not field.counts]
        if name == "mailing_group":
            text = text.replace(_OF_GOOGLE, "; ")
        for code, more in line_texts.read(text):
            plain = code.removeprefix("* ") if name == "mailing_group" else code
            line = {first.name: self._value(first, plain)}
            for field in others:
                if field.name in more:
                    try:
                        line[field.name] = self._value(field, more[field.name])
                    except UserError:
                        if not self._is_lenient:
                            raise
                        kept.append((f"{_(field.label)} ({plain})", more[field.name]))
            whole = {field.name: line.get(field.name, field.blank) for field in key.fields}
            if name == "business_relation":
                check_typed(whole, self._codes)
                code_of: Any = whole["business_relation"]
                kind = self._codes.get(code_of)
                if kind is not None and not whole["link"]:
                    line["link"] = int(kind)
            for rule in key.rules:
                rule(whole)
            yield line

    def _value(self, field: Field, text: str) -> object:
        if field.kind is not Kind.LOOKUP or field.target == _ADDRESS:
            return field.check(field.parse(text, NEUTRAL)) if field.kind is not Kind.LOOKUP else text
        target = str(field.target)
        found = self._references.key(target, text)
        if found is None and not self._references.can_make(target, text):
            reason = _("“{text}” is not known; set it up first or leave the column out.")
            raise FieldError(reason.format(text=text[:100]), field.name, "CON-F8")
        return text if found is None else found

    @staticmethod
    def is_allowed(name: str, values: Values, *, has_company: bool) -> bool:
        """Whether the contact, or its company for it, can have such lines (CON-F6)."""
        key = LISTS[name]
        person = {"id": 1, "type": values["type"], "company": 2 if has_company else None}
        owner = contact_line_rules.owner(key, person)
        try:
            check_allowed(key, {"type": values["type"] if owner == 1 else 0})
        except FieldError:
            return False
        return True

    @staticmethod
    def owner(name: str, contact: Values) -> int:
        """On whom the lines of a column hang: the contact (id, type, company) or its company for it."""
        if name == contact_columns.NOTE:
            return int(contact["id"])
        return contact_line_rules.owner(LISTS[name], contact)

    # -- comparing ----------------------------------------------------------------------------------------

    def look_up(self, names: Iterable[str], keys: Iterable[int]) -> None:
        """What hangs on these contacts; `names` are the columns that are asked for."""
        owners = list(keys)
        for name in names:
            if name == contact_columns.NOTE:
                self._look_at_comments(owners)
            else:
                self._look_at(name, owners)

    def _look_at(self, name: str, owners: Sequence[int]) -> None:
        if name == _RANGE:
            self._look_at(_ADDRESS, owners)
        key = LISTS[name]
        there = self._there.setdefault(name, defaultdict(dict))
        columns = [column.name for column in TABLES[key].columns]
        first = by_key[key].fields[0].name
        for row in bulk.rows_among(self._connection, key, columns, "contact", owners):
            line = dict(zip(columns, row, strict=True))
            there[line["contact"]][line[first]] = line

    def _look_at_comments(self, owners: Sequence[int]) -> None:
        self._comments.update(contact_export.comments(self._connection, owners))

    def has(self, name: str, owner: int | None, text: str, *, adds_only: bool) -> bool:
        """Whether all that the cell says hangs on the contact; `adds_only` takes a line for granted that differs."""
        if owner is None:
            return False
        if name == contact_columns.NOTE:
            return not self._new_comments(owner, text)
        there = self._there[name][owner] if name in self._there else {}
        first = by_key[LISTS[name]].fields[0].name
        for line in self.cell(name, text).lines:
            known = there.get(line[first])
            if known is None or (not adds_only and _differs(known, self._placed(owner, line))):
                return False
        return True

    def _placed(self, owner: int, line: Line) -> Line:
        """The line with the key of the contact's own address instead of its code, None if there is none."""
        if _ADDRESS not in line:
            return line
        address = self._there[_ADDRESS][owner].get(str(line[_ADDRESS]).upper())
        return line | {_ADDRESS: address and address["id"]}

    def _new_comments(self, owner: int, text: str) -> list[str]:
        """The parts of a text that no comment of the contact says yet."""
        there = [each.strip() for each in self._comments.get(owner, ())]
        if text.strip() == contact_columns.note(self._comments.get(owner, ())).strip():
            return []
        plain = text.strip()
        parts = [plain[start : start + _COMMENT] for start in range(0, len(plain), _COMMENT)]
        return [part for part in parts if part.strip() not in there]

    # -- writing ------------------------------------------------------------------------------------------

    def write(
        self, work: Work, rows: Sequence[tuple[Values, Values]], context: Context, *, adds_only: bool
    ) -> None:
        """For each contact (id, type, company and what its row says): the lines and comments that are missing."""
        self._make(work, (said for _contact, said in rows))
        touched: set[int] = set()
        for name in LISTS:  # addresses before their dates
            wanted = [(contact, str(said[name])) for contact, said in rows if said.get(name)]
            if wanted:
                touched |= self._write(work, name, wanted, adds_only=adds_only)
        self._write_comments(work, rows, context)
        if touched:
            contact_lines.stamp(work, touched)

    def _make(self, work: Work, rows: Iterable[Values]) -> None:
        missing: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for said in rows:
            for name in LISTS:
                if said.get(name):
                    for line in self.cell(name, str(said[name])).lines:
                        for field in by_key[LISTS[name]].fields:
                            text = line.get(field.name)
                            if (
                                field.kind is Kind.LOOKUP
                                and field.target != _ADDRESS
                                and isinstance(text, str)
                            ):
                                missing[str(field.target)][text] = None
        for target, texts in missing.items():
            self._references.make(work, target, texts)
        if missing:
            self._cells.clear()

    def _write(
        self, work: Work, name: str, wanted: Sequence[tuple[Values, str]], *, adds_only: bool
    ) -> set[int]:
        key = LISTS[name]
        setup = by_key[key]
        first = setup.fields[0].name
        owned = [(contact_line_rules.owner(key, contact), text) for contact, text in wanted]
        self._look_at(name, list(dict.fromkeys(owner for owner, _text in owned)))
        there = self._there[name]
        new: list[Line] = []
        touched: set[int] = set()
        said = (
            (owner, self._placed(owner, line))
            for owner, text in owned
            for line in self.cell(name, text).lines
        )
        for owner, line in said:
            known = there[owner].get(line[first])
            if known is None and line.get(_ADDRESS, True):
                there[owner][line[first]] = row = setup.check(line) | {"contact": owner, "id": 0}
                new.append(row)
                touched.add(owner)
            elif known and known["id"] and not adds_only and _differs(known, line):
                work.change(TABLES[key], known["id"], line)
                touched.add(owner)
        for row, line_key in zip(new, work.keys(len(new)), strict=True):
            row["id"] = line_key
        if new:
            work.put_many(TABLES[key], new, len(new))
        if name == "business_relation" and touched:
            contacts.relation_changed(work, touched)
        return touched

    def _write_comments(self, work: Work, rows: Sequence[tuple[Values, Values]], context: Context) -> None:
        wanted = [(contact["id"], str(said[contact_columns.NOTE])) for contact, said in rows
                  if said.get(contact_columns.NOTE)]  # fmt: skip
        self._comments.clear()
        self._look_at_comments([owner for owner, _text in wanted])
        new = [(owner, part) for owner, text in wanted for part in self._new_comments(owner, text)]
        if new:
            common = {
                "subject": TABLE_NUMBERS["contact"],
                "on": context.work_date,
                "author": context.salesperson,
                "written_at": datetime.now(UTC),
            }
            keys = work.keys(len(new))
            comments = (
                {**common, "id": key, "row": owner, "text": text}
                for key, (owner, text) in zip(keys, new, strict=True)
            )
            work.put_many(COMMENT, comments, len(new))


def _differs(known: Values, line: Values) -> bool:
    return any(known[name] != value for name, value in line.items())
