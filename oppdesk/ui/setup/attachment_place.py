"""Where attachments are kept: the folder is asked for with the choice, and what lies elsewhere is moved (SET-3)."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from oppdesk.domain.words import AttachmentStorage
from oppdesk.i18n import _, ngettext
from oppdesk.ui.workplace import Workplace

KEY = "marketing_setup"
STORAGE, FOLDER = "attachment_storage", "attachment_folder"
Values = Mapping[str, Any]


def concerns(values: Values) -> bool:
    return STORAGE in values or FOLDER in values


def complete(
    place: Workplace, window: QWidget, values: Values, store: Callable[[dict[str, Any]], None]
) -> None:
    """Both fields are stored together; files without a folder ask for it first."""
    now = place.desk.setup.single(KEY)
    both = {STORAGE: now[STORAGE], FOLDER: now[FOLDER]} | dict(values)
    if both[STORAGE] == AttachmentStorage.DISK_FILE and not both[FOLDER] and STORAGE in values:
        title = _("Choose the folder in which attachments are kept")
        place.prompts.choose_folder(window, title, lambda path: store(both | {FOLDER: str(path)}))
    else:
        store(both)


def ask(place: Workplace, window: QWidget, *, tells_nothing: bool = False) -> None:
    """Whether to move now what lies elsewhere; without `tells_nothing`, that there is nothing is said, too."""
    place.jobs.read(
        place.desk.attachments.misplaced,
        partial(_ask, place, window, tells_nothing=tells_nothing),
        f"attachments {id(window)}",
    )


def _ask(place: Workplace, window: QWidget, count: int, *, tells_nothing: bool) -> None:
    if not count:
        if not tells_nothing:
            told = _("All attachments are where they shall be kept.")
            place.prompts.tell(window, _("Relocate attachments"), told)
        return
    question = ngettext(
        "Move {n} attachment to where it shall be kept from now on? It can be opened meanwhile.",
        "Move {n} attachments to where they shall be kept from now on? They can be opened meanwhile.",
        count,
    )
    place.prompts.confirm(
        window,
        question.format(n=place.form.whole(count)),
        _("Move"),
        lambda: relocate(place),
        default_yes=True,
    )


def relocate(place: Workplace) -> None:
    """Move them, with progress; cancelled, the rest can be moved at any time."""
    place.jobs.run(_("Moving attachments"), place.desk.attachments.relocate)
