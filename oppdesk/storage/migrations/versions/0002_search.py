"""One search over everything: the documents of the index and what they are of."""

import sqlalchemy as sa
from alembic import op

revision = "0002_search"
down_revision = "0001_foundation"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "search_doc",
        sa.Column("id", ID, nullable=False, autoincrement=False),
        sa.Column("tbl", ID, nullable=False),
        sa.Column("row", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_doc")),
        sa.UniqueConstraint("tbl", "row", name=op.f("uq_search_doc_tbl_row")),
        sqlite_strict=True,
    )
    op.create_table(
        "search_word",
        sa.Column("id", ID, nullable=False, autoincrement=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_word")),
        sa.UniqueConstraint("word", name=op.f("uq_search_word_word")),
        sqlite_strict=True,
    )
