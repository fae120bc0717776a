"""Has what is freed joined at once: else a thread that asks for memory joins a million small pieces while all wait.

A sort of a long list is made of one small piece for each row. The C library of Linux puts such pieces by as they are
freed and joins them when somebody asks for a large one: 300 ms at a million, and who asks may hold Python's lock.
Joined as they are freed, that is done in the database's own time, and the memory can be used again sooner.
"""

import sys

_LARGEST_PUT_BY = 1  # M_MXFAST in malloc.h


def join_at_once() -> bool:
    """From now on, in this process; whether its C library can be told so."""
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415 - a start does not wait for it

    tell = getattr(ctypes.CDLL(None), "mallopt", None)
    return tell is not None and tell(_LARGEST_PUT_BY, 0) == 1
