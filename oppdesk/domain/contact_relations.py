"""What the house is in business with a contact for, and how far it has come (relationships 3.11, 4.3)."""

from collections.abc import Iterable, Mapping, Sequence

from oppdesk.domain.contact_privacy import check_usable
from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.words import Acquaintance, ContactType, Relation
from oppdesk.i18n import _

Values = Mapping[str, object]

# Fields of the marketing setup that name the codes reserved for rows with a number.
RESERVED: Mapping[str, Relation] = {
    "relation_of_customers": Relation.CUSTOMER,
    "relation_of_vendors": Relation.VENDOR,
    "relation_of_banks": Relation.BANK_ACCOUNT,
    "relation_of_employees": Relation.EMPLOYEE,
}


def reserved(setup: Values) -> dict[int, Relation]:
    """Business relation (its id) -> what it stands for, from the marketing setup."""
    return {code: relation for name, relation in RESERVED.items() if isinstance(code := setup.get(name), int)}


def relation(rows: Sequence[Values], codes: Mapping[int, Relation]) -> Relation:
    """The status of a contact (3.11): `rows` are its own relations and its company's; `codes` are reserved."""
    masters = [row for row in rows if row.get("business_relation") in codes and row.get("external_number")]
    if not masters:
        return (Relation.NONE, Relation.OTHER)[len(rows)] if len(rows) < 2 else Relation.MULTIPLE
    if len(masters) == len(rows) == 1:
        code = masters[0]["business_relation"]
        return codes[code] if isinstance(code, int) else Relation.OTHER
    return Relation.MULTIPLE


def acquaintance(
    rows: Iterable[Values], codes: Mapping[int, Relation], prospects: int | None, *, won: int, still_open: int
) -> Acquaintance:
    """Customer, prospect or lead: only a label. `prospects` is the id of the relation PROS, `won` and `still_open`
    count opportunities."""
    is_prospect = still_open > 0
    for row in rows:
        code = row.get("business_relation")
        if isinstance(code, int) and codes.get(code) is Relation.CUSTOMER and row.get("external_number"):
            return Acquaintance.CUSTOMER
        is_prospect = is_prospect or (prospects is not None and code == prospects)
    if won:
        return Acquaintance.CUSTOMER
    return Acquaintance.PROSPECT if is_prospect else Acquaintance.LEAD


def owner(values: Values) -> object:
    """The contact that a row belongs to: a person's company, else the contact itself (4.3); its id."""
    is_person = values.get("type", ContactType.COMPANY) == ContactType.PERSON
    return (values.get("company") if is_person else None) or values.get("id")


def check_typed(row: Values, codes: Mapping[int, Relation]) -> None:
    """BR-1: the reserved codes stand only in rows with a number, which the link makes."""
    if row.get("business_relation") in codes and not str(row.get("external_number") or "").strip():
        message = _(
            "This code is used when a contact is linked to its number in another program. Link it instead."
        )
        raise RuleError(message, "business_relation", "BR-1")


def check_link(
    contact: Values, row: Values, own: Iterable[Values], same: Iterable[tuple[Values, str]]
) -> None:
    """BR-4, BR-5, BR-2, BR-3 before a link is made: `row` has link, external_number and system.

    Each system has numbers of its own. `own` are the contact's rows beside it; `same` the rows of others with that
    number, and the contacts' names.
    """
    check_usable(contact)  # BR-4 is CON-P2
    number = str(row.get("external_number") or "").strip()
    if not number:
        raise FieldError(_("Please fill in the number."), "external_number", "BR-5")
    for other in own:
        if other.get("link") == row.get("link") and other.get("external_number") and _same_system(other, row):
            message = _("This contact is already linked to number {number}.")
            message = message.format(number=other["external_number"])
            raise RuleError(message, "external_number", "BR-2")
    for other, name in same:
        is_it = str(other.get("external_number") or "").strip().upper() == number.upper()
        if is_it and other.get("link") == row.get("link") and _same_system(other, row):
            message = _("Number {number} is already linked to {contact}.").format(number=number, contact=name)
            raise RuleError(message, "external_number", "BR-3")


def replaced(row: Values, own: Iterable[Values]) -> Values | None:
    """The row with the same code and no number that a link takes the place of; None if there is none (4.3)."""
    code = row.get("business_relation")
    for other in own:
        if other.get("business_relation") == code and not other.get("external_number"):
            return other
    return None


def _same_system(one: Values, other: Values) -> bool:
    return str(one.get("system") or "").casefold() == str(other.get("system") or "").casefold()
