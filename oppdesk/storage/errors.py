"""Turns what the driver says into StorageTrouble with advice, or lets a bug be a bug.

sqlcipher3 gives primary result codes only; unique, foreign key and not null are told apart by the message.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlcipher3 import dbapi2

from oppdesk.domain.errors import InUseError, StaleError, StorageTrouble, Trouble
from oppdesk.domain.progress import Interrupted
from oppdesk.i18n import _


def trouble_of(error: BaseException) -> StorageTrouble | None:
    """The trouble behind an error of the driver or of the system, None when it is a bug of ours."""
    text = str(error).lower()
    code = error.errno if isinstance(error, OSError) else None
    found = None
    if "database is locked" in text or "database table is locked" in text:
        found = Trouble.BUSY, _("Another program is writing to the data just now. Try again in a moment.")
    elif "disk is full" in text or code in (errno.ENOSPC, errno.EDQUOT):
        found = Trouble.FULL, _("The disk is full. Nothing was lost; free some space and try again.")
    elif "readonly" in text or "read-only" in text or code in (errno.EACCES, errno.EPERM, errno.EROFS):
        found = Trouble.READ_ONLY, _("The data file cannot be written to. Check the rights of its folder.")
    elif "not a database" in text:
        found = Trouble.FOREIGN, _("This file is not an OppDesk database. It was left untouched.")
    elif is_of_search(error):
        found = Trouble.SEARCH, _("The search index was damaged and has been made again. Search once more.")
    elif "malformed" in text:
        found = Trouble.DAMAGED, _("The data file is damaged. Restore the newest backup.")
    elif "disk i/o error" in text or "unable to open database" in text or code is not None:
        found = Trouble.IO, _("The data file cannot be read or written. Check the disk and its connection.")
    return None if found is None else StorageTrouble(*found)


def is_of_search(error: BaseException) -> bool:
    """Whether only the search index is at fault, in its own words."""
    text = str(getattr(error, "orig", error))
    return (
        text.startswith("fts5:") or "no such table: search_" in text or "no such table: main.search_" in text
    )


@contextmanager
def translated() -> Iterator[None]:
    """Around everything that talks to the database."""
    try:
        yield
    except IntegrityError as error:
        if "foreign key" in str(error).lower():
            raise InUseError(_("This is not possible: other records refer to it.")) from error
        raise
    except (DBAPIError, dbapi2.Error) as error:
        if str(getattr(error, "orig", error)) == "interrupted":
            raise Interrupted from error
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise trouble from error


@contextmanager
def stale_refused() -> Iterator[None]:
    """Around what saves mapped records."""
    from sqlalchemy.orm.exc import StaleDataError  # noqa: PLC0415 - who only reads needs no mapper

    try:
        yield
    except StaleDataError as error:
        raise StaleError(
            _("This record was changed elsewhere meanwhile. Look at the newest values first.")
        ) from error


@contextmanager
def files_translated() -> Iterator[None]:
    """Around what also makes, copies or renames the files themselves."""
    try:
        with translated():
            yield
    except OSError as error:
        raise trouble_of(error) or error from error
