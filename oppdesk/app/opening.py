"""Does beside the window what lasts before a file can be opened: check, upgrade, index. Most starts need none of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from oppdesk.app.paths import Paths
from oppdesk.domain.errors import StorageTrouble
from oppdesk.domain.progress import STAGE, TakesLong

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow


@contextmanager
def put_off() -> Iterator[None]:
    """Within this, TakesLong comes in place of what lasts: the window's thread waits for nothing."""

    def refuse(_words: str, _done: int, _total: int) -> None:
        raise TakesLong

    token = STAGE.set(refuse)
    try:
        yield
    finally:
        STAGE.reset(token)


def prepare(
    paths: Paths, frame: "QMainWindow", then: Callable[[], None], failed: Callable[[StorageTrouble], None]
) -> None:
    """Say in the frame what is done and how far it is; `then` when the file can be opened at once."""
    from oppdesk.domain.progress import Progress  # noqa: PLC0415 - no usual start needs any of these
    from oppdesk.services import desk  # noqa: PLC0415
    from oppdesk.ui.jobs import Jobs  # noqa: PLC0415
    from oppdesk.ui.opening import OpeningPage  # noqa: PLC0415
    from oppdesk.ui.prompts import Prompts  # noqa: PLC0415

    page = OpeningPage(frame)
    frame.setCentralWidget(page)
    jobs = Jobs(Prompts(), frame)

    def work() -> StorageTrouble | None:
        STAGE.set(page.told.emit)  # of this thread alone
        try:
            desk.prepare(paths.data, paths.backups)
        except StorageTrouble as trouble:
            return trouble
        return None

    def done(trouble: StorageTrouble | None) -> None:
        frame.removeEventFilter(page)
        jobs.close()
        jobs.deleteLater()
        if trouble is None:
            then()
        else:
            failed(trouble)

    jobs.apart(Progress(), work, done)
