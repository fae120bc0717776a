"""How often something was done with contacts, what it cost and how long it took, by period."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain.query import Filter, Op
from oppdesk.i18n import N_, _
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import currency, in_currency
from oppdesk.ui.setup.figures import FiguresTable
from oppdesk.ui.setup.model import NEW
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import text
from oppdesk.ui.workplace import Workplace


class _Figures(NamedTuple):
    number: int
    cost: int
    duration: int
    average_cost: int
    average_duration: int  # hundredths of a minute


_PERIODS = (N_("This month"), N_("This year"), N_("All"))


class InteractionFigures(QWidget):
    """Those that count: not cancelled, not postponed (5078, 5079, 5117). Read beside the window."""

    def __init__(self, place: Workplace, field: str) -> None:
        """`field` of an interaction names what the figures are of."""
        super().__init__()
        self._place, self._field, self._row, self._listed_by = place, field, NEW, field
        cost = in_currency(_("Cost"), currency(place.desk))
        self.table = FiguresTable((_("Interactions"), _("Number"), cost, _("Duration")))
        self._average = text("", Type.CAPTION, "text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(1))
        self.shows = buttons.link(_("Show them"))
        self.shows.clicked.connect(self._show_list)
        column.addWidget(self.table)
        column.addWidget(self._average)
        column.addWidget(self.shows)

    def show_of(self, row: int, listed_by: str = "") -> None:
        """Nothing of a row that is not stored yet. `listed_by` is the field that finds them all in the log."""
        self._row, self._listed_by = row, listed_by or self._field
        self.setVisible(row != NEW)
        if row == NEW:
            return
        service, field, today = self._place.desk.interactions, self._field, self._place.desk.context.work_date
        starts = (today.replace(day=1), date(today.year, 1, 1), None)

        def read() -> Sequence[_Figures]:
            found = [service.figures(field, row, first, None) for first in starts]
            return [
                _Figures(each.count, each.cost, each.duration, each.average_cost, each.average_duration)
                for each in found
            ]

        self._place.jobs.read(read, self._show, f"interaction figures {id(self)}")

    def _show_list(self) -> None:
        """The log, narrowed to what was counted."""
        uncounted = (Filter("postponed", Op.IS, False), Filter("canceled", Op.IS, False))
        self._place.show_list("interactions", (Filter(self._listed_by, Op.IS, self._row), *uncounted))

    def _show(self, found: Sequence[_Figures]) -> None:
        form = self._place.form
        self.table.show_rows(
            [
                (_(period), form.whole(each.number), form.money(each.cost), form.duration(each.duration))
                for period, each in zip(_PERIODS, found, strict=True)
            ]
        )
        every = found[-1]
        words = _("On average {cost} and {duration} each.").format(
            cost=form.money(every.average_cost), duration=form.duration(round(every.average_duration / 100))
        )
        self.shows.setVisible(bool(every.number))
        self._average.setText(words if every.number else "")
        self._average.setVisible(bool(every.number))
