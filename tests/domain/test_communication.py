"""Telephone numbers and e-mail addresses (CON-F1, CON-F2; reliability.md I13)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain import communication
from oppdesk.domain.communication import (
    check_e_mail,
    check_e_mails,
    check_phone,
    dial_link,
    dialled,
    formatted_phone,
    mailto,
    map_link,
    web_link,
)
from oppdesk.domain.countries import iso, place_lines
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
def test_con_f2_i13_others_are_refused(text: str) -> None:
    with pytest.raises(FieldError) as error:
        check_e_mails(text, "e_mail")
    assert (error.value.number, error.value.field) == ("CON-F2", "e_mail")


@given(st.from_regex(r"[a-z0-9_.+'-]{1,8}@[a-z0-9.-]{1,8}\.[a-z]{1,4}", fullmatch=True))
def test_con_f2_the_short_way_accepts_nothing_that_the_long_one_refuses(text: str) -> None:
    if communication._COMMON.fullmatch(text):
        assert communication._slip(text) == communication._malformed(text) == ""


@pytest.mark.parametrize("text", ["x@firm.local", "y@intra.test", "z@house.internal"])
def test_con_f2_addresses_within_a_house_are_valid(text: str) -> None:
    check_e_mails(text, "e_mail")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("s.hoekema@molenhof,example", "A comma stands where a dot belongs"),
        ("nobody", "“nobody” has no @"),
        ("a@b@c.nl", "There is more than one @"),
        ("a b@c.nl", "A blank stands inside the address"),
        ("a@b.nl.", "A dot stands at the end"),
        ("a@b..nl", "Two dots stand side by side"),
        ("a@molenhof", "After the @ an ending such as .com is missing"),
        ("a@b.nl, c@d.nl", "Several addresses are separated by a semicolon"),
        ("a@-b.nl", "“a@-b.nl” is not a valid e-mail address."),
    ],
)
def test_con_f2_the_commonest_slips_are_named(text: str, sentence: str) -> None:
    with pytest.raises(FieldError) as error:
        check_e_mails(text, "e_mail")
    assert error.value.message == sentence


def test_con_f2_of_several_addresses_the_wrong_one_is_shown() -> None:
    with pytest.raises(FieldError, match=r"^“c@d,nl”: A comma stands where a dot belongs$"):
        check_e_mails("a@b.nl; c@d,nl", "e_mail")
    with pytest.raises(FieldError, match=r"^“nobody” has no @$"):
        check_e_mails("a@b.nl; nobody", "e_mail")


def test_con_f2_a_field_of_one_address() -> None:
    check_e_mail("a@b.nl", "e_mail_2")
    with pytest.raises(FieldError, match="Only one"):
        check_e_mail("a@b.nl; c@d.nl", "e_mail_2")


def test_con_f1_no_letters_in_a_telephone_number() -> None:
    check_phone("+31 (20) 055-0142 *1#", "phone", "Phone No.")
    with pytest.raises(FieldError, match=r"Phone No\. must not contain letters") as error:
        check_phone("0800 CALL", "phone", "Phone No.")
    assert error.value.number == "CON-F1"


@pytest.mark.parametrize(
    ("typed", "country", "formatted"),
    [
        ("020 555 0142", "NL", "+31 20 555 0142"),
        ("0031 20 5550142", "NL", "+31 20 555 0142"),
        ("(020) 555.01.42", "nl", "+31 20 555 0142"),
        ("06-55500187", "NL", "+31 6 55500187"),
        ("01 42 68 53 00", "FR", "+33 1 42 68 53 00"),
        ("+49 (0)30 12345678", "NL", "+49 30 12345678"),
        ("020 7946 0018", "UK", "+44 20 7946 0018"),
        ("138 0013 8000", "CN", "+86 138 0013 8000"),
        ("020 6241111 #12", "NL", "+31 20 624 1111 #12"),
        # in doubt it stays as it was typed
        ("020 555 0142", "", "020 555 0142"),
        ("020 555 0142", "NLD", "020 555 0142"),
        ("020 555 0142", "XX", "020 555 0142"),
        ("555 0142", "NL", "555 0142"),
        ("020 6241111 / 06 55500187", "NL", "020 6241111 / 06 55500187"),
        ("112", "NL", "112"),
        ("ask the porter", "NL", "ask the porter"),
        ("", "NL", ""),
    ],
)
def test_3_1_a_telephone_number_is_written_for_its_country(typed: str, country: str, formatted: str) -> None:
    assert formatted_phone(typed, country) == formatted


@given(st.text("0123456789+()-/.# ", max_size=30), st.sampled_from(["NL", "DE", "US", "IT", "CN", "GB", ""]))
def test_3_1_formatting_a_number_loses_no_digit_and_is_done_once(typed: str, country: str) -> None:
    once = formatted_phone(typed, country)
    check_phone(once, "phone", "Phone No.")
    assert formatted_phone(once, country) == once
    assert len(once) <= 30
    written = "".join(letter for letter in once if letter.isdigit())
    assert "".join(letter for letter in typed if letter.isdigit())[-6:].lstrip("0") in written


@pytest.mark.parametrize(
    ("typed", "country", "dial"),
    [
        ("020 555 0142", "NL", "+31205550142"),
        ("+49 (0)30 12345678", "", "+493012345678"),
        ("020 6241111 #12", "NL", "+31206241111"),
        ("555 01 42", "", "5550142"),
        ("*#;,;DROP", "NL", ""),
        ("", "", ""),
    ],
)
def test_i13_only_digits_are_dialled(typed: str, country: str, dial: str) -> None:
    assert dialled(typed, country) == dial
    assert dial_link(typed, country) == (f"tel:{dial}" if dial else "")


def test_i13_a_mail_link_holds_nothing_but_addresses() -> None:
    assert mailto("a@b.nl; c.d+e@f-g.example") == "mailto:a@b.nl,c.d+e@f-g.example"
    assert mailto("jürgen@müller.example") == "mailto:j%C3%BCrgen@m%C3%BCller.example"
    assert mailto("") == ""
    with pytest.raises(FieldError):
        mailto("a@b.nl?attach=/etc/passwd")


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("www.molenhof.example", "https://www.molenhof.example"),
        (" molenhof.example/a?b=c#d ", "https://molenhof.example/a?b=c#d"),
        ("http://molenhof.example", "http://molenhof.example"),
        ("HTTPS://molenhof.example", "HTTPS://molenhof.example"),
        ("molenhof.example:8080/x", "https://molenhof.example:8080/x"),
        ("//molenhof.example", "https://molenhof.example"),
        ("mailto:a@b.nl", "mailto:a@b.nl"),
        ("tel:+31 20 5550142", "tel:+31205550142"),
        ("", ""),
    ],
)
def test_i13_a_home_page_becomes_a_link(typed: str, link: str) -> None:
    assert web_link(typed) == link


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "smb://host.example/x", "ms-word:ofe|u|x",
        "https://bank.example@evil.example", "https://", "https://localhost", "https://a.b\\c", "https://a.b/\nx",
        "https://[::1", "https://a.example:99999999/", "just words", "mailto:a@b.nl?bcc=c@d.nl",
    ],
)  # fmt: skip
def test_i13_no_other_address_is_opened(typed: str) -> None:
    with pytest.raises(FieldError):
        web_link(typed)


def test_3_14_an_address_on_the_map() -> None:
    values = {"address": "Kaasmakersweg 41", "post_code": "1487 KD", "city": "Oostgraftdijk"}
    found = map_link(values, "Netherlands")
    assert found.endswith("?query=Kaasmakersweg%2041%2C%201487%20KD%20Oostgraftdijk%2C%20Netherlands")
    assert map_link({"post_code": "1487 KD"}) == ""
    assert map_link({"city": "A&b=c#d"}).endswith("?query=A%26b%3Dc%23d")


def test_4_1_post_code_and_city_stand_in_the_order_of_the_country() -> None:
    assert place_lines("1487 KD", "Oostgraftdijk", "", "NL") == ["1487 KD Oostgraftdijk"]
    assert place_lines("LS1 1AA", "Leeds", "West Yorkshire", "UK") == ["Leeds", "LS1 1AA"]
    assert place_lines("10118", "New York", "NY", "US") == ["New York, NY 10118"]
    assert place_lines("", "New York", "", "US") == ["New York"]
    assert place_lines("10118", "New York", "", "US") == ["New York, 10118"]
    assert place_lines("", "", "", "GB") == []
    assert (iso(" nl "), iso("NLD"), iso("1A"), iso("EL")) == ("NL", "", "", "GR")


def test_i13_a_draft_as_a_link_asks_for_no_copy_and_no_file() -> None:
    link = communication.mail_link(
        ("vera@bluesky.example", "bo@x.example"), "a&cc=x\r\ny", "1\n2\x00&attach=/etc/passwd \ud800"
    )
    assert link == (
        "mailto:vera@bluesky.example,bo@x.example?subject=a%26cc%3Dx%20y&body=1%0D%0A2%20%26attach%3D%2Fetc%2Fpasswd%20%3F"
    )
    with pytest.raises(FieldError):
        communication.mail_link(("a@b.c?bcc=x&attach=/etc/passwd",), "", "")


def test_i13_an_address_is_one_address() -> None:
    assert communication.is_address(" vera@bluesky.example ")
    assert not any(
        map(
            communication.is_address,
            ("", " ", "vera", "a@b.example;c@d.example", "a@b.example\r\nBcc: x@y.example"),
        )
    )
