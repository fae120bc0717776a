"""What is done to a task by name, the same from list, calendar, pane and card; methods are named by the actions.

Each dialog is imported when it is first asked for.
"""
# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from typing import TYPE_CHECKING

from oppdesk.ui import task_flows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from oppdesk.ui.workplace import Workplace


class TaskActs:
    """For a page or card with tasks."""

    place: Workplace

    def selected(self) -> Sequence[int]:
        """The ids the next action is about, the current one first."""
        raise NotImplementedError

    def asks_from(self) -> QWidget:
        """The window that dialogs stand before."""
        raise NotImplementedError

    def finish_task(self) -> None:
        """Ctrl+D."""
        task_flows.finish(self.place, self.asks_from(), self.selected())

    def cancel_task(self) -> None:
        task_flows.cancel(self.place, self.asks_from(), self.selected())

    def reopen_task(self) -> None:
        task_flows.reopen(self.place, self.asks_from(), self.selected())

    def postpone_task(self) -> None:
        """Ctrl+R."""
        task_flows.postpone(self.place, self.asks_from(), self.selected())

    def skip_forward(self) -> None:
        """To the first day of its series that is not past (7.5)."""
        task_flows.skip_forward(self.place, self.asks_from(), self.selected())

    def delete(self) -> None:
        task_flows.remove(self.place, self.asks_from(), self.selected())

    def delete_canceled_tasks(self) -> None:
        from oppdesk.ui.dialogs.delete_canceled_tasks import open_delete_canceled

        open_delete_canceled(self.place, self.asks_from())

    def attendees(self) -> None:
        """5199: the meeting on the card; of another task it is said that it has none (TSK-9)."""
        task_flows.show_meeting(self.place, self.asks_from(), self.selected())

    def send_invitations(self) -> None:
        """7.10."""
        task_flows.invite(self.place, self.asks_from(), self.selected())

    def calendar_file(self) -> None:
        """For another calendar (9.11)."""
        from oppdesk.ui.dialogs.invite import save_calendar_file

        save_calendar_file(self.place, self.asks_from(), self.selected()[0])

    def assign_activity(self) -> None:
        from oppdesk.ui.dialogs.assign_activity import open_assign_activity

        open_assign_activity(self.place, self.asks_from())
