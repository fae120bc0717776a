"""Where the bytes of attachments lie: in the database or in a folder, and how they get there (relationships 2, 9.3)."""

import os
from pathlib import Path

import pytest

from oppdesk.domain.errors import FieldError, UserError
from oppdesk.domain.interactions import File
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.domain.words import AttachmentStorage
from oppdesk.services.desk import Desk
from oppdesk.storage import content
from oppdesk.storage.unit_of_work import Store
from tests.services.records import operations, refused, store_of
from tests.services.talks import new, seen, talk

PLAN = File("plan.pdf", b"%PDF plan")


def keep_in(desk: Desk, folder: Path | str) -> None:
    outside = int(AttachmentStorage.DISK_FILE)
    desk.setup.save(
        "marketing_setup", None, {"attachment_storage": outside, "attachment_folder": str(folder)}
    )


def keep_here(desk: Desk) -> None:
    desk.setup.save("marketing_setup", None, {"attachment_storage": int(AttachmentStorage.EMBEDDED)})


def files(folder: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in folder.iterdir())


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    made = tmp_path / "attachments"
    made.mkdir()
    return made


def test_9_3_an_attachment_is_kept_once_under_a_safe_name_and_logged_ones_never_change(desk: Desk) -> None:
    first = talk(desk, file=File("..\\..\\plan\u202efdp.exe", PLAN.data))
    second = talk(desk, file=PLAN)
    assert desk.interactions.file(first) == File("plan_fdp.exe", PLAN.data)
    assert seen(desk, first).attachment == seen(desk, second).attachment
    assert desk.interactions.file(talk(desk)) is None


def test_att_f1_att_f2_empty_and_too_large_files_are_refused(desk: Desk) -> None:
    wanted = new(desk, file=File("empty.pdf", b""))
    refused(desk, "ATT-F1", lambda: desk.interactions.log(wanted))


def test_set_3_the_folder_is_needed_and_takes_files(desk: Desk, shelf: Path, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    for folder in ("", "  ", "relative", str(missing), str(tmp_path / "data" / "oppdesk.db")):
        error = refused(desk, "SET-3", lambda folder=folder: keep_in(desk, folder))
        assert error.field == "attachment_folder"
    keep_in(desk, shelf)
    assert files(shelf) == []  # the trial is gone
    shelf.rmdir()
    desk.setup.save("marketing_setup", None, {"mobile_first": True})  # of other fields it is not asked


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may do everything may write there")
def test_set_3_a_folder_that_is_not_writable(desk: Desk, shelf: Path) -> None:
    shelf.chmod(0o500)
    refused(desk, "SET-3", lambda: keep_in(desk, shelf))


def test_set_3_files_lie_in_the_folder_and_pictures_here(desk: Desk, shelf: Path) -> None:
    keep_in(desk, shelf)
    made = talk(desk, file=PLAN)
    assert files(shelf) == [PLAN.data]
    assert [path.name for path in shelf.iterdir()] == [seen(desk, made).attachment]
    assert desk.interactions.file(made) == PLAN
    contact = seen(desk, made).contact
    assert contact
    desk.contacts.set_picture(contact.id, b"\x89PNG\r\n\x1a\n" + bytes(20))
    assert len(files(shelf)) == 1


def test_set_3_a_file_as_long_as_its_path_is_found_too(desk: Desk, shelf: Path) -> None:
    keep_in(desk, shelf)
    data = b"x" * len(str(shelf / ("0" * 64)).encode())
    made = talk(desk, file=File("long.txt", data))
    assert desk.interactions.file(made) == File("long.txt", data)
    assert files(shelf) == [data]


def test_set_3_attachments_are_moved_into_a_folder_on_to_another_and_back(
    desk: Desk, shelf: Path, tmp_path: Path
) -> None:
    rows = [talk(desk, file=File(f"{number}.txt", f"text {number}".encode())) for number in range(30)]
    told: list[tuple[int, int]] = []
    keep_in(desk, shelf)
    assert desk.attachments.misplaced() == 30
    done = operations(desk)
    assert desk.attachments.relocate(Progress(lambda at, of: told.append((at, of)))) == 30
    assert (told[0], told[-1]) == ((0, 30), (30, 30))
    assert operations(desk) == done  # the records name what they named before
    assert len(files(shelf)) == 30
    other = tmp_path / "other"
    other.mkdir()
    keep_in(desk, other)
    assert desk.attachments.misplaced() == 30
    assert desk.interactions.file(rows[3]) == File("3.txt", b"text 3")  # it is found where it lies still
    desk.attachments.relocate()
    assert (len(files(shelf)), len(files(other))) == (0, 30)
    keep_here(desk)
    desk.attachments.relocate()
    assert (files(other), desk.attachments.misplaced()) == ([], 0)
    assert desk.interactions.file(rows[29]) == File("29.txt", b"text 29")


def test_set_3_relocating_is_cancelled_and_gone_on_with(desk: Desk, shelf: Path) -> None:
    rows = [talk(desk, file=File(f"{number}.txt", f"text {number}".encode())) for number in range(45)]
    keep_in(desk, shelf)
    progress = Progress(lambda at, _of: progress.cancel() if at else None)
    with pytest.raises(Cancelled):
        desk.attachments.relocate(progress)
    left = desk.attachments.misplaced()
    assert 0 < left < 45
    assert all(desk.interactions.file(row) for row in rows)
    assert desk.attachments.relocate() == left


def test_att_f2_a_file_that_is_gone_changed_or_a_link_is_not_opened(
    desk: Desk, shelf: Path, tmp_path: Path
) -> None:
    keep_in(desk, shelf)
    made = talk(desk, file=PLAN)
    (path,) = shelf.iterdir()
    path.write_bytes(b"changed!!")
    assert failing(desk, made).number == "ATT-F2"
    path.unlink()
    assert failing(desk, made).number == "ATT-F2"
    secret = tmp_path / "secret"
    secret.write_bytes(PLAN.data)
    path.symlink_to(secret)
    assert failing(desk, made).number == "ATT-F2"
    assert seen(desk, made).file_name == "plan.pdf"  # the entry itself is shown


def failing(desk: Desk, row: int) -> UserError:
    with pytest.raises(FieldError) as error:
        desk.interactions.file(row)
    return error.value


def test_att_f2_the_reason_why_nothing_could_be_copied_is_said(desk: Desk, shelf: Path) -> None:
    keep_in(desk, shelf)
    wanted = new(desk, file=PLAN)
    shelf.rmdir()
    assert "No such file" in refused(desk, "ATT-F2", lambda: desk.interactions.log(wanted)).message


def test_9_3_files_that_nothing_names_any_more_are_swept_from_the_folder(desk: Desk, shelf: Path) -> None:
    keep_in(desk, shelf)
    contact = seen(desk, talk(desk, file=PLAN)).contact
    assert contact
    desk.contacts.anonymise([contact.id])
    assert files(shelf) == []
    store = store_of(desk)
    with store.derive() as connection:
        content.put(connection, b"orphan", str(shelf))
    assert files(shelf) == [b"orphan"]
    assert content.sweep(store) == 1
    assert files(shelf) == []


def test_9_3_a_refused_command_leaves_no_name_behind(desk: Desk, shelf: Path) -> None:
    keep_in(desk, shelf)
    wanted = new(desk, file=PLAN, description="")
    refused(desk, "INT-2", lambda: desk.interactions.log(wanted))
    assert count(store_of(desk)) == 0


def count(store: Store) -> int:
    with store.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM content").scalar() or 0)
