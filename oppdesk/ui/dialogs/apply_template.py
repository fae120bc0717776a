"""A contact template fills what is still empty: salesperson, territory, language and the like (3.3)."""

from PySide6.QtWidgets import QButtonGroup, QWidget

from oppdesk.domain.contact import from_template
from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.records import CONTACT
from oppdesk.domain.words import ContactType
from oppdesk.i18n import _
from oppdesk.services.contact_views import ContactView
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.metrics import Type
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.choices import ActionRadio, align_names
from oppdesk.ui.widgets.labels import Text
from oppdesk.ui.workplace import Workplace

_LABELS = {field.name: field.label for field in CONTACT}


class ApplyTemplate(Sheet):
    """Each template says what it would fill in here; one for the other type of contact is no choice."""

    def __init__(self, place: Workplace, view: ContactView, parent: QWidget | None = None) -> None:
        super().__init__(_("Apply template"), parent, width=84)
        self._place, self._contact = place, view.id
        self.tell_subject(view.name, _("Only what is empty is filled in."))
        kind = ContactType.PERSON if view.is_person else ContactType.COMPANY
        self.choices: dict[int, ActionRadio] = {}
        self._group = QButtonGroup(self)
        for row in place.desk.setup.rows("contact_template"):
            name = f"{row['code']}  {row['description']}".strip()
            radio = ActionRadio(name.replace("&", "&&"))
            fills = from_template(dict(view.values), {each: _plain(value) for each, value in row.items()})
            words = ", ".join(_(_LABELS[each]) for each in fills)
            radio.set_target(words or _("fills in nothing"))
            if row["type"] != kind:
                radio.set_reason(_("For the other type of contact."))
            self._group.addButton(radio)
            self.choices[row["id"]] = radio
            self.body.addWidget(radio)
        align_names(*self.choices.values())
        if not self.choices:
            self.body.addWidget(
                Text(_("There are no templates yet. Make one in Setup."), Type.BODY, "text2", wrap=True)
            )
        self.body.addStretch(1)
        self.setup = buttons.button(_("Open in Setup"), "settings-2", "quiet")
        self.setup.setAutoDefault(False)
        self.setup.clicked.connect(lambda: place.open_setup("contact_template"))
        self.left.addWidget(self.setup)
        self.primary.setText(_("Apply template"))
        possible = [radio for radio in self.choices.values() if radio.isEnabled()]
        for radio in possible[:1]:
            radio.setChecked(True)
        self.primary.setEnabled(bool(possible))

    def finish(self) -> None:
        chosen = next((row for row, radio in self.choices.items() if radio.isChecked()), None)
        if chosen is None:
            self.refused(UserError(_("Choose a template."), "template"))
            return
        contacts, contact = self._place.desk.contacts, self._contact
        self.write(
            self._place.jobs, _("Apply template"), lambda _progress: contacts.apply_template(contact, chosen)
        )


def _plain(value: object) -> object:
    return value.id if isinstance(value, Ref) else value


def open_template(place: Workplace, parent: QWidget, view: ContactView) -> ApplyTemplate:
    dialog = ApplyTemplate(place, view, parent)
    dialog.open()
    return dialog
