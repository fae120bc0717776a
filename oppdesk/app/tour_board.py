"""What the tour puts on the board: thousands of running opportunities, from a file as they would come."""

from datetime import timedelta
from random import Random

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import ContactType
from oppdesk.services.desk import Desk

CROWD = 3_000  # cards of the board
_COMPANIES = Query((Filter("type", Op.IS, int(ContactType.COMPANY)),))


def deals(desk: Desk, cycle: Ref) -> str:
    """A file of running opportunities of the sample's companies, at all stages of a cycle."""
    chance, today = Random(5), desk.context.work_date  # noqa: S311 - a picture, not a secret
    names = sorted({row["description"] for row in desk.lists.page("opportunity", Query(), 0, 200)})
    companies = [row["name"] for row in desk.lists.page("contact", _COMPANIES, 0, 200)]
    people = [row["code"] for row in desk.lists.page("salesperson", Query(), 0, 20)]
    stages = desk.setup.cycle(cycle.id).stages
    lines = [
        "external_number;description;contact;salesperson;sales_cycle;stage;changed_on;closing_on;estimated_value"
    ]
    for number in range(CROWD):
        at = min(chance.randrange(len(stages) + 1), len(stages) - 1)
        since = today - timedelta(days=chance.choice((1, 2, 3, 5, 8, 13, 21, 34)))
        closing = today + timedelta(days=chance.randrange(-6, 120))
        who = (chance.choice(names), chance.choice(companies), chance.choice(people))
        value = chance.randrange(2, 400) * 250
        lines.append(
            f"T{number};{';'.join(who)};{cycle.text};{stages[at].description};{since};{closing};{value}"
        )
    return "\n".join(lines)
