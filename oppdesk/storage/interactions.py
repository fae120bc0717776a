"""What the log of interactions is asked: a template with its languages, drafts, what is cancelled, sums."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from oppdesk.domain.words import Initiator
from oppdesk.storage import comments, setup
from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import ATTENDEE, COMMENT, CommentRow
from oppdesk.storage.unit_of_work import Work

_SOME = 500
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sums:
    """Of interactions that count: neither cancelled nor postponed. Cost in minor units, duration in minutes."""

    count: int = 0
    cost: int = 0
    duration: int = 0

    @property
    def average_cost(self) -> int:
        """In minor units, rounded half up; 0 when there are none."""
        return _average(self.cost, self.count)

    @property
    def average_duration(self) -> int:
        """In hundredths of a minute, rounded half up; 0 when there are none."""
        return _average(self.duration * 100, self.count)


def _average(total: int, count: int) -> int:
    return (2 * total + count) // (2 * count) if count else 0


def stored(connection: Connection, table: str, row: int | None) -> Values:
    """The columns of a row as they are stored; nothing when there is none."""
    if row is None:
        return {}
    found = metadata.tables[table]
    values = connection.execute(select(found).where(found.c.id == row)).mappings().first()
    return dict(values) if values else {}


def languages(connection: Connection, template: int) -> dict[int | None, Values]:
    """The lines of a template by language."""
    table = TABLES["interaction_template_language"]
    rows = connection.execute(select(table).where(table.c.interaction_template == template)).mappings()
    return {row["language"]: dict(row) for row in rows}


def sums(connection: Connection, *terms: Any, first: date | None = None, last: date | None = None) -> Sums:
    """How many interactions there are of the days from first to last, and what they come to (3.2, 6.1)."""
    own = INTERACTION.c
    wanted = select(
        func.count(), func.coalesce(func.sum(own.cost), 0), func.coalesce(func.sum(own.duration), 0)
    ).where(*terms, ~own.canceled, ~own.postponed, *_between(first, last))
    return Sums(*connection.execute(wanted).one())


def _between(first: date | None, last: date | None) -> list[Any]:
    terms = [] if first is None else [INTERACTION.c.on >= first]
    return terms if last is None else [*terms, INTERACTION.c.on <= last]


class Touch(NamedTuple):
    """When somebody was last reached, and when that was last tried (3.2)."""

    reached: date | None
    tried: date | None


def touches(connection: Connection, contact: int) -> Touch:
    """Drafts and cancelled entries count for neither (A-13)."""
    own = INTERACTION.c
    mine = [*of(connection, "contact", contact), ~own.canceled, ~own.postponed]
    newest = select(own.on).where(*mine).order_by(own.on.desc(), own.id.desc()).limit(1)
    return Touch(
        connection.execute(newest.where(~own.attempt_failed)).scalar(),
        connection.execute(newest.where(own.initiated_by == int(Initiator.US))).scalar(),
    )


def of(connection: Connection, field: str, row: int) -> list[Any]:
    """Terms for the interactions of a record; those of a company are its people's, too."""
    own = INTERACTION.c
    if field != "contact":
        return [own[field] == row]
    company = connection.execute(select(CONTACT.c.company).where(CONTACT.c.id == row)).scalar()
    if company == row:
        return [own.company == row]
    counted = own.company.is_(None) if company is None else own.company == company
    return [counted, own.contact == row]


def many(connection: Connection, ids: Collection[int]) -> Sequence[Any]:
    """Some entries as they are stored, oldest first; those that are gone are left out."""
    every = sorted(ids)
    return [
        row
        for start in range(0, len(every), _SOME)
        for row in connection.execute(
            select(INTERACTION)
            .where(INTERACTION.c.id.in_(every[start : start + _SOME]))
            .order_by(INTERACTION.c.id)
        )
    ]


def with_message(connection: Connection, message: str) -> Any:
    """The entry that an e-mail became: id, on, logged_on; None when it has none (EML-3)."""
    if not message:
        return None
    own = INTERACTION.c
    wanted = select(own.id, own.on, own.logged_on).where(own.message == message, own.message != "")
    return connection.execute(wanted.limit(1)).first()


def shared(connection: Connection, digests: Collection[str]) -> set[str]:
    """Of these attachments those that more than one entry has; the others are unique (9.3)."""
    own, every = INTERACTION.c, list(digests)
    found: set[str] = set()
    for start in range(0, len(every), _SOME):
        wanted = (
            select(own.attachment)
            .where(own.attachment.in_(every[start : start + _SOME]), own.attachment != "")
            .group_by(own.attachment)
            .having(func.count() > 1)
        )
        found.update(connection.execute(wanted).scalars())
    return found


def contact_of_task(connection: Connection, task: int) -> int | None:
    """Whom a task is with: its contact, or of a meeting the one contact that attends it."""
    own = stored(connection, "task", task).get("contact")
    if own is not None:
        return int(own)
    wanted = select(ATTENDEE.c.contact).where(ATTENDEE.c.task == task, ATTENDEE.c.contact.is_not(None))
    seated = connection.execute(wanted.limit(2)).scalars().all()
    return seated[0] if len(seated) == 1 else None


def notes_of(work: Work, row: int) -> list[CommentRow]:
    """The notes of an entry, oldest first."""
    mine = (CommentRow.subject == TABLE_NUMBERS["interaction"], CommentRow.row == row)
    return list(work.session.scalars(select(CommentRow).where(*mine).order_by(CommentRow.id)))


def detach(work: Work, column: str, rows: Sequence[int]) -> None:
    """Entries stay when an opportunity or a task goes; they only name it no more."""
    for start in range(0, len(rows), _SOME):
        some = list(rows[start : start + _SOME])
        named = select(INTERACTION.c.id).where(INTERACTION.c[column].in_(some))
        found = work.connection.execute(named).scalars().all()
        setup.change_many(work, "interaction", {row: {column: None} for row in found})


def remove(work: Work, rows: Sequence[int]) -> None:
    """Remove entries with their notes."""
    for start in range(0, len(rows), _SOME):
        some = list(rows[start : start + _SOME])
        comments.remove_all(work, "interaction", some)
        setup.remove_many(work, "interaction", some)


def mail_of_address(connection: Connection, contact: int, code: str) -> str:
    """The e-mail of an alternative address of a contact."""
    table = TABLES["alternative_address"]
    wanted = select(table.c.e_mail).where(table.c.contact == contact, table.c.code == code.strip().upper())
    return connection.execute(wanted).scalar() or ""


def newest_note(connection: Connection, row: int) -> str:
    """The text of an entry's newest note; blank without one."""
    found = comments.of(connection, "interaction", row)
    return str(found[0].text) if found else ""


def of_contacts(connection: Connection, contacts: Collection[int]) -> list[int]:
    """The entries that name these contacts themselves."""
    found: list[int] = []
    every = list(contacts)
    for start in range(0, len(every), _SOME):
        named = INTERACTION.c.contact.in_(every[start : start + _SOME])
        found += connection.execute(
            select(INTERACTION.c.id).where(named).order_by(INTERACTION.c.id)
        ).scalars()
    return found


def notes_count(connection: Connection, contacts: Collection[int]) -> int:
    """How many notes the entries of these contacts have."""
    total = 0
    entries = of_contacts(connection, contacts)
    for start in range(0, len(entries), _SOME):
        own = COMMENT.c.row.in_(entries[start : start + _SOME])
        wanted = select(func.count()).where(COMMENT.c.subject == TABLE_NUMBERS["interaction"], own)
        total += connection.execute(wanted).scalar() or 0
    return total
