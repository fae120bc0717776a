"""A file that is there complete or not at all: written beside its place, brought to the disk, then given its name."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import fsync
from pathlib import Path
from typing import IO

from oppdesk.domain.errors import UserError
from oppdesk.i18n import _


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """What `path` will hold; whatever goes wrong leaves it as it was. UserError when it cannot be written."""
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            yield file
            file.flush()
            fsync(file.fileno())
        partial.replace(path)
    except OSError as fault:
        message = _("“{file}” cannot be written: {reason}")
        raise UserError(message.format(file=path.name, reason=fault.strerror or fault)) from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
