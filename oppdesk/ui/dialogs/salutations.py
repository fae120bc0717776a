"""How a contact is addressed, formally and informally, in every language there is a formula for (page 5151)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.words import MANNER
from oppdesk.i18n import _
from oppdesk.services.contact_letters import Greeting
from oppdesk.services.contact_views import ContactView
from oppdesk.ui.contact_marks import named
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import Text
from oppdesk.ui.workplace import Workplace


class Salutations(Sheet):
    """Nothing is changed here; what is missing is said, with the way to Setup."""

    def __init__(
        self,
        place: Workplace,
        view: ContactView,
        greetings: Sequence[Greeting],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Salutations"), parent, width=72)
        salutation = view.values["salutation"]
        name = named(place.desk, "salutation", salutation) if salutation else _("no salutation")
        self.tell_subject(view.name, name)
        self.lines: list[tuple[str, str, str]] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(2))
        grid.setVerticalSpacing(px(1))
        grid.setColumnStretch(2, 1)
        for row, greeting in enumerate(greetings):
            language = (
                named(place.desk, "language", greeting.language) if greeting.language else _("any language")
            )
            manner = _(MANNER[greeting.manner])
            self.lines.append((language, manner, greeting.text or greeting.fault))
            for column, words in enumerate((language, manner)):
                grid.addWidget(Text(words, Type.BODY, "text2"), row, column)
            if greeting.fault:
                grid.addWidget(Note(greeting.fault, "triangle-alert", "stale"), row, 2)
            else:
                grid.addWidget(Text(greeting.text, Type.NAME, wrap=True), row, 2)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.setup = buttons.button(_("Open in Setup"), "settings-2", "quiet")
        self.setup.setAutoDefault(False)
        self.setup.clicked.connect(lambda: place.open_setup("salutation"))
        self.left.addWidget(self.setup)
        self.cancel_button.hide()
        self.primary.setText(_("Close"))

    def finish(self) -> None:
        self.stored()


def open_salutations(place: Workplace, parent: QWidget, view: ContactView) -> None:
    """The dialog, once the greetings are made."""

    def show(greetings: list[Greeting]) -> None:
        Salutations(place, view, greetings, parent).open()

    def refused(error: UserError) -> None:
        place.prompts.tell(parent, _("Salutations"), error.message)

    contacts = place.desk.contacts
    place.jobs.read(lambda: contacts.greetings(view.id), show, failed=refused)
