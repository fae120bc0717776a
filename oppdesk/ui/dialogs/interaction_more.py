"""The fields of a new interaction that its template and its caller mostly know: who, when, by which way."""

from dataclasses import replace

from oppdesk.domain.interactions import NewInteraction
from oppdesk.domain.words import CORRESPONDENCE, FLOW, INITIATOR, Correspondence, Flow, Initiator
from oppdesk.i18n import _
from oppdesk.ui.editors import ChoiceBox
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.widgets.edits import DateEdit, TimeEdit
from oppdesk.ui.widgets.field_row import FieldGroup, FieldRow
from oppdesk.ui.workplace import Workplace


class MoreFields(FieldGroup):
    """`named` are its rows by the names of the fields."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._setup = place.desk.setup
        self.salesperson = LookupField("salesperson", place)
        self.on = DateEdit(place.form, place.desk.context.work_date)
        self.at = TimeEdit(place.form)
        self.correspondence = ChoiceBox(CORRESPONDENCE)
        self.language = LookupField("language", place)
        self.flow = ChoiceBox(FLOW)
        self.initiator = ChoiceBox(INITIATOR)
        self.named: dict[str, FieldRow] = {
            name: self.add(label, field)
            for name, label, field in (
                ("salesperson", _("&Salesperson"), self.salesperson),
                ("on", _("D&ate"), self.on),
                ("at", _("T&ime"), self.at),
                ("correspondence_type", _("Correspondence"), self.correspondence),
                ("language", _("Lan&guage"), self.language),
                ("information_flow", _("Infor&mation flow"), self.flow),
                ("initiated_by", _("Initiated b&y"), self.initiator),
            )
        }

    def fill(self, new: NewInteraction) -> None:
        self.on.set_value(new.on)
        self.at.set_value(new.at)
        self.salesperson.set_value(self._setup.ref("salesperson", new.salesperson))
        self.fill_from_template(new)

    def fill_from_template(self, new: NewInteraction) -> None:
        """What a template decides of them (9.5)."""
        self.language.set_value(self._setup.ref("language", new.language))
        self.correspondence.set_value(int(new.correspondence_type))
        self.flow.set_value(int(new.information_flow))
        self.initiator.set_value(int(new.initiated_by))

    def into(self, new: NewInteraction) -> NewInteraction:
        """With what stands in these fields."""
        return replace(
            new,
            on=self.on.day(),
            at=self.at.time(),
            salesperson=self.salesperson.key(),
            language=self.language.key(),
            correspondence_type=Correspondence(self.correspondence.value()),
            information_flow=Flow(self.flow.value()),
            initiated_by=Initiator(self.initiator.value()),
        )
