"""Tooltips of what is stored: Qt takes a text with tags in it for markup, so that is told to be none."""

from html import escape


def literal(words: str) -> str:
    """The words as a tooltip shows them letter by letter."""
    if "<" not in words:
        return words
    return f"<qt>{escape(words, quote=False).replace(chr(10), '<br>')}</qt>"
