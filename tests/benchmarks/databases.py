"""Where the databases of the benchmarks are kept: made once a size, made again when the schema has moved on."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

from platformdirs import user_cache_path

import oppdesk

VERSIONS = Path(oppdesk.__file__).parent / "storage" / "migrations" / "versions"


def schema() -> str:
    """What tells schemas apart while they grow: the text of all revisions."""
    every = b"".join(path.read_bytes() for path in sorted(VERSIONS.glob("*.py")))
    return hashlib.sha256(every).hexdigest()[:16]


def found(size: str, cache: Path | None = None) -> Path:
    """The folder with the database of a size, made when there is none of today's schema."""
    folder = (cache or user_cache_path("oppdesk-benchmarks", appauthor=False)) / size
    note = folder / "made.json"
    if note.exists() and json.loads(note.read_text("ascii"))["schema"] == schema():
        return folder
    print(f"Making {folder} ...", flush=True)  # noqa: T201 - it takes minutes
    partial = folder.with_name(f".{size}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    # A process of its own: what it fills in memory would be measured with the program.
    subprocess.run([sys.executable, "-m", "tests.benchmarks.generator", size, str(partial)], check=True)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    return folder


def copied(folder: Path, target: Path) -> Path:
    """A copy to write to."""
    place = target / "data"
    place.mkdir()
    for name in ("oppdesk.db", "made.json"):
        shutil.copyfile(folder / name, place / name)
    return place


def linked(folder: Path, target: Path) -> Path:
    """The same database under a folder of its own: for programs that only read, but keep settings beside it."""
    place = target / "data"
    place.mkdir()
    for name in ("oppdesk.db", "made.json"):
        (place / name).symlink_to(folder / name)
    return place
