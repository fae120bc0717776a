"""Telephone numbers and e-mail addresses (CON-F1, CON-F2; reliability.md I13)."""

import pytest

from oppdesk.domain.communication import addresses, check_e_mail, check_e_mails, check_phone
from oppdesk.domain.errors import FieldError


@pytest.mark.parametrize(
    "text",
    [
        "",
        "s.hoekema@molenhof.example",
        " a@b.nl ; c.d+e@f-g.example ",
        "jürgen@müller.example",
        "o'neil@x.ie",
        "王@例.公司",
    ],
)
def test_con_f2_addresses_that_are_valid(text: str) -> None:
    check_e_mails(text, "e_mail")


@pytest.mark.parametrize(
    "text",
    [
        "nobody", "a@", "@b.nl", "a@b@c.nl", "a@b", "a b@c.nl", "a@b..nl", "a@-b.nl", "a@b.nl, c@d.nl",
        "a@b.c?bcc=x&attach=/etc/passwd", "a%0a@b.nl", "a@b.nl\r\nBcc: c@d.nl", "<a@b.nl>", "a@b.nl; x",
    ],
)  # fmt: skip
def test_con_f2_i13_others_are_shown_and_refused(text: str) -> None:
    with pytest.raises(FieldError) as error:
        check_e_mails(text, "e_mail")
    assert (error.value.number, error.value.field) == ("CON-F2", "e_mail")
    assert addresses(text)[-1] in error.value.message


def test_con_f2_a_field_of_one_address() -> None:
    check_e_mail("a@b.nl", "e_mail_2")
    with pytest.raises(FieldError, match="Only one"):
        check_e_mail("a@b.nl; c@d.nl", "e_mail_2")


def test_con_f1_no_letters_in_a_telephone_number() -> None:
    check_phone("+31 (20) 055-0142 *1#", "phone", "Phone No.")
    with pytest.raises(FieldError, match=r"Phone No\. must not contain letters") as error:
        check_phone("0800 CALL", "phone", "Phone No.")
    assert error.value.number == "CON-F1"
