"""A contact as windows show it: its fields, its company and people, what is going on and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from oppdesk.domain import contact_relations
from oppdesk.domain.errors import NotThereError
from oppdesk.domain.fields import Ref
from oppdesk.domain.words import Acquaintance, ContactType, Relation, Status
from oppdesk.i18n import _
from oppdesk.services import contact_letters, views
from oppdesk.services.views import CommentView, TaskView
from oppdesk.storage import contact_figures, contact_tags, contacts, interactions, listing, lists, lookups
from oppdesk.storage.contact_figures import Sums
from oppdesk.storage.contact_tags import Tag
from oppdesk.storage.interactions import Touch
from oppdesk.storage.unit_of_work import Reader

OPEN_SHOWN = 200
CLOSED_SHOWN = 50
PROSPECTS = "PROS"  # the business relation of those who may become customers (3.11)
REACHED_BY = ("phone", "mobile_phone", "e_mail", "e_mail_2", "home_page")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Someone of the same company."""

    id: int
    name: str
    job_title: str
    phone: str
    e_mail: str


@dataclass(frozen=True, slots=True)
class OpportunityLine:
    """An opportunity in the list of a contact; `position` of `stages` is where it stands in its cycle."""

    id: int
    number: str
    description: str
    contact: Ref | None
    status: Status
    stage: int
    stage_description: str
    stage_since: date | None
    position: int
    stages: int
    closing_on: date | None
    closed_on: date | None
    estimated_value: int
    current_value: int


@dataclass(frozen=True, slots=True)
class Figure:
    """Opportunities of one sort: `estimated` in minor units, `current` in minor units x basis points."""

    count: int = 0
    estimated: int = 0
    current: int = 0

    @property
    def average(self) -> int:
        """Estimated value of one, rounded half up; 0 when there is none."""
        return (2 * self.estimated + self.count) // (2 * self.count) if self.count else 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Section 10, split (R-AGG-01): open, won and lost together are the contact's reference figure."""

    not_started: int
    open: Figure
    won: Figure
    lost: Figure
    won_this_year: Figure


@dataclass(frozen=True, slots=True)
class ContactView:
    """`values` are all fields by name, references as Ref; a company's lists hold those of its people (8.22)."""

    id: int
    version: int
    values: Mapping[str, Any]
    people: tuple[PersonLine, ...]  # of the company; of a person, the others of the same company
    open_opportunities: tuple[OpportunityLine, ...]  # by closing date
    closed_opportunities: tuple[OpportunityLine, ...]  # the newest, at most CLOSED_SHOWN
    open_tasks: tuple[TaskView, ...]  # by date
    closed_tasks: tuple[TaskView, ...]  # the newest first
    comments: tuple[CommentView, ...]  # the newest first
    figures: Figures
    company_reach: Mapping[str, str]  # phone, mobile_phone, e_mail, e_mail_2, home_page of a person's company
    same_vat: Ref | None  # another contact with this VAT registration number (CON-F5: told, not refused)
    acquaintance: Acquaintance  # how far business has come (3.11)
    tags: Mapping[
        str, tuple[Tag, ...]
    ]  # by contact_tags.KEYS; the list of a company shows at its people, too
    address_now: Mapping[str, Any] | None  # the alternative address valid today (4.1)
    subsidiaries: tuple[Ref, ...]
    last_contact: date | None  # when a task with the contact was last done, or he or she was last reached
    touch: Touch  # when somebody was last reached, and when that was last tried (3.2)
    interactions: interactions.Sums  # those that count, of a company its people's, too (3.2, 5053)
    picture: str  # the digest of its content; "" without one
    modified_at: datetime  # the contact or what hangs on it (3.1)

    @property
    def name(self) -> str:
        return str(self.values["name"])

    @property
    def number(self) -> str:
        return str(self.values["number"])

    @property
    def is_person(self) -> bool:
        return bool(self.values["type"] == ContactType.PERSON)

    @property
    def company(self) -> Ref | None:
        """Of a person; a company has none beside itself."""
        ref: Ref | None = self.values["company"]
        return ref if self.is_person else None

    @property
    def parent(self) -> Ref | None:
        """The company that stands above a company."""
        ref: Ref | None = self.values["parent_company"]
        return ref

    @property
    def relation(self) -> Relation:
        """What the house is in business with the contact for (3.11)."""
        return Relation(self.values["relation"])

    @property
    def next_contact(self) -> date | None:
        return self.next_task.on if self.next_task else None

    @property
    def next_task(self) -> TaskView | None:
        """The open task with the smallest date (3.2)."""
        return self.open_tasks[0] if self.open_tasks else None


def contact(connection: Reader, row: int, work_date: date, today: date | None = None) -> ContactView:
    """NotThereError when it is gone. `today` (the work date if None) chooses the alternative address."""
    found = listing.rows(connection, lists.listing("contact"), [row])
    if not found:
        raise NotThereError(_("This contact does not exist any more."))
    values = found[0]
    company = values["company"].id if values["company"] else None
    figures = _figures(connection, row, company, work_date)
    tags = contact_tags.of(connection, row, company)
    touch = interactions.touches(connection, row)
    done = contact_figures.last_done(connection, row, company)
    return ContactView(
        id=row,
        version=values["version"],
        values={name: values[name] for name in lists.listing("contact").fields if name in values},
        people=_people(connection, row, company),
        open_opportunities=_opportunities(connection, row, company, closed=False, limit=OPEN_SHOWN),
        closed_opportunities=_opportunities(connection, row, company, closed=True, limit=CLOSED_SHOWN),
        open_tasks=_tasks(connection, row, company, closed=False, limit=OPEN_SHOWN),
        closed_tasks=_tasks(connection, row, company, closed=True, limit=CLOSED_SHOWN),
        comments=views.notes(connection, "contact", row),
        figures=figures,
        company_reach=_company_reach(connection, row, company),
        same_vat=contacts.with_vat_number(connection, values["vat_number"], row),
        acquaintance=_acquaintance(connection, tags["contact_business_relation"], figures),
        tags=tags,
        address_now=contact_letters.address_on(connection, row, today or work_date),
        subsidiaries=tuple(contacts.subsidiaries(connection, [row])),
        last_contact=max((day for day in (done, touch.reached) if day), default=None),
        touch=touch,
        interactions=interactions.sums(connection, *interactions.of(connection, "contact", row)),
        picture=lookups.value(connection, "contact", row, "picture"),
        modified_at=lookups.value(connection, "contact", row, "updated_at"),
    )


def _acquaintance(connection: Reader, relations: Sequence[Tag], figures: Figures) -> Acquaintance:
    codes = contact_relations.reserved(lookups.setup(connection, "marketing_setup"))
    rows = [{"business_relation": tag.target.id, "external_number": tag.detail} for tag in relations]
    return contact_relations.acquaintance(
        rows,
        codes,
        lookups.by_code(connection, "business_relation", PROSPECTS),
        won=figures.won.count,
        still_open=figures.not_started + figures.open.count,
    )


def _company_reach(connection: Reader, row: int, company: int | None) -> dict[str, str]:
    found = contacts.stored(connection, company) if company not in (None, row) else None
    return {name: str(found[name]) for name in REACHED_BY} if found else {}


def _people(connection: Reader, row: int, company: int | None) -> tuple[PersonLine, ...]:
    if company is None:
        return ()
    ids = [each for each in contacts.people_ids(connection, [company]) if each != row]
    return tuple(
        PersonLine(
            each["id"], each["name"], each["job_title"], each["phone"] or each["mobile_phone"], each["e_mail"]
        )
        for each in listing.rows(connection, lists.listing("contact"), ids)
    )


def _opportunities(
    connection: Reader, row: int, company: int | None, *, closed: bool, limit: int
) -> tuple[OpportunityLine, ...]:
    ids = contact_figures.opportunity_ids(connection, row, company, closed=closed, limit=limit)
    return tuple(
        OpportunityLine(
            id=each["id"],
            number=each["number"],
            description=each["description"],
            contact=each["contact"],
            status=Status(each["status"]),
            stage=each["stage"],
            stage_description=each["stage_description"],
            stage_since=each["stage_since"],
            position=each["stage_position"],
            stages=each["stage_count"],
            closing_on=each["closing_on"],
            closed_on=each["closed_on"],
            estimated_value=each["estimated_value"],
            current_value=each["current_value"],
        )
        for each in listing.rows(connection, lists.listing("opportunity"), ids)
    )


def _tasks(
    connection: Reader, row: int, company: int | None, *, closed: bool, limit: int
) -> tuple[TaskView, ...]:
    ids = contact_figures.task_ids(connection, row, company, closed=closed, limit=limit)
    return tuple(views.tasks_shown(listing.rows(connection, lists.listing("task"), ids)))


def _figures(connection: Reader, row: int, company: int | None, work_date: date) -> Figures:
    counts = contact_figures.opportunity_counts(connection, row, company)
    nothing: Sums = (0, 0, 0)
    first, last = date(work_date.year, 1, 1), date(work_date.year, 12, 31)
    return Figures(
        not_started=counts.get(Status.NOT_STARTED, nothing)[0],
        open=Figure(*counts.get(Status.IN_PROGRESS, nothing)),
        won=Figure(*counts.get(Status.WON, nothing)),
        lost=Figure(*counts.get(Status.LOST, nothing)),
        won_this_year=Figure(*contact_figures.won_between(connection, row, company, first, last)),
    )
