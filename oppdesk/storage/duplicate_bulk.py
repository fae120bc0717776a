"""The keys of thousands of contacts at once, after an import or of a whole file: made beside all work, put in together.

Written as they come, in the order of the contacts, each would go to another page: seventy times as much to write.
"""

from array import array
from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from oppdesk.domain.progress import Progress
from oppdesk.storage import duplicate_keys
from oppdesk.storage.contact_tables import DUPLICATE_KEY
from oppdesk.storage.duplicate_keys import PENDING, SIGNATURE, Rules, known
from oppdesk.storage.journal_tables import OPERATION, TABLE_NUMBERS
from oppdesk.storage.unit_of_work import Store

MANY = 5_000  # contacts from which on it is worth while
_READ = 500  # contacts at a time
_WRITTEN = 10_000  # keys at a time
_INDEX = "ix_duplicate_key_contact"
# Contacts that were changed after their keys were made, and the people of such companies: they go on waiting.
_CHANGED = 'SELECT "row" FROM "change" WHERE operation > :since AND tbl = :contact'
_STALE = f"{_CHANGED} UNION SELECT id FROM contact WHERE company IN ({_CHANGED})"


def make_many(store: Store, by: Rules, progress: Progress) -> None:
    """Make the keys of all that wait; who saves meanwhile waits for the writing only, some seconds at 250,000."""
    made, owners = array("q"), array("q")
    with store.read() as connection:
        since = connection.execute(select(func.max(OPERATION.c.id))).scalar() or 0
        total, done, last = duplicate_keys.pending(connection), 0, -1
        while some := _waiting(connection, last):
            progress.step(done, total)
            for contact, values in duplicate_keys.contacts(connection, some).items():
                for keys in duplicate_keys.keys(known(values, by), by):
                    made.extend(keys)
                    owners.extend([contact] * len(keys))
            done, last = done + len(some), some[-1]
    with store.derive() as connection:
        _write(connection, made, owners, since, progress)
    progress.step(total, total)


def _waiting(connection: Connection, after: int) -> Sequence[int]:
    own = DUPLICATE_KEY.c
    wanted = select(own.contact).where(own.key == PENDING, own.contact > after).order_by(own.contact)
    return connection.execute(wanted.limit(_READ)).scalars().all()


def _write(
    connection: Connection, made: Sequence[int], owners: Sequence[int], since: int, progress: Progress
) -> None:
    """In the order of the keys, and the index by contact made anew after it."""
    run = connection.exec_driver_sql
    given = {"since": since, "contact": TABLE_NUMBERS["contact"]}
    run("CREATE TEMP TABLE made_key (key INTEGER NOT NULL, contact INTEGER NOT NULL)")
    for start in range(0, len(made), _WRITTEN):
        progress.step(0, 1)
        some = slice(start, start + _WRITTEN)
        run("INSERT INTO made_key VALUES (?, ?)", list(zip(made[some], owners[some], strict=True)))
    definition = run("SELECT sql FROM sqlite_master WHERE name = ?", (_INDEX,)).scalar_one()
    run(f"DROP INDEX {_INDEX}")
    run("CREATE TEMP TABLE made_for (contact INTEGER PRIMARY KEY)")
    run(
        f"INSERT INTO made_for SELECT contact FROM duplicate_key WHERE key = {PENDING} "
        f"AND contact NOT IN ({_STALE})",
        given,
    )
    run(f"DELETE FROM duplicate_key WHERE contact IN made_for AND key <> {SIGNATURE}")
    run(
        "INSERT OR IGNORE INTO duplicate_key (key, contact) SELECT key, contact FROM made_key "
        "WHERE contact IN made_for ORDER BY key, contact"
    )
    run(definition)
    run("DROP TABLE made_key")
    run("DROP TABLE made_for")
