"""The keys of thousands of contacts at once, after an import or of a whole file: made beside all work, written gently.

Written as they come, in the order of the contacts, each key would go to another page: seventy times as much to write.
In one go, all would wait for it. So they are put into order for PART contacts, and written in short transactions: who
saves comes in between. What is not finished is begun again the next time; what stands already is not written again.
"""

import time
from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection, func, select

from oppdesk.domain.progress import Progress
from oppdesk.storage import duplicate_keys, sqlite_duplicates
from oppdesk.storage.contact_tables import DUPLICATE_KEY
from oppdesk.storage.duplicate_keys import Rules, known
from oppdesk.storage.journal_tables import OPERATION
from oppdesk.storage.sqlite_duplicates import PENDING
from oppdesk.storage.unit_of_work import Store

MANY = 5_000  # contacts from which on it is worth while
PART = 25_000  # contacts: of more, the pages of keys are written less often, those of the index by contact more often
_WRITTEN = 40_000  # keys in a transaction: a tenth of a second
_WAITING = 50_000  # contacts that are let wait in one
_READ = 500  # contacts at a time


def let_all_wait(store: Store, by: Rules) -> None:
    """All keys are to be made again, by these rules; the old ones serve until then."""
    last: int | None = -1
    with store.derive() as connection:
        sqlite_duplicates.sign(connection, None)  # if it is not finished, it is begun again
    while last is not None:
        with store.derive() as connection:
            last = sqlite_duplicates.let_next_wait(connection, last, _WAITING)
    with store.derive() as connection:
        sqlite_duplicates.sign(connection, by.signature)


def make_many(store: Store, by: Rules, progress: Progress, done: int, total: int) -> None:
    """Make the keys of the next PART contacts that wait, `done` of `total` being made; ends early if the rules change.

    Those that somebody changes meanwhile go on waiting if their keys were not made along with that.
    """
    with store.lay_out() as connection:
        sqlite_duplicates.lay_out(connection)
        since = connection.execute(select(func.max(OPERATION.c.id))).scalar() or 0
        done = _lay_out(connection, by, progress, done, total)
        steps = [
            partial(sqlite_duplicates.write_part, connection, part, since)
            for part in sqlite_duplicates.parts(connection, _WRITTEN)
        ]
        for step in (*steps, partial(sqlite_duplicates.end_waiting, connection, since)):
            progress.step(done, total)
            with store.derive(connection):
                begun = time.monotonic()
                if not duplicate_keys.is_current(connection, by):
                    return
                step()
            time.sleep(time.monotonic() - begun)  # who waits looks for the lock now and then only


def _lay_out(connection: Connection, by: Rules, progress: Progress, done: int, total: int) -> int:
    """How many are done when they are written."""
    last, most = -1, done + PART
    while done < most and (some := _waiting(connection, last)):
        progress.step(done, total)
        rows = [
            (key, contact)
            for contact, values in duplicate_keys.contacts(connection, some).items()
            for keys in duplicate_keys.keys(known(values, by), by)
            for key in keys
        ]
        sqlite_duplicates.lay_out_more(connection, some, rows)
        connection.commit()  # of temporary tables: while a snapshot is read, the log of the file only grows
        done, last = done + len(some), some[-1]
    sqlite_duplicates.lay_out_old(connection)
    return done


def _waiting(connection: Connection, after: int) -> Sequence[int]:
    own = DUPLICATE_KEY.c
    wanted = select(own.contact).where(own.key == PENDING, own.contact > after).order_by(own.contact)
    return connection.execute(wanted.limit(_READ)).scalars().all()
