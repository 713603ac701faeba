from datetime import timedelta
from pathlib import Path

from backend.model.event import Events
from backend.model.reading import Reading
from backend.probes.events import KEPT, EventsProbe
from tests.readings import sample
from tests.readings.sample import NOW


class World:
    """The latest Readings of a hub."""

    def __init__(self) -> None:
        self.latest: dict[str, Reading] = {}

    def probe(self, state: Path) -> EventsProbe:
        return EventsProbe(state, lambda: {"events", *self.latest}, self.latest.get, lambda: NOW)

    def say(self, reading: Reading, seconds: float = 0.0) -> None:
        at = NOW + timedelta(seconds=seconds)
        self.latest[reading.probe] = reading.model_copy(update={"at": at})


def texts(events: Events) -> list[str]:
    return [event.text for event in events.events]


async def test_events_come_in_order_across_probes_the_latest_first(tmp_path: Path) -> None:
    world = World()
    probe = world.probe(tmp_path)
    assert texts(await probe.read()) == ["watching began"]
    world.say(sample.failed("qdrant.server", "timeout", "slow"), 2)
    world.say(sample.failed("host", "timeout", "slower"), 1)
    found = await probe.read()
    assert [event.source for event in found.events] == ["qdrant.server", "host", "events"]
    assert found.events[0].at == NOW + timedelta(seconds=2)


async def test_nothing_new_is_the_same_value(tmp_path: Path) -> None:
    world = World()
    probe = world.probe(tmp_path)
    world.say(sample.reading("host", sample.host()))
    first = await probe.read()
    world.say(sample.reading("host", sample.host()))
    assert await probe.read() == first


async def test_the_next_start_goes_on_where_the_last_one_ended(tmp_path: Path) -> None:
    world = World()
    first = world.probe(tmp_path)
    world.say(sample.failed("host", "timeout", "slow"))
    await first.read()
    await first.close()
    found = await World().probe(tmp_path).read()
    assert texts(found) == ["watching began", "timeout: slow", "watching began"]


async def test_a_look_at_which_nothing_happens_leaves_no_trace(tmp_path: Path) -> None:
    probe = World().probe(tmp_path / "state")
    assert texts(await probe.read()) == ["watching began"]
    await probe.close()
    assert not (tmp_path / "state").exists()


async def test_what_is_published_is_bounded(tmp_path: Path) -> None:
    world = World()
    probe = world.probe(tmp_path)
    for number in range(KEPT + 5):
        world.say(sample.failed(f"probe-{number}", "timeout", str(number)))
    assert len((await probe.read()).events) == KEPT


async def test_a_log_that_cannot_be_written_costs_only_the_log(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    world = World()
    world.say(sample.failed("host", "timeout", "slow"))
    found = await world.probe(tmp_path / "file").read()
    assert texts(found) == ["timeout: slow", "watching began"]
    assert "cannot be written" in found.trouble


async def test_corrupt_lines_are_said(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text("nonsense\n")
    found = await World().probe(tmp_path).read()
    assert found.skipped == 1
