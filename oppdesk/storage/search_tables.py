"""The two ordinary tables of the search; the full-text tables beside them are the database's own kind."""

from sqlalchemy import Column, Table, UniqueConstraint

from oppdesk.storage.base import metadata
from oppdesk.storage.types import Id, Whole, Words

# The tables that are searched.
INDEXED = ("contact", "opportunity", "task", "interaction", "comment", "sales_document")
# A document is known to the index by a small number: with the long keys of the records it would be twice as large.
SEARCH_DOC = Table(
    "search_doc",
    metadata,
    Column("id", Id(), primary_key=True, autoincrement=False),
    Column("tbl", Whole(), nullable=False),
    Column("row", Id(), nullable=False),
    UniqueConstraint("tbl", "row"),
)
# Every word of letters that a document has or had: what a part of a word is looked up in.
SEARCH_WORD = Table(
    "search_word",
    metadata,
    Column("id", Id(), primary_key=True, autoincrement=False),
    Column("word", Words(), nullable=False),
    UniqueConstraint("word"),
)
