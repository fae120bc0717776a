"""A calendar file that somebody brings: what would become a task of it, and answers to our invitations (9.11)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from oppdesk.domain.errors import UserError
from oppdesk.domain.interactions import File
from oppdesk.domain.task_times import DAY, LONGEST
from oppdesk.domain.tasks import NewTask, Seat
from oppdesk.domain.words import Answer, Attendance, CountedFrom, Priority, TaskType
from oppdesk.exchange import calendar_reader
from oppdesk.exchange.calendar_files import Event, Method, Person
from oppdesk.i18n import _
from oppdesk.services import task_events
from oppdesk.services.context import Context
from oppdesk.services.letter_fields import first_e_mail
from oppdesk.services.tasks import Tasks
from oppdesk.storage import lookups, mail_addresses
from oppdesk.storage.unit_of_work import Reader, Store

_TEXT, _NOTE = 100, 30_000  # characters


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody who was invited answered; `seat` is whose at the table of `task`."""

    task: int
    seat: int
    name: str
    answer: Answer
    description: str  # of the meeting


@dataclass(frozen=True, slots=True)
class Brought:
    """`tasks` are proposals; `known` are tasks that are in the file and here already; `replies` are answers."""

    tasks: tuple[NewTask, ...] = ()
    known: tuple[int, ...] = ()
    replies: tuple[Reply, ...] = ()


class CalendarIntake:
    def __init__(self, store: Store, context: Context, tasks: Tasks) -> None:
        self._store = store
        self._context = context
        self._tasks = tasks

    def read(self, file: File) -> Brought:
        """UserError when it is no calendar, or holds nothing but what is cancelled."""
        found = calendar_reader.read(file.data)
        tasks: list[NewTask] = []
        known: list[int] = []
        replies: list[Reply] = []
        for event in found.events:
            task = task_events.task_of(event)
            with self._store.read() as connection:
                is_here = lookups.value(connection, "task", task, "id") is not None
                if task is not None and is_here and found.method is Method.REPLY:
                    replies += self._replies(task, event.attendees)
                elif task is not None and is_here:
                    known.append(task)
                elif not event.canceled and found.method in (Method.PUBLISH, Method.REQUEST):
                    tasks.append(self._proposal(connection, event))
        if not (tasks or known or replies):
            raise UserError(_("Nothing in this calendar file can become a task."))
        return Brought(tuple(tasks), tuple(known), tuple(replies))

    def answer(self, replies: Iterable[Reply]) -> None:
        """Note what was answered, in one action."""
        self._tasks.note_answers({reply.seat: reply.answer for reply in replies})

    def _replies(self, task: int, people: Iterable[Person]) -> list[Reply]:
        sheet = self._tasks.sheet(task)
        said = {person.e_mail.casefold(): person.answer for person in people}
        return [
            Reply(task, seat.id, seat.name, answer, sheet.description)
            for seat in sheet.attendees
            if seat.id is not None
            and (answer := said.get(first_e_mail(seat.e_mail).casefold())) is not None
            and answer is not Answer.NONE
        ]

    def _proposal(self, connection: Reader, event: Event) -> NewTask:
        """Whoever comes with others or at a time meets; anything else is a task of a day or some."""
        people = ((event.organizer,) if event.organizer is not None else ()) + event.attendees
        is_meeting = bool(people) or event.start_time is not None
        seats, contact, unknown = self._seats(connection, people) if is_meeting else ((), None, ())
        note = [event.description]
        if unknown:
            everybody = ", ".join(f"{each.name} <{each.e_mail}>" for each in unknown)
            note.append(_("Also invited: {people}").format(people=everybody))
        if event.repeats:
            note.append(_("The original repeats in a way that has no formula; this is its first time."))
        new = NewTask(
            TaskType.MEETING if is_meeting else TaskType.NONE,
            event.summary[:_TEXT],
            event.on,
            start_time=event.start_time,
            duration=min(event.duration, LONGEST),
            all_day=is_meeting and event.start_time is None,
            location=event.location[:_TEXT] if is_meeting else "",
            priority=Priority.HIGH if event.high else Priority.NORMAL,
            salesperson=self._context.salesperson,
            contact=contact,
            seats=seats,
            note="\n\n".join(each for each in note if each)[:_NOTE],
        )
        if event.formula:
            due = CountedFrom.DUE_DATE
            new = replace(new, recurring=True, recurring_interval=event.formula, counted_from=due)
        return new if is_meeting else replace(new, duration=max(DAY, new.duration))

    def _seats(
        self, connection: Reader, people: Iterable[Person]
    ) -> tuple[tuple[Seat, ...], int | None, tuple[Person, ...]]:
        """The table as we know those at it: I organize it here, whoever did elsewhere (ATT-1)."""
        me = self._context.salesperson
        seats: dict[tuple[str, int], Seat] = {}
        if me is not None:
            seats["salesperson", me] = Seat(Attendance.ORGANIZER, salesperson=me)
        unknown: dict[str, Person] = {}
        for person in people:
            is_optional = person.attendance is Attendance.OPTIONAL
            attendance = Attendance.OPTIONAL if is_optional else Attendance.REQUIRED
            seller = mail_addresses.salesperson_at(connection, person.e_mail)
            contacts = mail_addresses.contacts_at(connection, person.e_mail)
            if seller is not None:
                seat = Seat(attendance, salesperson=seller, answer=person.answer)
                seats.setdefault(("salesperson", seller), seat)
            elif contacts:
                seat = Seat(attendance, contact=contacts[0].id, answer=person.answer)
                seats.setdefault(("contact", contacts[0].id), seat)
            else:
                unknown.setdefault(person.e_mail, person)
        first = next((row for kind, row in seats if kind == "contact"), None)
        return tuple(seats.values()), first, tuple(unknown.values())
