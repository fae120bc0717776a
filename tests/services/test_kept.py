"""What is asked often is read once, and never older than its news."""

from oppdesk.domain.changes import Changes
from oppdesk.services.changes import ChangeLog
from oppdesk.services.desk import Desk
from oppdesk.services.kept import ANY, Kept
from tests.services import records


def test_it_is_read_once_until_its_tables_have_news() -> None:
    changes = ChangeLog()
    kept = Kept(changes)
    answers = iter(range(10))

    def ask() -> int:
        return kept.get("key", frozenset({"sales_cycle"}), lambda: next(answers))

    assert [ask(), ask()] == [0, 0]
    changes.publish(Changes(added=frozenset({("contact", 1)})))
    assert ask() == 0
    changes.publish(Changes(removed=frozenset({("sales_cycle", 1)})))
    assert [ask(), ask()] == [1, 1]


def test_news_in_the_middle_of_reading_are_not_missed() -> None:
    changes = ChangeLog()
    kept = Kept(changes)

    def read() -> str:
        changes.publish(Changes(changed=frozenset({("contact", 1)})))
        return "older than the news"

    assert kept.get("key", ANY, read) == "older than the news"
    assert kept.get("key", ANY, lambda: "new") == "new"


def test_the_settings_and_the_last_operation_are_those_of_now(desk: Desk) -> None:
    assert desk.setup.single("company_info")["name"] == ""
    desk.setup.save("company_info", None, {"name": "Molenhof"})
    assert desk.setup.single("company_info")["name"] == "Molenhof"
    desk.setup.single("company_info")["name"] = "a copy"
    assert desk.setup.single("company_info")["name"] == "Molenhof"
    cycle = records.code_id(desk, "sales_cycle", "EX-LARGE")
    assert desk.setup.cycle(cycle) is desk.setup.cycle(cycle)
    records.started(desk, description="Filling line")
    last = desk.history.last()
    assert last is not None
    desk.history.undo(last.operation)
    assert desk.history.last() != last
