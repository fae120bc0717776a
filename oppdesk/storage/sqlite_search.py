"""The full-text index as SQLite makes and asks it; a server database gets a module with the same names.

Tables of its kind stand beside the ordinary ones of `search_tables`: one `search_index_…` for each kind of record
knows which documents have which words and keeps no text; `search_part` finds the known words that have some letters
inside. With one index for all kinds, each kind would wait for the lists of the million opportunities.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    TableValuedAlias,
    Text,
    bindparam,
    column,
    func,
    literal,
    select,
    table,
)

from oppdesk.storage.search_tables import INDEXED, SEARCH_WORD
from oppdesk.storage.search_words import Term

# Words come folded and parted by blanks, so the plainest tokenizer does; `prefix` keeps lists for the first keys
# pressed; without positions the index has half the size. When the rules of search_words change, so must a name here:
# a file whose index is defined otherwise gets a new one.
_DEFINITIONS = {
    f"search_index_{name}": f"CREATE VIRTUAL TABLE search_index_{name} USING fts5(words_1, content='', "
    "contentless_delete=1, tokenize='ascii', prefix='1 2 3 4', detail=none)"
    for name in INDEXED
} | {
    "search_part": "CREATE VIRTUAL TABLE search_part USING fts5(word, content='search_word', "
    "content_rowid='id', tokenize='trigram', detail=none)"
}
_HASH = 16 << 20  # bytes of new words that are held before they are written: an import is x1.4 faster
_SHORTEST_PART = 3  # letters: what the trigrams need
_MOST_WORDS = 400  # known words that one part may stand for
_INDEXES = {
    name: table(f"search_index_{name}", column("rowid"), column(f"search_index_{name}")) for name in INDEXED
}
_PART = table("search_part", column("word"))
Element = ColumnElement[Any]


def is_defined(connection: Connection) -> bool:
    """Whether the full-text tables are there, as this program makes them."""
    return _defined(connection) == _DEFINITIONS


def _defined(connection: Connection) -> dict[str, str]:
    found = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE search%'"
    )
    return {row[0]: row[1] for row in found}


def define(connection: Connection) -> None:
    """New, empty tables; the old ones go, whatever state they are in."""
    connection.exec_driver_sql("DELETE FROM search_doc")
    connection.exec_driver_sql("DELETE FROM search_word")
    for name in _defined(connection):
        connection.exec_driver_sql(f"DROP TABLE {name}")
    for definition in _DEFINITIONS.values():
        connection.exec_driver_sql(definition)
    for name in INDEXED:
        connection.exec_driver_sql(
            f"INSERT INTO search_index_{name}(search_index_{name}, rank) VALUES ('hashsize', ?)", (_HASH,)
        )


# -- following what changes ------------------------------------------------------------------------------------


def documents_of(connection: Connection, number: int, rows: Collection[int]) -> dict[int, int]:
    """Row to document, of those rows of a table that have one."""
    found = connection.exec_driver_sql(
        'SELECT "row", id FROM search_doc WHERE tbl = ? AND "row" IN (SELECT value FROM json_each(?))',
        (number, json.dumps(list(rows))),
    )
    return {row[0]: row[1] for row in found}


def last_document(connection: Connection, first: int, last: int) -> int | None:
    """The greatest number in use between two."""
    found: int | None = connection.exec_driver_sql(
        "SELECT max(id) FROM search_doc WHERE id BETWEEN ? AND ?", (first, last)
    ).scalar()
    return found


def add(connection: Connection, name: str, number: int, documents: Sequence[tuple[int, int, str]]) -> None:
    """New documents of a table: id, row, words."""
    if not documents:
        return
    connection.exec_driver_sql(
        'INSERT INTO search_doc (id, tbl, "row") VALUES (?, ?, ?)',
        [(document, number, row) for document, row, _words in documents],
    )
    connection.exec_driver_sql(
        f"INSERT INTO search_index_{name} (rowid, words_1) VALUES (?, ?)",
        [(document, words) for document, _row, words in documents],
    )


def replace(connection: Connection, name: str, documents: Sequence[tuple[int, str]]) -> None:
    """Other words of known documents."""
    if documents:
        connection.exec_driver_sql(
            f"INSERT OR REPLACE INTO search_index_{name} (rowid, words_1) VALUES (?, ?)",
            list(documents),
        )


def remove(connection: Connection, name: str, documents: Iterable[int]) -> None:
    every = [(each,) for each in documents]
    if every:
        connection.exec_driver_sql(f"DELETE FROM search_index_{name} WHERE rowid = ?", every)
        connection.exec_driver_sql("DELETE FROM search_doc WHERE id = ?", every)


def know(connection: Connection, words: Collection[str]) -> None:
    """Words become known; they stay so, for a word that no document has any more finds nothing."""
    if not words:
        return
    given = json.dumps(list(words), ensure_ascii=False)
    known = connection.exec_driver_sql(
        "SELECT word FROM search_word WHERE word IN (SELECT value FROM json_each(?))", (given,)
    )
    new = sorted(set(words) - set(known.scalars()))
    if not new:
        return
    last = connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM search_word").scalar()
    rows = list(enumerate(new, int(last or 0) + 1))
    connection.exec_driver_sql("INSERT INTO search_word (id, word) VALUES (?, ?)", rows)
    connection.exec_driver_sql("INSERT INTO search_part (rowid, word) VALUES (?, ?)", rows)


def forget(connection: Connection, words: Iterable[str]) -> None:
    """Let words that no document has any more be known no longer: nobody shall read them who opens the file."""
    for word in words:
        if any(_is_in(connection, name, word) for name in INDEXED):
            continue
        for row in connection.exec_driver_sql("SELECT id FROM search_word WHERE word = ?", (word,)).all():
            connection.exec_driver_sql(
                "INSERT INTO search_part (search_part, rowid, word) VALUES ('delete', ?, ?)", (row[0], word)
            )
            connection.exec_driver_sql("DELETE FROM search_word WHERE id = ?", (row[0],))


def tidy(connection: Connection) -> None:
    """Let the index drop what its parts still hold of removed documents."""
    for name in (*(f"search_index_{each}" for each in INDEXED), "search_part"):
        connection.exec_driver_sql(f"INSERT INTO {name} ({name}) VALUES ('optimize')")


def _is_in(connection: Connection, name: str, word: str) -> bool:
    asked = f"SELECT 1 FROM search_index_{name} WHERE search_index_{name} MATCH ? LIMIT 1"
    return connection.exec_driver_sql(asked, (f'"{word}"',)).first() is not None


def among(keys: Element) -> Element:
    """Whether a key is one of the JSON list bound as `keys`: one statement however many they are."""
    return keys.in_(select(given().c.value))


def given() -> TableValuedAlias:
    """The JSON list bound as `keys`, a row with a `value` each."""
    return func.json_each(bindparam("keys", type_=Text())).table_valued(column("value", Text()))


# -- asking ----------------------------------------------------------------------------------------------------


def documents(name: str, asked: Element) -> Select[Any]:
    """The documents of a table that an expression finds; as a subquery it is asked once."""
    index = _INDEXES[name]
    return select(index.c.rowid).where(index.c[f"search_index_{name}"].op("MATCH")(asked))


# Each key that is pressed asks some ten times, so these go straight to the driver: the library would take longer to
# write the statement than the index to answer it.


def newest(
    connection: Connection, name: str, asked: str, limit: int, between: tuple[int, int] | None = None
) -> list[int]:
    """The rows of the newest such documents: the index is walked from its end and no further."""
    bounds = "AND search_index.rowid BETWEEN ? AND ? " if between else ""
    found = connection.exec_driver_sql(
        'SELECT search_doc."row" FROM search_index_' + name + " AS search_index "
        "JOIN search_doc ON search_doc.id = search_index.rowid "
        f"WHERE search_index.search_index_{name} MATCH ? {bounds}"
        "ORDER BY search_index.rowid DESC LIMIT ?",
        (asked, *(between or ()), limit),
    )
    return list(found.scalars().all())  # row by row the library takes longer than the index


def count(connection: Connection, name: str, asked: str, most: int) -> int:
    """How many such documents there are, counted up to `most`."""
    found = connection.exec_driver_sql(
        f"SELECT count(*) FROM (SELECT 1 FROM search_index_{name} WHERE search_index_{name} MATCH ? LIMIT ?)",
        (asked, most),
    )
    return int(found.scalar() or 0)


def asked(connection: Connection, terms: Sequence[Term], *, inside: bool) -> str:
    """The same as `expression`, made here."""
    return " AND ".join(_asked(connection, term, inside=inside) for term in terms)


def _asked(connection: Connection, term: Term, *, inside: bool) -> str:
    word = term.word
    begins = f'"{word}"' if term.is_whole else f'"{word}"*'
    if not term.may_be_inside or len(word) < _SHORTEST_PART or (len(word) == _SHORTEST_PART and not inside):
        return begins
    if inside:
        known = connection.exec_driver_sql(
            "SELECT word FROM search_part WHERE word LIKE ? LIMIT ?", (f"%{word}%", _MOST_WORDS)
        )
    else:
        known = connection.exec_driver_sql(
            "SELECT word FROM search_word WHERE word >= ? AND word < ? LIMIT ?",
            (word, word + "\U0010ffff", _MOST_WORDS),
        )
    words = [
        f'"{each}"'
        for each in known.scalars().all()
        if len(word) > _SHORTEST_PART or not each.startswith(word)
    ]
    if len(word) == _SHORTEST_PART:
        words.insert(0, begins)
    return f"({' OR '.join(words)})" if words else f'"{word}"'


def expression(terms: Sequence[Term], *, inside: bool) -> Element:
    """What the index is asked, made by the database: all terms, each as the beginning or as any part of a word."""
    parts: list[Element] = []
    for term in terms:
        if parts:
            parts.append(literal(" AND "))
        parts.append(_term(term, inside=inside))
    found = parts[0]
    for part in parts[1:]:
        found = found.concat(part)
    return found


def _term(term: Term, *, inside: bool) -> Element:
    """Long beginnings are looked up among the known words: their lists are walked, not merged (6 -> 0.1 ms)."""
    word = term.word
    if term.is_whole:
        return literal(f'"{word}"')
    begins = literal(f'"{word}"*')
    if not term.may_be_inside or len(word) < _SHORTEST_PART:
        return begins
    if len(word) > _SHORTEST_PART:
        found = _listed(_containing(word) if inside else _beginning(word))
        return literal("(").concat(func.coalesce(found, literal(f'"{word}"'))).concat(literal(")"))
    if not inside:
        return begins
    others = _listed(_containing(word, begins=False))
    return (
        literal("(")
        .concat(begins)
        .concat(func.coalesce(literal(" OR ").concat(others), ""))
        .concat(literal(")"))
    )


def _beginning(word: str) -> Select[Any]:
    known = SEARCH_WORD.c.word
    return select(known.label("word")).where(known >= word, known < word + "\U0010ffff").limit(_MOST_WORDS)


def _containing(word: str, *, begins: bool = True) -> Select[Any]:
    found = select(_PART.c.word).where(_PART.c.word.like(f"%{word}%"))
    if not begins:
        found = found.where(~func.substr(_PART.c.word, 1, len(word)).__eq__(word))
    return found.limit(_MOST_WORDS)


def _listed(words: Select[Any]) -> Element:
    """Words side by side, each in quotes; NULL when there is none."""
    inner = words.subquery()
    quoted = literal('"').concat(inner.c.word).concat(literal('"'))
    return select(func.group_concat(quoted, " OR ")).select_from(inner).scalar_subquery()
