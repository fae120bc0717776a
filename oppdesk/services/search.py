"""One search over everything: what a few letters may mean, by kind of record, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from oppdesk.domain.finding import closeness
from oppdesk.domain.progress import Progress
from oppdesk.domain.words import ContactType
from oppdesk.storage import contact_search, lookups, search, search_hits
from oppdesk.storage.base import fold
from oppdesk.storage.journal_tables import TABLE_NAMES
from oppdesk.storage.search import Question
from oppdesk.storage.unit_of_work import Reader, Store

# In the order they are shown.
KINDS = ("opportunity", "contact", "task", "interaction", "comment", "sales_document")
_PARTS = {"opportunity_entry": "opportunity", "attendee": "task"}  # what has its place on the card of a whole
_COMPARED = 40  # records of a kind that are ranked by how well they fit
_AROUND = 24  # letters of a note before the word that was found
_SHOWN = 72  # letters of a note that are shown: its record stands beside it


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found. `opens` is the record whose card shows it; what does not apply is blank."""

    table: str
    id: int
    title: str
    number: str = ""
    who: str = ""  # the company, of a note the record it hangs on
    person: str = ""  # the contact, where that is not the company
    where: str = ""  # stage, city, job, kind of interaction
    type: int = 0  # ContactType, TaskType, Flow, DocumentKind
    status: int = 0  # Status of an opportunity; of others 1 when done or a draft, 2 when cancelled
    on: date | None = None
    amount: int = 0  # minor units
    count: int = 0  # open opportunities of a contact
    blocked: bool = False
    opens: tuple[str, int] = ("", 0)


class Search:
    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, text: str, limit: int = 5, kinds: Sequence[str] = KINDS) -> list[Hit]:
        """The records of each kind that a text finds, at most `limit` of each, in the order of `kinds`.

        Every word must be found, in any order, as a part of a word; case and accents do not count. Numbers come first,
        then names that begin so, then the newest; what is closed after what is open.
        """
        if not text.strip():
            return []
        with self._store.read() as connection:
            question = Question(connection, text)
            found = {kind: _best(connection, kind, question, text, limit) for kind in kinds}
            if "contact" in kinds and not any(found.values()):
                found["contact"] = contact_search.mistyped_ids(connection, text, limit)
            return [hit for kind, ids in found.items() for hit in hits(connection, kind, ids, text)]

    def shown(self, records: Sequence[tuple[str, int]]) -> list[Hit]:
        """Known records, as a search shows them; those that are gone are left out."""
        with self._store.read() as connection:
            found = {
                (hit.table, hit.id): hit
                for kind in {table for table, _row in records} & set(KINDS)
                for hit in hits(connection, kind, [row for table, row in records if table == kind], "")
            }
        return [found[record] for record in records if record in found]

    def owner(self, table: str, row: int) -> tuple[str, int] | None:
        """The record whose card shows an attendee, a note, a quote or an entry; None when there is none."""
        with self._store.read() as connection:
            if table in _PARTS:
                whole = lookups.value(connection, table, row, _PARTS[table])
                return None if whole is None else (_PARTS[table], whole)
            found = hits(connection, table, [row], "") if table in KINDS else []
        return found[0].opens if found and found[0].opens[0] else None

    def counts(self, text: str, most: int = 1000) -> dict[str, int]:
        """How many records of each kind a text finds; no further than `most` is counted."""
        with self._store.read() as connection:
            question = Question(connection, text)
            return {kind: question.count(kind, most) for kind in KINDS}

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make the index again from what is stored; searching goes on with the old one meanwhile."""
        self._store.make_search_index(progress)


def _best(connection: Reader, kind: str, question: Question, text: str, limit: int) -> list[int]:
    if kind == "contact":
        return contact_search.ids(connection, text, limit, question=question)
    found = question.newest(kind, max(limit, _COMPARED))
    if kind in ("comment", "interaction"):
        return found[:limit]
    exact = search.numbered(connection, kind, text)
    rows = search.titles(connection, kind, [*exact, *found])
    folded = fold(text)
    # Sorting is stable: of those that fit alike, open ones and the newest stay first.
    found = [row for row in dict.fromkeys([*exact, *found]) if row in rows]
    found.sort(key=lambda row: min(3, closeness(folded, *rows[row])))
    return found[:limit]


def hits(connection: Reader, kind: str, ids: Sequence[int], text: str) -> list[Hit]:
    """What each of these records says, in this order."""
    if not ids:
        return []
    return {
        "contact": _contacts,
        "opportunity": _opportunities,
        "task": _tasks,
        "interaction": _interactions,
        "comment": _comments,
        "sales_document": _quotes,
    }[kind](connection, ids, text)


def _contacts(connection: Reader, ids: Sequence[int], _text: str) -> list[Hit]:
    return [
        Hit(
            "contact",
            hit.id,
            hit.name,
            hit.number,
            who=hit.company,
            where=hit.job_title if hit.type == ContactType.PERSON else hit.city,
            type=hit.type,
            count=hit.opportunities,
            blocked=hit.blocked,
            opens=("contact", hit.id),
        )
        for hit in contact_search.hits(connection, ids)
    ]


def _opportunities(connection: Reader, ids: Sequence[int], _text: str) -> list[Hit]:
    rows = search_hits.opportunities(connection, ids)
    return [
        Hit(
            "opportunity",
            key,
            row.description or row.number,
            row.number,
            who=_company(row),
            person=_person(row),
            where=row.stage,
            status=row.status,
            on=row.closed_on,
            amount=row.estimated_value,
            opens=("opportunity", key),
        )
        for key in ids
        if (row := rows.get(key)) is not None
    ]


def _tasks(connection: Reader, ids: Sequence[int], _text: str) -> list[Hit]:
    rows = search_hits.tasks(connection, ids)
    return [
        Hit(
            "task",
            key,
            row.description or row.number,
            row.number,
            who=_company(row),
            person=_person(row),
            type=row.type,
            status=2 if row.canceled else int(row.closed),
            on=row.on,
            opens=("task", key),
        )
        for key in ids
        if (row := rows.get(key)) is not None
    ]


def _interactions(connection: Reader, ids: Sequence[int], _text: str) -> list[Hit]:
    rows = search_hits.interactions(connection, ids)
    return [
        Hit(
            "interaction",
            key,
            row.description or row.template or "",
            who=_company(row),
            person=_person(row),
            where="" if row.template == row.description else row.template or "",
            type=row.information_flow,
            status=1 if row.postponed else 2 if row.canceled else 0,
            on=row.on,
            opens=("interaction", key),
        )
        for key in ids
        if (row := rows.get(key)) is not None
    ]


def _comments(connection: Reader, ids: Sequence[int], text: str) -> list[Hit]:
    rows = search_hits.comments(connection, ids)
    names = search_hits.names(connection, [(row.subject, row.row) for row in rows.values()])
    return [
        Hit(
            "comment",
            key,
            _around(row.text, text),
            who=names.get((row.subject, row.row), ""),
            on=row.on,
            opens=(TABLE_NAMES[row.subject], row.row),
        )
        for key in ids
        if (row := rows.get(key)) is not None
    ]


def _quotes(connection: Reader, ids: Sequence[int], _text: str) -> list[Hit]:
    rows = search_hits.quotes(connection, ids)
    return [
        Hit(
            "sales_document",
            key,
            row.description or row.number,
            row.number,
            who=_company(row),
            person=_person(row),
            type=row.kind,
            on=row.document_date,
            amount=row.net_amount,
            opens=_owner(row),
        )
        for key in ids
        if (row := rows.get(key)) is not None
    ]


def _company(row: Any) -> str:
    return row.company or row.person or ""


def _person(row: Any) -> str:
    return row.person if row.person and row.company and row.person != row.company else ""


def _owner(row: Any) -> tuple[str, int]:
    """The opportunity it belongs to, else its contact, else its company."""
    for table, name in (("opportunity", "opportunity"), ("contact", "contact"), ("contact", "of_company")):
        key = getattr(row, name)
        if key is not None:
            return table, int(key)
    return "", 0


def _around(note: str, text: str) -> str:
    """The part of a note in which the first word that was typed stands, on one line."""
    line = " ".join(note.split())
    words = fold(text).split()
    at = min((place for word in words if (place := line.casefold().find(word)) >= 0), default=0)
    if at <= _AROUND:
        return line if len(line) <= _SHOWN else line[:_SHOWN].rstrip() + "…"
    begin = line.rfind(" ", 0, at - _AROUND // 2) + 1
    part = line[begin : begin + _SHOWN].rstrip()
    return "…" + part + ("…" if begin + _SHOWN < len(line) else "")
