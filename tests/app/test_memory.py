"""Small pieces that are freed are joined by who frees them, not by who asks for memory next."""

import ctypes
import sys
from typing import Any

import pytest

from oppdesk.app.memory import join_at_once

PIECE = 64  # bytes: of a size that the C library would put by


def put_by() -> int:
    """Bytes of small pieces that are free and not joined."""

    class Info(ctypes.Structure):
        _fields_ = [(name, ctypes.c_size_t) for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd")] + [
            (name, ctypes.c_size_t) for name in ("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")
        ]

    told: Any = ctypes.CDLL(None).mallinfo2
    told.restype = Info
    return int(told().fsmblks)


@pytest.mark.skipif(sys.platform != "linux", reason="of the C library of Linux")
def test_small_pieces_that_are_freed_wait_for_nobody_to_join_them() -> None:
    library = ctypes.CDLL(None)
    library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    library.free.argtypes = [ctypes.c_void_p]
    assert join_at_once()
    before = put_by()
    pieces = [library.malloc(PIECE) for _each in range(10_000)]
    for piece in pieces:
        library.free(piece)
    assert put_by() <= before
