"""Defaults, checks and titles of interactions as pure rules (relationships 9.4 to 9.6, 9.9)."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from oppdesk.domain import interactions
from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.interactions import File, NewInteraction
from oppdesk.domain.words import Correspondence, Flow, WizardAction

NONE, HARD, MAIL = Correspondence.NONE, Correspondence.HARD_COPY, Correspondence.EMAIL
TEMPLATE = {
    "id": 7,
    "code": "BUS",
    "description": "Business letter",
    "unit_cost": 800,
    "unit_duration": 30,
    "information_flow": 1,
    "initiated_by": 1,
    "correspondence_type": 1,
    "ignore_contact": False,
    "language": None,
    "wizard_action": 0,
}


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 3, 2, 10, 15), time(10, 15)),
        (datetime(2026, 3, 2, 10, 15, 1), time(10, 16)),
        (datetime(2026, 3, 2, 10, 59, 0, 1), time(11, 0)),
        (datetime(2026, 3, 2, 23, 59, 30), time(23, 59)),
    ],
)
def test_9_5_the_time_is_rounded_up_to_a_full_minute(moment: datetime, expected: time) -> None:
    assert interactions.full_minute(moment) == expected


@pytest.mark.parametrize(
    ("own", "ignores", "theirs", "expected"),
    [
        (HARD, True, MAIL, HARD),  # it ignores the contact
        (NONE, True, MAIL, NONE),
        (HARD, False, NONE, HARD),  # only the template says one
        (HARD, False, MAIL, MAIL),  # the contact's
        (NONE, False, MAIL, MAIL),
        (NONE, False, NONE, HARD),  # nobody says one: it stays
    ],
)
def test_9_5_the_order_of_correspondence_types(
    own: Correspondence, ignores: bool, theirs: Correspondence, expected: Correspondence
) -> None:
    template = TEMPLATE | {"correspondence_type": int(own), "ignore_contact": ignores}
    assert interactions.correspondence(template, {"correspondence_type": int(theirs)}, HARD) is expected


@pytest.mark.parametrize(
    ("theirs", "spoken", "expected"), [(3, {3, 4}, 3), (5, {3, 4}, 4), (None, {None, 4}, 4)]
)
def test_9_5_the_contacts_language_if_the_template_has_it(
    theirs: int | None, spoken: set[int | None], expected: int
) -> None:
    assert interactions.language(TEMPLATE | {"language": 4}, {"language": theirs}, spoken) == expected


def test_9_5_a_template_brings_its_values_and_the_description_while_nobody_typed_one() -> None:
    new = interactions.with_template(NewInteraction(contact=1), TEMPLATE, {}, [], {})
    assert (new.template, new.description, new.cost, new.duration) == (7, "Business letter", 800, 30)
    assert (new.information_flow, new.correspondence_type) == (Flow.OUTBOUND, HARD)
    other = TEMPLATE | {"id": 8, "description": "Memo"}
    assert interactions.with_template(new, other, {}, [], TEMPLATE).description == "Memo"
    typed = NewInteraction(contact=1, description="About the roof")
    assert interactions.with_template(typed, other, {}, [], TEMPLATE).description == "About the roof"


def test_9_6_what_somebody_wrote_or_attached_stays_when_the_template_changes() -> None:
    line = {"subject": "Offer", "letter": "Dear {contact}", "file_name": "offer.pdf"}
    theirs = File("offer.pdf", b"1")
    new = interactions.with_document(NewInteraction(), line, theirs, {})
    assert (new.subject, new.letter, new.file) == ("Offer", "Dear {contact}", theirs)
    plain = interactions.with_document(new, {}, None, line)
    assert (plain.subject, plain.letter, plain.file) == ("", "", None)
    own = NewInteraction(letter="My own words", file=File("own.pdf", b"2"))
    kept = interactions.with_document(own, line, theirs, {})
    assert (kept.letter, kept.file, kept.subject) == ("My own words", own.file, "Offer")


def test_9_9_a_title_says_by_whom_or_from_whom() -> None:
    said = [
        interactions.title("Phone call", flow, "Anna", "Vera")
        for flow in (Flow.OUTBOUND, Flow.INBOUND, Flow.NONE)
    ]
    assert said == ["Phone call by Anna", "Phone call from Vera", "Phone call"]
    assert interactions.title("Phone call", Flow.OUTBOUND, "", "Vera") == "Phone call"


def test_int_1_an_interaction_has_a_contact() -> None:
    with pytest.raises(FieldError) as error:
        interactions.check_contact(NewInteraction())
    assert (error.value.number, error.value.field) == ("INT-1", "contact")


FULL = NewInteraction(contact=1, template=7, description="Visit", salesperson=2, on=date(2026, 3, 2))


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"template": None, "description": ""}, "interaction_template"),
        ({"description": "  ", "salesperson": None}, "description"),
        ({"salesperson": None, "on": None}, "salesperson"),
        ({"on": None}, "on"),
    ],
)
def test_int_2_what_is_blank_is_named_in_order(missing: dict[str, object], field: str) -> None:
    interactions.check_filled(FULL)
    with pytest.raises(FieldError) as error:
        interactions.check_filled(replace(FULL, **missing))  # type: ignore[arg-type]
    assert (error.value.number, error.value.field) == ("INT-2", field)


@pytest.mark.parametrize(
    ("number", "action", "spoken", "values"),
    [
        ("INT-8", WizardAction.OPEN, [3], {"language": 4}),
        ("INT-3", WizardAction.OPEN, [], {}),
        ("INT-3", WizardAction.MERGE, [3], {"language": 3}),
        ("INT-6", WizardAction.IMPORT, [], {"letter": "Beside it"}),
        ("INT-4", WizardAction.NONE, [], {"correspondence_type": MAIL, "letter": " "}),
    ],
)
def test_int_3_int_4_int_6_int_8_a_template_has_what_its_action_works_with(
    number: str, action: WizardAction, spoken: list[int], values: dict[str, object]
) -> None:
    new = replace(FULL, **values)  # type: ignore[arg-type]
    template = TEMPLATE | {"wizard_action": int(action)}
    with pytest.raises((FieldError, RuleError)) as error:
        interactions.check_document(new, template, spoken)
    assert error.value.number == number
    interactions.check_document(replace(new, file=File("a.pdf", b"1")), template, spoken)


def test_int_4_a_plain_mail_body_is_enough_and_what_came_in_needs_none() -> None:
    mail = replace(FULL, correspondence_type=MAIL)
    interactions.check_document(replace(mail, letter="Dear Vera"), TEMPLATE, [])
    interactions.check_document(replace(mail, information_flow=Flow.INBOUND), TEMPLATE, [])


def test_a_18_what_was_logged_today_may_be_put_right_and_evaluated_at_any_time() -> None:
    day = date(2026, 3, 2)
    interactions.check_correction(["cost", "duration", "description", "attempt_failed"], day, day)
    interactions.check_correction(["evaluation"], date(2020, 1, 1), day)
    for names, logged in ((["cost"], date(2026, 3, 1)), (["contact"], day), (["cost"], None)):
        with pytest.raises(RuleError) as error:
            interactions.check_correction(names, logged, day)
        assert error.value.number == "A-18"
