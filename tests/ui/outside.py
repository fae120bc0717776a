"""What the system was asked to open: links and files, which no test really opens."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from oppdesk.ui import links


class Opened(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url.toString())


@contextmanager
def opening() -> Iterator[Opened]:
    """While this lasts, links and files go nowhere but into `urls`."""
    made, schemes = Opened(), sorted({*links.SCHEMES, "file"})
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, made, "take")
    try:
        yield made
    finally:
        for scheme in schemes:
            QDesktopServices.unsetUrlHandler(scheme)
