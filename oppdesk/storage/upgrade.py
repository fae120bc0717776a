"""Bringing a file to today's schema: one transaction for all revisions, a verified backup before it.

Alembic is imported only when there is something to do: its import is felt at every start.
"""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from oppdesk.domain.errors import StorageTrouble, Trouble
from oppdesk.domain.progress import tell_stage
from oppdesk.i18n import _
from oppdesk.storage import sqlite
from oppdesk.storage.errors import files_translated, trouble_of

NEWEST = 7  # how many revisions there are; also the file's user_version
HEAD = "0007_orders"
_MIGRATIONS = Path(__file__).parent / "migrations"


def create(engine: Engine) -> None:
    """All revisions on an empty file."""
    _run(engine, operation=False)


def bring_up_to_date(engine: Engine, path: Path, backups: Path) -> None:
    """Nothing when the version row is today's; else backup, upgrade, check; on any failure the old file stands."""
    with sqlite.read_engine(engine).connect() as connection:
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if version == HEAD:
        return
    size = path.stat().st_size
    if shutil.disk_usage(path.parent).free < 2.5 * size:
        raise StorageTrouble(
            Trouble.FULL,
            _("There is not enough free space to bring the data to this version. Nothing was changed."),
        )
    back_up(engine, backups, "before-upgrade")
    tell_stage(_("Bringing the data to this version…"))
    try:
        _run(engine, operation=True)
    except SQLAlchemyError as error:
        raise trouble_of(error) or StorageTrouble(
            Trouble.DAMAGED, _("The data could not be brought to this version. Nothing was changed.")
        ) from error


def back_up(engine: Engine, folder: Path, name: str) -> Path:
    """A verified copy of the data; StorageTrouble when the copy is not whole."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    target = folder / f"{name}-{stamp}.db"
    partial = target.with_suffix(".partial")
    with files_translated():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            size = max(1, Path(str(engine.url.database)).stat().st_size)
            words = _("Making a backup…")
            tell_stage(words, 0, size)
            sqlite.copy_to(engine, partial, lambda done: tell_stage(words, min(done, size), size))
            partial.chmod(0o600)
            tell_stage(_("Checking the backup…"))
            application, _version = sqlite.identify(partial)
            if application != sqlite.APPLICATION_ID or not sqlite.whole(partial):
                raise StorageTrouble(
                    Trouble.DAMAGED, _("The backup could not be verified; nothing was changed.")
                )
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    return target


def _run(engine: Engine, *, operation: bool) -> None:
    from alembic.config import Config  # noqa: PLC0415 - felt at every start otherwise
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    with engine.execution_options(sqlite_begin="EXCLUSIVE").connect() as connection:
        # Inside a transaction this pragma is ignored, so it goes before BEGIN, straight to the driver.
        raw = connection.connection.driver_connection
        assert raw is not None  # noqa: S101 - a pool connection always has one
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                with EnvironmentContext(
                    config,
                    script,
                    fn=lambda revision, _context: script._upgrade_revs("head", revision),  # noqa: SLF001 - as alembic.command does
                ):
                    script.run_env()
                if operation:
                    _note(connection)
                if not sqlite.sound_references(connection):
                    raise StorageTrouble(
                        Trouble.DAMAGED,
                        _("The data could not be brought to this version. Nothing was changed."),
                    )
                sqlite.stamp(connection, NEWEST)
        finally:
            raw.execute("PRAGMA foreign_keys = ON")


def _note(connection: Connection) -> None:
    """An operation in the journal that undo does not cross."""
    from oppdesk.storage.identity import Identities, new_device  # noqa: PLC0415 - only when there is an upgrade
    from oppdesk.storage.journal import now  # noqa: PLC0415
    from oppdesk.storage.journal_tables import OPERATION  # noqa: PLC0415
    from oppdesk.storage.undo import greatest_key  # noqa: PLC0415

    identities = Identities(new_device())
    identities.raise_floor(greatest_key(connection))
    connection.execute(
        OPERATION.insert().values(
            id=identities.next(),
            at=now(),
            author="",
            device=identities.device,
            kind="upgrade",
            title=_("Data brought to version {version}").format(version=HEAD),
        )
    )
