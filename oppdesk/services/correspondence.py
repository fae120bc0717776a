"""Letters and e-mail: texts with their fields filled, drafts for the mail program, messages that become interactions.

Nothing is sent from here: a file is written or a link made, and the user sends it (relationships 9.2, 9.6, 9.11).
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import NamedTuple

from oppdesk.domain import communication, letters
from oppdesk.domain.addresses import MAILS
from oppdesk.domain.attachments import safe_name
from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.fields import Ref
from oppdesk.domain.interactions import File, NewInteraction
from oppdesk.domain.words import Correspondence as By
from oppdesk.domain.words import Flow, Initiator
from oppdesk.exchange import messages
from oppdesk.exchange.messages import Attachment, Draft, Mail, Name
from oppdesk.i18n import NEUTRAL, LocaleFormat, _
from oppdesk.reports import html
from oppdesk.reports.document import Block, Document, Heading, Lines, Note
from oppdesk.services import contact_letters, letter_fields
from oppdesk.services.context import Context
from oppdesk.services.interaction_setup import document_template
from oppdesk.services.interactions import Interactions
from oppdesk.services.letter_fields import About, Filling, first_e_mail
from oppdesk.storage import interactions, lookups, mail_addresses
from oppdesk.storage.unit_of_work import Reader, Store

_POINTS = 11  # of a letter
_LETTER = 32_000  # characters that an interaction keeps of it


class Letter(NamedTuple):
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message that somebody dropped here. `contacts` are those it may be about, the likeliest first: with none
    the user chooses or makes one (EML-1), of several he chooses (EML-2). `logged_on` is when it was logged (EML-3).
    """

    mail: Mail
    file: File
    flow: Flow
    contacts: tuple[Ref, ...]
    strangers: tuple[Name, ...]  # of the other side, whom nobody here knows
    salesperson: int | None
    logged_on: date | None = None
    interaction: int | None = None  # that it is already


class Correspondence:
    def __init__(self, store: Store, context: Context, log: Interactions) -> None:
        self._store = store
        self._context = context
        self._log = log

    # -- letters ------------------------------------------------------------------------------------------

    def letter(self, new: NewInteraction, form: LocaleFormat = NEUTRAL) -> Letter:
        """Subject and text with their fields filled; without a text, the one of the template in the language."""
        with self._store.read() as connection:
            return self._letter(connection, new, form)[0]

    def remarks(self, new: NewInteraction, form: LocaleFormat = NEUTRAL) -> tuple[str, ...]:
        """What is to be told of a letter before it goes: fields nobody knows, greetings that are missing."""
        with self._store.read() as connection:
            letter, found = self._letter(connection, new, form)
        left = letters.unknown(f"{letter.subject}\n{letter.text}")
        message = _("“{field}” is no field of a letter and stays as it is.")
        return tuple(message.format(field="{" + name + "}") for name in left) + found.faults

    def _letter(self, connection: Reader, new: NewInteraction, form: LocaleFormat) -> tuple[Letter, Filling]:
        subject, text = new.subject, new.letter
        if new.template is not None and not text.strip():
            spoken = interactions.languages(connection, new.template)
            line = spoken.get(new.language) or spoken.get(None) or {}
            text = str(line.get("letter") or "")
            subject = subject or str(line.get("subject") or "")
        subject = subject or new.description
        found = self._filling(connection, new, form, letters.used(f"{subject}\n{text}"))
        return Letter(*(letters.filled(each, found.values) for each in (subject, text))), found

    def _filling(
        self, connection: Reader, new: NewInteraction, form: LocaleFormat, used: tuple[str, ...]
    ) -> Filling:
        about = About(new.contact, new.salesperson, new.opportunity, new.language, new.alternative_address)
        return letter_fields.filling(connection, about, new.on or self._context.work_date, form, used)

    def document(self, new: NewInteraction, form: LocaleFormat = NEUTRAL) -> Document:
        """The letter on paper: the house, the address, the day, the text; for printing, PDF and HTML."""
        with self._store.read() as connection:
            letter, found = self._letter(connection, new, form)
        values = found.values
        blocks: list[Block] = [
            Heading(values["house"], level=1),
            Lines(values["address"].split("\n"), 48),
            Lines([values["date"]], 32),
            Heading(letter.subject, level=2),
            Note(letter.text),
        ]
        title = letter.subject or _("Letter")
        return Document(title, [each for each in blocks if each not in _BLANK], points=_POINTS)

    def page(self, new: NewInteraction, form: LocaleFormat = NEUTRAL) -> File:
        """The letter as a page that any browser and word processor opens."""
        document = self.document(new, form)
        return File(safe_name(f"{document.title}.html"), html.render(document).encode("utf-8", "replace"))

    # -- e-mail -------------------------------------------------------------------------------------------

    def message(self, new: NewInteraction, form: LocaleFormat = NEUTRAL) -> File:
        """The e-mail as a draft that a mail program opens, with the attachment; INT-7 without an address."""
        with self._store.read() as connection:
            letter = self._letter(connection, new, form)[0]
            to = self._recipient(connection, new)
            files = (Attachment(new.file.name, new.file.data),) if new.file is not None else ()
            draft = Draft((to,), letter.subject, letter.text, sender(connection, new.salesperson), files)
        return File(safe_name(f"{letter.subject}.eml"), messages.written(draft, datetime.now(UTC)))

    def link(self, new: NewInteraction, form: LocaleFormat = NEUTRAL) -> str:
        """The e-mail as a mailto: link, which carries no attachment; INT-7 without an address."""
        with self._store.read() as connection:
            letter = self._letter(connection, new, form)[0]
            to = self._recipient(connection, new)
        return communication.mail_link((to.e_mail,), letter.subject, letter.text)

    def _recipient(self, connection: Reader, new: NewInteraction) -> Name:
        """INT-7: by the address that was chosen, else the alternative one's, else the first that is known."""
        name = str(lookups.value(connection, "contact", new.contact, "name") or "")
        if communication.is_address(new.contact_via):
            return Name(name, new.contact_via.strip())
        if new.contact is not None:
            other = letter_fields.alternative(connection, new.contact, new.alternative_address)
            if other is not None and (e_mail := first_e_mail(other.get("e_mail"))):
                return Name(name, e_mail)
            try:
                ways = contact_letters.ways(connection, new.contact, new.on or self._context.work_date, MAILS)
                return Name(name, ways[0].value)
            except RuleError:
                pass  # said in the words of this rule
        message = _("{contact} has no e-mail address, and neither has the address of the letter.")
        raise RuleError(message.format(contact=name or _("The contact")), "contact_via", "INT-7")

    # -- messages that come in (EML-1 to EML-3) -----------------------------------------------------------

    def incoming(self, file: File) -> Incoming:
        """Whom a message is from or to; UserError if it is none."""
        mail = messages.read(file.data)
        with self._store.read() as connection:
            mine = mail_addresses.salesperson_at(connection, mail.sender.e_mail) if mail.sender else None
            flow = Flow.OUTBOUND if mine else Flow.INBOUND
            sender_side = (mail.sender,) if mail.sender is not None else ()
            others = mail.to if mine else sender_side or mail.to
            contacts: dict[int, Ref] = {}
            strangers = []
            for who in others:
                found = mail_addresses.contacts_at(connection, who.e_mail)
                contacts |= {ref.id: ref for ref in found}
                is_ours = mail_addresses.salesperson_at(connection, who.e_mail) is not None
                if not found and not is_ours:
                    strangers.append(who)
            if not mine:
                ours = (mail_addresses.salesperson_at(connection, who.e_mail) for who in mail.to)
                mine = next((each for each in ours if each is not None), None)
            logged = interactions.with_message(connection, mail.id)
        return Incoming(
            mail,
            File(_named(file.name, mail), file.data),
            flow,
            tuple(contacts.values()),
            tuple(strangers),
            mine,
            (logged.logged_on or logged.on) if logged else None,
            logged.id if logged else None,
        )

    def log_message(self, incoming: Incoming, contact: int | None, opportunity: int | None = None) -> int:
        """The message as an interaction with that contact; EML-1 without one, EML-3 when it is logged already.

        It is linked with the opportunity if that is one of the contact's house.
        """
        if contact is None:
            raise FieldError(
                _("No contact has these addresses: choose a contact, or create one."), "contact", "EML-1"
            )
        with self._store.read() as connection:
            template = document_template(connection, "e_mails")
            opportunity = shared(connection, opportunity, contact)
        mail, is_ours = incoming.mail, incoming.flow is Flow.OUTBOUND
        new = self._log.proposal(contact=contact, salesperson=incoming.salesperson, template=template)
        at = mail.at.astimezone() if mail.at is not None else None
        new = replace(
            new,
            description=mail.subject[:100] or new.description,
            subject=mail.subject[:100],
            on=at.date() if at else new.on,
            at=at.time().replace(second=0, microsecond=0) if at else new.at,
            information_flow=incoming.flow,
            initiated_by=Initiator.US if is_ours else Initiator.THEM,
            correspondence_type=By.NONE if is_ours else By.EMAIL,  # what was sent is not to be sent again
            contact_via=_address_of(mail, is_ours=is_ours)[:80],
            opportunity=opportunity,
            letter=mail.text[:_LETTER],
            file=incoming.file,
            message=mail.id,
        )
        return self._log.log(new)


_BLANK = (Heading("", level=1), Heading("", level=2), Lines([""], 48), Lines([""], 32), Note(""))


def sender(connection: Reader, salesperson: int | None) -> Name | None:
    """Who writes; None without an address."""
    who = interactions.stored(connection, "salesperson", salesperson)
    e_mail = first_e_mail(who.get("e_mail"))
    return Name(str(who.get("name") or who.get("code") or ""), e_mail) if e_mail else None


def shared(connection: Reader, opportunity: int | None, contact: int) -> int | None:
    """The opportunity, if it is one of the contact's house: a log tells others' nothing of it."""
    house = lookups.value(connection, "opportunity", opportunity, "company")
    return opportunity if house is not None and house == lookups.company_of(connection, contact) else None


def _address_of(mail: Mail, *, is_ours: bool) -> str:
    others = mail.to if is_ours else (mail.sender,) if mail.sender is not None else mail.to
    return next((each.e_mail for each in others), "")


def _named(name: str, mail: Mail) -> str:
    """Under its subject; a name that a mail program invented says nothing."""
    return safe_name(f"{mail.subject}.eml") if mail.subject else safe_name(name)
