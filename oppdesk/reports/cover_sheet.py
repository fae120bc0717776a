"""A sheet that goes on top of what is sent: our head, address, greeting, boxes ticked, a word, who sends it (5085)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.reports.document import Block, Document, Heading, Lines, NewPage, Note

BOXES: tuple[str, ...] = (
    N_("For your information"),
    N_("As we discussed"),
    N_("As you asked"),
    N_("Please call"),
    N_("Please sign and return"),
    N_("With thanks"),
)
_ON, _OFF = "☒", "☐"
_LETTERS = 11  # points: it is read like a letter


@dataclass(frozen=True, slots=True)
class Sender:
    """The house: its name, and its address and numbers in one line."""

    name: str
    line: str


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """To one contact; `signature` is the salesperson's name, job title and numbers, a line each."""

    name: str
    address: Sequence[str]
    greeting: str
    signature: Sequence[str]


def document(
    sheets: Sequence[CoverSheet],
    sender: Sender,
    ticked: Collection[int],
    remark: str,
    form: LocaleFormat,
    made_on: date,
) -> Document:
    """Each contact on a page of its own; `ticked` are places in BOXES."""
    blocks: list[Block] = []
    for sheet in sheets:
        if blocks:
            blocks.append(NewPage())
        blocks += _blocks(sheet, sender, ticked, remark, form.long_day(made_on))
    title = _("Cover sheet")
    if len(sheets) == 1:
        title = _("Cover sheet: {contact}").format(contact=sheets[0].name)
    return Document(title, blocks, points=_LETTERS)


def _blocks(
    sheet: CoverSheet, sender: Sender, ticked: Collection[int], remark: str, day: str
) -> Iterator[Block]:
    yield Heading(sender.name, sender.line, 1)
    yield Lines(sheet.address, 48)
    yield Lines([day], 32)
    if sheet.greeting:
        yield Lines([sheet.greeting], 16)
    yield Lines([f"{_ON if at in ticked else _OFF}  {_(box)}" for at, box in enumerate(BOXES)], 16)
    if remark.strip():
        yield Lines([""], 4)
        yield Note(remark.strip())
    yield Lines(sheet.signature, 40)
