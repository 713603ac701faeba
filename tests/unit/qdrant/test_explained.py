import pytest

from backend.model.inside import Memory, Optimization, Optimizations, Shard, Stage, Transfer
from backend.qdrant.detail_answers import MemoryUsage, Optimizing, Shards
from backend.qdrant.explained import memory, optimizations, reason, shards, transfers
from tests.optimizing import OPTIMIZING, RUNNING_ONE

EITHER = "it is being optimised, or a snapshot of it is being made"

RUNNING = Optimizations(
    running=(
        Optimization(
            optimizer="indexing",
            status="optimizing",
            segments=1,
            points=11_144,
            stages=(
                Stage(depth=0, name="Segment Optimizing", state="running"),
                Stage(depth=1, name="main_graph", state="running", done=2_750, total=11_144),
            ),
        ),
    )
)


def test_the_stages_of_an_optimisation_come_each_before_its_own() -> None:
    told = optimizations(Optimizing.model_validate(OPTIMIZING))
    assert (told.queued, told.queued_points, told.idle_segments) == (3, 65_292, 2)
    [one] = told.running
    assert (one.optimizer, one.status, one.segments, one.points) == (
        *("indexing", "optimizing"),
        *(1, 11_144),
    )
    assert one.started is not None
    assert [(stage.depth, stage.name, stage.state) for stage in one.stages] == [
        (0, "Segment Optimizing", "running"),
        (1, "copy_data", "ended"),
        (1, "vector_index", "running"),
        (2, "", "running"),
        (3, "main_graph", "running"),
        (1, "sparse_vector_index", "waiting"),
    ]
    assert (one.stages[1].seconds, one.stages[4].done, one.stages[4].total) == (
        *(0.0421, 2_750),
        11_144,
    )
    assert reason("yellow", "ok", told) == "indexing: main_graph 2,750 of 11,144"


def test_an_optimisation_that_failed_says_why() -> None:
    failed = {**RUNNING_ONE, "status": {"error": "disk full"}}
    told = optimizations(Optimizing.model_validate({**OPTIMIZING, "running": [failed]}))
    assert told.running[0].status == "error: disk full"


@pytest.mark.parametrize(
    ("status", "optimizer", "found", "said"),
    [
        ("green", "ok", None, ""),
        ("unknown", "", None, ""),
        ("yellow", "ok", None, EITHER),
        (
            "yellow",
            "ok",
            Optimizations(),
            "it is being optimised, or a snapshot of it is being made",
        ),
        ("yellow", "ok", Optimizations(queued=3), "3 optimisations wait for their turn"),
        ("yellow", "ok", RUNNING, "indexing: main_graph 2,750 of 11,144"),
        ("red", "ok", None, "an operation failed; the server's log says which"),
        ("red", "disk full", RUNNING, "an optimiser failed: disk full"),
        (
            "grey",
            "optimizations pending, awaiting update operation",
            None,
            "optimisations wait since a restart; the next update of any point starts them",
        ),
    ],
)
def test_why_a_collection_is_not_green(
    status: str, optimizer: str, found: Optimizations | None, said: str
) -> None:
    assert reason(status, optimizer, found) == said


def test_shards_and_transfers() -> None:
    told = Shards.model_validate(
        {
            "peer_id": 7,
            "shard_count": 2,
            "local_shards": [
                {"shard_id": 1, "points_count": 5, "state": "Active"},
                {"shard_id": 0, "shard_key": "eu", "points_count": 4, "state": "Partial"},
            ],
            "remote_shards": [{"shard_id": 0, "shard_key": 3, "peer_id": 2, "state": "Dead"}],
            "shard_transfers": [
                {
                    "shard_id": 0,
                    "from": 2,
                    "to": 7,
                    "sync": True,
                    "method": "stream_records",
                    "comment": "Transferring records (5/9), started 3s ago",
                },
                {"shard_id": 1, "from": 7, "to": 2, "sync": False},
            ],
        }
    )
    assert shards(told) == (
        Shard(id=0, peer=2, local=False, state="Dead", key="3"),
        Shard(id=0, peer=7, local=True, state="Partial", key="eu", points=4),
        Shard(id=1, peer=7, local=True, state="Active", points=5),
    )
    assert transfers(told) == (
        Transfer(
            shard=0,
            source=2,
            target=7,
            method="stream_records",
            comment="Transferring records (5/9), started 3s ago",
        ),
        Transfer(shard=1, source=7, target=2),
    )


def usage(size: int) -> dict[str, int]:
    return {"disk_bytes": size, "ram_bytes": 1, "cached_bytes": 2, "expected_cache_bytes": 3}


def test_memory_by_part_the_total_first() -> None:
    told = MemoryUsage.model_validate(
        {
            "total": usage(100),
            "vectors": [{"name": "", "storage": usage(50), "index": usage(20)}],
            "sparse_vectors": [{"name": "words", "storage": usage(5), "index": usage(4)}],
            "payload": usage(9),
            "payload_index": [{"name": "status", "usage": usage(8)}],
            "other": {"id_tracker": usage(4)},
        }
    )
    found = memory(told)
    assert [(one.part, one.disk_bytes) for one in found] == [
        ("total", 100),
        ("vectors storage", 50),
        ("vectors index", 20),
        ("sparse vectors words storage", 5),
        ("sparse vectors words index", 4),
        ("payload", 9),
        ("payload index status", 8),
        ("id tracker", 4),
    ]
    assert found[0] == Memory(
        part="total", disk_bytes=100, ram_bytes=1, cached_bytes=2, expected_cache_bytes=3
    )
