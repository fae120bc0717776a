"""What can be done whatever section is shown: the handlers that stand behind those of the page."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.i18n import _, ngettext
from oppdesk.ui.workplace import Workplace


class Commands:
    """Methods are named by the actions. `go` shows a section and gives its page; `window` is the main window."""

    def __init__(self, place: Workplace, window: QWidget, go: Callable[[str], QWidget]) -> None:
        self._place = place
        self._window = window
        self._go = go

    def words(self) -> frozenset[str]:
        return frozenset({"undoable"} if self._place.desk.history.last() else ())

    # -- file ---------------------------------------------------------------------------------------------

    def new_opportunity(self) -> None:
        from oppdesk.ui.dialogs.create_opportunity import open_create  # noqa: PLC0415 - made when asked for

        show = self._place.open_record
        open_create(
            self._place,
            self._window,
            then=lambda dialog: dialog.created.connect(lambda record: show("opportunity", record)),
        )

    def quick_card(self) -> None:
        """A card to be filled in as one likes, without the questions of the dialog (R-CRE-02)."""
        from oppdesk.services.opportunities import Draft  # noqa: PLC0415

        place = self._place
        place.jobs.run(
            _("New opportunity"),
            lambda _progress: place.desk.opportunities.create(Draft(), complete=False),
            lambda record: place.open_record("opportunity", record),
        )

    def new_contact(self) -> None:
        self._hand_on("contacts", "new_contact")

    def import_records(self, table: str) -> None:
        from oppdesk.ui.dialogs.import_wizard import OF_TABLE, ImportWizard  # noqa: PLC0415

        ImportWizard(self._place, OF_TABLE[table], parent=self._window).show()

    def bring_file(self) -> None:
        from oppdesk.ui import bringing  # noqa: PLC0415

        bringing.choose(self._place, self._window)

    def quit(self) -> None:
        self._window.window().close()

    # -- edit ---------------------------------------------------------------------------------------------

    def undo(self, operation: int | None = None) -> None:
        """Take back the last operation, or a given one; the news of it says so."""
        place = self._place

        def refused(error: UserError) -> None:
            place.prompts.tell(QApplication.activeWindow(), _("This cannot be undone"), error.message)

        place.jobs.run(_("Undo"), lambda _progress: place.desk.history.undo(operation), failed=refused)

    def preferences(self) -> None:
        from oppdesk.ui.dialogs.preferences import open_preferences  # noqa: PLC0415

        open_preferences(self._place, self._window)

    # -- view ---------------------------------------------------------------------------------------------

    def compact_rows(self) -> None:
        preferences = self._place.preferences
        preferences.change(compact=not preferences.now.compact)

    # -- interaction --------------------------------------------------------------------------------------

    def create_interaction(self) -> None:
        """From a page that knows nobody; the dialog asks with whom it was."""
        from oppdesk.ui.dialogs.interaction import open_interaction  # noqa: PLC0415

        open_interaction(self._place, self._window)

    def make_call(self) -> None:
        from oppdesk.ui.dialogs.call import open_call  # noqa: PLC0415

        open_call(self._place, self._window)

    def delete_canceled_interactions(self) -> None:
        from oppdesk.ui.dialogs.delete_canceled import open_delete_canceled  # noqa: PLC0415

        open_delete_canceled(self._place, self._window)

    # -- opportunity --------------------------------------------------------------------------------------

    def delete_closed(self) -> None:
        self._hand_on("opportunities", "delete_closed")

    # -- contact ------------------------------------------------------------------------------------------

    def duplicates(self) -> None:
        self._place.show_duplicates(())

    def export_contacts(self) -> None:
        """All of them, where none are shown."""
        from oppdesk.ui.dialogs.export_contacts import ExportContacts  # noqa: PLC0415

        ExportContacts(self._place, None, (), self._window).show()

    # -- task ---------------------------------------------------------------------------------------------

    def new_task(self) -> None:
        from oppdesk.ui.dialogs.create_task import open_create_task  # noqa: PLC0415

        open_create_task(self._place, self._window)

    def assign_activity(self) -> None:
        from oppdesk.ui.dialogs.assign_activity import open_assign_activity  # noqa: PLC0415

        open_assign_activity(self._place, self._window)

    def delete_canceled_tasks(self) -> None:
        self._hand_on("tasks", "delete_canceled_tasks")

    def quick_line(self) -> None:
        from oppdesk.ui.quick_line import open_quick_line  # noqa: PLC0415

        open_quick_line(self._place, self._window)

    # -- tools --------------------------------------------------------------------------------------------

    def setup(self, key: str = "") -> None:
        self._place.open_setup(key)

    def work_date(self) -> None:
        from oppdesk.ui.dialogs.work_date import WorkDateDialog  # noqa: PLC0415

        WorkDateDialog(self._place, self._window).open()

    def rebuild_search(self) -> None:
        place, desk = self._place, self._place.desk

        def again(progress: Progress) -> None:
            desk.search.rebuild(progress)
            desk.statistics.mend()  # the other thing that is kept beside the rows

        def done(_nothing: None) -> None:
            place.prompts.tell(self._window, _("Search"), _("The search index has been made again."))

        place.jobs.run(_("Making the search index again"), again, done)

    def add_samples(self) -> None:
        place = self._place
        if place.desk.samples.present():
            place.prompts.tell(
                self._window, _("Sample data"), _("The sample data is in the database already.")
            )
        else:
            place.jobs.run(_("Adding sample data"), self._fill)

    def _fill(self, progress: Progress) -> None:
        self._place.desk.samples.add(progress)

    def remove_samples(self) -> None:
        place = self._place
        if not place.desk.samples.present():
            place.prompts.tell(self._window, _("Sample data"), _("There is no sample data in the database."))
            return
        question = _(
            "Remove all sample records? What you made yourself stays, and so do the sample records it refers to."
        )
        place.prompts.confirm(self._window, question, _("Remove sample data"), self._remove_samples)

    def _remove_samples(self) -> None:
        self._place.jobs.run(
            _("Removing sample data"), lambda _progress: self._place.desk.samples.remove(), self._tell_kept
        )

    def _tell_kept(self, kept: int) -> None:
        if kept:
            words = ngettext(
                "{count} sample record stays because your own records refer to it.",
                "{count} sample records stay because your own records refer to them.",
                kept,
            )
            self._place.prompts.tell(self._window, _("Sample data removed"), words.format(count=kept))

    # -- help ---------------------------------------------------------------------------------------------

    def key_sheet(self) -> None:
        from oppdesk.ui.dialogs.keys import KeySheet  # noqa: PLC0415

        sheet = KeySheet(self._window)
        self._place.jobs.in_turns(sheet, (*sheet.parts(), sheet.open))

    def about(self) -> None:
        from oppdesk.ui.dialogs.about import About  # noqa: PLC0415

        About(self._window).open()

    def _hand_on(self, section: str, handler: str) -> None:
        """Let the page of another section do it."""
        do = getattr(self._go(section), handler, None)
        if callable(do):
            do()
