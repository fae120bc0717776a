"""How a contact is written to and reached on a day: greetings, the address of a letter, numbers and e-mail."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from oppdesk.domain import addresses, salutation
from oppdesk.domain.addresses import CALLS, MAILS, Choice, Country, Way
from oppdesk.domain.errors import RuleError
from oppdesk.domain.fields import Ref
from oppdesk.domain.words import ContactType, Manner
from oppdesk.storage import contact_lines, lookups, setup
from oppdesk.storage.unit_of_work import Reader

Values = dict[str, Any]
EVERY_WAY = (*CALLS, *MAILS)


class Greeting(NamedTuple):
    """What a formula makes of a contact; `fault` says what is missing instead (SAL-1, SAL-2)."""

    language: Ref | None
    manner: Manner
    text: str
    fault: str = ""


def greetings(connection: Reader, contact: int) -> list[Greeting]:
    """Every formula of the contact's salutation with what comes of it (page 5151); a manner without one is a fault."""
    who, formulas = _addressee(connection, contact)
    found: list[Greeting] = []
    for formula in setup.rows(connection, "salutation_formula", who["salutation"]) if formulas else []:
        manner, language = Manner(formula["type"]), formula["language"]
        plain = {**formula, "language": language.id if language else None}
        found.append(Greeting(language, manner, *_greeted(who, [plain], manner)))
    missing = [manner for manner in Manner if manner not in {each.manner for each in found}]
    return found + [Greeting(None, manner, *_greeted(who, [], manner)) for manner in missing]


def _greeted(who: Values, formulas: Sequence[Values], manner: Manner) -> tuple[str, str]:
    try:
        return salutation.greeting(who, formulas, manner), ""
    except RuleError as error:
        return "", error.message


def greeting(connection: Reader, contact: int, manner: Manner, language: int | None = None) -> str:
    """How a letter in that language (the contact's, if None) begins; RuleError SAL-1 or SAL-2."""
    who, formulas = _addressee(connection, contact)
    return salutation.greeting(who, formulas, manner, language)


def _addressee(connection: Reader, contact: int) -> tuple[Values, list[Values]]:
    """The contact with the name of its company, and the formulas of its salutation."""
    who = contact_lines.contact(connection, contact)
    who["company_name"] = lookups.value(connection, "contact", who["company"], "name") or ""
    if who["salutation"] is None:
        return who, []
    rows = setup.referring(connection, "salutation_formula", "salutation", who["salutation"])
    found = [setup.stored(connection, "salutation_formula", row) for row in rows]
    return who, [each for each in found if each is not None]


# ------------------------------------------------------------------------------------------ addresses


def address_on(connection: Reader, contact: int | None, on: date) -> Values | None:
    """The alternative address of a contact that is valid on a day (4.1)."""
    if contact is None:
        return None
    chosen = addresses.valid(contact_lines.of(connection, "address_range", contact), on)
    if chosen is None:
        return None
    return setup.stored(connection, "alternative_address", int(str(chosen["alternative_address"])))


def letter(connection: Reader, contact: int, on: date, address: int | None = None) -> list[str]:
    """The lines of the address on a letter of that day; `address` is the alternative one named for it."""
    who = contact_lines.contact(connection, contact)
    firm = _company(connection, who)
    rows = setup.rows(connection, "country")
    return addresses.letter_lines(
        who,
        named=setup.stored(connection, "alternative_address", address),
        own=address_on(connection, contact, on),
        company=firm,
        of_company=address_on(connection, firm["id"] if firm else None, on),
        inherits=bool(lookups.setup(connection, "marketing_setup").get("inherit_address")),
        countries={row["id"]: Country(row["code"], row["name"]) for row in rows},
        home=lookups.setup(connection, "company_info").get("country"),
    )


def ways(connection: Reader, contact: int, on: date, kinds: Sequence[Way] = EVERY_WAY) -> list[Choice]:
    """By which numbers and addresses a contact is reached, the preferred first (contact through); CON-X1 if by none."""
    who = contact_lines.contact(connection, contact)
    firm = _company(connection, who)
    return addresses.contact_through(
        who,
        own=address_on(connection, contact, on),
        company=firm,
        of_company=address_on(connection, firm["id"] if firm else None, on),
        ways=kinds,
        mobile_first=_is_mobile_first(connection),
    )


def preferred_number(connection: Reader, contact: int) -> str:
    """The number that is dialled without asking; "" when the contact has none of its own."""
    who = contact_lines.contact(connection, contact)
    return addresses.preferred_number(who, mobile_first=_is_mobile_first(connection))


def _is_mobile_first(connection: Reader) -> bool:
    return bool(lookups.setup(connection, "marketing_setup").get("mobile_first"))


def _company(connection: Reader, who: Values) -> Values | None:
    """The company of a person."""
    if who["type"] != ContactType.PERSON or who["company"] is None:
        return None
    return contact_lines.contact(connection, who["company"])
