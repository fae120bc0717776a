"""What can be done with an opportunity, the same in list, board, pane and card; methods are named by the actions.

Each dialog is imported when it is first asked for.
"""
# ruff: noqa: PLC0415 - see above

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Outcome, Status, Step
from oppdesk.i18n import _, ngettext
from oppdesk.ui.stage_marks import reaching, why_not
from oppdesk.ui.workplace import Workplace

IMPOSSIBLE = frozenset({"M-10", "M-11", "M-12"})  # nothing to fill in would help: it is only said
MOST_CHECKED = 5_000  # records looked at before asking whether to delete them


class OpportunityHandlers:
    """For a page or a card that says which opportunity it is about by `opportunity()`."""

    place: Workplace

    def opportunity(self) -> int | None:
        """The one that the next action is about."""
        raise NotImplementedError

    def asks_from(self) -> QWidget:
        """The window that dialogs stand before."""
        raise NotImplementedError

    def remark(self, sentence: str) -> None:
        """Say in passing why something was not possible."""
        raise NotImplementedError

    # -- moving -------------------------------------------------------------------------------------------

    def next(self) -> None:
        """Alt+Right."""
        self.move_by_key(Step.NEXT)

    def previous(self) -> None:
        """Alt+Left."""
        self.move_by_key(Step.PREVIOUS)

    def move_by_key(self, step: Step, opportunity: int | None = None) -> None:
        """Done at once with what the dialog would propose; the dialog opens only when something is missing."""
        chosen = opportunity if opportunity is not None else self.opportunity()
        if chosen is None:
            return
        service = self.place.desk.opportunities

        self.place.jobs.run(
            _("Move"),
            lambda _progress: service.step(chosen, step),
            failed=lambda error: self._ask_for_missing(chosen, step, None, error),
        )

    def go_to_stage(self, stage: int, opportunity: int | None = None) -> None:
        """A click on the strip, a drop on the board: done at once where nothing is missing and nothing is typed."""
        from oppdesk.ui.dialogs.activate import open_activate
        from oppdesk.ui.dialogs.move_stage import open_move

        chosen = opportunity if opportunity is not None else self.opportunity()
        if chosen is None:
            return
        place, service = self.place, self.place.desk.opportunities
        now = service.situation(chosen)
        step = reaching(now, stage)
        target = now.cycle.stage(stage) if now.cycle else None
        if step is None or target is None:
            self.remark(why_not(now, stage))
        elif step is Step.FIRST:
            open_activate(place, self.asks_from(), chosen)
        elif step is Step.UPDATE:
            open_move(place, self.asks_from(), chosen, step=step)
        else:
            from oppdesk.domain.opportunity import propose
            from oppdesk.domain.standing import Move

            proposal = propose(now.standing, step, target, now.change_date)
            wish = Move(step, stage, now.change_date, proposal.value, proposal.chances, proposal.closing_on)
            place.jobs.run(
                _("Move"),
                lambda _progress: service.move(chosen, wish, seen=now.seen),
                failed=lambda error: self._ask_for_missing(chosen, step, stage, error),
            )

    def _ask_for_missing(self, opportunity: int, step: Step, stage: int | None, error: UserError) -> None:
        from oppdesk.ui.dialogs.move_stage import open_move

        if error.number in IMPOSSIBLE:
            self.remark(error.message)
        else:
            open_move(self.place, self.asks_from(), opportunity, step=step, stage=stage, missing=error)

    def activate(self) -> None:
        from oppdesk.ui.dialogs.activate import open_activate

        chosen = self.opportunity()
        if chosen is not None:
            open_activate(self.place, self.asks_from(), chosen)

    def update_opportunity(self) -> None:
        """F7."""
        from oppdesk.ui.dialogs.move_stage import open_move

        chosen = self.opportunity()
        if chosen is not None:
            open_move(self.place, self.asks_from(), chosen)

    # -- closing ------------------------------------------------------------------------------------------

    def close_opportunity(self) -> None:
        """Ctrl+F7."""
        self._close(None)

    def close_won(self) -> None:
        self._close(Outcome.WON)

    def close_lost(self) -> None:
        self._close(Outcome.LOST)

    def _close(self, outcome: Outcome | None) -> None:
        from oppdesk.ui.dialogs.close_opportunity import open_close

        chosen = self.opportunity()
        if chosen is not None:
            open_close(self.place, self.asks_from(), chosen, outcome)

    def reopen(self) -> None:
        """D-16, where the setup allows it."""
        chosen = self.opportunity()
        if chosen is not None:
            service = self.place.desk.opportunities
            self.place.jobs.run(_("Reopen"), lambda _progress: service.reopen(chosen))

    # -- beside it ----------------------------------------------------------------------------------------

    def quote(self) -> None:
        from oppdesk.ui.dialogs.quote import open_quote

        chosen = self.opportunity()
        if chosen is not None:
            open_quote(self.place, self.asks_from(), chosen)

    def add_note(self) -> None:
        from oppdesk.ui.dialogs.note import open_note

        chosen = self.opportunity()
        if chosen is not None:
            open_note(self.place, self.asks_from(), "opportunity", chosen, self._name(chosen))

    def add_task(self) -> None:
        from oppdesk.ui.dialogs.create_task import open_create_task

        chosen = self.opportunity()
        if chosen is not None:
            open_create_task(self.place, self.asks_from(), opportunity=chosen)

    def assign_activity(self) -> None:
        """8.1."""
        from oppdesk.ui.dialogs.assign_activity import open_assign_activity

        open_assign_activity(self.place, self.asks_from(), opportunity=self.opportunity())

    def print_details(self) -> None:
        from oppdesk.ui.printing import print_details

        chosen = self.opportunity()
        if chosen is not None:
            print_details(self.place, chosen, self.asks_from())

    def delete_closed(self) -> None:
        from oppdesk.ui.dialogs.delete_closed import open_delete_closed

        open_delete_closed(self.place, self.asks_from())

    def _name(self, opportunity: int) -> str:
        for row in self.place.desk.lists.rows("opportunity", [opportunity]):
            return str(row["description"] or row["number"])
        return ""


def status_words(status: Status | None, *, may_reopen: bool) -> frozenset[str]:
    """What holds of an opportunity in the words of `ActionSpec.needs`; reopening is the setup's to allow."""
    if status is None:
        return frozenset()
    words = {"opportunity"}
    if status in (Status.NOT_STARTED, Status.IN_PROGRESS):
        words.add("opportunity-open")
    if status is Status.NOT_STARTED:
        words.add("opportunity-new")
    if status is Status.IN_PROGRESS:
        words.add("opportunity-running")
    if status in (Status.WON, Status.LOST) and may_reopen:
        words.add("opportunity-closed")
    return frozenset(words)


def delete(place: Workplace, window: QWidget, ids: Sequence[int]) -> None:
    """Ask (Q-14, default no), then delete; one that is in progress stops it before anybody is asked (M-23)."""
    if not ids:
        return
    lists, fields, chosen = place.desk.lists, place.desk.opportunity_fields, tuple(ids)
    running = Query(
        (Filter("id", Op.AMONG, chosen[:MOST_CHECKED]), Filter("status", Op.IS, int(Status.IN_PROGRESS)))
    )

    def read() -> tuple[str, str]:
        """What is still in progress, else what a single one is called."""
        rows = lists.page("opportunity", running, 0, 1)
        found = rows or (lists.rows("opportunity", chosen) if len(chosen) == 1 else [])
        name = next((str(row["description"] or row["number"]) for row in found), "")
        return (name, "") if rows else ("", name)

    def show(found: tuple[str, str]) -> None:
        still_running, name = found
        if still_running:
            words = _("“{opportunity}” is in progress; close it first.").format(opportunity=still_running)
            place.prompts.tell(window, _("This cannot be deleted"), words)
        else:
            ask(name)

    def ask(name: str) -> None:
        count = len(chosen)
        question = _("Delete “{opportunity}” with its history and notes? Its tasks stay.").format(
            opportunity=name
        )
        if count > 1:
            question = _(
                "Delete {count} opportunities with their history and notes? Their tasks stay."
            ).format(count=place.form.whole(count))
        verb = ngettext("Delete opportunity", "Delete {count} opportunities", count)
        place.prompts.confirm(
            window,
            question,
            verb.format(count=place.form.whole(count)),
            lambda: place.jobs.run(
                _("Delete opportunities"), lambda progress: fields.remove(chosen, progress=progress)
            ),
        )

    place.jobs.read(read, show, "opportunities to delete", urgent=True)
