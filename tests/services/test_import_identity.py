"""What leaves as a file comes back as it was, into an empty book and into its own; what is no file changes nothing."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oppdesk.domain.contact_columns import EVERY
from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Query
from oppdesk.services.desk import Desk, open_desk
from oppdesk.services.exporting_contacts import Chosen, FileKind, Wish
from tests.conftest import RESOURCES
from tests.services import records
from tests.services.imports import source_of

EVERYBODY = Chosen(Query())


class Books:
    """Two empty books; what a history leaves in them is taken away again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.one, self.other = (self._open(name) for name in ("one", "other"))

    def _open(self, name: str) -> Desk:
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        return open_desk(folder, folder / "backups", RESOURCES, device=2, today=lambda: records.MONDAY)

    def empty(self) -> None:
        for desk in (self.one, self.other):
            while (last := desk.history.last()) is not None:
                desk.history.undo(last.operation)

    def close(self) -> None:
        self.one.close()
        self.other.close()


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    found = Books(tmp_path_factory.mktemp("books"))
    yield found
    found.close()


# -- contacts ----------------------------------------------------------------------------------------------------

LETTERS = "abcdeéüßñçŁøЖ中文 '-.,;|\\\"=+@/0123456789ABXYZ"
TEXT = st.text(LETTERS, max_size=30).map(str.strip)
NAME = st.text("abcdeéüßÑŁøЖ中-'", min_size=1, max_size=12)
NUMBER = st.sampled_from(["", "+31 20 555 0142", "+49 30 901820", "12-34-56", "=1+2", "+1 (212) 555"])
MAIL = st.sampled_from(["", "a@b.example", "x.y@molenhof.example; z@molenhof.example", "ü@kranz.example"])


def fields(values: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=values)


SHARED: dict[str, st.SearchStrategy[Any]] = {
    "name_2": TEXT,
    "address": TEXT,
    "address_2": TEXT,
    "post_code": TEXT.map(lambda text: text[:10].strip()),
    "city": TEXT,
    "county": TEXT,
    "phone": NUMBER,
    "mobile_phone": NUMBER,
    "extension": TEXT,
    "pager": TEXT,
    "e_mail": MAIL,
    "home_page": TEXT,
    "search_name": TEXT,
    "correspondence_type": st.integers(0, 2),
    "exclude_from_segment": st.booleans(),
    "privacy_blocked": st.booleans(),
    "external_number": TEXT,
}
COMPANY = fields(
    SHARED
    | {"employees": st.integers(0, 10**6), "revenue": st.integers(0, 10**11), "registration_number": NAME}
)
PERSON = fields(
    SHARED | {"job_title": TEXT, "initials": NAME, "middle_name": NAME, "surname": NAME, "first_name": NAME}
)
NOTE = st.text(LETTERS + "\n", max_size=60).map(str.strip)


@st.composite
def contacts(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], str, list[str]]:
    """A company, one of its people, a comment, and the codes of groups."""
    company = {"name": draw(NAME), **draw(COMPANY)}
    person = {"name": draw(NAME), **draw(PERSON)}
    if company.get("external_number", "") == person.get("external_number"):
        person.pop("external_number", None)
    return company, person, draw(NOTE), draw(st.lists(st.sampled_from(["X-GIFT", "X-CARD"]), unique=True))


def filled(desk: Desk, drawn: tuple[dict[str, Any], dict[str, Any], str, list[str]]) -> None:
    company, person, note, groups = drawn
    firm = desk.contacts.create({"type": 0, **company})
    someone = desk.contacts.create({"type": 1, "company": firm, **person})
    for contact in (firm, someone):
        if note:
            desk.comments.add("contact", contact, note)
    ids = {str(row["code"]): int(str(row["id"])) for row in desk.setup.rows("mailing_group")}
    for code in groups:
        desk.contact_lines.save("contact_mailing_group", someone, None, {"mailing_group": ids[code]})
    home = {"code": "HOME", "city": person.get("city", ""), "e_mail": "home@b.example"}
    desk.contact_lines.save("alternative_address", someone, None, home)


def whole(desk: Desk) -> dict[str, dict[str, Any]]:
    """Every contact by its number, with the words of what it refers to and of what hangs on it."""
    found = {}
    ids = list(desk.lists.ids("contact", Query()))
    for row in desk.lists.rows("contact", ids):
        key = int(str(row["id"]))
        values = {name: value.text if isinstance(value, Ref) else value for name, value in row.items()
                  if name in EVERY or name in {"type", "relation"}}  # fmt: skip
        values["company"] = row["company"].text if isinstance(row["company"], Ref) else None
        values["notes"] = [note.text for note in desk.comments.of("contact", key)]
        for lines in ("contact_mailing_group", "alternative_address"):
            values[lines] = sorted(
                str({name: value.text if isinstance(value, Ref) else value for name, value in line.items()
                     if name not in {"id", "version", "contact", "updated_at"}})
                for line in desk.setup.rows(lines, key)
            )  # fmt: skip
        found[str(row["number"])] = values
    return found


@pytest.mark.parametrize("form", [FileKind.TEXT, FileKind.WORKBOOK])
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=contacts())
def test_what_is_exported_and_imported_is_the_same(
    books: Books, tmp_path: Path, form: FileKind, drawn: tuple[dict[str, Any], dict[str, Any], str, list[str]]
) -> None:
    books.empty()
    filled(books.one, drawn)
    path = tmp_path / f"all{form.suffix}"
    assert books.one.contact_export.write(Wish(EVERYBODY, form), path).count == 2
    source = source_of(books.other, path, "contacts")
    assert books.other.importing.program(source) == "OppDesk"
    plan = books.other.importing.plan(source)
    assert (len(plan.add), plan.faults) == (2, ())
    books.other.importing.apply(source, plan)
    assert whole(books.other) == whole(books.one)
    for desk in (books.one, books.other):  # I07: and again nothing
        again = desk.importing.plan(source_of(desk, path, "contacts"))
        assert (len(again.unchanged), again.rows) == (2, 2)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=contacts())
def test_cards_of_a_book_add_nothing_to_it(
    books: Books, tmp_path: Path, drawn: tuple[dict[str, Any], dict[str, Any], str, list[str]]
) -> None:
    books.empty()
    filled(books.one, drawn)
    path = tmp_path / "all.vcf"
    assert books.one.contact_export.write(Wish(EVERYBODY, FileKind.CARDS), path).count == 2
    plan = books.one.importing.plan(source_of(books.one, path, "contacts"))
    assert (len(plan.unchanged), plan.rows, plan.faults) == (2, 2, ())


# -- any bytes ---------------------------------------------------------------------------------------------------

BEGINNINGS = (
    b"",
    b"PK\x03\x04",
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Jansen;Jo\r\n",
    b"Name,E-mail\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    beginning=st.sampled_from(BEGINNINGS),
    data=st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    suffix=st.sampled_from(["csv", "xlsx", "vcf"]),
)
def test_any_bytes_give_a_message_or_rows_and_leave_the_book_as_it_was(
    books: Books, tmp_path: Path, beginning: bytes, data: bytes, suffix: str
) -> None:
    books.empty()
    before = records.stored(books.one, quiet=False)
    path = tmp_path / f"any.{suffix}"
    path.write_bytes(beginning + data)
    with suppress(UserError):
        source = books.one.importing.open("contacts", path)
        source, _ways = books.one.importing.read_as(source, source.form)
        plan = books.one.importing.plan(source)
        assert records.stored(books.one, quiet=False) == before
        books.one.importing.apply(source, plan)
        if plan.written:
            books.one.history.undo()
    assert records.stored(books.one, quiet=False) == before
