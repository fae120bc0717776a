"""Small pieces that are freed are joined by who frees them, and what is free between others can be given back."""

import ctypes
import sys
from pathlib import Path
from typing import Any

import pytest

from oppdesk.app.memory import give_back, join_at_once

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


def resident() -> int:
    """KiB of memory of this process that is none of a file's."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(told.partition("RssAnon:")[2].split()[0])


def pieces_of(size: int, count: int) -> tuple[Any, list[int]]:
    """The C library, and so many pieces of its memory, all of them used."""
    library = ctypes.CDLL(None)
    library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    library.free.argtypes = [ctypes.c_void_p]
    made = [library.malloc(size) for _each in range(count)]
    for piece in made:
        ctypes.memset(piece, 1, size)
    return library, made


@pytest.mark.skipif(sys.platform != "linux", reason="of the C library of Linux")
def test_small_pieces_that_are_freed_wait_for_nobody_to_join_them() -> None:
    assert join_at_once()
    before = put_by()
    library, pieces = pieces_of(PIECE, 10_000)
    for piece in pieces:
        library.free(piece)
    assert put_by() <= before


@pytest.mark.skipif(sys.platform != "linux", reason="of the C library of Linux")
def test_what_is_free_between_pieces_in_use_is_given_back() -> None:
    library, pieces = pieces_of(64 * 1024, 800)
    for piece in pieces[:-1]:
        library.free(piece)
    held = resident()
    assert give_back()
    assert resident() < held - 40 * 1024
    library.free(pieces[-1])
