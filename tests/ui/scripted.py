"""What a user would answer: prompts that follow a script, and what a page asked of the program around it."""

# ruff: noqa: ARG002 - it is called as the real ones are

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QWidget

from oppdesk.domain.query import Filter
from oppdesk.ui.prompts import Prompts


class ScriptedPrompts(Prompts):
    """Fill `answers` (True = the verb's button) and `files` (None = cancelled) before; read what was said after."""

    def __init__(self) -> None:
        self.answers: deque[bool] = deque()
        self.files: deque[Path | None] = deque()
        self.told: list[str] = []
        self.asked: list[str] = []
        self.suggested: list[str] = []

    def tell(self, parent: QWidget | None, title: str, text: str) -> None:
        self.told.append(text)

    def confirm(
        self,
        parent: QWidget | None,
        question: str,
        verb: str,
        then: Callable[[], None],
        *,
        default_yes: bool = False,
        otherwise: Callable[[], None] | None = None,
    ) -> None:
        self.asked.append(question)
        assert self.answers, f"nobody answers: {question}"
        if self.answers.popleft():
            then()
        elif otherwise is not None:
            otherwise()

    def choose_file(
        self, parent: QWidget | None, title: str, pattern: str, then: Callable[[Path], None]
    ) -> None:
        self._file(title, then)

    def choose_folder(self, parent: QWidget | None, title: str, then: Callable[[Path], None]) -> None:
        self._file(title, then)

    def save_file(
        self,
        parent: QWidget | None,
        title: str,
        pattern: str,
        then: Callable[[Path], None],
        *,
        suggested: str = "",
    ) -> None:
        self.suggested.append(suggested)
        self._file(title, then)

    def _file(self, title: str, then: Callable[[Path], None]) -> None:
        assert self.files, f"nobody chooses a file: {title}"
        chosen = self.files.popleft()
        if chosen is not None:
            then(chosen)


@dataclass
class Calls:
    """What `place.open_record`, `open_setup`, `run`, `show_list` and `show_duplicates` were called with."""

    opened: list[tuple[str, int]] = field(default_factory=list)
    setups: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    lists: list[tuple[str, tuple[Filter, ...]]] = field(default_factory=list)
    duplicates: list[tuple[int, ...]] = field(default_factory=list)
