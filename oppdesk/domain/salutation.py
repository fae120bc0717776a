"""How a contact is addressed: the formulas of its salutation, filled with its names (relationships 4.4).

A formula is a row with `language` (id or None), `type`, `text` and `name_1` to `name_5`; pure, on values by field name.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from oppdesk.domain.errors import RuleError
from oppdesk.domain.words import MANNER, ContactType, Manner, NamePart
from oppdesk.i18n import _

Values = Mapping[str, object]

LONGEST: Final = 260  # characters of a salutation
_FIELDS = {
    NamePart.JOB_TITLE: "job_title",
    NamePart.FIRST_NAME: "first_name",
    NamePart.MIDDLE_NAME: "middle_name",
    NamePart.SURNAME: "surname",
    NamePart.INITIALS: "initials",
    NamePart.COMPANY_NAME: "company_name",
}
_PLACEHOLDER = re.compile(r"%([1-5])( ?)")
_EMPTY = "\x00"  # where a value was missing and no blank followed; no stored text has it


class Greeting(NamedTuple):
    """What a formula makes of a contact; `language` is an id or None."""

    language: int | None
    manner: Manner
    text: str


def evaluated(formula: Values, contact: Values) -> str:
    """The text of a formula with the contact's names in it, at most 260 characters.

    A missing name takes a blank behind it with it; blanks are never doubled nor left before a punctuation mark.
    `contact` has `company_name`; a company's own name stands for it.
    """

    def put(found: re.Match[str]) -> str:
        value = _name(contact, formula.get(f"name_{found[1]}"))
        if value:
            return value + found[2]
        return "" if found[2] else _EMPTY

    text = _PLACEHOLDER.sub(put, str(formula.get("text") or ""))
    text = re.sub(rf" *{_EMPTY}(?=[,.;:!?])", "", text).replace(_EMPTY, "")
    text = re.sub(r" {2,}", " ", text)
    return re.sub(r" +(?=[,.])", "", text).strip()[:LONGEST].rstrip()


def chosen(formulas: Iterable[Values], manner: Manner, language: int | None) -> Values | None:
    """The formula of that manner in the language, else the one of no language, else any of the manner; None if none."""
    fitting = [each for each in formulas if each.get("type", 0) == manner]
    for wanted in (language, None):
        for each in fitting:
            if each.get("language") == wanted:
                return each
    return fitting[0] if fitting else None


def greeting(contact: Values, formulas: Iterable[Values], manner: Manner, language: int | None = None) -> str:
    """How the contact is addressed in `language` (an id), without one in its own; RuleError SAL-1, SAL-2.

    `formulas` are those of the contact's salutation.
    """
    wanted = language
    if wanted is None and isinstance(own := contact.get("language"), int):
        wanted = own
    formula = chosen(formulas, manner, wanted)
    if formula is None:
        message = _("Set up a salutation formula of type {type} for contact {number}.")
        message = message.format(
            type=_(MANNER[manner]), number=contact.get("number") or contact.get("name") or ""
        )
        raise RuleError(message, "salutation", "SAL-1")
    if not str(formula.get("text") or "").strip():
        message = _("The salutation formula of type {type} has no text. Fill it in.")
        raise RuleError(message.format(type=_(MANNER[manner])), "text", "SAL-2")
    return evaluated(formula, contact)


def greetings(contact: Values, formulas: Sequence[Values]) -> list[Greeting]:
    """Every formula of the contact's salutation with what it makes of the contact (page 5151)."""
    found: list[Greeting] = []
    for formula in formulas:
        language = formula.get("language")
        manner = Manner.INFORMAL if formula.get("type") == Manner.INFORMAL else Manner.FORMAL
        text = evaluated(formula, contact)
        found.append(Greeting(language if isinstance(language, int) else None, manner, text))
    return found


def _name(contact: Values, part: object) -> str:
    field = _FIELDS.get(NamePart(part)) if isinstance(part, int) and part in list(NamePart) else None
    if field is None:
        return ""
    value = str(contact.get(field) or "").strip()
    if not value and field == "company_name" and contact.get("type") == ContactType.COMPANY:
        return str(contact.get("name") or "").strip()  # a company's name is its own
    return value
