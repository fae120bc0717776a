"""Where the time goes while a benchmark runs: what stands in the way of a goal that is not met."""

import cProfile
import pstats
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHOWN = 12  # calls of the windows' thread, and of all others
WAITING = ("<method 'acquire' of '_thread.lock' objects>",)
HAS_MANY = sys.version_info < (3, 12)  # from then on one profile at a time, of one thread


class Profile:
    """The windows' thread, which begins it, and all threads that begin later; Python's calls cost more meanwhile."""

    def __init__(self) -> None:
        self._windows = cProfile.Profile()
        self._others: list[cProfile.Profile] = []

    def start(self) -> None:
        if HAS_MANY:
            threading.setprofile(lambda *_event: self._join())
        self._windows.enable()

    def stop(self) -> None:
        self._windows.disable()
        threading.setprofile(None)

    def told(self) -> str:
        """A Markdown table a group of threads: the calls that took most by themselves, and who mostly called those written in C."""
        others = _table("other threads", self._others) if self._others else ""
        return f"{_table('the windows’ thread', [self._windows])}\n\n{others}".strip()

    def _join(self) -> None:
        profile = cProfile.Profile()
        self._others.append(profile)
        profile.enable()  # takes the place of what called this


def _table(title: str, profiles: list[cProfile.Profile]) -> str:
    stats = pstats.Stats(*profiles).stats  # type: ignore[attr-defined]  # not declared, yet the only whole account
    lines = [f"| seconds | calls | {title} |", "|---|---|---|"]
    for place, (_own, calls, spent, _with_inner, callers) in sorted(
        stats.items(), key=lambda each: -each[1][2]
    ):
        if place[2] in WAITING:
            continue
        asked_by = max(callers, key=lambda each: callers[each][2], default=None)
        told = (
            _named(place) if place[0] != "~" or asked_by is None else f"{_named(place)} by {_named(asked_by)}"
        )
        lines.append(f"| {spent:.2f} | {calls} | {told} |")
        if len(lines) == SHOWN + 2:
            break
    return "\n".join(lines)


def _named(place: tuple[str, int, str]) -> str:
    file, line, name = place
    path = Path(file)
    where = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
    return f"`{name}`" if file == "~" else f"`{name}` ({where}:{line})"
