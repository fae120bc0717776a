"""A start is as quick as what it imports is little: what may be loaded when the window and the first list stand."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import Engine, event

from oppdesk.app import ahead, compose, paths
from oppdesk.i18n import learn
from oppdesk.ui.preferences import Preferences, locale_of

PATIENCE = 60  # seconds
MOST = 12  # statements
DATA = (
    "sqlalchemy",
    "sqlcipher3",
    "oppdesk.storage",
    "oppdesk.services",
    "oppdesk.exchange",
    "oppdesk.reports",
)
HEAVY = (
    *("alembic", "babel", "dateutil", "jinja2", "charset_normalizer", "zoneinfo", "sqlite3"),
    *("xlsxwriter", "python_calamine", "phonenumbers", "email_validator", "rapidfuzz"),
)
SERVERS = ("asyncio", "importlib.metadata", "email", "ssl", "hashlib", "hmac")  # SQLAlchemy names them


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, frozenset[str]]:
    """The modules that are there at each mark of a second start, which shows a list with rows."""
    folder = tmp_path_factory.mktemp("start")
    places = paths.under(folder)
    places.make()
    preferences = Preferences(places.config)
    desk = compose.open_desk(places, preferences)
    desk.samples.add()
    desk.close()
    preferences.change(started=True, page="opportunities")
    learn(locale_of(preferences.now), compose.locale_notes(preferences))
    found: dict[str, frozenset[str]] = {}
    command = [sys.executable, "-m", "oppdesk", "--data", str(folder)]
    surroundings = {**os.environ, "OPPDESK_MARKS": "modules", "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=surroundings, stderr=subprocess.PIPE, text=True) as process:
        end = Timer(PATIENCE, process.kill)
        end.start()
        for line in process.stderr or ():
            kind, _blank, rest = line.partition(" ")
            if kind == "modules":
                name, *modules = rest.split()
                found[name] = frozenset(modules)
            elif line.startswith("mark data"):
                break
        end.cancel()
        process.terminate()
    return found


def among(loaded: frozenset[str], *names: str) -> set[str]:
    """Those that are one of these or lie in it."""
    return {each for each in loaded for name in names if each == name or each.startswith(name + ".")}


def test_the_window_is_painted_before_anything_of_the_data_is_imported(
    loaded: dict[str, frozenset[str]],
) -> None:
    drawing = ("oppdesk.ui.main_window", "oppdesk.ui.pages", "PySide6.QtSvg", "PySide6.QtNetwork")
    assert not among(loaded["window"], *DATA, *HEAVY, *drawing, "asyncio", "hashlib", "platformdirs")


def test_the_first_list_waits_for_nothing_that_only_some_days_need(
    loaded: dict[str, frozenset[str]],
) -> None:
    some_days = (
        *("sqlalchemy.orm", "sqlalchemy.dialects.postgresql"),  # changes; a server
        *("oppdesk.exchange", "oppdesk.reports"),
        *("oppdesk.services.importing", "oppdesk.services.exporting", "oppdesk.services.samples"),
        *("oppdesk.ui.dialogs", "oppdesk.ui.cards", "oppdesk.ui.importing", "oppdesk.ui.setup"),
        *("oppdesk.ui.editors", "oppdesk.ui.filter_editor"),
        *("oppdesk.ui.setup_window", "oppdesk.ui.command_box", "oppdesk.ui.printing", "oppdesk.ui.gallery"),
        *("oppdesk.ui.pages.contacts", "oppdesk.ui.pages.entries", "oppdesk.ui.pages.today"),
        *("oppdesk.ui.pages.opportunity_board", "oppdesk.ui.pages.opportunity_pane"),  # after the first rows
        *("oppdesk.domain.standing", "oppdesk.storage.opportunities"),  # what moves one
        *("PySide6.QtPrintSupport", "PySide6.QtNetwork"),
    )
    assert not among(loaded["data"], *HEAVY, *SERVERS, *some_days)


def test_an_open_database_is_asked_little_before_the_window_is_built(tmp_path: Path) -> None:
    """Of each setup list, for one, the same is not asked on its own."""
    places, asked = paths.under(tmp_path), list[str]()
    places.make()
    preferences = Preferences(places.config)
    compose.open_desk(places, preferences).close()

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    compose.open_desk(places, preferences).close()
    event.remove(Engine, "before_cursor_execute", note)
    assert len(asked) <= MOST, "\n".join(asked)


def test_what_is_put_off_is_there_for_who_uses_it() -> None:
    told = """
import sys
from oppdesk.app import haste
with haste.without_servers():
    import sqlalchemy.util.concurrency as named
    import sqlalchemy.util.langhelpers as versions
assert not {"asyncio", "importlib.metadata"} & sys.modules.keys()
assert versions.importlib.metadata.version("sqlalchemy")
async def nothing(): pass
thing = nothing()
assert named.iscoroutine(thing) and not named.iscoroutine(1)
thing.close()
import asyncio, importlib.metadata
assert named.asyncio.Lock is asyncio.Lock
assert importlib.metadata.__file__ and asyncio.__file__
"""
    subprocess.run([sys.executable, "-W", "error", "-c", told], check=True, timeout=PATIENCE)


def test_what_is_imported_ahead_is_there() -> None:
    assert [name for name in ahead.MODULES if find_spec(name) is None] == []
