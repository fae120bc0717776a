"""The delivered files say what the specification says, and every step of the sample could have been taken."""

import csv
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from oppdesk.domain.communication import check_e_mails, check_phone
from oppdesk.domain.fields import Kind
from oppdesk.domain.records import CONTACT
from oppdesk.domain.setup import by_key
from oppdesk.i18n import NEUTRAL

SEED = Path(__file__).parents[2] / "resources" / "seed"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (SEED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def codes(name: str, key: str = "code") -> set[str]:
    found = [row[key] for row in rows(name)]
    assert len(found) == len(set(found)), f"{name} names one {key} twice"
    return set(found)


def files() -> list[Path]:
    return sorted(SEED.glob("*/*.csv"))


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_seed_files_are_plain_utf_8(path: Path) -> None:
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert b"\0" not in data
    text = data.decode("utf-8")
    lines = list(csv.reader(text.splitlines(), strict=True))
    assert len(lines) > 1
    assert all(len(line) == len(lines[0]) for line in lines)
    assert len(set(lines[0])) == len(lines[0])
    assert all(cell == cell.strip() for line in lines for cell in line)


# the standard set-up


def test_11_1_sales_cycles() -> None:
    assert {row["code"]: (row["method"], row["blocked"]) for row in rows("standard/sales_cycle.csv")} == {
        "EX-LARGE": ("0", "0"),
        "EX-SMALL": ("1", "0"),
        "FIRSTLARGE": ("0", "0"),
        "FIRSTSMALL": ("1", "0"),
        "EXISTING": ("3", "0"),
        "NEW": ("2", "0"),
    }


STAGES = """
EX-LARGE 1 2 10 INIT - S
EX-LARGE 2 35 25 NEEDS - S
EX-LARGE 3 70 60 P-WORK Q S
EX-LARGE 4 85 80 PROPOSAL Q -
EX-LARGE 5 95 100 SIGN Q -
EX-SMALL 1 2 20 INIT - S
EX-SMALL 2 50 40 P-WORK - S
EX-SMALL 3 80 60 PROPOSAL Q -
EX-SMALL 4 95 80 SIGN Q -
FIRSTLARGE 1 2 10 INIT - S
FIRSTLARGE 2 5 20 QUAL - -
FIRSTLARGE 3 20 30 C-PRES - -
FIRSTLARGE 4 40 40 P-PRES - -
FIRSTLARGE 5 50 60 WORKSHOP Q S
FIRSTLARGE 6 80 80 PROPOSAL Q S
FIRSTLARGE 7 95 100 SIGN Q -
FIRSTSMALL 1 2 20 INIT - -
FIRSTSMALL 2 5 40 QUAL - -
FIRSTSMALL 3 40 60 P-WORK Q S
FIRSTSMALL 4 60 80 PROPOSAL Q -
FIRSTSMALL 5 95 100 SIGN Q -
EXISTING 1 2 10 INIT - S
EXISTING 2 50 40 P-WORK - S
EXISTING 3 80 80 PROPOSAL Q -
EXISTING 4 95 100 SIGN Q -
NEW 1 2 10 INIT - -
NEW 2 5 20 QUAL - -
NEW 3 40 50 P-WORK Q S
NEW 4 60 75 PROPOSAL Q -
NEW 5 95 100 SIGN Q -
"""


def test_11_2_stages_to_the_digit() -> None:
    found = [
        f"{r['sales_cycle']} {r['stage']} {r['completed']} {r['chances']} {r['activity']}"
        f" {'Q' if r['quote_required'] == '1' else '-'} {'S' if r['may_skip'] == '1' else '-'}"
        for r in rows("standard/sales_cycle_stage.csv")
    ]
    assert found == STAGES.strip().splitlines()
    assert all(r["description"] and not r["date_formula"] for r in rows("standard/sales_cycle_stage.csv"))


def test_11_3_close_codes_without_the_web_portal_one() -> None:
    found = {row["code"]: row["outcome"] for row in rows("standard/close_code.csv")}
    stems = {"BUSINESS", "CONSULT", "RELATION", "PRICE", "PRODUCT", "PRES", "SALESREP"}
    won = {f"{stem}_W": "0" for stem in stems}
    lost = {f"{stem}_L": "1" for stem in stems | {"TIMEWST", "POSTPND", "WALKED"}}
    assert found == won | lost


ACTIVITIES = """
INIT 5000 - 2 none; 10000 - 1 1W
QUAL 10000 - 1 none; 20000 - 1 1W; 30000 C 2 2W; 40000 - 2 2W+1D
NEEDS 10000 - 0 none; 20000 C 1 3D; 25000 M 2 2W; 30000 - 1 3W
C-PRES 10000 - 2 none; 20000 - 1 1W; 30000 C 2 1W; 40000 - 1 1W; 50000 - 2 2W
P-PRES 10000 C 1 none; 20000 - 2 2D; 30000 - 1 2D
P-WORK 10000 C 1 none; 20000 - 0 3D; 30000 - 0 3D; 40000 - 1 3D
WORKSHOP 10000 C 1 none; 20000 - 2 3D; 30000 - 2 3D
PROPOSAL 10000 - 2 none; 20000 - 2 3D; 30000 C 2 1W; 40000 M 2 2W
SIGN 10000 - 0 none; 20000 M 2 1W; 30000 - 1 2W; 40000 - 1 6M
"""


def test_11_4_activities_and_steps_to_the_digit() -> None:
    steps: dict[str, list[str]] = {}
    for row in rows("standard/activity_step.csv"):
        assert row["description"]
        kind = "-MC"[int(row["type"])]
        steps.setdefault(row["activity"], []).append(
            f"{row['step']} {kind} {row['priority']} {row['date_formula'] or 'none'}"
        )
    assert [f"{code} {'; '.join(parts)}" for code, parts in steps.items()] == ACTIVITIES.strip().splitlines()
    assert codes("standard/activity.csv") == set(steps)


def test_11_5_number_series_have_no_end_and_allow_manual_numbers() -> None:
    series = {row["code"]: row for row in rows("standard/number_series.csv")}
    assert all((row["default_nos"], row["manual_nos"]) == ("1", "1") for row in series.values())
    lines = rows("standard/number_series_line.csv")
    assert {row["number_series"]: row["starting_no"] for row in lines} == {
        "CT": "CT000001",
        "OPP": "OP000001",
        "TASK": "TD000001",
        "QUOTE": "QU000001",
    }
    assert [row["number_series"] for row in lines] == list(series)
    assert all(not row.get("ending_no") and row["open"] == "1" for row in lines)


def test_7_the_default_cycle_is_there_so_that_the_first_opportunity_takes_a_minute() -> None:
    (setup,) = rows("standard/marketing_setup.csv")
    assert setup["default_sales_cycle"] == "NEW"
    assert {setup[f"{part}_nos"] for part in ("contact", "task", "opportunity", "quote")} == codes(
        "standard/number_series.csv"
    )
    assert (setup["default_company_salutation"], setup["default_person_salutation"]) == ("COMPANY", "UNISEX")
    assert setup["default_correspondence"] == "2"
    assert all(value == "1" for name, value in setup.items() if name.startswith("inherit_"))


def setup_files() -> list[Path]:
    return [path for path in files() if not path.stem.startswith("sample_")]


def owners(table: str) -> set[str]:
    """What the lines of a list, or of a contact, are called by."""
    if table == "contact":
        return codes("sample/sample_contact.csv", "number")
    return codes(f"standard/{table}.csv")


@pytest.mark.parametrize("path", setup_files(), ids=lambda path: path.stem)
def test_seed_rows_pass_the_checks_of_their_setup_list(path: Path) -> None:
    setup = by_key[path.stem]
    found = rows(f"{path.parent.name}/{path.name}")
    assert not setup.single or len(found) == 1
    for row in found:
        if setup.lines_of:
            assert row.pop(setup.lines_of) in owners(setup.lines_of)
        values: dict[str, object] = {}
        for name, text in row.items():
            field = setup.field(name)
            if field.kind is Kind.LOOKUP:
                targets = [p for p in setup_files() if p.stem == field.target]
                assert not text or any(text in codes(f"{p.parent.name}/{p.name}") for p in targets)
                values[name] = 1 if text else None
            elif field.kind is Kind.CHOICE:
                values[name] = int(text or 0)
            elif field.kind is Kind.DATE:  # days from today
                values[name] = date(2026, 3, 2) + timedelta(days=int(text)) if text else None
            else:
                values[name] = field.parse(text, NEUTRAL)
        checked = setup.check(values)
        assert all(checked[name] == value for name, value in values.items() if value is not None)


def test_seed_lines_are_named_once_in_their_list() -> None:
    for name, number in (("sales_cycle_stage", "stage"), ("activity_step", "step")):
        owner = by_key[name].lines_of
        assert owner
        keys = [(row[owner], int(row[number])) for row in rows(f"standard/{name}.csv")]
        assert len(set(keys)) == len(keys)


def test_17_the_languages_and_countries_we_sell_in_are_there() -> None:
    assert {"NL", "BE", "FR", "DE", "GB", "US", "CN"} <= codes("standard/country.csv")
    assert {"NLD", "FRA", "DEU", "ENG", "ZHO"} <= codes("standard/language.csv")


# the sample: people


SIZES = {
    "number": 20,
    "name": 100,
    "first_name": 30,
    "middle_name": 30,
    "surname": 30,
    "job_title": 30,
    "address": 100,
    "address_2": 50,
    "post_code": 20,
    "city": 30,
    "county": 30,
    "phone": 30,
    "mobile_phone": 30,
    "e_mail": 80,
    "home_page": 255,
    "description": 100,
}
# Drama numbers where the country keeps some; elsewhere subscriber numbers with a 0 in front, never given out.
RESERVED = re.compile(
    r"\+31 20 055 \d{4}|\+31 6 0055 \d{4}|\+32 2 055 \d\d \d\d|\+33 1 99 00 \d\d \d\d|\+33 6 39 98 \d\d \d\d"
    r"|\+49 30 23125 \d{3}|\+49 171 39200 \d\d|\+44 1632 960\d{3}|\+44 7700 900\d{3}|\+86 574 0555 \d{4}"
)


def contacts() -> dict[str, Row]:
    return {row["number"]: row for row in rows("sample/sample_contact.csv")}


def test_sample_has_forty_companies_and_some_eighty_persons() -> None:
    types = Counter(row["type"] for row in rows("sample/sample_contact.csv"))
    assert types["0"] == 40
    assert 75 <= types["1"] <= 85
    assert {row["country"] for row in contacts().values()} >= {"NL", "BE", "FR", "DE", "GB", "CN"}
    assert {row["language"] for row in contacts().values()} >= {"NLD", "FRA", "DEU", "ENG", "ZHO"}
    assert len(codes("sample/sample_contact.csv", "number")) == sum(types.values())


def test_sample_values_fit_their_fields() -> None:
    for name in ("sample_contact", "sample_opportunity", "sample_task"):
        for row in rows(f"sample/{name}.csv"):
            for field, size in SIZES.items():
                assert len(row.get(field, "")) <= size, (name, field, row)


def test_sample_contacts_pass_the_checks_of_their_fields() -> None:
    fields = {field.name: field for field in CONTACT}
    for row in contacts().values():
        for name, text in row.items():
            if name == "created" or fields[name].kind is Kind.LOOKUP:
                continue
            value = int(text) if fields[name].kind is Kind.CHOICE else fields[name].parse(text, NEUTRAL)
            assert fields[name].check(value) == value
        check_phone(row["phone"], "phone", "Phone")
        check_phone(row["mobile_phone"], "mobile_phone", "Mobile phone")
        check_e_mails(row["e_mail"], "e_mail")


def test_sample_contacts_were_known_before_their_opportunities() -> None:
    known = contacts()
    for row in opportunities().values():
        assert int(known[row["contact"]]["created"]) < int(row["created"])
    for row in known.values():
        assert not row["company"] or int(known[row["company"]]["created"]) <= int(row["created"]) < 0


def test_sample_persons_come_after_their_company_and_some_have_none() -> None:
    seen: set[str] = set()
    alone = 0
    for row in rows("sample/sample_contact.csv"):
        if row["type"] == "1":
            assert row["surname"]
            alone += not row["company"]
            assert not row["company"] or row["company"] in seen
        else:
            assert not row["company"]
            seen.add(row["number"])
    assert alone >= 2


def test_sample_contacts_refer_to_what_exists() -> None:
    places, tongues = codes("standard/country.csv"), codes("standard/language.csv")
    people, lands = codes("sample/salesperson.csv"), codes("sample/territory.csv")
    greetings = codes("standard/salutation.csv")
    for row in contacts().values():
        assert row["country"] in places
        assert row["language"] in tongues
        assert row["territory"] in lands
        assert row["salesperson"] in people
        assert row["salutation"] in greetings


def test_sample_can_reach_nobody_by_accident() -> None:
    mails: list[str] = []
    for row in [*contacts().values(), *rows("sample/salesperson.csv")]:
        mails.append(row["e_mail"])
        assert re.fullmatch(r"[a-z][a-z.]*@[a-z-]+\.example", row["e_mail"]), row
        assert not row.get("home_page") or row["home_page"].endswith(".example")
        for field in ("phone", "mobile_phone"):
            assert not row.get(field) or RESERVED.fullmatch(row[field]), row
    assert len(mails) == len(set(mails))


def test_sample_chinese_people_have_chinese_names_and_addresses() -> None:
    ours = [row for row in contacts().values() if row["country"] == "CN"]
    assert len(ours) >= 15
    for row in ours:
        assert all("\u4e00" <= letter <= "\u9fff" for letter in row["name"])
        assert all(row[field][0] >= "\u4e00" for field in ("address", "city", "county"))
        if row["type"] == "1":
            assert row["name"] == row["surname"] + row["first_name"]


def test_sample_has_seven_salespeople_in_the_standard_teams() -> None:
    people = codes("sample/salesperson.csv")
    assert len(people) == 7
    assert "MD" in people
    for row in rows("sample/salesperson.csv"):
        assert len(row["name"]) <= 50
        assert len(row["job_title"]) <= 30
    members = [(row["team"], row["salesperson"]) for row in rows("sample/team_salesperson.csv")]
    assert len(members) == len(set(members))
    assert {team for team, _ in members} == codes("standard/team.csv")
    assert {person for _, person in members} == people


# the sample: opportunities


def opportunities() -> dict[str, Row]:
    return {row["number"]: row for row in rows("sample/sample_opportunity.csv")}


def histories() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {number: [] for number in opportunities()}
    for row in rows("sample/sample_step.csv"):
        found[row["opportunity"]].append(row)
    return found


def status(history: list[Row]) -> str:
    last = history[-1]["step"] if history else ""
    return last if last in ("won", "lost") else "in progress" if last else "not started"


def test_sample_opportunities_refer_to_what_exists() -> None:
    people, cycles, known = codes("sample/salesperson.csv"), codes("standard/sales_cycle.csv"), contacts()
    for row in opportunities().values():
        assert row["description"]
        assert row["salesperson"] in people
        assert row["sales_cycle"] in cycles
        assert row["contact"] in known
        assert row["priority"] in ("0", "1", "2")
        assert -400 <= int(row["created"]) <= 0
        assert re.fullmatch(r"OP1\d{5}", row["number"])  # outside the running numbers (11.5)


def test_sample_has_sixty_opportunities_in_all_states() -> None:
    found = Counter(status(history) for history in histories().values())
    assert sum(found.values()) == 60
    assert found["not started"] >= 5
    assert found["in progress"] >= 30
    assert found["won"] >= 10
    assert found["lost"] >= 7
    assert {row["priority"] for row in opportunities().values()} == {"0", "1", "2"}
    assert {row["salesperson"] for row in opportunities().values()} >= {"MD", "TW", "CL", "DK", "JA", "LX"}


def stages() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows("standard/sales_cycle_stage.csv"):
        found.setdefault(row["sales_cycle"], []).append(row)
    return found


def take(step: Row, cycle: list[Row], at: int | None, has_quote: bool) -> int:
    """The place in the cycle after the step; refuses what sections 4 and 5 refuse."""
    word = step["step"]
    places = range(len(cycle))
    if at is None:
        assert word == "first", "R-UPD-18"
        offered = [0]
    elif word == "next":
        offered = [p for p in places if p == at + 1]
    elif word == "previous":
        offered = [p for p in places if p == at - 1]
    elif word == "skip":
        offered = []
        for place in places[at + 1 :]:
            if place == at + 1 and cycle[place]["may_skip"] == "0":
                break
            offered.append(place)
            if cycle[place]["may_skip"] == "0":
                break
        assert len(offered) >= 2, "R-UPD-06"
    elif word == "jump":
        offered = list(places[:at])
        assert len(offered) >= 2, "4.1"
    else:
        assert word == "update", word
        offered = [at]
    assert bool(step["stage"]) == (word in ("skip", "jump")), "a stage is named where there is a choice"
    if step["stage"]:
        target = next(p for p in offered if cycle[p]["stage"] == step["stage"])  # M-13
    else:
        assert offered, "M-11"
        target = offered[0]
    if word in ("next", "skip") and cycle[target]["quote_required"] == "1":
        assert has_quote, "M-14"
    day = int(step["day"])
    assert float(step["value"]) > 0, "M-06"
    assert 0 < int(step["chances"]) <= 100, "M-06, M-49"
    assert int(step["closing"]) >= day, "M-17"
    if word in ("skip", "jump"):
        assert step["chances"] == cycle[target]["chances"], "R-EST-01"
    return target


@pytest.mark.parametrize("number", opportunities())
def test_sample_steps_are_legal(number: str) -> None:
    opportunity = opportunities()[number]
    cycle = stages()[opportunity["sales_cycle"]]
    outcomes = {row["code"]: row["outcome"] for row in rows("standard/close_code.csv")}
    at: int | None = None
    last, has_quote, closed = int(opportunity["created"]), False, False
    for step in histories()[number]:
        assert not closed, "R-STA-05"
        assert last <= int(step["day"]) <= 0, "M-16"
        last = int(step["day"])
        if step["quote"]:
            assert at is not None, "M-38: quotes are for opportunities in progress"
            assert not has_quote, "M-36"
            assert float(step["quote"]) > 0
            has_quote = True
        if step["step"] in ("won", "lost"):
            assert outcomes[step["close_code"]] == str(int(step["step"] == "lost")), "M-50"
            assert step["step"] == "lost" or float(step["value"]) > 0, "M-19"
            assert not step["closing"]
            closed = True
        else:
            assert not step["close_code"]
            at = take(step, cycle, at, has_quote)
        assert step["cancel_tasks"] in ("0", "1")


def standing() -> dict[str, tuple[str, str, Row]]:
    """Cycle, stage and last step of every opportunity in progress."""
    found = {}
    for number, history in histories().items():
        if status(history) == "in progress":
            cycle = stages()[opportunities()[number]["sales_cycle"]]
            at: int | None = None
            for step in history:
                at = take(step, cycle, at, has_quote=True)
            assert at is not None
            found[number] = (opportunities()[number]["sales_cycle"], cycle[at]["stage"], history[-1])
    return found


def test_sample_stands_on_every_stage_of_every_cycle() -> None:
    reached = {(cycle, stage) for cycle, stage, _ in standing().values()}
    assert reached == {(cycle, row["stage"]) for cycle, found in stages().items() for row in found}


def test_sample_has_overdue_stale_and_idle_opportunities_of_md() -> None:
    mine = {n: at for n, at in standing().items() if opportunities()[n]["salesperson"] == "MD"}
    assert len(mine) >= 12
    assert sum(int(step["closing"]) < 0 for _, _, step in mine.values()) >= 3
    assert sum(int(step["day"]) < -28 for _, _, step in mine.values()) >= 3
    planned = {row["opportunity"] for row in rows("sample/sample_task.csv") if not row["done"]}
    idle = [n for n in mine if opportunities()[n]["tasks_done_to"] == "999" and n not in planned]
    assert len(idle) >= 2


def test_sample_history_covers_the_year_and_takes_every_step() -> None:
    days = [int(row["day"]) for row in rows("sample/sample_step.csv")]
    assert min(days) < -300
    assert max(days) == 0
    words = {row["step"] for row in rows("sample/sample_step.csv")}
    assert words == {"first", "next", "previous", "skip", "jump", "update", "won", "lost"}
    direct = [history for history in histories().values() if history and history[0]["step"] != "first"]
    assert {history[0]["step"] for history in direct} == {"won", "lost"}  # R-STA-04


def test_sample_tasks_and_notes_refer_to_what_exists() -> None:
    people, teams, known, ours = (
        codes("sample/salesperson.csv"),
        codes("standard/team.csv"),
        contacts(),
        opportunities(),
    )
    tasks = rows("sample/sample_task.csv")
    for row in tasks:
        assert row["description"]
        is_meeting = row["type"] == "1"  # that of a team has its organizer; else one or the other (7.1, 7.2)
        assert row["salesperson"] if is_meeting else bool(row["salesperson"]) != bool(row["team"])
        assert not row["salesperson"] or row["salesperson"] in people
        assert not row["team"] or row["team"] in teams
        assert not row["contact"] or row["contact"] in known
        assert row["type"] in ("0", "1", "2")
        assert row["priority"] in ("0", "1", "2")
        assert not row["done"] or int(row["done"]) <= 0
        if row["opportunity"]:
            assert row["contact"] == ours[row["opportunity"]]["contact"]
            assert int(row["day"]) >= int(ours[row["opportunity"]]["created"])
    assert any(row["done"] for row in tasks)
    assert any(not row["done"] and int(row["day"]) < 0 for row in tasks)
    assert any(row["day"] == "0" for row in tasks)
    for row in rows("sample/sample_note.csv"):
        assert row["text"]
        assert int(row["day"]) <= 0
        owner = {"contact": known, "opportunity": ours}[row["kind"]]
        assert row["number"] in owner
        if row["kind"] == "opportunity":
            assert int(row["day"]) >= int(ours[row["number"]]["created"])
