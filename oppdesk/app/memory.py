"""How the C library of Linux keeps memory that was freed: told once what suits a program of windows and long lists.

A sort of a long list is made of one small piece for each row. The library puts such pieces by as they are freed and
joins them when somebody asks for a large one: 300 ms at a million, and who asks may hold Python's lock. Joined as they
are freed, that is done in the database's own time, and the memory can be used again sooner.

What is free between pieces in use stays with the program until it is given back: 76 MB after five minutes of haste.
"""

import sys

_LARGEST_PUT_BY = 1  # M_MXFAST in malloc.h


def join_at_once() -> bool:
    """From now on, in this process; whether its C library can be told so."""
    return _tell("mallopt", _LARGEST_PUT_BY, 0)


def give_back() -> bool:
    """To the system, what is free by now: some 8 ms, and a little for who asks for it again. Whether there was any."""
    return _tell("malloc_trim", 0)


def _tell(name: str, *numbers: int) -> bool:
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415 - a start does not wait for it

    tell = getattr(ctypes.CDLL(None), name, None)
    return tell is not None and tell(*numbers) == 1
