"""Where the data may not lie: on drives whose locks do not hold."""

from pathlib import Path

import pytest

from oppdesk.domain.errors import StorageTrouble
from oppdesk.storage.database import refuse_shared


def test_r07_a_network_drive_is_refused_with_the_reason(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/share {tmp_path} nfs4 rw 0 0\n")
    with pytest.raises(StorageTrouble, match="network drive"):
        refuse_shared(tmp_path / "data", mounts)


def test_r07_the_drive_is_the_one_mounted_nearest(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/share / nfs4 rw 0 0\n/dev/sda1 {tmp_path} ext4 rw 0 0\n")
    refuse_shared(tmp_path / "data", mounts)
