import asyncio

import httpx
from hypothesis import given
from hypothesis import strategies as st

from backend.benchmark.drive import Failed, drive, quantile


class Clock:
    """Time that passes only when a request takes some."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_every_request_is_made_once_and_timed() -> None:
    clock, seen = Clock(), []

    async def request(number: int) -> float:
        seen.append(number)
        clock.now += (number + 1) / 1000
        return 0.5

    phase = await drive("x", request, count=100, in_flight=1, patience=60, clock=clock)
    assert seen == list(range(100))
    assert (phase.requests, phase.errors, phase.timed_out) == (100, 0, False)
    assert phase.p50 is not None
    assert [round(value or 0, 6) for value in (phase.p50, phase.p95, phase.p99, phase.slowest)] == [
        0.05,
        0.095,
        0.099,
        0.1,
    ]
    assert round(phase.mean or 0, 6) == 0.0505
    assert (phase.server_p50, phase.server_p95) == (0.5, 0.5)
    assert round(phase.per_second, 6) == round(100 / 5.05, 6)


async def test_no_more_than_asked_are_in_flight() -> None:
    flying = most = 0
    turn = asyncio.Event()

    async def request(number: int) -> None:
        nonlocal flying, most
        flying += 1
        most = max(most, flying)
        if flying == 7:
            turn.set()
        await turn.wait()
        flying -= 1

    phase = await drive("x", request, count=50, in_flight=7, patience=60)
    assert most == 7
    assert phase.requests == 50


async def test_none_begins_after_the_time_is_out() -> None:
    clock = Clock()

    async def request(number: int) -> None:
        clock.now += 1

    phase = await drive("x", request, count=100, in_flight=1, patience=10, clock=clock)
    assert (phase.requests, phase.planned, phase.timed_out) == (10, 100, True)


async def test_a_request_that_fails_costs_itself_and_is_told() -> None:
    async def request(number: int) -> None:
        if number == 3:
            raise Failed("HTTP 500")
        if number == 4:
            raise httpx.ReadTimeout("")

    phase = await drive("x", request, count=10, in_flight=1, patience=60)
    assert (phase.requests, phase.errors, phase.first_error) == (8, 2, "HTTP 500")
    assert not phase.timed_out


async def test_nothing_answered_has_no_quantile() -> None:
    async def request(number: int) -> None:
        raise httpx.ConnectError("")

    phase = await drive("x", request, count=2, in_flight=1, patience=60)
    assert (phase.mean, phase.p50, phase.first_error) == (None, None, "ConnectError")


@given(st.lists(st.floats(0, 1e3), min_size=1), st.floats(0.01, 1.0))
def test_a_quantile_is_one_of_the_values_with_its_share_below(
    values: list[float], q: float
) -> None:
    ordered = sorted(values)
    found = quantile(ordered, q)
    assert found in ordered
    assert sum(value <= found for value in ordered) >= q * len(ordered) - 1e-6
