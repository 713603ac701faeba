"""What a minute of looking costs a server, counted at the server."""

from backend.probes.qdrant import CollectionsProbe, LatencyProbe, ServerProbe
from backend.qdrant.connection import Connection
from backend.qdrant.footprint import SILENT, Footprint
from tests.answering import Raw, Request, info, ok, qdrant, serving
from tests.clock import Clock

NAMES = [f"c{i:03}" for i in range(50)]


def answer(request: Request) -> Raw:
    """A Qdrant with fifty collections."""
    if request.path == "/collections":
        return ok({"collections": [{"name": name} for name in NAMES]})
    if request.path.count("/") == 2 and request.path.startswith("/collections/"):
        return info(points_count=5)
    return qdrant()(request)


async def test_a_minute_of_looking_costs_little_and_that_is_told() -> None:
    clock = Clock()
    async with serving(answer) as server:
        connection = Connection(server.url, footprint=Footprint(clock))
        latency = LatencyProbe(connection, 60.0, clock)
        others = (ServerProbe(connection, clock), CollectionsProbe(connection, clock=clock))
        for probe in others:
            await probe.read()
        begun = len(server.requests)
        for second in range(1, 61):
            clock.now = 60.0 + second
            last = await latency.read()
            for probe in others:
                if second % probe.shortest_period == 0:
                    await probe.read()
        told = connection.footprint.summary()
        for closed in (latency, *others):
            await closed.close()
    asked = server.requests[begun:]
    logged = [request for request in asked if request.path not in SILENT]
    assert len(asked) <= 60 * 6
    # The inside of few collections, others by turns, the names: not one line a second for each.
    assert len(logged) <= 60 * 2.5
    assert told is not None
    assert told.requests_per_second == len(asked) / 60
    assert told.log_lines_per_second == len(logged) / 60
    assert last.watching is not None
    assert last.watching.requests_per_second <= told.requests_per_second
