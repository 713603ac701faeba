"""What we read of Qdrant's answers about the inside of one collection."""

from pydantic import Field

from backend.model.base import Frozen
from backend.qdrant.answers import Moment


class LocalShard(Frozen):
    """A replica on the node that was asked."""

    shard_id: int
    shard_key: int | str | None = None
    points_count: int | None = None
    state: str


class RemoteShard(Frozen):
    """A replica elsewhere."""

    shard_id: int
    shard_key: int | str | None = None
    peer_id: int
    state: str


class ShardTransfer(Frozen):
    """A shard that is being moved or copied."""

    shard_id: int
    from_peer: int = Field(alias="from")
    to: int
    method: str | None = None
    comment: str | None = None


class Shards(Frozen):
    """`GET /collections/{collection_name}/cluster`."""

    peer_id: int
    local_shards: tuple[LocalShard, ...] = ()
    remote_shards: tuple[RemoteShard, ...] = ()
    shard_transfers: tuple[ShardTransfer, ...] = ()


class Segment(Frozen):
    """A segment that is optimised."""

    points_count: int = 0


class Progress(Frozen):
    """A step of an optimisation and the steps in it."""

    name: str
    started_at: Moment | None = None
    finished_at: Moment | None = None
    duration_sec: float | None = None
    done: int | None = None
    total: int | None = None
    children: "tuple[Progress, ...] | None" = None


class Running(Frozen):
    """One optimisation; `status` is a word, or a word with an explanation."""

    optimizer: str
    status: str | dict[str, str]
    segments: tuple[Segment, ...] = ()
    progress: Progress


class Summary(Frozen):
    """What waits."""

    queued_optimizations: int = 0
    queued_points: int = 0
    idle_segments: int = 0


class Optimizing(Frozen):
    """`GET /collections/{collection_name}/optimizations`, from 1.16.3."""

    summary: Summary
    running: tuple[Running, ...] = ()


class Usage(Frozen):
    """Bytes that one part takes."""

    disk_bytes: int | None = None
    ram_bytes: int | None = None
    cached_bytes: int | None = None
    expected_cache_bytes: int | None = None


class VectorUsage(Frozen):
    """One vector of a collection."""

    name: str
    storage: Usage | None = None
    index: Usage | None = None
    quantized: Usage | None = None


class IndexUsage(Frozen):
    """One indexed field."""

    name: str
    usage: Usage


class MemoryUsage(Frozen):
    """`GET /collections/{collection_name}/memory`, from 1.18."""

    total: Usage
    vectors: tuple[VectorUsage, ...] = ()
    sparse_vectors: tuple[VectorUsage, ...] = ()
    payload: Usage | None = None
    payload_index: tuple[IndexUsage, ...] = ()
    other: dict[str, Usage] = Field(default_factory=dict)
