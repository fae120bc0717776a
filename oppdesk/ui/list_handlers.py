"""What can be done with what a list shows, the same in every list; methods are named by the actions."""

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from oppdesk.domain.progress import Progress
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

    def export(self) -> None:
        """Ctrl+E."""
        from oppdesk.ui.dialogs.export_list import ExportList  # noqa: PLC0415 - few export at every start

        ExportList(self.place, self.list, _(self.title), self.asks_from()).show()

    def edit_many(self) -> None:
        """Ctrl+Shift+E, where the list has fields that many records can share."""
        from oppdesk.ui import list_content  # noqa: PLC0415
        from oppdesk.ui.dialogs.edit_many import open_edit_many  # noqa: PLC0415 - as above

        ids = list_content.selected_in_order(self.list)
        open_edit_many(self.place, self.asks_from(), self.list.records.name, ids)

    def copy(self) -> None:
        """Ctrl+C."""
        self._copy(headers=False)

    def copy_with_headers(self) -> None:
        """Ctrl+Shift+C."""
        self._copy(headers=True)

    def _copy(self, *, headers: bool) -> None:
        from oppdesk.ui import list_content  # noqa: PLC0415

        place = self.place
        wish = list_content.of_list(place, self.list, _(self.title), selected=True)
        count = len(wish.ids or ())
        progress = Progress()

        def read() -> str:
            lines = place.desk.exporting.lines(wish, progress)
            return list_content.tabbed(lines, wish.columns, place.form, headers=headers)

        def take(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            words = ngettext("{count} row copied", "{count} rows copied", count)
            self.remarked.emit(words.format(count=place.form.whole(count)))

        if 0 < count <= AT_ONCE:
            take(read())
        elif count:
            place.jobs.apart(progress, read, take)
