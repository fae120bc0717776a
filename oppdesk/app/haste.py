"""Switches off, for the length of a start, what slows it and helps nobody meanwhile: a fourth of the time."""

import builtins
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


def begin() -> None:
    """Before anything of Qt is imported.

    A start makes objects by the hundred thousand and throws none away, so looking for rubbish is in vain. And Qt's
    binding reads the source of every module that is imported after it, to see whether it asks for names in another
    style by `from __feature__ import`, which nobody here does.
    """
    gc.disable()
    import PySide6.QtCore  # noqa: F401, PLC0415 - puts its own import in the place of Python's

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def end(window: "QObject") -> None:
    """What has come with the start stays until the end, so it need not be looked through for rubbish either."""
    from oppdesk.app.rubbish import Rubbish  # noqa: PLC0415 - needs Qt, which begin() comes before

    gc.freeze()
    Rubbish(window)
