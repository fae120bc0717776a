"""Report 9.2 says of an opportunity what was done and what is to come."""

from oppdesk.domain.words import Outcome, Step
from oppdesk.i18n import learn
from oppdesk.reports.document import Document, Facts, Heading, Table
from oppdesk.services.desk import Desk
from tests.services.records import change_stage, close, code_id, move, opportunity, started, task, view

FORM = learn("en")


def details(desk: Desk, row: int) -> Document:
    return desk.reporting.opportunity_details(row, FORM)


def told(document: Document, title: str) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Under one heading: each stage (or "" before the first), with the date, description and status of its tasks."""
    found: list[tuple[str, list[tuple[str, ...]]]] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 2:
            inside = block.text == title
            found += [("", [])] if inside else []
        elif inside and isinstance(block, Heading):
            found.append((block.text, []))
        elif inside and isinstance(block, Table):
            found[-1][1].extend((row[1], row[2], row[0]) for row in block.rows)
    return [each for each in found if each != ("", [])]


def facts(document: Document) -> dict[str, str]:
    return dict(next(block for block in document.blocks if isinstance(block, Facts)).pairs)


def test_report_9_2_stages_passed_with_the_tasks_of_their_entries(desk: Desk) -> None:
    row = started(desk, "EX-LARGE")
    move(desk, row, Step.NEXT)
    (first, first_tasks), (second, second_tasks) = told(details(desk, row), "Stages passed")
    assert first == "1  Initial"
    assert first_tasks == [
        ("2 Mar 2026", "Check quality of the opportunity", "Not started"),
        ("9 Mar 2026", "Find out who decides", "Not started"),
    ]
    assert second == "2  Understanding needs meeting"
    assert [task[1] for task in second_tasks] == [
        "Establish needs",
        "Arrange meeting",
        "Discuss expectations and needs",
        "Verify or change needs",
    ]


def test_report_9_2_initial_tasks_belong_to_no_entry(desk: Desk) -> None:
    row = opportunity(desk, "EX-LARGE")
    task(desk, row, "Call back")
    assert [task[1] for _stage, tasks in told(details(desk, row), "Initial tasks") for task in tasks] == [
        "Call back"
    ]


def test_r_rep_01_planned_tasks_of_the_stages_to_come(desk: Desk) -> None:
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    change_stage(desk, cycle, 2, date_formula="1W")
    row = started(desk, "EX-LARGE")
    stages = dict(told(details(desk, row), "Stages to come"))
    assert next(iter(stages)) == "2  Understanding needs meeting"
    assert stages["2  Understanding needs meeting"][0] == ("9 Mar 2026", "Establish needs", "Planned")
    assert stages["2  Understanding needs meeting"][1] == ("12 Mar 2026", "Arrange meeting", "Planned")


def test_r_rep_01_a_stage_without_steps_is_not_printed_but_counts(desk: Desk) -> None:
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    change_stage(desk, cycle, 2, date_formula="1W", activity=None)
    change_stage(desk, cycle, 3, date_formula="1W")
    row = started(desk, "EX-LARGE")
    stages = told(details(desk, row), "Stages to come")
    assert stages[0][0] == "3  Product presentation"
    assert stages[0][1][0][0] == "16 Mar 2026"


def test_r_rep_01_the_last_stage_is_that_of_the_newest_entry(desk: Desk) -> None:
    row = started(desk, "EX-LARGE")
    move(desk, row, Step.NEXT)
    move(desk, row, Step.PREVIOUS)
    assert told(details(desk, row), "Stages to come")[0][0] == "2  Understanding needs meeting"


def test_r_rep_02_a_closed_opportunity_has_no_stages_to_come(desk: Desk) -> None:
    row = started(desk, "EX-LARGE")
    close(desk, row, Outcome.LOST)
    document = details(desk, row)
    assert told(document, "Stages to come") == []
    assert len(told(document, "Stages passed")) == 1
    assert isinstance(document.blocks[0], Heading)
    assert document.blocks[0].line == "Closed on 2 Mar 2026"


def test_r_rep_02_the_heading_shows_value_chances_and_people(desk: Desk) -> None:
    row = started(desk, "EX-LARGE")
    shown = facts(details(desk, row))
    now = view(desk, row)
    assert shown["Estimated value"] == f"{FORM.money(now.estimated_value)} EUR"
    assert shown["Chances of success"] == FORM.percent(now.chances)
    assert shown["Company"]
    assert shown["Salesperson"]


def test_without_an_entry_everything_is_to_come_from_the_work_date(desk: Desk) -> None:
    document = details(desk, opportunity(desk, "EX-LARGE"))
    assert told(document, "Stages passed") == []
    assert told(document, "Stages to come")[0] == (
        "1  Initial",
        [
            ("2 Mar 2026", "Check quality of the opportunity", "Planned"),
            ("9 Mar 2026", "Find out who decides", "Planned"),
        ],
    )
