"""Chooses the language of all texts at run time: they are marked where declared and translated when shown."""

import gettext as _gettext
import re
from pathlib import Path

LANGUAGES: tuple[tuple[str, str], ...] = (
    ("en", "English"),
    ("nl", "Nederlands"),
    ("fr", "Français"),
    ("zh_CN", "简体中文"),
)
DOMAIN = "oppdesk"

_KEPT = re.compile(r"\{[^{}]*\}|&.|\*\.\w+|<[^<>]*>")  # placeholders, mnemonics, file patterns, marks of HTML
_ACCENTED = str.maketrans(
    "ABCDEGHIKLMNOPRSTUVWYZabcdeghiklmnoprstuvwyz",
    "ÅƁÇĐÉĜĤÎĶĻṀÑÖÞŘŠŤÛṼŴÝŽåƀçđéĝĥîķļḿñöþřšťûṽŵýž",
)


class _Pseudo(_gettext.NullTranslations):
    """Shows what translation does to a window: accents, two fifths more length, and what was never marked."""

    def gettext(self, message: str) -> str:
        parts, end = [], 0
        for kept in _KEPT.finditer(message):
            parts += [message[end : kept.start()].translate(_ACCENTED), kept.group()]
            end = kept.end()
        parts.append(message[end:].translate(_ACCENTED))
        return "".join(parts) + " " + "~" * max(1, round(len(message) * 0.4) - 1)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


def set_language(code: str, folder: Path | None = None) -> None:
    """Take a language for all texts shown from now on; `folder` holds the catalogues. Unknown is English.

    "pseudo" is made at run time, for looking at windows with longer texts.
    """
    global _catalogue  # noqa: PLW0603 - the one choice of the whole program, one assignment: safe for threads
    if code == "pseudo":
        _catalogue = _Pseudo()
    elif folder is None:
        _catalogue = _gettext.NullTranslations()
    else:
        _catalogue = _gettext.translation(DOMAIN, str(folder), [code], fallback=True)


def _(text: str) -> str:
    """The text in the user's language, at the moment of showing it."""
    return _catalogue.gettext(text) if text else ""  # a catalogue answers "" with its own head


def N_(text: str) -> str:
    """Marks a text of a declaration for translation; `_` translates it when it is shown."""
    return text


def ngettext(one: str, many: str, n: int) -> str:
    """The form of a sentence that suits `n` in the user's language."""
    return _catalogue.ngettext(one, many, n)
