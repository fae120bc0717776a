"""Whose records they are when a person leaves a company or a contact changes its type (3.6, R-DEL-08)."""

from oppdesk.storage import contacts
from oppdesk.storage.unit_of_work import Work


def leave_company(work: Work, person: int, old: int | None, new: int | None, *, move_records: bool) -> None:
    """Opportunities, entries, tasks, interactions and quotes of a person stay with the old company, or move along.

    Without a company before, those that do not move fall to the new company.
    """
    heir = new if old is None else old
    seats = contacts.seats(work.connection, [person])
    meetings = {seat.task for seat in seats}
    for record in contacts.held(work.connection, [person]):
        if move_records:
            contacts.hand_over(work, record, person, new)
        else:
            contacts.hand_over(work, record, heir, heir)
    for meeting in contacts.meetings(work.connection, meetings):
        if (move_records or old is None) and meeting.contact is None:
            contacts.hand_over(work, meeting, None, new)
    if not move_records and heir is not None:
        for seat in seats:
            contacts.reseat(work, seat, heir)


def recount(work: Work, contact: int, company: int | None) -> None:
    """Let the quotes of a contact count for the company it has now; nothing else may be linked then (3.5)."""
    for record in contacts.held(work.connection, [contact]):
        contacts.hand_over(work, record, contact, company)
