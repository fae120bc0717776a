"""Rows are read in small stretches before they are scrolled to, kept by id, and formatted once."""

from array import array
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pytest

from oppdesk.ui.list_rows import ListColumn
from oppdesk.ui.rows_at_hand import AHEAD, FEW, FIRST, KEPT, PART, SEEN, STRETCH, Rows, Shown, places_of

MANY = 5_000


class Source:
    """Rows with an id and a text, and which ids were asked for."""

    def __init__(self) -> None:
        self.texts = {each: f"text {each}" for each in range(1, MANY + 1)}
        self.asked: list[list[int]] = []
        self.formatted: list[int] = []
        self.columns = [ListColumn("text", "", self._cell)]

    def _cell(self, row: Mapping[str, Any]) -> str:
        self.formatted.append(row["id"])
        return str(row["text"])

    def read(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        self.asked.append(list(ids))
        return [{"id": each, "text": self.texts[each]} for each in ids if each in self.texts]

    def rows(self) -> Rows:
        return Rows(self.read, lambda row: Shown(row, self.columns))


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def rows(source: Source) -> Rows:
    made = source.rows()
    made.take_ids(array("q", range(1, MANY + 1)))
    return made


def test_a_row_that_is_shown_comes_with_those_after_it(source: Source, rows: Rows) -> None:
    assert rows.at(100).cell(0) == "text 101"
    assert rows.at(100 + STRETCH - 1).cell(0) == f"text {100 + STRETCH}"
    assert source.asked == [list(range(101, 101 + STRETCH))]
    assert len(source.formatted) == 2


def test_one_that_is_scrolled_up_to_comes_with_those_before_it(source: Source, rows: Rows) -> None:
    rows.at(100)
    assert rows.at(99).cell(0) == "text 100"
    assert source.asked[1:] == [list(range(101 - STRETCH, 101))]


def test_rows_ahead_are_told_a_few_at_a_time_and_only_when_few_are_left(source: Source, rows: Rows) -> None:
    ahead = range(10, 10 + 3 * AHEAD)
    while wanted := rows.missing(ahead, 2 * AHEAD):
        rows.add(wanted, source.read(wanted))
    assert [len(each) for each in source.asked] == [AHEAD, AHEAD]
    assert not rows.missing(ahead, 2 * AHEAD)
    assert rows.missing(ahead, 2 * AHEAD + 1) == list(range(11 + 2 * AHEAD, 11 + 3 * AHEAD))


def test_what_was_shown_before_it_was_brought_stays_as_it_was_made(source: Source, rows: Rows) -> None:
    wanted = rows.missing(range(10), 1)
    shown = rows.at(0)
    rows.add(wanted, source.read(wanted))
    assert rows.at(0) is shown


def test_one_that_is_gone_when_it_is_brought_is_not_asked_for_again(source: Source, rows: Rows) -> None:
    del source.texts[5]
    wanted = rows.missing(range(10), 10)
    rows.add(wanted, source.read(wanted))
    assert not rows.at(4).is_known
    assert not rows.missing(range(10), 10)
    assert len(source.asked) == 1


def test_news_and_another_question_are_another_age(source: Source, rows: Rows) -> None:
    """What was read before them may not be so any more."""
    ages = [rows.age]
    rows.forget(frozenset({3}))
    ages.append(rows.age)
    rows.begin([2, 1], source.read([2, 1]))
    ages.append(rows.age)
    assert len(set(ages)) == len(ages)


def test_nothing_is_read_ahead_before_the_ids_are_there(source: Source) -> None:
    rows = source.rows()
    rows.begin(range(1, FIRST + 1), source.read(range(1, SEEN + 1)))
    assert not rows.missing(range(FIRST, 2 * FIRST), 1)
    assert rows.at(FIRST - 1).is_known
    assert not rows.at(FIRST).is_known


def test_another_question_makes_its_rows_anew(source: Source, rows: Rows) -> None:
    """Persons stand below their company in one order, and beside it in another."""
    rows.at(0).cell(0)
    rows.begin([2, 1], source.read([2, 1]))
    assert [rows.at(each).cell(0) for each in range(2)] == ["text 2", "text 1"]
    assert source.formatted == [1, 2, 1]


def test_rows_that_stand_elsewhere_are_not_read_again(source: Source, rows: Rows) -> None:
    rows.at(0).cell(0)
    rows.take_ids(array("q", reversed(range(1, MANY + 1))))
    assert rows.at(MANY - 1).cell(0) == "text 1"
    assert len(source.asked) == len(source.formatted) == 1


def test_news_of_a_row_reads_that_one_alone(source: Source, rows: Rows) -> None:
    shown = [rows.at(each) for each in range(STRETCH)]
    source.texts[3] = "changed"
    assert rows.forget(frozenset({3, 4_000}))
    assert [rows.at(each).row["text"] for each in range(3)] == ["text 1", "text 2", "changed"]
    assert source.asked[1:] == [[3]]
    assert rows.at(1) is shown[1]


def test_what_is_the_same_after_news_is_not_formatted_again(source: Source, rows: Rows) -> None:
    assert [rows.at(each).cell(0) for each in range(STRETCH)]
    source.texts[3] = "changed"
    rows.forget()
    assert [rows.at(each).cell(0) for each in range(3)] == ["text 1", "text 2", "changed"]
    assert source.formatted[STRETCH:] == [3]


def test_what_cells_tell_beside_the_row_makes_them_anew(source: Source, rows: Rows) -> None:
    rows.at(0).cell(0)
    rows.forget(wholly=True)
    rows.at(0).cell(0)
    assert source.formatted == [1, 1]


def test_a_record_that_is_gone_and_comes_back_is_shown_again(source: Source, rows: Rows) -> None:
    text = source.texts.pop(5)
    assert not rows.at(4).is_known
    assert not rows.at(4).is_known
    assert len(source.asked) == 1
    source.texts[5] = text
    rows.forget(frozenset())
    assert rows.at(4).cell(0) == "text 5"


def test_no_more_rows_are_kept_than_some_screens_full(source: Source, rows: Rows) -> None:
    for position in range(0, MANY, STRETCH):
        rows.at(position)
    begun = len(source.asked)
    assert all(rows.at(position).is_known for position in range(MANY - KEPT, MANY))
    assert len(source.asked) == begun
    rows.at(0)
    assert len(source.asked) == begun + 1


def test_a_record_is_found_among_all(rows: Rows) -> None:
    assert rows.find(4_711) == 4_710
    assert rows.find(MANY + 1) == -1
    assert rows.find_all([17, 3, 9_999]) == [2, 16]
    assert rows.find_all(range(40, 0, -1)) == list(range(40))


@pytest.mark.parametrize("sought", [1, FEW, FEW + 1, 500])
def test_where_records_stand_is_found_one_by_one_or_in_parts(sought: int) -> None:
    ids = array("q", Random(sought).sample(range(2**40), 2 * PART + 7))
    wanted = [ids[0], ids[-1], *Random(1).sample(ids.tolist(), sought)][:sought]
    assert places_of(ids, [*wanted, 2**41]) == {each: ids.index(each) for each in wanted}


def test_an_id_that_lies_across_two_others_is_none_of_them() -> None:
    ids = array("q", (256, 1))  # as bytes 0 1 0 0 0 0 0 0 1 0 …: from the second on, eight are 2**56 + 1
    assert places_of(ids, [2**56 + 1, 1]) == {1: 1}


def test_places_that_came_with_the_ids_are_believed(rows: Rows) -> None:
    rows.take_ids(array("q", (30, 10, 20)), {20: 2, 99: -1})
    assert [rows.find(each) for each in (20, 99, 10)] == [2, -1, 1]
    assert rows.find_all([20, 99, 30]) == [0, 2]
    rows.take_ids(array("q", (20, 30)))
    assert rows.find(20) == 0
