"""How alike two contacts are, and under which keys they find each other (relationships.md 5, A-5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain.likeness import DOUBTFUL, SURE, Match, likeness_of_words, score
from oppdesk.domain.traits import company_words, folded, keys, skeleton, traits
from oppdesk.domain.words import ContactType
from tests.benchmarks.contact_book import book, measure

PERSON, COMPANY = int(ContactType.PERSON), int(ContactType.COMPANY)
FIRM: dict[str, object] = {
    "type": COMPANY, "name": "Molenhof Zuivel BV", "address": "Kaasmakersstraat 41", "post_code": "1487 KD",
    "city": "Oostgraftdijk", "phone": "+31 20 555 0142", "e_mail": "info@molenhof.example",
}  # fmt: skip
SANNE: dict[str, object] = {
    "type": PERSON, "first_name": "Sanne", "surname": "Hoekema", "company_name": "Molenhof Zuivel BV",
    "phone": "+31 20 555 0142", "mobile_phone": "+31 6 5550 0187", "e_mail": "s.hoekema@molenhof.example",
}  # fmt: skip
HOME: dict[str, object] = {
    "type": PERSON, "address": "Dijk 12", "post_code": "1811 ZD", "city": "Alkmaar", "phone": "072 511 1111",
    "surname": "de Boer",
}  # fmt: skip


def find_each_other(one: dict[str, object], other: dict[str, object]) -> bool:
    return not set(keys(one)).isdisjoint(keys(other))


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Molenhof Ziuvel BV"},
        {"name": "Molenhof Zuivel"},
        {"name": "Molenhof Zuivel B.V."},
        {"name": "N.V. Molenhof Zuivel"},
        {"name": "MOLENHOF ZUIVEL B. V."},
        {"phone": "020-5550142"},
        {"phone": "0031 (0)20 5550142", "e_mail": "", "address": "", "post_code": ""},
        {"address": "Kaasmakersstr. 41", "phone": "", "e_mail": ""},
        {"address": "Nieuweweg 1", "post_code": "9711 RL", "city": "Groningen"},
        {"name": "Molenhof Zuiv.", "e_mail": "verkoop@molenhof.example"},
    ],
)
def test_dup_a_company_entered_again_is_surely_found(changes: dict[str, object]) -> None:
    other = FIRM | changes
    assert find_each_other(FIRM, other)
    assert score(FIRM, other).is_sure, score(FIRM, other)


@pytest.mark.parametrize(
    "changes",
    [
        {"first_name": "Hoekema", "surname": "Sanne"},
        {"surname": "Hoekama"},
        {"first_name": "", "surname": "", "name": "Sanne Hoekema"},
        {"first_name": "S.", "phone": ""},
        {"phone": "020 5550142", "mobile_phone": "0655500187", "e_mail": ""},
        {"company_name": "Polder BV", "phone": "030 1234567", "e_mail": "sanne@polder.example"},
        {"company_name": "Molenhof Zuivel", "phone": "", "mobile_phone": "", "e_mail": ""},
    ],
)
def test_a_5_a_person_entered_again_is_surely_found(changes: dict[str, object]) -> None:
    other = SANNE | changes
    assert find_each_other(SANNE, other)
    assert score(SANNE, other).is_sure, score(SANNE, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "Mueller"), ("Müller", "Muller"), ("Groß", "Gross"), ("Gérard", "Gerard"), ("Jørgensen", "Jorgensen"),
        ("O'Brien", "OBrien"), ("Łukasz", "Lukasz"),
    ],
)  # fmt: skip
def test_a_5_umlauts_and_accents_do_not_part_people(one: str, other: str) -> None:
    assert folded(one) == folded(other)
    assert score(SANNE | {"surname": one}, SANNE | {"surname": other}).is_sure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan", "Anna"),
        ("Johan", "Johanna"),
        ("Daniel", "Daniela"),
        ("Mario", "Maria"),
        ("Jan", "Jana"),
        ("J.", "Anna"),
    ],
)
def test_a_5_two_of_one_family_at_one_address_are_not_one(one: str, other: str) -> None:
    assert score(HOME | {"first_name": one}, HOME | {"first_name": other}).percent < DOUBTFUL


@pytest.mark.parametrize(("one", "other"), [("明", "明华"), ("小明", "小红"), ("伟", "强")])
def test_a_5_a_short_name_is_no_initial(one: str, other: str) -> None:
    """Of Chinese names one sign is a whole name."""
    wang = {"type": PERSON, "surname": "王", "company_name": "苏州包装有限公司", "phone": "0512 5550 1234"}
    assert score(wang | {"first_name": one}, wang | {"first_name": other}).percent < DOUBTFUL
    assert score(wang | {"first_name": one}, wang | {"first_name": one}).is_sure


def test_a_5_colleagues_are_not_one() -> None:
    other = SANNE | {
        "first_name": "Teun",
        "surname": "Brakel",
        "mobile_phone": "",
        "e_mail": "t.brakel@molenhof.example",
    }
    assert score(SANNE, other).percent < DOUBTFUL
    assert not find_each_other(SANNE, other)


def test_a_5_two_people_of_one_name_are_doubtful() -> None:
    other = {"type": PERSON, "first_name": "Sanne", "surname": "Hoekema", "company_name": "Polder BV"}
    assert find_each_other(SANNE, other)
    for more in (
        {},
        {"phone": "030 1234567", "e_mail": "s.hoekema@polder.example", "mobile_phone": "06 11111111"},
    ):
        assert score(SANNE, other | more).is_doubtful


def test_a_5_two_colleagues_of_one_name_with_different_mail_are_doubtful() -> None:
    other = SANNE | {"e_mail": "sanne2@molenhof.example", "mobile_phone": "06 11111111"}
    assert score(SANNE, other).is_doubtful


def test_dup_a_branch_is_not_surely_the_same_company() -> None:
    branch = FIRM | {
        "address": "Kade 1",
        "post_code": "9711 RL",
        "city": "Groningen",
        "phone": "050 1234567",
        "e_mail": "",
    }
    main = FIRM | {"home_page": "www.molenhof.example"}
    assert not score(main, branch | {"home_page": "molenhof.example"}).is_sure
    assert score(FIRM | {"name": "Halte 3"}, branch | {"name": "Halte 4"}).percent < DOUBTFUL


def test_dup_neighbours_in_one_building_are_not_one() -> None:
    other = FIRM | {"name": "Advocaten De Wit", "e_mail": "info@dewit.example", "phone": "020 7777777"}
    assert score(FIRM, other).percent < DOUBTFUL


def test_dup_the_same_name_alone_is_doubtful() -> None:
    bare = {"type": COMPANY, "name": "Molenhof Zuivel"}
    assert score(FIRM, bare).is_doubtful


def test_dup_a_company_is_never_a_person() -> None:
    assert score(FIRM, FIRM | {"type": PERSON}) == Match(0)
    assert not find_each_other(FIRM, FIRM | {"type": PERSON})


def test_dup_reasons_say_what_speaks_for_it() -> None:
    found = score(FIRM, FIRM | {"name": "Molenhof Zuivl", "address": ""})
    assert found.reasons == ("Similar name", "Same telephone number", "Same e-mail address", "Same post code")


def test_dup_other_vat_numbers_speak_against_it() -> None:
    bare = FIRM | {"address": "", "e_mail": ""}
    one, other = bare | {"vat_number": "NL123456789B01"}, bare | {"vat_number": "NL987654321B02"}
    assert score(one, other).is_doubtful
    assert score(bare, bare).is_sure
    assert score({**one, "name": "MZ Holding", "phone": "", "post_code": ""}, one).is_doubtful


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Molenhof Zuivel B.V.", ("molenhof", "zuivel")),
        ("Börde GmbH & Co. KG", ("borde",)),
        ("S.A.R.L. Dupont", ("dupont",)),
        ("Hollis & Sons Ltd.", ("hollis", "sons")),
        ("The Timber Company Inc.", ("timber",)),
        ("BV", ("bv",)),
        ("苏州包装有限公司", ("苏州包装",)),
        ("", ()),
    ],
)
def test_dup_legal_forms_do_not_count(name: str, words: tuple[str, ...]) -> None:
    assert company_words(name) == words


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("molenhof zuivel", "zuivel molenhof", 1, 1),
        ("data works", "dataworks", 0.95, 1),
        ("molenhof international", "molenhof intl", 0.9, 1),
        ("algemene bouw combinatie", "abc", 0.85, 0.9),
        ("halte 3", "halte 4", 0, 0.7),
        ("molen", "molenhof", 0.8, 0.9),
        ("苏州包装", "苏州包装机械", 0.7, 0.85),
        ("molenhof zuivel", "polder packaging", 0, 0.3),
        ("molenhof", "molenhof zuivel holding", 0.4, 0.7),
    ],
)
def test_dup_likeness_of_names(one: str, other: str, least: float, most: float) -> None:
    assert least <= likeness_of_words(one.split(), other.split()) <= most
    assert least <= likeness_of_words(other.split(), one.split()) <= most


def test_dup_free_mailers_are_no_domain() -> None:
    assert traits(SANNE | {"e_mail": "sanne@gmail.com"}).domains == frozenset()
    assert traits(SANNE | {"home_page": "https://www.molenhof.example/nl"}).domains == {"molenhof.example"}


def test_dup_a_skeleton_forgives_vowels_and_doubled_letters() -> None:
    assert skeleton("jansen") == skeleton("janssen") == skeleton("jensen")
    assert skeleton("meyer") == skeleton("meijer")
    assert skeleton("") == ""


texts = st.text(max_size=12)
contacts = st.fixed_dictionaries(
    {"type": st.sampled_from([PERSON, COMPANY])},
    optional=dict.fromkeys(
        [
            "name", "first_name", "middle_name", "surname", "initials", "company_name", "address", "post_code", "city",
            "phone", "mobile_phone", "e_mail", "e_mail_2", "home_page", "vat_number", "registration_number",
        ],
        texts | st.none(),
    ),
)  # fmt: skip


@given(contacts, contacts)
def test_dup_any_two_contacts_are_as_alike_as_the_other_way_round(
    one: dict[str, object], other: dict[str, object]
) -> None:
    assert score(one, other).percent == score(other, one).percent
    assert 0 <= score(one, other).percent <= 99
    assert all(-(2**63) <= key < 2**63 for key in keys(one))
    assert len(keys(one)) == len(set(keys(one)))


def test_dup_planted_duplicates_are_found() -> None:
    figures = measure(book(3_000, seed=11))
    assert figures.precision >= 0.95, figures.wrong
    assert figures.recall >= 0.95, figures.missed
    assert figures.sure_people == 0


def test_dup_the_same_seed_makes_the_same_book() -> None:
    assert book(300, seed=5) == book(300, seed=5)
    assert SURE > DOUBTFUL
