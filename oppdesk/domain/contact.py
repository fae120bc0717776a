"""What follows from what about a contact: name and parts, company and person; pure, on values by field name.

Each function gives the new values only; the caller stores them in the same operation (relationships.md 3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from oppdesk.domain.communication import check_e_mail, check_e_mails, check_phone
from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.words import ContactType
from oppdesk.i18n import N_, _

Values = Mapping[str, object]

PART = 30  # characters of a part of a name
SEARCH_NAME = 100
PARTS = ("first_name", "middle_name", "surname")
ADDRESS = ("address", "address_2", "post_code", "city")  # these four decide about all five
BLOCK = (*ADDRESS, "county")
ASSIGNED = ("salesperson", "territory", "country", "language", "format_region")
REACHED = ("phone", "fax", "e_mail", "home_page", "extension", "mobile_phone")
# A surname begins with these; "Jan van der Berg" is surnamed van der Berg.
_WORDS = (
    "af al auf av aux ben bin da dal de degli dei del della den der des di do dos du e el ibn in la las le los mac mc"
    " o san santa st 't te ten ter tot van vom von vor y zu zum zur"
)
PARTICLES = frozenset(_WORDS.split())

# ------------------------------------------------------------------------------------------------ names (3.4)


class Parts(NamedTuple):
    first_name: str = ""
    middle_name: str = ""
    surname: str = ""


def split_name(name: str) -> Parts:
    """First, middle and surname of a person's name; each cut to 30. One word is a first name."""
    words = name.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in PARTICLES:
        start -= 1
    if start < 1:
        return Parts(" ".join(words)[:PART])
    middle = [words[start - 1]] if start > 1 else []
    first = words[: start - len(middle)]
    return Parts(*(" ".join(part)[:PART].rstrip() for part in (first, middle, words[start:])))


def join_name(first_name: str, middle_name: str, surname: str) -> str:
    """The parts with single blanks, empty ones left out."""
    return " ".join(f"{first_name} {middle_name} {surname}".split())


def search_name_after(search_name: str, old_name: str, new_name: str) -> str:
    """The search name follows the name as long as nobody has given another one."""
    if search_name in {"", _searched(old_name)}:
        return _searched(new_name)
    return search_name


def _searched(name: str) -> str:
    return name.upper()[:SEARCH_NAME].strip()


def follows(before: Values, typed: Values) -> dict[str, object]:
    """What else changes when these fields of a contact are typed; `before` is empty for a new contact (3.4, 3.8)."""
    after = {**before, **typed}
    changed = {name for name, value in typed.items() if value != before.get(name, "")}
    found: dict[str, object] = {}
    if _is_person(after):
        if changed & set(PARTS):
            found["name"] = join_name(*(_text(after, part) for part in PARTS)) or _text(after, "name")
        elif changed & {"name", "type"} and "name" in after:
            found |= split_name(_text(after, "name"))._asdict()
    else:
        found |= dict.fromkeys(PARTS, "")
    name = str(found.get("name", after.get("name", "")))
    if "search_name" not in changed:
        found["search_name"] = search_name_after(_text(before, "search_name"), _text(before, "name"), name)
    if "country" in changed and before.get("country") and after.get("country"):
        found |= {place: "" for place in ("post_code", "city", "county") if place not in changed}
    return {key: value for key, value in found.items() if value != after.get(key, "")}


# ------------------------------------------------------------------------------------------------ creation (3.3)

_DEFAULTS = ("salesperson", "territory", "country", "language")


def proposed(typed: Values, setup: Values, own_salesperson: int | None = None) -> dict[str, object]:
    """Defaults for the fields of a new contact that are still empty; the user's own salesperson wins."""
    found = {name: setup.get(f"default_{name}") for name in _DEFAULTS}
    found["salesperson"] = own_salesperson or found["salesperson"]
    found["correspondence_type"] = setup.get("default_correspondence")
    found["salutation"] = _salutation(_is_person(typed), setup)
    return {name: value for name, value in found.items() if value and not typed.get(name)}


def _salutation(person: bool, setup: Values) -> object:
    return setup.get("default_person_salutation" if person else "default_company_salutation")


# ------------------------------------------------------------------------------------------------ inheritance (3.6)


def taken_on_linking(
    person: Values, company: Values, previous: Values | None, setup: Values
) -> dict[str, object]:
    """What a person takes over from a company on being linked to it; `previous` is the company before, if any."""
    old = previous or {}
    found: dict[str, object] = {name: company.get(name) for name in ASSIGNED if setup.get(f"inherit_{name}")}
    if setup.get("inherit_address") and (
        not any(person.get(name) for name in ADDRESS)
        or (previous is not None and _same(person, old, ADDRESS))
    ):
        found |= {name: company.get(name, "") for name in BLOCK}
    if setup.get("inherit_communication"):
        for name in (*REACHED, "correspondence_type"):
            if not person.get(name) or (previous is not None and person.get(name) == old.get(name)):
                found[name] = company.get(name)
    return _news(found, person)


def taken_on_change(person: Values, before: Values, after: Values, setup: Values) -> dict[str, object]:
    """What follows at a person when the company changes; what the person was given individually stays."""
    changed = {name for name in after if after[name] != before.get(name)}
    found: dict[str, object] = {}
    for name in ASSIGNED:
        if setup.get(f"inherit_{name}") and name in changed and person.get(name) == before.get(name):
            found[name] = after[name]
    if setup.get("inherit_address") and _same(person, before, ADDRESS):
        found |= {name: after[name] for name in BLOCK if name in changed}
    if setup.get("inherit_communication"):
        for name in REACHED:
            if name in changed and person.get(name) == before.get(name):
                found[name] = after[name]
    return _news(found, person)


def _same(one: Values, other: Values, names: tuple[str, ...]) -> bool:
    return all((one.get(name) or "") == (other.get(name) or "") for name in names)


def _news(found: Values, person: Values) -> dict[str, object]:
    return {name: value for name, value in found.items() if (value or None) != (person.get(name) or None)}


# ------------------------------------------------------------------------------------------------ checks (3.9)


def check(values: Values) -> None:
    """CON-F1, F2, F3, F4, F6: what one contact's own fields say about each other."""
    check_phone(_text(values, "phone"), "phone", N_("Phone No."))
    check_phone(_text(values, "mobile_phone"), "mobile_phone", N_("Mobile phone No."))
    check_e_mails(_text(values, "e_mail"), "e_mail")
    check_e_mail(_text(values, "e_mail_2"), "e_mail_2")
    if len(_text(values, "registration_number")) > 20:
        message = _("The registration number may have at most 20 characters.")
        raise FieldError(message, "registration_number", "CON-F3")
    if _is_person(values):
        _only(values, "vat_number", _("VAT registration numbers are for companies only."), "CON-F4")
        _only(values, "registration_number", _("Registration numbers are for companies only."), "CON-F4")
    else:
        _only(values, "job_title", _("Job titles are for people only."), "CON-F6")
        if values.get("company") not in (None, values.get("id", values.get("company"))):
            raise RuleError(_("A company cannot belong to another company."), "company", "CON-C1")


def _only(values: Values, name: str, message: str, number: str) -> None:
    if values.get(name):
        raise FieldError(message, name, number)


# ------------------------------------------------------------------------------------------------ type (3.5)


@dataclass(frozen=True, slots=True)
class Links:
    """How many records hang on a contact, closed ones included."""

    interactions: int = 0
    tasks: int = 0
    opportunities: int = 0
    people: int = 0


def retyping_faults(values: Values, to: ContactType, links: Links) -> tuple[RuleError, ...]:
    """CON-T1 to T5: everything that stands in the way of changing the type; empty if nothing does."""
    name = f"{_text(values, 'number')} {_text(values, 'name')}".strip()
    person = to == ContactType.PERSON
    ways = (
        (
            "CON-T1",
            links.interactions,
            _("The type of {contact} cannot change because interactions are linked."),
        ),
        ("CON-T2", links.tasks, _("The type of {contact} cannot change because tasks are linked.")),
        (
            "CON-T3",
            links.opportunities,
            _("The type of {contact} cannot change because opportunities are linked."),
        ),
        (
            "CON-T4",
            links.people * person,
            _("The type of {contact} cannot change because people are linked to it."),
        ),
        (
            "CON-T5",
            bool(values.get("vat_number")) * person,
            _("Empty the VAT registration number of {contact} first; it is for companies only."),
        ),
        (
            "CON-T5",
            bool(values.get("registration_number")) * person,
            _("Empty the registration number of {contact} first; it is for companies only."),
        ),
    )
    return tuple(
        RuleError(text.format(contact=name), "type", number) for number, count, text in ways if count
    )


def retyped(values: Values, to: ContactType, own_id: int, setup: Values) -> dict[str, object]:
    """The values that a change of type brings about."""
    found: dict[str, object] = {"type": int(to), "salutation": _salutation(to == ContactType.PERSON, setup)}
    if to == ContactType.COMPANY:
        found |= dict.fromkeys((*PARTS, "job_title"), "")
        found["company"] = own_id
    else:
        found |= split_name(_text(values, "name"))._asdict()
        found["company"] = None if values.get("company") == own_id else values.get("company")
    return found


def _is_person(values: Values) -> bool:
    return values.get("type", ContactType.COMPANY) == ContactType.PERSON


def _text(values: Values, name: str) -> str:
    return str(values.get(name) or "")
