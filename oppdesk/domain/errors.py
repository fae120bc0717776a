"""The errors that are shown to the user; everything else is a bug and goes to the crash report.

A message names the record and the field it is about and is translated where it is raised.
"""

from enum import StrEnum


class UserError(Exception):
    """Something the user can put right; `field` names the field it belongs beside, if one."""

    def __init__(self, message: str, field: str = "", number: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.number = number  # of the specification's message list: M-06, CON-F1, DF-2 …


class FieldError(UserError):
    """One value cannot be what its field allows."""


class RuleError(UserError):
    """A rule of the field of work says no."""


class InUseError(UserError):
    """A record cannot be removed because others refer to it."""


class StaleError(UserError):
    """The record was changed elsewhere since it was read."""


class NotThereError(UserError):
    """The record does not exist (any more)."""


class Trouble(StrEnum):
    """What can be wrong with the store, in the words the advice is written for."""

    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read-only"
    DAMAGED = "damaged"
    FOREIGN = "foreign"
    TOO_NEW = "too new"
    IN_USE = "in use"
    SETTINGS = "settings"
    IO = "io"
    SEARCH = "search"  # only the search index, which is made again by itself


class StorageTrouble(Exception):  # noqa: N818 - it is trouble, and said so to the user
    """The surroundings fail: disk full, file locked, damaged, foreign or made by a later version."""

    def __init__(self, kind: Trouble, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
