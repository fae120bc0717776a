"""A person goes to another company: what carries his or her name stays behind, unless the user takes it along."""

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QWidget

from oppdesk.domain.fields import Ref
from oppdesk.i18n import _
from oppdesk.services.contact_removal import Kept
from oppdesk.services.contact_views import ContactView
from oppdesk.ui.contact_words import counted
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.choices import ActionRadio, align_names
from oppdesk.ui.widgets.labels import Text
from oppdesk.ui.workplace import Workplace


class ChangeCompany(Sheet):
    """`given_up` is called when nothing shall change (3.6, R-DEL-08)."""

    def __init__(
        self,
        place: Workplace,
        view: ContactView,
        company: Ref | None,
        records: Kept,
        parent: QWidget | None = None,
        *,
        given_up: Callable[[], None],
    ) -> None:
        super().__init__(_("Change company"), parent, width=66)
        self._place, self._person = place, view.id
        self._company = company
        target = company.text if company else _("no company")
        self.tell_subject(view.name, _("from {old} to {new}").format(old=_old(view), new=target))
        words = _("In the name of {person}: {records}.").format(person=view.name, records=counted(records))
        self.body.addWidget(Text(words, wrap=True))
        self.body.addSpacing(px(1))
        self.stay = ActionRadio(_("&They stay"))
        heir = view.company or company
        self.stay.set_target(_("with {company}").format(company=heir.text if heir else _("no company")))
        self.take_along = ActionRadio(_("They &move along"))
        self.take_along.set_target(_("with {person}").format(person=view.name))
        self._choice = QButtonGroup(self)
        for radio in (self.stay, self.take_along):
            self._choice.addButton(radio)
            self.body.addWidget(radio)
        align_names(self.stay, self.take_along)
        self.body.addStretch(1)
        self.stay.setChecked(True)
        self.primary.setText(_("Change company"))
        self.rejected.connect(given_up)

    def finish(self) -> None:
        contacts, person, moves = self._place.desk.contacts, self._person, self.take_along.isChecked()
        company = self._company.id if self._company else None
        self.write(
            self._place.jobs,
            _("Change company"),
            lambda _progress: contacts.change_company(person, company, move_records=moves),
        )


def _old(view: ContactView) -> str:
    return view.company.text if view.company else _("no company")
