"""What large answers leave behind goes back to the system."""

import sys
from pathlib import Path

import pytest

from oppdesk.app.memory import LARGE, give_back


def private() -> int:
    """Bytes of memory of this process alone."""
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("RssAnon"))


@pytest.mark.skipif(sys.platform != "linux", reason="of the C library of Linux")
def test_a_large_piece_that_is_free_is_given_back_however_many_came_before() -> None:
    assert give_back()
    before = private()
    for _each in range(3):
        pieces = [bytearray(b"x") * (4 * LARGE) for _piece in range(4)]
        small = [bytes(1000) for _piece in range(100)]  # lie behind the large ones and hold the heap up
        del pieces
    assert len(small) == 100
    assert private() - before < 2 * LARGE
