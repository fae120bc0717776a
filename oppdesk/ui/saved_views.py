"""The user's own views of a list: filters under a name, kept as text among the settings of the workstation."""

import json
from collections.abc import Sequence
from datetime import date

from oppdesk.domain.query import Filter, Op

_DAY = "day"  # marks a date among the plain values of JSON


def packed(filters: Sequence[Filter]) -> str:
    return json.dumps([[term.field, term.op.value, _plain(term.value)] for term in filters])


def unpacked(text: str) -> tuple[Filter, ...] | None:
    """None for what is not the work of `packed`."""
    try:
        return tuple(Filter(str(field), Op(op), _value(value)) for field, op, value in json.loads(text))
    except (ValueError, TypeError):
        return None


def _plain(value: object) -> object:
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _value(value: object) -> object:
    if isinstance(value, dict):
        return date.fromisoformat(str(value.get(_DAY)))
    return tuple(_value(each) for each in value) if isinstance(value, list) else value
