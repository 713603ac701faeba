"""What the screen costs is counted, and a key without effect is not timed."""

from tui.meter import Meter


class Time:
    """Clocks that a test turns."""

    def __init__(self) -> None:
        self.now = 100.0
        self.taken = 5.0


def meter() -> tuple[Meter, Time]:
    time = Time()
    return Meter(lambda: time.now, lambda: time.taken), time


def test_nothing_is_known_before_two_looks() -> None:
    counted, _ = meter()
    counted.tick()
    cost = counted.cost()
    assert (cost.cpu, cost.bytes_per_second, cost.p50, cost.keys) == (None, None, None, 0)


def test_shares_and_rates_are_of_the_last_minute() -> None:
    counted, time = meter()
    for second in range(121):
        time.now = 100.0 + second
        # A busy first minute, a quiet second one.
        time.taken += 0.5 if second <= 60 else 0.01
        counted.wrote("é" * (500 if second <= 60 else 5))
        counted.tick()
    cost = counted.cost()
    assert cost.seconds == 60
    assert cost.cpu is not None
    assert round(cost.cpu, 6) == 0.01
    assert cost.bytes_per_second == 10
    assert cost.bytes_total == 61 * 1000 + 60 * 10


def test_a_key_is_timed_from_reading_to_writing() -> None:
    counted, time = meter()
    for milliseconds in (3, 5, 200):
        pressed = time.now
        time.now += milliseconds / 1000
        counted.wrote("x")
        time.now += 1
        counted.settled(pressed)
    cost = counted.cost()
    assert cost.keys == 3
    assert [round(1000 * (one or 0)) for one in (cost.p50, cost.p95, cost.slowest)] == [5, 200, 200]


def test_a_key_without_effect_is_not_timed() -> None:
    counted, time = meter()
    counted.wrote("before")
    time.now += 1
    counted.settled(time.now)
    assert counted.cost().keys == 0
