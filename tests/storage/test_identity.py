"""Keys made by the program: ascending, unique, harmless when the clock is set back."""

from collections.abc import Callable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from oppdesk.storage.identity import COUNTER_BITS, DEVICE_BITS, EPOCH_MS, Identities, new_device
from oppdesk.storage.unit_of_work import Store
from tests.storage import rows


class Clock:
    """Milliseconds since 1970, as the test sets them."""

    def __init__(self, ms: int = EPOCH_MS + 1_000_000) -> None:
        self.ms = ms

    def __call__(self) -> int:
        return self.ms


def parts(key: int) -> tuple[int, int, int]:
    """Milliseconds since 2024, device, counter."""
    return (
        key >> (DEVICE_BITS + COUNTER_BITS),
        (key >> COUNTER_BITS) & ((1 << DEVICE_BITS) - 1),
        key & ((1 << COUNTER_BITS) - 1),
    )


def ascending(keys: list[int]) -> bool:
    return all(one < other for one, other in pairwise(keys))


@given(st.lists(st.integers(-5, 5), max_size=300), st.integers(0, 4095))
def test_always_ascending_whatever_the_clock_does(steps: list[int], device: int) -> None:
    clock = Clock()
    source = Identities(device, clock)
    keys = []
    for step in steps:
        clock.ms += step
        keys.append(source.next())
    assert ascending(keys)
    assert {parts(key)[1] for key in keys} <= {device}


def test_key_tells_moment_and_device_and_fits_into_64_bits() -> None:
    clock = Clock(EPOCH_MS + 123)
    ms, device, counter = parts(Identities(77, clock).next())
    assert (ms, device) == (123, 77)
    assert counter < 512  # two laptops with the same device number start apart
    late = Identities(4095, Clock(EPOCH_MS + (1 << 41) - 1)).next()
    assert 0 < late < 2**63


def test_more_keys_than_a_millisecond_holds() -> None:
    source = Identities(1, Clock())
    keys = [source.next() for _each in range(3_000)]
    assert ascending(keys)


def test_a_block_is_ascending_and_no_other_key_lies_in_it() -> None:
    clock = Clock()
    source = Identities(1, clock)
    before = source.next()
    block = source.block(5_000)
    clock.ms += 1
    after = source.next()
    assert len(set(block)) == 5_000
    assert ascending([before, *block, after])
    assert source.block(0) == []


def test_a_clock_set_back_does_no_harm() -> None:
    clock = Clock()
    source = Identities(1, clock)
    first = source.next()
    clock.ms -= 2 * 24 * 3600 * 1000  # R11: two days
    keys = [source.next() for _each in range(2_000)]
    assert ascending([first, *keys])


def test_the_floor_keeps_a_restarted_program_above_what_it_stored() -> None:
    clock = Clock()
    stored = Identities(1, clock).block(2_000)[-1]
    clock.ms -= 1_000_000
    again = Identities(1, clock)
    again.raise_floor(stored)
    keys = [again.next() for _each in range(10)]
    assert ascending([stored, *keys])
    again.raise_floor(1)  # a lower floor lowers nothing
    assert again.next() > keys[-1]


def test_r11_a_store_opened_after_the_clock_was_set_back_goes_on_above(
    open_store: Callable[[], Store],
) -> None:
    ahead = Clock(EPOCH_MS + 3_000_000_000_000 // 2)
    first = open_store()
    first._identities = Identities(1, ahead)
    with first.write("test") as work:
        row = rows.contact(work).id
    with open_store().write("test") as work:
        other = rows.contact(work, "CT2").id
    assert other > work.operation > row


def test_device_numbers_fit_and_differ() -> None:
    drawn = {new_device() for _each in range(200)}
    assert len(drawn) > 100
    assert all(0 <= device < 4096 for device in drawn)
