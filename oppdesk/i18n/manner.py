"""How sentences write a day: views are handed a LocaleFormat, but a rule that says no has none at hand."""

from datetime import date

from oppdesk.i18n.formats import NEUTRAL, LocaleFormat

_manner: LocaleFormat = NEUTRAL


def write_as(form: LocaleFormat) -> None:
    """Take a way of writing for the days in all messages from now on."""
    global _manner  # noqa: PLW0603 - chosen with the language, one assignment: safe for threads
    _manner = form


def said(day: date | None) -> str:
    """A day as a sentence to the user writes it."""
    return _manner.day(day)
