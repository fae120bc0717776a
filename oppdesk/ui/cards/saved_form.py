"""Fields that are saved when they are left, and what the card around them must know of it: the same on every card."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.i18n import _
from oppdesk.ui.form import FieldForm
from oppdesk.ui.workplace import Workplace


class SavedForm(QWidget):
    """`saved` when a field is stored; `settled` when nothing is being written or asked any more."""

    faults_changed = Signal()
    saved = Signal()
    settled = Signal()

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._pending = 0  # what is being written or asked
        self.fields: FieldForm

    def stored(self) -> Mapping[str, object]:
        """The values as they are stored, to go back to when a change was refused."""
        raise NotImplementedError

    @property
    def is_saving(self) -> bool:
        return self._pending > 0

    def settle(self) -> bool:
        """Leave every field; False when one of them is wrong."""
        return self.fields.settle()

    def unsaved(self) -> tuple[str, ...]:
        return self.fields.unsaved()

    def write(self, title: str, work: Callable[[Progress], object]) -> None:
        """Store something; what is refused stands beside its field."""
        self._pending += 1
        self._place.jobs.run(title, work, self._saved, self.refuse, self._ended)

    def _ended(self) -> None:
        """Whatever became of it, also when the disk is full: the window may close again."""
        self._pending -= 1

    def _saved(self, _result: object) -> None:
        self.saved.emit()
        self._tell_settled()

    def refuse(self, error: UserError) -> None:
        if not self.fields.tell(error):
            self._place.prompts.tell(self.window(), _("This could not be saved"), error.message)
            self.fields.clear(self.stored())
        self.faults_changed.emit()
        self._tell_settled()

    def _tell_settled(self) -> None:
        if not self._pending:
            self.settled.emit()
