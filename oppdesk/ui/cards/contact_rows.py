"""One thing of a contact as a block: its words, a mark, and the buttons that act on it at its right."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Elided, Pill, Text

Act = tuple[str, str, Callable[[], None]]  # icon, name, what it does


class Block(QWidget):
    """A title with a mark beside it, lines of words below; the buttons have names of their own."""

    def __init__(
        self,
        title: str,
        lines: Sequence[str],
        acts: Sequence[Act],
        mark: str = "",
    ) -> None:
        super().__init__()
        self.title = Elided(title, Type.NAME)
        self.lines = [Text(line, Type.BODY, "text2", wrap=True) for line in lines if line]
        self.mark = Pill(mark, "check", "won") if mark else None
        self.acts: dict[str, QToolButton] = {}
        head = QHBoxLayout()
        head.setSpacing(px(1))
        head.addWidget(self.title, 1)
        if self.mark is not None:
            head.addWidget(self.mark)
        for icon, name, act in acts:
            button = buttons.icon_button(icon, name, small=True)
            button.clicked.connect(act)
            self.acts[icon] = button
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(0.5), 0, px(0.5))
        column.setSpacing(px(0.25))
        column.addLayout(head)
        for line in self.lines:
            column.addWidget(line)

    def words(self) -> list[str]:
        return [self.title.text(), *[line.text() for line in self.lines]]


class Blocks(QWidget):
    """Blocks under each other, made anew when they change."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def set_blocks(self, blocks: Sequence[Block]) -> None:
        for old in self.blocks:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.blocks = list(blocks)
        for block in blocks:
            self._column.addWidget(block)
        self.setVisible(bool(blocks))
