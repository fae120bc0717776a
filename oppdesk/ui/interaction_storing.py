"""What the dialog of interactions stores in one job: the letter filled, the entry, the opportunity made of it."""

from dataclasses import dataclass, replace

from oppdesk.domain.errors import RuleError
from oppdesk.domain.interactions import NewInteraction
from oppdesk.domain.words import Correspondence
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.desk import Desk

UNTOLD = "9.2"  # what of a letter the user does not know yet
_SUBJECT = 100  # characters


@dataclass(frozen=True, slots=True)
class Stored:
    """The entry and what was logged, and the opportunity that was made of it."""

    interaction: int
    new: NewInteraction
    opportunity: int | None = None


def log_interaction(
    desk: Desk, new: NewInteraction, draft: int | None, form: LocaleFormat, *, makes: bool, is_told: bool
) -> Stored:
    """With its letter filled; with `makes` an opportunity is made of it, both or neither."""
    filled = _with_filled_letter(desk, new, form, is_told=is_told)
    if not makes:
        return Stored(desk.interactions.log(filled, draft), filled)
    entry, opportunity = desk.interactions.log_and_make(filled, draft)
    return Stored(entry, filled, opportunity)


def _with_filled_letter(
    desk: Desk, new: NewInteraction, form: LocaleFormat, *, is_told: bool
) -> NewInteraction:
    """What is to be told of the letter is refused once, until the user knows it (9.2)."""
    if not new.letter.strip():
        return new
    remarks = () if is_told else desk.correspondence.remarks(new, form)
    if remarks:
        message = _("{remarks} Log it again if it shall go like this.")
        raise RuleError(message.format(remarks=" ".join(remarks)), "", UNTOLD)
    subject, text = desk.correspondence.letter(new, form)
    filled = replace(new, subject=subject[:_SUBJECT], letter=text)
    if filled.file is None and filled.correspondence_type is Correspondence.HARD_COPY:
        return replace(filled, file=desk.correspondence.page(filled, form))  # kept as it was printed
    return filled
