"""Interactions and their notes in the one search."""

from oppdesk.domain.query import Query
from oppdesk.services.desk import Desk
from tests.services.records import company, opportunity, person, task
from tests.services.talks import draft, talk


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


def test_9_4_an_interaction_is_found_by_its_words_its_letter_and_its_names(desk: Desk) -> None:
    firm = company(desk, "Molenhof Zuivel")
    vera = person(desk, company=firm)
    made = talk(desk, contact=vera, description="Über das Dach", letter="Schiefer, grau")
    for text in ("dach", "uber", "schiefer grau", "molenhof dach", "kowalski schie"):
        assert ("interaction", made) in found(desk, text)
    (hit,) = [each for each in desk.search.find("dach") if each.table == "interaction"]
    assert (hit.who, hit.person, hit.where) == ("Molenhof Zuivel", "Vera Kowalski", "Meeting at the customer")
    assert hit.opens == ("interaction", made)
    desk.interactions.correct(made, {"description": "Keller"})
    assert found(desk, "dach") == []
    desk.history.undo()
    assert ("interaction", made) in found(desk, "dach")


def test_9_4_the_log_is_filtered_by_words_and_renamed_contacts_follow(desk: Desk) -> None:
    firm = company(desk, "Molenhof")
    made, other = talk(desk, contact=firm, description="Roof"), talk(desk, description="Cellar")
    assert list(desk.lists.ids("interaction", Query(text="molen roof"))) == [made]
    desk.contacts.change(firm, {"name": "Zilverhop"})
    assert list(desk.lists.ids("interaction", Query(text="zilver"))) == [made]
    assert list(desk.lists.ids("interaction", Query(text="molen"))) == []
    assert list(desk.lists.ids("interaction", Query(text="cellar"))) == [other]


def test_9_8_drafts_are_found_and_cancelled_ones_come_last(desk: Desk) -> None:
    firm = company(desk)
    gone, kept = talk(desk, contact=firm, description="Roof"), draft(desk, contact=firm, description="Roof")
    newest = talk(desk, contact=firm, description="Roof")
    desk.interactions.toggle_canceled([newest])
    assert found(desk, "roof") == [("interaction", row) for row in (kept, gone, newest)]
    assert [hit.status for hit in desk.search.find("roof")] == [1, 0, 2]
    desk.interactions.discard([kept])
    assert found(desk, "roof") == [("interaction", gone), ("interaction", newest)]


def test_9_4_the_index_is_made_again_with_interactions(desk: Desk) -> None:
    made = talk(desk, description="Roof")
    desk.search.rebuild()
    assert found(desk, "roof") == [("interaction", made)]
    assert desk.search.counts("roof")["interaction"] == 1
