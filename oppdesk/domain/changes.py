"""What a committed operation did, as one value: storage makes it, the views read it."""

from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter

Row = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows as (table, id). Published once, after the commit and only then."""

    operation: int = 0
    title: str = ""
    kind: str = ""
    added: frozenset[Row] = field(default_factory=frozenset)
    changed: frozenset[Row] = field(default_factory=frozenset)
    removed: frozenset[Row] = field(default_factory=frozenset)
    tables: frozenset[str] = field(
        init=False, default=frozenset()
    )  # made once: an import has 100,000s of rows

    def __post_init__(self) -> None:
        rows = chain(self.added, self.changed, self.removed)
        object.__setattr__(self, "tables", frozenset(map(itemgetter(0), rows)))

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def rows(self) -> frozenset[Row]:
        return self.added | self.changed | self.removed

    def touches(self, *tables: str) -> bool:
        """Whether any row of these tables is concerned."""
        return not self.tables.isdisjoint(tables)

    def of(self, table: str) -> frozenset[int]:
        """The ids of one table that are concerned."""
        return frozenset(row for name, row in self.rows if name == table)
