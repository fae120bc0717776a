"""What can be done with what a list shows, the same in every list; methods are named by the actions."""

from collections.abc import Sequence

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from oppdesk.domain.progress import Progress
from oppdesk.domain.records import SHARED
from oppdesk.i18n import _, ngettext
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.workplace import Workplace

AT_ONCE = 500  # rows that are copied before the hand is off the key; more are read beside the windows


class ListHandlers:
    """For a page with a list; `title` is marked with N_."""

    place: Workplace
    list: RecordList
    title: str
    remarked: SignalInstance

    def asks_from(self) -> QWidget:
        """The window that dialogs stand before."""
        raise NotImplementedError

    def selected(self) -> Sequence[int]:
        """The ids the next action is about, the current one first."""
        raise NotImplementedError

    def list_words(self) -> frozenset[str]:
        """What holds of the selection, in the words of `ActionSpec.needs`."""
        is_shared = self.list.records.name in SHARED
        return frozenset({"several"} if is_shared and self.list.selected_count() > 1 else ())

    def _chosen(self) -> Sequence[int]:
        """In the order of the list; a board has an order of its own."""
        from oppdesk.ui import list_content  # noqa: PLC0415 - nothing leaves at a start

        return list_content.selected_in_order(self.list) if self.list.isVisible() else self.selected()

    def export(self) -> None:
        """Ctrl+E."""
        from oppdesk.ui import list_content  # noqa: PLC0415
        from oppdesk.ui.dialogs.export_list import ExportList  # noqa: PLC0415

        every = list_content.of_list(self.place, self.list, _(self.title))
        count = self.list.records.count
        ExportList(self.place, every, self._chosen(), count, self.asks_from()).show()

    def print_list(self) -> None:
        """Ctrl+Shift+P."""
        from oppdesk.ui.dialogs.print_list import open_print  # noqa: PLC0415

        open_print(self.place, self.list, _(self.title), self._chosen(), self.asks_from())

    def edit_many(self) -> None:
        """Ctrl+Shift+E."""
        from oppdesk.ui.dialogs.edit_many import open_edit_many  # noqa: PLC0415

        open_edit_many(self.place, self.asks_from(), self.list.records.name, self._chosen())

    def copy(self) -> None:
        """Ctrl+C."""
        self._copy(headers=False)

    def copy_with_headers(self) -> None:
        """Ctrl+Shift+C."""
        self._copy(headers=True)

    def _copy(self, *, headers: bool) -> None:
        from oppdesk.ui import list_content  # noqa: PLC0415

        place, chosen = self.place, self._chosen()
        wish = list_content.of_list(place, self.list, _(self.title), chosen)
        progress = Progress()

        def read() -> str:
            lines = place.desk.exporting.lines(wish, progress)
            return list_content.tabbed(lines, wish.columns, place.form, headers=headers)

        def take(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            words = ngettext("{count} row copied", "{count} rows copied", len(chosen))
            self.remarked.emit(words.format(count=place.form.whole(len(chosen))))

        if 0 < len(chosen) <= AT_ONCE:
            take(read())
        elif chosen:
            place.jobs.apart(progress, read, take)
