"""The keys of thousands of contacts at once, after an import or of a whole file: made beside all work, put in together.

Written as they come, in the order of the contacts, each would go to another page: seventy times as much to write.
"""

from array import array
from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from oppdesk.domain.progress import Progress
from oppdesk.storage import duplicate_keys, sqlite_duplicates
from oppdesk.storage.contact_tables import DUPLICATE_KEY
from oppdesk.storage.duplicate_keys import Rules, known
from oppdesk.storage.journal_tables import OPERATION
from oppdesk.storage.sqlite_duplicates import PENDING
from oppdesk.storage.unit_of_work import Store

MANY = 5_000  # contacts from which on it is worth while
_READ = 500  # contacts at a time


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
        sqlite_duplicates.replace_many(connection, made, owners, since, lambda: progress.step(0, total))
    progress.step(total, total)


def _waiting(connection: Connection, after: int) -> Sequence[int]:
    own = DUPLICATE_KEY.c
    wanted = select(own.contact).where(own.key == PENDING, own.contact > after).order_by(own.contact)
    return connection.execute(wanted.limit(_READ)).scalars().all()
