"""What follows from what about a contact: name and parts, company and person; pure, on values by field name.

Each function gives the new values only; the caller stores them in the same operation (relationships.md 3).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from oppdesk.domain.communication import check_e_mail, check_e_mails, check_phone
from oppdesk.domain.countries import iso
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
REACHED = (
    *("phone", "telex", "fax", "telex_answer_back", "e_mail"),
    *("home_page", "extension", "mobile_phone", "pager"),
)
# What the assists beside a name show (3.4).
NAME_DETAILS = ("salutation", "job_title", "initials", *PARTS, "language")
COMPANY_DETAILS = ("name", "name_2", *BLOCK[:4], "country", "phone", "fax")
# A surname begins with these; "Jan van der Berg" is surnamed van der Berg.
_WORDS = (
    "af al auf av aux ben bin da dal de degli dei del della den der des di do dos du e el ibn in la las le los mac mc"
    " o san santa st 't te ten ter tot van vom von vor y zu zum zur"
)
_IDEOGRAPHS = re.compile("[\u3400-\u9fff\uac00-\ud7a3]+")
PARTICLES = frozenset(_WORDS.split())

# ------------------------------------------------------------------------------------------------ names (3.4)


class Parts(NamedTuple):
    first_name: str = ""
    middle_name: str = ""
    surname: str = ""


def split_name(name: str) -> Parts:
    """First, middle and surname of a person's name; each cut to 30. One word is a first name."""
    words = name.split()
    if len(words) > 1 and _IDEOGRAPHS.fullmatch("".join(words)):
        words.append(words.pop(0))  # written from the surname on
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in PARTICLES:
        start -= 1
    if start < 1:
        return Parts(" ".join(words)[:PART])
    middle = [words[start - 1]] if start > 1 else []
    first = words[: start - len(middle)]
    return Parts(*(" ".join(part)[:PART].rstrip() for part in (first, middle, words[start:])))


def join_name(first_name: str, middle_name: str, surname: str) -> str:
    """The parts with single blanks, empty ones left out; Chinese and Korean names begin with the surname, without."""
    if _IDEOGRAPHS.fullmatch(first_name) and _IDEOGRAPHS.fullmatch(surname):
        return f"{surname}{middle_name}{first_name}"
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

_DEFAULTS = ("salesperson", "territory", "country", "language", "format_region")


def proposed(typed: Values, setup: Values, own_salesperson: int | None = None) -> dict[str, object]:
    """Defaults for the fields of a new contact that are still empty; the user's own salesperson wins."""
    found = {name: setup.get(f"default_{name}") for name in _DEFAULTS}
    found["salesperson"] = own_salesperson or found["salesperson"]
    found["correspondence_type"] = setup.get("default_correspondence")
    found["salutation"] = _salutation(_is_person(typed), setup)
    return {name: value for name, value in found.items() if value and not typed.get(name)}


_TEMPLATE = (*_DEFAULTS, "currency", "correspondence_type", "salutation")


def from_template(values: Values, template: Values) -> dict[str, object]:
    """What a contact template fills in (3.3, 6): empty fields only; a currency for companies only."""
    names = [name for name in _TEMPLATE if name != "currency" or not _is_person(values)]
    return {name: template[name] for name in names if template.get(name) and not values.get(name)}


# ISO 639 codes of three letters, as the list of languages has them, that are no beginning of those of two.
_LANGUAGES = {
    "BUL": "bg", "CES": "cs", "CHS": "zh", "CHI": "zh", "DEU": "de", "GER": "de", "ELL": "el", "ESP": "es", "SPA": "es",
    "EST": "et", "HRV": "hr", "JPN": "ja", "POL": "pl", "POR": "pt", "PTG": "pt", "RON": "ro", "SLK": "sk", "SLV": "sl",
    "SRP": "sr", "SVE": "sv", "SWE": "sv", "TUR": "tr", "UKR": "uk", "ZHO": "zh", "LIT": "lt", "LAV": "lv",
}  # fmt: skip


def format_region(language_code: str, country_code: str) -> str:
    """The locale tag that a language fills in when the format region is empty (3.1): ENG and GB are en-GB."""
    language = language_code.strip().upper()
    if not language.isascii() or not language.isalpha() or len(language) not in {2, 3}:
        return ""
    tag, country = _LANGUAGES.get(language, language[:2].lower()), iso(country_code)
    return f"{tag}-{country}" if country else tag


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

_COMPANIES, _PEOPLE = N_("{field} is for companies only."), N_("{field} is for people only.")
# Field, its label, the rule: what companies alone have, and what people alone have.
OF_COMPANIES = (
    ("vat_number", N_("VAT registration No."), "CON-F4"),
    ("registration_number", N_("Registration No."), "CON-F4"),
    ("currency", N_("Currency"), "CON-F4"),
    ("parent_company", N_("Parent company"), "CON-F6"),
    ("employees", N_("Employees"), "CON-F6"),
    ("revenue", N_("Revenue"), "CON-F6"),
)
OF_PEOPLE = (
    ("job_title", N_("Job title"), "CON-F6"),
    ("organizational_level", N_("Organizational level"), "CON-F6"),
)
# Lines of a contact that only one type may have; the others are for both (4.2).
_LINES = {
    "contact_job_responsibility": (ContactType.PERSON, N_("Job responsibilities")),
    "contact_industry_group": (ContactType.COMPANY, N_("Industry groups")),
    "contact_web_source": (ContactType.COMPANY, N_("Web sources")),
}


def check(values: Values) -> None:
    """CON-F1, F2, F3, F4, F6 and CON-C1: what one contact's own fields say about each other."""
    check_phone(_text(values, "phone"), "phone", N_("Phone No."))
    check_phone(_text(values, "mobile_phone"), "mobile_phone", N_("Mobile phone No."))
    check_e_mails(_text(values, "e_mail"), "e_mail")
    check_e_mail(_text(values, "e_mail_2"), "e_mail_2")
    if len(_text(values, "registration_number")) > 20:
        message = _("The registration number may have at most 20 characters.")
        raise FieldError(message, "registration_number", "CON-F3")
    person = _is_person(values)
    for name, label, number in OF_COMPANIES if person else OF_PEOPLE:
        if values.get(name):
            message = _(_COMPANIES) if person else _(_PEOPLE)
            raise FieldError(message.format(field=_(label)), name, number)
    if not person and values.get("company") not in (None, values.get("id", values.get("company"))):
        raise RuleError(_("A company cannot belong to another company."), "company", "CON-C1")


def allowed(lines: str, to: ContactType) -> bool:
    """Whether contacts of that type have lines of that table, as mailing groups or industry groups (4.2)."""
    return lines not in _LINES or _LINES[lines][0] == to


def check_allowed(lines: str, values: Values) -> None:
    """CON-F6: job responsibilities are for people, industry groups and web sources for companies."""
    if not allowed(lines, ContactType.PERSON if _is_person(values) else ContactType.COMPANY):
        message = _(_COMPANIES) if _is_person(values) else _(_PEOPLE)
        raise FieldError(message.format(field=_(_LINES[lines][1])), "contact", "CON-F6")


def check_parent(own_id: int, ancestors: Iterable[int]) -> None:
    """A company is not its own parent, nor that of one above it: `ancestors` are the parent chosen and those above."""
    if own_id in ancestors:
        message = _("A company cannot stand above itself. Choose another parent company.")
        raise RuleError(message, "parent_company")


# ------------------------------------------------------------------------------------------------ type (3.5)


@dataclass(frozen=True, slots=True)
class Links:
    """How many records hang on a contact, closed ones included."""

    interactions: int = 0
    tasks: int = 0
    opportunities: int = 0
    people: int = 0
    business_relations: int = 0
    industry_groups: int = 0
    web_sources: int = 0
    job_responsibilities: int = 0
    subsidiaries: int = 0


def retyping_faults(values: Values, to: ContactType, links: Links) -> tuple[RuleError, ...]:
    """CON-T1 to T6: everything that stands in the way of changing the type; empty if nothing does."""
    name = f"{_text(values, 'number')} {_text(values, 'name')}".strip()
    person = to == ContactType.PERSON
    ways = [
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
    ]
    if person:
        people = _("The type of {contact} cannot change because people are linked to it.")
        below = _("The type of {contact} cannot change because it is the parent of other companies.")
        ways += [("CON-T4", links.people, people), ("CON-T4", links.subsidiaries, below)]
    number, fields = ("CON-T5", OF_COMPANIES) if person else ("CON-T6", OF_PEOPLE[1:])
    first = [(label, bool(values.get(field))) for field, label, _rule in fields]
    if person:
        first += [
            (N_("Business relations"), bool(links.business_relations)),
            (N_("Industry groups"), bool(links.industry_groups)),
            (N_("Web sources"), bool(links.web_sources)),
        ]
    else:
        first += [(N_("Job responsibilities"), bool(links.job_responsibilities))]
    sentence = _("Empty “{field}” of {contact} first.")
    ways += [(number, filled, sentence.replace("{field}", _(label))) for label, filled in first]
    return tuple(RuleError(text.format(contact=name), "type", rule) for rule, count, text in ways if count)


def retyped(values: Values, to: ContactType, own_id: int, setup: Values) -> dict[str, object]:
    """The values that a change of type brings about."""
    found: dict[str, object] = {"type": int(to), "salutation": _salutation(to == ContactType.PERSON, setup)}
    if to == ContactType.COMPANY:
        found |= dict.fromkeys((*PARTS, "job_title"), "")
        found |= {name: False for name in ("minor", "parental_consent") if values.get(name)}
        found["company"] = own_id
    else:
        found |= split_name(_text(values, "name"))._asdict()
        found["company"] = None if values.get("company") == own_id else values.get("company")
    return found


def _is_person(values: Values) -> bool:
    return values.get("type", ContactType.COMPANY) == ContactType.PERSON


def _text(values: Values, name: str) -> str:
    return str(values.get(name) or "")
