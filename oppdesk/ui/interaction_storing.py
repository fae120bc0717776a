"""What the dialogs of interactions and calls store in one job: the entry first, then what follows from it.

What is refused afterwards is told and does not take back the entry: it happened.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from oppdesk.domain.errors import UserError
from oppdesk.domain.interactions import NewInteraction
from oppdesk.domain.tasks import NewTask
from oppdesk.services.desk import Desk


@dataclass(slots=True)
class Stored:
    """The entry, the opportunity that was made of it, and what was refused, in sentences."""

    interaction: int
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
        made = self.attempt(lambda: desk.interactions.make_opportunity(self.interaction))
        self.opportunity = made if isinstance(made, int) else None


def log_interaction(desk: Desk, new: NewInteraction, draft: int | None, *, makes: bool) -> Stored:
    """With `makes` an opportunity is made of it."""
    stored = Stored(desk.interactions.log(new, draft))
    if makes:
        stored.make_opportunity(desk)
    return stored


def log_call(
    desk: Desk, new: NewInteraction, following: NewTask | None, *, makes: bool, is_done: bool
) -> Stored:
    """`is_done`: the task that was called about is done with it; `following` is the next one."""
    stored, task = Stored(desk.calls.log(new)), new.task
    if makes:
        stored.make_opportunity(desk)
    if is_done and task is not None:
        stored.attempt(lambda: desk.tasks.done(task, desk.context.salesperson))
    if following is not None:
        opportunity = stored.opportunity if stored.opportunity is not None else following.opportunity
        stored.attempt(lambda: desk.tasks.create(replace(following, opportunity=opportunity)))
    return stored
