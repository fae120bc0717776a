"""What the fields of a letter stand for on a day: the contact, its address and greetings, who writes, about what."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from oppdesk.domain import communication
from oppdesk.domain.errors import RuleError
from oppdesk.domain.letters import GREETINGS
from oppdesk.domain.words import ContactType, Manner
from oppdesk.i18n import LocaleFormat, learn
from oppdesk.services import contact_letters
from oppdesk.storage import contact_lines, interactions, lookups
from oppdesk.storage.unit_of_work import Reader

Values = dict[str, Any]
_MANNERS = dict(zip(GREETINGS, (Manner.FORMAL, Manner.INFORMAL), strict=True))
_OF_CONTACTS = ("contact", "first_name", "surname", "job_title", "company", "address", *GREETINGS)


class About(NamedTuple):
    """What a letter is about; `language` is what its greeting is in, blank the contact's own."""

    contact: int | None = None
    salesperson: int | None = None
    opportunity: int | None = None
    language: int | None = None
    alternative_address: str = ""


class Filling(NamedTuple):
    """`faults` are what is missing for a greeting (SAL-1, SAL-2), which is blank then."""

    values: dict[str, str]
    faults: tuple[str, ...]


def filling(connection: Reader, about: About, on: date, form: LocaleFormat, used: Collection[str]) -> Filling:
    """Every field as text; the greetings only if they are among those `used`.

    The date is written as the contact is used to, else as `form` has it.
    """
    found = dict.fromkeys(_OF_CONTACTS, "")
    faults: list[str] = []
    if about.contact is not None:
        who = contact_lines.contact(connection, about.contact)
        found |= _contact(connection, who, about, on)
        for name in GREETINGS:
            if name in used:
                found[name], fault = _greeting(connection, about, _MANNERS[name])
                faults += [fault] if fault else []
        if region := str(who["format_region"] or ""):
            form = learn(region)
    found["date"] = form.day(on)
    found |= _salesperson(connection, about.salesperson)
    found["opportunity"] = str(
        lookups.value(connection, "opportunity", about.opportunity, "description") or ""
    )
    found["house"] = str(lookups.setup(connection, "company_info").get("name") or "")
    return Filling(found, tuple(dict.fromkeys(faults)))


def _contact(connection: Reader, who: Values, about: About, on: date) -> dict[str, str]:
    is_person = who["type"] == ContactType.PERSON
    house = lookups.value(connection, "contact", who["company"], "name") if is_person else who["name"]
    address = alternative(connection, who["id"], about.alternative_address)
    lines = contact_letters.letter(connection, who["id"], on, address["id"] if address else None)
    names = {name: str(who[name] or "") for name in ("first_name", "surname", "job_title")}
    return {**names, "contact": str(who["name"]), "company": str(house or ""), "address": "\n".join(lines)}


def _greeting(connection: Reader, about: About, manner: Manner) -> tuple[str, str]:
    try:
        return contact_letters.greeting(connection, about.contact or 0, manner, about.language), ""
    except RuleError as error:
        return "", error.message


def _salesperson(connection: Reader, salesperson: int | None) -> dict[str, str]:
    who = interactions.stored(connection, "salesperson", salesperson)
    return {
        "salesperson": str(who.get("name") or who.get("code") or ""),
        "salesperson_title": str(who.get("job_title") or ""),
        "salesperson_phone": str(who.get("phone") or ""),
        "salesperson_e_mail": first_e_mail(who.get("e_mail")),
    }


def alternative(connection: Reader, contact: int, code: str) -> Values | None:
    """The alternative address of that code."""
    if not code:
        return None
    rows = contact_lines.of(connection, "alternative_address", contact)
    return next((row for row in rows if row["code"] == code), None)


def first_e_mail(text: object) -> str:
    """Of a field with several addresses, the first."""
    return next(iter(communication.addresses(str(text or ""))), "")
