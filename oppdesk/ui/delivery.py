"""What was written leaves: on paper by the dialog that prints, as e-mail by the user's own mail program (9.6)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.interactions import File, NewInteraction
from oppdesk.domain.words import Correspondence, Delivery, Flow
from oppdesk.i18n import _
from oppdesk.reports.document import Document
from oppdesk.services.interaction_views import InteractionView
from oppdesk.ui import attachments, links, outbox
from oppdesk.ui.workplace import Workplace

LONGEST_LINK = 1_800  # characters: a longer text would be cut, so it goes as a file


def deliver(place: Workplace, window: QWidget | None, new: NewInteraction, entry: int | None = None) -> None:
    """By its correspondence; what came in, and what has none, goes nowhere. INT-7 is told.

    `entry` is what was logged of it: there it is noted when it could not be sent. Nothing happens without a window:
    there is nobody who would send it.
    """
    if window is None or new.information_flow is Flow.INBOUND:
        return
    if new.correspondence_type is Correspondence.HARD_COPY and (new.letter.strip() or new.file is None):
        show_letter(place, window, new, entry)
    elif new.correspondence_type is Correspondence.EMAIL:
        write_mail(place, window, new, entry)


def send_again(place: Workplace, window: QWidget, interactions: Sequence[int]) -> None:
    """Each entry once more, as it was: its letter on paper, else by e-mail with its file; LOG-5 is told."""
    service = place.desk.interactions

    def read() -> list[tuple[int, NewInteraction]]:
        return [(view.id, _again(view, service.file(view.id))) for view in service.resending(interactions)]

    def show(found: list[tuple[int, NewInteraction]]) -> None:
        for entry, new in found:
            if new.correspondence_type is Correspondence.HARD_COPY and new.letter.strip():
                show_letter(place, window, new, entry)
            elif new.correspondence_type is Correspondence.HARD_COPY and new.file is not None:
                attachments.open_copy(place, window, new.file)
            else:
                write_mail(place, window, new, entry)

    place.jobs.read(read, show, f"send again {id(window)}", _tells(place, window, None))


def _again(view: InteractionView, file: File | None) -> NewInteraction:
    return NewInteraction(
        contact=view.contact.id if view.contact else None,
        description=view.description,
        on=view.on,
        salesperson=view.salesperson.id if view.salesperson else None,
        language=view.language.id if view.language else None,
        correspondence_type=view.correspondence_type,
        alternative_address=view.alternative_address,
        contact_via=view.contact_via,
        subject=view.subject,
        letter=view.letter,
        file=file,
    )


def show_letter(
    place: Workplace, window: QWidget | None, new: NewInteraction, entry: int | None = None
) -> None:
    """The letter as it is printed, with print, PDF."""

    def show(document: Document) -> None:
        from oppdesk.ui.dialogs.report import ReportDialog  # noqa: PLC0415 - few print at every start

        ReportDialog(place, document, window).open()
        _note(place, entry, Delivery.NONE)

    desk, form = place.desk, place.form
    place.jobs.read(
        lambda: desk.correspondence.document(new, form),
        show,
        "" if entry is not None else f"letter {id(window)}",  # a preview: a double click shows it once
        _tells(place, window, entry),
    )


def write_mail(
    place: Workplace, window: QWidget | None, new: NewInteraction, entry: int | None = None
) -> None:
    """A draft in the mail program: a link does for a short text, a file carries more."""
    desk, form = place.desk, place.form

    def make() -> tuple[str, File | None]:
        link = desk.correspondence.link(new, form)
        is_enough = new.file is None and len(link) <= LONGEST_LINK
        return link, None if is_enough else desk.correspondence.message(new, form)

    def show(made: tuple[str, File | None]) -> None:
        link, file = made
        if file is None and links.hand_over(QUrl(link, QUrl.ParsingMode.StrictMode)):
            _note(place, entry, Delivery.NONE)
            return
        is_gone = open_message(place, window, file or desk.correspondence.message(new, form))
        _note(place, entry, Delivery.NONE if is_gone else Delivery.ERROR)

    place.jobs.read(make, show, failed=_tells(place, window, entry))


def open_message(place: Workplace, window: QWidget | None, file: File) -> bool:
    """Into the outbox, and from there into the mail program; whether it got there."""
    try:
        path = outbox.put(outbox.folder(place.preferences), file)
    except UserError as error:
        place.prompts.tell(window, _("The draft was not written"), error.message)
        return False
    outbox.open_draft(place, window, path)
    return True


def _tells(place: Workplace, window: QWidget | None, entry: int | None) -> Callable[[UserError], None]:
    def tell(error: UserError) -> None:
        place.prompts.tell(window, _("This cannot be sent"), error.message)
        _note(place, entry, Delivery.ERROR)

    return tell


def _note(place: Workplace, entry: int | None, delivery: Delivery) -> None:
    """Keep with the entry how its sending ended, unless it is known so already (9.4)."""
    if entry is not None:
        service = place.desk.interactions
        place.jobs.run(_("Note the delivery"), lambda _progress: service.deliver(entry, delivery))
