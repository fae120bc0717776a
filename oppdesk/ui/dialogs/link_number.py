"""The number a contact has in another program: as a customer, vendor, bank account or employee (4.3)."""

from PySide6.QtWidgets import QWidget

from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.words import LINK, Relation
from oppdesk.i18n import N_, _
from oppdesk.services.contact_views import ContactView
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.editors import ChoiceBox
from oppdesk.ui.widgets.edits import ParsedEdit
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.workplace import Workplace

_NUMBER = Field("external_number", N_("Number"), Kind.CODE, 20)
_SYSTEM = Field("system", N_("Program"), size=30)
_NOTE = Field("note", N_("Note"), size=80)
_KINDS = tuple(Relation(at) for at in range(1, len(LINK)))  # what a number can be of


class LinkNumber(Sheet):
    """For a person with a company the company is linked, and the dialog says so."""

    def __init__(self, place: Workplace, view: ContactView, parent: QWidget | None = None) -> None:
        super().__init__(_("Link with number"), parent, width=62)
        self._place, self._contact = place, view.id
        company = view.company
        about = _("The number is that of {company}, for whom {person} works.") if company else ""
        self.tell_subject(
            company.text if company else view.name,
            about.format(company=company.text, person=view.name) if company else "",
        )
        self.kind = ChoiceBox(LINK[1:])
        self.number = ParsedEdit(_NUMBER.check, str)
        self.system = ParsedEdit(_SYSTEM.check, str)
        self.note_field = ParsedEdit(_NOTE.check, str)
        group = FieldGroup()
        self.add(group, "link", _("&Linked to"), self.kind)
        self.add(group, "external_number", _("&Number"), self.number)
        self.add(
            group,
            "system",
            _("&Program"),
            self.system,
            _("Where this number comes from, if there are several."),
        )
        self.add(group, "note", _("N&ote"), self.note_field)
        self.body.addWidget(group)
        self.body.addStretch(1)
        self.primary.setText(_("Link"))

    def finish(self) -> None:
        lines, contact = self._place.desk.contact_lines, self._contact
        kind = _KINDS[self.kind.value()]
        number, system, note = (
            str(field.value() or "") for field in (self.number, self.system, self.note_field)
        )
        self.write(
            self._place.jobs,
            _("Link with number"),
            lambda _progress: lines.link(contact, kind, number, system, note),
        )


def open_link(place: Workplace, parent: QWidget | None, view: ContactView) -> LinkNumber:
    """The dialog, with the cursor in the number."""
    dialog = LinkNumber(place, view, parent)
    dialog.open()
    dialog.number.setFocus()
    return dialog
