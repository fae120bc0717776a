"""Keeps a second process away from the data, and lets a second start raise the window that is there."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread

from oppdesk.domain.errors import StorageTrouble, Trouble
from oppdesk.i18n import _

PATIENCE = 3_000  # milliseconds for the first process to hear us: it does so when its page stands


def claim(folder: Path) -> QLockFile:
    """The lock on the folder's data, held until it is dropped; StorageTrouble when a living process has it.

    A lock that a crash left behind is taken over without a question (R06), also when another process has the
    number of the dead one by now: what counts is whether anybody still holds the file itself.
    """
    lock = QLockFile(str(folder / "oppdesk.lock"))
    lock.setStaleLockTime(0)  # age says nothing: a laptop sleeps for days
    if lock.tryLock(0) or (lock.removeStaleLockFile() and lock.tryLock(0)):
        return lock
    if lock.error() == QLockFile.LockError.LockFailedError:
        message = _("OppDesk is already open with the data in {folder}.").format(folder=folder)
        raise StorageTrouble(Trouble.IN_USE, message)
    message = _("OppDesk cannot write in {folder}. Check who may write there.").format(folder=folder)
    raise StorageTrouble(Trouble.READ_ONLY, message)


def listen(folder: Path, raise_window: Callable[[], None], parent: QObject) -> None:
    """Hear from now on when the program is started again with the same data. Only who holds the lock may."""
    from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - an import without a window needs none of it

    server = QLocalServer(parent)
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)

    def answer() -> None:
        while caller := server.nextPendingConnection():
            caller.disconnected.connect(caller.deleteLater)
            caller.disconnectFromServer()
            raise_window()

    server.newConnection.connect(answer)
    QLocalServer.removeServer(_name(folder))  # left by a crash
    server.listen(_name(folder))


def call_first(folder: Path) -> bool:
    """Ask the process that has the data to show its window; whether it heard.

    A double click on the icon, twice: the first process may have the lock already and not listen yet.
    """
    patience = QDeadlineTimer(PATIENCE)
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - as above

    socket = QLocalSocket()
    while True:
        socket.connectToServer(_name(folder))
        heard = socket.waitForConnected(patience.remainingTime())
        socket.abort()
        if heard or patience.hasExpired():
            return heard
        QThread.msleep(50)


def _name(folder: Path) -> str:
    """One for each data folder; short, because the path of a socket may have some hundred letters only."""
    import hashlib  # noqa: PLC0415 - loads OpenSSL, which the first paint need not wait for

    return "oppdesk-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:20]
