"""A new interaction and a phone call, from every list and card of what one can talk about; methods are named by the
actions, and each dialog is imported when it is first asked for."""
# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from oppdesk.ui.workplace import Workplace

ABOUT = frozenset(
    {"contact", "opportunity", "task", "interaction"}
)  # whose tables name what is known of a new one


class InteractionActs:
    """For a page or card that says its `table` and what is selected; with nothing selected the dialog asks."""

    place: Workplace
    table: str

    def selected(self) -> Sequence[int]:
        """The ids the next action is about, the current one first."""
        raise NotImplementedError

    def window(self) -> QWidget:
        """The window that dialogs stand before."""
        raise NotImplementedError

    def about(self) -> dict[str, int]:
        """What is selected, by the name of its table."""
        chosen = self.selected()[:1] if self.table in ABOUT else ()
        return {self.table: chosen[0]} if chosen else {}

    def create_interaction(self) -> None:
        """Ctrl+I."""
        from oppdesk.ui.dialogs.interaction import open_interaction

        open_interaction(self.place, self.window(), then=None, **self.about())

    def make_call(self) -> None:
        """Ctrl+L, and Enter dials."""
        from oppdesk.ui.dialogs.call import open_call

        known = dict(self.about())
        interaction = known.pop("interaction", None)
        if interaction is not None:  # one follows with a call: with whom the last one was
            rows = self.place.desk.lists.rows("interaction", [interaction])
            for name in ("contact", "opportunity"):
                ref = rows[0][name] if rows else None
                if ref is not None:
                    known[name] = ref.id
        open_call(self.place, self.window(), then=None, **known)
