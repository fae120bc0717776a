"""Comments hang on any record by the number of its table and its key; the program removes them with it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import COMMENT, CommentRow
from oppdesk.storage.unit_of_work import Work


def of(connection: Connection, table: str, row: int) -> Sequence[Any]:
    """Newest first, with the author's name."""
    author = TABLES["salesperson"]
    return connection.execute(
        select(
            COMMENT.c.id,
            COMMENT.c.version,
            COMMENT.c.on,
            COMMENT.c.text,
            func.coalesce(author.c.name, "").label("author"),
            COMMENT.c.written_at,
        )
        .join(author, author.c.id == COMMENT.c.author, isouter=True)
        .where(COMMENT.c.subject == TABLE_NUMBERS[table], COMMENT.c.row == row)
        .order_by(COMMENT.c.id.desc())
    ).all()


def any_on(work: Work, table: str, row: int, day: date) -> bool:
    """Whether the record has a comment of that day already (1.7: only the first one proposes the date)."""
    return (
        work.connection.execute(
            select(COMMENT.c.id)
            .where(COMMENT.c.subject == TABLE_NUMBERS[table], COMMENT.c.row == row, COMMENT.c.on == day)
            .limit(1)
        ).first()
        is not None
    )


def remove_all(work: Work, table: str, rows: Sequence[int]) -> None:
    """Comments go with their owner (R-DEL-02)."""
    for note in work.session.scalars(
        select(CommentRow).where(CommentRow.subject == TABLE_NUMBERS[table], CommentRow.row.in_(list(rows)))
    ):
        work.remove(note)
