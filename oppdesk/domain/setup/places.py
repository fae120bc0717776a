"""Where contacts are and what they speak."""

from oppdesk.domain.fields import Field, code
from oppdesk.domain.setup_list import SetupList
from oppdesk.i18n import N_

_FIELDS = (code(), Field("name", N_("Name"), size=50))

TERRITORIES = SetupList("territory", N_("Territories"), "places", _FIELDS)
COUNTRIES = SetupList("country", N_("Countries"), "places", _FIELDS)
LANGUAGES = SetupList("language", N_("Languages"), "places", _FIELDS)

LISTS = (TERRITORIES, COUNTRIES, LANGUAGES)
