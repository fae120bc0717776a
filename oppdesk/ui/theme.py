"""The only place that knows colours: every other file names them by what they mean, so both themes stay one program."""

import atexit
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import Template
from typing import Literal

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from oppdesk.ui import metrics
from oppdesk.ui.resources import RESOURCES, drawing

# fmt: off
Token = Literal[
    "window", "base", "sunken", "raised", "hover", "soft", "softidle", "rule", "hair", "line", "field",
    "text", "text2", "text3", "disabled", "accent", "accentfill", "accenthover", "onaccent", "passed", "ahead",
    "won", "wonsoft", "lost", "lostsoft", "overdue", "overduesoft", "stale", "stalesoft", "tip", "tiptext", "veil",
]
# fmt: on
Choice = Literal["system", "light", "dark"]


@dataclass(frozen=True)
class Theme:
    """One table of colours; the keys are the same in each."""

    name: str
    dark: bool
    table: Mapping[Token, str]

    @cached_property
    def colours(self) -> dict[str, QColor]:
        return {token: QColor(value) for token, value in self.table.items()}

    def colour(self, token: Token) -> QColor:
        return self.colours[token]


# fmt: off
LIGHT = Theme("light", False, {
    "window": "#F2F4F7", "base": "#FFFFFF", "sunken": "#F7F8FA", "raised": "#FFFFFF", "hover": "#F1F4F8",
    "soft": "#E3EAFB", "softidle": "#E9ECF0", "rule": "#EBEEF2", "hair": "#DFE3E9", "line": "#C4CAD3",
    "field": "#868D98", "text": "#191C20", "text2": "#525A65", "text3": "#5F6772", "disabled": "#969DA7",
    "accent": "#2C53C4", "accentfill": "#2C53C4", "accenthover": "#2446A8", "onaccent": "#FFFFFF",
    "passed": "#93A9E6", "ahead": "#DCE1E9",
    "won": "#1B7646", "wonsoft": "#E0F2E7", "lost": "#774A66", "lostsoft": "#F5EAF1",
    "overdue": "#B3261E", "overduesoft": "#FCEBE9", "stale": "#855600", "stalesoft": "#FBF0DA",
    "tip": "#23272E", "tiptext": "#F4F5F7", "veil": "#451A202C",
})
DARK = Theme("dark", True, {
    "window": "#16181C", "base": "#1D2025", "sunken": "#191C20", "raised": "#262A31", "hover": "#252930",
    "soft": "#283355", "softidle": "#2C3138", "rule": "#282C33", "hair": "#30353D", "line": "#474E59",
    "field": "#6F7783", "text": "#E9EBEE", "text2": "#AEB5BF", "text3": "#969EA9", "disabled": "#666D78",
    "accent": "#93ABFF", "accentfill": "#4869DB", "accenthover": "#3D5DCC", "onaccent": "#FFFFFF",
    "passed": "#51659F", "ahead": "#3A4049",
    "won": "#6CCB95", "wonsoft": "#1C3629", "lost": "#D3A5C3", "lostsoft": "#3A2A36",
    "overdue": "#FF8F86", "overduesoft": "#45211F", "stale": "#E6B353", "stalesoft": "#3D3018",
    "tip": "#3A414C", "tiptext": "#F2F4F6", "veil": "#78000000",
})
# fmt: on


class _Shown:
    """What is on the screen now; there is one application, hence one of these."""

    theme: Theme = LIGHT
    choice: Choice = "system"
    cache: Path | None = None
    styled: QApplication | None = None


def current() -> Theme:
    return _Shown.theme


def colour(token: Token) -> QColor:
    """The colour of the theme that is shown; ask at each paint, never keep it, and copy it to make another of it."""
    return _Shown.theme.colours[token]


@contextmanager
def on_paper() -> Iterator[None]:
    """Colours for white paper while something is printed, whatever the screen shows."""
    kept, _Shown.theme = _Shown.theme, LIGHT
    try:
        yield
    finally:
        _Shown.theme = kept


def choice() -> Choice:
    return _Shown.choice


def apply(
    app: QApplication, theme: Choice | Theme = "system", points: float = 0, cache: Path | None = None
) -> None:
    """Show a theme, now and without restart; "system" follows the desktop from then on.

    `points` is the size of the application font (0 keeps the present one). Small pictures that a style sheet can
    only take from files are written into `cache`.
    """
    if _Shown.styled is not app:
        app.setStyle("Fusion")
        _use_font(app, points)
        app.styleHints().colorSchemeChanged.connect(_follow_system)
        _Shown.styled = app
    elif points:
        _use_font(app, points)
    _Shown.cache = cache or _Shown.cache
    if isinstance(theme, Theme):
        _Shown.choice = "dark" if theme.dark else "light"
        _show(app, theme)
    else:
        _Shown.choice = theme
        _show(app, _chosen(app, theme))


def _show(app: QApplication, theme: Theme) -> None:
    _Shown.theme = theme
    _tell_window_frames(app)
    app.setPalette(palette(theme))
    QToolTip.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))


def _chosen(app: QApplication, wanted: Choice) -> Theme:
    if wanted == "system":
        app.styleHints().unsetColorScheme()
        return DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
    return DARK if wanted == "dark" else LIGHT


def _tell_window_frames(app: QApplication) -> None:
    """Where the platform can, title bars and file dialogs follow a choice of our own."""
    if _Shown.choice != "system":
        app.styleHints().setColorScheme(Qt.ColorScheme.Dark if _Shown.theme.dark else Qt.ColorScheme.Light)


def _follow_system(scheme: Qt.ColorScheme) -> None:
    app = QApplication.instance()
    wanted = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    if _Shown.choice == "system" and wanted is not _Shown.theme and isinstance(app, QApplication):
        _show(app, wanted)


def _use_font(app: QApplication, points: float) -> None:
    """The platform's own font; Inter at 10 points on Linux, whose desktops do not agree on one."""
    font = QFont(app.font())
    if sys.platform == "linux" and QFontDatabase.hasFamily("Inter"):
        font = QFont("Inter", 10)
    if points:
        font.setPointSizeF(points)
    app.setFont(font)


_ROLES: tuple[tuple[QPalette.ColorRole, Token], ...] = (
    (QPalette.ColorRole.Window, "window"),
    (QPalette.ColorRole.Base, "base"),
    (QPalette.ColorRole.AlternateBase, "sunken"),
    (QPalette.ColorRole.Button, "raised"),
    (QPalette.ColorRole.Light, "raised"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.BrightText, "onaccent"),
    (QPalette.ColorRole.Highlight, "soft"),
    (QPalette.ColorRole.HighlightedText, "text"),
    (QPalette.ColorRole.PlaceholderText, "text3"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.LinkVisited, "accent"),
    (QPalette.ColorRole.Accent, "accentfill"),
    (QPalette.ColorRole.Mid, "hair"),
    (QPalette.ColorRole.Midlight, "hair"),
    (QPalette.ColorRole.Dark, "field"),
    (QPalette.ColorRole.Shadow, "line"),
    (QPalette.ColorRole.ToolTipBase, "tip"),
    (QPalette.ColorRole.ToolTipText, "tiptext"),
)
_TEXTS = (
    QPalette.ColorRole.Text,
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
)


def palette(theme: Theme) -> QPalette:
    made = QPalette()
    for role, token in _ROLES:
        made.setColor(role, theme.colour(token))
    for role in _TEXTS:
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("disabled"))
    made.setColor(QPalette.ColorGroup.Inactive, QPalette.ColorRole.Highlight, theme.colour("softidle"))
    return made


def style_sheet(theme: Theme) -> str:
    """resources/styles/app.qss with colours, sizes in pixels of the present font, and pictures put in."""
    template = Template((RESOURCES / "styles" / "app.qss").read_text("utf-8"))
    places: dict[str, object] = {token: colour_name(value) for token, value in theme.colours.items()}
    places |= _sizes()
    places |= {name: _picture(icon, theme.table[token]) for name, (icon, token) in _PICTURES.items()}
    return template.substitute(places)


def colour_name(value: QColor) -> str:
    return value.name(QColor.NameFormat.HexArgb if value.alpha() < 255 else QColor.NameFormat.HexRgb)


def _sizes() -> dict[str, int]:
    """In pixels. Style sheets count the outline apart and cannot reckon, so both sums are made here: `…2` is the
    size with the ring of 2 pixels, one less on each side, and the text stays where it was."""
    sizes = {f"u{name}": metrics.px(size) for name, size in _STEPS.items()}
    for name, height in (("control", metrics.CONTROL), ("small", metrics.SMALL_CONTROL)):
        sizes[name] = metrics.px(height) - 2 * metrics.HAIRLINE
        sizes[f"{name}2"] = metrics.px(height) - 2 * metrics.RING
    for name, width in (
        ("padfield", 1),
        ("padbutton", 1.625),
        ("padsmall", 1),
        ("padcombo", 1.25),
        ("padtext", 0.5),
    ):
        sizes[name] = metrics.px(width)
        sizes[f"{name}2"] = metrics.px(width) - 1
    return sizes | {"box": metrics.px(2.25) - 2, "box2": metrics.px(2.25) - 4, "round": metrics.px(2.25) // 2}


_STEPS = {"05": 0.5, "1": 1, "15": 1.5, "2": 2, "3": 3, "4": 4}
_PICTURES: dict[str, tuple[str, Token]] = {
    "tick": ("tick", "onaccent"),
    "tickoff": ("tick", "disabled"),
    "dash": ("dash", "onaccent"),
    "arrow": ("chevron-down", "text2"),
    "arrowoff": ("chevron-down", "disabled"),
    "up": ("chevron-up", "text2"),
    "left": ("chevron-left", "text2"),
    "right": ("chevron-right", "text2"),
    "dot": ("dot", "accentfill"),
}


def _picture(icon: str, value: str) -> str:
    """A file with the icon in one colour; named after its content, so it is written once and never stale."""
    folder = _picture_folder()
    path = folder / f"{icon}-{value[1:].lower()}.svg"
    if not path.exists():
        path.write_text(drawing(icon, value), "utf-8")
    return path.as_posix()


def _picture_folder() -> Path:
    if _Shown.cache is None:
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)
        _Shown.cache = Path(place or tempfile.gettempdir()) / "look"
    try:
        _Shown.cache.mkdir(parents=True, exist_ok=True)
        (_Shown.cache / ".written").touch()
    except OSError:  # a read-only home must not cost the arrows of the boxes
        _Shown.cache = Path(tempfile.mkdtemp(prefix="oppdesk-look-"))
        atexit.register(shutil.rmtree, _Shown.cache, ignore_errors=True)
    return _Shown.cache
