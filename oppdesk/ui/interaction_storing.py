"""What the dialogs of interactions and calls store in one job: the entry first, then what follows from it.

What is refused afterwards is told and does not take back the entry: it happened.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from oppdesk.domain.errors import RuleError, UserError
from oppdesk.domain.interactions import NewInteraction
from oppdesk.domain.tasks import NewTask
from oppdesk.domain.words import Correspondence
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.desk import Desk

UNTOLD = "9.2"  # what of a letter the user does not know yet
_SUBJECT = 100  # characters


@dataclass(slots=True)
class Stored:
    """The entry and what was logged, the opportunity that was made of it, and what was refused, in sentences."""

    interaction: int
    new: NewInteraction
    opportunity: int | None = None
    troubles: list[str] = field(default_factory=list)

    def attempt(self, act: Callable[[], object]) -> object:
        """Its result; None when it is refused."""
        try:
            return act()
        except UserError as error:
            self.troubles.append(error.message)
            return None

    def make_opportunity(self, desk: Desk) -> None:
        made = self.attempt(lambda: desk.interactions.make_opportunity(self.interaction, with_notes=False))
        self.opportunity = made if isinstance(made, int) else None


def log_interaction(
    desk: Desk, new: NewInteraction, draft: int | None, form: LocaleFormat, *, makes: bool, is_told: bool
) -> Stored:
    """With its letter filled; with `makes` an opportunity is made of it."""
    filled = _with_filled_letter(desk, new, form, is_told=is_told)
    stored = Stored(desk.interactions.log(filled, draft), filled)
    if makes:
        stored.make_opportunity(desk)
    return stored


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


def log_call(
    desk: Desk, new: NewInteraction, following: NewTask | None, *, makes: bool, is_done: bool
) -> Stored:
    """`is_done`: the task that was called about is done with it; `following` is the next one."""
    stored, task = Stored(desk.calls.log(new), new), new.task
    if makes:
        stored.make_opportunity(desk)
    if is_done and task is not None:
        stored.attempt(lambda: desk.tasks.done(task, desk.context.salesperson))
    if following is not None:
        opportunity = stored.opportunity if stored.opportunity is not None else following.opportunity
        stored.attempt(lambda: desk.tasks.create(replace(following, opportunity=opportunity)))
    return stored
