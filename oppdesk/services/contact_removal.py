"""Deleting contacts: what goes with them, what is handed over to the company, what stands in the way (3.12)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oppdesk.domain.errors import InUseError, NotThereError
from oppdesk.domain.fields import Ref
from oppdesk.domain.progress import Progress
from oppdesk.domain.setup import contact_lines
from oppdesk.domain.words import ContactType
from oppdesk.i18n import _, ngettext
from oppdesk.storage import comments, contacts
from oppdesk.storage.contact_tables import CONTACT, DUPLICATE, ContactRow
from oppdesk.storage.contacts import Held, Seat
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Reader, Work

NAMED = 5  # records that a message lists
LINES = tuple(
    lines.key for lines in reversed(contact_lines.LISTS)
)  # date ranges before the addresses they name


@dataclass(frozen=True, slots=True)
class Obstacle:
    """An open task (CON-D1) or an opportunity that is not closed (M-26)."""

    contact: Ref
    record: Ref
    table: str
    number: str


@dataclass(frozen=True, slots=True)
class Kept:
    """How many records there are that outlive a contact."""

    opportunities: int = 0
    tasks: int = 0
    documents: int = 0
    interactions: int = 0

    def __bool__(self) -> bool:
        return bool(self.opportunities or self.tasks or self.documents or self.interactions)


@dataclass(frozen=True, slots=True)
class Removal:
    """What the question before a deletion tells."""

    contacts: tuple[Ref, ...]
    people: tuple[Ref, ...]  # of the companies among them: they go with their company
    notes: int
    handed_over: Kept  # to the company of the person
    detached: Kept  # without contact and company afterwards
    in_the_way: tuple[Obstacle, ...]
    lines: Mapping[str, int]  # addresses, groups, relations … that go along, by the key of their table
    pictures: int
    duplicates: int  # pairs that were found
    subsidiaries: tuple[Ref, ...]  # companies that lose their parent

    @property
    def refusal(self) -> str:
        """Which open records have to be closed first, named; blank when nothing stands in the way."""
        return _refusal(self.in_the_way) if self.in_the_way else ""


def kept_of(connection: Reader, ids: Sequence[int]) -> Kept:
    """All that names these contacts, open or not."""
    return _count(contacts.held(connection, ids), contacts.seats(connection, ids))


def removal(connection: Reader, ids: Sequence[int]) -> Removal:
    """NotThereError when one of them is gone."""
    found = contacts.briefly(connection, ids)
    if len(found) < len(set(ids)):
        raise NotThereError(_("This contact does not exist any more."))
    companies = [row for row in found if found[row].type == ContactType.COMPANY]
    pulled = [row for row in contacts.people_ids(connection, companies) if row not in found]
    everybody = found | contacts.briefly(connection, pulled)
    heirs = _heirs(everybody)
    held, seats = contacts.held(connection, list(heirs)), contacts.seats(connection, list(heirs))
    given = [each for each in held if not each.open and _heir(each, heirs) is not None]
    left = [each for each in held if not each.open and _heir(each, heirs) is None]
    meetings = [seat for seat in seats if not seat.open and heirs[seat.contact] is not None]
    return Removal(
        contacts=tuple(Ref(row, found[row].name) for row in dict.fromkeys(ids)),
        people=tuple(Ref(row, everybody[row].name) for row in pulled),
        notes=contacts.notes_count(connection, list(heirs)),
        handed_over=_count(given, meetings),
        detached=_count(left),
        in_the_way=_obstacles(everybody, held, seats),
        lines={key: count for key in LINES if (count := len(contacts.lines(connection, key, list(heirs))))},
        pictures=sum(bool(row.picture) for row in everybody.values()),
        duplicates=len(contacts.pairs(connection, list(heirs))),
        subsidiaries=tuple(
            each for each in contacts.subsidiaries(connection, list(heirs)) if each.id not in heirs
        ),
    )


def remove(work: Work, ids: Sequence[int], progress: Progress | None = None) -> list[str]:
    """Remove them, persons before their company; their names. InUseError refuses all of it (R-DEL-10)."""
    plan = removal(work.connection, ids)
    if plan.in_the_way:
        raise InUseError(plan.refusal, number=plan.in_the_way[0].number)
    everybody = contacts.briefly(work.connection, [ref.id for ref in plan.contacts + plan.people])
    heirs = _heirs(everybody)
    for record in contacts.held(work.connection, list(heirs)):
        heir = _heir(record, heirs)
        contacts.hand_over(work, record, heir, heir)
    for seat in contacts.seats(work.connection, list(heirs)):
        contacts.reseat(work, seat, heirs[seat.contact])
    comments.remove_all(work, "contact", list(heirs))
    remove_lines(work, list(heirs))
    for child in contacts.subsidiaries(work.connection, list(heirs)):
        work.change(CONTACT, child.id, {"parent_company": None})
    work.flush()
    rows = sorted(everybody.values(), key=lambda row: row.type != ContactType.PERSON)
    for done, row in enumerate(rows):
        if progress is not None:
            progress.step(done, len(rows))
        work.remove(work.get(ContactRow, row.id))
        work.flush()  # persons point at their company
    return [ref.text for ref in plan.contacts]


def remove_lines(work: Work, ids: Sequence[int], keys: Iterable[str] = LINES) -> None:
    """Take away what hangs on these contacts by lines, and the pairs of duplicates they stand in."""
    for key in keys:
        for row in contacts.lines(work.connection, key, ids):
            work.take(TABLES[key], row)
    for row in contacts.pairs(work.connection, ids):
        work.take(DUPLICATE, row)


def _heirs(everybody: dict[int, Any]) -> dict[int, int | None]:
    """Who takes over from each: the company of a person, unless it goes too."""
    return {
        key: row.company if row.type == ContactType.PERSON and row.company not in everybody else None
        for key, row in everybody.items()
    }


def _heir(record: Held, heirs: dict[int, int | None]) -> int | None:
    """Contact and company of a record afterwards (R-DEL-06)."""
    if record.company in heirs or record.contact is None:
        return None
    return heirs[record.contact]


def _count(records: Iterable[Held], meetings: Iterable[Seat] = ()) -> Kept:
    ids: dict[str, set[int]] = {"opportunity": set(), "task": {seat.task for seat in meetings}}
    for each in records:
        ids.setdefault(each.table, set()).add(each.id)
    return Kept(
        len(ids["opportunity"]),
        len(ids["task"]),
        len(ids.get("sales_document", ())),
        len(ids.get("interaction", ())),
    )


def _obstacles(everybody: dict[int, Any], held: list[Held], seats: list[Seat]) -> tuple[Obstacle, ...]:
    """Open tasks first, then open opportunities, as they are checked (CON-D1, CON-D3)."""

    def name(contact: int | None, company: int | None) -> Ref:
        row = everybody.get(contact or 0) or everybody[company or 0]
        return Ref(row.id, row.name)

    found = {
        (each.table, each.id): Obstacle(
            name(each.contact, each.company),
            Ref(each.id, each.text),
            each.table,
            "CON-D1" if each.table == "task" else "M-26",
        )
        for each in held
        if each.open
    }
    for seat in seats:
        if seat.open and ("task", seat.task) not in found:
            task = Ref(seat.task, seat.text)
            found["task", seat.task] = Obstacle(name(seat.contact, None), task, "task", "CON-D1")
    return tuple(sorted(found.values(), key=lambda each: (each.number, each.record.id)))


def _refusal(obstacles: Sequence[Obstacle]) -> str:
    kind = obstacles[0].table
    same = [each for each in obstacles if each.table == kind]
    named = [
        _("“{record}” ({contact})").format(record=each.record.text, contact=each.contact.text)
        for each in same[:NAMED]
    ]
    if len(same) > NAMED:
        rest = len(same) - NAMED
        named.append(ngettext("{count} more", "{count} more", rest).format(count=rest))
    if kind == "task":
        message = ngettext(
            "An open task stands in the way: {records}. Close or cancel it first.",
            "Open tasks stand in the way: {records}. Close or cancel them first.",
            len(same),
        )
    else:
        message = ngettext(
            "An opportunity that is not closed stands in the way: {records}.",
            "Opportunities that are not closed stand in the way: {records}.",
            len(same),
        )
    return message.format(records=", ".join(named))
