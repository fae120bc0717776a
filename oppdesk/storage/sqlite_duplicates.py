"""The keys of likeness as SQLite keeps and asks them; a server database gets a module with the same names."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil

from sqlalchemy import Connection

from oppdesk.storage.journal_tables import TABLE_NUMBERS

PENDING, SIGNATURE = 0, 1  # instead of a key: who waits for keys, and what they were made by
_GIVEN = "(SELECT value FROM json_each(?))"
_LEAST, _GREATEST = -(2**63), 2**63 - 1
Place = tuple[int, int]  # in the order of (key, contact)
# Contacts that were changed after their keys were made, and the people of such companies: they go on waiting.
# The + leads to the few operations since; by the table, all contacts ever changed would be looked through.
_CHANGED = 'SELECT "row" FROM "change" WHERE operation > :since AND +tbl = :contacts'
_STALE = f"{_CHANGED} UNION ALL SELECT id FROM contact WHERE company IN ({_CHANGED})"
_IN_PART = (
    "(key, contact) > (:after, :after_contact) AND (key, contact) <= (:upto, :upto_contact) "
    f"AND contact NOT IN ({_STALE})"
)
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


def sign(connection: Connection, signature: int | None) -> None:
    """Note what the keys are made by; None while nothing is known of them."""
    connection.exec_driver_sql(f"DELETE FROM duplicate_key WHERE key = {SIGNATURE}")
    if signature is not None:
        connection.exec_driver_sql(
            "INSERT INTO duplicate_key (key, contact) VALUES (?, ?)", (SIGNATURE, signature)
        )


def let_next_wait(connection: Connection, after: int, most: int) -> int | None:
    """As `let_wait`, for the contacts that follow one; the last of them, or None when there were none."""
    given = (after, most)
    connection.exec_driver_sql(
        f"INSERT OR IGNORE INTO duplicate_key (key, contact) SELECT {PENDING}, id FROM contact "
        "WHERE id > ? ORDER BY id LIMIT ?",
        given,
    )
    last = "SELECT max(id) FROM (SELECT id FROM contact WHERE id > ? ORDER BY id LIMIT ?)"
    return connection.exec_driver_sql(last, given).scalar()


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


# -- a great many -----------------------------------------------------------------------------------------------
#
# They are laid out in temporary tables of the connection, which takes no lock, and written from there a part at a
# time: one statement each, so that who holds the lock of the database never waits for Python's.


def lay_out(connection: Connection) -> None:
    connection.exec_driver_sql(
        "CREATE TEMP TABLE made_key (key INTEGER NOT NULL, contact INTEGER NOT NULL, goes INTEGER NOT NULL, "
        "PRIMARY KEY (key, contact)) WITHOUT ROWID"
    )
    connection.exec_driver_sql("CREATE TEMP TABLE made_for (contact INTEGER PRIMARY KEY)")


def lay_out_more(connection: Connection, contacts: Sequence[int], rows: list[Place]) -> None:
    """These contacts shall have these (key, contact)."""
    run = connection.exec_driver_sql
    run("INSERT INTO made_for SELECT value FROM json_each(?)", (json.dumps(contacts),))
    if rows:
        run("INSERT OR IGNORE INTO made_key VALUES (?, ?, 0)", rows)


def lay_out_old(connection: Connection) -> None:
    """What they have and shall have no more goes."""
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO made_key SELECT key, contact, 1 FROM duplicate_key "
        f"WHERE contact IN (SELECT contact FROM made_for) AND key NOT IN ({PENDING}, {SIGNATURE})"
    )


def parts(connection: Connection, most: int) -> list[tuple[Place, Place]]:
    """Of all that is laid out, at most so many keys each, equally large: after which place and up to which."""
    count = connection.exec_driver_sql("SELECT count(*) FROM made_key").scalar_one()
    rows = connection.exec_driver_sql(
        "SELECT key, contact FROM (SELECT key, contact, row_number() OVER (ORDER BY key, contact) AS at "
        "FROM made_key) WHERE at % ? = 0",
        (ceil(count / max(ceil(count / most), 1)) or 1,),
    )
    ends = [(_LEAST, _LEAST), *((row[0], row[1]) for row in rows), (_GREATEST, _GREATEST)]
    return list(pairwise(ends))


def write_part(connection: Connection, part: tuple[Place, Place], since: int) -> None:
    """But for contacts that were changed by an operation after `since`: theirs are made again."""
    (after, after_contact), (upto, upto_contact) = part
    places = {"after": after, "after_contact": after_contact, "upto": upto, "upto_contact": upto_contact}
    given = places | _stale(since)
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO duplicate_key (key, contact) SELECT key, contact FROM made_key "
        f"WHERE NOT goes AND {_IN_PART} ORDER BY key, contact",
        given,
    )
    connection.exec_driver_sql(
        "DELETE FROM duplicate_key WHERE (key, contact) IN "
        f"(SELECT key, contact FROM made_key WHERE goes AND {_IN_PART})",
        given,
    )


def end_waiting(connection: Connection, since: int) -> None:
    """All parts are written: whose keys were laid out wait no more, but for those changed after `since`."""
    connection.exec_driver_sql(
        f"DELETE FROM duplicate_key WHERE key = {PENDING} AND contact IN "
        f"(SELECT contact FROM made_for WHERE contact NOT IN ({_STALE}))",
        _stale(since),
    )


def _stale(since: int) -> dict[str, int]:
    return {"since": since, "contacts": TABLE_NUMBERS["contact"]}


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
    connection: Connection, first: int, last: int, without: Sequence[int], most: int
) -> Iterator[Sequence[tuple[int, int]]]:
    """Each contact between two, with each younger one that has a key of traits in common, but for some keys.

    At most so many at a time: in one go, they might be a hundred thousand.
    """
    rows = connection.exec_driver_sql(_NEIGHBOURS, (first, last, json.dumps(without)))
    for some in rows.partitions(most):
        yield [(row[0], row[1]) for row in some]
