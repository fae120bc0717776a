"""A task before it is made: what changes with its type, who is proposed for its table, what must be filled in (7.8)."""

from collections.abc import Sequence
from dataclasses import replace

from oppdesk.domain import task_times
from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.tasks import NewTask, Seat
from oppdesk.domain.words import Attendance, CountedFrom, TaskType
from oppdesk.i18n import _


def with_type(new: NewTask, type: TaskType) -> NewTask:  # noqa: A002 - the field's own name
    """Of another type: its times follow; what only meetings have goes."""
    if new.type is type:
        return new
    if new.when is not None:
        when = task_times.with_type(new.when, type)
        new = replace(new, start_time=when.start_time, duration=when.duration, all_day=when.all_day)
    if type is not TaskType.MEETING:
        new = replace(new, location="", seats=(), send_invitations=False)
    return replace(new, type=type)


def proposed_seats(new: NewTask, organizer: int | None, members: Sequence[int]) -> tuple[Seat, ...]:
    """The organizer, the other members of the team, and the contact."""
    seats = [Seat(Attendance.ORGANIZER, salesperson=organizer)] if organizer is not None else []
    seats += [Seat(Attendance.REQUIRED, salesperson=member) for member in members if member != organizer]
    seats += [Seat(Attendance.REQUIRED, contact=new.contact)] if new.contact is not None else []
    return tuple(seats)


def check(new: NewTask) -> None:
    """TSK-W1 to TSK-W8 in their order; the template of W5 is not needed, the invitation is a file of its own."""
    _check_filled(new)
    if new.type is TaskType.MEETING:
        if not new.all_day:
            if new.start_time is None:
                raise _missing(_("Start time"), "start_time", "TSK-W2")
            if not new.duration:
                raise _missing(_("Duration"), "duration", "TSK-W2")
        if new.send_invitations and new.interaction_template is None:
            raise _missing(_("Interaction template"), "interaction_template", "TSK-W3")
        if not any(seat.attendance is Attendance.ORGANIZER for seat in new.seats):
            raise RuleError(_("A meeting needs an organizer."), "seats", "TSK-W4")
        if new.send_invitations:
            _check_sending(new)
    if new.recurring:
        check_series(new.recurring_interval, new.counted_from, "TSK-W8")


def _check_filled(new: NewTask) -> None:
    if new.on is None:
        raise _missing(_("Date"), "on", "TSK-W1")
    if not new.description.strip():
        raise _missing(_("Description"), "description", "TSK-W1")
    if new.team is None and new.salesperson is None:
        raise _missing(_("Salesperson or Team"), "salesperson", "TSK-W1")


def _check_sending(new: NewTask) -> None:
    """TSK-W6, TSK-W7."""
    invited = [seat for seat in new.seats if seat.send_invitation]
    if all(seat.attendance is Attendance.ORGANIZER for seat in invited):
        raise RuleError(_("Nobody is ticked for an invitation."), "seats", "TSK-W6")
    if not new.location.strip():
        raise _missing(_("Location"), "location", "TSK-W7")


def check_series(interval: str, counted_from: CountedFrom, number: str) -> None:
    """A series needs an interval and the day it is counted from (TSK-W8, TSK-12)."""
    if not interval:
        raise _missing(_("Recurring interval"), "recurring_interval", number)
    if counted_from is CountedFrom.NONE:
        raise _missing(_("Counted from"), "counted_from", number)


def _missing(label: str, field: str, number: str) -> FieldError:
    return FieldError(_("Fill in {field}.").format(field=label), field, number)
