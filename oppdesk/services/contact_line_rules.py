"""What is asked of a line of a contact, whoever writes it, and what the contact becomes by it (relationships 4)."""

from collections.abc import Callable, Mapping
from datetime import date

from oppdesk.domain import addresses, contact_relations
from oppdesk.domain.contact import check_allowed
from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.setup import CONTACT_LINES
from oppdesk.domain.words import Relation
from oppdesk.i18n import _, ngettext
from oppdesk.services.setup_rules import Removal, Row, Rules
from oppdesk.storage import contact_lines, contacts, lookups, setup
from oppdesk.storage.unit_of_work import Reader, Work

RELATION = "contact_business_relation"
RANGE = "address_range"
_OF_COMPANIES = frozenset({"contact_industry_group", "contact_web_source"})
_LINKED = ("link", "external_number", "system", "business_relation")


def owner(key: str, contact: Row) -> int:
    """Whose lines are shown and changed where the contact's are: a person's company has some of them (4.2, 4.3)."""
    if key == RELATION:
        found = contact_relations.owner(contact)
    elif key in _OF_COMPANIES:
        found = contact.get("company") or contact["id"]
    else:
        found = contact["id"]
    return found if isinstance(found, int) else int(contact["id"])


def _follow(key: str) -> Callable[[Work, Row, Row], Row]:
    def follow(work: Work, _before: Row, after: Row) -> Row:
        """The line hangs on whom it is about; a reserved code says what the number is of."""
        found: dict[str, object] = {
            "contact": owner(key, contact_lines.contact(work.connection, after["contact"]))
        }
        if key == RELATION:
            kind = codes(work.connection).get(after["business_relation"])
            if kind is not None and not after["link"]:
                found["link"] = int(kind)
        return found

    return follow


def codes(connection: Reader) -> Mapping[int, Relation]:
    """The relations that are reserved for rows with a number."""
    return contact_relations.reserved(lookups.setup(connection, "marketing_setup"))


def _check(key: str) -> Callable[[Work, Row, Row], None]:
    def check(work: Work, before: Row, after: Row) -> None:
        """CON-F6."""
        contact = contact_lines.contact(work.connection, after["contact"])
        check_allowed(key, contact)
        if key == RELATION:
            _check_relation(work, contact, before, after)
        elif key == RANGE:
            _check_range(work, before, after)

    return check


def _check_relation(work: Work, contact: Row, before: Row, after: Row) -> None:
    """BR-1 to BR-5; what is said of a link beside its number is free."""
    contact_relations.check_typed(after, codes(work.connection))
    if not after["link"] or all(before.get(name) == after[name] for name in _LINKED):
        return
    own = contact_lines.of(work.connection, RELATION, contact["id"], before.get("id"))
    number = str(after["external_number"])
    same = contact_lines.with_number(work.connection, number, contact["id"]) if number else []
    contact_relations.check_link(contact, after, own, same)
    for other in own:
        if other["business_relation"] == after["business_relation"] and other["external_number"]:
            message = _("This contact is already linked to number {number}.")
            raise RuleError(message.format(number=other["external_number"]), "external_number", "BR-2")


def _check_range(work: Work, before: Row, after: Row) -> None:
    """ALT-1, ALT-2, ALT-3; the address is one of the contact's own."""
    address = after["alternative_address"]
    if lookups.value(work.connection, "alternative_address", address, "contact") != after["contact"]:
        raise FieldError(_("This contact has no such alternative address."), "alternative_address", "CON-F8")
    changed = before and before["starting_date"] == after["starting_date"]
    sisters = contact_lines.of(work.connection, RANGE, after["contact"], before.get("id"))
    addresses.check_range(after, sisters, "ending_date" if changed else "")


def overlap(connection: Reader, row: Row, contact: int, own: int | None) -> str:
    """ALT-4: what is said of a range that is stored all the same; "" where nothing overlaps."""
    if not isinstance(row.get("starting_date"), date):
        return ""
    return addresses.overlap(row, contact_lines.of(connection, RANGE, contact, own))


def _settle(key: str) -> Callable[[Work, Row, Row], None]:
    def settle(work: Work, before: Row, after: Row) -> None:
        touched = {row["contact"] for row in (before, after) if row}
        if key == RELATION:
            contacts.relation_changed(work, touched)
        contact_lines.stamp(work, touched)

    return settle


def _address_removal(connection: Reader, row: Row, name: str) -> Removal:
    """Its dates go with it (4.1)."""
    times = len(setup.referring(connection, RANGE, "alternative_address", row["id"]))
    told = ngettext("{n} range of dates goes with it.", "{n} ranges of dates go with it.", times)
    return Removal(name, (told.format(n=times),) if times else ())


def _address_clear(work: Work, row: Row) -> None:
    dates = setup.referring(work.connection, RANGE, "alternative_address", row["id"])
    setup.remove_many(work, RANGE, dates)


def _rules(key: str) -> Rules:
    if key == "alternative_address":
        return Rules(
            _follow(key),
            _check(key),
            settle=_settle(key),
            removal=_address_removal,
            clear=_address_clear,
            clears=frozenset({(RANGE, "alternative_address")}),
        )
    return Rules(_follow(key), _check(key), settle=_settle(key))


RULES: Mapping[str, Rules] = {lines.key: _rules(lines.key) for lines in CONTACT_LINES}
