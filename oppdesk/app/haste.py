"""Switches off, for the length of a start, what slows it and helps nobody meanwhile: a third of the time."""

import builtins
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

# SQLAlchemy names them: for servers, for other people's dialects, for names that are too long.
NAMED_ONLY = ("asyncio", "importlib.metadata", "hashlib")


def begin() -> None:
    """Before anything of Qt is imported.

    A start makes objects by the hundred thousand and throws none away, so looking for rubbish is in vain. And Qt's
    binding reads the source of every module that is imported after it, to see whether it asks for names in another
    style by `from __feature__ import`, which nobody here does.
    """
    gc.disable()
    import PySide6.QtCore  # noqa: F401, PLC0415 - puts its own import in the place of Python's

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


@contextmanager
def without_servers() -> Iterator[None]:
    """What is imported meanwhile gets NAMED_ONLY when it uses them, not when it names them (a tenth of the time)."""
    put_off = [Later(name) for name in NAMED_ONLY if name not in sys.modules]
    try:
        yield
    finally:
        for each in put_off:
            each.step_aside()


class Later(ModuleType):
    """Stands for a module in those that name it meanwhile, until one of them uses it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        sys.modules[name] = self
        package, _dot, own = name.rpartition(".")
        if package:
            setattr(sys.modules[package], own, self)

    def step_aside(self) -> None:
        """Who imports the module from now on gets itself."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # asked of every module by who looks through them
        if name == "iscoroutine":
            # It is kept at once, and used by servers only.
            return lambda thing: self._whole().iscoroutine(thing)
        return getattr(self._whole(), name)

    def _whole(self) -> ModuleType:
        self.step_aside()
        return import_module(self.__name__)


def end(window: "QObject") -> None:
    """What has come with the start stays until the end, so it need not be looked through for rubbish either."""
    from oppdesk.app.rubbish import Rubbish  # noqa: PLC0415 - needs Qt

    gc.freeze()
    Rubbish(window)
