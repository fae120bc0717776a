"""Contacts out of a file, or named in one: found by the file's own key, number or name, made when they are new."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from oppdesk.domain import contact as rules
from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.progress import Progress
from oppdesk.domain.records import CONTACT
from oppdesk.domain.words import ContactType
from oppdesk.exchange.plan import Fault, Plan, Row
from oppdesk.i18n import _
from oppdesk.services.contacts import Contacts
from oppdesk.services.context import Context
from oppdesk.services.import_matching import USUAL, Matching
from oppdesk.services.import_salespeople import SalespersonImport
from oppdesk.storage import bulk, lookups, numbers
from oppdesk.storage.base import blanks, fold
from oppdesk.storage.contact_tables import ContactRow
from oppdesk.storage.unit_of_work import Reader, Work

CONTACTS: tuple[Field, ...] = tuple(
    field for field in CONTACT if not field.read_only and field.name != "parent_company"
)
_MADE_ON_THE_WAY = ("salesperson", "company")
_CODED = {
    field.name: str(field.target)
    for field in CONTACTS
    if field.kind is Kind.LOOKUP and field.name not in _MADE_ON_THE_WAY
}
_NAMED = ("country", "language", "territory")  # of which a file may give the name as well as the code
_NAME_SIZE = 100
Values = Mapping[str, Any]
Likeness = tuple[str, str, int | None]


class _Known(NamedTuple):
    """What every contact is found by."""

    name: str
    e_mail: str
    type: int
    company: int | None
    privacy_blocked: bool


_BLANKS = tuple((name, blanks(ContactRow.__table__)[name]) for name in _Known._fields)
_COLUMNS = ("id", "number", "external_number", *_Known._fields)


class ContactImport:
    """Rows by external number, number, or name with company and e-mail; companies they name are made first."""

    def __init__(
        self,
        connection: Reader,
        context: Context,
        headings: Mapping[str, str],
        contacts: Contacts,
        matching: Matching = USUAL,
    ) -> None:
        self._matching = matching
        self._connection = connection
        self._context = context
        self._headings = headings
        self._contacts = contacts
        self._setup = lookups.setup(connection, "marketing_setup")
        self._known: dict[int, _Known] = {}
        self._by_external: dict[str, int] = {}
        self._by_number: dict[str, int] = {}
        self._by_name: dict[str, int] = {}
        self._asked: defaultdict[str, set[str]] = defaultdict(set)  # what was looked up already, by column
        self._words: set[str] = set()  # of which it is known whom they name
        self._rows: dict[int, Values] = {}
        self._codes = {name: bulk.keys_by(connection, target, "code") for name, target in _CODED.items()}
        for name in _NAMED:
            self._codes[name] = bulk.keys_by(connection, _CODED[name], "name") | self._codes[name]
        self.salespeople = SalespersonImport(connection, headings)

    def _note(self, key: int, number: str, external: str, known: _Known) -> None:
        """Remember who can be found; of equal names the oldest."""
        self._known[key] = known
        self._by_number[number] = key
        if external:
            self._by_external[external] = key
        name = fold(known.name)
        self._by_name[name] = min(key, self._by_name.get(name, key))

    def _look_up(self, **named: Iterable[str]) -> None:
        """Those that are there with such numbers, keys or folded names, and their companies; each looked up once."""
        companies: set[int | None] = {None}
        for column, texts in named.items():
            new = {text for text in texts if text} - self._asked[column]
            self._asked[column] |= new
            companies |= self._note_all(bulk.rows_among(self._connection, "contact", _COLUMNS, column, new))
        missing = companies - self._known.keys() - {None}
        self._note_all(bulk.rows_among(self._connection, "contact", _COLUMNS, "id", missing))

    def _note_all(self, rows: Iterable[Any]) -> set[int | None]:
        """Remember them; the keys of their companies."""
        every = [(key, number, external, _Known(*known)) for key, number, external, *known in rows]
        for key, number, external, known in every:
            self._note(key, number, external, known)
        return {known.company for *_key, known in every}

    # -- named in another file ----------------------------------------------------------------------------

    def know(self, texts: Iterable[str]) -> None:
        """Look up whom these texts may name, all in one go: who is to be found later."""
        words = {text.strip() for text in texts} - self._words
        self._words |= words
        self._look_up(
            number={word.upper() for word in words},
            external_number=words,
            search_text={fold(word) for word in words},
        )

    def find(self, text: str) -> int | None:
        """The key of a contact named by number, the file's key or its name."""
        word = text.strip()
        if word not in self._words:
            self.know([word])
        return (
            self._by_number.get(word.upper()) or self._by_external.get(word) or self._by_name.get(fold(word))
        )

    def company_of(self, contact: int | None) -> int | None:
        return self._known[contact].company if contact is not None else None

    def problems(self, values: Values) -> Iterator[tuple[str, str]]:
        """What keeps a row from naming this contact and this salesperson (M-22): field, reason."""
        contact, salesperson = str(values.get("contact") or ""), str(values.get("salesperson") or "")
        found = self.find(contact) if contact else None
        if found is None and len(contact) > _NAME_SIZE:
            yield "contact", _("This name is too long.")
        if found is not None:
            company = self._known.get(self._known[found].company or found)
            if self._known[found].privacy_blocked or (company and company.privacy_blocked):
                yield "contact", _("This contact is blocked for privacy reasons and cannot be used.")
        if self.salespeople.is_too_long(salesperson):
            yield "salesperson", _("This name is too long.")

    def make(self, work: Work, names: Iterable[str]) -> None:
        """Companies of those names that are not there yet."""
        names = list(names)
        self.know(names)
        missing = {fold(name): name.strip() for name in names if name.strip() and self.find(name) is None}
        if missing:
            firms = [{"name": name, "type": int(ContactType.COMPANY)} for name in missing.values()]
            self._insert(work, firms, Progress())

    # -- planning -----------------------------------------------------------------------------------------

    def plan(self, rows: Sequence[Row], progress: Progress) -> Plan:
        add: list[Row] = []
        change: list[tuple[int, Row]] = []
        same: list[Row] = []
        faults: list[Fault] = []
        seen: set[object] = set()
        resolved = self._resolved(rows)
        self._load({key for _row, key, _faults in resolved if key is not None})
        for done, (row, key, wrong) in enumerate(resolved):
            progress.step(done, len(rows))
            problems = wrong or self._problems(row, key, seen)
            if problems:
                faults.extend(problems)
            elif key is None:
                add.append(row)
            elif self._differs(self._rows[key], row.values):
                change.append((key, row))
            else:
                same.append(row)
        return Plan(tuple(add), tuple(change), tuple(same), tuple(faults))

    def _resolved(self, rows: Sequence[Row]) -> list[tuple[Row, int | None, tuple[Fault, ...]]]:
        """The rows with their codes as keys, whom each speaks of, and why it is left out."""
        every = [row.values for row in rows]
        self.know(str(values.get("company") or "") for values in every)
        self._look_up(
            external_number=(str(values.get("external_number") or "") for values in every),
            number=(str(values.get("number") or "") for values in every),
        )
        settled = [self._settled(row) for row in rows]
        unmarked = [row.values for row, _key, _faults in settled if not _mark(row.values)]
        self._look_up(search_text={fold(_name(values)) for values in unmarked})
        alike: dict[Likeness, int] = {}
        if unmarked:
            for key, known in sorted(self._known.items()):
                alike.setdefault(_likeness(known.name, known.e_mail, known.type, known.company), key)
        return [
            (row, key if _mark(row.values) else alike.get(self._likeness(row.values)), faults)
            for row, key, faults in settled
        ]

    def _settled(self, row: Row) -> tuple[Row, int | None, tuple[Fault, ...]]:
        """The row with its codes as keys, whom its number or key names, and why it is left out."""
        values = dict(row.values)
        faults = list(row.faults)
        for name, codes in self._codes.items():
            text = values.get(name)
            if isinstance(text, str):
                values[name] = codes.get(fold(text))
                if values[name] is None:
                    reason = _("“{text}” is not known; set it up first or leave the column out.")
                    faults.append(Fault(row.line, self._headings.get(name, ""), reason.format(text=text)))
        key = self._by_external.get(str(values.get("external_number") or ""))
        if key is None and values.get("number"):
            key = self._by_number.get(str(values["number"]))
        _settle_name(values, self._known[key].type if key is not None else None)
        return Row(row.line, values), key, tuple(faults)

    def _likeness(self, values: Values) -> Likeness:
        company = values.get("company")
        own = self.find(str(company)) if company else None
        return _likeness(_name(values), str(values.get("e_mail") or ""), values["type"], own)

    def _problems(self, row: Row, key: int | None, seen: set[object]) -> tuple[Fault, ...]:
        values = row.values
        old = self._rows[key] if key is not None else None
        mark = _mark(values) or self._likeness(values)
        reason, name = "", "name"
        if mark in seen:
            reason = _("This contact stands twice in the file.")
        elif old is None and not _name(values):
            reason = _("A contact needs a name.")
        elif old is not None and values["type"] != old["type"]:
            reason, name = _("It is here with another type; change that in its card."), "type"
        elif len(str(values.get("company") or "")) > _NAME_SIZE and self.find(str(values["company"])) is None:
            reason, name = _("This name is too long."), "company"
        elif self.salespeople.is_too_long(str(values.get("salesperson") or "")):
            reason, name = _("This name is too long."), "salesperson"
        else:
            try:
                rules.check({**(old or {}), **values, "company": self._checked_company(values)})
            except UserError as error:
                reason, name = error.message, error.field
        seen.add(mark)
        return (Fault(row.line, self._headings.get(name, ""), reason),) if reason else ()

    def _checked_company(self, values: Values) -> object:
        """A company may not belong to another one (CON-C1)."""
        return values.get("company") if values["type"] == ContactType.COMPANY else None

    def _differs(self, old: Values, values: Values) -> bool:
        return any(old[name] != value for name, value in self._said(values).items())

    def _said(self, values: Values) -> dict[str, Any]:
        """What a row says of a contact that is there, as it is stored; companies and salespeople to be made as None."""
        found = {name: value for name, value in values.items() if name not in ("number", "type")}
        if found.get("company"):
            found["company"] = self.find(str(found["company"]))
        if found.get("salesperson"):
            found["salesperson"] = self.salespeople.find_or_make(None, str(found["salesperson"]))
        return found

    def _load(self, keys: Iterable[int]) -> None:
        """The whole rows of some contacts."""
        missing = {key for key in keys if key not in self._rows}
        names = [field.name for field in CONTACTS]
        self._rows.update(bulk.chosen_rows(self._connection, "contact", names, missing))

    # -- writing ------------------------------------------------------------------------------------------

    def write(self, work: Work, plan: Plan, progress: Progress) -> None:
        total = len(plan.add) + len(plan.change)
        companies = [row.values for row in plan.add if row.values["type"] == ContactType.COMPANY]
        persons = [row.values for row in plan.add if row.values["type"] == ContactType.PERSON]
        changed = [row.values for _key, row in plan.change]
        every = [*companies, *persons, *changed]
        self.salespeople.make(work, (str(values.get("salesperson") or "") for values in every))
        self._insert(work, companies, progress, 0, total)
        self.make(work, [str(values.get("company") or "") for values in [*persons, *changed]])
        self._insert(work, persons, progress, len(companies), total)
        for done, (key, row) in enumerate(plan.change, len(plan.add)):
            progress.step(done, total)
            self._contacts.change_in(work, key, self._said(row.values))
        progress.step(total, total)

    def _insert(
        self, work: Work, rows: Sequence[Values], progress: Progress, done: int = 0, total: int = 0
    ) -> None:
        typed = [str(values.get("number") or "") for values in rows]
        drawn = iter(numbers.draw_many(work, "contact_nos", self._context.work_date, typed.count("")))
        self._load(
            filter(None, {self.find(str(values["company"])) for values in rows if values.get("company")})
        )
        keys = work.keys(len(rows))

        def complete() -> Iterator[Values]:
            for at, (key, number, values) in enumerate(zip(keys, typed, rows, strict=True), done):
                progress.step(at, total)
                given = numbers.Number(number, None) if number else next(drawn)
                row = self._row(key, values) | {"number": given.number, "number_series": given.series}
                known = _Known(*(row.get(name, blank) for name, blank in _BLANKS))
                self._note(key, given.number, row.get("external_number", ""), known)
                yield row

        if rows:
            work.put_many(ContactRow.__table__, complete(), len(rows))

    def _row(self, key: int, given: Values) -> dict[str, Any]:
        """A new contact: what follows from its name, its company's data, the defaults."""
        values = {name: value for name, value in given.items() if value is not None}
        values |= rules.follows({}, values)
        if values.get("salesperson"):
            values["salesperson"] = self.salespeople.find_or_make(None, str(values["salesperson"]))
        company = self.find(str(values.pop("company", "")))
        values["company"] = key if values["type"] == ContactType.COMPANY else company
        if values["type"] == ContactType.PERSON and company is not None:
            taken = rules.taken_on_linking(values, self._rows[company], None, self._setup)
            values |= {name: value for name, value in taken.items() if not given.get(name)}
        values |= rules.proposed(values, self._setup)
        return {"id": key, "created_on": self._context.work_date, **values}


def _mark(values: Values) -> object:
    """What tells a row from all others, if anything does."""
    return values.get("external_number") or values.get("number")


def _likeness(name: str, e_mail: str, kind: int, company: int | None) -> Likeness:
    return fold(name), fold(e_mail), company if kind == ContactType.PERSON else None


def _name(values: Values) -> str:
    return str(values.get("name") or "") or rules.join_name(
        *(str(values.get(part) or "") for part in rules.PARTS)
    )


def _settle_name(values: dict[str, Any], known_type: int | None) -> None:
    """Person or company, and its name: "Hoekema, Sanne" is a surname and a first name.

    Without a type, who has a first or last name or stands beside a company's name is a person.
    """
    name, company = str(values.get("name") or ""), str(values.get("company") or "")
    has_parts = any(values.get(part) for part in rules.PARTS)
    beside = bool(name and company and fold(name) != fold(company))
    guess = ContactType.PERSON if has_parts or beside else ContactType.COMPANY
    values["type"] = int(values.get("type", guess if known_type is None else known_type))
    if values["type"] == ContactType.COMPANY:
        values["name"] = name or company
        if fold(values["name"]) == fold(company):
            values.pop("company", None)
        if not values["name"]:
            del values["name"]
    elif has_parts:
        values.pop("name", None)
    elif name.count(",") == 1:
        surname, first = (part.strip() for part in name.split(","))
        if surname and first:
            del values["name"]
            values |= {"first_name": first[: rules.PART], "surname": surname[: rules.PART]}
