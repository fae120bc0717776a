"""The keys of likeness follow every change of a contact in its own operation, and are made again when they must be."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oppdesk.domain.duplicates import DEFAULT_ROWS, matching
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.domain.query import Query
from oppdesk.domain.words import ContactType
from oppdesk.services.desk import Desk, open_desk
from oppdesk.storage import duplicate_bulk, duplicate_keys
from oppdesk.storage.base import metadata
from oppdesk.storage.duplicate_keys import PENDING, SIGNATURE, Rules, known
from tests.conftest import RESOURCES, WORK_DATE
from tests.services import records
from tests.services.records import store_of

TEXTS = st.text("AB1", max_size=2)
STRINGS = st.lists(TEXTS, min_size=16, max_size=16)


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Iterator[Desk]:
    import shutil

    shutil.copytree(template, tmp_path / "data")
    opened = open_desk(tmp_path / "data", tmp_path / "backups", RESOURCES, device=2, today=lambda: WORK_DATE)
    opened.duplicates.catch_up()
    yield opened
    opened.close()


def company(desk: Desk, name: str = "Molenhof Zuivel BV", **values: object) -> int:
    return desk.contacts.create({"type": int(ContactType.COMPANY), "name": name} | values)


def person(desk: Desk, name: str = "Sanne Hoekema", company: int | None = None, **values: object) -> int:
    return desk.contacts.create({"type": int(ContactType.PERSON), "name": name, "company": company} | values)


def kept(desk: Desk) -> set[tuple[int, int]]:
    """(key, contact), without the notes beside them."""
    with store_of(desk).read() as connection:
        rows = connection.exec_driver_sql("SELECT key, contact FROM duplicate_key").all()
    return {(row[0], row[1]) for row in rows if row[0] not in (PENDING, SIGNATURE)}


def right(desk: Desk) -> set[tuple[int, int]]:
    """What they would be if they were made just now."""
    with store_of(desk).read() as connection:
        by = duplicate_keys.rules(connection)
        values = duplicate_keys.contacts(connection, desk.lists.ids("contact", Query()))
    return {
        (key, contact)
        for contact, own in values.items()
        for some in duplicate_keys.keys(known(own, by), by)
        for key in some
    }


@given(STRINGS, STRINGS, st.integers(1, 100))
def test_dup_5_3_two_that_agree_in_enough_strings_have_keys_in_common(
    one: list[str], other: list[str], percent: int
) -> None:
    by = Rules(DEFAULT_ROWS, percent)
    mine, theirs = (set(duplicate_keys._string_keys(strings, by)) for strings in (one, other))
    if matching(one, other) >= by.needed:
        assert len(mine & theirs) >= by.common


def test_dup_5_3_keys_follow_each_change_and_each_undo(desk: Desk) -> None:
    made = company(desk, phone="+31 20 1234567", city="Weesp", post_code="1381 AB")
    assert len(kept(desk)) > 3
    assert kept(desk) == right(desk)
    desk.contacts.change(made, {"e_mail": "info@molenhof.nl"})  # the reference does not see this one
    after = kept(desk)
    assert after == right(desk)
    desk.contacts.change(made, {"job_title": ""})
    assert kept(desk) == after
    desk.contacts.remove([made])
    assert kept(desk) == set()
    desk.history.undo()
    assert kept(desk) == after
    for _each in range(2):
        desk.history.undo()
    assert kept(desk) == set()


def test_dup_5_3_people_are_found_by_the_name_of_their_company(desk: Desk) -> None:
    house = company(desk)
    person(desk, company=house)
    before = kept(desk)
    desk.contacts.change(house, {"name": "Weidevogel Kaas BV"})
    assert kept(desk) == right(desk)
    assert kept(desk) != before


def test_dup_5_1_without_search_strings_the_keys_of_traits_stay(desk: Desk) -> None:
    company(desk, phone="+31 20 1234567", city="Weesp", post_code="1381 AB", address="Kade 1", e_mail="a@b.nl",
            vat_number="NL123456789B01")  # fmt: skip
    assert any(key & 1 for key, _contact in kept(desk))
    records.marketing(desk, maintain_duplicates=False)
    assert desk.duplicates.is_behind()
    desk.duplicates.catch_up()
    assert kept(desk) == right(desk)
    assert not any(key & 1 for key, _contact in kept(desk))


def test_dup_5_1_another_setup_makes_the_keys_anew(desk: Desk) -> None:
    company(desk, phone="+31 20 1234567", city="Weesp", post_code="1381 AB", address="Kade 1", e_mail="a@b.nl",
            vat_number="NL123456789B01")  # fmt: skip
    assert not desk.duplicates.is_behind()
    records.marketing(desk, search_hit=30)
    assert desk.duplicates.is_behind()
    desk.duplicates.catch_up()
    assert kept(desk) == right(desk)
    assert not desk.duplicates.is_behind()


def many(desk: Desk, count: int) -> list[int]:
    with store_of(desk).write("test.many", "Many") as work:
        keys = work.keys(count)
        rows = [
            {
                "id": key,
                "number": f"M{key}",
                "name": f"House {at}",
                "search_name": f"HOUSE {at}",
                "company": key,
            }
            for at, key in enumerate(keys)
        ]
        return work.put_many(metadata.tables["contact"], rows, count)


def test_dup_5_3_a_file_of_many_gets_its_keys_afterwards(desk: Desk) -> None:
    many(desk, 1_200)
    assert kept(desk) == set()
    assert desk.duplicates.is_behind()
    told: list[tuple[int, int]] = []
    stopped = Progress(lambda done, total: (told.append((done, total)), stopped.cancel())[0])
    with pytest.raises(Cancelled):
        desk.duplicates.catch_up(stopped)
    assert 0 < len({contact for _key, contact in kept(desk)}) < 1_200
    desk.duplicates.catch_up()
    assert told[0] == (0, 1_200)
    assert not desk.duplicates.is_behind()
    assert kept(desk) == right(desk)
    desk.history.undo()
    desk.duplicates.catch_up()
    assert kept(desk) == set()


def test_dup_5_3_generate_makes_all_anew(desk: Desk) -> None:
    company(desk, phone="+31 20 1234567")
    person(desk)
    with store_of(desk).derive() as connection:
        connection.exec_driver_sql("DELETE FROM duplicate_key")
        connection.exec_driver_sql("INSERT INTO duplicate_key VALUES (4711, 4711)")
    assert desk.duplicates.is_behind()
    desk.duplicates.generate()
    assert right(desk) <= kept(desk)
    assert not desk.duplicates.is_behind()


def test_a_file_of_an_older_version_opens_without_waiting_for_keys(desk: Desk, tmp_path: Path) -> None:
    company(desk)
    with store_of(desk).derive() as connection:
        connection.exec_driver_sql("DELETE FROM duplicate_key")
    desk.close()
    again = open_desk(tmp_path / "data", tmp_path / "backups", RESOURCES, device=2, today=lambda: WORK_DATE)
    try:
        assert kept(again) == set()
        assert again.duplicates.is_behind()
        assert again.duplicates.search_all() == 0
        assert kept(again) == right(again)
    finally:
        again.close()


def test_dup_5_3_keys_of_thousands_are_the_same_and_a_change_meanwhile_is_not_lost(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicate_bulk, "MANY", 1_000)
    house = company(desk, phone="+31 20 1234567")
    keys = many(desk, 1_200)
    who = person(desk, company=keys[3])

    def change(done: int, _total: int) -> None:
        if done == 1_000:  # beside it, on what its keys were made of already
            desk.contacts.change(keys[3], {"name": "Weidevogel Kaas"})

    desk.duplicates.catch_up(Progress(change))
    assert kept(desk) == right(desk)
    assert not desk.duplicates.is_behind()
    desk.duplicates.generate()
    assert kept(desk) == right(desk)
    assert {house, who, keys[3]} <= {contact for _key, contact in kept(desk)}
    with store_of(desk).read() as connection:
        assert connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_master WHERE name = 'ix_duplicate_key_contact'"
        ).scalar()


def test_dup_5_1_a_row_that_goes_takes_its_strings_along(desk: Desk) -> None:
    company(desk, phone="+31 20 1234567", city="Weesp", post_code="1381 AB", address="Kade 1", e_mail="a@b.nl",
            vat_number="NL123456782B90")  # fmt: skip
    before = {each for each in kept(desk) if each[0] & 1}
    for row in desk.setup.rows("duplicate_search"):
        desk.setup.remove("duplicate_search", row["id"])
    assert desk.duplicates.is_behind()
    desk.duplicates.catch_up()
    assert before
    assert not before & kept(desk)
    assert kept(desk) == right(desk)
    assert desk.duplicates.search_all() == 0


NAMES = st.sampled_from(["Molenhof Zuivel BV", "Müller & Söhne", "Jan van der Berg", "李明", "X", "12 34"])
PLACES = st.fixed_dictionaries(
    {},
    optional={
        "phone": st.sampled_from(["", "+31 20 1234567", "020-1234567"]),
        "e_mail": st.sampled_from(["", "info@molenhof.nl", "a@gmail.com; b@molenhof.nl"]),
        "post_code": st.sampled_from(["", "1381 AB"]),
        "vat_number": st.just(""),
        "job_title": st.just(""),
    },
)
ACTS = st.lists(st.tuples(st.sampled_from(["house", "person", "name", "place", "remove", "undo"]), NAMES, PLACES, st.integers(0, 9)), max_size=7)  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_dup_5_3_whatever_is_done_the_keys_are_those_of_what_is_stored(
    desk: Desk, acts: list[tuple[str, str, dict[str, object], int]]
) -> None:
    for act, name, places, pick in acts:
        known_ids = list(desk.lists.ids("contact", Query()))
        one = known_ids[pick % len(known_ids)] if known_ids else None
        if act == "house":
            company(desk, name, **places)
        elif act == "person":
            rows = desk.lists.rows("contact", known_ids)
            houses = [row["id"] for row in rows if row["type"] == ContactType.COMPANY]
            person(desk, name, houses[pick % len(houses)] if houses else None, **places)
        elif act == "undo":
            desk.history.undo()
        elif one is not None and act == "remove":
            desk.contacts.remove([one])
        elif one is not None:
            desk.contacts.change(one, {"name": name} if act == "name" else places)
        assert kept(desk) == right(desk)
