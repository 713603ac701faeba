import asyncio

import pytest
from hypothesis import HealthCheck, given, settings

from backend.model.reading import Reading
from backend.wire import WireError, decode, encode, read_lines
from tests.strategies import readings


@given(readings)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_reading_survives_the_wire(reading: Reading) -> None:
    line = encode(reading)
    assert line.count(b"\n") == 1
    assert decode(line) == reading


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"not json\n", "recording:7: expected a Reading"),
        (b'{"probe":"host"}\n', "recording:7: expected a Reading, but seq: Field required"),
        (b'{"version":2,"probe":"host"}\n', "a newer Passerelle wrote it"),
        (b"\xff\xfe\n", "recording:7: expected a Reading"),
    ],
)
def test_a_bad_line_names_its_place(line: bytes, expected: str) -> None:
    with pytest.raises(WireError, match=expected.replace("+", r"\+")):
        decode(line, "recording", 7)


def test_a_newer_field_is_ignored(sample: Reading) -> None:
    line = encode(sample).replace(b'{"version"', b'{"mood":"new","version"')
    assert b"mood" in line
    assert decode(line) == sample


async def test_a_bad_line_costs_only_itself(sample: Reading) -> None:
    stream = asyncio.StreamReader()
    stream.feed_data(b"garbage\n" + encode(sample))
    stream.feed_eof()
    got = [reading async for reading in read_lines(stream, "backend")]
    assert [reading.probe for reading in got] == ["link", sample.probe]
    assert got[0].error is not None
    assert "backend:1:" in got[0].error.summary
    assert got[1] == sample
