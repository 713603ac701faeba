"""Qdrant's answers about the inside of a collection, in the words of our model."""

from collections.abc import Iterator
from typing import Literal

from backend.model.inside import Memory, Optimization, Optimizations, Shard, Stage, Transfer
from backend.qdrant.detail_answers import (
    MemoryUsage,
    Optimizing,
    Progress,
    Running,
    Shards,
    Usage,
    VectorUsage,
)

DEEPEST = 8
"""Steps within steps that are told."""


def reason(status: str, optimizer: str, optimizations: Optimizations | None) -> str:
    """Why a collection is not green; empty where it is.

    Source: `local_shard_status` in Qdrant's `local_shard/mod.rs`.
    """
    match status:
        case "red" if optimizer not in ("", "ok"):
            return f"an optimiser failed: {optimizer}"
        case "red":
            return "an operation failed; the server's log says which"
        case "grey":
            return "optimisations wait since a restart; the next update of any point starts them"
        case "yellow":
            return _yellow(optimizations or Optimizations())
        case _:
            return ""


def _yellow(found: Optimizations) -> str:
    if found.running:
        return "; ".join(_under_way(one) for one in found.running)
    if found.queued:
        return f"{found.queued:,} optimisations wait for their turn"
    return "it is being optimised, or a snapshot of it is being made"


def _under_way(one: Optimization) -> str:
    """What an optimisation is at, by the deepest of its steps that counts."""
    at = max(
        (stage for stage in one.stages if stage.state == "running" and stage.total),
        key=lambda stage: stage.depth,
        default=None,
    )
    if at is None:
        return f"{one.optimizer} of {one.points:,} points"
    return f"{one.optimizer}: {at.name} {at.done or 0:,} of {at.total:,}"


def optimizations(told: Optimizing) -> Optimizations:
    """What the optimisers do and have before them."""
    return Optimizations(
        running=tuple(_optimization(one) for one in told.running),
        queued=told.summary.queued_optimizations,
        queued_points=told.summary.queued_points,
        idle_segments=told.summary.idle_segments,
    )


def _optimization(one: Running) -> Optimization:
    status = one.status
    if not isinstance(status, str):
        status = "; ".join(f"{word}: {why}" for word, why in status.items())
    return Optimization(
        optimizer=one.optimizer,
        status=status,
        segments=len(one.segments),
        points=sum(segment.points_count for segment in one.segments),
        started=one.progress.started_at,
        stages=tuple(_stages(one.progress)),
    )


def _stages(step: Progress, depth: int = 0) -> Iterator[Stage]:
    yield Stage(
        depth=depth,
        name=step.name,
        state=_state(step),
        done=step.done,
        total=step.total,
        seconds=step.duration_sec,
    )
    if depth < DEEPEST:
        for part in step.children or ():
            yield from _stages(part, depth + 1)


def _state(step: Progress) -> Literal["waiting", "running", "ended"]:
    if step.finished_at is not None or step.duration_sec is not None:
        return "ended"
    return "waiting" if step.started_at is None else "running"


def shards(told: Shards) -> tuple[Shard, ...]:
    """Every replica, by shard and node."""
    here = (
        Shard(
            id=one.shard_id,
            peer=told.peer_id,
            local=True,
            state=one.state,
            key=_key(one.shard_key),
            points=one.points_count,
        )
        for one in told.local_shards
    )
    elsewhere = (
        Shard(
            id=one.shard_id,
            peer=one.peer_id,
            local=False,
            state=one.state,
            key=_key(one.shard_key),
        )
        for one in told.remote_shards
    )
    return tuple(sorted((*here, *elsewhere), key=lambda shard: (shard.id, shard.peer)))


def transfers(told: Shards) -> tuple[Transfer, ...]:
    """Shards on their way."""
    return tuple(
        Transfer(
            shard=one.shard_id,
            source=one.from_peer,
            target=one.to,
            method=one.method or "",
            comment=one.comment or "",
        )
        for one in told.shard_transfers
    )


def memory(told: MemoryUsage) -> tuple[Memory, ...]:
    """What each part takes, the total first."""
    parts = [("total", told.total)]
    for kind, vectors in (("vectors", told.vectors), ("sparse vectors", told.sparse_vectors)):
        parts += [part for vector in vectors for part in _vector(kind, vector)]
    if told.payload is not None:
        parts.append(("payload", told.payload))
    parts += [(f"payload index {index.name}", index.usage) for index in told.payload_index]
    parts += [(name.replace("_", " "), usage) for name, usage in told.other.items()]
    return tuple(Memory(part=name, **usage.model_dump()) for name, usage in parts)


def _vector(kind: str, vector: VectorUsage) -> Iterator[tuple[str, Usage]]:
    named = f"{kind} {vector.name}".strip()
    for part in ("storage", "index", "quantized"):
        usage = getattr(vector, part)
        if usage is not None:
            yield f"{named} {part}", usage


def _key(key: int | str | None) -> str:
    return "" if key is None else str(key)
