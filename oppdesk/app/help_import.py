"""Explains what can be imported without a window: every field with what it holds, and how answers are to be read."""

from textwrap import fill

from oppdesk.domain.fields import Field, Kind
from oppdesk.i18n import _
from oppdesk.services.importing import TARGETS

_INTRODUCTION = """\
oppdesk --data DIR --import FILE --as TARGET [--map FIELD=COLUMN ...] [--sheet NAME] [--stages NAME,NAME ...]

Imports a file of text (CSV), a workbook (XLSX) or contact cards (vCard) without a window, in one step that can be
undone in the program: all rows without fault, or, when the file cannot be read, nothing. The same file again adds
nothing. An empty DIR gets the standard setup first.

--map      which column each field is read from, by its heading; may be repeated or list several. Only the columns
           named are read. Without --map the headings of the file decide. Several columns may be mapped to note:
           they go into the comment of the contact, each under its heading.
--sheet    the sheet of a workbook; the first one if it is not said.
--stages   opportunities: the file's stages from first to last, for the sales cycle that is made when none has them.
--dates    dmy, mdy or ymd: needed only when the dates of the file can be read in several ways. Dates with the year
           first (2026-04-30) are always understood.
--decimal  the decimal sign, "." or ",": needed only when the amounts of the file can be read in several ways.

stdout     one line: {"added": 0, "changed": 0, "unchanged": 0, "faults": 0}, in rows; "faults" are the rows refused,
           and 1 with all others 0 when the file as a whole was refused.
stderr     what was refused and why: "line N, column: reason", N as an editor counts lines; or one sentence. Also
           whom a new contact may be, and what went into comments or has no place.
exit code  0 nothing was refused, 1 something was, 2 the command line is wrong, 3 another process has the data of DIR.
"""
_HOLDS = {
    Kind.CODE: "code, made upper case",
    Kind.TEXT: "text",
    Kind.NOTE: "text of any length",
    Kind.FLAG: "yes or no",
    Kind.WHOLE: "whole number",
    Kind.PERCENT: "whole percentage, 0 to 100",
    Kind.RATE: "percentage",
    Kind.MONEY: "amount, at most two decimals",
    Kind.DATE: "date",
    Kind.TIME: "time of the day",
    Kind.DURATION: "minutes, or a length like 1 h 30 min",
    Kind.FORMULA: "date formula",
    Kind.CHOICE: "one of",
    Kind.LOOKUP: "another record",
}


def show() -> int:
    """Print it; the exit code."""
    print("\n".join(lines()))  # noqa: T201 - the answer to the command line
    return 0


def lines() -> list[str]:
    found = [_INTRODUCTION]
    for target, fields in TARGETS.items():
        found += [f"--as {target}", *(_line(each) for each in fields), ""]
    return found[:-1]


def _line(field: Field) -> str:
    holds = "name or code" if field.kind is Kind.LOOKUP and not field.hint else _HOLDS[field.kind]
    if field.kind is Kind.CHOICE:
        holds += ": " + ", ".join(_(label) for label in field.choices)
    if field.size:
        holds += f", {field.size} characters"
    hint = f". {_(field.hint)}" if field.hint else ""
    return fill(f"  {field.name:20} {_(field.label)} ({holds}){hint}", 115, subsequent_indent=23 * " ")
