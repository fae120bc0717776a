"""What hangs on a contact by lines: addresses, groups, relations, web sources; for one contact or many at once.

The rows are those of the lists in domain.setup.CONTACT_LINES, kept by the mechanics of setup. Where a person's company
has the lines (industry groups, web sources, relations), the person's show and change the company's.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from oppdesk.domain.contact import allowed
from oppdesk.domain.contact_privacy import check_usable
from oppdesk.domain.contact_relations import RESERVED, check_link, replaced
from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.progress import Progress
from oppdesk.domain.setup import by_key
from oppdesk.domain.words import LINK, ContactType, Relation
from oppdesk.i18n import _, ngettext
from oppdesk.services import contact_line_rules, setup
from oppdesk.services.contact_line_rules import RELATION
from oppdesk.services.contacts import Contacts
from oppdesk.services.setup_words import name_of
from oppdesk.storage import contact_lines, contacts, lookups
from oppdesk.storage import setup as store
from oppdesk.storage.unit_of_work import Reader, Store, Work

Values = dict[str, Any]
GROUPS = (  # what many contacts can be given at once
    "contact_mailing_group",
    "contact_industry_group",
    "contact_job_responsibility",
    RELATION,
    "contact_web_source",
)
BLOCK = 500  # lines that are removed in one step
_FIELD = {relation: name for name, relation in RESERVED.items()}


class Saved(NamedTuple):
    """The line's id, and what is to be said about it though it is stored (ALT-4)."""

    id: int
    warning: str = ""


class Assigned(NamedTuple):
    """How many contacts have it now that had not, how many had it before, and how many cannot have it (CON-F6)."""

    added: int
    had: int
    left_out: int


class ContactLines:
    """`key` is one of domain.setup.CONTACT_LINES, `row` the id of a line, `target` the id of a group, a relation …"""

    def __init__(self, store: Store, contacts: Contacts) -> None:
        self._store = store
        self._contacts = contacts

    # -- looking ------------------------------------------------------------------------------------------

    def rows(self, key: str, contact: int) -> list[Values]:
        """The lines that the contact shows, in their order; nothing of a kind that it cannot have (CON-F6)."""
        with self._store.read() as connection:
            found = contact_lines.contact(connection, contact)
            return store.rows(connection, key, contact_line_rules.owner(key, found))

    def may_have(self, key: str, contact: int) -> bool:
        """Whether the contact, or its company for it, can have such lines (CON-F6)."""
        with self._store.read() as connection:
            found = contact_lines.contact(connection, contact)
            owner = contact_lines.contact(connection, contact_line_rules.owner(key, found))
            return allowed(key, ContactType(owner["type"]))

    def launch_url(self, row: int) -> str:
        """The web address of a contact's web source, with its search word in it; WEB-1 when it has none."""
        with self._store.read() as connection:
            line = setup.shown(connection, "contact_web_source", row)
            source = setup.shown(connection, "web_source", line["web_source"].id)
        url = str(source["url"]).strip()
        if not url:
            message = _("Fill in the web address of the web source {source} first.")
            raise RuleError(message.format(source=name_of("web_source", source)), "url", "WEB-1")
        return url.replace("%1", quote(line["search_word"], safe=""))

    # -- one contact --------------------------------------------------------------------------------------

    def save(
        self,
        key: str,
        contact: int,
        row: int | None,
        values: Mapping[str, object],
        version: int | None = None,
    ) -> Saved:
        """Add a line (None) or change the given fields of one; all rules speak (BR-1 to -5, CON-F6, ALT-1 to -3)."""
        with self._store.write("contact_line.save") as work:
            made = setup.save_in(work, key, row, {**values, "contact": contact}, version)
            line = setup.shown(work.connection, key, made)
            title = _("“{name}” added to {list} of {contact}")
            if row is not None:
                title = _("“{name}” changed in {list} of {contact}")
            work.title = self._named(work.connection, title, key, line)
            warning = ""
            if key == contact_line_rules.RANGE:
                warning = contact_line_rules.overlap(work.connection, line, line["contact"], made)
        return Saved(made, warning)

    def remove(self, key: str, row: int) -> None:
        """An address with its dates."""
        with self._store.write("contact_line.remove") as work:
            line = setup.shown(work.connection, key, row)
            setup.remove_in(work, key, row)
            work.title = self._named(
                work.connection, _("“{name}” removed from {list} of {contact}"), key, line
            )

    @staticmethod
    def _named(connection: Reader, title: str, key: str, line: Values) -> str:
        contact = lookups.value(connection, "contact", line["contact"], "name")
        return title.format(name=name_of(key, line), list=_(by_key[key].title), contact=contact)

    def link(
        self,
        contact: int,
        link: Relation,
        number: str,
        system: str = "",
        note: str = "",
        take: Mapping[str, object] | None = None,
    ) -> int:
        """Note the number that the contact, or the company of a person, has in another program; the line's id.

        BR-2 to BR-5. `take` are fields of the contact with the other program's values, where those are to win. A row
        of the same relation without a number is replaced.
        """
        if link not in _FIELD:
            raise FieldError(_("Choose what the contact is linked to."), "link", "BR-5")
        with self._store.write("contact_line.link") as work:
            person = contact_lines.contact(work.connection, contact)
            check_usable(person)
            owner = contact_lines.contact(work.connection, contact_line_rules.owner(RELATION, person))
            values = {
                "contact": owner["id"],
                "business_relation": _relation_of(work.connection, link),
                "link": int(link),
                "external_number": number.strip().upper(),
                "system": system.strip(),
                "note": note.strip(),
            }
            own = contact_lines.of(work.connection, RELATION, owner["id"])
            check_link(owner, values, own, ())  # before it is looked for elsewhere: BR-5, BR-4, BR-2
            if take:
                self._contacts.change_in(work, owner["id"], take)
            old = replaced(values, own)
            made = setup.save_in(work, RELATION, int(str(old["id"])) if old else None, values)
            work.title = _("{contact} linked to {kind} No. {number}").format(
                contact=lookups.value(work.connection, "contact", owner["id"], "name"),
                kind=_(LINK[link]),
                number=values["external_number"],
            )
        return made

    # -- many contacts ------------------------------------------------------------------------------------

    def assign(self, key: str, ids: Sequence[int], target: int, progress: Progress | None = None) -> Assigned:
        """Give these contacts a group (a relation, a web source …), as one operation; who has it keeps it.

        Contacts that cannot have it are left out (CON-F6); BR-1 refuses a relation that is reserved.
        """
        setup_list = by_key[key]
        name = setup_list.fields[0].name
        with self._store.write("contact_line.assign") as work:
            shown = setup.shown(work.connection, str(setup_list.fields[0].target), target)
            if key == RELATION and target in contact_line_rules.codes(work.connection):
                message = _("{relation} is used when a contact is linked to its number in another program.")
                raise RuleError(message.format(relation=name_of(name, shown)), "business_relation", "BR-1")
            found = contact_lines.briefly(work.connection, ids)
            owners, left_out = _owners(work.connection, key, list(found.values()))
            had = contact_lines.having(work.connection, key, target, owners)
            new = [each for each in owners if each not in had]
            if progress is not None:
                progress.step(0, len(new))
            if new:
                contact_lines.put_many(work, key, new, setup_list.check({"contact": new[0], name: target}))
                _settle(work, key, new)
            titles = ngettext(
                "{count} contact added to “{name}”", "{count} contacts added to “{name}”", len(new)
            )
            work.title = _title(work.connection, titles, _("{contact} added to “{name}”"), new, name, shown)
        return Assigned(len(new), len(had), left_out)

    def unassign(self, key: str, ids: Sequence[int], target: int, progress: Progress | None = None) -> int:
        """Take a group from those of these contacts that have it, as one operation; how many had it."""
        setup_list = by_key[key]
        name = setup_list.fields[0].name
        with self._store.write("contact_line.unassign") as work:
            shown = setup.shown(work.connection, str(setup_list.fields[0].target), target)
            found = contact_lines.briefly(work.connection, ids)
            owners, _left_out = _owners(work.connection, key, list(found.values()))
            had = contact_lines.having(work.connection, key, target, owners)
            rows = list(had.values())
            for start in range(0, len(rows), BLOCK):
                if progress is not None:
                    progress.step(start, len(rows))
                store.remove_many(work, key, rows[start : start + BLOCK])
            if had:
                _settle(work, key, list(had))
            titles = ngettext(
                "{count} contact removed from “{name}”", "{count} contacts removed from “{name}”", len(had)
            )
            work.title = _title(
                work.connection, titles, _("{contact} removed from “{name}”"), list(had), name, shown
            )
        return len(had)


def _relation_of(connection: Reader, link: Relation) -> int:
    """The business relation that stands for a customer, a vendor …"""
    code = lookups.setup(connection, "marketing_setup").get(_FIELD[link])
    if not isinstance(code, int):
        message = _("Choose in Setup, under Numbers and defaults, which business relation stands for {kind}.")
        raise RuleError(message.format(kind=_(LINK[link])), "link", "4.3")
    return code


def _owners(connection: Reader, key: str, chosen: Sequence[Any]) -> tuple[list[int], int]:
    """Whose lines are meant by these contacts, each once; and how many of them can have none."""
    owners: dict[int, None] = {}
    left_out = 0
    kinds = {row.id: row.type for row in chosen}
    pairs = [(row, contact_line_rules.owner(key, row._asdict())) for row in chosen]
    others = {owner for _row, owner in pairs if owner not in kinds}
    kinds |= {row.id: row.type for row in contact_lines.briefly(connection, others).values()}
    for _row, owner in pairs:
        if allowed(key, ContactType(kinds[owner])):
            owners[owner] = None
        else:
            left_out += 1
    return list(owners), left_out


def _settle(work: Work, key: str, owners: Sequence[int]) -> None:
    if key == RELATION:
        contacts.relation_changed(work, owners)
    contact_lines.stamp(work, owners)


def _title(
    connection: Reader, many: str, one: str, owners: Sequence[int], target: str, shown: Mapping[str, Any]
) -> str:
    """For the undo bar: one contact by its name, more by their number."""
    name = name_of(target, shown)
    if len(owners) == 1:
        return one.format(contact=lookups.value(connection, "contact", owners[0], "name"), name=name)
    return many.format(count=len(owners), name=name)
