"""What is done to entries of the log from any window, after a question where one is needed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from oppdesk.domain.errors import UserError
from oppdesk.i18n import _, ngettext
from oppdesk.ui import attachments

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from oppdesk.domain.interactions import File
    from oppdesk.domain.words import Evaluation
    from oppdesk.services.interaction_log import Canceling
    from oppdesk.ui.workplace import Workplace


def evaluate(place: Workplace, interactions: Sequence[int], evaluation: Evaluation) -> None:
    """All of them at once."""
    service = place.desk.interactions
    if interactions:
        place.jobs.run(_("Evaluate"), lambda _progress: service.evaluate(interactions, evaluation))


def toggle_canceled(place: Workplace, window: QWidget, interactions: Sequence[int]) -> None:
    """Mark as cancelled or back, after a question; whether a file goes with it is asked, too (LOG-1)."""
    service = place.desk.interactions

    def write(*, remove_files: bool) -> None:
        place.jobs.run(
            _("Cancel interactions"),
            lambda _progress: service.toggle_canceled(interactions, remove_files=remove_files),
        )

    def ask_about_files(found: Canceling) -> None:
        question = ngettext(
            "{count} attachment is used nowhere else. Remove it, too?",
            "{count} attachments are used nowhere else. Remove them, too?",
            len(found.files),
        ).format(count=place.form.whole(len(found.files)))
        place.prompts.confirm(
            window,
            question,
            ngettext("Remove the attachment", "Remove the attachments", len(found.files)),
            lambda: write(remove_files=True),
            otherwise=lambda: write(remove_files=False),
        )

    def agreed(found: Canceling) -> None:
        if found.cancels and found.files:
            ask_about_files(found)
        else:
            write(remove_files=False)

    def ask(found: Canceling) -> None:
        count = place.form.whole(found.count)
        if found.cancels:
            question = ngettext(
                "Mark {count} interaction as cancelled? It stays in the log, but counts nowhere.",
                "Mark {count} interactions as cancelled? They stay in the log, but count nowhere.",
                found.count,
            )
            verb = _("Mark as cancelled")
        else:
            question = ngettext(
                "Let {count} cancelled interaction count again?",
                "Let {count} cancelled interactions count again?",
                found.count,
            )
            verb = _("Take back")
        place.prompts.confirm(
            window, question.format(count=count), verb, partial(agreed, found), default_yes=True
        )

    if interactions:
        place.jobs.read(lambda: service.canceling(interactions), ask, _key(window), _teller(place, window))


def discard(place: Workplace, window: QWidget, drafts: Sequence[int]) -> None:
    service = place.desk.interactions

    def write() -> None:
        place.jobs.run(
            _("Discard drafts"),
            lambda _progress: service.discard(drafts),
            failed=_teller(place, window),
        )

    if drafts:
        count = len(drafts)
        question = ngettext("Discard {count} draft?", "Discard {count} drafts?", count)
        verb = ngettext("Discard draft", "Discard drafts", count)
        place.prompts.confirm(window, question.format(count=place.form.whole(count)), verb, write)


def tell_kept(place: Workplace, window: QWidget, *, is_canceled: bool) -> None:
    """Entries are not deleted one by one: the log is what happened."""
    if is_canceled:
        words = _(
            "Cancelled interactions are deleted all together: Interaction → Delete cancelled interactions."
        )
    else:
        words = _("What was logged stays. Mark it as cancelled if it shall not count.")
    place.prompts.tell(window, _("The log keeps it"), words)


def make_opportunity(place: Workplace, window: QWidget, interaction: int) -> None:
    """LOG-3; its number is told by the undo bar, and its card opens."""
    service = place.desk.interactions
    place.jobs.run(
        _("Create opportunity"),
        lambda _progress: service.make_opportunity(interaction),
        lambda made: place.open_record("opportunity", made),
        _teller(place, window),
    )


def _with_file(place: Workplace, window: QWidget, interaction: int, act: Callable[[File], object]) -> None:
    service = place.desk.interactions

    def take(file: File | None) -> None:
        if file is None:
            place.prompts.tell(window, _("Nothing to open"), _("The attachment is empty."))
        else:
            act(file)

    place.jobs.read(lambda: service.file(interaction), take, _key(window), _teller(place, window))


def open_attachment(place: Workplace, window: QWidget, interaction: int) -> None:
    """As a copy nobody can write in: what was logged never changes."""
    _with_file(place, window, interaction, lambda file: attachments.open_copy(place, window, file))


def save_attachment(place: Workplace, window: QWidget, interaction: int) -> None:
    _with_file(place, window, interaction, lambda file: attachments.save(place, window, file))


def remove_attachment(place: Workplace, window: QWidget, interaction: int) -> None:
    service = place.desk.interactions

    def write() -> None:
        place.jobs.run(
            _("Remove the attachment"),
            lambda _progress: service.remove_file(interaction),
            failed=_teller(place, window),
        )

    question = _("Remove the attachment of this interaction?")
    place.prompts.confirm(window, question, _("Remove the attachment"), write)


def _key(window: QWidget) -> str:
    """Asked twice, as by a double click, it is answered once."""
    return f"log asked about {id(window)}"


def _teller(place: Workplace, window: QWidget) -> Callable[[UserError], None]:
    return lambda error: place.prompts.tell(window, _("This is not possible"), error.message)
