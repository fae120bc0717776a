"""What the user wants done with rows of contacts that are here already, for all of them and for single ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Existing(StrEnum):
    """What becomes of a row whose contact is here: it changes it, is left out, or comes in as another one."""

    UPDATE = "update"
    SKIP = "skip"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Decision:
    """The user's word about one row; `contact` is the one that is updated."""

    kind: Existing
    contact: int | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """`mailing_group` marks every contact of the file; `decisions` are by the line of the row."""

    existing: Existing = Existing.UPDATE
    only_fill_empty: bool = False
    mailing_group: int | None = None
    decisions: Mapping[int, Decision] = field(default_factory=dict)


USUAL = Matching()
