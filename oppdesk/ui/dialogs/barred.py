"""The choice who is left out of what leaves: blocked for privacy, or excluded from segments (3.10)."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.i18n import ngettext
from oppdesk.services.exporting_contacts import Chosen, Counts
from oppdesk.ui import metrics
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.workplace import Workplace


class Barring(QWidget):
    """Two boxes that are there only when it makes a difference."""

    changed = Signal()

    def __init__(self, place: Workplace, *, excluded_out: bool = False) -> None:
        super().__init__()
        self._form = place.form
        self._typed = False  # the user has said it
        self.blocked = CheckBox("")
        self.excluded = CheckBox("")
        self.blocked.setChecked(True)
        self.excluded.setChecked(excluded_out)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(metrics.IN_GROUP))
        for box in (self.blocked, self.excluded):
            column.addWidget(box)
            box.clicked.connect(self.changed)
        self.excluded.clicked.connect(self._take)
        self.show_counts(Counts(0, 0, 0))

    def _take(self) -> None:
        self._typed = True

    def propose(self, *, excluded_out: bool) -> None:
        """What is usual for this kind of file, until the user has said otherwise."""
        if not self._typed:
            self.excluded.setChecked(excluded_out)

    def show_counts(self, counts: Counts) -> None:
        blocked = ngettext(
            "Leave out {count} contact that is &blocked for privacy",
            "Leave out {count} contacts that are &blocked for privacy",
            counts.blocked,
        )
        excluded = ngettext(
            "Leave out {count} contact that is e&xcluded from segments",
            "Leave out {count} contacts that are e&xcluded from segments",
            counts.excluded,
        )
        self.blocked.setText(blocked.format(count=self._form.whole(counts.blocked)))
        self.excluded.setText(excluded.format(count=self._form.whole(counts.excluded)))
        self.blocked.setVisible(bool(counts.blocked))
        self.excluded.setVisible(bool(counts.excluded))
        self.setVisible(bool(counts.blocked or counts.excluded))

    def narrowed(self, chosen: Chosen) -> Chosen:
        """Without those who are left out."""
        return replace(
            chosen, with_blocked=not self.blocked.isChecked(), with_excluded=not self.excluded.isChecked()
        )
