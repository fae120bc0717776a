"""The rows of a file that were not taken are saved as a table of their own, to be mended and brought in later."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.i18n import _, ngettext
from oppdesk.ui.importing.session import ImportSession
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.workplace import Workplace


def ask(window: QWidget, place: Workplace, session: ImportSession, note: Note) -> None:
    """Where to, then save them; `note` tells what came of it."""

    def save(path: Path) -> None:
        def saved(count: int) -> None:
            sentence = ngettext(
                "{count} row saved as “{file}”.", "{count} rows saved as “{file}”.", count
            ).format(count=place.form.whole(count), file=path.name)
            note.say(sentence, "circle-check", "won")

        def refused(error: UserError) -> None:
            note.say(error.message, "circle-alert", "overdue")

        session.save_rejected(path, saved, refused)

    name = session.path.stem if session.path is not None else ""
    suggested = _("{file} - rejected rows.csv").format(file=name)
    pattern = _("Tables of text") + " (*.csv)"
    place.prompts.save_file(window, _("Save the rejected rows"), pattern, save, suggested=suggested)
