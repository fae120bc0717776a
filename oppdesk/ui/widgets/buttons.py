"""Buttons in the few kinds the look knows: one primary a window, plain, quiet, link, and icons with a name."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from oppdesk.ui import icons, metrics, theme
from oppdesk.ui.metrics import px

Kind = Literal["plain", "primary", "quiet", "link"]

_ICON_COLOURS: dict[Kind, theme.Token] = {
    "plain": "text2",
    "primary": "onaccent",
    "quiet": "text2",
    "link": "accent",
}


def button(text: str, icon: str = "", kind: Kind = "plain", *, small: bool = False) -> QPushButton:
    """A button with words; `text` carries its mnemonic."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setProperty("small", small)
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    if icon:
        set_icon(made, icon)
    return made


def link(text: str) -> QPushButton:
    return button(text, kind="link")


def icon_button(icon: str, name: str, kind: Kind = "quiet", *, small: bool = False) -> QToolButton:
    """A square button without words; `name` is what a screen reader says and the tooltip shows."""
    made = QToolButton()
    made.setProperty("kind", kind)
    made.setProperty("small", small)
    side = px(metrics.ICON_BUTTON)
    made.setIcon(icons.icon(icon, _ICON_COLOURS[kind]))
    made.setIconSize(QSize(side, side))
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return made


def set_icon(made: QPushButton, icon: str) -> None:
    """Icon before the words, with the gap that Qt makes too small."""
    kind: Kind = made.property("kind") or "plain"
    made.setIcon(icons.icon(icon, _ICON_COLOURS[kind]))
    side = px(metrics.ICON_TEXT if made.property("small") else metrics.ICON_BUTTON)
    made.setIconSize(QSize(side + px(0.5), side))


def restyle(widget: QWidget) -> None:
    """Make the style sheet look again after a dynamic property has changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
