"""Contacts out of a file, or named in one: found by the file's own key, number or name, made when they are new."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from oppdesk.domain import contact as rules
from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.progress import Progress
from oppdesk.domain.records import CONTACT
from oppdesk.domain.words import ContactType
from oppdesk.exchange.plan import Fault, Plan, Row
from oppdesk.i18n import _
from oppdesk.services.context import Context
from oppdesk.services.import_salespeople import SalespersonImport
from oppdesk.storage import bulk, lookups, numbers
from oppdesk.storage.base import fold
from oppdesk.storage.contact_tables import CONTACT as TABLE
from oppdesk.storage.contact_tables import ContactRow
from oppdesk.storage.unit_of_work import Reader, Work

CONTACTS: tuple[Field, ...] = tuple(field for field in CONTACT if not field.read_only)
_MADE_ON_THE_WAY = ("salesperson", "company")
_CODED = {
    field.name: str(field.target)
    for field in CONTACTS
    if field.kind is Kind.LOOKUP and field.name not in _MADE_ON_THE_WAY
}
_BATCH = 500


class ContactImport:
    """Rows by external number, number, or name with company and e-mail; companies they name are made first."""

    def __init__(self, connection: Reader, context: Context, headings: Mapping[str, str]) -> None:
        self._context = context
        self._headings = headings
        self._setup = lookups.setup(connection, "marketing_setup")
        self._rows = bulk.rows_by_key(connection, "contact", [field.name for field in CONTACTS])
        self._by_external = {row["external_number"]: key for key, row in self._rows.items()}
        self._by_number = {row["number"]: key for key, row in self._rows.items()}
        self._by_name: dict[str, int] = {}
        self._alike: dict[tuple[str, str, int | None], int] = {}
        for key, row in sorted(self._rows.items(), reverse=True):
            self._by_name[fold(row["name"])] = key
            self._alike[self._likeness(row)] = key
        self._codes = {name: bulk.keys_by(connection, target, "code") for name, target in _CODED.items()}
        self._labels = {
            name: bulk.keys_by(
                connection, target, "name" if target in ("country", "language", "territory") else "code"
            )
            for name, target in _CODED.items()
        }
        self.salespeople = SalespersonImport(connection, headings)

    @staticmethod
    def _likeness(row: Mapping[str, Any]) -> tuple[str, str, int | None]:
        own = row.get("company") if row.get("type") == ContactType.PERSON else None
        return fold(str(row.get("name") or "")), fold(str(row.get("e_mail") or "")), own

    # -- planning -----------------------------------------------------------------------------------------

    def plan(self, rows: Sequence[Row]) -> Plan:
        add: list[Row] = []
        change: list[tuple[int, Row]] = []
        same: list[Row] = []
        faults: list[Fault] = []
        seen: set[object] = set()
        for row in rows:
            values, problems = self._resolved(row)
            mark = values.get("external_number") or values.get("number") or self._likeness(values)
            if mark in seen and not problems:
                problems = (
                    Fault(
                        row.line, self._headings.get("name", ""), _("This contact stands twice in the file.")
                    ),
                )
            if problems:
                faults.extend(problems)
                continue
            seen.add(mark)
            found = Row(row.line, values)
            key = self._known(values)
            if key is None:
                add.append(found)
            elif self._differs(key, values):
                change.append((key, found))
            else:
                same.append(found)
        return Plan(tuple(add), tuple(change), tuple(same), tuple(faults))

    def _known(self, values: Mapping[str, Any]) -> int | None:
        if values.get("external_number"):
            return self._by_external.get(values["external_number"])
        if values.get("number"):
            return self._by_number.get(values["number"])
        company = values.get("company")
        known = self._company_key(company) if isinstance(company, str) else company
        return self._alike.get(self._likeness({**values, "company": known}))

    def _differs(self, key: int, values: Mapping[str, Any]) -> bool:
        old = self._rows[key]
        for name, value in values.items():
            now = value
            if isinstance(value, str) and name in _MADE_ON_THE_WAY:
                now = (
                    self._company_key(value)
                    if name == "company"
                    else self.salespeople.find_or_make(None, value)
                )
            if name == "company" and old["type"] == ContactType.COMPANY:
                continue
            if old[name] != now:
                return True
        return False

    def _resolved(self, row: Row) -> tuple[dict[str, Any], tuple[Fault, ...]]:
        """The row with its codes as keys and its name complete, or why it is left out."""
        values = dict(row.values)
        faults = list(row.faults)
        for name, codes in self._codes.items():
            text = values.get(name)
            if not isinstance(text, str):
                continue
            key = codes.get(fold(text)) or self._labels[name].get(fold(text))
            if key is None:
                reason = _("“{text}” is not known; set it up first or leave the column out.").format(
                    text=text
                )
                faults.append(Fault(row.line, self._headings.get(name, ""), reason))
            values[name] = key
        person = values.get("type") == ContactType.PERSON or (
            "type" not in values and any(values.get(part) for part in rules.PARTS)
        )
        if person or "type" in values:
            values["type"] = int(ContactType.PERSON if person else ContactType.COMPANY)
        if not values.get("name"):
            values["name"] = rules.join_name(*(str(values.get(part) or "") for part in rules.PARTS))
        if not values["name"]:
            values["name"] = str(values.get("company") or "")
        if not values["name"] and not faults:
            faults.append(Fault(row.line, self._headings.get("name", ""), _("A contact needs a name.")))
        if not faults:
            try:
                rules.check({"type": int(ContactType.COMPANY), **values})
            except UserError as error:
                faults.append(Fault(row.line, self._headings.get(error.field, ""), error.message))
        return values, tuple(faults)

    def _company_key(self, name: str) -> int | None:
        return self._by_number.get(name.strip().upper()) or self._by_name.get(fold(name))

    # -- writing ------------------------------------------------------------------------------------------

    def write(self, work: Work, plan: Plan, progress: Progress) -> None:
        total = len(plan.add) + len(plan.change)
        blank = sum(not row.values.get("number") for row in plan.add)
        drawn = iter(numbers.draw_many(work, "contact_nos", self._context.work_date, blank))
        companies = [row for row in plan.add if row.values.get("type", 0) == ContactType.COMPANY]
        persons = [row for row in plan.add if row.values.get("type", 0) == ContactType.PERSON]
        done = 0
        for group in (companies, persons):
            if group is persons:
                self._make_companies(work, [str(row.values.get("company") or "") for row in persons])
            for start in range(0, len(group), _BATCH):
                progress.step(done, total)
                some = group[start : start + _BATCH]
                self._insert(work, [row.values for row in some], drawn)
                done += len(some)
        for key, row in plan.change:
            progress.step(done, total)
            self._change(work, key, row.values)
            done += 1
        progress.step(total, total)

    def find(self, text: str) -> int | None:
        """The key of a contact named by number, the file's key or its name."""
        word = text.strip()
        return (
            self._by_number.get(word.upper()) or self._by_external.get(word) or self._by_name.get(fold(word))
        )

    def company_of(self, contact: int | None) -> int | None:
        return self._rows[contact]["company"] if contact is not None else None

    def make(self, work: Work, names: Sequence[str]) -> None:
        """Companies of these names that are not there yet."""
        self._make_companies(work, names)

    def _make_companies(self, work: Work, names: Sequence[str]) -> None:
        missing = {
            fold(name): name.strip() for name in names if name.strip() and self._company_key(name) is None
        }
        if missing:
            rows = [{"name": name[:100], "type": int(ContactType.COMPANY)} for name in missing.values()]
            drawn = numbers.draw_many(work, "contact_nos", self._context.work_date, len(rows))
            self._insert(work, rows, iter(drawn))

    def _insert(self, work: Work, rows: Sequence[Mapping[str, Any]], drawn: Iterator[numbers.Number]) -> None:
        typed = [str(values.get("number") or "") for values in rows]
        keys = work.keys(len(rows))
        complete = []
        for key, number, values in zip(keys, typed, rows, strict=True):
            given = next(drawn) if not number else numbers.Number(number, None)
            row = self._row(work, key, values)
            row |= {"number": given.number, "number_series": given.series}
            complete.append(bulk.complete(TABLE, row))
            self._note(key, row)
        work.put_many(TABLE, complete)

    def _row(self, work: Work, key: int, given: Mapping[str, Any]) -> dict[str, Any]:
        """A complete new contact: what follows from its name, its company's data, the defaults."""
        values = {
            "type": int(ContactType.COMPANY),
            **{name: value for name, value in given.items() if value is not None},
        }
        values |= rules.follows({}, values)
        if isinstance(values.get("salesperson"), str):
            values["salesperson"] = self.salespeople.find_or_make(work, values["salesperson"])
        company = values.pop("company", None)
        if values["type"] == ContactType.COMPANY:
            company = key
        elif isinstance(company, str):
            company = self._company_key(company)
        values["company"] = company
        if values["type"] == ContactType.PERSON and company is not None and company in self._rows:
            taken = rules.taken_on_linking(values, self._rows[company], None, self._setup)
            values |= {name: value for name, value in taken.items() if not given.get(name)}
        values |= {
            name: value
            for name, value in rules.proposed(values, self._setup, None).items()
            if not values.get(name)
        }
        return {"id": key, "created_on": self._context.work_date, **values}

    def _note(self, key: int, row: dict[str, Any]) -> None:
        blanks = {field.name: field.blank for field in CONTACTS}
        self._rows[key] = blanks | row
        self._by_number[row["number"]] = key
        self._by_name.setdefault(fold(row["name"]), key)
        if row.get("external_number"):
            self._by_external[row["external_number"]] = key

    def _change(self, work: Work, key: int, values: Mapping[str, Any]) -> None:
        record = work.get(ContactRow, key)
        new = dict(values)
        if isinstance(new.get("salesperson"), str):
            new["salesperson"] = self.salespeople.find_or_make(work, new["salesperson"])
        if "company" in new:
            company = new.pop("company")
            if record.type == ContactType.PERSON:
                if isinstance(company, str):
                    self._make_companies(work, [company])
                    company = self._company_key(company)
                new["company"] = company
        new.pop("type", None)
        new |= rules.follows(self._rows[key], new)
        for name, value in new.items():
            if hasattr(record, name):
                setattr(record, name, value)
        work.flush()
