"""What a contact's values become and must be beside other records: codes that exist, numbers of its country."""

from collections.abc import Iterable, Mapping
from typing import Any

from oppdesk.domain import contact as rules
from oppdesk.domain.communication import formatted_phone
from oppdesk.domain.contact_privacy import check_privacy, privacy_follows
from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.fields import Kind
from oppdesk.domain.records import CONTACT
from oppdesk.domain.vat_numbers import check_vat_number
from oppdesk.domain.words import ContactType
from oppdesk.i18n import _
from oppdesk.storage import contacts, lookups
from oppdesk.storage.unit_of_work import Reader

Values = Mapping[str, Any]
_LOOKUPS = {field.name: field for field in CONTACT if field.kind is Kind.LOOKUP}
_DIALLED = ("phone", "mobile_phone", "fax")


def completed(connection: Reader, before: Values, after: Values) -> dict[str, object]:
    """`after` with all that follows from what changed; `before` is empty for a new contact.

    Name and parts (3.4), place (3.8), privacy (3.10), the format region of a language (3.1), numbers in the form of
    the contact's country where they surely are of it.
    """
    found = {**after, **rules.follows(before, after)}
    found |= privacy_follows(before, found)
    if found.get("language") and not found.get("format_region") and _changed(before, found, ["language"]):
        language = str(lookups.value(connection, "language", found["language"], "code") or "")
        found["format_region"] = rules.format_region(language, _country(connection, found))
    dialled = [name for name in _DIALLED if found.get(name) and _changed(before, found, [name])]
    if dialled:
        country = _country(connection, found)
        found |= {name: formatted_phone(str(found[name]), country) for name in dialled}
    return found


def check(connection: Reader, own_id: int | None, before: Values, after: Values) -> None:
    """CON-C1, CON-F1 to F8, CON-P1, CON-P4: the whole contact, and of its references and numbers what changed."""
    rules.check(after)
    check_privacy(before, after)
    changed = [name for name in after if _changed(before, after, [name])]
    check_references(connection, {name: after[name] for name in changed})
    if after.get("vat_number") and _changed(before, after, ["vat_number", "country"]):
        check_vat_number(str(after["vat_number"]), _country(connection, after))
    parent = after.get("parent_company")
    if parent is not None and "parent_company" in changed:
        company(connection, parent, "parent_company")
        rules.check_parent(own_id or 0, contacts.ancestors(connection, parent))


def company(connection: Reader, row: int, field: str = "company") -> dict[str, Any]:
    """The values of a company; FieldError when this is none."""
    found = contacts.stored(connection, row)
    if found is None:
        raise FieldError(_("This company does not exist."), field, "CON-F8")
    if found["type"] != ContactType.COMPANY:
        message = _("{contact} is a person; choose a company.")
        raise FieldError(message.format(contact=found["name"]), field, "CON-N1")
    return found


def check_references(connection: Reader, values: Values) -> None:
    """CON-F7 and CON-F8: what is referred to exists and may be used."""
    for name, value in values.items():
        field = _LOOKUPS.get(name)
        if field is None or value is None or field.target == "contact":
            continue
        if lookups.value(connection, str(field.target), value, "id") is None:
            message = _("{field}: this entry does not exist any more.")
            raise FieldError(message.format(field=_(field.label)), name, "CON-F8")
    try:
        lookups.check_salesperson(connection, values.get("salesperson"))
    except RuleError as error:
        raise RuleError(error.message, "salesperson", "CON-F7") from None


def _changed(before: Values, after: Values, names: Iterable[str]) -> bool:
    return any((after.get(name) or None) != (before.get(name) or None) for name in names)


def _country(connection: Reader, values: Values) -> str:
    return str(lookups.value(connection, "country", values.get("country"), "code") or "")
