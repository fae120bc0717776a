"""Names and sizes of attachments (relationships 9.3; hostile names)."""

import pytest

from oppdesk.domain import attachments
from oppdesk.domain.errors import FieldError
from oppdesk.domain.interactions import File


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("offer.pdf", "offer.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\offer.pdf", "offer.pdf"),
        ("\\\\host\\share\\x.doc", "x.doc"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("LPT1 .txt", "_LPT1.txt"),
        ("a:b.txt", "a_b.txt"),
        ("offer\u202efdp.exe", "offer_fdp.exe"),
        ("a\nb\tc.txt", "a_b_c.txt"),
        ("name. . ", "name"),
        ("..", "attachment"),
        ("///", "attachment"),
        ("\x00\x01", "attachment"),
        ("报价单.pdf", "报价单.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
    ],
)
def test_9_3_names_become_safe_on_every_system(name: str, safe: str) -> None:
    assert attachments.safe_name(name) == safe


def test_9_3_a_name_of_three_hundred_letters_keeps_its_ending() -> None:
    made = attachments.safe_name("x" * 300 + ".pdf")
    assert len(made) == 120
    assert made.endswith("x.pdf")
    assert len(attachments.safe_name("x." + "y" * 300)) == 120


@pytest.mark.parametrize("name", ["../../x", "CON.", "a" * 400, "x/" * 50 + "y", "\ud800.txt", "~"])
def test_9_3_a_safe_name_stays_as_it_is(name: str) -> None:
    once = attachments.safe_name(name)
    assert attachments.safe_name(once) == once
    once.encode()


def test_att_f1_an_empty_file_is_refused() -> None:
    with pytest.raises(FieldError) as error:
        attachments.checked(File("offer.pdf", b""))
    assert error.value.number == "ATT-F1"
    assert "offer.pdf" in error.value.message


def test_att_f2_a_file_that_is_too_large_is_refused_with_both_sizes() -> None:
    with pytest.raises(FieldError) as error:
        attachments.checked(File("film.mov", bytes(attachments.LARGEST + 1)))
    assert error.value.number == "ATT-F2"
    assert "26 MB" in error.value.message
    assert "25 MB" in error.value.message
    assert attachments.checked(File("film.mov", bytes(attachments.LARGEST))).name == "film.mov"
