"""Every rule of the opportunity specification, sections 2 to 5, has a test that bears its number in its name.

A test may name several: test_r_upd_05_m_13_a_stage_that_is_not_offered. Who adds a rule adds it here and tests it.
"""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
RULES = {
    "sta": range(1, 7),
    "ent": range(1, 4),
    "est": range(1, 10),
    "tsk": range(1, 5),
    "cre": (*range(1, 8), 10, 11, 12),
    "act": range(1, 5),
    "upd": (*range(1, 9), *range(10, 21)),
    "clo": range(1, 10),
    "del": range(1, 11),
    "chg": range(1, 8),
    "num": range(1, 6),
    "agg": (1, 2),
}
MESSAGES = (*range(1, 27), 29, 30, 32, 33, 34, 35, 49, 50, 51, 53)
# What they speak of does not exist here: each goes when campaigns, segments, interactions, orders or customers come.
NOT_HERE = (
    "r_cre_06",  # from an entry of the interaction log
    "r_cre_07",  # from a segment or a finished interaction
    "r_cre_12",  # for every contact of a segment
    "r_chg_03",  # the campaign of an opportunity
    "r_chg_04",  # the segment of an opportunity
    "r_clo_06",  # the customer a won opportunity makes; its checks of the contact: m_04, m_22
    "r_clo_09",  # closed by making an order
    "r_del_09",  # deleting campaigns and segments
    "m_05",  # an empty segment
    "m_07",  # an entry of the interaction log
    "m_20",  # a customer without a company
    "m_21",  # a customer without a business relation
    "m_32",  # dates of a campaign
    "m_33",  # a campaign that is not activated
    "m_34",  # a segment of another campaign
)
_NAMED = re.compile(r"^\s*def (test_\w+)", re.MULTILINE)
_NUMBER = re.compile(r"(?<=_)(?:r_[a-z]{3}_\d\d|m_?\d\d)(?=_)")


def named() -> set[str]:
    """The numbers that stand in names of tests."""
    names = [
        name for path in TESTS.rglob("test_*.py") for name in _NAMED.findall(path.read_text(encoding="utf-8"))
    ]
    found = {number for name in names for number in _NUMBER.findall(f"{name}_")}
    return {re.sub(r"^m_?(?=\d)", "m_", number) for number in found}


def demanded() -> set[str]:
    rules = {f"r_{group}_{number:02}" for group, numbers in RULES.items() for number in numbers}
    return rules | {f"m_{number:02}" for number in MESSAGES}


def test_every_rule_and_message_has_a_test_of_its_name() -> None:
    assert sorted(demanded() - named() - set(NOT_HERE)) == []


def test_what_is_not_here_is_really_not_tested() -> None:
    assert set(NOT_HERE) <= demanded()
    assert sorted(named() & set(NOT_HERE)) == []
