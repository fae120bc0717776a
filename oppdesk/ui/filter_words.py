"""A filter in words, and the comparisons that suit each kind of field: what chips say and the filter editor offers."""

from collections.abc import Mapping, Sequence
from datetime import date

from oppdesk.domain.fields import NUMBERS, TEXTS, Field, Kind, Ref
from oppdesk.domain.query import Filter, Op
from oppdesk.domain.setup import by_key
from oppdesk.domain.spans import Between, Period
from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.services.desk import Desk
from oppdesk.ui.widgets.filter_chips import Chip

_WORDS = {
    Op.IS: N_("is"),
    Op.IS_NOT: N_("is not"),
    Op.CONTAINS: N_("contains"),
    Op.LACKS: N_("does not contain"),
    Op.BEGINS: N_("begins with"),
    Op.ENDS: N_("ends with"),
    Op.BEFORE: N_("below"),
    Op.FROM: N_("from"),
    Op.OVER: N_("over"),
    Op.UP_TO: N_("up to"),
    Op.BLANK: N_("is blank"),
    Op.FILLED: N_("is filled"),
    Op.AMONG: N_("is"),
}
_OF_DATES = {Op.BEFORE: N_("before"), Op.OVER: N_("after")}
_NUMBER_OPS = (Op.FROM, Op.UP_TO, Op.OVER, Op.BEFORE, Op.IS, Op.IS_NOT)
_SPELT_OPS = (Op.CONTAINS, Op.LACKS, Op.BEGINS, Op.ENDS)
_OPS: dict[Kind, tuple[Op, ...]] = {
    **dict.fromkeys(TEXTS, (*_SPELT_OPS, Op.IS, Op.IS_NOT, Op.BLANK, Op.FILLED)),
    **dict.fromkeys(NUMBERS, _NUMBER_OPS),
    Kind.DATE: (Op.FROM, Op.UP_TO, Op.IS, Op.BEFORE, Op.OVER, Op.BLANK, Op.FILLED),
    Kind.TIME: (Op.FROM, Op.UP_TO, Op.IS, Op.BLANK, Op.FILLED),
    Kind.CHOICE: (Op.IS, Op.IS_NOT),
    Kind.LOOKUP: (Op.IS, Op.IS_NOT, *_SPELT_OPS, Op.BLANK, Op.FILLED),
    Kind.FLAG: (Op.IS,),
}
PERIODS = {
    Period.TODAY: N_("today"),
    Period.YESTERDAY: N_("yesterday"),
    Period.TOMORROW: N_("tomorrow"),
    Period.THIS_WEEK: N_("this week"),
    Period.NEXT_WEEK: N_("next week"),
    Period.LAST_WEEK: N_("last week"),
    Period.THIS_MONTH: N_("this month"),
    Period.NEXT_MONTH: N_("next month"),
    Period.LAST_MONTH: N_("last month"),
    Period.THIS_QUARTER: N_("this quarter"),
    Period.NEXT_QUARTER: N_("next quarter"),
    Period.LAST_QUARTER: N_("last quarter"),
    Period.THIS_YEAR: N_("this year"),
    Period.NEXT_YEAR: N_("next year"),
    Period.LAST_YEAR: N_("last year"),
    Period.NEXT_7: N_("in the next 7 days"),
    Period.NEXT_30: N_("in the next 30 days"),
    Period.NEXT_90: N_("in the next 90 days"),
    Period.LAST_7: N_("in the last 7 days"),
    Period.LAST_30: N_("in the last 30 days"),
    Period.LAST_90: N_("in the last 90 days"),
}
VALUELESS = frozenset({Op.BLANK, Op.FILLED})


def ops_for(field: Field) -> tuple[Op, ...]:
    """The comparisons that are offered for a field, the usual one first."""
    return _OPS.get(field.kind, (Op.IS,))


def op_words(op: Op, kind: Kind) -> str:
    if kind is Kind.DATE and op in _OF_DATES:
        return _(_OF_DATES[op])
    return _(_WORDS[op])


def value_words(desk: Desk, field: Field, term: Filter, form: LocaleFormat) -> str:
    """The value as it reads; references by name, oneself as "me"."""
    if term.op in VALUELESS:
        return ""
    if isinstance(term.value, Between):
        low, high = (_value_words(desk, field, each, form) for each in (term.value.low, term.value.high))
        return _("{low} and {high}").format(low=low, high=high)
    if isinstance(term.value, Period):
        return _(PERIODS[term.value])
    values = term.value if isinstance(term.value, tuple) else (term.value,)
    return ", ".join(_value_words(desk, field, value, form) for value in values)


def _value_words(desk: Desk, field: Field, value: object, form: LocaleFormat) -> str:
    if isinstance(value, str):
        return value
    if field.kind is Kind.LOOKUP:
        return _named(desk, str(field.target), value)
    if field.kind is Kind.FLAG:
        return _("yes") if value else _("no")
    return form.day(value) if isinstance(value, date) else field.show(value, form)


def _named(desk: Desk, target: str, value: object) -> str:
    if target == "salesperson" and value == desk.context.salesperson:
        return _("me")
    if isinstance(value, Ref):
        return value.text
    look = desk.setup.ref if target in by_key else desk.lists.ref
    found = look(target, value) if isinstance(value, int) else None
    return found.text if found is not None else _("what was removed")


def chips(
    desk: Desk,
    fields: Mapping[str, Field],
    filters: Sequence[Filter],
    form: LocaleFormat,
    special: Mapping[Filter, tuple[str, str]] | None = None,
) -> list[Chip]:
    """One chip a filter, keyed by its place; `special` words for those that mean something: (operator, value)."""
    made = []
    for at, term in enumerate(filters):
        field = fields.get(term.field) or Field(term.field, term.field)
        operator, value = (special or {}).get(term) or (
            _("between") if isinstance(term.value, Between) else op_words(term.op, field.kind),
            value_words(desk, field, term, form),
        )
        made.append(Chip(at, _(field.label), operator, value))
    return made
