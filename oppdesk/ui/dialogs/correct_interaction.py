"""An entry of the log put right on the day it was logged (A-18), or linked with the opportunity it was about."""

from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.interactions import FIELDS
from oppdesk.i18n import _
from oppdesk.services.interaction_views import InteractionView
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.metrics import Type
from oppdesk.ui.opportunity_field import OpportunityField
from oppdesk.ui.opportunity_words import currency, in_currency
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.edits import DurationEdit, MoneyEdit, ParsedEdit
from oppdesk.ui.widgets.evaluation import EvaluationRow
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.widgets.labels import Text
from oppdesk.ui.workplace import Workplace


class CorrectInteraction(Sheet):
    """Description, result, length and cost; everything else stays as it was."""

    def __init__(self, place: Workplace, view: InteractionView, parent: QWidget | None = None) -> None:
        super().__init__(_("Correct interaction"), parent, width=66)
        self._place, self._view = place, view
        self.tell_subject(view.title, view.contact.text if view.contact else "")
        self.description = ParsedEdit(FIELDS["description"].check, str)
        self.evaluation = EvaluationRow()
        self.succeeded = CheckBox(_("It came a&bout: the contact was reached"))
        self.duration = DurationEdit(place.form)
        self.cost = MoneyEdit(place.form)
        group = FieldGroup()
        self.add(group, "description", _("&Description"), self.description)
        self.add(group, "evaluation", _("&Evaluation"), self.evaluation)
        group.add("", self.succeeded)
        self.add(group, "duration", _("Du&ration"), self.duration)
        self.add(group, "cost", in_currency(_("&Cost"), currency(place.desk)), self.cost)
        self.body.addWidget(group)
        self.body.addWidget(
            Text(_("Until the end of the day on which it was logged."), Type.CAPTION, "text2", wrap=True)
        )
        self.body.addStretch(1)
        self.description.set_value(view.description or None)
        self.evaluation.set_value(view.evaluation)
        self.succeeded.setChecked(not view.attempt_failed)
        self.duration.set_value(view.duration or None)
        self.cost.set_value(view.cost or None)
        self.primary.setText(_("Save"))

    def finish(self) -> None:
        now = {
            "description": str(self.description.value() or ""),
            "evaluation": int(self.evaluation.value()),
            "attempt_failed": not self.succeeded.isChecked(),
            "duration": self.duration.value() or 0,
            "cost": self.cost.value() or 0,
        }
        values = {name: value for name, value in now.items() if value != getattr(self._view, name)}
        service, row = self._place.desk.interactions, self._view.id
        if not values:
            self.stored()
            return
        self.write(self._place.jobs, _("Correct interaction"), lambda _progress: service.correct(row, values))


class LinkOpportunity(Sheet):
    """Which of the open opportunities of the contact's company it was about; none takes the link away."""

    def __init__(self, place: Workplace, view: InteractionView, parent: QWidget | None = None) -> None:
        super().__init__(_("Link with an opportunity"), parent, width=62)
        self._place, self._row = place, view.id
        self.tell_subject(view.title, view.contact.text if view.contact else "")
        self.opportunity = OpportunityField(place)
        self.opportunity.take_contact(view.contact.id if view.contact else None)
        self.opportunity.set_value(view.opportunity)
        group = FieldGroup()
        self.add(group, "opportunity", _("O&pportunity"), self.opportunity)
        self.body.addWidget(group)
        self.body.addStretch(1)
        self.primary.setText(_("Link"))

    def finish(self) -> None:
        chosen, service, row = self.opportunity.value(), self._place.desk.interactions, self._row
        opportunity = chosen.id if chosen is not None else None
        self.write(
            self._place.jobs,
            _("Link with an opportunity"),
            lambda _progress: service.link(row, opportunity),
        )


def _view(place: Workplace, parent: QWidget | None, interaction: int) -> InteractionView | None:
    try:
        return place.desk.interactions.view(interaction)
    except UserError as error:
        place.prompts.tell(parent, _("This is not possible"), error.message)
        return None


def open_correct(place: Workplace, parent: QWidget | None, interaction: int) -> CorrectInteraction | None:
    view = _view(place, parent, interaction)
    if view is None:
        return None
    dialog = CorrectInteraction(place, view, parent)
    dialog.open()
    dialog.description.setFocus()
    return dialog


def open_link(place: Workplace, parent: QWidget | None, interaction: int) -> LinkOpportunity | None:
    view = _view(place, parent, interaction)
    if view is None:
        return None
    dialog = LinkOpportunity(place, view, parent)
    dialog.open()
    dialog.opportunity.setFocus()
    return dialog
