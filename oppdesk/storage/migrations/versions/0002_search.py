"""One search over everything: the documents of the index and what they are of."""

revision = "0002_search"
down_revision = "0001_foundation"


def upgrade() -> None:
    pass
