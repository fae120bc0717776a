"""What was written leaves: on paper by the dialog that prints, as e-mail by the user's own mail program (9.6)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.interactions import File, NewInteraction
from oppdesk.domain.words import Correspondence, Flow
from oppdesk.i18n import _
from oppdesk.reports.document import Document
from oppdesk.services.interaction_views import InteractionView
from oppdesk.ui import attachments, links, outbox
from oppdesk.ui.workplace import Workplace

LONGEST_LINK = 1_800  # characters: a longer text would be cut, so it goes as a file


def deliver(place: Workplace, window: QWidget | None, new: NewInteraction) -> None:
    """By its correspondence; what came in, and what has none, goes nowhere. INT-7 is told.

    Nothing happens without a window: there is nobody who would send it.
    """
    if window is None or new.information_flow is Flow.INBOUND:
        return
    if new.correspondence_type is Correspondence.HARD_COPY and (new.letter.strip() or new.file is None):
        show_letter(place, window, new)
    elif new.correspondence_type is Correspondence.EMAIL:
        write_mail(place, window, new)


def send_again(place: Workplace, window: QWidget, interactions: Sequence[int]) -> None:
    """Each entry once more, as it was: its letter on paper, else by e-mail with its file; LOG-5 is told."""
    service = place.desk.interactions

    def read() -> list[NewInteraction]:
        return [_again(view, service.file(view.id)) for view in service.resending(interactions)]

    def show(found: list[NewInteraction]) -> None:
        for new in found:
            if new.correspondence_type is Correspondence.HARD_COPY and new.letter.strip():
                show_letter(place, window, new)
            elif new.correspondence_type is Correspondence.HARD_COPY and new.file is not None:
                attachments.open_copy(place, window, new.file)
            else:
                write_mail(place, window, new)

    place.jobs.read(read, show, failed=_tells(place, window))


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


def show_letter(place: Workplace, window: QWidget | None, new: NewInteraction) -> None:
    """The letter as it is printed, with print, PDF."""

    def show(document: Document) -> None:
        from oppdesk.ui.dialogs.report import ReportDialog  # noqa: PLC0415 - few print at every start

        ReportDialog(place, document, window).open()

    desk, form = place.desk, place.form
    place.jobs.read(lambda: desk.correspondence.document(new, form), show, failed=_tells(place, window))


def write_mail(place: Workplace, window: QWidget | None, new: NewInteraction) -> None:
    """A draft in the mail program: a link does for a short text, a file carries more."""
    desk, form = place.desk, place.form

    def make() -> tuple[str, File | None]:
        link = desk.correspondence.link(new, form)
        is_enough = new.file is None and len(link) <= LONGEST_LINK
        return link, None if is_enough else desk.correspondence.message(new, form)

    def show(made: tuple[str, File | None]) -> None:
        link, file = made
        if file is None and links.hand_over(QUrl(link, QUrl.ParsingMode.StrictMode)):
            return
        open_message(place, window, file or desk.correspondence.message(new, form))

    place.jobs.read(make, show, failed=_tells(place, window))


def open_message(place: Workplace, window: QWidget | None, file: File) -> None:
    """Into the outbox, and from there into the mail program."""
    try:
        path = outbox.put(outbox.folder(place.preferences), file)
    except UserError as error:
        place.prompts.tell(window, _("The draft was not written"), error.message)
        return
    outbox.open_draft(place, window, path)


def _tells(place: Workplace, window: QWidget | None) -> Callable[[UserError], None]:
    def tell(error: UserError) -> None:
        place.prompts.tell(window, _("This cannot be sent"), error.message)

    return tell
