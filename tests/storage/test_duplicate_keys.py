"""The keys of likeness follow every change of a contact in its own operation, and are made again when they must be."""

import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oppdesk.domain.duplicates import DEFAULT_ROWS, matching
from oppdesk.domain.progress import STOP, Cancelled, Interrupted, Progress, Stop
from oppdesk.domain.query import Query
from oppdesk.domain.words import ContactType
from oppdesk.services.desk import Desk, open_desk
from oppdesk.storage import duplicate_bulk, duplicate_keys, sqlite_duplicates
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
                "phone": f"+31 20 {key % 10**7}",
                "address": f"Kade {at}",
                "post_code": f"{at} AB",
                "city": "Weesp",
                "e_mail": f"mail@house{key}.nl",
                "vat_number": f"NL{key % 10**9}B01",
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


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few are many, so that each file of these tests is written in several transactions."""
    monkeypatch.setattr(duplicate_bulk, "MANY", 1_000)
    monkeypatch.setattr(duplicate_bulk, "PART", 1_500)
    monkeypatch.setattr(duplicate_bulk, "_WRITTEN", 1_000)
    monkeypatch.setattr(duplicate_bulk, "_WAITING", 700)


def between_two(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], after: int) -> list[int]:
    """`act` is called once, between the transaction `after` and the next one that writes keys; the pauses so far."""
    pauses: list[int] = []

    def pause(_seconds: float) -> None:
        pauses.append(len(pauses))
        if len(pauses) == after:
            act()

    monkeypatch.setattr(time, "sleep", pause)
    return pauses


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


@pytest.mark.usefixtures("in_parts")
def test_dup_5_3_keys_of_thousands_are_written_in_short_transactions(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(desk, 3_200)
    seen: list[int] = [0]
    monkeypatch.setattr(time, "sleep", lambda _seconds: seen.append(len(kept(desk))))
    desk.duplicates.catch_up()
    assert kept(desk) == right(desk)
    assert seen == sorted(seen)
    assert max(later - earlier for earlier, later in pairwise(seen)) <= 1_000


@pytest.mark.usefixtures("in_parts")
def test_dup_5_3_keys_of_thousands_that_were_broken_off_go_on_where_they_were(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(desk, 3_200)

    told = Progress()
    written: list[int] = []

    def stop(_seconds: float) -> None:
        written.append(len(kept(desk)))
        owners = {contact for _key, contact in kept(desk)}
        if len(owners) > 1_500:  # in the midst of the second part
            told.cancel()

    monkeypatch.setattr(time, "sleep", stop)
    with pytest.raises(Cancelled):
        desk.duplicates.catch_up(told)
    assert kept(desk) < right(desk)
    assert desk.duplicates.is_behind()
    desk.close()
    again = open_desk(tmp_path / "data", tmp_path / "backups", RESOURCES, device=2, today=lambda: WORK_DATE)
    try:
        with store_of(again).read() as connection:
            waiting = duplicate_keys.pending(connection)
        assert waiting == 3_200 - 1_500  # those of the first part are not made again
        again.duplicates.catch_up()
        assert kept(again) == right(again)
        assert not again.duplicates.is_behind()
    finally:
        again.close()


@pytest.mark.usefixtures("in_parts")
def test_dup_5_3_keys_of_thousands_can_be_ended_from_another_thread(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(desk, 1_400)
    stop = Stop()
    before = STOP.set(stop)
    try:
        between_two(monkeypatch, stop.ask, 2)
        with pytest.raises(Interrupted):
            desk.duplicates.catch_up()
        stop.is_asked = False
        desk.duplicates.catch_up()
    finally:
        STOP.reset(before)
    assert kept(desk) == right(desk)
    assert not desk.duplicates.is_behind()


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize("after", [1, 5])
def test_dup_5_3_who_is_changed_or_deleted_while_keys_are_written_has_the_right_ones(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    keys = many(desk, 1_400)
    who = person(desk, company=keys[5])
    born: list[int] = []

    def change() -> None:
        desk.contacts.change(keys[3], {"name": "Weidevogel Kaas", "phone": "+31 20 7654321"})
        desk.contacts.change(keys[5], {"name": "Molenhof Zuivel"})  # and so the company of a person
        desk.contacts.change(keys[7], {"extension": "12"})  # no key is made of it
        desk.contacts.remove([keys[4]])
        born.append(company(desk, "Polder Graan BV"))
        many(desk, 1_300)

    between_two(monkeypatch, change, after)
    desk.duplicates.catch_up()
    assert born
    assert kept(desk) == right(desk)
    assert not desk.duplicates.is_behind()
    owners = {contact for _key, contact in kept(desk)}
    assert keys[4] not in owners
    assert {keys[3], keys[5], keys[7], who, *born} <= owners


@pytest.mark.usefixtures("in_parts")
def test_dup_5_1_keys_of_thousands_follow_a_setup_that_changes_while_they_are_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(desk, 1_400)
    desk.duplicates.catch_up()
    old = kept(desk)
    records.marketing(desk, search_hit=30)
    pauses = between_two(monkeypatch, lambda: records.marketing(desk, maintain_duplicates=False), 1)
    desk.duplicates.catch_up()
    assert len(pauses) > 1
    assert kept(desk) == right(desk) != old
    assert not desk.duplicates.is_behind()


@pytest.mark.usefixtures("in_parts")
def test_dup_5_1_keys_that_are_let_wait_again_only_in_part_are_all_made_again(
    desk: Desk,
) -> None:
    keys = many(desk, 1_400)
    desk.duplicates.catch_up()
    with store_of(desk).derive() as connection:
        sqlite_duplicates.replace(connection, keys, [])  # what only making all of them again finds
    with store_of(desk).derive() as connection:
        sqlite_duplicates.sign(connection, None)
        sqlite_duplicates.let_next_wait(connection, -1, 700)
    assert desk.duplicates.is_behind()
    desk.duplicates.catch_up()
    assert kept(desk) == right(desk)
    assert not desk.duplicates.is_behind()


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
