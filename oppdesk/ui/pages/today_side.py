"""The right half of the start page: the chart, the five greatest open opportunities, and what was worked on last."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from oppdesk.i18n import _
from oppdesk.services.today_values import TOP, Deal, Recent
from oppdesk.ui import metrics
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.pages.today_chart import TodayChart
from oppdesk.ui.pages.today_lines import BLEED, ONE_LINE, Piece, Plain, PlainStack
from oppdesk.ui.pages.today_words import around, moment
from oppdesk.ui.widgets.labels import Hairline, SectionTitle, text
from oppdesk.ui.workplace import Workplace

LEAST_RECENT = 3  # lines, however many stages the chart has
_TITLE = 3.5  # u
_ICONS = {"opportunity": "target", "contact": "contact", "task": "square-check"}


class TodaySide(QWidget):
    list_wanted = Signal()  # the open opportunities by value

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self.chart = TodayChart(place)
        self.top_line, self.recent_line = Hairline(), Hairline()
        self.top_title = SectionTitle(_("Top five open"), _("Show in list"))
        self.top = PlainStack()
        self.no_top = text(_("Nothing is open."), colour="text2")
        self.recent_title = SectionTitle(_("Recent"))
        self.recent = PlainStack()
        self.no_recent = text(_("What you change stands here, the latest first."), colour="text2", wrap=True)
        for each in (
            self.chart, self.top_line, self.top_title, self.no_top, self.top,
            self.recent_line, self.recent_title, self.no_recent, self.recent,
        ):  # fmt: skip
            each.setParent(self)
        self.chart.sized.connect(self._arrange)
        self.top_title.linked.connect(self.list_wanted)
        for stack in (self.top, self.recent):
            stack.chosen.connect(self._open)

    def show_top(self, deals: Sequence[Deal]) -> None:
        self.top.set_lines([self._deal(deal) for deal in deals])
        self.no_top.setVisible(not deals)
        self.top_title.set_link(_("Show in list") if deals else "")
        self._arrange()

    def show_recent(self, found: Sequence[Recent], now: datetime) -> None:
        self.recent.set_lines([self._recent(each, now) for each in found])
        self.no_recent.setVisible(not found)
        self._arrange()

    def chosen(self) -> int | None:
        """The opportunity whose line has the focus."""
        for line in (*self.top.lines(), *self.recent.lines()):
            table, row = self._named(line.plain.opens)
            if line.hasFocus() and table == "opportunity":
                return row
        return None

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        links = self.top_title.findChildren(QPushButton)
        return [*self.chart.stops(), *links, *self.top.stops(), *self.recent.stops()]

    @staticmethod
    def _named(opens: object) -> tuple[str, int]:
        return opens if isinstance(opens, tuple) else ("", 0)

    def _open(self, opens: object) -> None:
        self._place.open_record(*self._named(opens))

    def _deal(self, deal: Deal) -> Plain:
        return Plain(
            ("opportunity", deal.id),
            ((deal.name, Type.NAME, "text"), (deal.contact, Type.BODY, "text2")),
            self._place.form.amount(deal.value),
            stage=(deal.stage, deal.stages),
            is_figure=True,
        )

    def _recent(self, recent: Recent, now: datetime) -> Plain:
        before, name, after = around(recent)
        pieces: tuple[Piece, ...] = (
            (before, Type.BODY, "text2"),
            (name, Type.NAME, "text"),
            (after, Type.BODY, "text2"),
        )
        return Plain(
            (recent.table, recent.id),
            tuple(piece for piece in pieces if piece[0]),
            moment(recent.at, now, self._place.form),
            _ICONS.get(recent.table, "history"),
        )

    # -- places -----------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        """The chart takes what its stages want, recent records what is left."""
        left, wide = px(metrics.PAGE_MARGIN), self.width() - 2 * px(metrics.PAGE_MARGIN)
        bleeding = left - px(BLEED), wide + 2 * px(BLEED)
        row, title = px(ONE_LINE), px(_TITLE)
        below = 2 * (px(1.75) + title) + (TOP + LEAST_RECENT) * row + px(0.5)
        top = px(1)
        self.setMinimumHeight(top + self.chart.least() + below)
        chart = max(self.chart.least(), min(self.chart.wanted(), self.height() - top - below))
        self.chart.setGeometry(bleeding[0], top, bleeding[1], chart)
        top += chart + px(1)
        for line, head, empty, stack, tall in (
            (self.top_line, self.top_title, self.no_top, self.top, TOP * row),
            (self.recent_line, self.recent_title, self.no_recent, self.recent, self.height()),
        ):
            line.setGeometry(left, top, wide, metrics.HAIRLINE)
            head.setGeometry(left, top + px(0.75), wide, title)
            top += px(0.75) + title
            empty.setGeometry(left, top, wide, px(2.5))
            room = max(0, min(tall, (self.height() - top - px(0.25)) // row * row))
            stack.setGeometry(bleeding[0], top, bleeding[1], room)
            top += room + px(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._arrange()
