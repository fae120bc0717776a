"""Business relations: the status of a contact, its label, links with numbers (relationships.md 3.11, 4.3)."""

import pytest

from oppdesk.domain import contact_relations as relations
from oppdesk.domain.errors import UserError
from oppdesk.domain.words import ACQUAINTANCE, RELATION, Acquaintance, ContactType, Relation

PERSON, COMPANY = int(ContactType.PERSON), int(ContactType.COMPANY)
CUST, VEND, BANK, EMP, PRESS, PROS = range(1, 7)
SETUP = {
    "relation_of_customers": CUST,
    "relation_of_vendors": VEND,
    "relation_of_banks": BANK,
    "relation_of_employees": EMP,
}
CODES = relations.reserved(SETUP)


def row(code: int, number: str = "", link: int = 1, system: str = "") -> dict[str, object]:
    return {"business_relation": code, "external_number": number, "link": link, "system": system}


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([], Relation.NONE),
        ([row(PRESS)], Relation.OTHER),
        ([row(CUST)], Relation.OTHER),
        ([row(PRESS), row(PROS)], Relation.MULTIPLE),
        ([row(CUST, "C1")], Relation.CUSTOMER),
        ([row(VEND, "V1")], Relation.VENDOR),
        ([row(BANK, "B1")], Relation.BANK_ACCOUNT),
        ([row(EMP, "E1")], Relation.EMPLOYEE),
        ([row(CUST, "C1"), row(PRESS)], Relation.MULTIPLE),
        ([row(CUST, "C1"), row(VEND, "V1")], Relation.MULTIPLE),
        ([row(PRESS, "P1")], Relation.OTHER),
    ],
)
def test_3_11_the_status_of_a_contact(rows: list[dict[str, object]], status: Relation) -> None:
    assert relations.relation(rows, CODES) is status


def test_3_11_without_setup_no_code_is_reserved() -> None:
    assert relations.reserved({}) == {}
    assert relations.relation([row(CUST, "C1")], {}) is Relation.OTHER
    assert (len(RELATION), len(ACQUAINTANCE)) == (len(Relation), len(Acquaintance))


@pytest.mark.parametrize(
    ("rows", "won", "still_open", "label"),
    [
        ([], 0, 0, Acquaintance.LEAD),
        ([row(PRESS)], 0, 0, Acquaintance.LEAD),
        ([row(CUST)], 0, 0, Acquaintance.LEAD),
        ([row(VEND, "V1")], 0, 0, Acquaintance.LEAD),
        ([row(PROS)], 0, 0, Acquaintance.PROSPECT),
        ([], 0, 1, Acquaintance.PROSPECT),
        ([row(PROS)], 1, 1, Acquaintance.CUSTOMER),
        ([row(PROS), row(CUST, "C1")], 0, 0, Acquaintance.CUSTOMER),
    ],
)
def test_3_11_lead_prospect_customer(
    rows: list[dict[str, object]], won: int, still_open: int, label: Acquaintance
) -> None:
    assert relations.acquaintance(rows, CODES, PROS, won=won, still_open=still_open) is label


def test_4_3_a_row_belongs_to_the_company_of_a_person() -> None:
    assert relations.owner({"type": PERSON, "id": 2, "company": 1}) == 1
    assert relations.owner({"type": PERSON, "id": 2, "company": None}) == 2
    assert relations.owner({"type": COMPANY, "id": 1, "company": 1}) == 1


def test_br_1_reserved_codes_need_a_number() -> None:
    with pytest.raises(UserError) as error:
        relations.check_typed(row(CUST, " "), CODES)
    assert error.value.number == "BR-1"
    relations.check_typed(row(CUST, "C1"), CODES)
    relations.check_typed(row(PRESS), CODES)


def test_br_2_a_contact_has_one_number_of_a_kind_and_system() -> None:
    with pytest.raises(UserError, match="number C1") as error:
        relations.check_link({}, row(CUST, "C2"), [row(CUST, "C1")], [])
    assert error.value.number == "BR-2"
    relations.check_link({}, row(CUST, "C2"), [row(CUST)], [])
    relations.check_link({}, row(CUST, "C2"), [row(VEND, "V1", link=2)], [])
    relations.check_link({}, row(CUST, "C2", system="Exact"), [row(CUST, "C1")], [])


def test_br_3_a_number_belongs_to_one_contact() -> None:
    with pytest.raises(UserError, match="CT9 Polder") as error:
        relations.check_link({}, row(CUST, "c1"), [], [(row(CUST, "C1"), "CT9 Polder")])
    assert error.value.number == "BR-3"
    relations.check_link({}, row(CUST, "C1"), [], [(row(VEND, "C1", link=2), "CT9 Polder")])


def test_br_4_a_blocked_contact_is_not_linked() -> None:
    with pytest.raises(UserError) as error:
        relations.check_link({"privacy_blocked": True}, row(CUST, "C1"), [], [])
    assert error.value.number == "CON-P2"


def test_br_5_a_link_needs_a_number() -> None:
    with pytest.raises(UserError) as error:
        relations.check_link({}, row(CUST, " "), [], [])
    assert (error.value.number, error.value.field) == ("BR-5", "external_number")


def test_4_3_a_link_takes_the_place_of_a_row_without_number() -> None:
    bare = row(CUST)
    assert relations.replaced(row(CUST, "C1"), [row(PRESS), bare]) is bare
    assert relations.replaced(row(CUST, "C1"), [row(PRESS), row(CUST, "C0")]) is None
