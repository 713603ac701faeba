from datetime import timedelta

from backend.model.migration import Migrations
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


def texts(*said: object) -> list[str]:
    readings = Readings()
    for one in said:
        readings.take(one, NOW)  # type: ignore[arg-type]  # readings of any probe
    return [f"{event.mark} {event.text}" for event in readings.picture(NOW).events]


def test_failing_and_recovering_are_events_once() -> None:
    failure = sample.failed("host", "timeout", "slow")
    assert texts(
        sample.reading("host", sample.host()),
        failure,
        failure.model_copy(update={"failures": 2}),
        sample.reading("host", sample.host()),
    ) == ["fine answers again after 2 failures", "act timeout: slow"]


def test_collections_appear_change_and_go() -> None:
    all_three = sample.collections()
    fewer = all_three.model_copy(update={"collections": all_three.collections[:2]})
    assert texts(
        sample.reading("qdrant.collections", fewer),
        sample.reading("qdrant.collections", all_three),
        sample.reading("qdrant.collections", sample.collections("yellow")),
        sample.reading("qdrant.collections", fewer.model_copy(update={"collections": ()})),
    )[-2:] == ["look collection tasks green → yellow", "fine collection notes appeared, green"]


def test_runs_change_their_state() -> None:
    def runs(*found: object) -> object:
        return sample.reading("migration", Migrations(runs=found))

    assert texts(runs(), runs(sample.run()), runs(sample.run("lost"))) == [
        "act migration to tasks__20261122T1402 running → lost",
        "fine migration to tasks__20261122T1402 appeared, running",
    ]


def test_a_restarted_or_other_server_is_an_event() -> None:
    server = sample.server().model_copy(update={"started": NOW})
    again = server.model_copy(update={"started": NOW + later(9)})
    other = again.model_copy(update={"version": "1.19.0"})
    assert texts(*(sample.reading("qdrant.server", one) for one in (server, again, other))) == [
        "look Qdrant 1.18.3 → 1.19.0",
        "look Qdrant restarted",
    ]
