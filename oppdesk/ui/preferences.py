"""The settings of this workstation: how the program looks here, and who sits before it. The business has its own."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, QObject, QSettings, Signal

from oppdesk.domain.errors import UserError

FILE_NAME = "oppdesk.ini"
REMEMBERED = 12  # records that were opened last


@dataclass(frozen=True, slots=True)
class Workstation:
    """All settings with their defaults; a new one joins by one line."""

    language: str = "en"
    region: str = ""  # whose way of writing dates and numbers; blank is the system's
    theme: str = "system"  # theme.Choice
    points: float = 0.0  # size of the application font; 0 is the platform's
    compact: bool = False
    page: str = ""  # the section last shown
    details: bool = True  # the details pane is shown
    rail: bool = False  # the sidebar is collapsed
    geometry: str = ""  # of the main window
    columns: Mapping[str, str] = field(default_factory=dict)  # state of each list's columns
    matchings: Mapping[str, str] = field(default_factory=dict)  # which column was which field, by headings
    views: Mapping[str, str] = field(default_factory=dict)  # the user's own views, by "list:name"
    view_orders: Mapping[str, str] = field(default_factory=dict)  # how the views of a list stand, by list
    arranged: Mapping[str, str] = field(
        default_factory=dict
    )  # how a view was sorted and grouped last, by "list:view"
    recent: str = ""  # the records opened last, "table:id" each, the last one first
    salesperson: int | None = None  # "I am …"
    remind_before: int = 15  # minutes before a task that has a time
    day_start: str = "09:00"  # when tasks without a time are reminded of
    notify: bool = True  # on the desktop too
    tray: bool = False  # a minimised window waits in the tray
    outbox: str = ""  # where drafts of messages go; blank is the usual folder (ui.outbox)
    feed: bool = False  # my tasks are kept as a calendar file in `feed_folder`
    feed_folder: str = ""
    device: int = -1  # part of every key made here; drawn once
    started: bool = False  # the first start is done


class Preferences(QObject):
    """`now` is what holds; `change` replaces it and writes it, and `changed` tells those who show it.

    It is written at once, or `write_beside` the windows: a busy disk takes a fifth of a second to keep a file for sure.
    """

    changed = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self._file = QSettings(str(folder / FILE_NAME), QSettings.Format.IniFormat)
        self.now = _read(self._file)
        self._do: Callable[[Callable[[], None]], None] = lambda write: write()

    def write_beside(self, do: Callable[[Callable[[], None]], None]) -> None:
        """Hand the writing to `do` from now on, which does one thing after the other."""
        self._do = do

    def change(self, **values: Any) -> None:
        """Set some settings by name."""
        if self.keep(**values):
            self.changed.emit()

    def keep(self, **values: Any) -> bool:
        """The same for what shows already where it was done, so nobody is told; whether it is another value."""
        before, self.now = self.now, replace(self.now, **values)
        if self.now == before:
            return False
        self._write()
        return True

    def _write(self) -> None:
        """As QSettings reads it; it would write it too, but keep Python, and so the windows, waiting for the disk."""
        path, now = Path(self._file.fileName()), self.now

        def write() -> None:
            from oppdesk.exchange.whole_file import written  # noqa: PLC0415 - no start writes settings

            with suppress(UserError), written(path) as file:  # else they hold until the program ends
                file.write("".join(["[General]\n", *_lines(now)]).encode("ascii"))

        self._do(write)

    def recent(self) -> list[tuple[str, int]]:
        """The records opened last: table and id, the last one first."""
        parts = [each.partition(":") for each in self.now.recent.split()]
        return [(table, int(row)) for table, _colon, row in parts if row.isdecimal()]

    def remember(self, table: str, record: int) -> None:
        """A record was opened."""
        this = f"{table}:{record}"
        others = [each for each in self.now.recent.split() if each != this]
        self.keep(recent=" ".join([this, *others][:REMEMBERED]))

    def keep_columns(self, name: str, state: bytes) -> None:
        """Remember how a list's columns stand."""
        text = state.decode()
        if self.now.columns.get(name) != text:
            self.keep(columns={**self.now.columns, name: text})

    def columns_of(self, name: str) -> bytes:
        return self.now.columns.get(name, "").encode()


def _read(file: QSettings) -> Workstation:
    """What the file says; a value that is not what it should be is as good as none."""
    found: dict[str, Any] = {}
    for each in fields(Workstation):
        try:
            value = json.loads(str(file.value(each.name, "")))
        except ValueError:
            continue
        if _suits(value, getattr(Workstation(), each.name)):
            found[each.name] = value
    return Workstation(**found)


def _lines(now: Workstation) -> Iterator[str]:
    """Those that differ from their defaults, as JSON in quotes."""
    for each in fields(Workstation):
        value, default = getattr(now, each.name), getattr(Workstation(), each.name)
        if value != default:
            text = json.dumps(dict(value) if isinstance(value, Mapping) else value)
            quoted = text.replace("\\", "\\\\").replace('"', '\\"')
            yield f'{each.name}="{quoted}"\n'


def _suits(value: object, default: object) -> bool:
    if default is None:
        return isinstance(value, int) or value is None
    if isinstance(default, float):
        return isinstance(value, int | float)
    if isinstance(default, Mapping):
        return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    return type(value) is type(default)


def locale_of(now: Workstation) -> str:
    """Whose way of writing dates and numbers: the chosen one, else the system's if it speaks our language."""
    if now.region:
        return now.region
    system = QLocale.system().name()
    return system if system.partition("_")[0] == now.language.partition("_")[0] else now.language
