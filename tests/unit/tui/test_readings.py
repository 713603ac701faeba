from datetime import timedelta

from tests.readings import sample
from tests.readings.sample import NOW
from tui.readings import Readings


def later(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def test_nothing_is_known_before_the_first_reading() -> None:
    assert Readings().picture(NOW).held == {}


def test_an_error_keeps_the_last_good_value_and_its_age() -> None:
    readings = Readings()
    readings.take(sample.reading("host", sample.host()), NOW)
    readings.take(sample.failed("host", "timeout", "slow"), NOW + later(2))
    held = readings.picture(NOW).held["host"]
    assert held.value == sample.host()
    assert held.error is not None
    assert held.age(NOW + later(5)) == 5
    assert held.state(NOW + later(5)) == "live"
    assert held.state(NOW + later(7)) == "stale"


def test_a_probe_that_speaks_often_is_not_stale_for_a_busy_moment() -> None:
    readings = Readings()
    said = sample.reading("host", sample.host()).model_copy(update={"period": 0.5})
    readings.take(said, NOW)
    held = readings.picture(NOW).held["host"]
    assert held.state(NOW + later(5)) == "live"
    assert held.state(NOW + later(6)) == "stale"


def test_a_heartbeat_refreshes_the_age_of_a_value() -> None:
    readings = Readings()
    said = sample.reading("host", sample.host())
    readings.take(said, NOW)
    beat = said.model_copy(update={"seq": 2, "value": None, "unchanged": True, "age": 0.5})
    readings.take(beat, NOW + later(60))
    held = readings.picture(NOW).held["host"]
    assert held.value == sample.host()
    assert held.age(NOW + later(61)) == 1.5


def test_a_heartbeat_of_an_error_does_not_make_the_value_younger() -> None:
    readings = Readings()
    readings.take(sample.reading("host", sample.host()), NOW)
    failure = sample.failed("host", "timeout", "slow")
    readings.take(failure, NOW + later(2))
    beat = failure.model_copy(update={"seq": 3, "error": None, "unchanged": True, "failures": 2})
    readings.take(beat, NOW + later(30))
    held = readings.picture(NOW).held["host"]
    assert held.error == failure.error
    assert held.failures == 2
    assert held.age(NOW + later(30)) == 30


def test_no_longer_configured_drops_the_value() -> None:
    readings = Readings()
    readings.take(sample.reading("host", sample.host()), NOW)
    readings.take(sample.failed("host", "unconfigured", "nothing"), NOW)
    held = readings.picture(NOW).held["host"]
    assert held.value is None
    assert held.state(NOW) == "unconfigured"


def test_a_heartbeat_with_nothing_before_it_tells_nothing() -> None:
    readings = Readings()
    said = sample.reading("host").model_copy(update={"unchanged": True})
    readings.take(said, NOW)
    assert readings.picture(NOW).held["host"].state(NOW) == "loading"


def test_a_picture_stands_still() -> None:
    readings = Readings()
    readings.take(sample.reading("host", sample.host()), NOW)
    picture = readings.picture(NOW)
    readings.take(sample.failed("host", "timeout", "slow"), NOW)
    assert picture.held["host"].error is None


def test_a_heartbeat_is_news_only_where_it_ends_a_silence() -> None:
    readings = Readings()
    said = sample.reading("host", sample.host())
    same = said.model_copy(update={"value": None, "unchanged": True})
    assert readings.take(said, NOW)
    assert not readings.take(same, NOW + later(2))
    assert readings.take(same, NOW + later(60)), "stale before it"
    assert readings.take(said, NOW + later(61))
