"""Makes the interactions that tests begin with, in as few words as the test needs to say."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from oppdesk.domain.interactions import NewInteraction
from oppdesk.domain.query import Query
from oppdesk.services.desk import Desk
from oppdesk.services.interaction_views import InteractionView
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import CommentRow
from tests.services.records import change_setup, code_id, company, salesperson, store_of


def template(desk: Desk, code: str) -> int:
    return code_id(desk, "interaction_template", code)


def new(desk: Desk, code: str = "ONSITE", **values: Any) -> NewInteraction:
    """What is proposed for a template, except what is given; a company and the user are made unless there are."""
    if desk.context.salesperson is None and "salesperson" not in values:
        desk.context.salesperson = salesperson(desk, "USER")
    values.setdefault("contact", company(desk) if "contact" not in values else None)
    asked = {name: values.pop(name) for name in ("contact", "opportunity", "task") if name in values}
    found = desk.interactions.proposal(template=template(desk, code), **asked)
    return _with(found, values)


def _with(found: NewInteraction, values: dict[str, Any]) -> NewInteraction:
    return replace(found, **values)


def talk(desk: Desk, code: str = "ONSITE", **values: Any) -> int:
    """A logged interaction."""
    return desk.interactions.log(new(desk, code, **values))


def draft(desk: Desk, code: str = "ONSITE", **values: Any) -> int:
    return desk.interactions.postpone(new(desk, code, **values))


def seen(desk: Desk, row: int) -> InteractionView:
    return desk.interactions.view(row)


def language(desk: Desk, template_row: int, code: str = "", **values: Any) -> int:
    """A line of a template in a language, blank is for all others."""
    spoken = code_id(desk, "language", code) if code else None
    values |= {"interaction_template": template_row, "language": spoken}
    return desk.setup.save("interaction_template_language", None, values)


def template_setup(desk: Desk, **values: object) -> None:
    key = "interaction_template_setup"
    change_setup(desk, key, next(iter(desk.lists.ids(key, Query()))), **values)


def notes(desk: Desk, table: str, row: int) -> list[str]:
    return [note.text for note in reversed(desk.comments.of(table, row))]


def old_note(desk: Desk, row: int, text: str) -> None:
    """A note that is not of today."""
    with store_of(desk).write("test.note") as work:
        work.add(
            CommentRow(
                subject=TABLE_NUMBERS["interaction"],
                row=row,
                text=text,
                written_at=datetime(2020, 5, 4, 12, tzinfo=UTC),
            )
        )


def of_template(desk: Desk, code: str, **values: object) -> int:
    """Change a template of the standard set."""
    found = template(desk, code)
    with store_of(desk).write("test.template") as work:
        work.change(TABLES["interaction_template"], found, values)
    return found
