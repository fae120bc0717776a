"""Who may sit at a meeting's table, and what follows for the table when a task goes to somebody else (7.6, 7.7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.tasks import Seat
from oppdesk.domain.words import Answer, Attendance, TaskType
from oppdesk.i18n import _

ORGANIZER = Attendance.ORGANIZER
Who = tuple[str, int]  # ("salesperson", id) or ("contact", id)


@dataclass(frozen=True, slots=True)
class Reach:
    """How somebody at the table is called and reached."""

    name: str
    e_mail: str = ""
    phone: str = ""


Reaches = Mapping[Who, Reach]


def who(seat: Seat) -> Who | None:
    if seat.salesperson is not None:
        return "salesperson", seat.salesperson
    return ("contact", seat.contact) if seat.contact is not None else None


def reach_of(seat: Seat, reaches: Reaches) -> Reach | None:
    key = who(seat)
    return None if key is None else reaches.get(key)


def name_of(seat: Seat, reaches: Reaches) -> str:
    reach = reach_of(seat, reaches)
    return reach.name if reach else ""


def check(seats: Sequence[Seat], reaches: Reaches) -> None:
    """ATT-7, ATT-1, ATT-2, ATT-3 and ATT-5 over the whole table."""
    seen: set[Who] = set()
    organizers = 0
    for seat in seats:
        key = who(seat)
        if key is None or (seat.salesperson is not None and seat.contact is not None):
            raise FieldError(_("Say who attends."), "attendee", "ATT-7")
        if seat.attendance is Attendance.MEMBER:
            raise FieldError(_("At a meeting one is required or optional."), "attendance", "CON-F8")
        if seat.attendance is ORGANIZER:
            organizers += 1
            if key[0] == "contact":
                message = _("{name} is a contact; a salesperson organizes a meeting.")
                raise RuleError(message.format(name=name_of(seat, reaches)), "attendance", "ATT-1")
        if organizers > 1:
            raise RuleError(_("A meeting has one organizer only."), "attendance", "ATT-2")
        if key in seen:
            message = _("{name} is among the attendees already.")
            raise RuleError(message.format(name=name_of(seat, reaches)), "attendee", "ATT-3")
        seen.add(key)
    for seat in seats:
        if seat.send_invitation and seat.attendance is not ORGANIZER:
            _check_reachable(seat, reaches)


def _check_reachable(seat: Seat, reaches: Reaches) -> None:
    reach = reach_of(seat, reaches)
    if reach is None or not reach.e_mail:
        message = _("{name} has no e-mail address for an invitation.")
        raise RuleError(message.format(name=name_of(seat, reaches)), "send_invitation", "ATT-5")


def is_asked(seat: Seat, reaches: Reaches) -> bool:
    """Whether the invitation is ticked unless the user says otherwise: for the organizer, and who can be reached."""
    reach = reach_of(seat, reaches)
    return seat.attendance is ORGANIZER or (reach is not None and bool(reach.e_mail))


def warnings(seats: Sequence[Seat], reaches: Reaches) -> tuple[str, ...]:
    """ATT-4: told, not refused; an invitation may be a file."""
    found = []
    for seat in seats:
        reach = reach_of(seat, reaches)
        if seat.attendance is ORGANIZER and reach is not None and not reach.e_mail:
            message = _("The organizer {name} has no e-mail address.")
            found.append(message.format(name=reach.name))
    return tuple(found)


def with_organizer_invited(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """The organizer is always ticked for the invitation (7.7)."""
    return tuple(
        replace(seat, send_invitation=True) if seat.attendance is ORGANIZER else seat for seat in seats
    )


def check_change(before: Seat, after: Seat) -> None:
    """ATT-6: the organizer stays organizer, the same one, and invited."""
    if before.attendance is not ORGANIZER:
        return
    if after.attendance is not ORGANIZER:
        raise RuleError(_("The organizer of a meeting stays its organizer."), "attendance", "ATT-6")
    if who(after) != who(before):
        raise RuleError(_("The organizer of a meeting cannot be replaced."), "attendee", "ATT-6")
    if not after.send_invitation:
        raise RuleError(_("The organizer of a meeting is always invited."), "send_invitation", "ATT-6")


def check_removal(seat: Seat) -> None:
    """ATT-6."""
    if seat.attendance is ORGANIZER:
        raise RuleError(_("The organizer of a meeting cannot be taken from the table."), "", "ATT-6")


def asked_anew(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """For the next of a series: nobody was invited or has answered yet (7.5)."""
    return tuple(replace(seat, id=None, answer=Answer.NONE, invitation_sent=False) for seat in seats)


def members(team: Sequence[int]) -> tuple[Seat, ...]:
    """The members of a team as those whose task it is (7.2)."""
    return tuple(Seat(Attendance.MEMBER, salesperson=member) for member in team)


# -- a task that goes to somebody else (7.6) --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose task it is: a salesperson's, or a team's with those who are its members now."""

    salesperson: int | None = None
    team: int | None = None
    members: tuple[int, ...] = ()


def reassigned(
    type: TaskType,  # noqa: A002 - the field's own name
    seats: Sequence[Seat],
    before: Owner,
    after: Owner,
) -> tuple[Seat, ...]:
    """Who takes part from then on; seats that stay keep their id, those without one are new."""
    if type is not TaskType.MEETING:
        known = {seat.salesperson: seat for seat in seats}
        return tuple(
            known.get(member, Seat(Attendance.MEMBER, salesperson=member)) for member in after.members
        )
    if after.team is None:
        return _to_salesperson(seats, before, after)
    leaving = set(before.members) - set(after.members)
    stay = [seat for seat in seats if seat.salesperson not in leaving or seat.attendance is ORGANIZER]
    there = {seat.salesperson for seat in stay}
    joining = [member for member in after.members if member not in there]
    return (*stay, *[Seat(Attendance.REQUIRED, salesperson=member) for member in joining])


def _to_salesperson(seats: Sequence[Seat], before: Owner, after: Owner) -> tuple[Seat, ...]:
    """The salesperson becomes the organizer, who was it before a required attendee; the team's members leave."""
    found = []
    for seat in seats:
        if seat.salesperson == after.salesperson:
            continue
        if seat.attendance is ORGANIZER:
            found.append(replace(seat, attendance=Attendance.REQUIRED))
        elif seat.salesperson is None or seat.salesperson not in before.members:
            found.append(seat)
    theirs = next((seat for seat in seats if seat.salesperson == after.salesperson), None)
    organizer = theirs or Seat(ORGANIZER, salesperson=after.salesperson)
    return (replace(organizer, attendance=ORGANIZER, send_invitation=True), *found)
