"""Post code and city fill each other from the table of post codes (relationships 3.8)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

Values = Mapping[str, object]


class Place(NamedTuple):
    """A row of the table; `country` is an id or None."""

    post_code: str
    city: str
    county: str = ""
    country: int | None = None


def place(row: Values) -> Place:
    """A stored row of the table as a value."""
    country = row.get("country")
    code, city, county = (str(row.get(name) or "") for name in ("post_code", "city", "county"))
    return Place(code, city, county, country if isinstance(country, int) else None)


def by_post_code(typed: str, places: Iterable[Place], country: int | None = None) -> list[Place]:
    """The places of a post code, blanks and case aside; those of the country first choice when it has any."""
    wanted = _plain(typed)
    return _preferred([each for each in places if wanted and _plain(each.post_code) == wanted], country)


def by_city(typed: str, places: Iterable[Place], country: int | None = None) -> list[Place]:
    """The places of a city, case aside."""
    wanted = typed.strip().casefold()
    return _preferred([each for each in places if wanted and each.city.strip().casefold() == wanted], country)


def filled(found: Sequence[Place], values: Values, typed: str) -> dict[str, object] | None:
    """What follows when the field `typed` ("post_code" or "city") has these places.

    One place fills the other three fields; none leaves all as typed ({}); several are to be chosen from (None), unless
    what the contact has already agrees with one of them. A country that the table does not know is left.
    """
    if not found:
        return {}
    other = "city" if typed == "post_code" else "post_code"
    agreeing = [
        each for each in found if _plain(str(getattr(each, other))) == _plain(str(values.get(other) or ""))
    ]
    if len(found) > 1 and len(agreeing) != 1:
        return None
    one = agreeing[0] if len(found) > 1 else found[0]
    fields: dict[str, object] = {other: getattr(one, other), "county": one.county}
    if one.country is not None:
        fields["country"] = one.country
    return {name: value for name, value in fields.items() if value != (values.get(name) or "")}


def _preferred(found: list[Place], country: int | None) -> list[Place]:
    here = [each for each in found if country is not None and each.country == country]
    return here or found


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
