"""Which address is used on a day, how it stands on a letter, and by what somebody is reached.

Relationships 3.14 and 4.1. Pure, on values by field name. A date range has `starting_date`, `ending_date` (None is
open) and `alternative_address`, whatever the caller uses for it: an id, or the values of the address.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from oppdesk.domain.communication import addresses
from oppdesk.domain.countries import place_lines
from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.words import ContactType
from oppdesk.i18n import N_, _, said

Values = Mapping[str, object]

# ------------------------------------------------------------------------------------------------ date ranges (4.1)


def valid(ranges: Iterable[Values], on: date) -> Values | None:
    """The range in force on a day: the latest start that has come, its end not passed; None is the usual address."""
    here = [each for each in ranges if _covers(each, on)]
    return max(here, key=_start, default=None)


def check_range(row: Values, sisters: Iterable[Values], changed: str = "") -> None:
    """ALT-1, ALT-2, ALT-3: start and end are in order, and no other range of the contact starts on the same day.

    `sisters` are the contact's other ranges; `changed` is the field that was typed, "" for a new row.
    """
    start, end = _day(row, "starting_date"), _day(row, "ending_date")
    if start is None:
        raise FieldError(_("Please fill in the starting date."), "starting_date", "M-03")
    if end is not None and start > end:
        if changed == "ending_date":
            raise FieldError(
                _("The ending date must not be before the starting date."), "ending_date", "ALT-3"
            )
        raise FieldError(_("The starting date must not be after the ending date."), "starting_date", "ALT-1")
    if any(_day(each, "starting_date") == start for each in sisters):
        message = _("There is already a date range of this contact that starts on {day}.")
        raise RuleError(message.format(day=said(start)), "starting_date", "ALT-2")


def overlap(row: Values, sisters: Iterable[Values]) -> str:
    """ALT-4: a warning that says which range wins where two overlap; "" if none does. `row` is checked already."""
    start = _start(row)
    for other in sorted(sisters, key=_start):
        begin = max(start, _start(other))
        if _covers(row, begin) and _covers(other, begin):
            message = _("Two date ranges overlap. From {day} on, the one that starts on that day is used.")
            return message.format(day=said(begin))
    return ""


def _covers(row: Values, on: date) -> bool:
    start, end = _day(row, "starting_date"), _day(row, "ending_date")
    return start is not None and start <= on and (end is None or end >= on)


def _start(row: Values) -> date:
    return _day(row, "starting_date") or date.min


def _day(row: Values, name: str) -> date | None:
    value = row.get(name)
    return value if isinstance(value, date) else None


# ------------------------------------------------------------------------------------------------ letters (4.1)

_BLOCK = ("address", "address_2", "post_code", "city", "county", "country")


class Country(NamedTuple):
    """What a letter needs of a country: its code (ISO or not) and its name."""

    code: str
    name: str


def letter_lines(
    contact: Values,
    *,
    named: Values | None = None,
    own: Values | None = None,
    company: Values | None = None,
    of_company: Values | None = None,
    inherits: bool = True,
    countries: Mapping[object, Country] | None = None,
    home: object = None,
) -> list[str]:
    """The lines of an address on a letter or label, without blank ones, by the four steps of 4.1.

    (1) the alternative address `named` for this letter, (2) the contact's `own` valid one, (3) for a person who has
    the company's address, the company's valid one, if addresses are inherited, (4) the contact's address. `countries`
    tells what an address's `country` stands for; that of the house, `home`, is left out.
    """
    chosen = named or own
    if (
        chosen is None
        and of_company is not None
        and company is not None
        and inherits
        and lives_at(contact, company)
    ):
        chosen = of_company
    place = contact if chosen is None else chosen
    known = countries or {}
    country = known.get(place.get("country"), Country("", ""))
    street = [_text(place, "address"), _text(place, "address_2")]
    code, city, county = (_text(place, name) for name in ("post_code", "city", "county"))
    towns = place_lines(code, city, county, country.code)
    abroad = "" if place.get("country") == home else country.name.upper()
    return [line for line in (*_names(contact, chosen, company), *street, *towns, abroad) if line]


def lives_at(person: Values, company: Values) -> bool:
    """Whether a person has the address of the company, which then stands for both."""
    return all(_text(person, name) == _text(company, name) for name in _BLOCK) and any(
        _text(person, name) for name in _BLOCK[:4]
    )


def _names(contact: Values, alternative: Values | None, company: Values | None) -> list[str]:
    """The company first, then the person; an alternative address may have the name of another house."""
    is_person = contact.get("type", ContactType.COMPANY) == ContactType.PERSON
    house = [_text(alternative or {}, name) for name in ("company_name", "company_name_2")]
    if not any(house):
        source = company or {"name": contact.get("company_name")} if is_person else contact
        house = [_text(source, "name"), _text(source, "name_2")]
    return [*house, *([_text(contact, "name"), _text(contact, "name_2")] if is_person else [])]


# ------------------------------------------------------------------------------------------------ contact through


class Way(StrEnum):
    """A sort of number or address somebody is reached by; each is the field's name."""

    PHONE = "phone"
    MOBILE = "mobile_phone"
    MAIL = "e_mail"
    SECOND_MAIL = "e_mail_2"


LABEL = {
    Way.PHONE: N_("Phone No."),
    Way.MOBILE: N_("Mobile phone No."),
    Way.MAIL: N_("E-mail"),
    Way.SECOND_MAIL: N_("E-mail 2"),
}
CALLS, MAILS = (Way.PHONE, Way.MOBILE), (Way.MAIL, Way.SECOND_MAIL)


class Choice(NamedTuple):
    """One number or address of a contact; `description` says whose it is, and which address's."""

    way: Way
    value: str
    description: str


def contact_through(
    contact: Values,
    *,
    own: Values | None = None,
    company: Values | None = None,
    of_company: Values | None = None,
    ways: Sequence[Way] = (*CALLS, *MAILS),
    mobile_first: bool = False,
) -> list[Choice]:
    """3.14: what is known to reach a contact by, the preferred first; CON-X1 if nothing is.

    `own` and `of_company` are the alternative addresses valid today, of the contact and of its company. A number that a
    person has from the company is listed once. Ask with `ways` CALLS or MAILS for one sort.
    """
    order = [Way.MOBILE, Way.PHONE] if mobile_first else [Way.PHONE, Way.MOBILE]
    found: list[Choice] = []
    known: set[str] = set()
    for source, whose in _sources(contact, own, company, of_company):
        for way in (each for each in (*order, *MAILS) if each in ways):
            text = _text(source, way)
            for value in addresses(text) if way in MAILS else [text]:
                if value and value.casefold() not in known:
                    known.add(value.casefold())
                    found.append(Choice(way, value, whose))
    if not found:
        message = _("No e-mail addresses are registered for {contact}.")
        if set(ways) & set(CALLS):
            message = _("No phone numbers are registered for {contact}.")
        if set(ways) & set(CALLS) and set(ways) & set(MAILS):
            message = _("No phone numbers or e-mail addresses are registered for {contact}.")
        name = " ".join(f"{_text(contact, 'number')} {_text(contact, 'name')}".split())
        raise RuleError(message.format(contact=name), "contact", "CON-X1")
    return found


def preferred_number(values: Values, *, mobile_first: bool = False) -> str:
    """The telephone number that is dialled without asking: phone, else mobile; the other way round if so set up."""
    one, other = (Way.MOBILE, Way.PHONE) if mobile_first else (Way.PHONE, Way.MOBILE)
    return _text(values, one) or _text(values, other)


def _sources(
    contact: Values, own: Values | None, company: Values | None, of_company: Values | None
) -> list[tuple[Values, str]]:
    """Who has numbers, and how that is said."""
    firm = {} if company is None else company
    found = [(contact, _text(contact, "name"))]
    alternative = _("{name}, address {code}")
    if own is not None:
        found.append((own, alternative.format(name=_text(contact, "name"), code=_text(own, "code"))))
    if company is not None:
        found.append((company, _text(firm, "name")))
    if of_company is not None:
        found.append(
            (of_company, alternative.format(name=_text(firm, "name"), code=_text(of_company, "code")))
        )
    return found


def _text(values: Values, name: str) -> str:
    return str(values.get(name) or "").strip()
