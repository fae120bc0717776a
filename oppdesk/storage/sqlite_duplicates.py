"""The keys of likeness as SQLite keeps and asks them; a server database gets a module with the same names."""

import json
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Connection

from oppdesk.storage.journal_tables import TABLE_NUMBERS

PENDING, SIGNATURE = 0, 1  # instead of a key: who waits for keys, and what they were made by
_GIVEN = "(SELECT value FROM json_each(?))"
_WRITTEN = 10_000  # keys at a time
_INDEX = "ix_duplicate_key_contact"
# Contacts that were changed after their keys were made, and the people of such companies: they go on waiting.
_CHANGED = 'SELECT "row" FROM "change" WHERE operation > :since AND tbl = :contact'
_STALE = f"{_CHANGED} UNION SELECT id FROM contact WHERE company IN ({_CHANGED})"
# Keys of traits are even, those of search strings odd.
_NEIGHBOURS = (
    "SELECT DISTINCT mine.contact, theirs.contact FROM duplicate_key AS mine "
    "JOIN duplicate_key AS theirs ON theirs.key = mine.key AND theirs.contact > mine.contact "
    f"WHERE mine.contact BETWEEN ? AND ? AND mine.key & 1 = 0 AND mine.key <> {PENDING} "
    f"AND mine.key NOT IN {_GIVEN}"
)


def let_wait(connection: Connection, contacts: Iterable[int]) -> None:
    """Keys of these are still to be made; the old ones serve until then."""
    connection.exec_driver_sql(
        f"INSERT OR IGNORE INTO duplicate_key (key, contact) SELECT {PENDING}, value FROM json_each(?)",
        (json.dumps(sorted(contacts)),),
    )


def let_all_wait(connection: Connection, signature: int) -> None:
    run = connection.exec_driver_sql
    run(f"DELETE FROM duplicate_key WHERE key = {SIGNATURE}")
    run("INSERT INTO duplicate_key (key, contact) VALUES (?, ?)", (SIGNATURE, signature))
    run(f"INSERT OR IGNORE INTO duplicate_key (key, contact) SELECT {PENDING}, id FROM contact")


def replace(connection: Connection, contacts: Iterable[int], rows: list[tuple[int, int]]) -> None:
    """These contacts have these (key, contact) and no others, and wait no more."""
    connection.exec_driver_sql(
        f"DELETE FROM duplicate_key WHERE contact IN {_GIVEN} AND key <> {SIGNATURE}",
        (json.dumps(list(contacts)),),
    )
    if rows:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO duplicate_key (key, contact) VALUES (?, ?)", sorted(rows)
        )


def replace_many(
    connection: Connection, made: Sequence[int], owners: Sequence[int], since: int, step: Callable[[], None]
) -> None:
    """The same for all that wait and were not changed by an operation after `since`: `made` keys of their `owners`.

    In the order of the keys, and the index by contact made anew after it: in the order of the contacts, each key
    would go to another page. `step` is called again and again and may raise.
    """
    run = connection.exec_driver_sql
    run("CREATE TEMP TABLE made_key (key INTEGER NOT NULL, contact INTEGER NOT NULL)")
    for start in range(0, len(made), _WRITTEN):
        step()
        some = slice(start, start + _WRITTEN)
        run("INSERT INTO made_key VALUES (?, ?)", list(zip(made[some], owners[some], strict=True)))
    definition = run("SELECT sql FROM sqlite_master WHERE name = ?", (_INDEX,)).scalar_one()
    run(f"DROP INDEX {_INDEX}")
    run("CREATE TEMP TABLE made_for (contact INTEGER PRIMARY KEY)")
    run(
        f"INSERT INTO made_for SELECT contact FROM duplicate_key WHERE key = {PENDING} AND contact NOT IN ({_STALE})",
        {"since": since, "contact": TABLE_NUMBERS["contact"]},
    )
    run(f"DELETE FROM duplicate_key WHERE contact IN made_for AND key <> {SIGNATURE}")
    run(
        "INSERT OR IGNORE INTO duplicate_key (key, contact) SELECT key, contact FROM made_key "
        "WHERE contact IN made_for ORDER BY key, contact"
    )
    run(definition)
    run("DROP TABLE made_key")
    run("DROP TABLE made_for")


# -- asking ----------------------------------------------------------------------------------------------------


def block(connection: Connection, key: int, most: int) -> Sequence[int]:
    """The contacts under a key, at most so many."""
    found = connection.exec_driver_sql("SELECT contact FROM duplicate_key WHERE key = ? LIMIT ?", (key, most))
    return found.scalars().all()


def sharing(connection: Connection, keys: Sequence[int], least: int, most: int) -> dict[int, int]:
    """Contacts with so many of these keys or more, and how many: of too many, those with the most."""
    rows = connection.exec_driver_sql(
        f"SELECT contact, count(*) FROM duplicate_key WHERE key IN {_GIVEN} "
        "GROUP BY contact HAVING count(*) >= ? ORDER BY 2 DESC LIMIT ?",
        (json.dumps(keys), least, most),
    )
    return {row[0]: row[1] for row in rows}


def large_keys(connection: Connection, most: int) -> list[int]:
    """The keys of traits that more contacts have."""
    rows = connection.exec_driver_sql(
        "SELECT key FROM duplicate_key WHERE key & 1 = 0 GROUP BY key HAVING count(*) > ?", (most,)
    )
    return list(rows.scalars())


def neighbours(
    connection: Connection, first: int, last: int, without: Sequence[int]
) -> list[tuple[int, int]]:
    """Each contact between two, with each younger one that has a key of traits in common, but for some keys."""
    rows = connection.exec_driver_sql(_NEIGHBOURS, (first, last, json.dumps(without)))
    return [(row[0], row[1]) for row in rows.all()]
