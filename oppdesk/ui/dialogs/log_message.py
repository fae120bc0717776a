"""An e-mail that was brought here becomes an interaction: with whom is proposed, chosen, or a new contact (9.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.interactions import NewInteraction
from oppdesk.domain.words import ContactType
from oppdesk.i18n import _
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.dialogs.new_contact import NewContact
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.metrics import Type
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.choices import ActionRadio, align_names
from oppdesk.ui.widgets.field_row import FieldGroup, Note
from oppdesk.ui.widgets.labels import SectionTitle, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from oppdesk.domain.interactions import File
    from oppdesk.exchange.messages import Mail, Name
    from oppdesk.services.correspondence import Incoming
    from oppdesk.ui.workplace import Workplace

PREVIEW = 50  # u
_SHOWN = 1_500  # characters of the text
_OFFERED = 6  # contacts of whom one is chosen by a click


class LogMessage(Sheet):
    """`about` is what it was dropped on: a contact is proposed where the addresses tell none."""

    def __init__(
        self,
        place: Workplace,
        incoming: Incoming,
        parent: QWidget | None = None,
        about: NewInteraction | None = None,
    ) -> None:
        super().__init__(_("Log e-mail"), parent, width=72)
        self._about = about or NewInteraction()
        self._place, self._incoming = place, incoming
        self.tell_subject(
            incoming.mail.subject or _("An e-mail without a subject"), _line(place, incoming.mail)
        )
        self._make_who()
        self._make_new()
        self._lay_out()
        self._begin()

    def _make_who(self) -> None:
        self.contact = ContactField(self._place, self._create)
        self.contact.changed.connect(lambda _ref: self._mark())
        self.radios: list[ActionRadio] = []
        self._choices = QButtonGroup(self)
        offered = self._incoming.contacts[:_OFFERED] if len(self._incoming.contacts) > 1 else ()
        houses = self._houses([ref.id for ref in offered])
        for ref in offered:
            radio = ActionRadio(ref.text.replace("&", "&&"))
            radio.set_target(houses.get(ref.id, ""))
            radio.clicked.connect(lambda _checked=False, ref=ref: self._take(ref))
            self._choices.addButton(radio)
            self.radios.append(radio)
        if self.radios:
            align_names(*self.radios)
        self.told = Note(indented=False)

    def _houses(self, contacts: list[int]) -> dict[int, str]:
        """Where each is from: two may have the same name."""
        rows = self._place.desk.lists.rows("contact", contacts)
        houses = {row["id"]: row["company"].text if row["company"] is not None else "" for row in rows}
        return {
            row["id"]: houses[row["id"]] if houses[row["id"]] != row["name"] else row["city"] for row in rows
        }

    def _make_new(self) -> None:
        self._then: Callable[[Ref], None] | None = None
        self.new_contact = NewContact(self._place)
        self.new_contact.made.connect(self._made)
        self.new_contact.given_up.connect(self._hide_new)
        stranger = next(iter(self._incoming.strangers), None)
        self._stranger = stranger
        words = _("&Create contact {name}").format(name=_called(stranger)) if stranger is not None else ""
        self.for_stranger = buttons.button(words, "user-plus", small=True)
        self.for_stranger.setAutoDefault(False)
        self.for_stranger.clicked.connect(lambda: self._create("", self._take))

    def _lay_out(self) -> None:
        group = FieldGroup()
        self.add(group, "contact", _("C&ontact"), self.contact)
        body = self.body
        body.addWidget(SectionTitle(_("With whom")))
        body.addWidget(self.told)
        for radio in self.radios:
            body.addWidget(radio)
        body.addWidget(group)
        body.addWidget(self.for_stranger)
        body.addWidget(self.new_contact)
        body.addStretch(1)
        self.new_contact.hide()
        self.for_stranger.setVisible(self._stranger is not None)
        aside = self.beside(PREVIEW)
        words = self._incoming.mail.text
        shown = words[:_SHOWN] + ("…" if len(words) > _SHOWN else "")
        aside.addWidget(Text(shown or _("This e-mail has no text."), Type.BODY, "text2", wrap=True))
        aside.addStretch(1)
        self.primary.setText(_("&Log e-mail"))

    def _begin(self) -> None:
        """One match is taken; of several the user chooses (EML-2); without one, too, or makes one (EML-1)."""
        contacts = self._incoming.contacts
        given = self._about.contact
        if given is not None and (not contacts or given in [ref.id for ref in contacts]):
            self.contact.set_value(self._place.desk.lists.ref("contact", given))
        elif len(contacts) == 1:
            self.contact.set_value(contacts[0])
        elif contacts:
            self.told.say(
                _("Several contacts have these addresses. Choose the one that it is about."), "users"
            )
        else:
            words = _("No contact has the address {addresses}.")
            others = ", ".join(each.e_mail for each in self._incoming.strangers)
            told = words.format(addresses=others) if others else _("Nobody whom it is about is known here.")
            self.told.say(told, "info")
        self._mark()

    # -- choosing -----------------------------------------------------------------------------------------

    def _take(self, ref: Ref) -> None:
        self.contact.set_value(ref)
        self.rows["contact"].set_fault("")
        self._mark()

    def _mark(self) -> None:
        """The choice that the field shows."""
        chosen = self.contact.value()
        self._choices.setExclusive(False)
        for radio, ref in zip(self.radios, self._incoming.contacts, strict=False):
            radio.setChecked(chosen is not None and ref.id == chosen.id)
        self._choices.setExclusive(True)

    def _create(self, text: str, then: Callable[[Ref], None]) -> None:
        self._then = then
        self.new_contact.start(text or _called(self._stranger))
        if self._stranger is not None:
            self.new_contact.kind.set_value(int(ContactType.PERSON))
            self.new_contact.texts["e_mail"].set_value(self._stranger.e_mail)
        self.new_contact.show()
        self.for_stranger.hide()
        self.grow()

    def _made(self, ref: Ref) -> None:
        self._hide_new()
        if self._then is not None:
            self._then(ref)
        self._mark()

    def _hide_new(self) -> None:
        self.new_contact.hide()
        self.for_stranger.setVisible(self._stranger is not None)
        self.contact.setFocus()

    def finish(self) -> None:
        chosen = self.contact.value()
        if chosen is None and self.radios:
            self.refused(UserError(_("Choose the contact that it is about."), "contact", "EML-2"))
            return
        service, incoming = self._place.desk.correspondence, self._incoming
        contact, opportunity = chosen.id if chosen is not None else None, self._about.opportunity
        self.write(
            self._place.jobs,
            _("Log e-mail"),
            lambda _progress: service.log_message(incoming, contact, opportunity),
        )


def open_message(
    place: Workplace, parent: QWidget, file: File, about: Mapping[str, int] | None = None
) -> None:
    """The dialog over a message; that it is logged already is told with the day (EML-3)."""
    desk, known = place.desk, dict(about or {})

    def read() -> tuple[Incoming, NewInteraction]:
        return desk.correspondence.incoming(file), desk.interactions.proposal(**known)

    def show(found: tuple[Incoming, NewInteraction]) -> None:
        incoming, new = found
        if incoming.interaction is not None:
            words = _("This message was logged on {day}.")
            place.prompts.tell(parent, _("Log e-mail"), words.format(day=place.form.day(incoming.logged_on)))
            return
        dialog = LogMessage(place, incoming, parent, new)
        dialog.open()
        first = dialog.primary if dialog.contact.value() is not None else dialog.contact
        first.setFocus()

    def refused(error: UserError) -> None:
        place.prompts.tell(parent, _("Log e-mail"), error.message)

    place.jobs.read(read, show, "message", refused)


def _line(place: Workplace, mail: Mail) -> str:
    sender = _called(mail.sender) if mail.sender is not None else ""
    to = ", ".join(_called(each) for each in mail.to[:3]) + ("…" if len(mail.to) > 3 else "")
    moment = place.form.moment(mail.at) if mail.at is not None else ""
    parts = (
        _("from {name}").format(name=sender) if sender else "",
        _("to {name}").format(name=to) if to else "",
        moment,
    )
    return " · ".join(part for part in parts if part)


def _called(who: Name | None) -> str:
    return "" if who is None else who.name or who.e_mail
