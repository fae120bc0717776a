"""The one place that knows languages and local habits of writing, so that all above it deals in plain values.

Texts come from gettext, numbers and dates from a `LocaleFormat` learnt once from Babel: asking Babel for
every cell costs fifteen times as much. Only `learn` reads Babel, and only when it is called.
"""

from oppdesk.i18n.day_words import months_later
from oppdesk.i18n.days import EARLIEST, LATEST
from oppdesk.i18n.formats import GREATEST, NEUTRAL, LocaleFormat, rounded
from oppdesk.i18n.locales import learn
from oppdesk.i18n.manner import said, write_as
from oppdesk.i18n.texts import DOMAIN, LANGUAGES, N_, _, ngettext, set_language

__all__ = [
    "DOMAIN",
    "EARLIEST",
    "GREATEST",
    "LANGUAGES",
    "LATEST",
    "NEUTRAL",
    "N_",
    "LocaleFormat",
    "_",
    "learn",
    "months_later",
    "ngettext",
    "rounded",
    "said",
    "set_language",
    "write_as",
]
