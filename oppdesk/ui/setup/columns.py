"""Which columns a setup list shows and how a value looks in its cell; a further list needs no line here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from oppdesk.domain.fields import Field, Kind, Ref
from oppdesk.domain.setup import by_key
from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.ui.cells import Cell, DateCell, FigureCell, FlagCell, NameCell, QuietCell
from oppdesk.ui.table_view import Column

Row = Mapping[str, Any]
Extra = tuple[str, str, float, Callable[[Row], Cell]]  # name, label, u, cell: shown and never typed

# Where the label of a field is too long for the head of a column.
_SHORT: Mapping[tuple[str, str], str] = {
    ("sales_cycle", "method"): N_("Probability from"),
    ("sales_cycle", "number_of_opportunity"): N_("Open"),
    ("sales_cycle_stage", "stage"): N_("No."),
    ("sales_cycle_stage", "completed"): N_("Completed"),
    ("sales_cycle_stage", "chances"): N_("Chances"),
    ("sales_cycle_stage", "quote_required"): N_("Quote"),
    ("sales_cycle_stage", "may_skip"): N_("Skip"),
    ("sales_cycle_stage", "date_formula"): N_("Formula"),
    ("sales_cycle_stage", "number_of_opportunity"): N_("Now here"),
    ("number_series", "default_nos"): N_("Automatic"),
    ("number_series", "manual_nos"): N_("Manual"),
    ("salesperson", "commission"): N_("Commission"),
    ("duplicate_search", "part"): N_("Part"),
    ("contact_template", "correspondence_type"): N_("Letters"),
    ("web_source", "number_of_contact_web_source"): N_("Contacts"),
}
_NEW: Mapping[str, str] = {
    "sales_cycle": N_("Add a sales cycle"),
    "sales_cycle_stage": N_("Add a stage"),
    "close_code": N_("Add a close code"),
    "activity": N_("Add an activity"),
    "activity_step": N_("Add a step"),
    "number_series": N_("Add a number series"),
    "interaction_group": N_("Add an interaction group"),
    "interaction_template": N_("Add an interaction template"),
    "interaction_template_language": N_("Add a language"),
    "number_series_line": N_("Add numbers"),
    "salesperson": N_("Add a salesperson"),
    "team": N_("Add a team"),
    "team_salesperson": N_("Add a member"),
    "salutation": N_("Add a salutation"),
    "salutation_formula": N_("Add a formula"),
    "business_relation": N_("Add a business relation"),
    "industry_group": N_("Add an industry group"),
    "mailing_group": N_("Add a mailing group"),
    "job_responsibility": N_("Add a job responsibility"),
    "organizational_level": N_("Add an organizational level"),
    "web_source": N_("Add a web source"),
    "duplicate_search": N_("Add a search string"),
    "contact_template": N_("Add a contact template"),
    "territory": N_("Add a territory"),
    "country": N_("Add a country"),
    "language": N_("Add a language"),
    "currency": N_("Add a currency"),
    "post_code": N_("Add a post code"),
}
_WIDTHS: Mapping[Kind, float] = {
    Kind.CODE: 14,
    Kind.TEXT: 18,
    Kind.FLAG: 7,
    Kind.WHOLE: 8,
    Kind.PERCENT: 9.5,
    Kind.RATE: 10,
    Kind.MONEY: 14,
    Kind.DATE: 14,
    Kind.MOMENT: 18,
    Kind.TIME: 9,
    Kind.DURATION: 12,
    Kind.FORMULA: 10,
    Kind.CHOICE: 14,
    Kind.LOOKUP: 13,
    Kind.COUNT: 9,
}
_NARROW: Mapping[tuple[str, str], float] = {
    ("sales_cycle", "method"): 12,
    ("sales_cycle_stage", "stage"): 5.5,
    ("sales_cycle_stage", "activity"): 12,
    ("salutation_formula", "type"): 11,
    ("salutation_formula", "language"): 10,
    **{("salutation_formula", f"name_{number}"): 14 for number in range(1, 6)},
    ("web_source", "url"): 30,
    ("contact_template", "type"): 11,
}
_TAKES_REST = ("description", "name", "salesperson", "ending_no", "text", "city", "field")
_AT_RIGHT = frozenset(
    {
        Kind.PERCENT,
        Kind.RATE,
        Kind.MONEY,
        Kind.VALUE,
        Kind.DATE,
        Kind.MOMENT,
        Kind.FORMULA,
        Kind.COUNT,
        Kind.DURATION,
    }
)


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A field in a grid, or an `extra` beside the fields."""

    name: str
    label: str  # translated
    field: Field | None
    cell: Callable[[Row], Cell]
    at_right: bool = False
    width: float = 12
    takes_rest: bool = False
    sorts: bool = False

    @property
    def is_typed(self) -> bool:
        return self.field is not None and not self.field.read_only and self.field.kind is not Kind.COUNT

    def placed(self) -> Column:
        return Column(self.name, self.width, self.at_right, self.takes_rest, sorts=self.sorts)


def words_for_new(key: str) -> str:
    """What invites to begin a row."""
    words = _NEW.get(key, N_("Add a row"))
    return _(words)


def _head(key: str, field: Field) -> str:
    words = _SHORT.get((key, field.name), field.label)
    return _(words)


def columns(
    key: str,
    form: LocaleFormat,
    *,
    leave: frozenset[str] = frozenset(),
    extras: tuple[Extra, ...] = (),
    cells: Mapping[str, Callable[[Row], Cell]] | None = None,
) -> tuple[GridColumn, ...]:
    """The columns of a list: its fields without `leave`, then the extras; `cells` shows some otherwise."""
    setup = by_key[key]
    shown = [field for field in setup.fields if field.name not in leave]
    names = [field.name for field in shown]
    rest = next((name for name in _TAKES_REST if name in names), "")
    made = [
        GridColumn(
            field.name,
            _head(key, field),
            field,
            (cells or {}).get(field.name) or _cell_of(field, form, is_first=field is setup.fields[0]),
            field.kind in _AT_RIGHT,
            _NARROW.get((key, field.name), _WIDTHS.get(field.kind, 12)),
            field.name == rest,
            sorts=setup.lines_of is None and field.kind is not Kind.COUNT,  # lines have an order of their own
        )
        for field in shown
    ]
    made += [
        GridColumn(name, label, None, cell, at_right=True, width=wide) for name, label, wide, cell in extras
    ]
    return tuple(made)


def counts_contacts(field: Field | None) -> bool:
    """Whether a cell tells how many contacts there are, which can be shown."""
    return field is not None and field.kind is Kind.COUNT and str(field.counts).startswith("contact")


def _cell_of(field: Field, form: LocaleFormat, *, is_first: bool) -> Callable[[Row], Cell]:
    def shown(row: Row) -> str:
        value = row.get(field.name)
        if field.kind is Kind.LOOKUP and not isinstance(value, Ref):
            return ""
        if field.kind is Kind.WHOLE and is_first:
            return str(value or "")  # it tells lines apart and counts nothing
        return field.show(value, form)

    if is_first and field.kind is not Kind.FLAG:
        return lambda row: NameCell(shown(row))
    kinds: dict[Kind, Callable[[Row], Cell]] = dict.fromkeys(_AT_RIGHT, lambda row: FigureCell(shown(row)))
    kinds |= dict.fromkeys((Kind.CHOICE, Kind.LOOKUP), lambda row: QuietCell(shown(row)))
    kinds |= dict.fromkeys((Kind.DATE, Kind.MOMENT), lambda row: DateCell(shown(row)))
    kinds[Kind.FLAG] = lambda row: FlagCell(bool(row.get(field.name)), is_box=True)
    kinds[Kind.COUNT] = lambda row: FigureCell(
        shown(row) if row.get(field.name) else "–",
        is_link=bool(row.get(field.name)) and counts_contacts(field),
    )
    return kinds.get(field.kind, shown)
