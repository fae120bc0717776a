"""What is done to entries of the log by name, the same from the list and from the window of one; named by the actions.

Each dialog is imported when it is first asked for.
"""
# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from typing import TYPE_CHECKING

from oppdesk.domain.fields import Ref
from oppdesk.domain.words import Evaluation
from oppdesk.ui import log_flows
from oppdesk.ui.interaction_acts import InteractionActs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class LogActs(InteractionActs):
    """For a page or card with interactions."""

    def entry(self) -> Mapping[str, Any] | None:
        """The values of the current one, as far as they are at hand."""
        raise NotImplementedError

    def log_words(self) -> frozenset[str]:
        """What holds of the selection, in the words of `ActionSpec.needs`."""
        row, count = self.entry(), len(self.selected())
        if row is None or not count:
            return frozenset()
        found = {"interaction-draft"} if row["postponed"] else {"interaction-logged"}
        if count > 1:
            return frozenset(found)
        found.add("interaction")
        if row["file_name"]:
            found.add("interaction-file")
        if not (row["postponed"] or row["canceled"] or row["opportunity"]):
            found.add("interaction-free")
        if not row["postponed"] and row["logged_on"] == self.place.desk.context.today:
            found.add("interaction-fresh")
        return frozenset(found)

    def about(self) -> dict[str, int]:
        """A new one follows the chosen one and is about the same; a draft is not followed."""
        row = self.entry()
        if row is None or row["postponed"]:
            return {}
        opportunity = row["opportunity"]
        more = {"opportunity": opportunity.id} if isinstance(opportunity, Ref) else {}
        return super().about() | more

    def resume(self) -> None:
        """Go on with a draft."""
        from oppdesk.ui.dialogs.interaction import open_draft

        for record in self.selected()[:1]:
            open_draft(self.place, self.window(), record)

    def discard(self) -> None:
        log_flows.discard(self.place, self.window(), self.selected())

    def evaluate(self, name: str) -> None:
        """All that are selected; `name` is that of the evaluation."""
        log_flows.evaluate(self.place, self.selected(), Evaluation[name.upper()])

    def toggle_canceled(self) -> None:
        log_flows.toggle_canceled(self.place, self.window(), self.selected())

    def correct(self) -> None:
        """Until the end of the day on which it was logged (A-18)."""
        from oppdesk.ui.dialogs.correct_interaction import open_correct

        for record in self.selected()[:1]:
            open_correct(self.place, self.window(), record)

    def link_opportunity(self) -> None:
        from oppdesk.ui.dialogs.correct_interaction import open_link

        for record in self.selected()[:1]:
            open_link(self.place, self.window(), record)

    def opportunity_from_interaction(self) -> None:
        """LOG-3."""
        for record in self.selected()[:1]:
            log_flows.make_opportunity(self.place, self.window(), record)

    def open_attachment(self) -> None:
        """Nothing is opened but when it is asked for."""
        for record in self.selected()[:1]:
            log_flows.open_attachment(self.place, self.window(), record)

    def save_attachment(self) -> None:
        for record in self.selected()[:1]:
            log_flows.save_attachment(self.place, self.window(), record)

    def send_again(self) -> None:
        """LOG-5."""
        from oppdesk.ui import delivery

        delivery.send_again(self.place, self.window(), self.selected())

    def remove_attachment(self) -> None:
        for record in self.selected()[:1]:
            log_flows.remove_attachment(self.place, self.window(), record)

    def add_task(self) -> None:
        """Ctrl+T: a follow-up with the same contact, salesperson and opportunity."""
        from oppdesk.ui.dialogs.create_task import open_create_task

        for record in self.selected()[:1]:
            open_create_task(self.place, self.window(), interaction=record)

    def add_note(self) -> None:
        """Ctrl+M."""
        from oppdesk.ui.dialogs.note import open_note

        row = self.entry()
        for record in self.selected()[:1]:
            open_note(
                self.place, self.window(), "interaction", record, str(row["description"] if row else "")
            )

    def delete(self) -> None:
        """Del: drafts are discarded, cancelled entries deleted; what counts stays."""
        row = self.entry()
        if row is not None and row["postponed"]:
            self.discard()
        elif row is not None:
            log_flows.tell_kept(self.place, self.window(), is_canceled=bool(row["canceled"]))

    def delete_canceled_interactions(self) -> None:
        from oppdesk.ui.dialogs.delete_canceled import open_delete_canceled

        open_delete_canceled(self.place, self.window())
