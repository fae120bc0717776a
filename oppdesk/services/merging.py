"""Two contacts become one: what stands on each side, what is in the way, and all that moves (relationships 5.4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from oppdesk.domain import contact as rules
from oppdesk.domain import duplicates as words
from oppdesk.domain.errors import RuleError
from oppdesk.domain.fields import Kind, Ref
from oppdesk.domain.records import CONTACT
from oppdesk.domain.setup import by_key
from oppdesk.domain.setup_list import SetupList
from oppdesk.domain.words import ContactType
from oppdesk.i18n import N_, _
from oppdesk.services import contact_records
from oppdesk.services.contacts import Contacts
from oppdesk.services.setup_words import name_of
from oppdesk.storage import contact_lines, duplicates, lookups, merging
from oppdesk.storage import contacts as store
from oppdesk.storage.contact_tables import DUPLICATE, ContactRow
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Reader, Work

Values = dict[str, Any]
Resolution = str | int | date | None  # None: the duplicate's row goes; else the key it has from now on
MARK = "MERGE"  # the code of a note taken over
_NOTE = 32_000  # characters
_RELATIONS = "contact_business_relation"
_ADDRESSES, _RANGES = "alternative_address", "address_range"
_NOT_CHOSEN = frozenset({"type", "relation", "open_opportunities"})
_LABELS = {
    "contact": N_("People and subsidiaries"),
    "opportunity": N_("Opportunities"),
    "opportunity_entry": N_("Opportunity entries"),
    "task": N_("Tasks"),
    "attendee": N_("Meetings"),
    "interaction": N_("Interactions"),
    "sales_document": N_("Quotes and orders"),
    "comment": N_("Notes"),
    "duplicate": N_("Duplicates"),
}
_PICTURE = N_("Picture")


@dataclass(frozen=True, slots=True)
class FieldPair:
    """A field that at least one has filled; references are `Ref`. `proposed`: only the duplicate has it."""

    name: str
    label: str
    kept: object
    dropped: object
    proposed: bool

    @property
    def differs(self) -> bool:
        return (self.kept or None) != (self.dropped or None)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row of the duplicate whose key the other contact has, too; `field` gets another value if it is to stay."""

    table: str
    id: int
    text: str
    field: str


@dataclass(frozen=True, slots=True)
class Related:
    """How many rows of a table hang on each."""

    table: str
    label: str
    kept: int
    dropped: int
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    keep: Ref
    drop: Ref
    kind: ContactType
    fields: tuple[FieldPair, ...]
    related: tuple[Related, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(conflict for each in self.related for conflict in each.conflicts)

    @property
    def question(self) -> str:
        """DUP-6: what is asked before."""
        return words.question(self.keep.text, self.drop.text)


# ------------------------------------------------------------------------------------------------ side by side


def comparison(connection: Reader, keep: int, drop: int) -> Comparison:
    """RuleError DUP-3, DUP-5, DUP-7 when the two cannot be merged."""
    found = _checked(connection, keep, drop)
    kept, dropped = found[keep], found[drop]
    mine, theirs = merging.counts(connection, keep), merging.counts(connection, drop)
    clashes = _clashes(connection, keep, drop)
    return Comparison(
        Ref(keep, f"{kept['number']} {kept['name']}"),
        Ref(drop, f"{dropped['number']} {dropped['name']}"),
        ContactType(kept["type"]),
        _fields(kept, dropped),
        tuple(
            Related(
                table,
                _(_LABELS.get(table) or by_key[table].title),
                mine[table],
                theirs[table],
                tuple(
                    Conflict(table, row, name_of(table, merging.line_name(connection, table, row)), field)
                    for row, field in clashes.get(table, {}).items()
                ),
            )
            for table in mine
            if mine[table] or theirs[table]
        ),
    )


def _checked(connection: Reader, keep: int, drop: int) -> dict[int, Values]:
    found = merging.shown(connection, [keep, drop])
    words.check_merge(found.get(keep), found.get(drop) if drop else {})
    return found


def _fields(kept: Values, dropped: Values) -> tuple[FieldPair, ...]:
    labels = {field.name: _(field.label) for field in CONTACT if field.name not in _NOT_CHOSEN}
    labels["picture"] = _(_PICTURE)
    if kept["type"] == ContactType.COMPANY:
        del labels["company"]
    proposed = words.proposed_takes(kept, dropped, labels)
    return tuple(
        FieldPair(name, label, kept[name], dropped[name], name in proposed)
        for name, label in labels.items()
        if kept[name] or dropped[name]
    )


def _clashes(connection: Reader, keep: int, drop: int) -> dict[str, dict[int, str]]:
    """The rows of the duplicate whose key is taken, by table, with the field that could be another."""
    found: dict[str, dict[int, str]] = {}
    for key in merging.LINES:
        mine, theirs = merging.lines(connection, key, keep), merging.lines(connection, key, drop)
        for row in theirs:
            if any(_clash(by_key[key], row, other) for other in mine):
                found.setdefault(key, {})[row["id"]] = _renamed_field(by_key[key])
    return found


def _clash(setup: SetupList, one: Values, other: Values) -> bool:
    """The same key; or both say which customer the contact is in the same program (BR-2)."""
    if all(one[name] == other[name] for name in setup.key_fields):
        return True
    if setup.key != _RELATIONS or not (one["link"] and one["external_number"] and other["external_number"]):
        return False
    return bool(one["link"] == other["link"] and one["system"].casefold() == other["system"].casefold())


def _renamed_field(setup: SetupList) -> str:
    names = setup.key_fields
    return next((name for name in names if setup.field(name).kind is not Kind.LOOKUP), names[0])


# ------------------------------------------------------------------------------------------------ merging


def merge(
    work: Work,
    service: Contacts,
    keep: int,
    drop: int,
    taken: Sequence[str],
    resolve: Mapping[tuple[str, int], Resolution],
) -> None:
    """DUP-3 to DUP-7: everything that hangs on `drop` moves, the chosen fields are copied, then it goes."""
    connection = work.connection
    found = _checked(connection, keep, drop)
    is_company = found[keep]["type"] == ContactType.COMPANY
    before = store.stored(connection, drop) or {}
    _resolve(work, keep, drop, resolve)
    for key in merging.LINES:
        merging.refer(work, key, "contact", [row["id"] for row in merging.lines(connection, key, drop)], keep)
    merging.refer_otherwise(work, drop, keep)
    if not is_company:
        _bring_together(work, keep, drop, take_company="company" in taken)
    _move_records(work, keep, drop, is_company=is_company)
    _move_notes(work, keep, drop, Ref(drop, f"{found[drop]['number']} {found[drop]['name']}"))
    _move_pairs(work, keep, drop)
    people = _move_people(work, keep, drop)
    gone = work.get(ContactRow, drop)
    number, series, picture = gone.number, gone.number_series, gone.picture
    work.flush()
    work.remove(gone)
    work.flush()  # its number and its keys are free from here on
    chosen = _chosen(before, taken, keep, drop)
    if chosen:
        service.change_in(work, keep, chosen)
    row = work.get(ContactRow, keep)
    if "number" in taken:
        row.number, row.number_series = number, series
    if "picture" in taken:
        row.picture = picture
    after, setup = store.values(row), lookups.setup(connection, "marketing_setup")
    for person in people:  # to them it is as if their company had changed (3.6)
        _set(person, rules.taken_on_change(store.values(person), before, after, setup))
    work.flush()
    store.relation_changed(work, [keep])
    contact_lines.stamp(work, [keep])
    work.title = _("{duplicate} merged into {contact}").format(
        duplicate=found[drop]["name"], contact=row.name
    )


def _resolve(work: Work, keep: int, drop: int, resolve: Mapping[tuple[str, int], Resolution]) -> None:
    """DUP-4: each row in the way goes or gets another key, and is in nobody's way then."""
    clashes = _clashes(work.connection, keep, drop)
    words.check_conflicts(sum((key, row) not in resolve for key, rows in clashes.items() for row in rows))
    for key, rows in clashes.items():
        for row, name in rows.items():
            value = resolve[key, row]
            if value is None:
                _let_go(work, key, row, keep)
            else:
                work.change(TABLES[key], row, {name: by_key[key].field(name).check(value)})
    left = _clashes(work.connection, keep, drop)
    if left:
        words.check_conflicts(sum(map(len, left.values())))


def _let_go(work: Work, key: str, row: int, keep: int) -> None:
    """Remove a row of the duplicate; dates of an address go on with the same address of the other contact."""
    if key == _ADDRESSES:
        code = lookups.value(work.connection, key, row, "code")
        own = next(each for each in merging.lines(work.connection, key, keep) if each["code"] == code)
        dates = [each["id"] for each in _ranges_of(work.connection, row)]
        merging.refer(work, _RANGES, "alternative_address", dates, own["id"])
    work.take(TABLES[key], row)


def _ranges_of(connection: Reader, address: int) -> list[Values]:
    owner = lookups.value(connection, _ADDRESSES, address, "contact")
    rows = merging.lines(connection, _RANGES, owner)
    return [row for row in rows if row["alternative_address"] == address]


def _bring_together(work: Work, keep: int, drop: int, *, take_company: bool) -> None:
    """Both persons belong to one company, and their records with them: they were one all the time."""
    kept, dropped = work.get(ContactRow, keep), work.get(ContactRow, drop)
    company = dropped.company if take_company else kept.company
    for row in (kept, dropped):
        if row.company != company:
            contact_records.leave_company(work, row.id, row.company, company, move_records=True)
            row.company = company
    work.flush()


def _move_records(work: Work, keep: int, drop: int, *, is_company: bool) -> None:
    """Opportunities, entries, tasks, interactions and quotes, and the seats at meetings."""
    changes: dict[str, dict[int, tuple[int | None, int | None]]] = {}
    for record in store.held(work.connection, [drop]):
        contact = keep if record.contact == drop else record.contact
        company = keep if is_company else record.company
        changes.setdefault(record.table, {})[record.id] = contact, company
    merging.stand_for(work, changes)
    for seat in store.seats(work.connection, [drop]):
        store.reseat(work, seat, keep)


def _move_notes(work: Work, keep: int, drop: int, of: Ref) -> None:
    mark = _("Taken over from {contact} by a merge:").format(contact=of.text)
    for note in merging.notes(work, drop):
        marked = f"{mark}\n{note.text}"
        note.row, note.code = keep, MARK
        if len(marked) <= _NOTE:
            note.text = marked
    work.flush()


def _move_pairs(work: Work, keep: int, drop: int) -> None:
    """Whom the duplicate was called separate from, the other contact is, too; what else was found goes with it."""
    own = {_other(row, keep) for row in duplicates.pairs_of(work.connection, [keep])}
    for row in duplicates.pairs_of(work.connection, [drop]):
        third = _other(row, drop)
        if row.separate and third != keep and third not in own:
            one, other = words.pair(keep, third)
            work.change(DUPLICATE, row.id, {"contact": one, "other": other})
        else:
            work.take(DUPLICATE, row.id)


def _other(row: Any, contact: int) -> int:
    return int(row.other if row.contact == contact else row.contact)


def _move_people(work: Work, keep: int, drop: int) -> list[ContactRow]:
    """The people of the duplicate belong to the other company, and what stood below it stands below that."""
    for company in merging.subsidiaries(work, drop):
        company.parent_company = None if company.id == keep else keep
    work.flush()
    kept = work.get(ContactRow, keep)
    if kept.parent_company is not None and keep in store.ancestors(work.connection, kept.parent_company):
        kept.parent_company = None  # the duplicate stood above it: that is itself now
    people = store.people_of(work, drop)
    for person in people:
        person.company = keep
    work.flush()
    return people


def _chosen(before: Values, taken: Iterable[str], keep: int, drop: int) -> Values:
    """The values to be copied; a company never stands above itself."""
    own = {"number", "picture", "company", *_NOT_CHOSEN}
    unknown = [name for name in taken if name not in before and name != "picture"]
    if unknown:
        raise RuleError(_("This field cannot be changed here."), unknown[0])
    chosen = {name: before[name] for name in taken if name not in own}
    if chosen.get("parent_company") in (keep, drop):
        chosen["parent_company"] = None
    return chosen


def _set(row: ContactRow, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
