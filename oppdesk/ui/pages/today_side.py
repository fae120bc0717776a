"""The right half of the start page: the chart, the five greatest open opportunities, and what was worked on last."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from oppdesk.i18n import _
from oppdesk.services.today_values import TOP, Deal, Recent, Said
from oppdesk.ui import metrics
from oppdesk.ui.interaction_words import INTERACTION_ICON, group_icons
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.pages.today_chart import TitleTab, TodayChart
from oppdesk.ui.pages.today_lines import BLEED, ONE_LINE, Piece, Plain, PlainStack
from oppdesk.ui.pages.today_words import around, moment, said_when
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Hairline, SectionTitle, text
from oppdesk.ui.workplace import Workplace

LEAST_RECENT = 3  # lines, however many stages the chart has
_TITLE = 3.5  # u
_ICONS = {
    "opportunity": "target",
    "contact": "contact",
    "task": "square-check",
    "interaction": INTERACTION_ICON,
}
RECENT, SAID = "recent", "said"  # what the last part shows: records that were worked on, interactions


class LastTitle(QWidget):
    """The titles of the last part, the one shown is the current; the log has a list behind it."""

    changed = Signal()
    linked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.key = RECENT
        self.names = {RECENT: TitleTab(_("Recent")), SAID: TitleTab(_("Interactions"))}
        self.link = buttons.link(_("Show in list"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(1.5))
        for key, name in self.names.items():
            name.clicked.connect(lambda _checked=False, key=key: self.show_part(key))
            row.addWidget(name)
        row.addStretch(1)
        row.addWidget(self.link)
        self.link.clicked.connect(self.linked)
        self.show_part(RECENT)

    def show_part(self, key: str) -> None:
        self.key = key
        for each, name in self.names.items():
            name.set_current(is_current=each == key)
        self.link.setVisible(key == SAID)
        self.changed.emit()

    def stops(self) -> list[QWidget]:
        return [*self.names.values(), self.link]


class TodaySide(QWidget):
    list_wanted = Signal()  # the open opportunities by value
    log_wanted = Signal()  # the interactions

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self.chart = TodayChart(place)
        self.top_line, self.recent_line = Hairline(), Hairline()
        self.top_title = SectionTitle(_("Top five open"), _("Show in list"))
        self.top = PlainStack()
        self.no_top = text(_("Nothing is open."), colour="text2")
        self.last = LastTitle()
        self.recent, self.said = PlainStack(), PlainStack()
        self.no_recent = text(_("What you change stands here, the latest first."), colour="text2", wrap=True)
        self.no_said = text(
            _("Calls, e-mails and visits stand here, the latest first."), colour="text2", wrap=True
        )
        self._shown: dict[str, int] = {}  # lines of what was done last
        for each in (
            self.chart, self.top_line, self.top_title, self.no_top, self.top,
            self.recent_line, self.last, self.no_recent, self.recent, self.no_said, self.said,
        ):  # fmt: skip
            each.setParent(self)
        self.chart.sized.connect(self._arrange)
        self.top_title.linked.connect(self.list_wanted)
        for stack in (self.top, self.recent, self.said):
            stack.chosen.connect(self._open)
        self.last.changed.connect(self._arrange)
        self.last.linked.connect(self.log_wanted)

    def show_top(self, deals: Sequence[Deal]) -> None:
        self.top.set_lines([self._deal(deal) for deal in deals])
        self.no_top.setVisible(not deals)
        self.top_title.set_link(_("Show in list") if deals else "")
        self._arrange()

    def show_recent(self, found: Sequence[Recent], now: datetime) -> None:
        self.recent.set_lines([self._recent(each, now) for each in found])
        self._shown[RECENT] = len(found)
        self._arrange()

    def show_said(self, found: Sequence[Said]) -> None:
        icons = group_icons(self._place.desk)
        self.said.set_lines([self._said(each, icons) for each in found])
        self._shown[SAID] = len(found)
        self._arrange()

    def focused(self) -> tuple[str, int]:
        """Table and row of the line with the focus; blank and 0 without."""
        lines = (*self.top.lines(), *self.recent.lines(), *self.said.lines())
        return next((self._named(line.plain.opens) for line in lines if line.hasFocus()), ("", 0))

    def chosen(self) -> int | None:
        """The opportunity whose line has the focus."""
        table, row = self.focused()
        return row if table == "opportunity" else None

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        links = self.top_title.findChildren(QPushButton)
        last = [*self.last.stops(), *self.recent.stops(), *self.said.stops()]
        return [*self.chart.stops(), *links, *self.top.stops(), *last]

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

    def _said(self, said: Said, icons: dict[int, str]) -> Plain:
        """Whom it was with, what it was, and how long it took."""
        form = self._place.form
        icon = icons.get(said.group or 0, INTERACTION_ICON)
        if said.is_failed:
            icon = "phone-missed"
        long = f" · {form.duration(said.duration)}" if said.duration else ""
        pieces: tuple[Piece, ...] = (
            (said.who, Type.NAME, "text"),
            (f"{said.description}{long}", Type.BODY, "text2"),
        )
        when = said_when(said, self._place.desk.context.today, form)
        return Plain(("interaction", said.id), tuple(piece for piece in pieces if piece[0]), when, icon)

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
        is_said = self.last.key == SAID
        for each, key in ((self.recent, RECENT), (self.said, SAID)):
            each.setVisible(key == self.last.key)
        self.no_recent.setVisible(not is_said and not self._shown.get(RECENT, 1))
        self.no_said.setVisible(is_said and not self._shown.get(SAID, 1))
        last = (self.no_said, self.said) if is_said else (self.no_recent, self.recent)
        for line, head, empty, stack, tall in (
            (self.top_line, self.top_title, self.no_top, self.top, TOP * row),
            (self.recent_line, self.last, *last, self.height()),
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
