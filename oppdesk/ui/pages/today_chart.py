"""The chart of the start page: the pipeline of one sales cycle, or opportunities per salesperson."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from oppdesk.domain.words import STATUS, Status
from oppdesk.i18n import N_, _
from oppdesk.services.charts import Funnel, Shares, Span, neighbour
from oppdesk.services.today_values import Scope
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.charts import sheet
from oppdesk.ui.charts.bars import BARS
from oppdesk.ui.charts.ring import RING
from oppdesk.ui.charts.view import ChartView
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.pages import today_words
from oppdesk.ui.pages.today_words import REST, SPANS, Look
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Elided, Text
from oppdesk.ui.workplace import Workplace

T = TypeVar("T")
PIPELINE, SHARES = "pipeline", "shares"
_NAMES = ((PIPELINE, N_("Pipeline")), (SHARES, N_("Salespeople")))


class TodayChart(QWidget):
    chosen = Signal(object)  # the ListLink of a mark
    sized = Signal()  # it wants another height

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._scope = Scope.ALL
        self.money = ""
        self._cycle: int | None = None  # None is the usual one
        self._look = Look()
        self._status, self._span = Status.WON, Span.MONTH
        self._day: date | None = None  # None follows the work date
        self.funnel: Funnel | None = None
        self.shares: Shares | None = None
        self.names = {key: TitleTab(_(name)) for key, name in _NAMES}
        self.subtitle = Elided("", Type.BODY, "text2")
        self.back = buttons.icon_button("chevron-left", _("Previous"), small=True)
        self.forth = buttons.icon_button("chevron-right", _("Next"), small=True)
        self.options = buttons.icon_button("sliders-horizontal", _("What the chart shows"), small=True)
        self.as_table = buttons.icon_button("table-2", _("As a table"), small=True)
        self.as_table.setCheckable(True)
        self.views = {PIPELINE: ChartView(BARS), SHARES: ChartView(RING)}
        self.nothing = Text("", colour="text2", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        for view in (*self.views.values(), self.nothing):
            self._stack.addWidget(view)
        self.key = PIPELINE
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(px(1.5))
        for name in self.names.values():
            head.addWidget(name)
        head.addWidget(self.subtitle, 1)
        acts = QHBoxLayout()
        acts.setSpacing(px(0.25))
        for button in (self.back, self.forth, self.options, self.as_table):
            acts.addWidget(button)
        head.addLayout(acts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(0.5))
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        bleed = px(1)
        self._stack.setContentsMargins(0, 0, 0, 0)
        head.setContentsMargins(bleed, 0, bleed, 0)

    def _connect(self) -> None:
        for key, name in self.names.items():
            name.clicked.connect(lambda _checked=False, key=key: self.show_chart(key))
        self.back.clicked.connect(lambda: self._step(-1))
        self.forth.clicked.connect(lambda: self._step(1))
        self.options.setMenu(QMenu(self.options))
        self.options.menu().aboutToShow.connect(self._fill_menu)
        self.as_table.toggled.connect(self._take_table)
        for view in self.views.values():
            view.chosen.connect(self._choose)
        self.names[PIPELINE].set_current(is_current=True)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        found: list[QWidget] = [*self.names.values(), self.back, self.forth, self.options, self.as_table]
        for view in self.views.values():
            found += [*view.chart.targets(), view.table]
        return found

    # -- what is shown ----------------------------------------------------------------------------------------

    def show_chart(self, key: str) -> None:
        """The pipeline or the shares."""
        self.key = key
        for each, name in self.names.items():
            name.set_current(is_current=each == key)
        self.read()

    def show_scope(self, scope: Scope) -> None:
        self._scope = scope
        self.read()

    def read(self) -> None:
        """What is stored now, by the reading thread."""
        desk, scope, cycle = self._place.desk, self._scope, self._cycle
        status, span, day = self._status, self._span, self._day

        def funnel() -> Funnel | None:
            return desk.charts.funnel(cycle, desk.today.salespeople(scope))

        def parts() -> Shares:
            # One's own alone would be one slice: the others are shown beside it.
            people = desk.today.salespeople(scope) if scope is Scope.TEAM else None
            return desk.charts.shares(status, span, day, people)

        if self.key == PIPELINE:
            self._place.jobs.read(funnel, self._show_funnel, f"today chart {id(self)}", urgent=True)
        else:
            self._place.jobs.read(parts, self._show_shares, f"today chart {id(self)}", urgent=True)

    def _show_funnel(self, found: Funnel | None) -> None:
        self.funnel = found
        form, money = self._place.form, self.money
        if found is None or not found.steps:
            self._say_nothing(_("No sales cycle has stages yet."))
        else:
            data = today_words.pipeline(found, self._look, form, money)
            self.views[PIPELINE].set_data(data)
            self._stack.setCurrentWidget(self.views[PIPELINE])
        self.subtitle.setText((found.description or found.code) if found else "")
        self.back.setEnabled(found is not None and found.previous is not None)
        self.forth.setEnabled(found is not None and found.next is not None)
        self._name(self.back, _("Previous sales cycle"))
        self._name(self.forth, _("Next sales cycle"))
        self.sized.emit()

    def _show_shares(self, found: Shares) -> None:
        self.shares = found
        form = self._place.form
        if found.slices:
            every = today_words.shares(found, form, len(found.slices))
            self.views[SHARES].set_data(today_words.shares(found, form), every)
            self._stack.setCurrentWidget(self.views[SHARES])
        else:
            self._say_nothing(_("None in this period."))
        self.subtitle.setText("" if found.slices else today_words.shares_line(found, form))
        for button, words in ((self.back, _("Previous period")), (self.forth, _("Next period"))):
            button.setEnabled(True)
            self._name(button, words)
        self.sized.emit()

    def _say_nothing(self, words: str) -> None:
        self.nothing.setText(words)
        self.nothing.setContentsMargins(px(1), px(1), px(1), 0)
        self._stack.setCurrentWidget(self.nothing)

    @staticmethod
    def _name(button: QWidget, words: str) -> None:
        button.setAccessibleName(words)
        button.setToolTip(words)

    def wanted(self) -> int:
        """Pixels for all stages of the pipeline as bars, whichever chart is shown: what is below stands still."""
        shown = self.views[PIPELINE].chart
        return self.head_height() + px(0.5) + shown.sizeHint().height()

    def least(self) -> int:
        """Pixels below which it could not be read."""
        charts = (view.chart.minimumSizeHint().height() for view in self.views.values())
        return self.head_height() + px(0.5) + max(charts)

    def head_height(self) -> int:
        return px(4)

    # -- acts -------------------------------------------------------------------------------------------------

    def _step(self, way: int) -> None:
        if self.key == PIPELINE and self.funnel is not None:
            beside = self.funnel.previous if way < 0 else self.funnel.next
            self._cycle = beside if beside is not None else self._cycle
        elif self.key == SHARES:
            self._day = neighbour(self._span, self._day or self._place.desk.context.work_date, way)
        self.read()

    def _take_table(self, is_table: bool) -> None:
        for view in self.views.values():
            view.show_table(is_table=is_table)

    def _choose(self, opens: object) -> None:
        if opens == REST:
            self.as_table.setChecked(True)
        else:
            self.chosen.emit(opens)

    def _fill_menu(self) -> None:
        menu = self.options.menu()
        menu.clear()
        if self.key == PIPELINE:
            now, value = self._look.is_now, self._look.by_value
            _offer(
                menu,
                ((False, _("Who &reached the stage")), (True, _("Who &stands there now"))),
                now,
                lambda each: self.see(Look(each, value)),
            )
            _offer(
                menu,
                ((False, _("Bars by &number")), (True, _("Bars by &value"))),
                value,
                lambda each: self.see(Look(now, each)),
            )
        else:
            status, span = self._status, self._span
            statuses = tuple((each, _(STATUS[each])) for each in Status)
            _offer(menu, statuses, status, lambda each: self.count(each, span))
            spans = tuple((each, _(SPANS[each])) for each in Span)
            _offer(menu, spans, span, lambda each: self.count(status, each))
        menu.addAction(_("Save as &PDF…")).triggered.connect(self.save)

    def see(self, look: Look) -> None:
        self._look = look
        self._show_funnel(self.funnel)

    def count(self, status: Status, span: Span) -> None:
        self._status, self._span = status, span
        self.read()

    def save(self) -> None:
        """The chart that is shown, on paper."""
        view = self.views[self.key]
        sheet.save(self._place, view.chart.data(), view.drawing, self.window())


def _offer(menu: QMenu, ways: tuple[tuple[T, str], ...], current: T, choose: Callable[[T], None]) -> None:
    """One of several, and a line below."""
    group = QActionGroup(menu)
    for way, words in ways:
        action = QAction(words, group)
        action.setCheckable(True)
        action.setChecked(way == current)
        action.triggered.connect(lambda _checked=False, way=way: choose(way))
        menu.addAction(action)
    menu.addSeparator()


class TitleTab(QAbstractButton):
    """The title of a chart, that of the other one as a link."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        self._is_current = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_current(self, *, is_current: bool) -> None:
        self._is_current = is_current
        self.setAccessibleDescription(_("shown") if is_current else "")
        self.update()

    def sizeHint(self) -> QSize:
        wide = metrics.face(Type.LEAD).width(self.text().replace("&", ""))
        return QSize(round(wide + 0.49), px(3.5))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour: theme.Token = "text" if self._is_current else "accent" if self.underMouse() else "text3"
        paint.text(painter, QRect(self.rect()), self.text().replace("&", ""), Type.LEAD, colour)
        if self.hasFocus():
            paint.ring(painter, self.rect())
        painter.end()
