"""Every rule of the opportunity specification, sections 2 to 5, has a test that bears its number in its name.

So has every one of the relationships, sections 0 to 9: test_con_f5_…, test_br_1_…, test_tsk_w3_….

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
    "r_cre_07",  # from a segment; from an interaction that is logged it is tested with 9.6 and 9.7
    "r_cre_12",  # for every contact of a segment
    "r_chg_03",  # the campaign of an opportunity
    "r_chg_04",  # the segment of an opportunity
    "r_clo_06",  # the customer a won opportunity makes; its checks of the contact: m_04, m_22
    "r_clo_09",  # closed by making an order
    "r_del_09",  # deleting campaigns and segments
    "m_05",  # an empty segment
    "m_20",  # a customer without a company
    "m_21",  # a customer without a business relation
    "m_32",  # dates of a campaign
    "m_33",  # a campaign that is not activated
    "m_34",  # a segment of another campaign
)
# Of the relationships around it, sections 0 to 9: group, then what stands before and the numbers behind the hyphen.
RELATIONSHIPS = {
    "con": {
        "c": range(1, 3),
        "d": range(1, 4),
        "f": range(1, 9),
        "n": (1,),
        "p": range(1, 5),
        "t": range(1, 7),
        "x": (1,),
    },
    "act": {"": range(1, 6)},
    "alt": {"": range(1, 5)},
    "att": {"": range(1, 8)},
    "br": {"": range(1, 6)},
    "dup": {"": range(1, 8)},
    "call": {"": range(1, 4)},
    "eml": {"": range(1, 4)},
    "int": {"": range(1, 9)},
    "inv": {"": (1,)},
    "its": {"": range(1, 5)},
    "log": {"": range(1, 6)},
    "mg": {"": (1,)},
    "num": {"": range(1, 7)},
    "sal": {"": (1, 2)},
    "set": {"": range(1, 4)},
    "sp": {"": range(1, 4), "d": range(1, 4)},
    "tpl": {"": range(1, 7)},
    "tsk": {"": range(1, 13), "w": range(1, 9)},
    "web": {"": (1,)},
}
NOT_HERE_EITHER = (
    "con_c2",  # a person on a line of a segment
    "con_d2",  # a contact on a line of a segment
    "log_2",  # an entry whose segment or campaign entry is cancelled
)
_RELATED = re.compile(
    r"(?<=_)(?<!_r_)(?:con_[a-z]\d+|sp_d?\d+|tsk_w?\d+|(?:act|alt|att|br|call|dup|eml|int|inv|its|log|mg|num|sal|set|tpl|web)_\d)(?=_)"
)
_NAMED = re.compile(r"^\s*def (test_\w+)", re.MULTILINE)
_NUMBER = re.compile(r"(?<=_)(?:r_[a-z]{3}_\d\d|m_?\d\d)(?=_)")


def names_of_tests() -> list[str]:
    return [
        name for path in TESTS.rglob("test_*.py") for name in _NAMED.findall(path.read_text(encoding="utf-8"))
    ]


def named() -> set[str]:
    """The numbers that stand in names of tests."""
    names = names_of_tests()
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


def related() -> set[str]:
    """The numbers of the relationships that stand in names of tests."""
    return {number for name in names_of_tests() for number in _RELATED.findall(f"{name}_")}


def relationships() -> set[str]:
    return {
        f"{group}_{letter}{number}"
        for group, letters in RELATIONSHIPS.items()
        for letter, numbers in letters.items()
        for number in numbers
    }


def test_every_rule_of_the_relationships_has_a_test_of_its_name() -> None:
    assert sorted(relationships() - related() - set(NOT_HERE_EITHER)) == []
    assert sorted(related() - relationships()) == []


def test_what_is_not_here_of_the_relationships_is_really_not_tested() -> None:
    assert set(NOT_HERE_EITHER) <= relationships()
    assert sorted(related() & set(NOT_HERE_EITHER)) == []
