"""What every file is once it is opened for import, so that nothing after that asks what kind it was."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from oppdesk.domain.progress import Progress


class Table(Protocol):
    """What all of them are once they are opened; `rows` may be asked for as often as one likes."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, each another."""

    @property
    def faults(self) -> Mapping[int, str]:
        """Why a row is left out that could be read, by its line; there once the row has been handed out."""

    def rows(self, progress: Progress | None = None) -> Iterator[tuple[int, list[str]]]:
        """Line number and cells of each row that is not blank, as many as the header has or more."""
