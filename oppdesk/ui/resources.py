"""Where the shipped pictures and styles lie: inside the package when installed, beside it in the source tree."""

from functools import lru_cache
from pathlib import Path

import oppdesk

_PACKAGE = Path(oppdesk.__file__).parent
RESOURCES = _PACKAGE / "resources" if (_PACKAGE / "resources").is_dir() else _PACKAGE.parent / "resources"


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8")


def read_drawings() -> None:
    """All of them, from the disk; what is read once is kept."""
    for path in (RESOURCES / "icons").glob("*.svg"):
        _source(path.stem)


def drawing(name: str, colour: str, stroke: float = 2) -> str:
    """An icon as SVG text in one colour ("#RRGGBB"), lines `stroke` units of its 24-unit square wide."""
    text = _source(name).replace("currentColor", colour)
    return text if stroke == 2 else text.replace('stroke-width="2"', f'stroke-width="{stroke}"')
