"""An interaction as windows show it: its fields, its notes, what may still be done with it."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from oppdesk.domain import interactions as rules
from oppdesk.domain.errors import NotThereError
from oppdesk.domain.fields import Ref
from oppdesk.domain.words import Correspondence, Delivery, Evaluation, Flow, Initiator
from oppdesk.i18n import _
from oppdesk.services import views
from oppdesk.services.views import CommentView
from oppdesk.storage import interactions, listing, lists
from oppdesk.storage.unit_of_work import Reader


@dataclass(frozen=True, slots=True)
class InteractionView:
    """Everything the card, the pane and the log show of one entry."""

    id: int  # the entry number, too
    version: int
    title: str  # as histories head it (5073)
    contact: Ref | None
    company: Ref | None
    on: date | None
    at: time | None
    description: str
    subject: str
    interaction_group: Ref | None
    interaction_template: Ref | None
    template_description: str
    information_flow: Flow
    initiated_by: Initiator
    language: Ref | None
    correspondence_type: Correspondence
    contact_via: str
    alternative_address: str
    cost: int
    duration: int
    evaluation: Evaluation
    attempt_failed: bool
    salesperson: Ref | None
    author: str
    opportunity: Ref | None
    task: Ref | None
    letter: str
    attachment: str  # the digest of its content
    file_name: str
    delivery: Delivery
    message: str
    canceled: bool
    postponed: bool
    logged_on: date | None
    comments: tuple[CommentView, ...]  # newest first
    is_correctable: bool  # until the end of the day of logging


def interaction(connection: Reader, row: int, today: date) -> InteractionView:
    """NotThereError when it is gone."""
    found = listing.rows(connection, lists.listing("interaction"), [row])
    if not found:
        raise NotThereError(_("This interaction does not exist any more."))
    values = dict(found[0])
    own = interactions.stored(connection, "interaction", row)
    template = interactions.stored(connection, "interaction_template", own["interaction_template"])
    salesperson = interactions.stored(connection, "salesperson", own["salesperson"])
    contact: Ref | None = values["contact"]
    flow = Flow(values["information_flow"])
    described = str(template.get("description") or template.get("code") or values["description"])
    by = str(salesperson.get("name") or salesperson.get("code") or "")
    shown: dict[str, Any] = {
        name: values[name] if name in values else own[name]
        for name in InteractionView.__dataclass_fields__
        if name in values or name in own
    }
    return InteractionView(
        **shown
        | {
            "title": rules.title(described, flow, by, contact.text if contact else ""),
            "template_description": described,
            "information_flow": flow,
            "initiated_by": Initiator(values["initiated_by"]),
            "correspondence_type": Correspondence(values["correspondence_type"]),
            "evaluation": Evaluation(values["evaluation"]),
            "delivery": Delivery(values["delivery"]),
            "comments": views.notes(connection, "interaction", row),
            "is_correctable": not own["postponed"] and own["logged_on"] == today,
        }
    )
