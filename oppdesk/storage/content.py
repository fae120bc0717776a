"""The bytes of pictures: each kept once, under the digest of what it is; records and their journal name the digest."""

import json
from collections.abc import Collection

from sqlalchemy import Connection, delete, exists, or_, select

from oppdesk.storage.contact_tables import CONTACT, CONTENT
from oppdesk.storage.journal_tables import CHANGE, TABLE_NUMBERS
from oppdesk.storage.unit_of_work import Store


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
    named = set(connection.execute(select(CONTACT.c.picture).where(CONTACT.c.picture != "")).scalars())
    return [digest for digest in digests if digest not in named and not _is_journaled(connection, digest)]


def _is_journaled(connection: Connection, digest: str) -> bool:
    """Whether an undo could name it again."""
    words = f'%"picture":{json.dumps(digest)}%'
    of_contacts = CHANGE.c.tbl == TABLE_NUMBERS["contact"]
    says = or_(CHANGE.c.before.like(words), CHANGE.c.after.like(words))
    return bool(connection.execute(select(exists().where(of_contacts, says))).scalar())
