"""Dated notes on contacts, opportunities, cycles and stages (relationships 13)."""

from datetime import UTC, datetime

from oppdesk.domain.errors import NotThereError
from oppdesk.domain.fields import Field, Kind
from oppdesk.i18n import N_, _
from oppdesk.services import views
from oppdesk.services.context import Context
from oppdesk.services.views import CommentView
from oppdesk.storage import comments, contact_lines, lookups
from oppdesk.storage.journal_tables import TABLE_NAMES, TABLE_NUMBERS
from oppdesk.storage.task_tables import CommentRow
from oppdesk.storage.unit_of_work import Store, Work

_TEXT = Field("text", N_("Note"), Kind.NOTE, 32_000, required=True)


class Comments:
    """`subject` is the table a note hangs on: contact, opportunity, sales_cycle, sales_cycle_stage."""

    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    def of(self, subject: str, row: int) -> tuple[CommentView, ...]:
        with self._store.read() as connection:
            return views.notes(connection, subject, row)

    def add(self, subject: str, row: int, text: str) -> int:
        """A new note; it carries the work date unless one of this day is there already."""
        text = _clean(text)
        with self._store.write("comment.add", _("Note added")) as work:
            if lookups.value(work.connection, subject, row, "id") is None:
                raise NotThereError(_("This record does not exist any more."))
            day = self._context.work_date
            dated = not comments.any_on(work, subject, row, day)
            note = work.add(
                CommentRow(
                    subject=TABLE_NUMBERS[subject],
                    row=row,
                    on=day if dated else None,
                    text=text,
                    author=self._context.salesperson,
                    written_at=datetime.now(UTC),
                )
            )
            _stamp(work, TABLE_NUMBERS[subject], row)
        return note

    def change(self, comment: int, text: str) -> None:
        text = _clean(text)
        with self._store.write("comment.change", _("Note changed")) as work:
            note = work.get(CommentRow, comment)
            note.text = text
            note.modified_on = self._context.today
            _stamp(work, note.subject, note.row)

    def remove(self, comment: int) -> None:
        with self._store.write("comment.remove", _("Note removed")) as work:
            note = work.get(CommentRow, comment)
            work.remove(note)
            _stamp(work, note.subject, note.row)


def _stamp(work: Work, subject: int, row: int) -> None:
    """A note of a contact changes it, too (3.1); one of another record changes only itself."""
    if TABLE_NAMES[subject] == "contact":
        contact_lines.stamp(work, [row])


def _clean(text: str) -> str:
    return str(_TEXT.check(text.strip()))
