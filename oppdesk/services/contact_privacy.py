"""A contact's right to be told and to be forgotten: all that is stored about it, and its anonymising (3.10)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from oppdesk.domain.contact_privacy import anonymised
from oppdesk.domain.errors import NotThereError
from oppdesk.domain.fields import Field, Kind, Ref
from oppdesk.domain.progress import Progress
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.records import CONTACT, ENTRY, INTERACTION, OPPORTUNITY, QUOTE, TASK
from oppdesk.domain.setup import contact_lines
from oppdesk.i18n import NEUTRAL, _, ngettext
from oppdesk.services import contact_removal, views
from oppdesk.services.contact_removal import Kept
from oppdesk.storage import (
    anonymity,
    comments,
    contacts,
    content,
    content_files,
    interactions,
    listing,
    lists,
    lookups,
    record_history,
    setup,
    undo,
)
from oppdesk.storage.contact_tables import ContactRow
from oppdesk.storage.interaction_tables import InteractionRow
from oppdesk.storage.record_history import Done
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Reader, Store, Work

KIND = undo.ANONYMISE
_GONE = ("address_range", "alternative_address")  # what is about nothing but the person
_SAID = ("contact_via", "alternative_address", "letter", "attachment", "file_name", "message")
_BLANKED = {"contact_web_source": ("search_word",), "contact_business_relation": ("system", "note")}


@dataclass(frozen=True, slots=True)
class Anonymising:
    """What the question before it tells: what goes for good, and what stays under a number."""

    contacts: tuple[Ref, ...]
    people: tuple[Ref, ...]  # of the companies among them: they stay as they are
    addresses: int
    relations: int  # with numbers of other programs
    notes: int
    pictures: int
    duplicates: int
    kept: Kept


def anonymising(connection: Reader, ids: Sequence[int]) -> Anonymising:
    """NotThereError when one of them is gone."""
    found = _found(connection, ids)
    keys = list(found)
    people = [row for row in contacts.people_ids(connection, keys) if row not in found]
    named = contacts.briefly(connection, people)
    return Anonymising(
        contacts=tuple(Ref(row, found[row].name) for row in found),
        people=tuple(Ref(row, named[row].name) for row in people),
        addresses=len(contacts.lines(connection, "alternative_address", keys)),
        relations=len(_numbered(connection, keys)),
        notes=contacts.notes_count(connection, keys) + interactions.notes_count(connection, keys),
        pictures=sum(bool(row.picture) for row in found.values()),
        duplicates=len(contacts.pairs(connection, keys)),
        kept=contact_removal.kept_of(connection, keys),
    )


def anonymise(store: Store, ids: Sequence[int], progress: Progress | None = None) -> None:
    """Keep the figures of these contacts and forget who they were, in the journal, too: no undo brings it back."""
    steps = progress or Progress()
    with store.write(KIND) as work:
        found = _found(work.connection, ids)
        told = anonymity.told(work.connection, list(found))
        _clear_lines(work, list(found))
        files = _clear_interactions(work, list(found))
        names = {}
        for done, key in enumerate(found):
            steps.step(done, len(found))
            row = work.get(ContactRow, key)
            for name, value in anonymised(contacts.values(row) | {"picture": row.picture}).items():
                setattr(row, name, value)
            names[key] = row.name
        contacts.relation_changed(work, list(found))
        anonymity.forget(work, told, names)
        files += [row.picture for row in found.values() if row.picture]
        _count, outside = content.remove_unnamed(work.connection, files)
        work.title = (
            _("Contact {number} anonymised; this cannot be undone").format(number=row.number)
            if len(names) == 1
            else ngettext(
                "{count} contact anonymised; this cannot be undone",
                "{count} contacts anonymised; this cannot be undone",
                len(names),
            ).format(count=len(names))
        )
    anonymity.wipe(store, told)
    for path in outside:
        content_files.remove(path)


def _found(connection: Reader, ids: Sequence[int]) -> dict[int, Any]:
    found = contacts.briefly(connection, ids)
    if len(found) < len(set(ids)):
        raise NotThereError(_("This contact does not exist any more."))
    return {row: found[row] for row in dict.fromkeys(ids)}


def _numbered(connection: Reader, ids: Sequence[int]) -> list[int]:
    """The relations by which other programs know these contacts."""
    key = "contact_business_relation"
    rows = ((row, setup.stored(connection, key, row)) for row in contacts.lines(connection, key, ids))
    return [row for row, values in rows if values and values["external_number"]]


def _clear_lines(work: Work, ids: Sequence[int]) -> None:
    """Addresses, numbers, pairs and notes go; groups and plain relations stay without their words."""
    comments.remove_all(work, "contact", ids)
    contact_removal.remove_lines(work, ids, _GONE)
    for row in _numbered(work.connection, ids):
        work.take(TABLES["contact_business_relation"], row)
    for key, names in _BLANKED.items():
        for row in contacts.lines(work.connection, key, ids):
            work.change(TABLES[key], row, dict.fromkeys(names, ""))


def _clear_interactions(work: Work, ids: Sequence[int]) -> list[str]:
    """What was said and written goes, that something was stays with its figures; the digests of what was attached."""
    files = []
    for row in interactions.of_contacts(work.connection, ids):
        entry = work.get(InteractionRow, row)
        files += [entry.attachment] if entry.attachment else []
        for name in _SAID:
            setattr(entry, name, "")
        template = interactions.stored(work.connection, "interaction_template", entry.interaction_template)
        entry.description = entry.subject = str(template.get("description") or "")
        comments.remove_all(work, "interaction", [row])
    return files


# ------------------------------------------------------------------------------------------ everything about somebody

_RECORDS: Mapping[str, tuple[Field, ...]] = {
    "opportunity": OPPORTUNITY,
    "opportunity_entry": ENTRY,
    "task": TASK,
    "interaction": INTERACTION,
    "sales_document": QUOTE,
}
_NOTED = ("task", "interaction")  # whose notes are told with them
_LINES = {lines.key: lines.fields for lines in contact_lines.LISTS}


def subject_data(connection: Reader, contact: int) -> dict[str, Any]:
    """All that is stored about one contact, by field names, in values that JSON has; NotThereError when it is gone.

    Amounts, rates and choices stand in words, references by what they show, days and moments as ISO writes them.
    """
    found = listing.rows(connection, lists.listing("contact"), [contact])
    if not found:
        raise NotThereError(_("This contact does not exist any more."))
    own = contacts.briefly(connection, [contact])[contact]
    data: dict[str, Any] = {"contact": _plain(CONTACT, found[0]) | {"has_picture": bool(own.picture)}}
    for key, fields in _LINES.items():
        data[key] = [_plain(fields, row) for row in setup.rows(connection, key, contact)]
    data["comment"] = _notes(connection, "contact", contact)
    for name, fields in _RECORDS.items():
        shown = lists.listing(name)
        by = "attendee" if name == "task" else "contact"  # a meeting is of everybody at its table (7.2)
        keys = listing.ids(connection, shown, Query((Filter(by, Op.IS, contact),)))
        data[name] = [_plain(fields, row) for row in listing.rows(connection, shown, keys)]
        for row, told in zip(keys, data[name], strict=True):
            if name == "interaction":
                told["letter"] = lookups.value(connection, name, row, "letter")
            if name in _NOTED:
                told["comment"] = _notes(connection, name, row)
    data["history"] = [
        {
            "at": _iso(done.at),
            "author": done.author,
            "title": done.title,
            "changes": _changes(connection, done),
        }
        for done in record_history.of_record(connection, "contact", contact, list(_LINES))
    ]
    return data


def _notes(connection: Reader, subject: str, row: int) -> list[dict[str, Any]]:
    return [
        {
            "date": _iso(note.on),
            "text": note.text,
            "author": note.author,
            "written_at": _iso(note.written_at),
        }
        for note in views.notes(connection, subject, row)
    ]


def _changes(connection: Reader, done: Done) -> list[dict[str, Any]]:
    """Of an operation the fields of the contact it changed, before and after."""

    def shown(field: Field, value: object) -> object:
        if field.kind is Kind.LOOKUP and isinstance(value, int):
            return _value(field, lookups.ref(connection, str(field.target), value) or "")
        return _value(field, "" if value is None else value)

    known = {field.name: field for field in CONTACT}
    return [
        {"field": name, "before": shown(known[name], before), "after": shown(known[name], after)}
        for name, (before, after) in done.values.items()
        if name in known
    ]


def _plain(fields: Sequence[Field], row: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: _value(field, row[field.name]) for field in fields if field.name in row}


def _value(field: Field, value: object) -> object:
    make: Callable[[object], object] | None = _PLAIN.get(field.kind)
    if isinstance(value, Ref):
        return value.text
    return make(value) if make else field.show(value, NEUTRAL)


def _iso(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date | datetime | time) else None


def _same(value: object) -> object:
    return value


_PLAIN: Mapping[Kind, Callable[[object], object]] = {
    Kind.FLAG: bool,
    Kind.DATE: _iso,
    Kind.MOMENT: _iso,
    Kind.TIME: _iso,
    **dict.fromkeys((Kind.WHOLE, Kind.PERCENT, Kind.COUNT, Kind.DURATION), _same),
}
