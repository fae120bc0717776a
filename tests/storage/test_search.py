"""The search index: it follows every change, finds parts of words in any script, and is made again when damaged."""

import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlcipher3 import dbapi2

from oppdesk.domain.errors import RuleError, StorageTrouble, Trouble
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.storage import database, search, sqlite, sqlite_search, undo
from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import CONTACT, ContactRow
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.opportunity_tables import OPPORTUNITY, OpportunityRow, SalesDocumentRow
from oppdesk.storage.search import Question
from oppdesk.storage.search_documents import KINDS, bounds
from oppdesk.storage.task_tables import CommentRow, TaskRow
from oppdesk.storage.unit_of_work import Store, Work
from tests.storage import rows

WRITTEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def found(store: Store, text: str, table: str = "opportunity", limit: int = 50) -> list[int]:
    """What a key pressed in the search brings, and what a list filtered by the same text shows: the same rows."""
    with store.read() as connection:
        asked = Question(connection, text)
        newest = asked.newest(table, limit)
        condition = search.matching(table, text)
        assert condition is not None
        listed = connection.execute(select(metadata.tables[table].c.id).where(condition)).scalars()
        if text.strip():
            assert set(listed) == set(newest)
            assert asked.count(table, 1000) == len(newest)
    return newest


def index_of(store: Store) -> set[tuple[str, int, str]]:
    """Everything the index says: table, row, word. A contentless index keeps no text, its vocabulary tells."""
    with store.read() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        numbers = {number: name for name, number in TABLE_NUMBERS.items()}
        told = []
        for name in KINDS:
            words = f"words_{name}"
            driver.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{words} "
                f"USING fts5vocab(main, search_index_{name}, instance)"
            )
            rows_of = driver.execute(
                f'SELECT search_doc.tbl, search_doc."row", {words}.term FROM {words} '
                f"LEFT JOIN search_doc ON {words}.doc = search_doc.id"
            ).fetchall()
            assert {number for number, _row, _term in rows_of} <= {TABLE_NUMBERS[name]}
            told += rows_of
        known = {row[0] for row in driver.execute("SELECT word FROM search_word")}
        sorts = driver.execute('SELECT id, tbl, "row" FROM search_doc').fetchall()
        for document, number, row in sorts:
            kind = KINDS[numbers[number]]
            stored = connection.execute(kind.query().where(kind.table.c.id == row)).one()
            first, last = bounds(kind.sort(stored))
            assert first <= document <= last
    result = {(numbers[number], row, term) for number, row, term in told}
    assert {
        term for _table, _row, term in result if len(term) > 3 and term.isalpha() and term.isascii()
    } <= known
    return result


def rebuilt(store: Store) -> set[tuple[str, int, str]]:
    store.make_search_index()
    return index_of(store)


def quote(work: Work, **values: object) -> int:
    return work.add(SalesDocumentRow(**({"number": "Q1", "description": "Offer"} | values)))


def task(work: Work, **values: object) -> int:
    return work.add(TaskRow(**({"number": "TD1", "description": "Call back"} | values)))


def note(work: Work, row: int, text: str, table: str = "opportunity") -> int:
    return work.add(CommentRow(subject=TABLE_NUMBERS[table], row=row, text=text, written_at=WRITTEN))


@pytest.fixture
def book(store: Store) -> tuple[Store, dict[str, int]]:
    """One record of each kind about a brewery."""
    with store.write("test") as work:
        firm = rows.contact(
            work, "CT000311", name="Brouwerij De Zilveren Hop", type=0, city="Haarlemmerliede"
        )
        firm.company = firm.id
        work.flush()
        person = rows.contact(
            work, "CT000312", name="Aline Müller", type=1, company=firm.id, e_mail="a.muller@hop.example",
            phone="+31 20 555 0142", search_name="ALINE MULLER",
        )  # fmt: skip
        row = rows.opportunity(
            work, "OP004711", description="Robot cell for crates", contact=person.id, company=firm.id
        )
        ids = {
            "firm": firm.id,
            "person": person.id,
            "opportunity": row.id,
            "task": task(work, contact=person.id, company=firm.id, opportunity=row.id),
            "note": note(work, row.id, "Wants the line stopped for two days\nat most, says 李明"),
            "quote": quote(work, contact=person.id, company=firm.id),
        }
    return store, ids


# -- what is found ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "robot", "rob", "r", "ROBOT CELL", "crates rob", "obot",  # words, beginnings, any order, insides
        "OP004711", "op0047", "4711", "op4711",  # its number, on the way to it, without zeros
        "zilveren", "zilv rob", "muller", "Müll", "brouwerij crates",  # its contact's and company's names
    ],
)  # fmt: skip
def test_an_opportunity_is_found_by_parts_of_its_words(book: tuple[Store, dict[str, int]], text: str) -> None:
    store, ids = book
    assert found(store, text) == [ids["opportunity"]]


@pytest.mark.parametrize("text", ["xyz", "robot xyz", "ob", "471", "zz"])
def test_every_word_must_be_found(book: tuple[Store, dict[str, int]], text: str) -> None:
    store, _ids = book
    assert found(store, text) == ([] if text != "471" else found(store, "4711"))


@pytest.mark.parametrize(
    ("table", "text", "who"),
    [
        ("contact", "a.muller@hop", "person"),
        ("contact", "0205550142", "person"),
        ("contact", "+31205550142", "person"),
        ("contact", "555 0142", "person"),
        ("contact", "aline zilveren", "person"),
        ("contact", "haarlem", "firm"),
        ("task", "call hop", "task"),
        ("comment", "stopped", "note"),
        ("comment", "李明", "note"),
        ("sales_document", "offer aline", "quote"),
    ],
)
def test_every_kind_of_record_is_found(
    book: tuple[Store, dict[str, int]], table: str, text: str, who: str
) -> None:
    store, ids = book
    assert found(store, text, table) == [ids[who]]


@pytest.mark.parametrize(
    ("description", "texts"),
    [
        ("上海电气集团", ["上海", "电气", "上", "集团", "上海电气", "团", "上海 集团"]),
        ("Siemens电气 S7", ["电气", "siemens", "电气 s7"]),
        ("日本のビール工場", ["日本", "ビール", "工場", "ビ"]),
        ("Ørsted Łódź façade Straße", ["orsted", "lodz", "FACADE", "strasse", "Straße", "facade ors"]),
        ("서울 맥주", ["서울", "맥"]),
    ],
)
def test_words_of_any_script_are_found(store: Store, description: str, texts: list[str]) -> None:
    with store.write("test") as work:
        row = rows.opportunity(work, description=description).id
        rows.opportunity(work, "OP2", description="Quite another 北京")
    assert [found(store, text) for text in texts] == [[row]] * len(texts)


def test_open_ones_stand_before_closed_ones_and_the_newest_first(store: Store) -> None:
    with store.write("test") as work:
        made = [rows.opportunity(work, f"OP{at}", description="Pump").id for at in range(4)]
    with store.write("test") as work:
        work.get(OpportunityRow, made[3]).status = 2
        work.get(OpportunityRow, made[1]).status = 3
    assert found(store, "pump") == [made[2], made[0], made[1], made[3]] or found(store, "pump") == [
        made[2],
        made[0],
        made[3],
        made[1],
    ]


def test_whole_beginnings_stand_before_insides(store: Store) -> None:
    with store.write("test") as work:
        begins = rows.opportunity(work, "OP1", description="Robots").id
        inside = rows.opportunity(work, "OP2", description="Microrobots").id
    assert found(store, "robot") == [begins, inside]


@pytest.mark.parametrize(
    "text",
    ['"', "c++", "NEAR(", "%", "_", "'; drop table contact", "\0", "a\0b", "AND OR NOT", "*", "^a", "-a", "{a}:b",
     "robot*", 'ro"bot', "\ud800", "x" * 1_000_000, "ab " * 400_000, "上" * 400_000, "%" * 1_000_000],
)  # fmt: skip
def test_i16_any_text_gives_a_result_or_nothing_in_time(
    book: tuple[Store, dict[str, int]], text: str
) -> None:
    store, _ids = book
    begun = time.process_time()
    for table in KINDS:
        with store.read() as connection:
            Question(connection, text).newest(table, 5)
            condition = search.matching(table, text)
            assert condition is not None
            connection.execute(select(metadata.tables[table].c.id).where(condition)).all()
    assert time.process_time() - begun < 1


def test_no_letter_finds_nothing_and_no_text_everything(book: tuple[Store, dict[str, int]]) -> None:
    store, ids = book
    assert found(store, "%") == []
    with store.read() as connection:
        condition = search.matching("opportunity", "  ")
        assert condition is not None
        assert list(connection.execute(select(OPPORTUNITY.c.id).where(condition)).scalars()) == [
            ids["opportunity"]
        ]
    assert search.matching("territory", "north") is None


def test_a_part_that_very_many_words_have_still_finds(store: Store) -> None:
    with store.write("test") as work:
        keys = work.keys(1200)
        letters = "abcdefghijklmnopqrstuvwxyz"
        names = [f"Zx{letters[at % 26]}{letters[at // 26 % 26]}{letters[at // 676]}ing" for at in range(1200)]
        work.put_many(
            CONTACT,
            [
                rows.complete("contact", id=key, number=f"CT{key}", name=name, company=key)
                for key, name in zip(keys, names, strict=True)
            ],
        )
    with store.read() as connection:
        asked = Question(connection, "zxab")
        assert len(asked.newest("contact", 2000)) == sum(name.startswith("Zxab") for name in names)
        assert len(Question(connection, "ing").newest("contact", 50)) == 50


# -- following -------------------------------------------------------------------------------------------------


def test_the_index_follows_changes_of_mapped_rows(book: tuple[Store, dict[str, int]]) -> None:
    store, ids = book
    with store.write("test") as work:
        work.get(OpportunityRow, ids["opportunity"]).description = "Tunnel"
        work.get(CommentRow, ids["note"]).text = "Prefers autumn"
    assert found(store, "robot") == []
    assert found(store, "tunn") == [ids["opportunity"]]
    assert found(store, "autumn", "comment") == [ids["note"]]
    with store.write("test") as work:
        work.remove(work.get(CommentRow, ids["note"]))
    assert found(store, "autumn", "comment") == []
    assert index_of(store) == rebuilt(store)


def test_a_renamed_contact_is_found_by_its_new_name_wherever_it_stands(
    book: tuple[Store, dict[str, int]],
) -> None:
    store, ids = book
    with store.write("test", "Renamed") as work:
        work.get(ContactRow, ids["firm"]).name = "Molenhof Zuivel"
    for table, who in (
        ("contact", "person"),
        ("opportunity", "opportunity"),
        ("task", "task"),
        ("sales_document", "quote"),
    ):
        assert found(store, "brouwerij", table) == []
        assert ids[who] in found(store, "molenhof", table)
    store.undo(rows.operations(store)[-1])
    assert found(store, "zuivel") == []
    assert found(store, "brouwerij") == [ids["opportunity"]]
    assert index_of(store) == rebuilt(store)


def test_a_change_that_fails_leaves_the_index_as_it_was(book: tuple[Store, dict[str, int]]) -> None:
    store, ids = book
    before = index_of(store)

    def fail() -> None:
        with store.write("test") as work:
            work.get(OpportunityRow, ids["opportunity"]).description = "Tunnel"
            work.flush()
            raise RuleError("no")

    with pytest.raises(RuleError):
        fail()
    assert index_of(store) == before


def test_rows_in_bulk_are_found_and_go_with_their_undo(store: Store) -> None:
    with store.write("test", "Imported") as work:
        keys = work.keys(12_000)
        work.put_many(
            CONTACT,
            [
                rows.complete("contact", id=key, number=f"CT{at}", name=f"Firm {at}", company=key)
                for at, key in enumerate(keys)
            ],
        )
    assert found(store, "firm 11999", "contact") == [keys[11_999]]
    assert index_of(store) == rebuilt(store)
    store.undo(rows.operations(store)[-1])
    assert found(store, "firm", "contact") == []
    assert index_of(store) == set()


def test_derived_documents_are_never_journaled(book: tuple[Store, dict[str, int]]) -> None:
    store, _ids = book
    assert {table for table, _row in rows.changes(store)} <= set(TABLE_NUMBERS)
    assert not {"search_doc", "search_word"} & set(TABLE_NUMBERS)


NAMES = st.sampled_from(["Hop", "Zilveren Hop", "Müller", "上海电气", "Molen 12", "", "B.V. S7-1500"])
PICK = st.integers(0, 5)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["contact", "opportunity", "task", "quote", "note", "bulk"]), PICK, NAMES),
        st.tuples(st.sampled_from(["rename", "retitle", "close", "move", "remove", "undo"]), PICK, NAMES),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_after_any_history_with_undo_the_index_is_that_of_a_fresh_rebuild(
    steps: list[tuple[str, int, str]], schema: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("history")
    store = rows.opened(Path(shutil.copy(schema, folder / database.FILE_NAME)))
    made: dict[str, list[int]] = {name: [] for name in ("contact", "opportunity", "task", "quote", "note")}

    def one(name: str, pick: int) -> int | None:
        return made[name][pick % len(made[name])] if made[name] else None

    def alive(work: Work, cls: type, key: int | None) -> object:
        return work.session.get(cls, key) if key is not None else None

    for count, (what, pick, text) in enumerate(steps):
        try:
            with store.write("test", what) as work:
                who = one("contact", pick)
                firm = who if who is not None and alive(work, ContactRow, who) else None
                named = {"contact": firm, "company": firm}
                if what == "contact":
                    made["contact"].append(
                        rows.contact(work, f"C{count}", name=text, type=pick % 2, company=firm).id
                    )
                elif what == "opportunity":
                    made["opportunity"].append(
                        rows.opportunity(work, f"O{count}", description=text, **named).id
                    )
                elif what == "task":
                    made["task"].append(task(work, number=f"T{count}", description=text, **named))
                elif what == "quote":
                    made["quote"].append(quote(work, number=f"Q{count}", description=text, **named))
                elif what == "note":
                    made["note"].append(note(work, pick, text or "x"))
                elif what == "bulk":
                    keys = work.keys(3)
                    values = [
                        rows.complete("opportunity", id=key, number=f"B{key}", description=text, **named)
                        for key in keys
                    ]
                    work.put_many(OPPORTUNITY, values)
                    work.get(OpportunityRow, keys[0]).description = "Changed in the same breath"
                    work.remove(work.get(OpportunityRow, keys[1]))
                    made["opportunity"].append(keys[2])
                elif what == "rename" and firm is not None:
                    work.get(ContactRow, firm).name = text
                elif what in ("retitle", "close", "move", "remove"):
                    row = alive(work, OpportunityRow, one("opportunity", pick))
                    if isinstance(row, OpportunityRow) and what == "remove":
                        work.remove(row)
                    elif isinstance(row, OpportunityRow):
                        names: dict[str, tuple[str, object]] = {
                            "retitle": ("description", text),
                            "close": ("status", pick % 4),
                        }
                        name, value = names.get(what, ("contact", firm))
                        setattr(row, name, value)
            if what == "undo":
                with store.read() as connection:
                    last = undo.last_operation(connection)
                if last is not None:
                    store.undo(last.id)
        except RuleError:
            continue
    assert index_of(store) == rebuilt(store)
    store.close()


# -- making it again -------------------------------------------------------------------------------------------

# What was done to the index, and whether a question notices.
_DAMAGES = [
    ("DELETE FROM search_index_opportunity_data WHERE id > 10", True),
    ("UPDATE search_index_opportunity_data SET block = x'00112233' WHERE id > 10", True),
    ("DELETE FROM search_index_opportunity_data WHERE id = 10", True),
    ("DELETE FROM search_index_opportunity_data WHERE id = 1", False),
]


def damage(path: Path, statement: str) -> None:
    raw = dbapi2.connect(str(path))
    raw.execute("PRAGMA writable_schema = ON")
    raw.execute(statement)
    raw.commit()
    raw.close()


@pytest.mark.parametrize(("statement", "is_noticed"), _DAMAGES)
def test_r24_a_damaged_index_is_made_again_by_the_first_who_asks(
    book: tuple[Store, dict[str, int]], path: Path, statement: str, *, is_noticed: bool
) -> None:
    store, ids = book
    before, stored = index_of(store), rows.stored(store)
    damage(path, statement)
    store.engine.dispose()
    if is_noticed:
        with pytest.raises(StorageTrouble, match="once more") as caught:
            found(store, "robot")
        assert caught.value.kind is Trouble.SEARCH
    assert found(store, "robot") == [ids["opportunity"]]
    if is_noticed:
        assert index_of(store) == before
    assert rows.stored(store) == stored


@pytest.mark.parametrize(("statement", "_is_noticed"), _DAMAGES)
def test_r24_a_damaged_index_refuses_no_change(
    book: tuple[Store, dict[str, int]], path: Path, statement: str, *, _is_noticed: bool
) -> None:
    store, ids = book
    damage(path, statement)
    store.engine.dispose()
    with store.write("test") as work:
        work.get(OpportunityRow, ids["opportunity"]).description = "Robot cell for crates, changed"
    with store.read() as connection:
        assert (
            connection.execute(select(OPPORTUNITY.c.description)).scalar() == "Robot cell for crates, changed"
        )


def test_r24_an_index_that_is_not_whole_is_no_reason_to_refuse_the_file(
    book: tuple[Store, dict[str, int]], path: Path, tmp_path: Path
) -> None:
    """After an unclean end the file is checked; the index is made again instead of asking for a backup."""
    store, ids = book
    store.close()
    damage(path, "UPDATE search_index_opportunity_data SET block = x'00112233' WHERE id > 10")
    raw = dbapi2.connect(str(path))
    raw.execute("UPDATE opportunity SET estimated_value = 1")
    raw.commit()
    crashed = tmp_path / "crashed"
    shutil.copytree(path.parent, crashed)  # with its log: as if the program had died
    raw.close()
    assert (crashed / (path.name + "-wal")).stat().st_size
    again = rows.opened(crashed / path.name)
    with pytest.raises(StorageTrouble):
        found(again, "robot")
    assert found(again, "robot") == [ids["opportunity"]]
    again.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE search_index_task",
        "DROP TABLE search_part",
        "DELETE FROM search_doc",
        "CREATE VIRTUAL TABLE search_index USING fts5(words_0)",
    ],
)
def test_an_index_that_is_missing_behind_or_of_another_make_is_filled_at_the_start(
    book: tuple[Store, dict[str, int]], path: Path, statement: str
) -> None:
    store, ids = book
    before = index_of(store)
    store.close()
    raw = dbapi2.connect(str(path))
    raw.executescript(statement)
    raw.close()
    again = rows.opened(path)
    assert index_of(again) == before
    assert found(again, "robot") == [ids["opportunity"]]
    again.close()


def test_the_start_writes_nothing_when_all_is_well(book: tuple[Store, dict[str, int]], path: Path) -> None:
    store, _ids = book
    store.close()
    before = path.read_bytes()
    again = rows.opened(path)
    assert (
        not path.with_name(path.name + "-wal").exists()
        or not path.with_name(path.name + "-wal").stat().st_size
    )
    again.close()
    assert path.read_bytes() == before


def test_a_rebuild_tells_how_far_it_is_and_can_be_given_up(book: tuple[Store, dict[str, int]]) -> None:
    store, ids = book
    told: list[tuple[int, int]] = []
    store.make_search_index(Progress(lambda done, total: told.append((done, total))))
    assert told[0] == (0, 6)
    assert told[-1] == (6, 6)
    given_up = Progress()
    given_up.cancel()
    with pytest.raises(Cancelled):
        store.make_search_index(given_up)
    assert found(store, "robot") == [ids["opportunity"]]


def test_tables_that_a_revision_has_just_made_are_filled(
    book: tuple[Store, dict[str, int]], path: Path, open_store: Callable[[], Store]
) -> None:
    store, ids = book
    before = index_of(store)
    store.close()
    raw = dbapi2.connect(str(path))
    for name in (*sqlite_search._DEFINITIONS, "search_doc", "search_word"):
        raw.execute(f"DROP TABLE {name}")
    raw.close()
    engine = sqlite.make_engine(path)
    with engine.begin() as connection:
        assert not sqlite_search.is_defined(connection)
        for name in ("search_doc", "search_word"):
            metadata.tables[name].create(connection)  # as the revision makes them
    engine.dispose()
    again = open_store()
    assert index_of(again) == before
    assert found(again, "robot") == [ids["opportunity"]]
