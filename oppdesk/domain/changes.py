"""What a committed operation did, as one value: storage makes it, the views read it."""

from dataclasses import dataclass, field

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

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def rows(self) -> frozenset[Row]:
        return self.added | self.changed | self.removed

    def touches(self, *tables: str) -> bool:
        """Whether any row of these tables is concerned."""
        return any(table in tables for table, _row in self.rows)

    def of(self, table: str) -> frozenset[int]:
        """The ids of one table that are concerned."""
        return frozenset(row for name, row in self.rows if name == table)
