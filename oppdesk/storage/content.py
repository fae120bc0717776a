"""The bytes of pictures and files: each kept once, under the digest of what it is, which records and journal name.

Those of attachments may lie in a folder: then `data` is the path of their file, and never as long as `size` says.
"""

import re
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Connection, delete, func, or_, select

from oppdesk.storage import content_files
from oppdesk.storage.contact_tables import CONTACT, CONTENT
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.journal_tables import CHANGE, TABLE_NUMBERS
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import TASK_LANGUAGE
from oppdesk.storage.unit_of_work import Store

# Every column that names bytes.
ATTACHMENTS = (
    INTERACTION.c.attachment,
    TASK_LANGUAGE.c.attachment,
    TABLES["interaction_template_language"].c.attachment,
)
_NAMING = (CONTACT.c.picture, *ATTACHMENTS)


def put(connection: Connection, data: bytes, folder: str = "") -> str:
    """Keep these bytes, in a file of the folder if one is given; their digest.

    No undo takes them away: that the digest is named is what is undone.
    """
    digest = digest_of(data)
    if connection.execute(select(CONTENT.c.size).where(CONTENT.c.digest == digest)).first() is None:
        kept = _outside(Path(folder), digest, data) if folder else data
        connection.execute(CONTENT.insert().values(digest=digest, size=len(data), data=kept))
    return digest


def _outside(folder: Path, digest: str, data: bytes) -> bytes:
    """Write the file; what stands for it."""
    path = str(content_files.write(folder, digest, data)).encode()
    return path + b"\0" if len(path) == len(data) else path


def _path(kept: bytes, size: int) -> Path | None:
    """The file in which bytes lie; None when they are here."""
    return None if len(kept) == size else Path(kept.rstrip(b"\0").decode())


def digest_of(data: bytes) -> str:
    """What bytes are known by."""
    from hashlib import sha256  # noqa: PLC0415 - loads OpenSSL, which no start needs

    return sha256(data).hexdigest()


def get(connection: Connection, digest: str) -> bytes | None:
    """The bytes of that digest; None when there are none, FieldError ATT-F2 when their file cannot be read."""
    found = connection.execute(
        select(CONTENT.c.data, CONTENT.c.size).where(CONTENT.c.digest == digest)
    ).first()
    if found is None:
        return None
    path = _path(bytes(found.data), found.size)
    return bytes(found.data) if path is None else content_files.read(path, digest)


def misplaced(connection: Connection, folder: str) -> list[str]:
    """The attachments that are not kept where they should be: in that folder, or here if it is blank."""
    named: set[str] = set()
    for column in ATTACHMENTS:
        named.update(connection.execute(select(column).where(column != "").distinct()).scalars())
    outside = func.length(CONTENT.c.data) != CONTENT.c.size
    columns = (CONTENT.c.digest, CONTENT.c.size, outside.label("outside"))
    found = []
    for digest, size, is_outside in connection.execute(select(*columns)):
        if digest not in named or (not is_outside and not folder):
            continue
        if is_outside and folder and _folder(connection, digest, size) == Path(folder):
            continue
        found.append(digest)
    return found


def _folder(connection: Connection, digest: str, size: int) -> Path | None:
    kept = connection.execute(select(CONTENT.c.data).where(CONTENT.c.digest == digest)).scalar()
    path = _path(bytes(kept or b""), size)
    return None if path is None else path.parent


def move(connection: Connection, digest: str, folder: str) -> Path | None:
    """Keep bytes in another folder, or here if it is blank; the file that is of no use when this is committed."""
    data = get(connection, digest)
    if data is None:
        return None
    former = connection.execute(select(CONTENT.c.data).where(CONTENT.c.digest == digest)).scalar()
    kept = _outside(Path(folder), digest, data) if folder else data
    connection.execute(CONTENT.update().where(CONTENT.c.digest == digest).values(data=kept))
    return _path(bytes(former or b""), len(data))


def sweep(store: Store) -> int:
    """Remove what neither a record nor the journal names any more; how many. For the background: it may look long."""
    with store.read() as connection:
        unnamed = _unnamed(connection, connection.execute(select(CONTENT.c.digest)).scalars().all())
    if not unnamed:
        return 0
    with store.derive() as connection:
        gone, files = remove_unnamed(connection, unnamed)
    for path in files:
        content_files.remove(path)
    return gone


def remove_unnamed(connection: Connection, digests: Collection[str]) -> tuple[int, list[Path]]:
    """Of these, remove those that nothing names; how many, and the files to be removed when this is committed."""
    gone = _unnamed(connection, digests)
    files = []
    for digest in gone:
        own = CONTENT.c.digest == digest
        found = connection.execute(select(CONTENT.c.data, CONTENT.c.size).where(own)).first()
        path = _path(bytes(found.data), found.size) if found else None
        if path is not None:
            files.append(path)
        connection.execute(delete(CONTENT).where(own))
    return len(gone), files


def _unnamed(connection: Connection, digests: Collection[str]) -> list[str]:
    if not digests:
        return []
    named: set[str] = set()
    for column in _NAMING:
        named.update(connection.execute(select(column).where(column != "").distinct()).scalars())
    left = [digest for digest in digests if digest not in named]
    if left:
        journaled = _journaled(connection)
        left = [digest for digest in left if digest not in journaled]
    return left


def _journaled(connection: Connection) -> set[str]:
    """What an undo could name again: all of the journal is looked through once, however many are asked for."""
    found: set[str] = set()
    for column in _NAMING:
        names = f'"{column.name}":"'
        says = [image.like(f"%{names}%") for image in (CHANGE.c.before, CHANGE.c.after)]
        of_table = CHANGE.c.tbl == TABLE_NUMBERS[column.table.name]
        images = select(CHANGE.c.before, CHANGE.c.after).where(of_table, or_(*says))
        digests = re.compile(f"{re.escape(names)}([0-9a-f]{{64}})")
        for before, after in connection.execute(images):
            found.update(digests.findall(f"{before} {after}"))
    return found
