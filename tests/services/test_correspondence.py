"""Letters filled with what is known, drafts that a mail program opens, messages that become interactions."""

from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest

from oppdesk.domain.errors import UserError
from oppdesk.domain.interactions import File, NewInteraction
from oppdesk.domain.words import Correspondence as By
from oppdesk.domain.words import Flow
from oppdesk.exchange import messages
from oppdesk.exchange.messages import Attachment, Draft, Name
from oppdesk.i18n import learn
from oppdesk.services.correspondence import Letter
from oppdesk.services.desk import Desk
from tests.exchange.test_calendar_files import HOSTILE
from tests.services.records import (
    add_setup,
    change_setup,
    code_id,
    company,
    opportunity,
    person,
    refused,
    salesperson,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def anna(desk: Desk) -> int:
    return salesperson(
        desk,
        name="Anna Bos",
        e_mail="anna@oppdesk.example; a.bos@oppdesk.example",
        phone="+31 20 1",
        job_title="Sales",
    )


def vera(desk: Desk, **values: Any) -> int:
    house = company(desk, address="Dam 1", city="Amsterdam", post_code="1012 JS")
    salutation = code_id(desk, "salutation", "F")
    known = {"first_name": "Vera", "surname": "Kowalski", "salutation": salutation, "address": "Dam 1"}
    return person(
        desk, company=house, **({"e_mail": "vera@bluesky.example", "city": "Amsterdam"} | known | values)
    )


def letter_of(desk: Desk, text: str, **values: Any) -> NewInteraction:
    usual: dict[str, Any] = {
        "contact": vera(desk),
        "on": date(2026, 3, 2),
        "letter": text,
        "subject": "Offer",
    }
    return NewInteraction(**(usual | values))


# -- letters ----------------------------------------------------------------------------------------------------


def test_9_2_a_letter_is_filled_from_contact_salesperson_and_opportunity(desk: Desk) -> None:
    seller = anna(desk)
    made = opportunity(desk, salesperson=seller, description="New offices")
    text = (
        "{company}\n{contact}\n{date}\n{formal}\n{informal}\n{opportunity}\n{salesperson}, {salesperson_title},"
        " {salesperson_phone}, {salesperson_e_mail}"
    )
    new = letter_of(desk, text, salesperson=seller, opportunity=made, subject="About {opportunity}")
    subject, filled = desk.correspondence.letter(new, learn("en_GB"))
    assert subject == "About New offices"
    assert filled.split("\n") == [
        "Blue Sky Travel",
        "Vera Kowalski",
        "2 Mar 2026",
        "Dear Ms. Vera Kowalski,",
        "Hi Vera,",
        "New offices",
        "Anna Bos, Sales, +31 20 1, anna@oppdesk.example",
    ]
    assert desk.correspondence.remarks(new) == ()


def test_9_2_the_address_block_is_that_of_a_letter(desk: Desk) -> None:
    new = letter_of(desk, "{address}")
    assert new.contact is not None
    lines = desk.contacts.letter(new.contact, date(2026, 3, 2))
    assert desk.correspondence.letter(new).text.split("\n") == lines
    assert len(lines) > 2


def test_9_2_a_date_is_written_as_the_contact_is_used_to(desk: Desk) -> None:
    new = letter_of(desk, "{date}", contact=vera(desk, format_region="fr-FR"))
    assert desk.correspondence.letter(new, learn("en_GB")).text == "2 mars 2026"


def test_9_2_the_letter_of_the_template_stands_where_nothing_is_written(desk: Desk) -> None:
    template = code_id(desk, "interaction_template", "BUS")
    french = code_id(desk, "language", "FRA")
    for language, text in ((None, "Dear {contact}"), (french, "Bonjour {contact}")):
        add_setup(
            desk,
            "interaction_template_language",
            interaction_template=template,
            language=language,
            letter=text,
            subject="S",
        )
    new = letter_of(desk, "", subject="", template=template)
    assert desk.correspondence.letter(new) == Letter("S", "Dear Vera Kowalski")
    assert desk.correspondence.letter(replace(new, language=french)).text == "Bonjour Vera Kowalski"
    assert desk.correspondence.letter(replace(new, letter="Own {contact}")).text == "Own Vera Kowalski"


def test_9_2_a_field_that_nobody_knows_is_told(desk: Desk) -> None:
    new = letter_of(desk, "Dear {nane}, {contact}")
    assert desk.correspondence.letter(new).text == "Dear {nane}, Vera Kowalski"
    (told,) = desk.correspondence.remarks(new)
    assert "{nane}" in told


def test_sal_1_a_greeting_that_is_missing_is_told(desk: Desk) -> None:
    new = letter_of(desk, "{formal}", contact=vera(desk, salutation=None))
    assert desk.correspondence.letter(new).text == ""
    (told,) = desk.correspondence.remarks(new)
    assert "salutation formula" in told
    assert desk.correspondence.remarks(replace(new, letter="no greeting")) == ()


def test_9_2_on_paper_the_letter_has_house_address_day_and_text(desk: Desk) -> None:
    change_setup(desk, "company_info", desk.setup.single("company_info")["id"], name="Our <House>")
    new = letter_of(desk, "Dear {contact},\n\nyours", subject="Offer & more")
    page = desk.correspondence.page(new, learn("en_GB"))
    text = page.data.decode()
    assert page.name == "Offer & more.html"
    for words in (
        "Our &lt;House&gt;",
        "Dam 1",
        "2 Mar 2026",
        "Offer &amp; more",
        "Dear Vera Kowalski,<br><br>yours",
    ):
        assert words in text
    assert "<h" not in text.replace("<html", "").replace("<head", "")


@pytest.mark.parametrize(
    "words", [each for each in HOSTILE if each.strip() and "\x00" not in each and "\ud800" not in each]
)
def test_i11_hostile_names_do_a_letter_no_harm(desk: Desk, words: str) -> None:
    name = " ".join(words.split())[:100].strip()
    new = letter_of(desk, "{contact}|{contact}", contact=vera(desk, name=name), subject="{contact}")
    assert desk.correspondence.letter(new).text == f"{name}|{name}"
    page = desk.correspondence.page(new).data.decode()
    assert "<img" not in page
    message = parsed(desk.correspondence.message(new))
    assert set(message.keys()) == {
        *("To", "Subject", "Date", "Message-ID", "X-Unsent", "MIME-Version", "Content-Type")
    }


# -- drafts -----------------------------------------------------------------------------------------------------


def parsed(file: File) -> EmailMessage:
    return cast("EmailMessage", message_from_bytes(file.data, policy=policy.default))


def test_9_6_an_e_mail_is_a_draft_with_the_attachment(desk: Desk) -> None:
    file = File("offer.pdf", b"%PDF")
    new = letter_of(desk, "Dear {contact}", salesperson=anna(desk), subject="Offer: 1/2", file=file)
    made = desk.correspondence.message(new)
    assert made.name.endswith(".eml")
    assert "/" not in made.name
    message = parsed(made)
    assert str(message["From"]) == "Anna Bos <anna@oppdesk.example>"
    assert str(message["To"]) == "Vera Kowalski <vera@bluesky.example>"
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("offer.pdf", b"%PDF")


def test_9_6_the_address_that_was_chosen_wins(desk: Desk) -> None:
    new = letter_of(desk, "x", contact_via="other@bluesky.example")
    assert parsed(desk.correspondence.message(new))["To"].addresses[0].addr_spec == "other@bluesky.example"
    phone = replace(new, contact_via="+31 20 1")
    assert parsed(desk.correspondence.message(phone))["To"].addresses[0].addr_spec == "vera@bluesky.example"


def test_int_7_without_an_e_mail_address_nothing_is_delivered(desk: Desk) -> None:
    new = letter_of(desk, "x", contact=vera(desk, e_mail=""))
    error = refused(desk, "INT-7", lambda: desk.correspondence.message(new))
    assert "Vera Kowalski" in error.message


def test_int_7_the_address_of_the_letter_is_enough(desk: Desk) -> None:
    contact = vera(desk, e_mail="")
    add_setup(desk, "alternative_address", contact=contact, code="HOME", e_mail="home@vera.example")
    new = letter_of(desk, "x", contact=contact, alternative_address="HOME")
    assert parsed(desk.correspondence.message(new))["To"].addresses[0].addr_spec == "home@vera.example"


def test_i13_a_link_carries_subject_and_text_and_nothing_else(desk: Desk) -> None:
    new = letter_of(
        desk, "Dear {contact} & co\n?attach=/etc/passwd&bcc=x@y.example", subject="a&bcc=x@y.example\r\nX: 1"
    )
    link = desk.correspondence.link(new)
    parts = urlsplit(link)
    assert (parts.scheme, parts.path) == ("mailto", "vera@bluesky.example")
    assert parse_qs(parts.query) == {
        "subject": ["a&bcc=x@y.example X: 1"],
        "body": ["Dear Vera Kowalski & co\r\n?attach=/etc/passwd&bcc=x@y.example"],
    }


def test_i13_a_link_is_as_long_as_systems_take_and_cut_between_letters(desk: Desk) -> None:
    link = desk.correspondence.link(letter_of(desk, "林晓燕" * 5000))
    assert 1_800 < len(link) <= 1_900
    assert set(parse_qs(urlsplit(link).query)["body"][0]) == set("林晓燕")


# -- messages that come in --------------------------------------------------------------------------------------


def mail(sender: Name, *to: Name, subject: str = "Roof", text: str = "About the roof") -> File:
    draft = Draft(to, subject, text, sender, (Attachment("plan.pdf", b"%PDF"),))
    return File("whatever.eml", messages.written(draft, NOON))


ANNA = Name("Anna", "A.Bos@oppdesk.example")
VERA = Name("V", "Vera@BlueSky.example")


def test_9_11_a_message_from_a_contact_becomes_an_interaction(desk: Desk) -> None:
    seller, contact = anna(desk), vera(desk)
    incoming = desk.correspondence.incoming(mail(VERA, ANNA))
    assert [ref.id for ref in incoming.contacts] == [contact]
    assert (incoming.flow, incoming.salesperson, incoming.logged_on) == (Flow.INBOUND, seller, None)
    made = desk.correspondence.log_message(incoming, contact)
    row = desk.lists.rows("interaction", [made])[0]
    local = NOON.astimezone()
    assert (row["on"], row["at"]) == (local.date(), local.time())
    assert (row["description"], row["subject"], row["file_name"]) == ("Roof", "Roof", "Roof.eml")
    assert row["interaction_template"].text == "EMAIL"
    assert (row["information_flow"], row["initiated_by"]) == (2, 2)
    assert row["salesperson"].id == seller
    assert row["contact_via"] == "vera@bluesky.example"
    kept = desk.interactions.file(made)
    assert kept is not None
    assert parsed(kept)["Subject"] == "Roof"


def test_9_11_a_message_of_ours_goes_out_and_is_not_delivered_again(desk: Desk) -> None:
    seller, contact = anna(desk), vera(desk)
    incoming = desk.correspondence.incoming(mail(ANNA, VERA, Name("", "bo@else.example")))
    assert (incoming.flow, incoming.salesperson) == (Flow.OUTBOUND, seller)
    assert incoming.strangers == (Name("", "bo@else.example"),)
    made = desk.correspondence.log_message(incoming, contact)
    row = desk.lists.rows("interaction", [made])[0]
    assert (row["information_flow"], row["initiated_by"], row["delivery"]) == (1, 1, 0)
    assert row["correspondence_type"] == By.NONE


def test_eml_1_without_a_contact_one_is_chosen_or_created(desk: Desk) -> None:
    anna(desk)
    incoming = desk.correspondence.incoming(mail(VERA, ANNA))
    assert incoming.contacts == ()
    assert incoming.strangers == (Name("V", "vera@bluesky.example"),)
    refused(desk, "EML-1", lambda: desk.correspondence.log_message(incoming, None))


def test_eml_2_several_with_that_address_are_offered(desk: Desk) -> None:
    both = {vera(desk), vera(desk, e_mail="", e_mail_2="VERA@bluesky.example")}
    vera(desk, e_mail="vera@bluesky.example.org")
    incoming = desk.correspondence.incoming(mail(VERA, ANNA))
    assert {ref.id for ref in incoming.contacts} == both


def test_9_11_an_address_of_common_words_is_found_among_hundreds_like_it(desk: Desk) -> None:
    anna(desk)
    for number in range(260):
        vera(desk, e_mail=f"info@x{number}.example")
    wanted = vera(desk, e_mail="Info@X.example")
    incoming = desk.correspondence.incoming(mail(Name("", "info@x.example"), ANNA))
    assert [ref.id for ref in incoming.contacts] == [wanted]


def test_eml_3_a_message_is_logged_once_and_when_is_said(desk: Desk) -> None:
    contact = vera(desk)
    file = mail(VERA, ANNA)
    anna(desk)
    made = desk.correspondence.log_message(desk.correspondence.incoming(file), contact)
    again = desk.correspondence.incoming(file)
    assert (again.logged_on, again.interaction) == (desk.context.today, made)
    refused(desk, "EML-3", lambda: desk.correspondence.log_message(again, contact))


def test_its_3_without_a_template_for_e_mails_none_is_logged(desk: Desk) -> None:
    anna(desk)
    contact = vera(desk)
    setup = desk.setup.single("interaction_template_setup")
    change_setup(desk, "interaction_template_setup", setup["id"], e_mails=None)
    incoming = desk.correspondence.incoming(mail(VERA, ANNA))
    refused(desk, "ITS-3", lambda: desk.correspondence.log_message(incoming, contact))


def test_a_message_logged_is_one_action_that_is_undone_whole(desk: Desk) -> None:
    anna(desk)
    contact = vera(desk)
    made = desk.correspondence.log_message(desk.correspondence.incoming(mail(VERA, ANNA)), contact)
    desk.history.undo()
    assert desk.lists.rows("interaction", [made]) == []
    assert desk.correspondence.incoming(mail(VERA, ANNA)).logged_on is None


def test_what_is_no_message_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError):
        desk.correspondence.incoming(File("x.eml", b"nothing"))
