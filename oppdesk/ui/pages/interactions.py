"""Interactions: the log of what was said and written, the drafts that wait, and beside them the chosen one whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oppdesk.domain.query import Filter, Op
from oppdesk.i18n import N_, _, ngettext
from oppdesk.ui import interaction_words
from oppdesk.ui.interaction_columns import TABLE, VIEWS, columns
from oppdesk.ui.log_acts import LogActs
from oppdesk.ui.opportunity_words import currency
from oppdesk.ui.pages.interaction_pane import InteractionPane
from oppdesk.ui.pages.list_page import ListPage
from oppdesk.ui.widgets import buttons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QPushButton, QWidget

    from oppdesk.domain.changes import Changes
    from oppdesk.ui.list_rows import ListColumn, Row


class InteractionsPage(LogActs, ListPage):
    title = N_("Interactions")
    icon = interaction_words.INTERACTION_ICON
    table = TABLE
    views = VIEWS
    sums = ("duration", "cost")
    groups = (
        *("on", "salesperson", "contact", "company", "opportunity"),
        *("interaction_group", "interaction_template", "evaluation"),
    )
    watched = ("contact", "opportunity", "interaction_template", "interaction_template_setup", "comment")

    def prepare(self) -> None:
        self._icons = interaction_words.group_icons(self.place.desk)
        self._money = currency(self.place.desk)

    def _make(self) -> None:
        super()._make()
        self.call = buttons.button(_("Call"), "phone", small=True)
        self.call.clicked.connect(self.make_call)
        self.new = buttons.button(_("New interaction"), "plus", small=True)
        self.new.clicked.connect(self.create_interaction)

    def _lay_out(self) -> None:
        super()._lay_out()
        self.head.add_after_filter(self.new)
        self.head.add_after_filter(self.call)

    # -- what a list says of itself -----------------------------------------------------------------------

    def columns(self) -> Sequence[ListColumn]:
        return columns(self.place, lambda: self._icons)

    def make_pane(self) -> QWidget:
        self.pane = InteractionPane(self.place, self)
        return self.pane

    def show_beside(self, record: int | None) -> None:
        self.pane.show_record(record)

    def special_words(self) -> Mapping[Filter, tuple[str, str]]:
        return {
            Filter("postponed", Op.IS, False): (_("is"), _("no")),
            Filter("postponed", Op.IS, True): (_("is"), _("yes")),
        }

    def empty(self, words: str) -> tuple[str, str]:
        title, line = super().empty(words)
        return (_("No interaction found"), line) if words else (title, line)

    def empty_buttons(self) -> list[QPushButton]:
        new = buttons.button(_("New interaction"), "plus")
        new.clicked.connect(self.create_interaction)
        return [new]

    def status_words(self, every: int, selected: int, sums: Sequence[int]) -> str:
        form = self.place.form
        words = ngettext("{count} interaction", "{count} interactions", every).format(count=form.whole(every))
        if selected > 1:
            chosen = ngettext("{count} selected", "{count} selected", selected)
            words += " · " + chosen.format(count=form.whole(selected))
        if len(sums) > len(self.sums) and any(sums[1:]):
            duration, cost = sums[1:3]
            if duration:
                words += " · " + _("duration {duration}").format(duration=form.duration(duration))
            if cost:
                amount = f"{form.amount(cost)} {self._money}".strip()
                words += " · " + _("cost {cost}").format(cost=amount)
        return words

    # -- what the frame asks ------------------------------------------------------------------------------

    def entry(self) -> Row | None:
        return self.row()

    def words(self) -> frozenset[str]:
        found = super().words()
        return found | self.log_words() if "records" in found else found

    def take_news(self, changes: Changes) -> None:
        if changes.touches("interaction_template_setup", "company_info"):
            self.prepare()
            self.list.records.make_anew()
        super().take_news(changes)
        self.pane.take_news(changes)

    def refresh(self) -> None:
        super().refresh()
        self.pane.refresh()

    # -- actions ------------------------------------------------------------------------------------------

    def open(self) -> None:
        row = self.row()
        if row is not None and row["postponed"]:
            self.resume()
        else:
            super().open()
