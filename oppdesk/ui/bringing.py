"""A message or an appointment from another program, dropped on the window or chosen: where it goes (9.11)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from oppdesk.domain.words import ANSWER
from oppdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from oppdesk.domain.errors import UserError
    from oppdesk.domain.interactions import File
    from oppdesk.domain.tasks import NewTask
    from oppdesk.services.calendar_intake import Brought, Reply
    from oppdesk.ui.workplace import Workplace

MESSAGES, CALENDARS = frozenset({".eml"}), frozenset({".ics", ".ical"})
PATTERN = "(*.eml *.ics)"


def is_brought(path: Path) -> bool:
    """Whether the file is for here, by its name."""
    return path.suffix.casefold() in MESSAGES | CALENDARS


def choose(place: Workplace, parent: QWidget) -> None:
    """Ask for the file."""
    pattern = _("E-mails and appointments {endings}").format(endings=PATTERN)
    place.prompts.choose_file(
        parent, _("Bring in an e-mail or appointment"), pattern, partial(bring, place, parent)
    )


def bring(place: Workplace, parent: QWidget, path: Path, about: Mapping[str, int] | None = None) -> None:
    """Begin with it; what cannot be read is told. `about` is what it was dropped on, ids by table."""
    from oppdesk.ui import attachments  # noqa: PLC0415 - a start need not wait for it

    def take(file: File) -> None:
        if path.suffix.casefold() in MESSAGES:
            from oppdesk.ui.dialogs.log_message import open_message  # noqa: PLC0415

            open_message(place, parent, file, about)
        else:
            _bring_calendar(place, parent, file)

    def refused(error: UserError) -> None:
        place.prompts.tell(parent, path.name, error.message)

    place.jobs.read(lambda: attachments.read(path), take, failed=refused)


def _bring_calendar(place: Workplace, parent: QWidget, file: File) -> None:
    def show(found: Brought) -> None:
        if found.replies:
            _ask_replies(place, parent, found.replies)
        elif found.known and not found.tasks:
            place.open_record("task", found.known[0])
        elif len(found.tasks) == 1:
            from oppdesk.ui.dialogs.create_task import open_with  # noqa: PLC0415

            open_with(place, parent, found.tasks[0])
        else:
            _ask_many(place, parent, found.tasks)

    def refused(error: UserError) -> None:
        place.prompts.tell(parent, file.name, error.message)

    place.jobs.read(lambda: place.desk.calendar_intake.read(file), show, "calendar file", refused)


def _ask_replies(place: Workplace, parent: QWidget, replies: Sequence[Reply]) -> None:
    said = _("{name} answered “{answer}” to “{meeting}”.")
    lines = [
        said.format(name=each.name, answer=_(ANSWER[each.answer]), meeting=each.description)
        for each in replies
    ]

    def note() -> None:
        intake = place.desk.calendar_intake
        place.jobs.run(_("Answers noted"), lambda _progress: intake.answer(replies))

    words = ngettext("Note the answer", "Note the answers", len(replies))
    place.prompts.confirm(parent, "\n".join(lines), words, note, default_yes=True)


def _ask_many(place: Workplace, parent: QWidget, tasks: Sequence[NewTask]) -> None:
    """Several are made without looking at each."""
    count = place.form.whole(len(tasks))
    question = ngettext(
        "This calendar has {count} appointment. Make a task of it?",
        "This calendar has {count} appointments. Make a task of each?",
        len(tasks),
    )
    verb = ngettext("Make {count} task", "Make {count} tasks", len(tasks))

    def make() -> None:
        service = place.desk.tasks
        place.jobs.run(_("Making tasks"), lambda progress: service.create_all(tasks, progress))

    place.prompts.confirm(parent, question.format(count=count), verb.format(count=count), make)
