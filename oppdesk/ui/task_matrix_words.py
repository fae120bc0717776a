"""What the task matrix says: the names of its periods, its cells, and itself on its way out of the program."""

from collections.abc import Callable

from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.outgoing import Column, Row
from oppdesk.domain.query import Query
from oppdesk.domain.spans import Span
from oppdesk.domain.task_matrix import Cell, Days, Line, Lines, Matrix, Shows
from oppdesk.i18n import N_, LocaleFormat, _, ngettext
from oppdesk.services.exporting import Outgoing

LINES = {
    Lines.SALESPEOPLE: N_("Salespeople"),
    Lines.TEAMS: N_("Teams"),
    Lines.CONTACTS: N_("Contacts"),
}
SHOWS = {Shows.NUMBER: N_("number of tasks"), Shows.CONTACT: N_("contact number")}
SPANS = {
    Span.DAY: N_("day"),
    Span.WEEK: N_("week"),
    Span.MONTH: N_("month"),
    Span.QUARTER: N_("quarter"),
    Span.YEAR: N_("year"),
}


def head(span: Span, days: Days, form: LocaleFormat) -> str:
    """A period as short as a column is; its year is told where it is not that of the first one."""
    first = days[0]
    if span is Span.YEAR:
        return str(first.year)
    if span is Span.QUARTER:
        return _("Q{quarter} {year}").format(quarter=(first.month + 2) // 3, year=first.year)
    if span is Span.MONTH:
        return _("{month} {year}").format(month=form.months[first.month - 1], year=first.year)
    return form.short_day(first, first)


def period(span: Span, days: Days, form: LocaleFormat) -> str:
    """In full."""
    if span is Span.DAY:
        return form.long_day(days[0])
    if span is Span.WEEK:
        return f"{form.day(days[0])} – {form.day(days[1])}"
    return form.month(days[0]) if span is Span.MONTH else head(span, days, form)


def whole(matrix: Matrix, form: LocaleFormat) -> str:
    """From the first to the last of the periods."""
    if not matrix.periods:
        return _("beyond the calendar")
    return f"{form.day(matrix.periods[0][0])} – {form.day(matrix.periods[-1][1])}"


def cell(found: Cell | None, shows: Shows, form: LocaleFormat) -> str:
    """Blank for no task; for one the number of its contact, where that is shown (14)."""
    if found is None:
        return ""
    if shows is Shows.NUMBER:
        return form.whole(found.count)
    return _("Multiple") if found.is_multiple else found.contact or _("(none)")


def tip(matrix: Matrix, line: Line, at: int, form: LocaleFormat) -> str:
    """A cell in a sentence, for pointer and ear."""
    found = line.cells.get(at)
    when = period(matrix.options.span, matrix.periods[at], form)
    count = found.count if found is not None else 0
    tasks = ngettext("{count} task", "{count} tasks", count).format(count=form.whole(count))
    words = _("{name}, {period}: {tasks}").format(name=line.name, period=when, tasks=tasks)
    if found is not None and found.overdue:
        words = _("{words}, {count} overdue").format(words=words, count=form.whole(found.overdue))
    return words


def summary(matrix: Matrix, form: LocaleFormat) -> str:
    """For the status bar."""
    count = len(matrix.lines)
    words = ngettext("{count} line", "{count} lines", count).format(count=form.whole(count))
    filled = [line.cells for line in matrix.lines if line.cells]  # few are, of those that have tasks at all
    late = sum(found.overdue > 0 for cells in filled for found in cells.values())
    if late:
        cells = ngettext("{count} cell with overdue tasks", "{count} cells with overdue tasks", late)
        words = f"{words} · {cells.format(count=form.whole(late))}"
    return words


def outgoing(matrix: Matrix, form: LocaleFormat, *, only_filled: bool = False) -> Outgoing:
    """The matrix as a list that can be exported and printed; on paper only periods in which there is anything."""
    options = matrix.options
    numbers = options.shows is Shows.NUMBER
    used = {at for line in matrix.lines for at in line.cells}
    shown = [at for at in range(len(matrix.periods)) if at in used or not only_filled]
    columns = [
        Column(Field("name", _(LINES[options.lines])), _(LINES[options.lines]), _name),
        Column(Field("note", _("No.")), _("No."), _note),
    ]
    for at in shown:
        days = matrix.periods[at]
        label = form.day(days[0]) if options.span in (Span.DAY, Span.WEEK) else head(options.span, days, form)
        field = Field(f"period{at}", label, Kind.WHOLE if numbers else Kind.TEXT)
        columns.append(Column(field, label, _value(at, options.shows, form)))
    rows = [{"id": line.row, "line": line} for line in matrix.lines]
    title = _("Tasks by {span}").format(span=_(SPANS[options.span]))
    return Outgoing("task", title, tuple(columns), Query(), rows=rows)


def _name(row: Row) -> str:
    line: Line = row["line"]
    return ("    " if line.is_indented else "") + line.name


def _note(row: Row) -> str:
    line: Line = row["line"]
    return line.note


def _value(at: int, shows: Shows, form: LocaleFormat) -> Callable[[Row], object]:
    def value(row: Row) -> object:
        line: Line = row["line"]
        found = line.cells.get(at)
        if shows is Shows.NUMBER:
            return found.count if found is not None else None
        return cell(found, shows, form)

    return value
