from datetime import UTC, datetime

from backend.migration.history import read_run
from backend.migration.journal import Journal
from backend.migration.lanes import Lanes
from backend.migration.text import run_lines
from backend.model.migration.run import Lane

AT = datetime.fromtimestamp(1000, UTC)


def test_each_worker_has_a_lane_of_its_own() -> None:
    lanes = Lanes(2, clock=lambda: 1000.0)
    lanes.send(1, batch=7, points=128)
    lanes.again(7)
    lanes.again(7)
    lanes.again(8)
    lanes.again(None)
    idle = Lane(doing="idle")
    assert lanes.now() == (
        idle,
        Lane(doing="again", batch=7, points=128, attempt=3, since=AT),
    )
    lanes.rest(1)
    lanes.hold(0, batch=9, points=64)
    assert lanes.now() == (Lane(doing="held", batch=9, points=64, since=AT), idle)


def test_a_journal_tells_lanes_and_transport_while_the_run_works(surveyed: Journal) -> None:
    lane = Lane(doing="sending", batch=3, points=5, attempt=1, since=AT)
    surveyed.set_transport("rest", "nobody opens for gRPC at port 6334")
    surveyed.beat("running", 1, lanes=(Lane(doing="idle"), lane))
    run = read_run(surveyed.path)
    assert run.lanes == (Lane(doing="idle"), lane)
    told = list(run_lines(run))
    assert "  written over REST: nobody opens for gRPC at port 6334" in told
    assert "  worker 1  idle" in told
    assert "  worker 2  sending batch 3, 5 points since 00:16:40 UTC" in told
    surveyed.rest()
    assert read_run(surveyed.path).lanes == ()
    surveyed.end("finished")
    assert read_run(surveyed.path).lanes == ()
