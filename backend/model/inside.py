"""The inside of a Qdrant collection: optimisations, shards, memory."""

from typing import Literal

from pydantic import AwareDatetime

from backend.model.base import Frozen


class Stage(Frozen):
    """A step of an optimisation.

    Attributes:
        depth: 0 for the optimisation itself; a step is part of the last one above it that is
            less deep.
        done, total: How far it is, where it counts.
        seconds: How long it took, once it has ended.
        state: `waiting`, `running` or `ended`.
    """

    depth: int
    name: str
    state: Literal["waiting", "running", "ended"]
    done: int | None = None
    total: int | None = None
    seconds: float | None = None


class Optimization(Frozen):
    """An optimisation that runs.

    Attributes:
        optimizer: Such as `indexing`, `merge` or `vacuum`.
        status: `optimizing`, or why it ended.
        segments, points: What it works on.
        stages: Its steps, each before its own.
    """

    optimizer: str
    status: str
    segments: int
    points: int
    started: AwareDatetime | None = None
    stages: tuple[Stage, ...] = ()


class Optimizations(Frozen):
    """What the optimisers of one collection do and have before them.

    Attributes:
        queued: Optimisations that wait.
        queued_points: Points in the segments that wait.
        idle_segments: Segments that need nothing.
    """

    running: tuple[Optimization, ...] = ()
    queued: int = 0
    queued_points: int = 0
    idle_segments: int = 0


class Shard(Frozen):
    """One replica of one shard.

    Attributes:
        key: Of a collection with shard keys.
        peer: The node that holds it.
        local: Whether that is the node that was asked.
        state: `Active`, `Dead`, `Partial` and others, as Qdrant spells them.
        points: Approximate; local ones only.
    """

    id: int
    peer: int
    local: bool
    state: str
    key: str = ""
    points: int | None = None


class Transfer(Frozen):
    """A shard on its way from one node to another.

    Attributes:
        comment: How far it is, in the server's words; told by the sending node alone.
    """

    shard: int
    source: int
    target: int
    method: str = ""
    comment: str = ""


class Memory(Frozen):
    """What one part of a collection takes; real use can be a fifth higher.

    Attributes:
        part: `total`, `payload`, `vectors text storage`.
        cached_bytes: Of the disk's bytes, those that are in the page cache.
        expected_cache_bytes: Of the disk's bytes, those that should be.
    """

    part: str
    disk_bytes: int | None = None
    ram_bytes: int | None = None
    cached_bytes: int | None = None
    expected_cache_bytes: int | None = None
