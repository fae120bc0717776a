"""Finds the program's folders once; everybody below is handed them."""

from dataclasses import dataclass
from pathlib import Path

from oppdesk.ui.resources import RESOURCES

NAME = "oppdesk"


@dataclass(frozen=True, slots=True)
class Paths:
    data: Path  # the database and its lock
    config: Path  # settings of this workstation
    logs: Path  # and reports of crashes
    backups: Path
    resources: Path = RESOURCES

    def make(self) -> None:
        """Make the folders that are missing, for this user's eyes only; one that is there keeps its mode."""
        for folder in (self.data, self.config, self.logs, self.backups):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def standard() -> Paths:
    """Where the platform keeps such things."""
    from platformdirs import PlatformDirs  # noqa: PLC0415 - felt at every start, and not needed with --data

    places = PlatformDirs(NAME, appauthor=False)
    data = places.user_data_path
    return Paths(data, places.user_config_path, places.user_log_path, data / "backups")


def under(folder: Path) -> Paths:
    """Everything in one folder: for trying things out, for a memory stick, for tests."""
    folder = folder.absolute()
    return Paths(folder, folder, folder / "logs", folder / "backups")
