"""Interactions and their notes in the one search."""

from oppdesk.services.desk import Desk
from tests.services.records import opportunity, task
from tests.services.talks import talk


def found(desk: Desk, text: str) -> list[tuple[str, int]]:
    return [(hit.table, hit.id) for hit in desk.search.find(text)]


def test_9_10_a_note_of_an_interaction_or_a_task_opens_what_it_hangs_on(desk: Desk) -> None:
    made = talk(desk, description="Visit", note="Wants turquoise")
    todo = task(desk, opportunity(desk))
    desk.comments.add("task", todo, "Bring magenta")
    (hit,) = desk.search.find("turquoise")
    assert (hit.table, hit.opens, hit.who) == ("comment", ("interaction", made), "Visit")
    (hit,) = desk.search.find("magenta")
    assert (hit.opens, hit.who) == (("task", todo), "Call back")
