"""A recording played back: when each Reading comes, and what no recording is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.model.reading import Reading
from backend.model.request import Refresh
from backend.model.world import World
from backend.replay import FileLink, NoRecording, Timeline, begins
from backend.wire import CannotAsk, LinkEnded, encode

START = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


def reading(after: float) -> Reading:
    at = START + timedelta(seconds=after)
    value = World(stage=str(after), folder="/f")
    return Reading(probe="world", seq=1, at=at, took=0, period=1, value=value)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"noise\n" + b"".join(encode(reading(after)) for after in (0, 2, 10)))
    return path


async def test_readings_come_when_they_are_due_and_a_bad_line_costs_itself(
    recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = 0.0
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        nonlocal passed
        passed += seconds
        slept.append(seconds)

    monkeypatch.setattr("backend.replay.asyncio.sleep", sleep)
    timeline = Timeline(begins(recording), 4.0, lambda: passed)
    link = FileLink(recording, timeline)
    got: list[Reading] = []
    with pytest.raises(LinkEnded, match="the recording ends at 08:00:10"):
        async for one in link.readings():
            got.append(one)  # noqa: PERF401  (it ends by raising)
    assert [one.probe for one in got] == ["link", "world", "world", "world"]
    assert slept == pytest.approx([0.0, 0.5, 2.0])
    passed += 60
    assert timeline.now() == START + timedelta(seconds=10)
    await link.close()


async def test_what_was_known_before_the_beginning_comes_at_once_and_as_old_as_it_is(
    recording: Path,
) -> None:
    link = FileLink(recording, Timeline(START + timedelta(seconds=12), 1, lambda: 0))
    ages = []
    with pytest.raises(LinkEnded):
        async for one in link.readings():
            ages.append(one.age)  # noqa: PERF401  (it ends by raising)
    assert ages[1:] == [12.0, 10.0, 2.0]


def test_a_recording_is_asked_nothing(recording: Path) -> None:
    link = FileLink(recording, Timeline(START, 1, lambda: 0))
    with pytest.raises(CannotAsk, match="what was told then"):
        link.ask(Refresh())


@pytest.mark.parametrize("content", [b"", b"no\nrecording\n", None])
def test_what_is_no_recording_says_how_to_make_one(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NoRecording, match="watch > FILE" if content is not None else "cannot be"):
        begins(path)
