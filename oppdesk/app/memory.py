"""Gives large pieces of memory back to the system when they are free: all ids of a long list come again and again.

The C library of Linux learns from the first large piece that is freed to keep those that come after it, and they lie
in the way of one another: some 40 MB at a million rows.
"""

import sys

LARGE = 2**20  # bytes of a piece that is asked of the system, and given back to it
_THRESHOLD = -3  # M_MMAP_THRESHOLD in malloc.h


def give_back() -> bool:
    """From now on, in this process; whether its C library can be told so."""
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415 - a start does not wait for it

    tell = getattr(ctypes.CDLL(None), "mallopt", None)
    return tell is not None and tell(_THRESHOLD, LARGE) == 1
