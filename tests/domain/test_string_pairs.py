"""All companies whose search strings agree are found, without comparing each with each (5.3)."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain.duplicates import matching
from oppdesk.domain.string_pairs import Fingerprints, agreeing

TEXTS = st.sampled_from(["", "", "A", "B", "CCCCC", "D"])
BOOKS = st.integers(1, 6).flatmap(
    lambda rows: st.tuples(
        st.integers(1, rows), st.lists(st.lists(TEXTS, min_size=rows, max_size=rows), max_size=9)
    )
)


@given(BOOKS)
def test_dup_5_3_the_same_pairs_are_found_as_by_comparing_each_with_each(
    given_book: tuple[int, list[list[str]]],
) -> None:
    needed, book = given_book
    prints = Fingerprints()
    for key, strings in enumerate(book):
        prints.add(key, strings)
    pairs = list(agreeing(prints, needed))
    found = {(one, other): count for one, other, count in pairs}
    assert len(found) == len(pairs)
    assert found == {
        (one, other): matching(book[one], book[other])
        for one, other in combinations(range(len(book)), 2)
        if matching(book[one], book[other]) >= needed
    }
