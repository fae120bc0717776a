"""What is done beside the windows once the first page stands."""

import pytest

from oppdesk.app.ahead import keep_up
from oppdesk.services.desk import Desk
from oppdesk.storage.base import metadata
from oppdesk.ui.jobs import Jobs
from tests.services.records import store_of
from tests.ui.scripted import ScriptedPrompts

COUNT = 300


def bring_many(desk: Desk) -> None:
    with store_of(desk).write("test.many", "Many") as work:
        keys = work.keys(COUNT)
        rows = [{"id": key, "number": f"M{key}", "name": f"House {key}", "company": key} for key in keys]
        work.put_many(metadata.tables["contact"], rows, COUNT)


@pytest.mark.usefixtures("qapp")
def test_dup_5_3_keys_are_made_after_the_start_and_after_each_file(desk: Desk) -> None:
    jobs = Jobs(ScriptedPrompts(), inline=True)
    assert desk.duplicates.is_behind()  # as a file of an older version
    keep_up(desk, jobs)
    assert not desk.duplicates.is_behind()
    jobs.run("Import", lambda _progress: bring_many(desk))
    assert not desk.duplicates.is_behind()
    jobs.close()
    jobs.deleteLater()
