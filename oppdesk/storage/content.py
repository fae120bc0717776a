"""The bytes of pictures and files: each kept once, under the digest of what it is, which records and journal name."""

import json
from collections.abc import Collection

from sqlalchemy import Connection, and_, delete, exists, or_, select

from oppdesk.storage.contact_tables import CONTACT, CONTENT
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.journal_tables import CHANGE, TABLE_NUMBERS
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import TASK_LANGUAGE
from oppdesk.storage.unit_of_work import Store

# Every column that names bytes.
_NAMING = (
    CONTACT.c.picture,
    INTERACTION.c.attachment,
    TASK_LANGUAGE.c.attachment,
    TABLES["interaction_template_language"].c.attachment,
)


def put(connection: Connection, data: bytes) -> str:
    """Keep these bytes; their digest. No undo takes them away: that the digest is named is what is undone."""
    digest = digest_of(data)
    if connection.execute(select(CONTENT.c.size).where(CONTENT.c.digest == digest)).first() is None:
        connection.execute(CONTENT.insert().values(digest=digest, size=len(data), data=data))
    return digest


def digest_of(data: bytes) -> str:
    """What bytes are known by."""
    from hashlib import sha256  # noqa: PLC0415 - loads OpenSSL, which no start needs

    return sha256(data).hexdigest()


def get(connection: Connection, digest: str) -> bytes | None:
    """The bytes of that digest; None when there are none."""
    found = connection.execute(select(CONTENT.c.data).where(CONTENT.c.digest == digest)).scalar()
    return None if found is None else bytes(found)


def sweep(store: Store) -> int:
    """Remove what neither a record nor the journal names any more; how many. For the background: it may look long."""
    with store.read() as connection:
        unnamed = _unnamed(connection, connection.execute(select(CONTENT.c.digest)).scalars().all())
    if not unnamed:
        return 0
    with store.derive() as connection:
        return remove_unnamed(connection, unnamed)


def remove_unnamed(connection: Connection, digests: Collection[str]) -> int:
    """Of these, remove those that nothing names; how many."""
    gone = _unnamed(connection, digests)
    for digest in gone:
        connection.execute(delete(CONTENT).where(CONTENT.c.digest == digest))
    return len(gone)


def _unnamed(connection: Connection, digests: Collection[str]) -> list[str]:
    if not digests:
        return []
    named: set[str] = set()
    for column in _NAMING:
        named.update(connection.execute(select(column).where(column != "").distinct()).scalars())
    return [digest for digest in digests if digest not in named and not _is_journaled(connection, digest)]


def _is_journaled(connection: Connection, digest: str) -> bool:
    """Whether an undo could name it again."""
    says = []
    for column in _NAMING:
        words = f'%"{column.name}":{json.dumps(digest)}%'
        of_table = CHANGE.c.tbl == TABLE_NUMBERS[column.table.name]
        says.append(and_(of_table, or_(CHANGE.c.before.like(words), CHANGE.c.after.like(words))))
    return bool(connection.execute(select(exists().where(or_(*says)))).scalar())
