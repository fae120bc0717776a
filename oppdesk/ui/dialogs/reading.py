"""A dialog opens when the reader has brought what it shows: the window waits for nothing."""

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.ui.workplace import Workplace

T = TypeVar("T")


def read_first(
    place: Workplace, parent: QWidget | None, title: str, read: Callable[[], T], show: Callable[[T], None]
) -> None:
    """`read` beside the window, then `show` the dialog; a UserError is told under `title`.

    Of several that are asked for before the first one is there, the last one opens.
    """

    def show_before(found: T) -> None:
        if parent is None or shiboken6.isValid(parent):  # it may have been closed meanwhile
            show(found)

    def tell(error: UserError) -> None:
        place.prompts.tell(parent, title, error.message)

    place.jobs.read(read, show_before, "dialog", tell, urgent=True)
