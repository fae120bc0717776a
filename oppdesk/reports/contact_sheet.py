"""What a visit needs of a contact, on paper: who it is, how to reach it, what is open, what happened, what is next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from oppdesk.i18n import LocaleFormat, _
from oppdesk.reports.document import Block, Column, Document, Facts, Heading, Lines, NewPage, Note, Table


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: str
    job_title: str
    phone: str
    e_mail: str


@dataclass(frozen=True, slots=True)
class OpportunityRow:
    """`value` in minor units."""

    description: str
    stage: str
    closing_on: date | None
    value: int


@dataclass(frozen=True, slots=True)
class TaskRow:
    on: date | None
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    on: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class ContactSheet:
    """One contact; `facts` are labels and values in the order they are printed."""

    name: str
    line: str  # quieter, below the name
    address: Sequence[str]
    greeting: str
    facts: Sequence[tuple[str, str]]
    people: Sequence[PersonRow]
    opportunities: Sequence[OpportunityRow]
    tasks: Sequence[TaskRow]
    notes: Sequence[NoteRow]
    currency: str = ""


def document(sheets: Sequence[ContactSheet], form: LocaleFormat, made_on: date) -> Document:
    """Each contact on a page of its own."""
    blocks: list[Block] = []
    for sheet in sheets:
        if blocks:
            blocks.append(NewPage())
        blocks += _blocks(sheet, form)
    title = _("Contact sheet")
    if len(sheets) == 1:
        title = _("Contact sheet: {contact}").format(contact=sheets[0].name)
    return Document(title, blocks, _("Printed on {day}").format(day=form.long_day(made_on)))


def _blocks(sheet: ContactSheet, form: LocaleFormat) -> Iterator[Block]:
    yield Heading(sheet.name, sheet.line, 1)
    yield Lines(sheet.address, 8)
    if sheet.greeting:
        yield Note(sheet.greeting)
    yield Facts(sheet.facts)
    if sheet.opportunities:
        yield Heading(_("Open opportunities"))
        yield _opportunities(sheet, form)
    if sheet.tasks:
        yield Heading(_("Open tasks"))
        yield Table(
            (Column(_("Date"), 16), Column(_("Type"), 14), Column(_("Description"), 70)),
            [(form.day(task.on), task.kind, task.description) for task in sheet.tasks],
        )
    if sheet.people:
        yield Heading(_("People"))
        yield Table(
            (
                Column(_("Name"), 30),
                Column(_("Job title"), 22),
                Column(_("Phone No."), 20),
                Column(_("E-mail"), 28),
            ),
            [(person.name, person.job_title, person.phone, person.e_mail) for person in sheet.people],
        )
    if sheet.notes:
        yield Heading(_("Notes"))
    for note in sheet.notes:
        yield Heading(" · ".join(part for part in (note.on, note.author) if part), "", 3)
        yield Note(note.text)


def _opportunities(sheet: ContactSheet, form: LocaleFormat) -> Table:
    value = _("Value in {currency}").format(currency=sheet.currency) if sheet.currency else _("Value")
    columns = (
        Column(_("Description"), 44),
        Column(_("Stage"), 24),
        Column(_("Closing date"), 16),
        Column(value, 16, "right"),
    )
    rows = [
        (each.description, each.stage, form.day(each.closing_on), form.money(each.value))
        for each in sheet.opportunities
    ]
    return Table(columns, rows)
