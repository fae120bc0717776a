"""What a row of contacts says once it is understood: who it is, with references as keys, nothing lost on the way."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from oppdesk.domain import contact as rules
from oppdesk.domain.communication import formatted_phone, is_common
from oppdesk.domain.contact_columns import LISTS, NOTE
from oppdesk.domain.contact_privacy import check_privacy, privacy_follows
from oppdesk.domain.fields import Kind
from oppdesk.domain.vat_numbers import check_vat_number
from oppdesk.domain.words import ContactType
from oppdesk.exchange.plan import Fault
from oppdesk.i18n import _
from oppdesk.services.import_contact_fields import CONTACTS, OWN
from oppdesk.services.import_contact_lines import ContactLines
from oppdesk.services.import_references import References
from oppdesk.storage.base import fold

Values = Mapping[str, Any]
_LABELS = {field.name: field.label for field in CONTACTS}
_OTHERS = ("salesperson", "company", "parent_company")  # no setup lists, or made with more than a code
CODED = {
    field.name: str(field.target) for field in OWN if field.kind is Kind.LOOKUP and field.name not in _OTHERS
}
# Words of others that only describe: what is not known of these goes into the comment.
_DESCRIBING = frozenset({"salutation", "organizational_level", "language", "territory"})
_DIALLED = ("phone", "mobile_phone", "fax")


class Understanding:
    """Turns the texts of rows into values; what has no place is kept in the comment and counted in `kept`."""

    def __init__(
        self,
        references: References,
        lines: ContactLines,
        headings: Mapping[str, str],
        setup: Values,
        *,
        is_lenient: bool,
    ) -> None:
        """`is_lenient`, as with cards: what is not known goes into the comment, whatever it is."""
        self._references = references
        self._lines = lines
        self._headings = headings
        self._setup = setup
        self._is_lenient = is_lenient
        self._coded = tuple((name, target, dict[str, int]()) for name, target in CODED.items())
        self.kept: dict[str, int] = {}
        self.phone = lru_cache(maxsize=50_000)(_phone)

    def understood(
        self, line: int, given: Values, known_type: int | None
    ) -> tuple[dict[str, Any], list[Fault]]:
        """The values of a row, references as keys or, to be made, as texts; and why it is left out."""
        values = dict(given)
        faults: list[Fault] = []
        extra: list[str] = []
        for name, target, keys in self._coded:
            text = values.get(name)
            if text in keys:
                values[name] = keys[text]
            elif isinstance(text, str):
                self._refer(values, name, target, text, line, faults, extra)
                if not extra and isinstance(values.get(name), int):
                    keys[text] = values[name]
        settle_name(values, known_type)
        for name in LISTS:
            if name in values:
                self._hang(values, name, line, faults, extra)
        if extra:
            values[NOTE] = "\n".join(filter(None, [str(values.get(NOTE) or ""), *extra]))
        return values, faults

    def _refer(
        self,
        values: dict[str, Any],
        name: str,
        target: str,
        text: str,
        line: int,
        faults: list[Fault],
        extra: list[str],
    ) -> None:
        key = self._references.key(target, text)
        if key is not None:
            values[name] = key
            if self._references.is_slip(target, text):
                self._keep(name, text, extra)
        elif self._references.can_make(target, text):
            if target == "country" and fold(text) != fold(self._references.made_name(target, text)):
                self._keep(name, text, extra)
        elif self._is_lenient or name in _DESCRIBING:
            del values[name]
            self._keep(name, text, extra)
        else:
            reason = _("“{text}” is not known; set it up first or leave the column out.")
            faults.append(Fault(line, self._headings.get(name, ""), reason.format(text=text), text))

    def _hang(
        self, values: dict[str, Any], name: str, line: int, faults: list[Fault], extra: list[str]
    ) -> None:
        text = str(values[name])
        if not ContactLines.is_allowed(name, values, has_company=bool(values.get("company"))):
            del values[name]
            self._keep(name, text, extra)
            return
        cell = self._lines.cell(name, text)
        if cell.fault and self._is_lenient:
            del values[name]
            self._keep(name, text, extra)
        elif cell.fault:
            faults.append(Fault(line, self._headings.get(name, ""), cell.fault, text))
        for label, value in cell.kept:
            extra.append(f"{label}: {value}")
            self.kept[label] = self.kept.get(label, 0) + 1

    def _keep(self, name: str, text: str, extra: list[str]) -> None:
        label = _(_LABELS[name])
        extra.append(f"{label}: {text}")
        self.kept[label] = self.kept.get(label, 0) + 1

    # -- checks and what follows --------------------------------------------------------------------------

    def check(self, values: Values, old: Values | None) -> None:
        """CON-F1 to F6, CON-P1, CON-P4: the contact as it will be; FieldError or RuleError names the field."""
        after = {**old, **values} if old is not None else values
        if not (_is_plain(values) and _ASKED[values["type"]].isdisjoint(values)):
            rules.check({**after, "company": _company(values)})
        if not _PRIVATE.isdisjoint(values):
            check_privacy(old or {}, completed_privacy(old or {}, values))
        if values.get("vat_number"):
            check_vat_number(str(values["vat_number"]), self._country(after))

    def _country(self, values: Values) -> str:
        key = values.get("country") or self._setup.get("default_country")
        return self._references.code("country", key)

    def completed(self, values: dict[str, Any]) -> None:
        """What follows for a new contact: the format region of its language, its numbers in the country's form."""
        if values.get("language") and not values.get("format_region"):
            language = self._references.code("language", values["language"])
            region = _region(language, self._references.code("country", values.get("country")))
            if region:
                values["format_region"] = region
        if values.get("phone") or values.get("mobile_phone") or values.get("fax"):
            country = self._references.code("country", values.get("country"))
            for name in _DIALLED:
                if text := values.get(name):
                    values[name] = self.phone(text, country)

    def same_number(self, old: Values, name: str, text: str) -> bool:
        """Whether a number is the one that is there, written in whatever way."""
        stored = str(old[name])
        if stored == text:
            return True
        country = self._references.code("country", old.get("country"))
        return _digits(stored) == _digits(self.phone(text, country)) != ""


DIALLED = frozenset(_DIALLED)
_PRIVATE = frozenset({"minor", "parental_consent", "privacy_blocked"})
# Fields that a closer look is taken at, by the type of the contact.
_ASKED = {
    ContactType.COMPANY: frozenset(each[0] for each in rules.OF_PEOPLE)
    | {"company", "e_mail_2", "registration_number"},
    ContactType.PERSON: frozenset(each[0] for each in rules.OF_COMPANIES) | {"e_mail_2"},
}
_LETTER = re.compile(r"[^\W\d_]")


def _is_plain(values: Values) -> bool:
    """Whether what a contact is reached by is surely so: a hundred thousand rows need no closer look."""
    mail, phone, mobile = values.get("e_mail"), values.get("phone"), values.get("mobile_phone")
    return (
        (not mail or is_common(mail))
        and (not phone or _LETTER.search(phone) is None)
        and (not mobile or _LETTER.search(mobile) is None)
    )


def _company(values: Values) -> object:
    """A company may not belong to another one (CON-C1)."""
    return values.get("company") if values["type"] == ContactType.COMPANY else None


def completed_privacy(before: Values, values: Values) -> dict[str, Any]:
    """The values with what follows from a minor (3.10), as far as the file itself does not say it."""
    found = privacy_follows(before, values)
    return {**values, **{name: value for name, value in found.items() if name not in values}}


_region = lru_cache(maxsize=1000)(rules.format_region)


def _phone(text: str, country: str) -> str:
    """As `formatted_phone`; what is international already needs no look."""
    if text[0] == "+" and text[1:].replace(" ", "").isdecimal():
        return text
    return formatted_phone(text, country)


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdecimal())


def mark_of(values: Values) -> Any:
    """What tells a row from all others, if anything does."""
    return values.get("external_number") or values.get("number")


def name_of(values: Values) -> str:
    return str(values.get("name") or "") or rules.join_name(
        *(str(values.get(part) or "") for part in rules.PARTS)
    )


def settle_name(values: dict[str, Any], known_type: int | None) -> None:
    """Person or company, and its name: "Hoekema, Sanne" is a surname and a first name.

    Without a type, who has a first or last name or stands beside a company's name is a person.
    """
    name, company = values.get("name") or "", values.get("company") or ""
    has_parts = "surname" in values or "first_name" in values or "middle_name" in values
    has_parts = has_parts and any(values.get(part) for part in rules.PARTS)
    kind = values.get("type")
    if kind is None:
        kind = known_type
    if kind is None:
        beside = bool(name and company and fold(name) != fold(company))
        kind = ContactType.PERSON if has_parts or beside else ContactType.COMPANY
    values["type"] = int(kind)
    if kind == ContactType.COMPANY:
        _settle_company(values, name, company)
    elif has_parts:
        parts = {part: values.get(part) or "" for part in rules.PARTS}
        if name and rules.split_name(name)._asdict() == parts:  # longer than the parts can hold
            for part in rules.PARTS:
                values.pop(part, None)
        else:
            values.pop("name", None)
    elif name.count(",") == 1:
        surname, first = (part.strip() for part in name.split(","))
        if surname and first:
            del values["name"]
            values |= {"first_name": first[: rules.PART], "surname": surname[: rules.PART]}


def _settle_company(values: dict[str, Any], name: str, company: str) -> None:
    values.pop("company_number", None)  # its own
    if company:
        values["name"] = name or company
        if fold(values["name"]) == fold(company):
            del values["company"]
    if "name" in values and not values["name"]:
        del values["name"]


def e_mails(rows: Iterable[Values]) -> int:
    """How many of the rows have the e-mail address of an earlier one."""
    seen: set[str] = set()
    found = 0
    for values in rows:
        mail = values.get("e_mail")
        if mail:
            word = mail.casefold()
            if word in seen:
                found += 1
            seen.add(word)
    return found
