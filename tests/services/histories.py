"""What random histories of opportunities begin with, and the wishes they draw: right ones and wrong ones."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from oppdesk.domain.words import Method, Outcome, Step
from oppdesk.services.desk import open_desk
from tests.conftest import RESOURCES
from tests.services import records
from tests.services.records import MONDAY

PICK = st.integers(0, 11)
AMOUNTS = st.sampled_from([-1, 0, 1, 333, 1_000_000, 10**12, 10**12 + 1])
CHANCES = st.sampled_from([-1, 0, 1, 33, 50, 100, 101])
DAYS = st.one_of(st.none(), st.integers(-3, 40))
LATER = st.integers(0, 10)


class Late(int):
    """Days after the date of change."""


MOVES = st.lists(st.tuples(PICK, LATER, PICK, st.booleans()), min_size=1, max_size=4)
MOVE_FAULTS = st.sampled_from(
    [
        *[{"step": step} for step in (None, *Step)],
        *[{"stage": stage} for stage in (1, 7, 20, 4711)],
        {"on": None},
        {"on": date(2025, 12, 31)},
        *[{"value": value} for value in (-1, 0, 10**12 + 1)],
        *[{"chances": chances} for chances in (-1, 0, 101)],
        {"closing_on": None},
        {"closing_on": Late(-1)},
        {"closing_on": date.max},
    ]
)
CLOSE_FAULTS = st.sampled_from(
    [
        {"outcome": None},
        {"code": None},
        {"code": 4711},
        {"on": None},
        {"on": date.max},
        *[{"sales_value": value} for value in (-1, 0, 10**12 + 1)],
    ]
)


@dataclass
class Scene:
    """What every history begins with, made once."""

    folder: Path
    people: list[int]
    contacts: list[int]
    cycles: list[int]
    codes: dict[Outcome, int]


def begin(template: Path, folder: Path) -> Scene:
    shutil.copytree(template, folder)
    desk = open_desk(folder, folder / "backups", RESOURCES, device=3, today=lambda: MONDAY)
    records.marketing(desk, may_reopen=True)
    house = records.company(desk)
    skip = {"may_skip": True, "chances": 20, "completed": 10}
    gaps = records.cycle(
        desk,
        "GAPS",
        {"stage": 5, "activity": records.code_id(desk, "activity", "NEEDS")} | skip,
        {"stage": 7, "date_formula": "2W", "completed": 30, "may_skip": True},
        {"stage": 20, "quote_required": True, "completed": 55, "chances": 60, "may_skip": True},
        {"stage": 21, "completed": 100, "chances": 100},
        method=int(Method.ADD),
    )
    made = Scene(
        folder,
        people=[records.salesperson(desk, code) for code in ("ANNA", "BEN")],
        contacts=[house, records.person(desk, company=house), records.company(desk, "Other House")],
        cycles=[gaps, records.code_id(desk, "sales_cycle", "EX-LARGE"), records.cycle(desk, "EMPTY")],
        codes={
            Outcome.WON: records.code_id(desk, "close_code", "PRICE_W"),
            Outcome.LOST: records.code_id(desk, "close_code", "PRICE_L"),
        },
    )
    desk.close()
    return made
