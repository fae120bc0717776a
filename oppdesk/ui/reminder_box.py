"""How long before a task begins one is reminded of it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

from oppdesk.i18n import _, ngettext

USUAL = -1  # as the user's habit is
_MINUTES = (USUAL, 0, 5, 10, 15, 30, 60, 120, 1440, 2880, 10080)


def words_of(minutes: int) -> str:
    """How it reads."""
    if minutes == USUAL:
        return _("as usual")
    if minutes == 0:
        return _("when it begins")
    if minutes % 1440 == 0:
        days = minutes // 1440
        return ngettext("{count} day before", "{count} days before", days).format(count=days)
    if minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("{count} hour before", "{count} hours before", hours).format(count=hours)
    return ngettext("{count} minute before", "{count} minutes before", minutes).format(count=minutes)


class ReminderBox(QComboBox):
    """Its value is minutes, USUAL for the habit."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        for minutes in _MINUTES:
            self.addItem(words_of(minutes), minutes)
        self.activated.connect(lambda _at: self.changed.emit(self.value()))

    def value(self) -> int:
        found = self.currentData()
        return found if isinstance(found, int) else USUAL

    def set_value(self, minutes: object) -> None:
        """A length that is not offered is added to the end."""
        wanted = minutes if isinstance(minutes, int) else USUAL
        at = self.findData(wanted)
        if at < 0:
            self.addItem(words_of(wanted), wanted)
            at = self.count() - 1
        self.setCurrentIndex(at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page; it changes only a box that has the keyboard."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
