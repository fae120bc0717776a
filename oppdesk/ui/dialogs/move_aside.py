"""The right half of the Update dialog: the strip with its target, the quote, the figures after, the tasks to come."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain.standing import Stage
from oppdesk.domain.words import DocumentKind, Step
from oppdesk.i18n import _
from oppdesk.services.opportunities import Situation
from oppdesk.services.views import OpportunityView
from oppdesk.ui import metrics
from oppdesk.ui.dialogs.move_preview import (
    Consequence,
    CurrentValue,
    Gauges,
    PlannedTasks,
    consequence,
)
from oppdesk.ui.dialogs.quote_panel import QuotePanel
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import code_of
from oppdesk.ui.stage_marks import marks
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import Text
from oppdesk.ui.widgets.stage_strip import StageStrip
from oppdesk.ui.workplace import Workplace


class MoveAside(QWidget):
    """`tell` it at each keystroke; nothing is written but by the quote panel, when its button is pressed."""

    def __init__(self, place: Workplace, currency: str) -> None:
        super().__init__()
        self._place = place
        self._view: OpportunityView | None = None
        self._now: Situation | None = None
        self._plans: dict[int, str] = {}
        self.shown: Consequence | None = None  # what the pane says now
        self.strip = StageStrip("small")
        self._quote_note = Note()
        self.quote_link = buttons.link(_("Change the quote…"))
        self.quote_link.setAutoDefault(False)
        self.quote_link.clicked.connect(self._change_quote)
        self.quote = QuotePanel(place)
        self.value = CurrentValue(place.form, currency)
        self.gauges = Gauges()
        self.tasks = PlannedTasks(place.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(metrics.IN_GROUP))
        column.addWidget(Text(_("What will happen"), Type.CAPTION_STRONG, "text2"))
        column.addWidget(self.strip)
        column.addWidget(self._quote_note)
        column.addWidget(self.quote_link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.quote)
        column.addSpacing(px(1))
        column.addWidget(self.value)
        column.addSpacing(px(1))
        column.addWidget(self.gauges)
        column.addSpacing(px(1))
        column.addWidget(self.tasks)
        column.addStretch(1)
        self.quote.hide()

    def set_record(self, view: OpportunityView, now: Situation) -> None:
        """Another record, or the same read again."""
        self._view, self._now = view, now
        self.quote.fill(view)
        self.quote.hide()

    def tell(self, step: Step, stage: Stage, value: int, chances: int, on: date | None) -> None:
        """Show what the move would do."""
        view, now, form = self._view, self._now, self._place.form
        if view is None or now is None:
            return
        after = consequence(now, step, stage, value, chances, on, form)
        self._tell_strip(stage)
        self._tell_quote(step, stage, after)
        active = now.standing.active
        self.value.tell(active.current_value if active else None, after.current_value, after.reckoning)
        none = "–"
        self.gauges.tell(
            (
                (
                    _("Completed"),
                    active.completed * 100 if active else None,
                    stage.completed * 100,
                    form.percent(active.completed) if active else none,
                    form.percent(stage.completed),
                ),
                (
                    _("Chances of success"),
                    active.chances * 100 if active else None,
                    after.chances * 100,
                    form.percent(active.chances) if active else none,
                    form.percent(after.chances),
                ),
                (
                    _("Probability"),
                    active.probability if active else None,
                    after.probability,
                    form.rate(active.probability) if active else none,
                    form.rate(after.probability),
                ),
            )
        )
        self._tell_tasks(step, stage, after)
        self.shown = after

    def _tell_strip(self, stage: Stage) -> None:
        if self._now is not None and self._view is not None:
            today = self._place.desk.context.work_date
            self.strip.set_marks(marks(self._view, self._now, self._place.form, today, stage.number))

    def _tell_quote(self, step: Step, stage: Stage, after: Consequence) -> None:
        quote = self._view.quote if self._view else None
        is_asked = stage.quote_required and step in (Step.NEXT, Step.SKIP)
        self.quote_link.setVisible(quote is not None and self.quote.isHidden())
        if after.is_blocked:
            self._quote_note.say(
                _("Stage {number} needs a sales quote first.").format(number=stage.number), "lock", "stale"
            )
            self.quote.show()
        elif quote is not None:
            words = (
                _("Quote {quote} is assigned, so stage {number} is open")
                if quote.kind is DocumentKind.QUOTE and is_asked
                else _("{quote} is assigned")
            )
            self._quote_note.say(words.format(quote=quote.number, number=stage.number), "circle-check", "won")
        else:
            self._quote_note.say("")
            self.quote.hide()

    def _tell_tasks(self, step: Step, stage: Stage, after: Consequence) -> None:
        plan = ""
        if stage.activity is not None:
            if stage.activity not in self._plans:
                self._plans[stage.activity] = code_of(self._place.desk, "activity", stage.activity)
            plan = self._plans[stage.activity]
        none = _("No tasks will be created")
        if step is Step.UPDATE:
            none = _("An update creates no tasks")
        self.tasks.tell(after.tasks, plan, none)

    def _change_quote(self) -> None:
        """R-UPD-16, in place."""
        self.quote.show()
        self.quote_link.hide()
        self.quote.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self.quote.amount.selectAll()

    def ask_for_quote(self) -> None:
        """M-14: the cursor goes where the quote is made."""
        self.quote.show()
        self.quote.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self.quote.amount.selectAll()
