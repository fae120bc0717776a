"""All setup lists. A further list is one declaration in one of these modules; nothing else names it."""

from collections.abc import Mapping
from types import MappingProxyType

from oppdesk.domain.setup import company, people, places, sales
from oppdesk.domain.setup_list import SetupList
from oppdesk.i18n import N_

ALL: tuple[SetupList, ...] = sales.LISTS + people.LISTS + places.LISTS + company.LISTS
AREAS: tuple[tuple[str, str], ...] = (
    ("sales", N_("Sales")),
    ("people", N_("People")),
    ("places", N_("Places")),
    ("company", N_("Company")),
)
by_key: Mapping[str, SetupList] = MappingProxyType({setup.key: setup for setup in ALL})
