"""Deletes by a filter what nobody needs any more: counted while the filter is narrowed, before anything is deleted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from oppdesk.domain.fields import Ref
from oppdesk.domain.progress import Progress
from oppdesk.domain.query import Filter, Op
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.edits import ParsedEdit
from oppdesk.ui.widgets.field_row import FieldGroup, Note
from oppdesk.ui.workplace import Workplace

Filters = tuple[Filter, ...]
E = TypeVar("E", bound=ParsedEdit | LookupField)


@dataclass(frozen=True, slots=True)
class Batch:
    """What is deleted; the sentences are translated and have a place for {count}."""

    title: str
    count: Callable[[Filters], int]
    remove: Callable[[Filters, Progress], object]
    verb: Callable[[int], str]
    told: Callable[[int], str]
    nothing: str


class DeleteBatch(Sheet):
    """Nothing is deleted before the primary button is pressed; it says how many."""

    def __init__(self, place: Workplace, batch: Batch, parent: QWidget | None = None) -> None:
        super().__init__(batch.title, parent, width=70)
        self._place = place
        self._batch = batch
        self._narrowing: list[tuple[str, Op, ParsedEdit | LookupField]] = []
        self._group = FieldGroup()
        self._note = Note()
        self.body.addWidget(self._group)
        self.body.addSpacing(px(1))
        self.body.addWidget(self._note)
        self.body.addStretch(1)
        self.primary.setDefault(False)  # Enter in a filter neither deletes nor gives up
        self.primary.setAutoDefault(False)

    def narrow(self, name: str, label: str, editor: E, field: str = "", op: Op = Op.IS) -> E:
        """An editor whose value, when there is one, is compared with a field; `name` is that field's when not given."""
        self.add(self._group, name, label, editor)
        self._narrowing.append((field or name, op, editor))
        editor.changed.connect(lambda _value: self.count())
        return editor

    def filters(self) -> Filters:
        """What the fields say; a blank one does not narrow."""
        found = []
        for field, op, editor in self._narrowing:
            value = editor.value()
            if value not in (None, ""):
                found.append(Filter(field, op, value.id if isinstance(value, Ref) else value))
        return tuple(found)

    def count(self) -> None:
        """Count anew what would go."""
        filters, batch = self.filters(), self._batch
        self.primary.setEnabled(False)
        self._place.jobs.read(lambda: batch.count(filters), self._tell, key=f"batch {id(self)}")

    def _tell(self, count: int) -> None:
        shown = self._place.form.whole(count)
        self.primary.setText(self._batch.verb(count).format(count=shown))
        self.primary.setEnabled(count > 0 and not self.saving)
        if count:
            self._note.say(self._batch.told(count).format(count=shown), "triangle-alert", "stale")
        else:
            self._note.say(self._batch.nothing, "info")
        self.grow()

    def finish(self) -> None:
        filters, batch = self.filters(), self._batch
        self.write(self._place.jobs, batch.title, lambda progress: batch.remove(filters, progress))
