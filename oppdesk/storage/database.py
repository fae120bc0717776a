"""Opening the data file: identify it before touching it, check it after a crash, bring it to today's schema."""

import os
from pathlib import Path

from sqlalchemy import Engine

from oppdesk.domain.errors import StorageTrouble, Trouble
from oppdesk.domain.progress import tell_stage
from oppdesk.i18n import _
from oppdesk.storage import figures, search, sqlite, upgrade
from oppdesk.storage.errors import files_translated

FILE_NAME = "oppdesk.db"
LARGE = 64 * 2**20  # bytes from which a check lasts long enough to be told
_SYNC_ROOTS = (
    "onedrive",
    "dropbox",
    "icloud",
    "mobile documents",
    "nextcloud",
    "google drive",
    "googledrive",
)
_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "davfs", "fuse.davfs2")


def refuse_synchronised(folder: Path) -> None:
    """A file that another program copies while it is open ends as a broken copy: say so before there is one."""
    for part in folder.resolve().parts:
        if any(part.casefold().startswith(root) for root in _SYNC_ROOTS):
            raise StorageTrouble(
                Trouble.SETTINGS,
                _(
                    "The data must not lie in {folder}: programs that synchronise folders damage open databases. "
                    "Choose another folder; backups may lie there."
                ).format(folder=part),
            )


def refuse_shared(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> None:
    """Locks do not hold on network drives, so two laptops would write over each other (R07)."""
    place = folder.resolve()
    shared = str(place).startswith("\\\\")
    if mounts.exists():
        lines = [line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
        above = [(len(at), kind) for _device, at, kind, *_rest in lines if place.is_relative_to(at)]
        shared = max(above, default=(0, ""))[1] in _NETWORK
    if shared:
        raise StorageTrouble(
            Trouble.SETTINGS,
            _("The data must not lie on a network drive ({folder}): locks do not hold there.").format(
                folder=folder
            ),
        )


def open_database(path: Path, backups: Path) -> Engine:
    """The engine on `path`, made or upgraded as needed; StorageTrouble when the file is not ours or damaged."""
    refuse_synchronised(path.parent)
    refuse_shared(path.parent)
    with files_translated():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for leftover in path.parent.glob("*.partial*"):
            leftover.unlink()
        if not path.exists():
            _make(path)
        else:
            _identify(path)
        if _was_interrupted(path):
            if path.stat().st_size >= LARGE:
                tell_stage(_("The program did not end as usual: checking the data…"))
            _check_whole(path)  # before the engine may write to it
        engine = sqlite.make_engine(path)
        try:
            upgrade.bring_up_to_date(engine, path, backups)
            search.ensure(engine)
            figures.ensure(engine)
        except BaseException:
            engine.dispose()
            raise
    return engine


def _make(path: Path) -> None:
    """A new file under another name until it is whole, so that an empty file is never ours."""
    partial = path.with_name(path.name + ".partial")
    before = os.umask(0o077)
    try:
        engine = sqlite.make_engine(partial)
        upgrade.create(engine)
        sqlite.checkpoint(engine, whole=True)
        engine.dispose()
        partial.replace(path)
        for suffix in ("-wal", "-shm"):
            partial.with_name(partial.name + suffix).unlink(missing_ok=True)
    finally:
        os.umask(before)


def _identify(path: Path) -> None:
    application, version = sqlite.identify(path)
    if application != sqlite.APPLICATION_ID:
        raise StorageTrouble(
            Trouble.FOREIGN,
            _("{file} is not an OppDesk database. It was left untouched.").format(file=path.name),
        )
    if version > upgrade.NEWEST:
        raise StorageTrouble(
            Trouble.TOO_NEW,
            _(
                "{file} was made by a later version of OppDesk. Update the program; the file was left untouched."
            ).format(file=path.name),
        )


def _check_whole(path: Path) -> None:
    if not sqlite.whole(path):
        message = _("The data file {file} is damaged. It was left as it is; restore the newest backup.")
        raise StorageTrouble(Trouble.DAMAGED, message.format(file=path.name))


def _was_interrupted(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0
