"""A collection from inside, while it is indexed and one of its shards moves."""

from backend.model.inside import Memory, Optimization, Optimizations, Shard, Stage, Transfer
from backend.model.qdrant import Collections
from tests.readings.serving import collections

_STAGES = (
    Stage(depth=0, name="Segment Optimizing", state="running"),
    Stage(depth=1, name="copy_data", state="ended", seconds=2),
    Stage(depth=1, name="vector_index", state="running"),
    Stage(depth=2, name="main_graph", state="running", done=2_750, total=11_000),
    Stage(depth=1, name="sparse_vector_index", state="waiting"),
)


def indexed() -> Collections:
    """The collections, of which `tasks` was looked at closely."""
    plain = collections("yellow")
    running = Optimization(
        optimizer="indexing", status="optimizing", segments=2, points=11_144, stages=_STAGES
    )
    inside = {
        "reason": "an optimisation runs",
        "optimizations": Optimizations(running=(running,), queued=3, queued_points=65_292),
        "shards": (
            Shard(id=0, peer=1, local=True, state="Active", points=329),
            Shard(id=1, peer=2, local=False, state="Dead"),
        ),
        "transfers": (Transfer(shard=1, source=1, target=2, method="snapshot", comment="half"),),
        "memory": (Memory(part="total", disk_bytes=2_048, ram_bytes=1_024),),
    }
    first, *others = plain.collections
    return plain.model_copy(update={"collections": (first.model_copy(update=inside), *others)})
