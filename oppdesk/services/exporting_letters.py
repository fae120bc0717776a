"""The address of a letter and how it greets, for many contacts at once: mail merge, labels, cover sheets (4.1, 4.4)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from oppdesk.domain import addresses, salutation
from oppdesk.domain.addresses import Country
from oppdesk.domain.errors import RuleError
from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Query
from oppdesk.domain.words import ContactType, Manner
from oppdesk.i18n import _
from oppdesk.storage import contact_export, listing, lists, lookups
from oppdesk.storage.unit_of_work import Reader

Row = dict[str, Any]
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Letter:
    """`row` is the contact as lists show it; a greeting that fails is "" and told in `faults`."""

    row: Row
    lines: tuple[str, ...]  # of the address, names first
    has_place: bool  # else the names are all there is
    formal: str
    informal: str
    faults: tuple[str, ...] = ()

    @property
    def house(self) -> str:
        """The name of the company."""
        company: Ref | None = self.row["company"]
        return company.text if company is not None else ""


def letters(connection: Reader, blocks: Iterable[Sequence[Row]], on: date) -> Iterator[Letter]:
    """One for each row, in order, with the addresses that are valid that day."""
    desk = _Desk(connection, on)
    for rows in blocks:
        yield from desk.letters(rows)


class _Desk:
    """What all letters have in common is looked up once."""

    def __init__(self, connection: Reader, on: date) -> None:
        self._connection = connection
        self._on = on
        self._inherits = bool(lookups.setup(connection, "marketing_setup").get("inherit_address"))
        self._home = lookups.setup(connection, "company_info").get("country")
        self._countries = {
            row["id"]: Country(row["code"], row["name"]) for row in _every(connection, "country")
        }
        self._formulas: defaultdict[int | None, list[Values]] = defaultdict(list)
        for row in _every(connection, "salutation_formula"):
            self._formulas[row["salutation"]].append(_plain(row))
        self._has_addresses = "address_range" in contact_export.used(connection)

    def letters(self, rows: Sequence[Row]) -> Iterator[Letter]:
        companies = self._companies(rows)
        valid = self._valid({*companies, *(row["id"] for row in rows)})
        for row in rows:
            values = _plain(row)
            company = values["company"] if values["type"] == ContactType.PERSON else None
            house = companies.get(company) if isinstance(company, int) else None
            lines = addresses.letter_lines(
                values,
                own=valid.get(row["id"]),
                company=house,
                of_company=valid.get(company) if isinstance(company, int) else None,
                inherits=self._inherits,
                countries=self._countries,
                home=self._home,
            )
            yield self._letter(row, values | {"company_name": house["name"] if house else ""}, lines)

    def _letter(self, row: Row, values: Row, lines: list[str]) -> Letter:
        names = {values["name"], values["name_2"], values["company_name"]}
        greetings, faults = {}, []
        for manner in (Manner.FORMAL, Manner.INFORMAL):
            try:
                greetings[manner] = self._greeting(values, manner)
            except RuleError as error:
                greetings[manner] = ""
                faults.append(error.message)
        return Letter(
            row,
            tuple(lines),
            not names.issuperset(lines),
            greetings[Manner.FORMAL],
            greetings[Manner.INFORMAL],
            tuple(dict.fromkeys(faults)),
        )

    def _greeting(self, values: Values, manner: Manner) -> str:
        code = values["salutation"]
        if code is None:
            message = _("Contact {number} {name} has no salutation.")
            number, name = values.get("number") or "", values.get("name") or ""
            raise RuleError(" ".join(message.format(number=number, name=name).split()), "salutation", "SAL-1")
        formulas = self._formulas.get(code if isinstance(code, int) else None, [])
        return salutation.greeting(values, formulas, manner)

    def _companies(self, rows: Sequence[Row]) -> dict[int, Values]:
        """Those that persons among the rows belong to."""
        ids = dict.fromkeys(
            row["company"].id for row in rows if row["company"] is not None and row["company"].id != row["id"]
        )
        found = listing.rows(self._connection, lists.listing("contact"), list(ids))
        return {row["id"]: _plain(row) for row in found}

    def _valid(self, contacts: Collection[int]) -> dict[int, Values]:
        """The alternative addresses in force on the day, by contact."""
        if not self._has_addresses:
            return {}
        ranges = contact_export.lines(self._connection, "address_range", contacts)
        known = contact_export.lines(self._connection, "alternative_address", ranges.keys())
        found: dict[int, Values] = {}
        for contact, rows in ranges.items():
            row = addresses.valid(rows, self._on)
            ref = row["alternative_address"] if row is not None else None
            for address in known.get(contact, ()):
                if isinstance(ref, Ref) and address["id"] == ref.id:
                    found[contact] = _plain(address)
        return found


def _every(connection: Reader, key: str) -> list[Row]:
    wanted = lists.listing(key)
    return listing.rows(connection, wanted, listing.ids(connection, wanted, Query()))


def _plain(row: Row) -> Row:
    """References as ids, as the rules take them."""
    return {name: value.id if isinstance(value, Ref) else value for name, value in row.items()}
