"""Where contacts are, what they speak and pay with."""

from oppdesk.domain.fields import Field, Kind, code, description, number_of
from oppdesk.domain.setup_list import SetupList
from oppdesk.i18n import N_

_FIELDS = (code(), Field("name", N_("Name"), size=50), number_of("contact", N_("Contacts")))

TERRITORIES = SetupList("territory", N_("Territories"), "places", _FIELDS)
COUNTRIES = SetupList("country", N_("Countries"), "places", _FIELDS)
LANGUAGES = SetupList("language", N_("Languages"), "places", _FIELDS)
CURRENCIES = SetupList(
    "currency", N_("Currencies"), "places", (code(), description(50), number_of("contact", N_("Contacts")))
)
# Found by code or by city; the same code may stand for several places.
POST_CODES = SetupList(
    "post_code",
    N_("Post codes"),
    "places",
    (
        code(20, N_("Post code")),
        Field("city", N_("City"), size=30),
        Field("county", N_("County"), size=30),
        Field("country", N_("Country"), Kind.LOOKUP, target="country"),
    ),
    unique=("code", "city"),
)

LISTS = (TERRITORIES, COUNTRIES, LANGUAGES, CURRENCIES, POST_CODES)
