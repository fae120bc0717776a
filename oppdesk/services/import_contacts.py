"""Contacts out of a file, or named in one: known again, made when they are new, with all that hangs on them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from oppdesk.domain import contact as rules
from oppdesk.domain.contact_columns import LISTS, NOTE
from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.domain.words import ContactType
from oppdesk.exchange.plan import Fault, Plan, Row, Told
from oppdesk.i18n import _
from oppdesk.services.contacts import Contacts
from oppdesk.services.context import Context
from oppdesk.services.import_contact_book import BLANKS, Book, Known
from oppdesk.services.import_contact_fields import COMPANY_NUMBER, STORED
from oppdesk.services.import_contact_lines import ContactLines
from oppdesk.services.import_contact_matching import IDENTIFYING, Item, Matches
from oppdesk.services.import_contact_parents import Parents
from oppdesk.services.import_contact_sorting import Sorting
from oppdesk.services.import_contact_values import (
    CODED,
    DIALLED,
    Understanding,
    completed_privacy,
    e_mails,
    name_of,
)
from oppdesk.services.import_matching import USUAL, Matching
from oppdesk.services.import_references import References
from oppdesk.services.import_salespeople import SalespersonImport
from oppdesk.storage import bulk, lookups, numbers
from oppdesk.storage.base import fold
from oppdesk.storage.contact_tables import ContactRow
from oppdesk.storage.unit_of_work import Reader, Work

_NAME_SIZE = 100
_PRIVATE = frozenset({"minor", "parental_consent", "privacy_blocked"})
_HANGING = frozenset({*LISTS, NOTE})
_NOT_STORED = frozenset({*_HANGING, COMPANY_NUMBER, "number", "company", "parent_company"})
_COLUMNS = (*STORED, "relation", "picture")
_COMPARED = frozenset(
    {
        *IDENTIFYING,
        *("type", "name", "first_name", "middle_name", "surname", "company", "country", "language"),
    }
    | _PRIVATE
)
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is taken: `is_lenient`, unknown words go into the comment; `is_whole`, ours: blank means blank."""

    is_lenient: bool = False
    is_whole: bool = False


PLAIN = Manner()


class ContactImport:
    """Rows by external number, number, name and what goes with it, or likeness; companies they name are made first."""

    def __init__(
        self,
        connection: Reader,
        context: Context,
        headings: Mapping[str, str],
        contacts: Contacts,
        matching: Matching = USUAL,
        manner: Manner = PLAIN,
    ) -> None:
        self._connection = connection
        self._context = context
        self._headings = headings
        self._contacts = contacts
        self._matching = matching
        self._manner = manner
        self._setup = lookups.setup(connection, "marketing_setup")
        self._rows: dict[int, Values] = {}
        self._columns: tuple[str, ...] = _COLUMNS
        self.book = Book(connection)
        self._references = References(connection)
        self._lines = ContactLines(connection, self._references, self._setup, is_lenient=manner.is_lenient)
        self._understanding = Understanding(
            self._references, self._lines, headings, self._setup, is_lenient=manner.is_lenient
        )
        self.salespeople = SalespersonImport(connection, headings)
        self._usual = {kind: rules.proposed({"type": int(kind)}, self._setup) for kind in ContactType}

    # -- named in another file ----------------------------------------------------------------------------

    def know(self, texts: Iterable[str]) -> None:
        """Look up whom these texts may name, all in one go: who is to be found later."""
        self.book.know(texts)

    def find(self, text: str) -> int | None:
        """The key of a contact named by number, the file's key or its name."""
        return self.book.find(text)

    def company_of(self, contact: int | None) -> int | None:
        return self.book[contact].company if contact is not None else None

    def problems(self, values: Values) -> Iterator[tuple[str, str]]:
        """What keeps a row from naming this contact and this salesperson (M-22): field, reason."""
        contact, salesperson = str(values.get("contact") or ""), str(values.get("salesperson") or "")
        found = self.find(contact) if contact else None
        if found is None and len(contact) > _NAME_SIZE:
            yield "contact", _("This name is too long.")
        if found is not None:
            company = self.book.get(self.book[found].company or found)
            if self.book[found].privacy_blocked or (company and company.privacy_blocked):
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
        said = _said(row.values for row in rows)
        self._columns = tuple(name for name in _COLUMNS if name in said or name in _COMPARED)
        items = Matches(self._connection, self.book, self._load).found(self._understood(rows), progress)
        chosen = {each.contact for each in self._matching.decisions.values() if each.contact is not None}
        keys = {item.key for item in items if item.key is not None} | chosen
        self._load(keys)
        self._look_at_lines(items, keys)
        parents = Parents(self._connection, self.book, [item.row.values for item in items])
        sorting = Sorting(self, self._matching, parents)
        for done, item in enumerate(items):
            progress.step(done, len(items))
            sorting.add(item)
        told = (Told(label, count) for label, count in self._understanding.kept.items())
        return sorting.plan(e_mails(row.values for row in rows), tuple(told))

    def _understood(self, rows: Sequence[Row]) -> list[Item]:
        """The rows with their references as keys, whom each speaks of by its mark, and why it is left out."""
        every = [row.values for row in rows]
        for name in ("company", "parent_company", COMPANY_NUMBER):
            self.know({str(values[name]) for values in every if values.get(name)})
        self.book.look_up(
            external_number={
                str(values["external_number"]) for values in every if values.get("external_number")
            },
            number={str(values["number"]) for values in every if values.get("number")},
        )
        self.book.look_at(
            each.contact for each in self._matching.decisions.values() if each.contact is not None
        )
        own = {str(values["number"]) for values in every if values.get("number")}
        group = self._references.code("mailing_group", self._matching.mailing_group)
        found = []
        for row in rows:
            key = self.book.with_external(str(row.values.get("external_number") or ""))
            if key is None and row.values.get("number"):
                key = self.book.with_number(str(row.values["number"]))
            kind = self.book[key].type if key is not None else None
            values, faults = self._understanding.understood(row.line, row.values, kind)
            number = values.pop(COMPANY_NUMBER, None)
            if number and (number in own or self.book.with_number(number) is not None):
                values["company"] = number
            if group:
                groups = str(values.get("mailing_group") or "")
                values["mailing_group"] = f"{groups}; {group}" if groups else group
            found.append(Item(Row(row.line, values), key, (*row.faults, *faults)))
        return found

    def _look_at_lines(self, items: Sequence[Item], keys: set[int]) -> None:
        names = {name for item in items for name in item.row.values if name in _HANGING}
        if names and keys:
            companies = {self._rows[key]["company"] for key in keys} - {None}
            self._lines.look_up(names, keys | companies)

    def problem(self, item: Item, key: int | None) -> tuple[str, str]:
        """Why a row cannot come in as that contact, or as a new one: field and reason, blank if nothing does."""
        values = item.row.values
        old = self._rows[key] if key is not None else None
        seller = str(values.get("salesperson") or "")
        found = "", ""
        if old is None and not name_of(values):
            found = "name", _("A contact needs a name.")
        elif old is not None and values["type"] != old["type"]:
            found = "type", _("It is here with another type; change that in its card.")
        elif name := next(
            (each for each in ("company", "parent_company") if self._is_too_long(values, each)), ""
        ):
            found = name, _("This name is too long.")
        elif seller and self.salespeople.is_too_long(seller):
            found = "salesperson", _("This name is too long.")
        elif seller and self.salespeople.is_blocked(seller):
            found = "salesperson", _("This salesperson is blocked.")
        else:
            try:
                self._understanding.check(values, old)
            except UserError as error:
                found = error.field, error.message
        return found

    def _is_too_long(self, values: Values, name: str) -> bool:
        text = str(values.get(name) or "")
        return len(text) > _NAME_SIZE and self.find(text) is None

    def fault(self, row: Row, name: str, reason: str) -> Fault:
        value = row.values.get(name)
        return Fault(row.line, self._headings.get(name, ""), reason, value if isinstance(value, str) else "")

    def news(self, key: int, values: Values) -> dict[str, Any]:
        """What the row says of a contact that is not so there; blank ones only, if only those are to be filled."""
        old = self._rows[key]
        fills = self._matching.only_fill_empty
        found = {}
        for name, value in values.items():
            if name in {"number", "type"} or (fills and name not in _HANGING and self._is_filled(old, name)):
                continue
            if not self._says(key, old, name, value):
                found[name] = value
        return found

    @staticmethod
    def _is_filled(old: Values, name: str) -> bool:
        return bool(old["name"] if name in rules.PARTS else old[name])

    def _says(self, key: int, old: Values, name: str, value: Any) -> bool:
        """Whether the contact says already what a row does."""
        if name in _HANGING:
            person = {"id": key, "type": old["type"], "company": old["company"]}
            owner = self._lines.owner(name, person)
            return self._lines.has(name, owner, str(value), adds_only=self._matching.only_fill_empty)
        if name in {"company", "parent_company"}:
            found = self.book.find_company(str(value))
            return found is not None and bool(old[name] == found)
        if name == "salesperson":
            seller = self.salespeople.find_or_make(None, str(value))
            return seller is not None and bool(old[name] == seller)
        if name in DIALLED and value:
            return self._understanding.same_number(old, name, str(value))
        return bool(old[name] == value)

    def _load(self, keys: Iterable[int]) -> Mapping[int, Values]:
        """The whole rows of some contacts."""
        missing = {key for key in keys if key not in self._rows}
        self._rows.update(bulk.chosen_rows(self._connection, "contact", self._columns, missing))
        return self._rows

    # -- writing ------------------------------------------------------------------------------------------

    def write(self, work: Work, plan: Plan, progress: Progress) -> None:
        new = [*(row.values for row in plan.add), *(doubt.row.values for doubt in plan.doubtful)]
        changed = [row.values for _key, row in plan.change]
        total = len(new) + len(changed)
        every = [*new, *changed]
        self._make_what_is_named(work, every)
        companies = [values for values in new if values["type"] == ContactType.COMPANY]
        persons = [values for values in new if values["type"] == ContactType.PERSON]
        self.make(work, Parents.missing(self.book, companies, changed))
        keys = self._insert(work, Parents.first(companies), progress, 0, total)
        self.make(work, [str(values.get("company") or "") for values in [*persons, *changed]])
        keys |= self._insert(work, persons, progress, len(companies), total)
        for done, (key, row) in enumerate(plan.change, len(new)):
            progress.step(done, total)
            self._change(work, key, row.values)
        self._write_lines(work, plan, new, keys)
        progress.step(total, total)

    def _make_what_is_named(self, work: Work, every: Sequence[Values]) -> None:
        self.salespeople.make(work, (str(values.get("salesperson") or "") for values in every))
        said = _said(every)
        for name, target in CODED.items():
            if name not in said:
                continue
            texts = {values[name] for values in every if isinstance(values.get(name), str)}
            self._references.make(work, target, sorted(texts))

    def _change(self, work: Work, key: int, values: Values) -> None:
        picture = values.get("picture")
        said = {name: self._stored(name, value) for name, value in values.items()
                if name not in _HANGING and name not in {"number", "type", "picture", COMPANY_NUMBER}}  # fmt: skip
        if said:
            self._contacts.change_in(work, key, said)
        if picture:
            work.get(ContactRow, key).picture = picture

    def _stored(self, name: str, value: Any) -> Any:
        """As it is stored: texts of what was named have become rows by now."""
        if name in {"company", "parent_company"}:
            return self.book.find_company(str(value)) if value else None
        if name == "salesperson":
            return self.salespeople.find_or_make(None, str(value)) if value else None
        return self._references.key(CODED[name], value) if name in CODED and isinstance(value, str) else value

    def _write_lines(self, work: Work, plan: Plan, new: Sequence[Values], keys: Mapping[int, int]) -> None:
        hanging = [(keys[id(values)], values) for values in new if not _HANGING.isdisjoint(values)]
        hanging += [(key, row.values) for key, row in plan.change if not _HANGING.isdisjoint(row.values)]
        if hanging:
            there = bulk.chosen_rows(
                self._connection, "contact", ("type", "company"), [key for key, _v in hanging]
            )
            rows = [({**there[key], "id": key}, values) for key, values in hanging]
            self._lines.write(work, rows, self._context, adds_only=self._matching.only_fill_empty)

    def _insert(
        self, work: Work, rows: Sequence[Values], progress: Progress, done: int = 0, total: int = 0
    ) -> dict[int, int]:
        """New contacts; the key of each by the identity of its row."""
        typed = [str(values.get("number") or "") for values in rows]
        drawn = iter(numbers.draw_many(work, "contact_nos", self._context.work_date, typed.count("")))
        self._load({key for values in rows if values.get("company")
                    if (key := self.book.find_company(str(values["company"]))) is not None})  # fmt: skip
        keys = work.keys(len(rows))
        said = _said(rows)
        named = [name for name in (*CODED, "salesperson") if name in said]

        def complete() -> Iterator[Values]:
            for at, (key, number, values) in enumerate(zip(keys, typed, rows, strict=True), done):
                progress.step(at, total)
                given = numbers.Number(number, None) if number else next(drawn)
                row = self._row(key, values, named)
                row["number"], row["number_series"] = given.number, given.series
                known = Known(*[row.get(name, blank) for name, blank in BLANKS])
                self.book.note(key, given.number, row.get("external_number", ""), known)
                yield row

        if rows:
            work.put_many(ContactRow.__table__, complete(), len(rows))
        return {id(values): key for values, key in zip(rows, keys, strict=True)}

    def _row(self, key: int, given: Values, named: Sequence[str]) -> dict[str, Any]:
        """A new contact: what follows from its name, its company's data, the defaults.

        `named` are the columns in which somebody or something may be named that is a row of its own.
        """
        values = {
            name: value for name, value in given.items() if value is not None and name not in _NOT_STORED
        }
        for name in named:
            if isinstance(values.get(name), str):
                values[name] = self._stored(name, values[name])
        if given.get("parent_company"):
            values["parent_company"] = self._stored("parent_company", given["parent_company"])
        if values["type"] == ContactType.COMPANY:
            values["company"] = key
            for part in rules.PARTS:
                values.pop(part, None)
            if not values.get("search_name"):
                values["search_name"] = rules.search_name_after("", "", values["name"])
        else:
            self._complete_person(values, given)
        if not self._manner.is_whole:
            for name, usual in self._usual[values["type"]].items():
                if not values.get(name):
                    values[name] = usual
            self._understanding.completed(values)
        values["id"], values["created_on"] = key, self._context.work_date
        return values

    def _complete_person(self, values: dict[str, Any], given: Values) -> None:
        values |= rules.follows({}, values)
        values["company"] = self._stored("company", given.get("company"))
        if values["company"] is not None:
            self._take_over(values, given, self._rows[values["company"]])
        values |= completed_privacy({}, values)

    def _take_over(self, values: dict[str, Any], given: Values, company: Values) -> None:
        values["relation"] = company["relation"]
        if not self._manner.is_whole:
            taken = rules.taken_on_linking(values, company, None, self._setup)
            values |= {name: value for name, value in taken.items() if not given.get(name)}


def _said(rows: Iterable[Values]) -> set[str]:
    """What any of these rows says."""
    return set(chain.from_iterable(rows))
