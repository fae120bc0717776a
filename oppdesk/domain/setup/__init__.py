"""All setup lists. A further list is one declaration in one of these modules; nothing else names it."""

from collections.abc import Mapping
from types import MappingProxyType

from oppdesk.domain.setup import company, contact_lines, groups, interactions, people, places, sales
from oppdesk.domain.setup_list import SetupList
from oppdesk.i18n import N_

ALL: tuple[SetupList, ...] = (
    sales.LISTS + interactions.LISTS + people.LISTS + groups.LISTS + places.LISTS + company.LISTS
)
CONTACT_LINES: tuple[SetupList, ...] = contact_lines.LISTS  # shown by the card of their contact, not in Setup
AREAS: tuple[tuple[str, str], ...] = (
    ("sales", N_("Sales")),
    ("interactions", N_("Interactions")),
    ("people", N_("People")),
    ("contacts", N_("Contacts")),
    ("places", N_("Places")),
    ("company", N_("Company")),
)
by_key: Mapping[str, SetupList] = MappingProxyType({setup.key: setup for setup in ALL + CONTACT_LINES})
