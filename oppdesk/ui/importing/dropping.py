"""A file that is dropped on a window: which one, and what its rows most likely are."""

from pathlib import Path

from PySide6.QtCore import QMimeData

FILES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".vcf", ".vcard"})
_CARDS = frozenset({".vcf", ".vcard"})


def dropped_file(data: QMimeData) -> Path | None:
    """The one file of this computer that is being dropped."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def importable(data: QMimeData) -> Path | None:
    """The dropped file, if its name is one that can be imported."""
    path = dropped_file(data)
    return path if path is not None and path.suffix.casefold() in FILES else None


def target_of(path: Path, section: str) -> str:
    """Cards are contacts; of a table the section that it is dropped on speaks, and the assistant asks anyway."""
    is_of_deals = path.suffix.casefold() not in _CARDS and section in ("opportunities", "entries")
    return "opportunities" if is_of_deals else "contacts"
