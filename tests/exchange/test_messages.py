"""Messages as files: what we write a strict reader of another kind understands; what is dropped here is only read."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from time import process_time
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oppdesk.domain.attachments import LARGEST
from oppdesk.domain.errors import UserError
from oppdesk.exchange import messages
from oppdesk.exchange.calendar_files import clean, line
from oppdesk.exchange.messages import Attachment, Draft, Mail, Name
from tests.exchange.test_calendar_files import HOSTILE

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ANNA, VERA = Name("Anna Bos", "anna@oppdesk.example"), Name("Vera Kowalski", "vera@bluesky.example")
LETTER = Draft((VERA,), "Offer", "Dear Vera,\n\nHere it is.\nAnna", ANNA)


def parsed(data: bytes) -> EmailMessage:
    """As the strict reader of the standard library has it, without a fault."""
    message = cast("EmailMessage", message_from_bytes(data, policy=policy.default))
    for part in message.walk():
        assert not part.defects
        for value in part.values():
            assert not getattr(value, "defects", ())
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(cast("EmailMessage", part).get_content()).replace("\r\n", "\n")


def test_9_11_a_draft_has_its_people_its_words_and_its_page() -> None:
    message = parsed(messages.written(LETTER, NOON))
    assert message["From"].addresses[0].addr_spec == "anna@oppdesk.example"
    assert str(message["To"]) == "Vera Kowalski <vera@bluesky.example>"
    assert message["Subject"] == "Offer"
    assert message["Date"].datetime == NOON
    assert message["X-Unsent"] == "1"
    assert re.fullmatch(r"<[^<>@\s]+@oppdesk\.invalid>", message["Message-ID"]), "no name of the computer"
    assert body(message, "plain") == "Dear Vera,\n\nHere it is.\nAnna\n"
    assert "<p>Dear Vera,</p>\n<p>Here it is.<br>\nAnna</p>" in body(message, "html")


def test_9_11_an_attachment_comes_through_byte_by_byte_under_its_name() -> None:
    data = bytes(range(256)) * 40
    draft = Draft(
        (VERA,), "Offer", "Hi", ANNA, (Attachment("Überblick 林.pdf", data), Attachment("a.html", b"<b>"))
    )
    one, two = parsed(messages.written(draft, NOON)).iter_attachments()
    assert (one.get_filename(), one.get_content_type()) == ("Überblick 林.pdf", "application/pdf")
    assert one.get_content() == data
    assert two.get_payload(decode=True) == b"<b>"


def test_7_10_an_invitation_is_offered_to_be_answered() -> None:
    draft = Draft(
        (VERA,), "Visit", "Please come", ANNA, (Attachment("invite.ics", b"BEGIN"),), b"BEGIN:VCALENDAR\r\n"
    )
    message = parsed(messages.written(draft, NOON))
    (part,) = [
        each
        for each in message.walk()
        if each.get_content_type() == "text/calendar" and not each.get_filename()
    ]
    assert part.get_param("method") == "REQUEST"
    assert cast("EmailMessage", part).get_content().replace("\r\n", "\n") == "BEGIN:VCALENDAR\n"


@pytest.mark.parametrize("words", HOSTILE)
def test_i11_hostile_texts_are_no_headers_and_no_markup(words: str) -> None:
    draft = Draft(
        (Name(words, "vera@bluesky.example"),),
        words,
        words,
        Name(words, "anna@oppdesk.example"),
        (Attachment(words, b"x"),),
    )
    data = messages.written(draft, NOON)
    message = parsed(data)
    assert sorted(message.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "X-Unsent", "MIME-Version", "Content-Type"]
    )
    assert message["Subject"] == line(words)
    assert [each.addr_spec for each in message["To"].addresses] == ["vera@bluesky.example"]
    assert message["To"].addresses[0].display_name.split() == line(words).split() or len(words) > 60
    assert body(message, "plain") == clean(words) + "\n"
    page = body(message, "html")
    assert set(re.findall(r"<([^\s>]+)", page)) <= {
        *("!DOCTYPE", "html", "head", "meta", "/head", "body", "p", "/p", "br", "/body", "/html")
    }


@pytest.mark.parametrize(
    "address",
    [
        "a@b.c?bcc=x&attach=/etc/passwd",
        "a@b.example\r\nBcc: x@y.example",
        "",
        "none",
        "a@b.example, c@d.example",
    ],
)
def test_i13_int_7_an_address_is_one_address_or_none(address: str) -> None:
    with pytest.raises(UserError) as caught:
        messages.written(Draft((Name("Eve", address),), "x", "y", ANNA), NOON)
    assert caught.value.number == "INT-7"
    assert "Eve" in caught.value.message


def test_addresses_beyond_ascii_are_written_as_their_mail_is() -> None:
    abroad = parsed(messages.written(Draft((Name("林", "lin@例子.example"),), "x", "y", ANNA), NOON))
    assert abroad["To"].addresses[0].addr_spec == "lin@xn--fsqu00a.example"
    data = messages.written(Draft((Name("Zoë", "zoë@bluesky.example"),), "x", "y", ANNA), NOON)
    assert "zoë@bluesky.example".encode() in data


words = st.text(max_size=300) | st.sampled_from(HOSTILE)


@given(name=words, subject=words, text=words, file=words)
@settings(max_examples=80, deadline=None)
def test_what_is_written_is_read_back(name: str, subject: str, text: str, file: str) -> None:
    draft = Draft((Name(name, "vera@bluesky.example"),), subject, text, ANNA, (Attachment(file, b"x"),))
    data = messages.written(draft, NOON)
    strict = parsed(data)
    assert strict["Subject"] == line(subject)
    mail = messages.read(data)
    assert mail.subject == line(subject)
    assert mail.sender == ANNA
    assert mail.to == (Name(line(name), "vera@bluesky.example"),)
    assert mail.at == NOON
    assert mail.id
    assert mail.text.split() == clean(text).split()


# -- what others write ------------------------------------------------------------------------------------------


def mail(*lines: str, raw: bytes = b"") -> Mail:
    return messages.read("\r\n".join(lines).encode() + raw)


HEAD = ("From: Vera <Vera@BlueSky.example>", "To: anna@oppdesk.example", "Message-ID: <1@x>")


def test_9_11_a_message_of_another_program() -> None:
    found = mail(
        "From: =?utf-8?q?Vera_Kowalsk=C3=AD?= <Vera@BlueSky.example>",
        "To: Anna <anna@oppdesk.example>, undisclosed-recipients:;",
        "Cc: bo@x.example, Anna Again <ANNA@oppdesk.example>",
        "Subject: =?iso-8859-1?q?Angebot_=FCber?=",
        " =?iso-8859-1?q?_D=E4cher?=",
        "Date: Mon, 02 Mar 2026 13:30:00 +0100",
        "Message-ID: <abc@mail.example>",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="x"',
        "",
        "--x",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Disposition: attachment; filename=a.txt",
        "",
        "not this",
        "--x",
        "Content-Type: text/plain; charset=iso-8859-15",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "100 =A4,",
        "",
        "",
        "",
        "bye",
        "--x--",
    )
    assert found == Mail(
        id="abc@mail.example",
        subject="Angebot über Dächer",
        sender=Name("Vera Kowalskí", "vera@bluesky.example"),
        to=(Name("Anna", "anna@oppdesk.example"), Name("", "bo@x.example")),
        at=datetime(2026, 3, 2, 12, 30, tzinfo=UTC),
        text="100 €,\n\nbye",
    )


def test_i12_a_page_is_read_as_words_and_nothing_in_it_is_fetched_or_run() -> None:
    found = mail(
        *HEAD,
        "Content-Type: text/html; charset=utf-8",
        "",
        "<html><head><title>no</title><style>p{background:url(http://x)}</style></head><body>",
        "<p>Dear&nbsp;Anna,</p><script>alert(1)</script><img src='file:///etc/passwd'>",
        "<div>a &lt;b&gt;<br>c</div><a href='javascript:x'>link</a></body></html>",
    )
    assert found.text == "Dear Anna,\n\na <b>\nc\nlink"


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("cp1252"), "Grüße"),
        (b"=?nonsense?q?a?=", "=?nonsense?q?a?="),
        (b"=?utf-8?b?!!!?=", None),
        (b"a\x00b\x07", "a b"),
    ],
)
def test_9_11_a_subject_in_whatever_letters(raw: bytes, subject: str | None) -> None:
    found = messages.read(b"From: vera@bluesky.example\r\nSubject: " + raw + b"\r\n\r\nHi")
    assert subject is None or found.subject == subject


@pytest.mark.parametrize(
    "charset", ["utf-8", "nonsense", "hex", "utf-16", "unicode_escape", "idna", "undefined"]
)
def test_9_11_a_text_in_whatever_letters_is_read_somehow(charset: str) -> None:
    found = messages.read(
        f"From: vera@bluesky.example\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode()
        + b"caf\xc3\xa9 \xff"
    )
    assert found.text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.4 nothing",
        b"\x00" * 100,
        b"From: nobody\r\nTo: \r\n\r\nHi",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 5000,
        b"From: a@b.example\r\n\r\n" + b"x" * LARGEST,
    ],
)
def test_9_11_what_is_no_message_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(UserError):
        messages.read(data)


def test_9_11_a_message_without_a_right_date_is_still_one() -> None:
    for date in ("yesterday", "Mon, 99 Foo 2026", "", "Mon, 02 Mar 99999 13:30:00 +0100"):
        assert mail(*HEAD, f"Date: {date}", "", "Hi").at is None


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_message_that_was_damaged_is_read_or_refused(data: st.DataObject) -> None:
    draft = Draft(
        (VERA,), "Überblick", "Text", ANNA, (Attachment("a.pdf", b"x" * 30),), b"BEGIN:VCALENDAR\r\n"
    )
    whole = bytearray(messages.written(draft, NOON))
    for _number in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    try:
        found = messages.read(bytes(whole))
    except UserError:
        return
    assert "\n" not in found.subject
    assert "\x00" not in found.text


@pytest.mark.parametrize(
    "piece",
    [
        "<b> </b> ",
        "<i> ",
        "<p",
        "<!--",
        "<![",
        "<?",
        "</",
        "<p a='",
        "&",
        "<div> ",
        "<<!---->![",
        "<script></",
    ],
)
def test_i12_a_hostile_page_keeps_nobody_waiting(piece: str) -> None:
    begun = process_time()
    for end in ("", ">", "-->"):
        messages.words_of(piece * (200_000 // len(piece)) + end)
    assert process_time() - begun < 3


def test_blanks_between_words_stay_one_and_edges_end_a_line() -> None:
    page = "a <b>b</b> <i> c</i><div> d </div> e<p>f"
    assert messages.words_of(page) == "a b  c\nd\ne\n\nf"


def test_i13_remarks_within_remarks_are_no_address() -> None:
    with pytest.raises(UserError):
        messages.read(b"To: " + b"(" * 50_000 + b"\r\n\r\nx")
