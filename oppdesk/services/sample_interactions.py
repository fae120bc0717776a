"""The interactions and drafts of the sample book, written as they would have been logged on their days."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from oppdesk.storage import interactions, lookups
from oppdesk.storage.interaction_tables import InteractionRow
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.opportunity_tables import OpportunityRow
from oppdesk.storage.task_tables import CommentRow
from oppdesk.storage.unit_of_work import Work

Cells = Mapping[str, str]
_OF_TEMPLATE = ("interaction_group", "information_flow", "initiated_by", "correspondence_type")


def add(
    work: Work,
    rows: Iterable[Cells],
    contacts: Mapping[str, int],
    opportunities: Mapping[str, OpportunityRow],
    today: date,
) -> None:
    """Contacts and opportunities are named by their numbers; days count from today."""
    for cells in rows:
        deal = opportunities.get(cells["opportunity"])
        day = today + timedelta(days=int(cells["day"]))
        row = _row(work, cells, contacts[cells["contact"]], deal.id if deal else None, day)
        work.add(row)
        if cells["note"]:
            work.add(
                CommentRow(
                    subject=TABLE_NUMBERS["interaction"],
                    row=row.id,
                    on=day,
                    text=cells["note"],
                    author=row.salesperson,
                    written_at=datetime.combine(day, time(15, 30), UTC),
                )
            )


def _row(work: Work, cells: Cells, contact: int, deal: int | None, day: date) -> InteractionRow:
    """What its template says, but for what the file says."""
    code = lookups.by_code(work.connection, "interaction_template", cells["template"])
    template = interactions.stored(work.connection, "interaction_template", code)
    is_draft = cells["draft"] == "1"
    return InteractionRow(
        contact=contact,
        company=lookups.company_of(work.connection, contact),
        on=day,
        at=time.fromisoformat(cells["time"]),
        description=cells["description"],
        subject="" if is_draft else cells["description"],
        interaction_template=code,
        opportunity=deal,
        salesperson=lookups.by_code(work.connection, "salesperson", cells["salesperson"]),
        author=cells["salesperson"],
        cost=template["unit_cost"],
        duration=int(cells["duration"]),
        evaluation=int(cells["evaluation"]),
        attempt_failed=cells["failed"] == "1",
        canceled=cells["canceled"] == "1",
        postponed=is_draft,
        logged_on=None if is_draft else day,
        letter=cells["letter"],
        **{name: template[name] for name in _OF_TEMPLATE},
    )
