"""Imports a file without a window: one line of JSON says what came of it, stderr what was refused."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from oppdesk.app import single_instance
from oppdesk.app.device import device_of
from oppdesk.app.exit_codes import DONE, FAILED, IN_USE
from oppdesk.app.paths import Paths
from oppdesk.domain.errors import StorageTrouble, Trouble, UserError
from oppdesk.exchange.mapping import Reading, Ways
from oppdesk.exchange.plan import Plan
from oppdesk.i18n import NEUTRAL, LocaleFormat, _
from oppdesk.services.desk import Desk, open_desk
from oppdesk.services.importing import Result
from oppdesk.ui.preferences import Preferences

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for; what is blank is found out from the file."""

    file: Path
    target: str
    columns: dict[str, str]  # field -> heading; empty matches by the headings
    stages: tuple[str, ...] = ()
    dates: str = ""  # dmy, mdy, ymd
    decimal: str = ""
    sheet: str = ""  # of a workbook
    notes: tuple[str, ...] = ()  # headings of columns that go into the comment


def run(paths: Paths, wish: Wish) -> int:
    """Import one file; 0 when no row was refused, 1 otherwise, 3 when another process has the data.

    One line of JSON is printed in every case, with "faults" 1 when the file was refused whole.
    """
    try:
        plan, result = with_desk(paths, lambda desk: _import(desk, wish))
    except (UserError, StorageTrouble) as error:
        say(error.message)
        report(0, 0, 0, 1)
        return code_of(error)
    for fault in result.faults:
        place = _("line {line}, {column}: {reason}") if fault.column else _("line {line}: {reason}")
        say(place.format(line=fault.line, column=fault.column, reason=fault.reason))
    _tell(plan)
    report(result.added, result.changed, result.unchanged, result.refused)
    return FAILED if result.faults else DONE


def _tell(plan: Plan) -> None:
    """What somebody may want to look at, though it is no fault."""
    for row, candidates in plan.doubtful:
        likeliest = candidates[0]
        may_be = _("line {line}: came in, though it may be {contact} ({percent} %)")
        say(may_be.format(line=row.line, contact=likeliest.contact.text, percent=likeliest.percent))
    for told in plan.told:
        kept = _("{what}: kept in comments, in rows: {count}")
        lost = _("{what}: has no place here and was left out, in rows: {count}")
        say((kept if told.is_kept else lost).format(what=told.what, count=told.rows))


def with_desk(paths: Paths, work: Callable[[Desk], T]) -> T:
    """Do it while no other process has the data."""
    paths.make()
    lock = single_instance.claim(paths.data)
    try:
        device = device_of(Preferences(paths.config))
        desk = open_desk(paths.data, paths.backups, paths.resources, device=device)
        try:
            return work(desk)
        finally:
            desk.close()
    finally:
        lock.unlock()


def code_of(error: UserError | StorageTrouble) -> int:
    return IN_USE if isinstance(error, StorageTrouble) and error.kind is Trouble.IN_USE else FAILED


def _import(desk: Desk, wish: Wish) -> tuple[Plan, Result]:
    source = desk.importing.open(
        wish.target, wish.file, wish.columns or None, sheet=wish.sheet, notes=wish.notes
    )
    if not source.columns:
        raise UserError(
            _("No column of {file} was recognised; name them by --map FIELD=COLUMN.").format(
                file=wish.file.name
            )
        )
    source, ways = desk.importing.read_as(source, NEUTRAL)
    source = replace(source, form=settled(ways, wish.dates, wish.decimal), stages=wish.stages)
    plan = desk.importing.plan(source)
    return plan, desk.importing.apply(source, plan)


def settled(ways: Ways, dates: str, decimal: str) -> LocaleFormat:
    """The file's manner as the options say; UserError when it could be meant in several ways and none says which."""
    form = ways.form()
    if dates:
        form = replace(form, order=dates)
    elif len(ways.days) > 1:
        message = _("“{cell}” may be {days}; say which by --dates {options}.")
        raise UserError(
            message.format(
                cell=ways.days[0].cell,
                days=_either(ways.days),
                options="|".join(reading.form.order for reading in ways.days),
            )
        )
    if decimal:
        signs = [reading.form for reading in ways.numbers if reading.form.decimal == decimal]
        group = signs[0].group if signs else "." if decimal == "," else ","
        form = replace(form, decimal=decimal, group=group)
    elif len(ways.numbers) > 1:
        message = _("“{cell}” may be {numbers}; say which by --decimal {options}.")
        raise UserError(
            message.format(
                cell=ways.numbers[0].cell,
                numbers=_either(ways.numbers),
                options="|".join(dict.fromkeys(reading.form.decimal for reading in ways.numbers)),
            )
        )
    return form


def _either(readings: tuple[Reading, ...]) -> str:
    values = [_("unreadable") if reading.value is None else str(reading.value) for reading in readings]
    return _(" or ").join(dict.fromkeys(values))


def report(added: int, changed: int, unchanged: int, faults: int) -> None:
    """The line of JSON."""
    counts = {"added": added, "changed": changed, "unchanged": unchanged, "faults": faults}
    print(json.dumps(counts))  # noqa: T201 - the answer to the command line


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201 - as above
