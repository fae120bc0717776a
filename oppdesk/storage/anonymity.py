"""Makes the journal forget who a contact was: that something changed stays, what it said goes, and its undo with it."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, and_, select

from oppdesk.domain.setup import contact_lines
from oppdesk.storage import search_words, sqlite, sqlite_search
from oppdesk.storage.base import fold, metadata
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.errors import translated
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.journal_tables import CHANGE, OPERATION, REMOVED, TABLE_NUMBERS
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import COMMENT
from oppdesk.storage.unit_of_work import Store, Work

MERGED = "contact.merge"  # what takes a contact up into another
_CONTACT = TABLE_NUMBERS["contact"]
_LINES = tuple(lines.key for lines in contact_lines.LISTS)
_SOME = 400
_LARGE = 512 << 20  # bytes of a file that takes too long to be written anew
_SHORT = 4  # letters of a name that may stand inside words


@dataclass(frozen=True, slots=True)
class Told:
    """What the file knows of some contacts beside their figures."""

    rows: Mapping[
        str, Collection[int]
    ]  # by table: contacts, their lines, interactions and notes, those that are gone included
    names: Mapping[str, int]  # every name one of them ever had: whose it is
    said: Mapping[str, int]  # what their interactions were about: of titles of what was done to them only
    words: Collection[str]  # that the search may know from them


def told(connection: Connection, contacts: Collection[int]) -> Told:
    """To be asked before anything is taken away."""
    merged = _merged_into(connection, contacts)
    everybody = set(contacts) | merged.keys()
    talks = of_table(connection, INTERACTION, everybody)
    notes = _notes(connection, _CONTACT, everybody) | _notes(connection, TABLE_NUMBERS["interaction"], talks)
    rows: dict[str, set[int]] = {"contact": everybody, "interaction": talks, "comment": notes}
    for key in _LINES:
        rows[key] = of_table(connection, TABLES[key], everybody)
    names: dict[str, int] = {}
    said: dict[str, int] = {}
    texts: set[str] = set()
    for table, row, values in _images(connection, rows):
        texts |= {value for value in values.values() if isinstance(value, str)}
        if table == "contact" and values.get("name"):
            names[values["name"]] = merged.get(row, row)
        owner = values.get("contact")
        if table == "interaction" and owner in everybody:
            about = {values.get(name) for name in ("description", "file_name")}
            said |= {text: merged.get(owner, owner) for text in about if text}
    words = {word for text in texts for word in search_words.known_words(search_words.words_of(text))}
    return Told(rows, names, said, words)


def _merged_into(connection: Connection, contacts: Collection[int]) -> dict[int, int]:
    """The contacts that went up into these, by which of these it was: the one that their records name since."""
    columns = (CHANGE.c.operation, CHANGE.c.tbl, CHANGE.c.row, CHANGE.c.verb, CHANGE.c.after)
    merges = select(*columns).join(OPERATION, OPERATION.c.id == CHANGE.c.operation)
    gone: dict[int, int] = {}
    kept: dict[int, int] = {}
    for operation, table, row, verb, after in connection.execute(merges.where(OPERATION.c.kind == MERGED)):
        if table == _CONTACT and verb == REMOVED:
            gone[row] = operation
        elif table == _CONTACT and row in contacts:
            kept[operation] = row
        elif after and operation not in kept:
            named = next((each for each in contacts if str(each) in after), None)
            if named is not None:
                kept[operation] = named
    return {row: kept[operation] for row, operation in gone.items() if operation in kept}


def _notes(connection: Connection, subject: int, rows: Collection[int]) -> set[int]:
    """The notes on these rows of the table of that number, those that are gone included."""
    found = _removed(connection, "comment", "row", rows, subject)
    for some in _parts(rows):
        of_them = and_(COMMENT.c.subject == subject, COMMENT.c.row.in_(some))
        found.update(connection.execute(select(COMMENT.c.id).where(of_them)).scalars())
    return found


def of_table(connection: Connection, table: Table, contacts: Collection[int]) -> set[int]:
    """The rows of a table that name one of these contacts, those that are gone included."""
    found = _removed(connection, table.name, "contact", contacts)
    for some in _parts(contacts):
        found.update(connection.execute(select(table.c.id).where(table.c.contact.in_(some))).scalars())
    return found


def _removed(
    connection: Connection, table: str, column: str, wanted: Collection[int], subject: int = _CONTACT
) -> set[int]:
    """The rows of a table that once named one of these in a column; a note also says of what it is."""
    mine = CHANGE.c.tbl == TABLE_NUMBERS[table]
    names_one = CHANGE.c.before.like(f'%"{column}":%')
    found: set[int] = set()
    for row, before in connection.execute(select(CHANGE.c.row, CHANGE.c.before).where(mine, names_one)):
        image = json.loads(before)
        is_meant = table != "comment" or image.get("subject", subject) == subject
        if is_meant and image.get(column) in wanted:
            found.add(row)
    return found


def _images(
    connection: Connection, rows: Mapping[str, Collection[int]]
) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """What these rows are and what they were: table, key, values."""
    for name, keys in rows.items():
        table = metadata.tables[name]
        for some in _parts(keys):
            for row in connection.execute(select(table).where(table.c.id.in_(some))).mappings():
                yield name, row["id"], dict(row)
            mine = and_(CHANGE.c.tbl == TABLE_NUMBERS[name], CHANGE.c.row.in_(some))
            columns = (CHANGE.c.row, CHANGE.c.before, CHANGE.c.after)
            for key, before, after in connection.execute(select(*columns).where(mine)):
                for image in (before, after):
                    if image:
                        yield name, key, json.loads(image)


def forget(work: Work, what: Told, names: Mapping[int, str]) -> None:
    """Take the texts of these rows out of the journal, this operation's included, and their names out of its titles.

    `names` is what each contact is called from now on. What is silent cannot be undone any more.
    """
    work.flush()
    operations: set[int] = set()
    for table, keys in what.rows.items():
        for some in _parts(keys):
            mine = and_(CHANGE.c.tbl == TABLE_NUMBERS[table], CHANGE.c.row.in_(some))
            operations.update(
                work.connection.execute(select(CHANGE.c.operation).where(mine).distinct()).scalars()
            )
            work.connection.execute(CHANGE.update().where(mine).values(before=None, after=None))
        work.journal.silence((table, key) for key in keys)
    for some in _parts(operations):
        _blank_titles(work.connection, OPERATION.c.id.in_(some), {**what.said, **what.names}, names)
    for name, contact in what.names.items():
        if not _is_anothers(work.connection, name):  # else nobody knows of whom a title speaks
            _blank_titles(
                work.connection, OPERATION.c.title.contains(name, autoescape=True), {name: contact}, names
            )


def _blank_titles(
    connection: Connection, wanted: Any, former: Mapping[str, int], names: Mapping[int, str]
) -> None:
    for operation, title in connection.execute(select(OPERATION.c.id, OPERATION.c.title).where(wanted)).all():
        blank = _without_names(title, former, names)
        if blank != title:
            own = OPERATION.c.id == operation
            connection.execute(OPERATION.update().where(own).values(title=blank))


def _without_names(title: str, former: Mapping[str, int], names: Mapping[int, str]) -> str:
    """Short names may be parts of words: they give way where they stand alone."""
    for name in sorted(former, key=len, reverse=True):
        whole = re.escape(name)
        if len(name) <= _SHORT and name.isascii():
            whole = rf"(?<!\w){whole}(?!\w)"
        title = names[former[name]].join(re.split(whole, title))
    return title


def _is_anothers(connection: Connection, name: str) -> bool:
    """Whether a contact has this name still; the search text begins with it."""
    own, start = CONTACT.c.search_text, fold(name)
    same = (own >= start, own < start + "\U0010ffff", CONTACT.c.name == name)
    return connection.execute(select(CONTACT.c.id).where(*same).limit(1)).first() is not None


def wipe(store: Store, what: Told) -> None:
    """After all else is written: let the search know of their words only those that others have, and let nothing of
    the rest stand in the empty places of the file. Of a large file these are left to what is written next."""
    with store.derive() as connection:
        sqlite_search.forget(connection, what.words)
        is_small = sqlite.size(store.engine) < _LARGE
        if is_small:
            sqlite_search.tidy(connection)
    if is_small:
        with translated():
            sqlite.rewrite(store.engine)


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    every = sorted(ids)
    return (every[start : start + _SOME] for start in range(0, len(every), _SOME))
