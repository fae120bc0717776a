"""Invitations to a meeting: who is to have one, the calendar file with it, and that it was sent (7.10).

Nothing is sent from here: the user sends a draft or a file, and says so afterwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from oppdesk.domain import communication, letters
from oppdesk.domain.attachments import safe_name
from oppdesk.domain.errors import RuleError
from oppdesk.domain.fields import Ref
from oppdesk.domain.interactions import File
from oppdesk.domain.task_times import When
from oppdesk.domain.tasks import SeatView, TaskSheet
from oppdesk.domain.words import Attendance, Flow, Initiator, TaskType
from oppdesk.domain.words import Correspondence as By
from oppdesk.exchange import calendar_files, messages
from oppdesk.exchange.calendar_files import Event, Method, Person
from oppdesk.exchange.messages import Attachment, Draft, Name
from oppdesk.i18n import NEUTRAL, LocaleFormat, _
from oppdesk.services import attachments, interaction_writing, letter_fields, task_events, task_sheets
from oppdesk.services.context import Context
from oppdesk.services.correspondence import Letter, sender, shared
from oppdesk.services.interactions import Interactions
from oppdesk.services.letter_fields import About, first_e_mail
from oppdesk.storage import interactions, listing, lists, lookups, tasks
from oppdesk.storage.task_tables import TaskRow
from oppdesk.storage.unit_of_work import Reader, Store

_SUBJECT = 100  # characters


@dataclass(frozen=True, slots=True)
class Invitees:
    """Who is ticked for the invitation to a meeting; the organizer, who invites, is not among them."""

    sheet: TaskSheet
    ticked: tuple[SeatView, ...]

    @property
    def sent(self) -> tuple[SeatView, ...]:
        return tuple(seat for seat in self.ticked if seat.invitation_sent)

    @property
    def waiting(self) -> tuple[SeatView, ...]:
        """Those who have none yet."""
        return tuple(seat for seat in self.ticked if not seat.invitation_sent)


class Invitations:
    def __init__(self, store: Store, context: Context, log: Interactions) -> None:
        self._store = store
        self._context = context
        self._log = log

    def invitees(self, task: int) -> Invitees:
        """TSK-9 for what is no meeting; INV-1 if nobody is ticked; ATT-5, INT-5, M-53 for who cannot take part."""
        with self._store.read() as connection:
            return _invitees(connection, task)

    # -- what is sent -------------------------------------------------------------------------------------

    def file(self, task: int) -> File:
        """A task of any type as a calendar file; of a meeting, the invitation with everybody who attends."""
        with self._store.read() as connection:
            sheet = task_sheets.sheet(connection, task)
            name = safe_name(f"{sheet.description or sheet.number}.ics")
            return File(name, _file(connection, sheet))

    def letter(self, task: int, form: LocaleFormat = NEUTRAL) -> Letter:
        """Subject and text of the invitation, in the language of the task, filled."""
        with self._store.read() as connection:
            return self._letter(connection, task_sheets.sheet(connection, task), form)

    def message(self, task: int, seats: Iterable[int], form: LocaleFormat = NEUTRAL) -> File:
        """One draft to these attendees with the calendar file in it."""
        with self._store.read() as connection:
            found = _invitees(connection, task)
            letter = self._letter(connection, found.sheet, form)
            invitation = _file(connection, found.sheet)
            to = [Name(seat.name, first_e_mail(seat.e_mail)) for seat in _among(found, seats)]
            own = _attached(connection, found.sheet)
            files = (Attachment("invite.ics", invitation), *own)
            draft = Draft(
                tuple(to), letter.subject, letter.text, _sender(connection, found.sheet), files, invitation
            )
        return File(safe_name(f"{letter.subject}.eml"), messages.written(draft, datetime.now(UTC)))

    def link(self, task: int, seats: Iterable[int], form: LocaleFormat = NEUTRAL) -> str:
        """The same as a mailto: link, to which the file is attached by hand."""
        with self._store.read() as connection:
            found = _invitees(connection, task)
            letter = self._letter(connection, found.sheet, form)
        to = [first_e_mail(seat.e_mail) for seat in _among(found, seats)]
        return communication.mail_link(to, letter.subject, letter.text)

    def _letter(self, connection: Reader, sheet: TaskSheet, form: LocaleFormat) -> Letter:
        row = tasks.language_row(connection, sheet.id, sheet.language.id if sheet.language else None)
        subject = sheet.subject or sheet.description
        text = (row.letter if row is not None else "") or _usual_text(sheet, form)
        contacts = {seat.contact.id for seat in sheet.attendees if seat.contact}
        organizer = _organizer(sheet)
        about = About(
            contact=next(iter(contacts)) if len(contacts) == 1 else None,  # else nobody is named alone
            salesperson=organizer.id if organizer else None,
            opportunity=sheet.opportunity.id if sheet.opportunity else None,
            language=sheet.language.id if sheet.language else None,
        )
        used = letters.used(f"{subject}\n{text}")
        found = letter_fields.filling(connection, about, self._context.work_date, form, used)
        return Letter(letters.filled(subject, found.values), letters.filled(text, found.values))

    # -- afterwards ---------------------------------------------------------------------------------------

    def sent(self, task: int, seats: Iterable[int], form: LocaleFormat = NEUTRAL) -> None:
        """The user has sent them: each is marked, and for contacts an interaction is logged, all in one action."""
        with self._store.read() as connection:
            found = _invitees(connection, task)
            letter = self._letter(connection, found.sheet, form)
            invitation = File(safe_name(f"{letter.subject}.ics"), _file(connection, found.sheet))
            template = _template(connection, found.sheet)
        chosen, organizer = _among(found, seats), _organizer(found.sheet)
        who = organizer.id if organizer is not None else None
        with self._store.write("task.invite") as work:
            row = work.get(TaskRow, task)
            wanted = {seat.id for seat in chosen}
            for seat in tasks.seats(work.connection, task):
                if seat.id in wanted:
                    tasks.change_seat(work, replace(seat, invitation_sent=True))
            for seat_view in chosen:
                if seat_view.contact is None:
                    continue
                guest = seat_view.contact.id
                new = self._log.proposal(contact=guest, salesperson=who, template=template)
                new = replace(
                    new,
                    description=(row.description or letter.subject)[:_SUBJECT],
                    subject=letter.subject[:_SUBJECT],
                    task=task,
                    opportunity=shared(work.connection, row.opportunity, guest),
                    correspondence_type=By.EMAIL,
                    information_flow=Flow.OUTBOUND,
                    initiated_by=Initiator.US,
                    contact_via=first_e_mail(seat_view.e_mail)[:80],
                    cost=row.unit_cost or new.cost,
                    duration=row.unit_duration or new.duration,
                    letter=letter.text,
                    file=invitation,
                )
                self._log.log_in(work, new)
            work.title = _("Invitations to “{task}” sent").format(task=row.description)


def _invitees(connection: Reader, task: int) -> Invitees:
    sheet = task_sheets.sheet(connection, task)
    if sheet.type is not TaskType.MEETING:
        raise RuleError(_("Only meetings have attendees."), "", "TSK-9")
    ticked = tuple(
        seat
        for seat in sheet.attendees
        if seat.send_invitation and seat.attendance is not Attendance.ORGANIZER
    )
    if not ticked:
        raise RuleError(
            _("No attendee is ticked for an invitation: tick “Send invitation” first."), "seats", "INV-1"
        )
    organizer = _organizer(sheet)
    lookups.check_salesperson(connection, organizer.id if organizer is not None else None)
    for seat in ticked:
        if not communication.is_address(first_e_mail(seat.e_mail)):
            message = _("{name} has no e-mail address for an invitation.")
            raise RuleError(message.format(name=seat.name), "send_invitation", "ATT-5")
        if seat.contact is not None:
            interaction_writing.check_contact(connection, seat.contact.id)
    return Invitees(sheet, ticked)


def _among(found: Invitees, seats: Iterable[int]) -> Sequence[SeatView]:
    wanted = set(seats)
    return [seat for seat in found.ticked if seat.id in wanted]


def _file(connection: Reader, sheet: TaskSheet) -> bytes:
    """What it says is for strangers' eyes, too: nothing of the opportunity, no note."""
    row = listing.rows(connection, lists.listing("task"), [sheet.id])[0]
    stamp = task_events.changed_at(lookups.value(connection, "task", sheet.id, "updated_at"))
    if sheet.type is not TaskType.MEETING:
        return calendar_files.text([task_events.event(row, changed_at=stamp)])
    organizer = sheet.organizer
    people = tuple(
        Person(seat.name, first_e_mail(seat.e_mail), seat.attendance, seat.answer) for seat in sheet.attendees
    )
    found: Event = task_events.event(
        row,
        changed_at=stamp,
        formula="",  # each of a series is a task of its own, with an invitation of its own
        organizer=Person(organizer.name, first_e_mail(organizer.e_mail)) if organizer else None,
        attendees=people,
    )
    return calendar_files.text([found], Method.CANCEL if sheet.canceled else Method.REQUEST)


def _attached(connection: Reader, sheet: TaskSheet) -> tuple[Attachment, ...]:
    """The file of the invitation in the task's language."""
    row = tasks.language_row(connection, sheet.id, sheet.language.id if sheet.language else None)
    if row is None:
        return ()
    file = attachments.of(connection, interactions.stored(connection, "task_language", row.id))
    return (Attachment(file.name, file.data),) if file is not None else ()


def _organizer(sheet: TaskSheet) -> Ref | None:
    """Who invites; a team's meeting names nobody else."""
    return sheet.organizer.salesperson if sheet.organizer else sheet.salesperson


def _sender(connection: Reader, sheet: TaskSheet) -> Name | None:
    organizer = _organizer(sheet)
    return sender(connection, organizer.id if organizer else None)


def _template(connection: Reader, sheet: TaskSheet) -> int:
    """The task's own, else that of the setup; TSK-W3 without either."""
    if sheet.interaction_template is not None:
        return sheet.interaction_template.id
    found: int | None = lookups.setup(connection, "interaction_template_setup").get("meeting_invitation")
    if found is None:
        raise RuleError(
            _("Choose an interaction template for the invitation first."), "interaction_template", "TSK-W3"
        )
    return found


def _usual_text(sheet: TaskSheet, form: LocaleFormat) -> str:
    """What an invitation says when nobody wrote one: what, when, where."""
    when = When(sheet.type, sheet.on, sheet.start_time, sheet.duration, sheet.all_day) if sheet.on else None
    day = form.long_day(sheet.on) if sheet.on else ""
    if when is not None and when.is_timed and sheet.start_time is not None:
        day = _("{day}, {time}").format(day=day, time=form.clock(sheet.start_time))
    pairs = (
        (_("What: {text}"), sheet.description),
        (_("When: {text}"), day),
        (_("Where: {text}"), sheet.location),
    )
    lines = [words.format(text=text) for words, text in pairs if text]
    return "\n".join([_("You are invited to a meeting."), "", *lines])
