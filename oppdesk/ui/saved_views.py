"""The user's own views as text among the settings: filters, orders and group, and read again with mistrust.

The file may be older than the program, of another one, or edited by hand; what is not understood is left out.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from oppdesk.domain.fields import NUMBERS, TEXTS, Field, Kind
from oppdesk.domain.query import SPELT, Filter, Op, Order
from oppdesk.domain.spans import Between, Period
from oppdesk.ui.filter_words import VALUELESS, ops_for

MOST_TERMS, LONGEST = 50, 100_000  # terms of a view; letters of its text
_DAY, _TIME, _PERIOD, _BETWEEN = "day", "time", "period", "between"  # mark values that JSON has no word for


@dataclass(frozen=True, slots=True)
class SavedView:
    """`is_whole` tells whether nothing had to be left out."""

    filters: tuple[Filter, ...] = ()
    orders: tuple[Order, ...] = ()
    group: str = ""
    is_whole: bool = True


def packed(view: SavedView) -> str:
    return json.dumps(
        {
            "filters": [[term.field, term.op.value, _packed(term.value)] for term in view.filters],
            "orders": [[order.field, order.descending] for order in view.orders],
            "group": view.group,
        }
    )


def unpacked(text: str, fields: Mapping[str, Field]) -> SavedView | None:
    """Only what these fields can be asked for; None for what is no view at all."""
    try:
        found = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    told, sorted_by = _list(found.get("filters")), _list(found.get("orders"))
    filters = [term for term in (_filter(each, fields) for each in told[:MOST_TERMS]) if term is not None]
    orders = [
        Order(each[0], each[1])
        for each in sorted_by[:MOST_TERMS]
        if _are(each, str, bool) and each[0] in fields
    ]
    group = found.get("group", "")
    knows_group = isinstance(group, str) and (not group or group in fields)
    is_whole = len(filters) == len(told) and len(orders) == len(sorted_by) and knows_group
    return SavedView(tuple(filters), tuple(orders), group if knows_group else "", is_whole)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _are(value: object, *kinds: type) -> bool:
    return (
        isinstance(value, list)
        and len(value) == len(kinds)
        and all(isinstance(each, kind) for each, kind in zip(value, kinds, strict=True))
    )


def _filter(told: object, fields: Mapping[str, Field]) -> Filter | None:
    if not (_are(told, str, str, object) and isinstance(told, list)) or told[0] not in fields:
        return None
    field = fields[told[0]]
    try:
        op, value = Op(told[1]), _unpacked(told[2])
    except (ValueError, TypeError):
        return None
    allowed = {*ops_for(field), Op.AMONG} - ({Op.AMONG} if field.kind not in _SEVERAL else set())
    return Filter(field.name, op, value) if op in allowed and _suits(field, op, value) else None


_SEVERAL = frozenset({Kind.LOOKUP, Kind.CHOICE})


def _suits(field: Field, op: Op, value: object) -> bool:
    if op in VALUELESS:
        return value is None
    if op is Op.AMONG:
        return isinstance(value, tuple) and bool(value) and all(_suits(field, Op.IS, each) for each in value)
    if isinstance(value, Between):
        has_stretch = field.kind is Kind.DATE or field.kind in NUMBERS
        return (
            has_stretch
            and op is Op.IS
            and all(_suits(field, Op.FROM, each) for each in (value.low, value.high))
        )
    if isinstance(value, Period):
        return field.kind is Kind.DATE and op is not Op.IS_NOT
    if op in SPELT:
        return isinstance(value, str)
    return _CHECKS.get(field.kind, _is_whole)(field, value)


def _is_whole(_field: Field, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63


_CHECKS: dict[Kind, Callable[[Field, object], bool]] = {
    **dict.fromkeys(TEXTS, lambda _field, value: isinstance(value, str)),
    Kind.DATE: lambda _field, value: isinstance(value, date),
    Kind.TIME: lambda _field, value: isinstance(value, time),
    Kind.FLAG: lambda _field, value: isinstance(value, bool),
    Kind.CHOICE: lambda field, value: _is_whole(field, value) and value in range(len(field.choices)),
}


def _packed(value: object) -> object:
    if isinstance(value, Period):
        return {_PERIOD: value.value}
    if isinstance(value, Between):
        return {_BETWEEN: [_packed(value.low), _packed(value.high)]}
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    if isinstance(value, time):
        return {_TIME: value.isoformat("minutes")}
    return [_packed(each) for each in value] if isinstance(value, tuple) else value


def _unpacked(value: object) -> object:
    """ValueError or TypeError for what `_packed` never makes."""
    if isinstance(value, list):
        if len(value) > MOST_TERMS * MOST_TERMS or any(isinstance(each, list) for each in value):
            raise ValueError(value)
        return tuple(_unpacked(each) for each in value)
    if not isinstance(value, dict):
        return value
    ((mark, said),) = value.items()
    if mark == _BETWEEN:
        low, high = (_unpacked(each) for each in said)
        return Between(low, high)
    if mark == _PERIOD:
        return Period(said)
    if mark == _DAY:
        return date.fromisoformat(said)
    if mark == _TIME:
        return time.fromisoformat(said)
    raise ValueError(mark)


def keys_of(text: str) -> Sequence[str]:
    """A list of names as it was stored; nothing for what is none."""
    try:
        found = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return ()
    return [each for each in _list(found) if isinstance(each, str)]
