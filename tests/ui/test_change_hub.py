"""News reaches the windows once a turn, on their thread, with what is left of it."""

import threading

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.domain.changes import Changes
from oppdesk.services.changes import ChangeLog
from oppdesk.ui.change_hub import ChangeHub, merged


def row(number: int) -> frozenset[tuple[str, int]]:
    return frozenset({("opportunity", number)})


def test_a_burst_of_news_from_another_thread_comes_as_one(qtbot: QtBot) -> None:
    log = ChangeLog()
    hub = ChangeHub(log)
    heard: list[tuple[Changes, int]] = []
    hub.changed.connect(lambda changes: heard.append((changes, threading.get_ident())))

    def publish() -> None:
        log.publish(Changes(1, "first", added=row(1)))
        log.publish(Changes(2, "second", changed=row(2)))

    writer = threading.Thread(target=publish)
    writer.start()
    writer.join()
    QApplication.processEvents()
    (told,) = heard
    assert told == (Changes(2, "second", added=row(1), changed=row(2)), threading.get_ident())


def test_nothing_is_heard_after_the_end(qtbot: QtBot) -> None:
    log = ChangeLog()
    hub = ChangeHub(log, inline=True)
    hub.close()
    with qtbot.assertNotEmitted(hub.changed):
        log.publish(Changes(1, added=row(1)))


def test_what_was_only_derived_gives_the_news_no_name() -> None:
    found = Changes(kind="duplicate.search", added=frozenset({("duplicate", 7)}))
    whole = merged([Changes(1, "Molenhof created", "contact.create", added=row(1)), found])
    assert (whole.operation, whole.title, whole.kind) == (1, "Molenhof created", "contact.create")
    assert whole.added == row(1) | found.added
    assert merged([found, found]).operation == 0


def test_what_was_added_and_removed_again_was_never_there() -> None:
    whole = merged([Changes(1, added=row(1), changed=row(2)), Changes(2, "last", removed=row(1) | row(2))])
    assert whole.added == whole.changed == frozenset()
    assert whole.removed == row(1) | row(2)
    assert whole.title == "last"
