"""What a row of a file of contacts may say: the contact's own fields, and in one cell each what hangs on it."""

from dataclasses import replace

from oppdesk.domain import contact_columns
from oppdesk.domain.contact_columns import LISTS, NOTE
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.records import CONTACT
from oppdesk.i18n import N_

_HINTS = {
    "company": N_("Number or name; made when it is new."),
    "parent_company": N_("Number or name; made when it is new."),
    "salesperson": N_("Code or name; made when it is new."),
}
_OF_LINES = N_("Codes or descriptions with semicolons between them; made when they are new.")
COMPANY_NUMBER = "company_number"  # beside the company's name: which of several of that name


def _own() -> tuple[Field, ...]:
    found = []
    for field in CONTACT:
        if not field.read_only:
            found.append(replace(field, hint=_HINTS.get(field.name, field.hint)))
        if field.name == "company":
            found.append(Field(COMPANY_NUMBER, contact_columns.column("company").label, Kind.CODE, 20))
    return tuple(found)


def _line(name: str) -> Field:
    is_group = name not in ("alternative_address", "address_range", NOTE)
    return replace(contact_columns.column(name), hint=_OF_LINES if is_group else "")


OWN = _own()
CONTACTS: tuple[Field, ...] = (*OWN, *(_line(name) for name in LISTS), _line(NOTE))
STORED = tuple(field.name for field in OWN if field.name != COMPANY_NUMBER)
