"""A migration on its way."""

from datetime import timedelta

from backend.model.migration.dead_letter import FailedRecord
from backend.model.migration.preflight import DimensionCount, IdCollision, Preflight
from backend.model.migration.run import Lane, Run, RunError, RunState
from tests.readings.said import NOW, URL


def dead_letter(place: int) -> FailedRecord:
    """A record that could not be written."""
    return FailedRecord(
        record=700 + place,
        place=f"task_vectors.json: tasks[{700 + place}]",
        id=f"4.2.{place}",
        kind="not finite" if place % 2 else "dimension",
        reason="vector[17] is NaN" if place % 2 else "1536 dimensions where the rest have 384",
        excerpt=f'{{"TaskId": "4.2.{place}", "Title": "Valider", "Vector": [0.0132, -0.08',
        offset=5_600_700 + place,
    )


def _lanes() -> tuple[Lane, ...]:
    """Five workers, one of them with nothing to do, one that tries again."""
    since = NOW - timedelta(seconds=9)
    sending = [
        Lane(doing="sending", batch=29 + place, points=128, attempt=1, since=NOW)
        for place in range(4)
    ]
    again = Lane(doing="again", batch=31, points=128, attempt=2, since=since)
    return (*sending[:2], again, sending[3], Lane(doing="idle"))


def run(state: RunState = "running", written: int = 3_724, *, failures: int = 4) -> Run:
    """A migration on its way, with what real files hold."""
    ended = NOW if state in {"finished", "failed", "aborted"} else None
    return Run(
        id="20261122T140002",
        source="/data/task_vectors.json",
        to=URL,
        collection="tasks__20261122T1402",
        state=state,
        pid=4242,
        host="bridge-1",
        started=NOW - timedelta(seconds=125),
        heartbeat=NOW,
        ended=ended,
        batch_size=128,
        workers=5,
        preflight=Preflight(
            shape="tasks",
            bytes=48_123_456,
            source_records=6_500,
            distinct_ids=6_183,
            dimension=384,
            dimensions=(
                DimensionCount(dimension=384, records=6_499),
                DimensionCount(dimension=1536, records=1),
            ),
            collisions=(IdCollision(point="131", records=("1.3.1", "13.1"), count=2),),
            colliding_records=312,
            not_finite=1,
            seconds=1.2,
        ),
        batches_done=written // 128,
        batches_total=49,
        in_flight=4 if state == "running" else 0,
        request_points=64 if state == "running" else 128,
        transport="rest",
        transport_why="nobody opens for gRPC at port 6334",
        lanes=_lanes() if state == "running" else (),
        dead_letters="/data/20261122T140002.dead-letters.jsonl" if failures else "",
        written=written,
        failed=failures,
        retries=3,
        rate=1812.0 if state == "running" else None,
        rate_history=tuple(float(900 + (place * 371) % 1100) for place in range(60)),
        eta_seconds=91.0 if state == "running" else None,
        eta_low=84.0 if state == "running" else None,
        eta_high=105.0 if state == "running" else None,
        target_exact=written,
        target_exact_at=NOW - timedelta(seconds=2),
        failures=tuple(dead_letter(place) for place in range(min(failures, 20))),
        errors=(
            RunError(
                at=NOW - timedelta(seconds=9),
                summary="batch 41 tried again after 429 (Retry-After 1 s)",
                batch=41,
            ),
        ),
    )
