import pytest

from backend.qdrant.api import Api
from backend.qdrant.connection import Connection
from backend.qdrant.footprint import Footprint
from tests.answering import qdrant, serving
from tests.clock import Clock


async def test_every_question_counts_and_those_that_are_logged_apart() -> None:
    clock = Clock()
    async with serving(qdrant()) as server:
        connection = Connection(server.url, footprint=Footprint(clock))
        some, others = Api(connection), Api(connection)
        for path in ("/", "/healthz", "/metrics", "/telemetry"):
            await some.text(path)
        await others.text("/collections/a")
        clock.now = 10.0
        found = connection.footprint.summary()
        await some.close()
        await others.close()
    assert found is not None
    assert (found.seconds, found.requests_per_second, found.log_lines_per_second) == (10, 0.5, 0.1)
    # The bodies alone are some 500 bytes, the heads of both sides no more than twice as much.
    assert 50 < found.bytes_per_second < 200


async def test_what_is_past_is_forgotten() -> None:
    clock = Clock()
    async with serving(qdrant()) as server:
        connection = Connection(server.url, footprint=Footprint(clock))
        api = Api(connection)
        for now in range(0, 200, 2):
            clock.now = now
            await api.text("/healthz")
        found = connection.footprint.summary()
        await api.close()
    assert found is not None
    assert (found.seconds, found.log_lines_per_second) == (60, 0)
    assert found.requests_per_second == pytest.approx(31 / 60)


def test_nothing_is_said_of_the_first_moment() -> None:
    assert Footprint(Clock()).summary() is None
