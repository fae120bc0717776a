"""Labels stand where the sheets have them: within the paper, none over another, from the place that is free."""

import pytest

from oppdesk.reports.labels import A4, FORMATS, LETTER, SIZES, Format, paper_of, usual


@pytest.mark.parametrize("format_", FORMATS, ids=lambda each: each.key)
def test_5056_every_label_is_on_the_paper_and_over_no_other(format_: Format) -> None:
    wide, high = SIZES[format_.paper]
    corners = [format_.corner(place) for place in range(format_.per_sheet)]
    for x, y in corners:
        assert x >= -0.01
        assert y >= -0.01
        assert x + format_.width <= wide + 0.05
        assert y + format_.height <= high + 0.05
    assert format_.across >= format_.width
    assert format_.down >= format_.height
    assert len(set(corners)) == format_.columns * format_.rows
    left, right = corners[0][0], wide - corners[format_.columns - 1][0] - format_.width
    assert abs(left - right) < 0.6  # it stands in the middle


def test_5056_the_usual_formats_are_there() -> None:
    assert {(each.paper, each.columns, each.rows) for each in FORMATS} >= {
        (A4, 3, 8), (A4, 3, 7), (A4, 2, 7), (A4, 2, 8), (LETTER, 3, 10),
    }  # fmt: skip


def test_5056_labels_follow_each_other_from_the_first_free_place() -> None:
    format_ = FORMATS[0]
    assert format_.sheets(24) == 1
    assert format_.sheets(24, start=1) == 2
    assert format_.sheets(0) == 1
    first, second = (list(format_.spots(sheet, 24, start=5)) for sheet in (0, 1))
    assert [spot.address for spot in first] == list(range(19))
    assert (first[0].x, first[0].y) == format_.corner(5)
    assert [spot.address for spot in second] == list(range(19, 24))
    assert (second[0].x, second[0].y) == format_.corner(0)


def test_the_paper_is_that_of_the_region() -> None:
    assert (paper_of("en_US"), paper_of("fr-CA"), paper_of("nl_NL"), paper_of("en")) == (
        LETTER,
        LETTER,
        A4,
        A4,
    )
    assert usual("en_US").paper == LETTER
    assert usual("fr_FR").paper == A4
