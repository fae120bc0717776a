"""Letters and messages: fields like {contact} that are filled when an interaction is created (relationships 9.2).

Pure, on texts. What is put in is never looked at for fields again, so that no name of a contact becomes one.
"""

import re
from collections.abc import Mapping

from oppdesk.i18n import N_

# What may stand between braces, with what it stands for, in the order in which it is offered.
FIELDS: Mapping[str, str] = {
    "contact": N_("Name of the contact"),
    "first_name": N_("First name"),
    "surname": N_("Surname"),
    "job_title": N_("Job title"),
    "company": N_("Name of the company"),
    "address": N_("Address, a line each"),
    "formal": N_("Formal greeting"),
    "informal": N_("Informal greeting"),
    "date": N_("Date"),
    "salesperson": N_("Name of the salesperson"),
    "salesperson_title": N_("Job title of the salesperson"),
    "salesperson_phone": N_("Phone No. of the salesperson"),
    "salesperson_e_mail": N_("E-mail of the salesperson"),
    "opportunity": N_("Description of the opportunity"),
    "house": N_("Name of our company"),
}
# The greetings are sought only where they are used: they may be missing (SAL-1, SAL-2).
GREETINGS = ("formal", "informal")
_FIELD = re.compile(r"\{[ \t]*([A-Za-z][A-Za-z0-9_ -]{0,40}?)[ \t]*\}")


def used(text: str) -> tuple[str, ...]:
    """The fields of a text, each once, as it spells them in small letters; known ones and others."""
    return tuple(dict.fromkeys(_name(found[1]) for found in _FIELD.finditer(text)))


def unknown(text: str) -> tuple[str, ...]:
    """Those of them that stand for nothing: they stay as they are typed, and are told."""
    return tuple(name for name in used(text) if name not in FIELDS)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled; a line of nothing but fields that are blank goes.

    Fields that are unknown, or have no value here, stay as they are.
    """
    lines = []
    for line in text.split("\n"):
        names = {_name(found[1]) for found in _FIELD.finditer(line)} & values.keys()
        new = _FIELD.sub(lambda found: values.get(_name(found[1]), found[0]), line)
        if not (names and not new.strip() and line.strip()):
            lines.append(new.rstrip() if names else line)
    return "\n".join(lines)


def _name(typed: str) -> str:
    return re.sub("[ -]+", "_", typed).lower()
