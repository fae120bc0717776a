"""Takes contacts out of the program, whole: as tables that the import reads back, as cards, as a mail merge."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from oppdesk.domain import contact_columns, line_texts
from oppdesk.domain.contact_columns import EVERY, LISTS, NOTE
from oppdesk.domain.fields import Field, Ref
from oppdesk.domain.outgoing import Column, Line, What
from oppdesk.domain.progress import Progress
from oppdesk.domain.query import Query
from oppdesk.domain.words import ContactType
from oppdesk.exchange import tabular, vcard_writer, workbook
from oppdesk.exchange.vcard import Card
from oppdesk.exchange.vcard_values import picture_type
from oppdesk.i18n import NEUTRAL, _
from oppdesk.services import exporting_letters
from oppdesk.services.context import Context
from oppdesk.services.exporting_letters import Letter
from oppdesk.storage import contact_export, listing, lists
from oppdesk.storage.unit_of_work import Reader, Store

BLOCK = 1_000  # contacts that are read at once
TOLD = 200  # faults that are kept for telling
_LINES = 8  # of an address on a letter
Row = dict[str, Any]


class FileKind(StrEnum):
    """What the file is."""

    TEXT = "csv"
    WORKBOOK = "xlsx"
    CARDS = "vcf"
    LETTERS = "letters"  # a table of text for a mail merge

    @property
    def suffix(self) -> str:
        return f".{FileKind.TEXT if self is FileKind.LETTERS else self}"


EVERYBODY = Query()


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which contacts: what a query finds, or these ids in this order; and whether those not for every use are among."""

    query: Query = EVERYBODY
    ids: Sequence[int] | None = None
    with_blocked: bool = True  # for privacy, themselves or their company
    with_excluded: bool = True  # from segments


@dataclass(frozen=True, slots=True)
class Wish:
    """`names` are columns of a table, `version` and `with_pictures` are of cards."""

    chosen: Chosen
    kind: FileKind
    names: tuple[str, ...] = EVERY
    version: str = vcard_writer.VERSIONS[0]
    with_pictures: bool = True


class Counts(NamedTuple):
    """How many there are, and how many of them are blocked or left out of segments."""

    every: int
    blocked: int
    excluded: int


@dataclass(frozen=True, slots=True)
class Written:
    """How many contacts are in the file, how many were left out, and what is to be told of them (SAL-1, SAL-2)."""

    count: int
    left_out: int = 0
    faulty: int = 0
    faults: tuple[str, ...] = ()


class ContactExport:
    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    def count(self, chosen: Chosen) -> int:
        """How many there are, whoever may be used."""
        if chosen.ids is not None:
            return len(chosen.ids)
        with self._store.read() as connection:
            return listing.count(connection, lists.listing("contact"), chosen.query)

    def counts(self, chosen: Chosen) -> Counts:
        """Before anything is written, for the choices of who is left out."""
        with self._store.read() as connection:
            ids = _ids(connection, chosen)
            found = [contact_export.barred(connection, block) for block in _parts(ids)]
        return Counts(
            len(ids), sum(len(each.blocked) for each in found), sum(len(each.excluded) for each in found)
        )

    def addresses(self, chosen: Chosen, progress: Progress | None = None) -> list[tuple[str, ...]]:
        """The lines for the label of each; no line of those without an address. Cancelled when stopped."""
        with self._store.read() as connection:
            blocks = _blocks(connection, _ids(connection, chosen), chosen, progress)
            found = exporting_letters.letters(connection, blocks, self._context.work_date)
            return [letter.lines if letter.has_place else () for letter in found]

    def letters(self, ids: Sequence[int]) -> list[Letter]:
        """Address and greetings of a few contacts."""
        with self._store.read() as connection:
            chosen = Chosen(ids=ids)
            blocks = _blocks(connection, ids, chosen, None)
            return list(exporting_letters.letters(connection, blocks, self._context.work_date))

    def write(self, wish: Wish, path: Path, progress: Progress | None = None) -> Written:
        """The file, there complete or not at all; UserError when it cannot be written, Cancelled when stopped."""
        with self._store.read() as connection:
            kept, ids = _Kept(), _ids(connection, wish.chosen)
            blocks = _blocks(connection, ids, wish.chosen, progress)
            if wish.kind is FileKind.LETTERS:
                found = exporting_letters.letters(connection, blocks, self._context.work_date)
                count = tabular.write(path, _letter_header(), map(kept.row, found))
            elif wish.kind is FileKind.CARDS:
                whole = _wholes(connection, blocks, EVERY, with_pictures=wish.with_pictures)
                count = vcard_writer.write(path, map(_card, whole), wish.version)
            else:
                fields = [contact_columns.column(name) for name in wish.names]
                rows = (_values(each, wish.names) for each in _wholes(connection, blocks, wish.names))
                count = _write_table(path, wish.kind, fields, rows, progress)
            return Written(count, len(ids) - count, kept.faulty, tuple(kept.faults))


def _write_table(
    path: Path, kind: FileKind, fields: Sequence[Field], rows: Iterator[list[Any]], progress: Progress | None
) -> int:
    if kind is FileKind.WORKBOOK:
        columns = [Column(field, _(field.label), lambda row: row) for field in fields]  # values are ready
        lines = (Line(What.RECORD, tuple(values)) for values in rows)
        return workbook.write(path, _("Contacts"), columns, lines, progress)
    shows = [field.show for field in fields]
    texts = ([show(value, NEUTRAL) for show, value in zip(shows, values, strict=True)] for values in rows)
    return tabular.write(path, [_(field.label) for field in fields], texts)


# -- reading ------------------------------------------------------------------------------------------------------


def _ids(connection: Reader, chosen: Chosen) -> Sequence[int]:
    if chosen.ids is not None:
        return chosen.ids
    return listing.ids(connection, lists.listing("contact"), chosen.query)


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + BLOCK] for start in range(0, len(ids), BLOCK))


def _blocks(
    connection: Reader, ids: Sequence[int], chosen: Chosen, progress: Progress | None
) -> Iterator[list[Row]]:
    """The rows of the list, without those that are left out."""
    done = 0
    for block in _parts(ids):
        if progress is not None:
            progress.step(done, len(ids))
        done += len(block)
        wanted: Sequence[int] = block
        if not (chosen.with_blocked and chosen.with_excluded):
            barred = contact_export.barred(connection, block)
            nobody = frozenset[int]()
            out = nobody if chosen.with_blocked else barred.blocked
            out |= nobody if chosen.with_excluded else barred.excluded
            wanted = [each for each in block if each not in out]
        yield listing.rows(connection, lists.listing("contact"), wanted)
    if progress is not None and ids:
        progress.step(len(ids), len(ids))


class _Whole(NamedTuple):
    """A contact with what hangs on it; `lines` are texts by the column of the file."""

    row: Row
    numbers: Mapping[int, str]  # of the companies it belongs to
    lines: Mapping[str, Sequence[line_texts.Line]]
    note: str
    picture: bytes


def _wholes(
    connection: Reader, blocks: Iterator[list[Row]], names: Sequence[str], *, with_pictures: bool = False
) -> Iterator[_Whole]:
    used = contact_export.used(connection)
    wanted = {name: key for name, key in LISTS.items() if name in names and key in used}
    for rows in blocks:
        ids = [row["id"] for row in rows]
        lines = {name: contact_export.lines(connection, key, ids) for name, key in wanted.items()}
        notes = contact_export.comments(connection, ids) if NOTE in names else {}
        pictures = contact_export.pictures(connection, ids) if with_pictures else {}
        refs = (row[name] for row in rows for name in ("company", "parent_company"))
        numbers = contact_export.numbers(connection, {ref.id for ref in refs if ref is not None})
        for row in rows:
            own = {name: sorted(_line(name, each) for each in found.get(row["id"], ()))
                   for name, found in lines.items()}  # fmt: skip
            note = contact_columns.note(notes.get(row["id"], ()))
            yield _Whole(row, numbers, own, note, pictures.get(row["id"], b""))


def _line(name: str, row: Row) -> tuple[str, dict[str, str]]:
    """The code and what else there is, as a file spells it."""
    key, *more = lists.listing(LISTS[name]).fields.values()
    texts = {field.name: field.show(row[field.name], NEUTRAL) for field in more if row[field.name]}
    return key.show(row[key.name], NEUTRAL), texts


def _values(whole: _Whole, names: Sequence[str]) -> list[Any]:
    return [_value(whole, name) for name in names]


def _value(whole: _Whole, name: str) -> object:
    """What stands in a column of the file, typed as that is."""
    row = whole.row
    if name in LISTS:
        return line_texts.written(whole.lines.get(name, ()))
    if name == NOTE:
        return whole.note
    if name == "company_name":
        ref: Ref | None = row["company"]
        return row["name"] if row["type"] == ContactType.COMPANY else ref.text if ref is not None else ""
    value = row[name]
    if name in ("company", "parent_company"):
        return whole.numbers.get(value.id, "") if value is not None else ""
    return value.text if isinstance(value, Ref) else value


# -- cards --------------------------------------------------------------------------------------------------------

# A card says these in words of its own; mailing groups are its categories.
_OF_CARDS = ("mailing_group", "alternative_address", NOTE)
_CARD_FIELDS = tuple(
    contact_columns.column(name) for name in EVERY if name not in (*_OF_CARDS, "company_name", "company")
)


def _card(whole: _Whole) -> Card:
    values = {}
    for field in _CARD_FIELDS:
        value = _value(whole, field.name)
        if value or field.name == "type":  # what is blank is 0, "", None or False
            values[field.name] = field.show(value, NEUTRAL)
    company: Ref | None = whole.row["company"]
    if company is not None and whole.row["type"] == ContactType.PERSON:
        values["company"] = company.text
        values["company_number"] = whole.numbers.get(company.id, "")  # which of several of that name
    addresses = tuple({"code": code, **more} for code, more in whole.lines.get("alternative_address", ()))
    return Card(
        0,
        values,
        whole.note,
        addresses,
        tuple(code for code, _more in whole.lines.get("mailing_group", ())),
        whole.picture,
        picture_type(whole.picture),
    )


# -- letters ------------------------------------------------------------------------------------------------------


def _letter_header() -> list[str]:
    line = _("Address line {number}")
    return [
        _("No."),
        _("Name"),
        *(line.format(number=number) for number in range(1, _LINES + 1)),
        _("Formal greeting"),
        _("Informal greeting"),
        _("First name"),
        _("Surname"),
        _("Company name"),
        _("Job title"),
        _("E-mail"),
        _("Correspondence"),
        _("Language"),
        _("Remark"),
    ]


def _letter_row(letter: Letter) -> list[str]:
    row, lines = letter.row, [*letter.lines, *[""] * _LINES][: _LINES - 1]
    return [
        *(row["number"], row["name"]),
        *lines,
        ", ".join(letter.lines[_LINES - 1 :]),  # nobody has so many, and none is lost
        *(letter.formal, letter.informal, row["first_name"], row["surname"]),
        letter.house,
        *(row["job_title"], row["e_mail"]),
        contact_columns.column("correspondence_type").show(row["correspondence_type"], NEUTRAL),
        row["language"].text if row["language"] is not None else "",
        " ".join(letter.faults),
    ]


class _Kept:
    """What is told at the end, gathered while rows go by."""

    def __init__(self) -> None:
        self.faulty = 0
        self.faults: list[str] = []

    def row(self, letter: Letter) -> list[str]:
        self.faulty += bool(letter.faults)
        if len(self.faults) < TOLD:
            self.faults += letter.faults
        return _letter_row(letter)
