"""The head of an opportunity's card: what it is, where it stands in its cycle, what may be done, its figures."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from oppdesk.domain.words import PRIORITY, Priority, Status, Step
from oppdesk.i18n import N_, _
from oppdesk.services.opportunities import Situation
from oppdesk.services.views import OpportunityView
from oppdesk.ui import metrics
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import PRIORITY_ICONS, status_mark, whole_days
from oppdesk.ui.stage_marks import marks
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.figures_row import Figure, FiguresRow
from oppdesk.ui.widgets.labels import Elided, Pill, Text
from oppdesk.ui.widgets.stage_strip import StageStrip
from oppdesk.ui.workplace import Workplace

_SPARE = (N_("Completed"), N_("Probability"), N_("Open for"), N_("Chances of success"), N_("Closing date"))


class OpportunityHead(QWidget):
    """Its buttons and its strip are connected by the card."""

    def __init__(self, place: Workplace, money: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._money = money
        self._caption = Text("", Type.FIGURE, "text2")
        self.status = Pill("")
        self._priority = Pill("")
        self._blocked = Pill(_("Privacy blocked"), "lock", "stale")
        self.name = Elided("", Type.TITLE)
        self.go = buttons.button("", "arrow-right", "primary")
        self.update_button = buttons.button(_("&Update…"))
        self.close_button = buttons.button(_("C&lose…"))
        self.quote_button = buttons.button(_("&Quote…"))
        self.more = buttons.icon_button("ellipsis", _("More"))
        self.strip = StageStrip("large")
        self.facts = FiguresRow("normal")
        self._wanted: dict[QPushButton, bool] = {}
        self._shown: list[Figure] = []
        self._lay_out()
        self.setMinimumWidth(px(60))  # else its widest row would hold the window

    def _lay_out(self) -> None:
        pills = QHBoxLayout()
        pills.setSpacing(px(1))
        for mark in (self._caption, self.status, self._priority, self._blocked):
            pills.addWidget(mark)
        pills.addStretch(1)
        names = QVBoxLayout()
        names.setSpacing(px(0.25))
        names.addLayout(pills)
        names.addWidget(self.name)
        self._first = QHBoxLayout()
        self._first.setSpacing(px(1))
        self._first.addLayout(names, 1)
        for button in (self.go, self.update_button, self.close_button, self.quote_button, self.more):
            self._first.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(1.5), px(metrics.PAGE_MARGIN), px(1.5))
        column.setSpacing(px(1.5))
        column.addLayout(self._first)
        column.addWidget(self.strip)
        column.addWidget(self.facts)

    def show_view(self, view: OpportunityView, now: Situation, *, is_blocked: bool) -> None:
        form, today = self._place.form, self._place.desk.context.work_date
        self._caption.setText(_("Opportunity {number}").format(number=view.number))
        self.status.set(*status_mark(view.status))
        words = {Priority.HIGH: _("High priority"), Priority.LOW: _("Low priority")}.get(view.priority, "")
        self._priority.set(words or _(PRIORITY[view.priority]), PRIORITY_ICONS[view.priority])
        self._priority.setVisible(view.priority is not Priority.NORMAL)
        self._blocked.setVisible(is_blocked)
        self.name.setText(view.description or _("without description"))
        self._wanted = self._buttons_for(view, now)
        self.strip.set_marks(marks(view, now, form, today))
        self.strip.setVisible(bool(self.strip.marks()))
        self._shown = self._figures(view)
        if self.isVisible():  # else it fits itself once it knows its width
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What has no room stands elsewhere too: the number in the title, buttons in the menu, figures below."""
        room = self.width() - 2 * px(metrics.PAGE_MARGIN)
        self._caption.show()
        for button, is_wanted in self._wanted.items():
            button.setVisible(is_wanted)
        for spare in (self._caption, self.quote_button, self.close_button):
            self._first.invalidate()
            if self._first.minimumSize().width() > room:
                spare.hide()
        shown = list(self._shown)
        self.facts.set_figures(shown)
        for spare_figure in _SPARE:
            if sum(each.minimumSizeHint().width() for each in self.facts.buttons()) > room:
                shown = [figure for figure in shown if figure.label != _(spare_figure)]
                self.facts.set_figures(shown)

    def _buttons_for(self, view: OpportunityView, now: Situation) -> dict[QPushButton, bool]:
        """What may be done now; the first one is the next step of its life."""
        waiting, running = view.status is Status.NOT_STARTED, view.status is Status.IN_PROGRESS
        self.go.setText(_("&Start the first stage…") if waiting else _("&Next stage"))
        buttons.set_icon(self.go, "play" if waiting else "arrow-right")
        offer = now.offers[Step.NEXT] if running and now.offers else None
        self.go.setEnabled(offer is None or offer.possible)
        self.go.setToolTip(offer.reason if offer is not None else "")
        return {
            self.go: not view.closed,
            self.update_button: running,
            self.close_button: not view.closed,
            self.quote_button: running or view.quote is not None,
        }

    def _figures(self, view: OpportunityView) -> list[Figure]:
        form, today = self._place.form, self._place.desk.context.work_date

        def amount(words: str) -> str:
            return f"{words} {self._money}".strip()

        end = view.closed_on or today
        late = view.status is Status.IN_PROGRESS and view.closing_on is not None and view.closing_on < today
        current = _("Sales value") if view.status is Status.WON else _("Calculated current value")
        return [
            Figure(_("Estimated value"), amount(form.money(view.estimated_value))),
            Figure(_("Chances of success"), form.percent(view.chances)),
            Figure(_("Completed"), form.percent(view.completed)),
            Figure(_("Probability"), form.rate(view.probability)),
            Figure(current, amount(form.value(view.current_value))),
            Figure(
                _("Closing date"),
                form.day(view.closing_on) or "–",
                icon="clock-alert" if late else "",
                tone="overdue" if late else "neutral",
            ),
            Figure(_("Open for"), whole_days((end - view.created_on).days) if view.created_on else "–"),
        ]
