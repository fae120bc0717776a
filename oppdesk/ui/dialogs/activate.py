"""The first stage of an opportunity that was only written down: what it needs, prefilled from the stage (R-ACT-02)."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from oppdesk.domain import opportunity as rules
from oppdesk.domain.standing import Move, Stage
from oppdesk.domain.words import Step
from oppdesk.i18n import _
from oppdesk.services.opportunities import Situation
from oppdesk.services.views import OpportunityView
from oppdesk.ui.dialogs.about_opportunity import read_then
from oppdesk.ui.dialogs.move_preview import PlannedTasks
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.metrics import px
from oppdesk.ui.opportunity_words import about, code_of, currency, in_currency, named, shortened
from oppdesk.ui.widgets.edits import DateEdit, MoneyEdit, PercentEdit
from oppdesk.ui.widgets.field_row import FieldGroup, Note
from oppdesk.ui.workplace import Workplace


class Activate(Sheet):
    """Value and chances may stay 0: that is said, not refused."""

    def __init__(
        self,
        place: Workplace,
        view: OpportunityView,
        now: Situation,
        first: Stage,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Start the first stage"), parent, width=62)
        self._place = place
        self._now = now
        form, work_date = place.form, place.desk.context.work_date
        code = currency(place.desk)
        self.tell_subject(view.description or view.number, about(view.contact, view.company))
        group = FieldGroup()
        self.value = MoneyEdit(form)
        self.chances = PercentEdit(form)
        self.closing_on = DateEdit(form, work_date)
        self.add(group, "value", in_currency(_("Estimated &value"), code), self.value)
        self.add(group, "chances", _("C&hances of success, %"), self.chances)
        self.add(group, "closing_on", _("&Estimated closing date"), self.closing_on)
        proposal = rules.propose(now.standing, Step.FIRST, first, now.change_date)
        self.value.set_value(0)
        self.chances.set_value(proposal.chances)
        self.closing_on.set_value(proposal.closing_on)
        self._warning = Note()
        tasks = PlannedTasks(form)
        plan = code_of(place.desk, "activity", first.activity) if first.activity is not None else ""
        tasks.tell(now.planned(first, now.change_date), plan, _("No tasks will be created"))
        self.body.addWidget(group)
        self.body.addWidget(self._warning)
        self.body.addSpacing(px(1))
        self.body.addWidget(tasks)
        self.body.addStretch(1)
        self.primary.setText(_("Start {stage}").format(stage=shortened(named(first))))
        for field in (self.value, self.chances):
            field.changed.connect(lambda _value: self._warn())
        self._warn()

    def _warn(self) -> None:
        missing = []
        if not self.value.value():
            missing.append(_("Without a value it counts as 0 in every sum."))
        if not self.chances.value():
            missing.append(_("Without chances of success its current value is 0."))
        self._warning.say(" ".join(missing), "triangle-alert", "stale")

    def warning(self) -> str:
        return self._warning.words()

    def finish(self) -> None:
        value, chances = self.value.value(), self.chances.value()
        wish = Move(
            Step.FIRST,
            None,
            self._now.change_date,
            value if isinstance(value, int) else 0,
            chances if isinstance(chances, int) else 0,
            self.closing_on.day(),
        )
        service, opportunity = self._place.desk.opportunities, self._now.id
        self.write(
            self._place.jobs, _("Start the first stage"), lambda _p: service.activate(opportunity, wish)
        )


def open_activate(
    place: Workplace,
    parent: QWidget | None,
    opportunity: int,
    *,
    then: Callable[[Activate], None] | None = None,
) -> None:
    """The dialog; when the opportunity cannot be started, that is told instead (M-03, M-08, M-09)."""

    def check(view: OpportunityView, now: Situation) -> None:
        rules.check_activation(
            now.standing,
            now.cycle,
            contact=view.contact is not None,
            salesperson=view.salesperson is not None,
        )

    def show(view: OpportunityView, now: Situation) -> None:
        if now.cycle is None:
            return
        dialog = Activate(place, view, now, now.cycle.stages[0], parent)
        dialog.open()
        dialog.value.setFocus()
        dialog.value.selectAll()
        if then is not None:
            then(dialog)

    read_then(place, parent, opportunity, _("Start the first stage"), check, show)
