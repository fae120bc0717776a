"""The page of web sources: beside them the notes on the chosen one."""

from PySide6.QtWidgets import QWidget

from oppdesk.i18n import _
from oppdesk.ui.metrics import Type
from oppdesk.ui.setup.model import NEW
from oppdesk.ui.setup.notes import Notes
from oppdesk.ui.setup.side import Side
from oppdesk.ui.setup_page import SetupPage
from oppdesk.ui.widgets.labels import text
from oppdesk.ui.workplace import Workplace


class WebSourcePage(SetupPage):
    def __init__(self, place: Workplace, key: str = "web_source") -> None:
        super().__init__(place, key)

    def make_side(self) -> QWidget:
        side = Side()
        self.notes = Notes(self.place)
        words = _(
            "On the card of a company the web address is opened with the company's search word in place of %1."
        )
        side.column.addWidget(self.notes)
        side.column.addWidget(text(words, Type.CAPTION, "text2", wrap=True))
        side.fit()
        return side

    def _shown_tables(self) -> frozenset[str]:
        return super()._shown_tables() | {"comment"}

    def _choose(self, row: int) -> None:
        super()._choose(row)
        self.notes.setEnabled(row != NEW)
        self.notes.show_of(self.key, row, str(self.rows.current_values().get("code") or ""))

    def refresh(self) -> None:
        super().refresh()
        self.notes.refresh()
