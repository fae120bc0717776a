"""A file that is dropped on a window: which one, and what its rows most likely are; messages and appointments too."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from oppdesk.ui import bringing

FILES = (
    frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".vcf", ".vcard"})
    | bringing.MESSAGES
    | bringing.CALENDARS
)
_CARDS = frozenset({".vcf", ".vcard"})


def dropped_file(data: QMimeData) -> Path | None:
    """The one file of this computer that is being dropped."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def importable(data: QMimeData) -> Path | None:
    """The dropped file, if its name is one that can be imported."""
    path = dropped_file(data)
    return path if path is not None and path.suffix.casefold() in FILES else None


def target_of(path: Path, section: str) -> str:
    """Cards are contacts; of a table the section that it is dropped on speaks, and the assistant asks anyway."""
    is_of_deals = path.suffix.casefold() not in _CARDS and section in ("opportunities", "entries")
    return "opportunities" if is_of_deals else "contacts"


class FileDrop(QObject):
    """Makes a window take files that can be imported: `hangs` when one hangs over it, `dropped` when it is let go.

    `takes` says which of them this window takes.
    """

    def __init__(
        self,
        window: QWidget,
        hangs: Callable[[], None],
        dropped: Callable[[Path], None],
        takes: Callable[[Path], bool] = lambda _path: True,
    ) -> None:
        super().__init__(window)
        self._takes = takes
        self._hangs = hangs
        self._dropped = dropped
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            path = importable(event.mimeData())
            if path is None or not self._takes(path):
                return False
            event.acceptProposedAction()
            if isinstance(event, QDragEnterEvent):
                self._hangs()
            else:
                self._dropped(path)
            return True
        return super().eventFilter(watched, event)
